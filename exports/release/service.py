"""Asking a second person to let a copy go, and what they say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import insert
from sqlalchemy.orm import Session

from exports.release import queries
from exports.release.rules import Request
from exports.release.tables import ReleaseDecision, ReleaseRequest
from workbook import audit
from workbook.db import insert_rows, new_id
from workbook.errors import NotAllowedError, ReusedSubmitError, SupersededError
from workbook.staff.access import Actor

DECIDED: Final = "Somebody decided about this copy in the meantime. Open it again."
REUSED: Final = "Open the report again and ask there: nothing was saved this time."
OWN: Final = "A second person reads this copy: another social worker of the family, or the manager."


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """What a second person is asked: to let exactly this copy go, for these reasons."""

    family_id: str
    report: str
    readers: tuple[str, ...]
    label: str
    leave_out: tuple[str, ...]
    reasons: Mapping[str, str]
    words: str
    fingerprint: str
    submit_key: str


def ask(session: Session, asking: Asking, *, actor: Actor, now: datetime) -> str:
    """Ask a second person about one copy; return the id of the request. Sent twice it is one.

    Raises:
        ReusedSubmitError: this form asked about another copy before.
    """
    before = queries.request_of_form(session, submit_key=asking.submit_key)
    if before is not None:
        if before.fingerprint != asking.fingerprint:
            raise ReusedSubmitError(REUSED, family_id=asking.family_id)
        return before.id
    row = {
        "id": new_id(),
        "recorded_at": now,
        "recorded_by": actor.id,
        "discipline": actor.discipline,
        "employer": actor.employer,
        "by_name": actor.name,
        "family_id": asking.family_id,
        "report": asking.report,
        "readers": list(asking.readers),
        "label": asking.label,
        "leave_out": list(asking.leave_out),
        "reasons": dict(asking.reasons),
        "words": asking.words,
        "fingerprint": asking.fingerprint,
        "submit_key": asking.submit_key,
    }
    session.execute(insert(ReleaseRequest), [row])
    detail = {"readers": list(asking.readers), "passages": sorted(asking.reasons)}
    _note(session, "release_asked", str(row["id"]), asking.family_id, actor, detail, now)
    return str(row["id"])


def decide(
    session: Session,
    request: Request,
    *,
    outcome: str,
    words: str,
    submit_key: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Record what a second person says of a copy: `approved` or `refused`. Sent twice it is one.

    The database refuses the author's own decision as well.

    Raises:
        NotAllowedError: it is their own copy.
        SupersededError: somebody else decided first.
    """
    if request.recorded_by == actor.id:
        raise NotAllowedError(OWN, request_id=request.id)
    if request.decided_key == submit_key and request.decided == outcome:
        return
    if not request.is_open:
        raise SupersededError(DECIDED, request_id=request.id)
    row = {
        "id": new_id(),
        "recorded_at": now,
        "recorded_by": actor.id,
        "discipline": actor.discipline,
        "employer": actor.employer,
        "by_name": actor.name,
        "family_id": request.family_id,
        "request_id": request.id,
        "outcome": outcome,
        "words": words,
        "submit_key": submit_key,
    }
    insert_rows(session, ReleaseDecision, [row], taken=DECIDED)
    detail = {"outcome": outcome, "passages": sorted(request.reasons)}
    _note(session, f"release_{outcome}", request.id, request.family_id, actor, detail, now)


def _note(
    session: Session,
    act: str,
    object_id: str,
    family_id: str,
    actor: Actor,
    detail: Mapping[str, object],
    now: datetime,
) -> None:
    audit.note(
        session,
        audit.Act(
            chain=family_id,
            act=act,
            worker_id=actor.id,
            discipline=actor.discipline,
            object_id=object_id,
            detail=dict(detail),
        ),
        now=now,
    )
