"""Working out how long every record is kept: what a command does, as the owner."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import insert

from workbook import audit
from workbook.clock import london_day
from workbook.db import new_id
from workbook.owner import as_owner
from workbook.retention import queries
from workbook.retention.content import Row
from workbook.retention.rules import FamilyFacts, Outcome, Schedule, outcome
from workbook.retention.standing import Kept

KEEPER: Final = "keeper"


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """What working out found: how many families are in each state, how many are new in it."""

    states: dict[str, int]
    changed: int


def act_of(family_id: str, act: str, object_id: str = "", **detail: Any) -> audit.Act:  # noqa: ANN401
    """Return what is to be noted of something that a command did."""
    return audit.Act(
        chain=family_id, act=act, worker_id=KEEPER, discipline=KEEPER, object_id=object_id,
        detail=detail,
    )  # fmt: skip


def work_out(url: str, schedule: Schedule, *, now: datetime) -> Worked:
    """Work out how long every record is kept, and keep what is new. Destroys nothing.

    While a hold stands nothing that was promised is shortened.
    """
    states: dict[str, int] = {}
    changed = 0
    with as_owner(url) as owner:
        holds, alone = queries.holds(owner), queries.alone(owner)
        before = {one.family_id: one for one in queries.kept(owner)}
        people = queries.everybody(owner)
        for family in queries.facts(owner):
            was = before.get(family.id)
            held = holds.on(family.id, people.get(family.id, ()))
            found = outcome(
                family, schedule, today=london_day(now),
                not_before=was.keep_until if held and was else None,
            )  # fmt: skip
            states[found.state] = states.get(found.state, 0) + 1
            row = _kept_row(family, found, schedule, was, alone.get(family.id, ()), now=now)
            if not _says_the_same(was, row):
                owner.connection.execute(insert(owner.table("retention_date")), [row])
                owner.note(act_of(family.id, "retention_worked_out", row["id"]), now=now)
                changed += 1
    return Worked(states=dict(sorted(states.items())), changed=changed)


def _kept_row(
    family: FamilyFacts,
    found: Outcome,
    schedule: Schedule,
    was: Kept | None,
    alone: Iterable[str],
    *,
    now: datetime,
) -> Row:
    return {
        "id": new_id(),
        "recorded_at": now,
        "recorded_by": KEEPER,
        "family_id": family.id,
        "reference": family.reference,
        "team_id": family.team_id,
        "state": found.state,
        "keep_until": found.keep_until,
        "rule": found.rule,
        "schedule": schedule.name,
        "lines": msgspec.to_builtins(found.lines),
        "asks": list(found.asks),
        "alone": list(alone),
        "replaces_id": was.id if was else None,
    }


def _says_the_same(was: Kept | None, row: Row) -> bool:
    if was is None:
        return False
    old = msgspec.structs.asdict(was)
    new = {name: row[name] for name in ("state", "keep_until", "rule", "schedule", "team_id")}
    return (
        all(old[name] == value for name, value in new.items())
        and msgspec.to_builtins(was.lines) == row["lines"]
        and list(was.asks) == row["asks"]
        and list(was.alone) == row["alone"]
    )
