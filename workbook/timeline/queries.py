"""Reading one family's workbook. Every function names its order."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import (
    Integer,
    Select,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from workbook.db import UtcDateTime
from workbook.entries.queries import ENTRY, IN_FORCE, NEWEST_FIRST, PART_IN_FORCE, saved_entry
from workbook.entries.rules import SavedRuler
from workbook.entries.tables import Contribution, Entry, Misfiling, Ruler, Voice
from workbook.staff.tables import Worker
from workbook.timeline.rules import Event, Held, Show, Tally, Told
from workbook.timeline.tables import SPECIALIST_ENTRY

MOST_RULERS: Final = 400
# A source of significant events: those of one family that the reader may see, oldest first.
EventSource = Callable[[Session, str], list[Event]]


class EventSources(msgspec.Struct, frozen=True):
    """What other packages add to the chronology. The composition root puts them together."""

    ask: tuple[EventSource, ...] = ()

    def events(self, session: Session, *, family_id: str) -> list[Event]:
        """Return the family's events from every source, oldest first."""
        found = (event for source in self.ask for event in source(session, family_id))
        return sorted(found, key=lambda event: (event.on, event.headline))


# What left for another family, and what is held, stands where a discipline does: one statement
# instead of three.
LEFT: Final = "left"
HELD_BY: Final = "held by "
HELD: Final = SPECIALIST_ENTRY.c
TALLY = union_all(
    select(
        Entry.discipline,
        func.count().label("number"),
        func.min(Entry.occurred_at).label("first"),
    )
    .where(Entry.family_id == bindparam("family_id"), *IN_FORCE)
    .group_by(Entry.discipline),
    select(literal(LEFT), func.count(), Misfiling.recorded_at)
    .where(Misfiling.family_id == bindparam("family_id"), Misfiling.kind == LEFT)
    .group_by(Misfiling.recorded_at),
    # The last month as a number: the wall tells no more of what this worker does not read.
    select(
        literal(HELD_BY) + HELD.discipline,
        cast(func.max(func.replace(HELD.month, "-", "")), Integer),
        cast(null(), UtcDateTime),
    )
    .where(HELD.family_id == bindparam("family_id"))
    .group_by(HELD.discipline),
)
RULERS = (
    select(*(getattr(Ruler, name) for name in SavedRuler.__struct_fields__))
    .where(Ruler.family_id == bindparam("family_id"), PART_IN_FORCE[Ruler])
    .order_by(Ruler.occurred_at.desc(), Ruler.id.desc())
    .limit(MOST_RULERS)
)
TOLD = ENTRY.add_columns(Worker.name.label("author")).outerjoin(
    Worker, Worker.id == Entry.recorded_by
)


def tally(session: Session, *, family_id: str) -> Tally:
    """Return how many entries in force there are; disciplines are in the order of their keys.

    And when entries left for the family they belong to, the newest first: all versions of one
    left in the same moment. And by whom something is held that this worker does not read.
    """
    found = session.execute(TALLY, {"family_id": family_id})
    rows = sorted(found, key=lambda row: (row.discipline, row.first))
    held = [row for row in rows if row.discipline.startswith(HELD_BY)]
    written = [row for row in rows if row.discipline != LEFT and row not in held]
    return Tally(
        written={row.discipline: row.number for row in written},
        first=min((row.first for row in written), default=None),
        left=tuple(row.first for row in reversed(rows) if row.discipline == LEFT),
        held=tuple(
            Held(row.discipline.removeprefix(HELD_BY), date(row.number // 100, row.number % 100, 1))
            for row in held
        ),
    )


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


def rulers(session: Session, *, family_id: str) -> list[SavedRuler]:
    """Return the newest ruler readings in force, by time, newest last.

    No more than `MOST_RULERS`: a picture draws fewer, and with years of history an entry from
    before them goes without saying how its readings moved.
    """
    rows = session.execute(RULERS, {"family_id": family_id}).all()
    return [
        msgspec.convert(dict(row._mapping), SavedRuler)  # noqa: SLF001 -- the row's own names
        for row in reversed(rows)
    ]


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
