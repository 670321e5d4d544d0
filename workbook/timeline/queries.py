"""Reading one family's workbook. Every function names its order."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)  # fmt: skip
from sqlalchemy.orm import Session

from workbook.entries.queries import ENTRY, IN_FORCE, NEWEST_FIRST, PART_IN_FORCE, saved_entry
from workbook.entries.tables import Contribution, Entry, Voice
from workbook.programme.tables import ModuleStatus
from workbook.staff.tables import Worker
from workbook.timeline.rules import Overview, Progress, Show, Told

FAMILY = bindparam("family_id", type_=String)
NOTHING = cast(null(), String)

# One statement instead of three: how much each discipline wrote, what each module holds, and the
# statuses modules were given.
OVERVIEW = union_all(
    select(
        literal("written").label("part"),
        NOTHING.label("module_key"),
        Entry.discipline.label("word"),
        func.count().label("number"),
        func.sum(case((Entry.headline != "", 1), else_=0)).label("significant"),
        func.min(Entry.occurred_at).label("moment"),
    )
    .where(Entry.family_id == FAMILY, *IN_FORCE)
    .group_by(Entry.discipline),
    select(
        literal("module"),
        Contribution.module_key,
        Contribution.discipline,
        func.count(Contribution.entry_id.distinct()),
        literal(0, Integer),
        func.max(Contribution.occurred_at),
    )
    .where(Contribution.family_id == FAMILY, PART_IN_FORCE[Contribution])
    .group_by(Contribution.module_key, Contribution.discipline),
    select(
        literal("status"),
        ModuleStatus.module_key,
        ModuleStatus.status,
        literal(0, Integer),
        literal(0, Integer),
        ModuleStatus.recorded_at,
    ).where(ModuleStatus.family_id == FAMILY),
)

TOLD = ENTRY.add_columns(Worker.name.label("author")).outerjoin(
    Worker, Worker.id == Entry.recorded_by
)


def overview(session: Session, *, family_id: str) -> Overview:
    """Return the figures of one workbook; the disciplines are in the order of their keys."""
    parts: dict[str, list[Any]] = {"written": [], "module": [], "status": []}
    for row in session.execute(OVERVIEW, {"family_id": family_id}):
        parts[row.part].append(row)
    written = parts["written"]
    return Overview(
        progress=progress(parts["module"], parts["status"]),
        written={row.word: row.number for row in sorted(written, key=lambda row: row.word)},
        significant=sum(row.significant for row in written),
        first=min((row.moment for row in written), default=None),
    )


def progress(added: Iterable[Any], statuses: Iterable[Any]) -> dict[str, Progress]:
    """Return how far each module has got, from rows of what was added and of statuses given."""
    by_module: dict[str, list[Any]] = {}
    for row in added:
        by_module.setdefault(row.module_key, []).append(row)
    newest = {
        row.module_key: row.word for row in sorted(statuses, key=lambda status: status.moment)
    }
    return {
        key: Progress(
            status=newest.get(key, ""),
            sessions=sum(row.number for row in rows),
            last=max((row.moment for row in rows), default=None),
            disciplines=tuple(sorted(row.word for row in rows)),
        )
        for key in (by_module | newest)
        for rows in [by_module.get(key, [])]
    }


def page(
    session: Session, *, family_id: str, show: Show, limit: int, offset: int = 0
) -> list[Told]:
    """Return these entries in force, by when they happened, newest first."""
    query = TOLD.where(Entry.family_id == family_id, *IN_FORCE, *_wanted(show))
    return _told(session, query.order_by(*NEWEST_FIRST).limit(limit).offset(offset))


def significant_events(session: Session, *, family_id: str) -> list[Told]:
    """Return the significant events in force, oldest first."""
    query = TOLD.where(Entry.family_id == family_id, *IN_FORCE, Entry.headline != "")
    return _told(session, query.order_by(Entry.occurred_at, Entry.recorded_at, Entry.id))


def modules_of(session: Session, *, entry_ids: Collection[str]) -> dict[str, set[str]]:
    """Return which modules each of these entries added to."""
    rows = session.execute(
        select(Contribution.entry_id, Contribution.module_key)
        .where(Contribution.entry_id.in_(entry_ids))
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.entry_id, set()).add(row.module_key)
    return found


def _told(session: Session, query: Select[Any]) -> list[Told]:
    return [Told(entry=saved_entry(row), author=row.author or "") for row in session.execute(query)]


def _wanted(show: Show) -> list[Any]:
    wanted: list[Any] = []
    if show.discipline:
        wanted.append(Entry.discipline == show.discipline)
    if show.significant:
        wanted.append(Entry.headline != "")
    if show.voices_of is not None:
        wanted.append(
            exists(
                select(Voice.id).where(
                    Voice.entry_id == Entry.id, Voice.person_id.in_(show.voices_of)
                )
            )
        )
    return wanted
