"""Reading group case supervision. Every function names its order."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time
from typing import Any, Final, cast

import msgspec
from sqlalchemy import Select, bindparam, exists, not_, select, union_all
from sqlalchemy.orm import Session, aliased

from supervision.rules import (
    Addendum,
    Discussed,
    SavedDiscussion,
    SavedPart,
    SavedSession,
    Signed,
    Standing,
    Voiced,
    in_order,
    next_due,
)
from supervision.tables import (
    DiscussionAddendum,
    DiscussionPart,
    DiscussionSignOff,
    FamilyDiscussion,
    SupervisionSession,
)
from workbook.entries.queries import ACTION, IN_FORCE, NEWEST_FIRST, PART_IN_FORCE, saved_actions
from workbook.entries.rules import SavedAction, SavedContribution, SavedEntry
from workbook.entries.tables import Action, Contribution, Entry, Voice
from workbook.families.queries import IS_CLOSED
from workbook.families.rules import FamilyFile
from workbook.families.tables import Family
from workbook.home.rules import Due
from workbook.marking.rules import Kept
from workbook.staff.tables import Worker
from workbook.timeline.rules import Event

MOST_ENTRIES: Final = 400


def _columns(table: Any, struct: type[Any]) -> Select[Any]:  # noqa: ANN401 -- a mapped class
    names = struct.__struct_fields__
    return select(*(getattr(table, name) for name in names if hasattr(table, name)))


def _structs(session: Session, query: Select[Any], struct: type[Any]) -> list[Any]:
    return [msgspec.convert(dict(row._mapping), struct) for row in session.execute(query)]  # noqa: SLF001


def _first(session: Session, query: Select[Any], struct: type[Any]) -> Any:  # noqa: ANN401
    return next(iter(_structs(session, query, struct)), None)


SESSIONS = (
    _columns(SupervisionSession, SavedSession)
    .add_columns(Worker.name.label("chair"))
    .join(Worker, Worker.id == SupervisionSession.chair_id)
    .order_by(SupervisionSession.held_on.desc(), SupervisionSession.id)
)
LATER = aliased(FamilyDiscussion)
NEWEST = not_(
    exists(
        select(LATER.id).where(LATER.replaces_id == FamilyDiscussion.id).correlate(FamilyDiscussion)
    )
)
STANDING = (
    select(
        Family.id.label("family_id"),
        Family.name,
        SupervisionSession.held_on,
        FamilyDiscussion.next_due,
    )
    .select_from(Family)
    .outerjoin(
        FamilyDiscussion,
        (FamilyDiscussion.family_id == Family.id)
        & NEWEST
        & (FamilyDiscussion.session_id != bindparam("session_id")),
    )
    .outerjoin(SupervisionSession, SupervisionSession.id == FamilyDiscussion.session_id)
    .order_by(SupervisionSession.held_on, FamilyDiscussion.recorded_at, Family.id)
)
OF_FAMILIES = STANDING.where(Family.id.in_(bindparam("family_ids", expanding=True)))
OF_TEAM = STANDING.where(Family.team_id == bindparam("team_id"), not_(IS_CLOSED))
DISCUSSIONS = (
    _columns(FamilyDiscussion, SavedDiscussion)
    .add_columns(
        SupervisionSession.team_id,
        SupervisionSession.held_on,
        SupervisionSession.chair_id,
        Worker.name.label("chair"),
        DiscussionSignOff.recorded_by.label("signed_by"),
        DiscussionSignOff.recorded_at.label("signed_at"),
    )
    .join(SupervisionSession, SupervisionSession.id == FamilyDiscussion.session_id)
    .join(Worker, Worker.id == SupervisionSession.chair_id)
    .outerjoin(DiscussionSignOff, DiscussionSignOff.discussion_id == FamilyDiscussion.id)
    .where(FamilyDiscussion.family_id == bindparam("family_id"))
    .order_by(
        SupervisionSession.held_on.desc(),
        FamilyDiscussion.recorded_at,
        DiscussionSignOff.recorded_at,
        FamilyDiscussion.id,
    )
)


def sessions(session: Session, *, team_id: str, limit: int = 12) -> list[SavedSession]:
    """Return the team's sessions, newest first."""
    query = SESSIONS.where(SupervisionSession.team_id == team_id).limit(limit)
    return _structs(session, query, SavedSession)


def one_session(session: Session, *, session_id: str) -> SavedSession | None:
    """Return a session; None when there is none. Whose team it is of is the caller's to judge."""
    query = SESSIONS.where(SupervisionSession.id == session_id)
    return cast("SavedSession | None", _first(session, query, SavedSession))


def session_on(session: Session, *, team_id: str, held_on: date) -> SavedSession | None:
    """Return the team's session of this day; None when there is none."""
    query = SESSIONS.where(
        SupervisionSession.team_id == team_id, SupervisionSession.held_on == held_on
    )
    return cast("SavedSession | None", _first(session, query, SavedSession))


def _standing(rows: Iterable[Any]) -> dict[str, Standing]:
    """Return the newest of each family's rows; they come the oldest session first."""
    return {
        row.family_id: Standing(
            family_id=row.family_id,
            name=row.name,
            last_on=row.held_on,
            next_due=row.next_due or (next_due(row.held_on) if row.held_on else None),
        )
        for row in rows
    }


def standing(session: Session, *, family_ids: Collection[str]) -> dict[str, Standing]:
    """Return when each of these families was last discussed and is due; by id."""
    asked = {"family_ids": list(family_ids), "session_id": ""}
    return _standing(session.execute(OF_FAMILIES, asked))


def standing_before(session: Session, *, team_id: str, session_id: str) -> dict[str, Standing]:
    """Return how the team's open families stood apart from this session; by id."""
    asked = {"team_id": team_id, "session_id": session_id}
    return _standing(session.execute(OF_TEAM, asked))


def due(session: Session, family_ids: tuple[str, ...], today: date) -> list[Due]:
    """Return by when each of these families is to be discussed, soonest first.

    A family that was never discussed has no day: it comes first on the supervision page. Whoever
    may not read discussions cannot tell it from one that was.
    """
    del today  # what is late and what can wait is the first page's to say
    found = standing(session, family_ids=family_ids).values()
    dues = [
        Due(
            family_id=one.family_id,
            what="Group supervision",
            on=one.next_due,
            href="/supervision",
            last_on=one.last_on,
        )
        for one in found
        if one.next_due is not None
    ]
    return sorted(dues, key=lambda each: (each.on, each.family_id))


def discussed_in(session: Session, *, session_id: str) -> dict[str, bool]:
    """Return the families discussed in a session, by id, and whether each is signed off."""
    query = (
        select(FamilyDiscussion.family_id, DiscussionSignOff.id.label("signed"))
        .outerjoin(DiscussionSignOff, DiscussionSignOff.discussion_id == FamilyDiscussion.id)
        .where(FamilyDiscussion.session_id == session_id)
        .order_by(FamilyDiscussion.recorded_at, FamilyDiscussion.id)
    )
    found: dict[str, bool] = {}
    for row in session.execute(query):
        found[row.family_id] = found.get(row.family_id, False) or row.signed is not None
    return found


def discussions(session: Session, *, family_id: str) -> list[Discussed]:
    """Return every discussion of a family with all its versions, the newest session first."""
    held: dict[str, SavedSession] = {}
    versions: dict[str, dict[str, SavedDiscussion]] = {}
    signed: dict[str, list[Signed]] = defaultdict(list)
    for row in session.execute(DISCUSSIONS, {"family_id": family_id}):
        key = row.session_id
        held[key] = msgspec.convert(dict(row._mapping) | {"id": key}, SavedSession)  # noqa: SLF001
        version = msgspec.convert(dict(row._mapping), SavedDiscussion)  # noqa: SLF001
        versions.setdefault(key, {})[version.id] = version
        if row.signed_by is not None:
            signed[key].append(Signed(worker_id=row.signed_by, at=row.signed_at))
    return [
        Discussed(session=one, versions=in_order(versions[key].values()), signed=tuple(signed[key]))
        for key, one in held.items()
    ]


def parts(session: Session, *, discussion_ids: Iterable[str]) -> list[SavedPart]:
    """Return what workers brought to these versions that the reader may see, by time."""
    query = (
        _columns(DiscussionPart, SavedPart)
        .where(DiscussionPart.discussion_id.in_(list(discussion_ids)))
        .order_by(DiscussionPart.recorded_at, DiscussionPart.id)
    )
    return _structs(session, query, SavedPart)


def addenda(session: Session, *, discussion_ids: Iterable[str]) -> list[Addendum]:
    """Return what was added to these after their sign-off, by time."""
    query = (
        _columns(DiscussionAddendum, Addendum)
        .where(DiscussionAddendum.discussion_id.in_(list(discussion_ids)))
        .order_by(DiscussionAddendum.recorded_at, DiscussionAddendum.id)
    )
    return _structs(session, query, Addendum)


def agreed_actions(session: Session, *, discussion_ids: Iterable[str]) -> list[SavedAction]:
    """Return the actions agreed in these discussions with what became of them, by date due."""
    query = ACTION.where(Action.discussion_id.in_(list(discussion_ids)))
    return saved_actions(session, query.order_by(Action.due_on, Action.id))


def entries_since(session: Session, *, family_id: str, last: date | None) -> list[SavedEntry]:
    """Return entries in force that a session may not have heard yet, newest first.

    A day more than asked, because days are London's and moments are not; see `rules.since`.
    """
    query = _columns(Entry, SavedEntry).where(Entry.family_id == family_id, *IN_FORCE)
    if last is not None:
        # What happened since then was also written down since then.
        query = query.where(Entry.recorded_at >= datetime.combine(last, time(), UTC))
    return _structs(session, query.order_by(*NEWEST_FIRST).limit(MOST_ENTRIES), SavedEntry)


def contributions_of(
    session: Session, *, family_id: str, entry_ids: Collection[str]
) -> list[SavedContribution]:
    """Return what these entries added to the programme, newest first."""
    query = (
        _columns(Contribution, SavedContribution)
        .where(
            Contribution.family_id == family_id,
            Contribution.entry_id.in_(entry_ids),
            PART_IN_FORCE[Contribution],
        )
        .order_by(Contribution.occurred_at.desc(), Contribution.recorded_at.desc(), Contribution.id)
    )
    return _structs(session, query, SavedContribution)


def voices_of(
    session: Session, *, person_ids: Collection[str], entry_ids: Collection[str]
) -> list[Voiced]:
    """Return what these people said in these entries, newest first."""
    query = (
        _columns(Voice, Voiced)
        .where(Voice.entry_id.in_(entry_ids), Voice.person_id.in_(person_ids))
        .order_by(Voice.occurred_at.desc(), Voice.recorded_at.desc(), Voice.id)
    )
    return _structs(session, query, Voiced)


def discussion_sent(session: Session, *, submit_key: str) -> SavedDiscussion | None:
    """Return what a form was saved as; None when it was not sent yet."""
    query = _columns(FamilyDiscussion, SavedDiscussion)
    query = query.where(FamilyDiscussion.submit_key == submit_key)
    return cast("SavedDiscussion | None", _first(session, query, SavedDiscussion))


def addendum_sent(session: Session, *, submit_key: str) -> Addendum | None:
    """Return what a form was saved as; None when it was not sent yet."""
    query = _columns(DiscussionAddendum, Addendum)
    query = query.where(DiscussionAddendum.submit_key == submit_key)
    return cast("Addendum | None", _first(session, query, Addendum))


def source_marks(
    session: Session, *, family: FamilyFile, entry_ids: Collection[str]
) -> list[tuple[str, Kept]]:
    """Return the marks that count now for these entries and for what they added, by id."""
    found = [
        select(
            entry_id.label("entry_id"), table.id, table.mark, table.mark_persons, table.discipline
        ).where(table.family_id == family.id, entry_id.in_(entry_ids))
        for table, entry_id in ((Entry, Entry.id), (Contribution, Contribution.entry_id))
    ]
    rows = session.execute(union_all(*found).order_by("entry_id"))
    return [
        (row.entry_id, one)
        for row in rows
        for one in family.marks(row.id, row.mark, row.mark_persons, discipline=row.discipline)
    ]


def events(session: Session, family_id: str) -> list[Event]:
    """Return what signed-off sessions decided, for the chronology, oldest first [domain 2.7]."""
    query = DISCUSSIONS.where(DiscussionSignOff.id.is_not(None), FamilyDiscussion.decision != "")
    decided = {row.id: row for row in session.execute(query, {"family_id": family_id})}
    return [
        Event(
            on=row.held_on,
            headline=row.decision,
            href=f"/families/{family_id}/supervision",
            kind="Decided in group case supervision",
            affects=tuple(row.children),
            impact=f"Why: {row.rationale}",
            source=row.chair,
            discipline="team_manager",
        )
        for row in reversed(decided.values())
    ]


def made_of(session: Session, *, family_id: str, entry_ids: Collection[str]) -> list[str]:
    """Return the workers’ parts whose words may come from these entries, by id, oldest first."""
    wanted = frozenset(entry_ids)
    rows = session.execute(
        select(DiscussionPart.id, DiscussionPart.sources)
        .where(DiscussionPart.family_id == family_id)
        .order_by(DiscussionPart.recorded_at, DiscussionPart.id)
    )
    return [row.id for row in rows if wanted & set(row.sources)]
