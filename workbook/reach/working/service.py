"""Putting workers down for a family, naming cover, and letting those who leave go."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
from sqlalchemy import insert
from sqlalchemy.orm import Session

from workbook import audit
from workbook.clock import LONDON
from workbook.db import Database, insert_rows, new_id
from workbook.errors import NotFoundError
from workbook.families.rules import FamilyFile, TeamMember, Way
from workbook.families.tables import Involvement, Route, RouteEnd
from workbook.staff import queries as staff_queries
from workbook.staff import service as staff
from workbook.staff.access import Actor
from workbook.wall.viewer import IMPORTER, doorkeeper

TAKEN = "Somebody else has changed this in the meantime. Look again before you change it."


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A worker who is to work with a family, or to cover it, over days."""

    worker_id: str
    covers: bool
    starts_on: date
    ends_on: date | None


def give(
    session: Session, *, family_ids: Iterable[str], given: Given, actor: Actor, now: datetime
) -> None:
    """Give a worker these families, each noted in its own chain."""
    for family_id in family_ids:
        row = _signed(family_id, actor, now) | {"worker_id": given.worker_id}
        if given.covers and given.ends_on:
            session.execute(insert(Route), [row | _cover(given.starts_on, given.ends_on)])
        else:
            days = {"starts_on": given.starts_on, "ends_on": given.ends_on, "replaces_id": None}
            session.execute(insert(Involvement), [row | days])
        done = "cover_given" if given.covers else "involvement_started"
        _note(session, family_id, done, row["id"], actor=actor, now=now)


def _cover(starts_on: date, ends_on: date) -> dict[str, Any]:
    return {
        "kind": "cover",
        "reason_code": "",
        "reason": "",
        "starts_at": _began(starts_on),
        "ends_at": _began(ends_on + timedelta(days=1)),
    }


def _began(on: date) -> datetime:
    return datetime.combine(on, time(), LONDON).astimezone(UTC)


def end_involvement(
    session: Session,
    *,
    family: FamilyFile,
    member: TeamMember,
    on: date,
    actor: Actor,
    now: datetime,
) -> None:
    """End a worker’s time with a family by a version that replaces the one that stands.

    Raises:
        SupersededError: somebody else has changed it in the same moment.
    """
    end = audit.take_turn(session, chain=family.id)
    row = _signed(family.id, actor, now) | {
        "worker_id": member.id,
        "starts_on": min(member.starts_on, on),
        "ends_on": on,
        "replaces_id": member.involvement_id,
    }
    insert_rows(session, Involvement, [row], taken=TAKEN)
    _note(session, family.id, "involvement_ended", row["id"], actor=actor, now=now, after=end)


def end_cover(
    session: Session, *, family: FamilyFile, way: Way, actor: Actor, now: datetime
) -> None:
    """End cover before its time.

    Raises:
        SupersededError: it was ended before.
    """
    row = _signed(family.id, actor, now) | {"route_id": way.id}
    insert_rows(session, RouteEnd, [row], taken=TAKEN)
    _note(session, family.id, "cover_ended", way.id, actor=actor, now=now)


def leave(database: Database, *, worker_id: str, actor: Actor, now: datetime, on: date) -> None:
    """Let a worker go: nothing is open to them from the next request on, and no sign-in stands.

    Raises:
        NotFoundError: there is no such worker, or they have left already.
    """
    with database.writing(doorkeeper(on)) as session:
        worker = staff_queries.one_worker(session, worker_id=worker_id)
        if worker is None or worker.left_on is not None:
            raise NotFoundError(worker_id=worker_id)
        staff.leave(session, worker_id=worker_id, now=now, on=on)
        act = audit.Act(
            chain=audit.SYSTEM,
            act="worker_let_go",
            worker_id=actor.id,
            discipline=actor.discipline,
            object_id=worker_id,
        )
        audit.note(session, act, now=now)


def note_added(session: Session, *, worker_id: str, discipline: str, now: datetime) -> None:
    """Note that whoever runs the service let a worker sign in: the command line asks nobody."""
    act = audit.Act(
        chain=audit.SYSTEM,
        act="staff_added",
        worker_id=IMPORTER,
        discipline=IMPORTER,
        object_id=worker_id,
        detail={"role": discipline},
    )
    audit.note(session, act, now=now)


def _signed(family_id: str, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(), "family_id": family_id, "recorded_at": now, "recorded_by": actor.id,
    }  # fmt: skip


def _note(
    session: Session,
    family_id: str,
    act: str,
    object_id: str,
    *,
    actor: Actor,
    now: datetime,
    after: audit.Head | None = None,
) -> None:
    done = audit.Act(
        chain=family_id,
        act=act,
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=object_id,
    )
    audit.note(session, done, now=now, after=after)
