"""Everything that supervising one family needs, in as few statements for much as for little."""

from datetime import date

import msgspec
from sqlalchemy.orm import Session

from supervision import queries, rules
from supervision.guarding import Guard, survivor_guard
from supervision.rules import (
    Addendum,
    Discussed,
    Pulled,
    SavedPart,
    SavedSession,
    Standing,
    Voiced,
)
from workbook.entries.rules import SavedAction, SavedEntry
from workbook.errors import NotFoundError
from workbook.families.queries import family_file, ties
from workbook.families.rules import FamilyFile, TeamMember
from workbook.staff.access import CASE_WORKERS


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """One family in one session: what was said last time, what has come since, what is said now.

    `earlier` are the discussions before this session, the newest first. `parts` are what stands of
    each worker's part now, among those that the reader may see.
    """

    family: FamilyFile
    session: SavedSession
    before: Discussed | None
    earlier: tuple[Discussed, ...]
    parts: dict[str, list[SavedPart]]
    entries: dict[str, SavedEntry]
    pulled: dict[str, Pulled]
    voices: tuple[Voiced, ...]
    actions: tuple[SavedAction, ...]
    addenda: tuple[Addendum, ...]
    guard: Guard

    @property
    def last(self) -> Discussed | None:
        """Return the discussion before this one."""
        return next(iter(self.earlier), None)

    @property
    def is_signed(self) -> bool:
        """Tell whether it was signed off."""
        return self.before is not None and bool(self.before.signed)

    @property
    def workers(self) -> tuple[TeamMember, ...]:
        """Return those who worked with the family on the day of the session."""
        return case_workers(self.family, self.session.held_on)


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """The families of a session in their order, and which are done or signed off."""

    families: tuple[Standing, ...]
    done: dict[str, bool]

    def after(self, family_id: str) -> Standing | None:
        """Return the next family still to be discussed; None when none is."""
        order = [one.family_id for one in self.families]
        found = rules.next_family(order, family_id, self.done)
        return next((one for one in self.families if one.family_id == found), None)


def case_workers(family: FamilyFile, day: date) -> tuple[TeamMember, ...]:
    """Return who has a place in supervision [domain 3.2], each once, in the order of the team."""
    working = (one for one in family.working(day) if one.discipline in CASE_WORKERS)
    return tuple({one.id: one for one in working}.values())


def find_session(session: Session, *, session_id: str, team_id: str) -> SavedSession:
    """Return a session of this team.

    Raises:
        NotFoundError: there is none, or it is another team's.
    """
    found = queries.one_session(session, session_id=session_id)
    if found is None or found.team_id != team_id:
        raise NotFoundError(session_id=session_id)
    return found


def agenda(session: Session, *, held: SavedSession) -> Agenda:
    """Return what this session is to discuss, in two statements."""
    stands = queries.standing_before(session, team_id=held.team_id, session_id=held.id)
    return Agenda(
        families=rules.agenda(stands.values(), today=held.held_on),
        done=queries.discussed_in(session, session_id=held.id),
    )


def gather(session: Session, *, family_id: str, session_id: str, discipline: str) -> Gathered:
    """Return one family in one session of its team, for a reader of this discipline.

    Raises:
        NotFoundError: no such family or session, not to be seen, or of two teams.
    """
    family = family_file(session, family_id=family_id)
    held = find_session(session, session_id=session_id, team_id=family.team_id)
    told = queries.discussions(session, family_id=family.id)
    before = next((one for one in told if one.session.id == held.id), None)
    earlier = tuple(one for one in told if one.session.held_on < held.held_on)
    last = next(iter(earlier), None)
    ids = before.ids if before else ()
    found = queries.parts(session, discussion_ids=ids) if before else []
    last_on = last.session.held_on if last else None
    entries = rules.since(
        queries.entries_since(session, family_id=family.id, last=last_on),
        last=last_on,
        until=held.held_on,
    )
    contributions = queries.contributions_of(
        session, family_id=family.id, entry_ids=[entry.id for entry in entries]
    )
    signed = before is not None and bool(before.signed)
    return Gathered(
        family=family,
        session=held,
        before=before,
        earlier=earlier,
        parts=rules.standing_parts(found, ids, laid=family.laid),
        entries={entry.id: entry for entry in entries},
        pulled={
            worker: rules.pull(
                worker, entries=entries, contributions=contributions, laid=family.laid
            )
            for worker in dict.fromkeys(entry.recorded_by for entry in entries)
        },
        voices=tuple(
            queries.voices_of(
                session,
                person_ids=[child.id for child in family.children],
                entry_ids=[entry.id for entry in entries],
            )
        ),
        actions=tuple(
            queries.agreed_actions(session, discussion_ids=(*ids, *(last.ids if last else ())))
        ),
        addenda=tuple(queries.addenda(session, discussion_ids=ids)) if signed else (),
        guard=survivor_guard(
            family,
            ties(session, family_id=family.id),
            discipline=discipline,
            on=held.held_on,
        ),
    )
