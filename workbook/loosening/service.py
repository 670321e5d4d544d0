"""Asking for something to be opened, and opening it by the decision of a second person."""

from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import insert_rows, new_id
from workbook.entries import queries as entries
from workbook.entries.carrying import Instead
from workbook.entries.keeping import require_whole
from workbook.entries.rules import SavedEntry
from workbook.entries.service import record_entry
from workbook.errors import NotAllowedError, ReusedSubmitError, SupersededError
from workbook.families.rules import FamilyFile
from workbook.loosening import rules
from workbook.marking import queries as marking
from workbook.marking.rules import Asked, Kept, is_looser, needs_contact, who_decides
from workbook.marking.service import lift
from workbook.marking.tables import LooseningDecision, LooseningRequest
from workbook.staff.access import Actor
from workbook.tightening.rules import Found, present

SENT: str = "Somebody saved at the same moment. Go back and send it again."
DECIDED: str = "Somebody else decided in the meantime."
REUSED: str = "Open the page again and write it there: nothing was saved this time."
NO_CONTACT: str = "Ask the police or the MARAC first, and say who there agreed."
NOT_YOURS: str = (
    "A second person decides: somebody of the author’s discipline or the team manager, and never"
    " the one who asked."
)


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for. `police_contact`: who agreed, of what the police or a MARAC told."""

    mark: Kept
    reason: str
    submit_key: str
    police_contact: str = ""


def ask(
    session: Session,
    found: Found,
    wish: Wish,
    *,
    family: FamilyFile,
    actor: Actor,
    now: datetime,
) -> str:
    """Ask for something to be opened; return the id of the asking. Twice the same form is once.

    Raises:
        NotAllowedError: the police or a MARAC told it, and nobody there has agreed.
        ReusedSubmitError: the form was sent before with other words.
        SupersededError: it was sent twice in the same moment.
    """
    before = marking.asked_by_form(session, submit_key=wish.submit_key)
    if before is not None:
        said = (before.object_id, before.mark, before.reason, before.police_contact)
        if said != (found.id, wish.mark.mark, wish.reason, wish.police_contact):
            raise ReusedSubmitError(REUSED, object_id=found.id)
        return before.id
    if needs_contact(present(found, family)) and not wish.police_contact:
        raise NotAllowedError(NO_CONTACT, object_id=found.id)
    row = _signed(family, actor, now) | {
        "object_id": found.id,
        "mark": wish.mark.mark,
        "mark_persons": list(wish.mark.persons),
        "deciders": list(who_decides(present(found, family), author=found.discipline)),
        "reason": wish.reason,
        "police_contact": wish.police_contact,
        "submit_key": wish.submit_key,
    }
    insert_rows(session, LooseningRequest, [row], taken=SENT)
    _note(session, "loosening_asked", found.id, family=family, actor=actor, now=now)
    return str(row["id"])


def decide(
    session: Session,
    asked: Asked,
    found: Found,
    *,
    approved: bool,
    words: str,
    chain: tuple[str, ...],
    family: FamilyFile,
    actor: Actor,
    now: datetime,
) -> None:
    """Say yes or no. A yes lifts what was laid over it; an entry’s own mark takes a new version.

    `chain`: the versions of an entry, oldest first. The database asks for the second person too.

    Raises:
        NotAllowedError: this worker asked, or is not of those who decide, or may not read a part.
        SupersededError: somebody decided in the meantime.
    """
    require_second(asked, actor=actor)
    decision = _signed(family, actor, now)
    row = decision | {"request_id": asked.id, "approved": approved, "words": words}
    insert_rows(session, LooseningDecision, [row], taken=DECIDED)
    if approved:
        _open(session, asked, found, str(decision["id"]), chain=chain, family=family, actor=actor,
              now=now)  # fmt: skip
    _note(
        session, "loosening_decided", found.id, family=family, actor=actor, now=now,
        approved=approved,
    )  # fmt: skip


def require_second(asked: Asked, *, actor: Actor) -> None:
    """Stop unless this worker is the second person, and nobody has decided yet.

    Raises:
        NotAllowedError: this worker asked, or is not of those who decide.
        SupersededError: somebody decided in the meantime.
    """
    if not asked.may_decide(worker_id=actor.id, discipline=actor.discipline):
        raise NotAllowedError(NOT_YOURS, request_id=asked.id)
    if asked.approved is not None:
        raise SupersededError(DECIDED, request_id=asked.id)


def _open(
    session: Session,
    asked: Asked,
    found: Found,
    decision_id: str,
    *,
    chain: tuple[str, ...],
    family: FamilyFile,
    actor: Actor,
    now: datetime,
) -> None:
    wished = Kept(mark=asked.mark, persons=asked.mark_persons, discipline=found.discipline)
    origins = rules.own_origins(found, family, chain)
    laid = marking.laid_over(session, family_id=family.id, set_on=origins)
    lifted = rules.to_lift(laid, wished)
    lift(session, lifted, decision_id=decision_id, family_id=family.id, actor=actor, now=now)
    own = Kept(mark=found.mark, persons=found.mark_persons, discipline=found.discipline)
    if found.kind != "entry" or not is_looser(wished, (own,)):
        return
    version = entries.entry(session, family_id=family.id, entry_id=found.id)
    if version is not None:
        _save_anew(session, version, wished, reason=asked.reason,
                   family=rules.without(family, lifted), actor=actor, now=now)  # fmt: skip


def _save_anew(
    session: Session,
    version: SavedEntry,
    wished: Kept,
    *,
    reason: str,
    family: FamilyFile,
    actor: Actor,
    now: datetime,
) -> None:
    parts = entries.old_parts(session, entry_id=version.id)
    require_whole(parts.ids, version, family)
    record_entry(
        session,
        family=family,
        recording=rules.opened(version, wished, entry_id=new_id(), submit_key=new_id()),
        actor=actor,
        now=now,
        instead=Instead(
            version=version,
            reason=f"Opened by a second person. {reason}",
            carried=rules.opened_parts(parts, version, wished),
        ),
    )


def _signed(family: FamilyFile, actor: Actor, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "family_id": family.id,
        "recorded_at": now,
        "recorded_by": actor.id,
        "discipline": actor.discipline,
        "employer": actor.employer,
    }


def _note(
    session: Session,
    act: str,
    object_id: str,
    *,
    family: FamilyFile,
    actor: Actor,
    now: datetime,
    **detail: bool,
) -> None:
    noted = audit.Act(
        chain=family.id,
        act=act,
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=object_id,
        detail=detail,
    )
    audit.note(session, noted, now=now)
