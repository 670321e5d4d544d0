"""Reading entries and what was written with them. Every function names its order."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from workbook.entries.carrying import (
    OldAction,
    OldContribution,
    OldParts,
    OldRuler,
    OldScore,
    OldVoice,
)
from workbook.entries.rules import (
    Moved,
    SavedAction,
    SavedContribution,
    SavedDraft,
    SavedEntry,
    SavedRuler,
    SavedScore,
    SavedVoice,
)  # fmt: skip
from workbook.entries.tables import (
    Action,
    ActionOutcome,
    Contribution,
    Draft,
    Entry,
    EntrySuccession,
    Misfiling,
    OfEntry,
    Ruler,
    Score,
    Voice,
)  # fmt: skip

ENTRY = select(*(getattr(Entry, name) for name in SavedEntry.__struct_fields__))
NOT_REPLACED = not_(
    exists(select(EntrySuccession.id).where(EntrySuccession.replaced_id == Entry.id))
)
IN_FORCE = (NOT_REPLACED, Entry.withdraws.is_(False))
NEWEST_FIRST = (Entry.occurred_at.desc(), Entry.recorded_at.desc(), Entry.id)
# A part is in force while its entry is: neither replaced nor withdrawn.
PART_IN_FORCE = {
    part: not_(
        exists(select(EntrySuccession.id).where(EntrySuccession.replaced_id == part.entry_id))
    )
    for part in (Contribution, Voice, Ruler, Score)
}

PAGE = (
    ENTRY.where(Entry.family_id == bindparam("family_id"), *IN_FORCE)
    .order_by(*NEWEST_FIRST)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
ONE = ENTRY.where(Entry.id == bindparam("entry_id"), Entry.family_id == bindparam("family_id"))


def saved_entry(row: Any) -> SavedEntry:  # noqa: ANN401 -- a row of ENTRY
    """Return one row as what everything outside this feature sees."""
    return msgspec.convert(dict(row._mapping), SavedEntry)  # noqa: SLF001 -- the row's own names


def entries(session: Session, *, family_id: str, limit: int, offset: int = 0) -> list[SavedEntry]:
    """Return the entries in force, by when they happened, newest first."""
    rows = session.execute(PAGE, {"family_id": family_id, "limit": limit, "offset": offset})
    return [saved_entry(row) for row in rows]


def entry(session: Session, *, family_id: str, entry_id: str) -> SavedEntry | None:
    """Return one version of an entry; None when it is not there or may not be seen."""
    row = session.execute(ONE, {"family_id": family_id, "entry_id": entry_id}).first()
    return saved_entry(row) if row else None


def part(table: type[OfEntry], struct: type[Any], *, entry_ids: Collection[str]) -> Select[Any]:
    """Return the query for one kind of part of these entries, by time, then id."""
    columns = (getattr(table, name) for name in struct.__struct_fields__)
    return (
        select(*columns)
        .where(table.entry_id.in_(entry_ids))
        .order_by(table.occurred_at, table.recorded_at, table.id)
    )


def _structs(session: Session, query: Select[Any], struct: type[Any]) -> list[Any]:
    return [msgspec.convert(dict(row._mapping), struct) for row in session.execute(query)]  # noqa: SLF001


def voices(session: Session, *, entry_ids: Collection[str]) -> list[SavedVoice]:
    """Return what people said in these entries, by time."""
    return _structs(session, part(Voice, SavedVoice, entry_ids=entry_ids), SavedVoice)


def contributions(session: Session, *, entry_ids: Collection[str]) -> list[SavedContribution]:
    """Return what these entries added to modules, by time."""
    return _structs(
        session, part(Contribution, SavedContribution, entry_ids=entry_ids), SavedContribution
    )


def rulers_of(session: Session, *, entry_ids: Collection[str]) -> list[SavedRuler]:
    """Return the rulers read in these entries, by time."""
    return _structs(session, part(Ruler, SavedRuler, entry_ids=entry_ids), SavedRuler)


def scores(session: Session, *, entry_ids: Collection[str]) -> list[SavedScore]:
    """Return the scores in these entries, by time."""
    return _structs(session, part(Score, SavedScore, entry_ids=entry_ids), SavedScore)


def rulers(session: Session, *, family_id: str) -> list[SavedRuler]:
    """Return every ruler reading in force, by time."""
    query = (
        select(*(getattr(Ruler, name) for name in SavedRuler.__struct_fields__))
        .where(Ruler.family_id == family_id, PART_IN_FORCE[Ruler])
        .order_by(Ruler.occurred_at, Ruler.id)
    )
    return _structs(session, query, SavedRuler)


def module_contributions(
    session: Session, *, family_id: str, module_keys: Collection[str] = ()
) -> list[SavedContribution]:
    """Return the contributions in force to these modules (all without any), newest first."""
    query = (
        select(*(getattr(Contribution, name) for name in SavedContribution.__struct_fields__))
        .where(Contribution.family_id == family_id, PART_IN_FORCE[Contribution])
        .order_by(Contribution.occurred_at.desc(), Contribution.recorded_at.desc(), Contribution.id)
    )
    if module_keys:
        query = query.where(Contribution.module_key.in_(module_keys))
    return _structs(session, query, SavedContribution)


ACTION = select(
    *(getattr(Action, name) for name in SavedAction.__struct_fields__ if name != "outcome"),
    ActionOutcome.outcome,
).outerjoin(ActionOutcome, ActionOutcome.action_id == Action.id)


def saved_actions(session: Session, query: Select[Any]) -> list[SavedAction]:
    """Return the rows of an ACTION query."""
    return [
        msgspec.convert(dict(row._mapping) | {"outcome": row.outcome or ""}, SavedAction)  # noqa: SLF001
        for row in session.execute(query)
    ]


def open_actions(session: Session, *, family_ids: Iterable[str]) -> list[SavedAction]:
    """Return what is still to be done for these families, by date due.

    An action of an entry that was corrected or withdrawn went with it.
    """
    gone = exists(select(EntrySuccession.id).where(EntrySuccession.replaced_id == Action.entry_id))
    return saved_actions(
        session,
        ACTION.where(
            Action.family_id.in_(list(family_ids)), ActionOutcome.id.is_(None), not_(gone)
        ).order_by(Action.due_on, Action.id),
    )


RECENT_MODULES = (
    select(Contribution.module_key)
    .where(
        Contribution.family_id == bindparam("family_id"),
        Contribution.recorded_by == bindparam("worker_id"),
    )
    .group_by(Contribution.module_key)
    .order_by(func.max(Contribution.recorded_at).desc(), Contribution.module_key)
    .limit(bindparam("limit"))
)
OF_FORM = ENTRY.where(Entry.submit_key == bindparam("submit_key"))
NEWER = aliased(Draft)
DRAFT_COLUMNS: tuple[Any, ...] = (
    Draft.id.label("draft_id"),
    Draft.family_id,
    Draft.submit_key,
    Draft.recorded_at.label("saved_at"),
    Draft.fields,
)
DRAFT = select(*DRAFT_COLUMNS).where(
    Draft.recorded_by == bindparam("worker_id"),
    Draft.discarded.is_(False),
    not_(exists(select(NEWER.id).where(NEWER.replaces_id == Draft.id))),
)
UNFINISHED = DRAFT.where(not_(exists(select(Entry.id).where(Entry.submit_key == Draft.submit_key))))


def recent_modules(
    session: Session, *, family_id: str, worker_id: str, limit: int
) -> tuple[str, ...]:
    """Return the modules that this worker added to last for this family, the newest first."""
    asked = {"family_id": family_id, "worker_id": worker_id, "limit": limit}
    return tuple(session.scalars(RECENT_MODULES, asked))


def entry_of_form(session: Session, *, submit_key: str) -> SavedEntry | None:
    """Return what a form has become; None when it was not sent or may not be seen."""
    row = session.execute(OF_FORM, {"submit_key": submit_key}).first()
    return saved_entry(row) if row else None


def draft(session: Session, *, draft_id: str, worker_id: str) -> SavedDraft | None:
    """Return one form put aside; None when it is over, or somebody else’s."""
    query = UNFINISHED.where(Draft.id == draft_id).params(worker_id=worker_id)
    return next(iter(_structs(session, query, SavedDraft)), None)


def newest_draft(session: Session, *, submit_key: str, worker_id: str) -> SavedDraft | None:
    """Return what was last put aside of one form."""
    query = DRAFT.where(Draft.submit_key == submit_key).params(worker_id=worker_id)
    return next(iter(_structs(session, query, SavedDraft)), None)


def successions(session: Session, *, family_id: str) -> dict[str, str]:
    """Return which version took the place of which, of all entries of the family, by id."""
    rows = session.execute(
        select(EntrySuccession.replaced_id, EntrySuccession.by_id).where(
            EntrySuccession.family_id == family_id
        )
    )
    return {row.replaced_id: row.by_id for row in rows}


def versions(session: Session, *, family_id: str, entry_ids: Collection[str]) -> list[SavedEntry]:
    """Return those of these versions that may be seen, oldest first."""
    query = ENTRY.where(Entry.family_id == family_id, Entry.id.in_(entry_ids)).order_by(
        Entry.recorded_at, Entry.id
    )
    return [saved_entry(row) for row in session.execute(query)]


def actions_of(session: Session, *, entry_id: str) -> list[SavedAction]:
    """Return the actions of one version with what became of them, by date due."""
    return saved_actions(
        session, ACTION.where(Action.entry_id == entry_id).order_by(Action.due_on, Action.id)
    )


def family_actions(session: Session, *, family_id: str) -> list[SavedAction]:
    """Return the actions of a family, by date due.

    What was still open when its entry was corrected or withdrawn went with it.
    """
    gone = exists(select(EntrySuccession.id).where(EntrySuccession.replaced_id == Action.entry_id))
    return saved_actions(
        session,
        ACTION.where(
            Action.family_id == family_id, or_(ActionOutcome.id.is_not(None), not_(gone))
        ).order_by(Action.due_on, Action.id),
    )


def action(session: Session, *, family_id: str, action_id: str) -> SavedAction | None:
    """Return one action; None when it is not this family’s or may not be seen."""
    query = ACTION.where(Action.family_id == family_id, Action.id == action_id)
    return next(iter(saved_actions(session, query)), None)


def old_parts(session: Session, *, entry_id: str) -> OldParts:
    """Return every part of one version, and those of its actions that are still to be done."""
    ids = [entry_id]
    columns = (getattr(Action, name) for name in OldAction.__struct_fields__)
    to_do = (
        select(*columns)
        .outerjoin(ActionOutcome, ActionOutcome.action_id == Action.id)
        .where(Action.entry_id == entry_id, ActionOutcome.id.is_(None))
        .order_by(Action.due_on, Action.id)
    )
    read = [
        tuple(_structs(session, part(table, struct, entry_ids=ids), struct))
        for table, struct in (
            (Contribution, OldContribution),
            (Voice, OldVoice),
            (Ruler, OldRuler),
            (Score, OldScore),
        )
    ]
    contributions, voices_, rulers_, scores_ = read
    return OldParts(
        contributions=contributions,
        voices=voices_,
        rulers=rulers_,
        scores=scores_,
        actions=tuple(_structs(session, to_do, OldAction)),
    )


MOVED: tuple[Any, ...] = (Misfiling.entry_id, Misfiling.kind, Misfiling.recorded_at.label("at"))


def moved(session: Session, *, family_id: str, entry_ids: Collection[str] = ()) -> list[Moved]:
    """Return what left this family for another, or came from one, the newest first.

    One for each version; of these versions alone, where they are named.
    """
    query = (
        select(*MOVED)
        .where(Misfiling.family_id == family_id)
        .order_by(Misfiling.recorded_at.desc(), Misfiling.id)
    )
    if entry_ids:
        query = query.where(Misfiling.entry_id.in_(list(entry_ids)))
    return _structs(session, query, Moved)
