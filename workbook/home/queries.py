"""Reading what a worker's first page needs, in as many statements for one family as for many."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, exists, func, literal, not_, select, union_all
from sqlalchemy.orm import Session, aliased

from workbook.clock import london_day
from workbook.db import ViewerSession
from workbook.entries.queries import IN_FORCE
from workbook.entries.rules import SavedAction, SavedEntry
from workbook.entries.tables import Action, ActionOutcome, Draft, Entry
from workbook.families.queries import IS_CLOSED, NEWEST_CLOSING, NOT_ENDED, STANDING
from workbook.families.rules import FamilyFile, Member, Stage, TeamMember
from workbook.families.tables import (
    Closing,
    Family,
    FamilyMember,
    Involvement,
    LegalStage,
    Person,
    Route,
)
from workbook.home.rules import Due, News, Told, Unfinished
from workbook.staff.tables import Worker

MOST_NEWS: Final = 200
# A source of what is due: these families, on this day, in one statement however many they are.
DueSource = Callable[[Session, tuple[str, ...], date], list[Due]]
# A source of what a worker is told on their first page, for whoever is looking.
TellSource = Callable[[ViewerSession], list[Told]]


class DueSources(msgspec.Struct, frozen=True):
    """What other packages add to the first page. The composition root puts them together."""

    ask: tuple[DueSource, ...] = ()
    tell: tuple[TellSource, ...] = ()

    def dues(self, session: Session, family_ids: Iterable[str], today: date) -> list[Due]:
        """Return what is due for these families from every source, soonest first."""
        ids = tuple(family_ids)
        found = (due for source in self.ask for due in source(session, ids, today))
        return sorted(found, key=lambda due: (due.on, due.what, due.family_id))

    def told(self, session: ViewerSession) -> list[Told]:
        """Return what this worker is told, in the order of the sources."""
        return [one for source in self.tell for one in source(session)]


FAMILIES = (
    select(Family.id, Family.reference, Family.name, Family.team_id, Family.opened_on)
    .where(not_(IS_CLOSED))
    .order_by(Family.name, Family.id)
)
PEOPLE = (
    select(
        FamilyMember.family_id,
        Person.id,
        Person.name,
        Person.known_as,
        FamilyMember.kind,
        Person.born,
        Person.due,
    )
    .join(FamilyMember, FamilyMember.person_id == Person.id)
    .where(FamilyMember.family_id.in_(bindparam("family_ids", expanding=True)))
    .order_by(Person.name, Person.id)
)
# Stages and workers have the same shape: an id, two words and two days.
STAGES_AND_WORKERS = union_all(
    select(
        literal("stage").label("part"),
        LegalStage.family_id.label("family_id"),
        LegalStage.child_id.label("id"),
        LegalStage.stage.label("word"),
        LegalStage.category.label("words"),
        LegalStage.starts_on.label("starts_on"),
        LegalStage.ends_on.label("ends_on"),
    ).where(LegalStage.family_id.in_(bindparam("family_ids", expanding=True))),
    select(
        literal("worker"),
        Involvement.family_id,
        Worker.id,
        Worker.discipline,
        Worker.name,
        Involvement.starts_on,
        Involvement.ends_on,
    )
    .join(Worker, Worker.id == Involvement.worker_id)
    .where(
        Involvement.family_id.in_(bindparam("family_ids", expanding=True)),
        STANDING,
    ),
)
LAST_VISITS = (
    select(Entry.family_id, func.max(Entry.occurred_at).label("last"))
    .where(
        Entry.family_id.in_(bindparam("family_ids", expanding=True)),
        Entry.statutory_visit.is_(True),
        *IN_FORCE,
    )
    .group_by(Entry.family_id)
)
# A list shows no notes, so none is read.
NEWS = (
    select(
        *(
            literal("").label("note") if name == "note" else getattr(Entry, name)
            for name in SavedEntry.__struct_fields__
        ),
        Worker.name.label("author"),
    )
    .outerjoin(Worker, Worker.id == Entry.recorded_by)
    .where(
        Entry.family_id.in_(bindparam("family_ids", expanding=True)),
        Entry.recorded_at >= bindparam("since"),
        Entry.recorded_by != bindparam("worker_id"),
        *IN_FORCE,
    )
    .order_by(Entry.recorded_at.desc(), Entry.id)
    .limit(MOST_NEWS)
)
NEWER = aliased(Draft)
# A draft is over once it was replaced, put away, or became the entry that has its key.
UNFINISHED = (
    select(Draft.id, Draft.family_id, Draft.recorded_at, Draft.fields)
    .where(
        Draft.recorded_by == bindparam("worker_id"),
        Draft.discarded.is_(False),
        not_(exists(select(NEWER.id).where(NEWER.replaces_id == Draft.id))),
        not_(exists(select(Entry.id).where(Entry.submit_key == Draft.submit_key))),
    )
    .order_by(Draft.recorded_at.desc(), Draft.id)
)


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """A family that was closed lately, so that its workers still see it."""

    id: str
    name: str
    reference: str
    closed_on: date


CLOSED = (
    select(Family.id, Family.name, Family.reference, Closing.happens_on.label("closed_on"))
    .join(Closing, Closing.family_id == Family.id)
    .where(Closing.kind == "closed", NEWEST_CLOSING)
    .order_by(Closing.happens_on.desc(), Family.name, Family.id)
)


def closed_lately(session: Session) -> list[Closed]:
    """Return the closed families that this worker still has a route to, the newest first."""
    return [msgspec.convert(dict(row), Closed) for row in session.execute(CLOSED).mappings()]


def my_families(session: Session) -> list[FamilyFile]:
    """Return the open families this worker has a route to, by name, in three statements.

    They hold people, stages and workers; goals, and what is kept from whom, are left out.
    """
    families = session.execute(FAMILIES).all()
    ids = {"family_ids": [family.id for family in families]}
    people: dict[str, list[Member]] = {}
    for row in session.execute(PEOPLE, ids):
        values = dict(row._mapping)  # noqa: SLF001 -- the row's own names
        people.setdefault(values.pop("family_id"), []).append(Member(**values))
    stages: dict[str, list[Stage]] = {}
    workers: dict[str, list[TeamMember]] = {}
    for row in session.execute(STAGES_AND_WORKERS, ids):
        if row.part == "stage":
            stages.setdefault(row.family_id, []).append(_stage(row))
        else:
            workers.setdefault(row.family_id, []).append(_worker(row))
    return [
        FamilyFile(
            id=family.id,
            reference=family.reference,
            name=family.name,
            team_id=family.team_id,
            opened_on=family.opened_on,
            closed_on=None,
            members=tuple(people.get(family.id, ())),
            stages=tuple(stages.get(family.id, ())),
            workers=tuple(sorted(workers.get(family.id, ()), key=lambda one: one.name)),
        )
        for family in families
    ]


def open_until(session: ViewerSession) -> dict[str, datetime]:
    """Return until when each family is open to this worker that is so only for a time."""
    viewer = session.viewer
    rows = session.execute(
        select(Route.family_id, func.max(Route.ends_at).label("until"))
        .where(
            Route.worker_id == viewer.worker_id,
            Route.starts_at <= viewer.moment,
            Route.ends_at > viewer.moment,
            NOT_ENDED,
        )
        .group_by(Route.family_id)
    )
    return {row.family_id: row.until for row in rows}


def last_visits(session: Session, *, family_ids: Collection[str]) -> dict[str, date]:
    """Return the day of each family's last statutory visit in force, where there was one."""
    rows = session.execute(LAST_VISITS, {"family_ids": list(family_ids)})
    return {row.family_id: london_day(row.last) for row in rows}


def news(
    session: Session, *, family_ids: Collection[str], worker_id: str, since: datetime
) -> list[News]:
    """Return what colleagues recorded since then that is in force, newest first."""
    rows = session.execute(
        NEWS, {"family_ids": list(family_ids), "worker_id": worker_id, "since": since}
    )
    found = []
    for row in rows:
        values = dict(row._mapping)  # noqa: SLF001 -- the row's own names
        author = values.pop("author") or ""
        found.append(News(entry=msgspec.convert(values, SavedEntry), author=author))
    return found


def unfinished(session: Session, *, worker_id: str) -> list[Unfinished]:
    """Return what this worker put aside to finish later, newest first."""
    rows = session.execute(UNFINISHED, {"worker_id": worker_id})
    return [
        Unfinished(
            id=row.id,
            family_id=row.family_id,
            saved_at=row.recorded_at,
            fields=tuple((name, value) for name, value in row.fields),
        )
        for row in rows
    ]


def own_action(session: Session, *, action_id: str, worker_id: str) -> SavedAction | None:
    """Return this worker's action with what became of it; None when it is not theirs."""
    row = session.execute(
        select(
            *(getattr(Action, name) for name in SavedAction.__struct_fields__ if name != "outcome"),
            func.coalesce(ActionOutcome.outcome, "").label("outcome"),
        )
        .outerjoin(ActionOutcome, ActionOutcome.action_id == Action.id)
        .where(Action.id == action_id, Action.owner_id == worker_id)
    ).first()
    return msgspec.convert(dict(row._mapping), SavedAction) if row else None  # noqa: SLF001


def _stage(row: Any) -> Stage:  # noqa: ANN401 -- a row of STAGES_AND_WORKERS
    return Stage(
        child_id=row.id,
        stage=row.word,
        category=row.words or "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def _worker(row: Any) -> TeamMember:  # noqa: ANN401 -- a row of STAGES_AND_WORKERS
    return TeamMember(
        id=row.id,
        name=row.words,
        discipline=row.word,
        employer="",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
