"""A request for one's own record: begun, decided item by item, looked at by a second person."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import insert
from sqlalchemy.orm import Session

from exports.queries import Frozen
from exports.subject_access import queries
from exports.subject_access.rules import Choice, Decision, Item, SavedRequest
from exports.subject_access.tables import SubjectDecision, SubjectRequest, SubjectStep
from exports.tables import IssuedDocument
from workbook import audit
from workbook.clock import london_day
from workbook.db import insert_rows, new_id
from workbook.errors import NotAllowedError, ReusedSubmitError
from workbook.families.tables import Route
from workbook.staff.access import Actor

REPORT: Final = "subject-access"
WAY_LASTS: Final = timedelta(days=120)  # three months, and the time to send it
SOMEBODY: Final = "Somebody decided about this in the meantime. Open the request again."
SECOND: Final = "A second person looks: somebody who decided nothing in this request."


class NewRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is known when somebody asks for their own record."""

    family_id: str
    person_id: str
    asks: str
    asked_on: date
    words: str
    submit_key: str


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be decided of one item; `replaces_id` is the decision that stood when shown."""

    item: str
    choice: Choice
    ground: str = ""
    leave_out: tuple[str, ...] = ()
    words: str = ""
    replaces_id: str | None = None


def open_way(session: Session, *, family_id: str, actor: Actor, now: datetime) -> None:
    """Give the officer a way to the family for as long as a request may last."""
    row = _signed(actor, now) | {
        "family_id": family_id, "worker_id": actor.id, "kind": "subject_access",
        "reason_code": "subject_access", "reason": "A request for somebody’s own record",
        "starts_at": now, "ends_at": now + WAY_LASTS,
    }  # fmt: skip
    way = {name: value for name, value in row.items() if name not in {"discipline", "employer"}}
    session.execute(insert(Route), [way])
    _note(session, "subject_access_opened", str(row["id"]), family_id, actor, now)


def begin(session: Session, new: NewRequest, *, actor: Actor, now: datetime) -> str:
    """Begin a request; return its id. Sent twice it is one.

    Raises:
        ReusedSubmitError: somebody used this form's key in the same moment.
    """
    if (before := queries.request_of_form(session, submit_key=new.submit_key)) is not None:
        return before
    row = _signed(actor, now) | msgspec.structs.asdict(new) | {"by_name": actor.name}
    insert_rows(session, SubjectRequest, [row], taken=SOMEBODY)
    _note(session, "subject_request_begun", str(row["id"]), new.family_id, actor, now)
    return str(row["id"])


def add_step(
    session: Session,
    request: SavedRequest,
    *,
    kind: str,
    happens_on: date,
    words: str,
    submit_key: str,
    actor: Actor,
    now: datetime,
    fingerprint: str = "",
) -> None:
    """Record what happened to a request; sent twice it is once.

    Raises:
        SupersededError: the same form was sent in the same moment.
    """
    row = _signed(actor, now) | {
        "family_id": request.family_id, "request_id": request.id, "kind": kind,
        "happens_on": happens_on, "words": words, "by_name": actor.name,
        "fingerprint": fingerprint, "submit_key": submit_key,
    }  # fmt: skip
    insert_rows(session, SubjectStep, [row], taken=SOMEBODY)
    _note(session, f"subject_request_{kind}", request.id, request.family_id, actor, now)


def decide(
    session: Session,
    request: SavedRequest,
    decided: Sequence[Decided],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Record decisions about items. They lie over the record: nothing in it is altered.

    Raises:
        ReusedSubmitError: the answer was sent already.
        SupersededError: somebody decided about one of them in the meantime.
    """
    if request.is_sent:
        raise ReusedSubmitError("The answer was sent. Begin a new request.")
    rows = [
        _signed(actor, now)
        | msgspec.structs.asdict(one)
        | {
            "leave_out": list(one.leave_out),
            "family_id": request.family_id,
            "request_id": request.id,
            "by_name": actor.name,
        }
        for one in decided
    ]
    insert_rows(session, SubjectDecision, rows, taken=SOMEBODY)
    _note(
        session, "subject_items_decided", request.id, request.family_id, actor, now,
        items={one.item: one.choice for one in decided},
    )  # fmt: skip


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A finished answer, for whom it is and what of the record is in it."""

    family_id: str
    person_id: str
    person: str
    file_name: str
    content: bytes
    template: bytes
    items: tuple[Item, ...]
    submit_key: str
    made_by_name: str


def freeze(session: Session, answer: Answer, *, actor: Actor, now: datetime) -> Frozen:
    """Keep an answer as it was made, among the family's documents."""
    document = Frozen(
        id=new_id(), recipient=answer.person_id, file_name=answer.file_name, content=answer.content
    )
    sha256 = hashlib.sha256(answer.content).hexdigest()
    days = [london_day(item.at) for item in answer.items] or [london_day(now)]
    row = _signed(actor, now) | msgspec.structs.asdict(document) | {
        "family_id": answer.family_id, "report": REPORT, "recipient_label": answer.person,
        "covers_from": min(days), "covers_to": max(days), "sha256": sha256,
        "sources": [{"item": item.key} for item in answer.items],
        "template_sha256": hashlib.sha256(answer.template).hexdigest(), "programme": {},
        "submit_key": answer.submit_key, "made_by_name": answer.made_by_name,
    }  # fmt: skip
    session.execute(insert(IssuedDocument), [row])
    _note(
        session, "document_issued", document.id, answer.family_id, actor, now,
        report=REPORT, recipient=answer.person_id, sha256=sha256,
    )  # fmt: skip
    return document


def may_check(request: SavedRequest, decisions: dict[str, Decision], *, actor: Actor) -> bool:
    """Tell whether this worker is a second person: they began and decided nothing."""
    return request.recorded_by != actor.id and all(
        one.recorded_by != actor.id for one in decisions.values()
    )


def require_second(request: SavedRequest, decisions: dict[str, Decision], *, actor: Actor) -> None:
    """Stop unless this worker is a second person.

    Raises:
        NotAllowedError: they began the request or decided something in it.
    """
    if not may_check(request, decisions, actor=actor):
        raise NotAllowedError(SECOND, worker_id=actor.id)


def accepted(items: Sequence[Item], keys: Sequence[str]) -> list[Decided]:
    """Return the decisions that give these items, as proposed."""
    wanted = set(keys)
    return [Decided(item=item.key, choice="give") for item in items if item.key in wanted]


def _signed(actor: Actor, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(), "recorded_at": now, "recorded_by": actor.id,
        "discipline": actor.discipline, "employer": actor.employer,
    }  # fmt: skip


def _note(
    session: Session,
    act: str,
    object_id: str,
    family_id: str,
    actor: Actor,
    now: datetime,
    **detail: object,
) -> None:
    audit.note(
        session,
        audit.Act(
            chain=family_id, act=act, worker_id=actor.id, discipline=actor.discipline,
            object_id=object_id, detail=detail,
        ),
        now=now,
    )  # fmt: skip
