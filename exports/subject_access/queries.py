"""Reading requests, decisions, and everything in the record about one person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import Session

from exports.queries import Frozen, sent_before
from exports.subject_access.rules import Decision, SavedRequest, Step
from exports.subject_access.tables import SubjectDecision, SubjectRequest, SubjectStep
from exports.tables import IssuedDocument
from supervision.tables import DiscussionPart, FamilyDiscussion
from workbook.entries.queries import IN_FORCE, PART_IN_FORCE
from workbook.entries.tables import Action, Contribution, Entry, Ruler, Voice
from workbook.families.tables import ContactDetail, Family, Person, Relationship
from workbook.network.tables import NetworkMember
from workbook.programme.tables import SectionSummary

FAMILY: BindParameter[str] = bindparam("family_id")


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the record, as far as a request for one's own record needs it."""

    id: str
    at: datetime
    recorded_by: str
    discipline: str
    mark: str
    mark_persons: tuple[str, ...]


class WrittenEntry(Written, frozen=True, kw_only=True):
    """An entry with everybody it names."""

    kind: str
    note: str
    headline: str
    impact: str
    present: tuple[str, ...]
    affects: tuple[str, ...]
    reveals: tuple[str, ...]
    children: tuple[dict[str, Any], ...]


class WrittenVoice(Written, frozen=True, kw_only=True):
    """What somebody said, showed or did."""

    person_id: str
    words: str
    share_ok: str


class WrittenAnswers(Written, frozen=True, kw_only=True):
    """Answers to one section about one subject."""

    module_key: str
    module_version: int
    section_key: str
    subject_ids: tuple[str, ...]
    answers: dict[str, Any]
    share_ok: str


class WrittenWording(Written, frozen=True, kw_only=True):
    """An agreed wording that stands."""

    module_key: str
    section_key: str
    subject_ids: tuple[str, ...]
    words: str
    replaces_id: str | None


class WrittenRuler(Written, frozen=True, kw_only=True):
    """One reading of an adult's rulers."""

    adult_id: str
    importance: int | None
    confidence: int | None
    readiness: int | None


class WrittenAction(Written, frozen=True, kw_only=True):
    """Something to be done."""

    text: str
    owner_id: str
    child_id: str | None


class WrittenPart(Written, frozen=True, kw_only=True):
    """What one worker brought to a group supervision."""

    well: str
    worried: str


class WrittenDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What the team decided about the family in one group supervision."""

    id: str
    at: datetime
    recorded_by: str
    decision: str
    rationale: str
    replaces_id: str | None


class OwnDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A way to reach somebody."""

    id: str
    at: datetime
    recorded_by: str
    person_id: str
    channel: str
    value: str


class Everything(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a family's record, each kind in the order it happened."""

    entries: Sequence[WrittenEntry]
    voices: Sequence[WrittenVoice]
    answers: Sequence[WrittenAnswers]
    wordings: Sequence[WrittenWording]
    rulers: Sequence[WrittenRuler]
    actions: Sequence[WrittenAction]
    parts: Sequence[WrittenPart]
    decisions: Sequence[WrittenDecision]
    details: Sequence[OwnDetail]
    documents: Sequence[tuple[str, str, datetime]]
    network: Sequence[tuple[str, str, datetime, str]]


def _query(table: type[Any], struct: type[Any], at: Any, *where: Any) -> Select[Any]:  # noqa: ANN401
    names = [name for name in struct.__struct_fields__ if name != "at"]
    return (
        select(*(getattr(table, name) for name in names), at.label("at"))
        .where(table.family_id == FAMILY, *where)
        .order_by(at, table.id)
    )


KINDS: dict[str, tuple[type[Any], Select[Any]]] = {
    "entries": (WrittenEntry, _query(Entry, WrittenEntry, Entry.occurred_at, *IN_FORCE)),
    "voices": (
        WrittenVoice,
        _query(Voice, WrittenVoice, Voice.occurred_at, PART_IN_FORCE[Voice]),
    ),
    "answers": (
        WrittenAnswers,
        _query(Contribution, WrittenAnswers, Contribution.occurred_at, PART_IN_FORCE[Contribution]),
    ),
    "rulers": (
        WrittenRuler,
        _query(Ruler, WrittenRuler, Ruler.occurred_at, PART_IN_FORCE[Ruler]),
    ),
    "wordings": (
        WrittenWording,
        _query(SectionSummary, WrittenWording, SectionSummary.recorded_at),
    ),
    "actions": (WrittenAction, _query(Action, WrittenAction, Action.recorded_at)),
    "parts": (WrittenPart, _query(DiscussionPart, WrittenPart, DiscussionPart.recorded_at)),
    "decisions": (
        WrittenDecision,
        _query(FamilyDiscussion, WrittenDecision, FamilyDiscussion.recorded_at),
    ),
    "details": (OwnDetail, _query(ContactDetail, OwnDetail, ContactDetail.recorded_at)),
}


def everything(session: Session, *, family_id: str) -> Everything:
    """Return what stands in the family's record, as this worker may read it."""
    asked = {"family_id": family_id}
    found: dict[str, Any] = {}
    for name, (struct, query) in KINDS.items():
        rows = session.execute(query, asked).mappings()
        found[name] = [msgspec.convert(dict(row), struct) for row in rows]
    documents = select(
        IssuedDocument.id, IssuedDocument.recipient_label, IssuedDocument.recorded_at
    )
    network = select(
        NetworkMember.id, NetworkMember.person_id, NetworkMember.recorded_at, NetworkMember.tie
    )
    return Everything(
        **found,
        documents=[
            (row[0], row[1], row[2])
            for row in session.execute(
                documents.where(IssuedDocument.family_id == family_id).order_by(
                    IssuedDocument.recorded_at, IssuedDocument.id
                )
            )
        ],
        network=[
            (row[0], row[1], row[2], row[3])
            for row in session.execute(
                network.where(NetworkMember.family_id == family_id).order_by(
                    NetworkMember.recorded_at, NetworkMember.id
                )
            )
        ],
    )


_REQUEST = select(
    *(getattr(SubjectRequest, name) for name in SavedRequest.__struct_fields__ if name != "steps")
).order_by(SubjectRequest.asked_on, SubjectRequest.id)
_STEP = select(
    SubjectStep.request_id, *(getattr(SubjectStep, name) for name in Step.__struct_fields__)
).order_by(SubjectStep.recorded_at, SubjectStep.id)


def requests(session: Session) -> list[SavedRequest]:
    """Return every request that this worker may see, the oldest first. Two statements."""
    steps: dict[str, list[Step]] = {}
    for row in session.execute(_STEP).mappings():
        steps.setdefault(row["request_id"], []).append(msgspec.convert(dict(row), Step))
    return [
        msgspec.convert(dict(row) | {"steps": tuple(steps.get(row["id"], ()))}, SavedRequest)
        for row in session.execute(_REQUEST).mappings()
    ]


def request(session: Session, *, family_id: str, request_id: str) -> SavedRequest | None:
    """Return one request; None when it is not this family's or may not be seen."""
    row = (
        session.execute(
            _REQUEST.where(SubjectRequest.id == request_id, SubjectRequest.family_id == family_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    steps = session.execute(_STEP.where(SubjectStep.request_id == request_id)).mappings()
    return msgspec.convert(
        dict(row) | {"steps": tuple(msgspec.convert(dict(one), Step) for one in steps)},
        SavedRequest,
    )


def request_of_form(session: Session, *, submit_key: str) -> str | None:
    """Return the id of the request that this very form made, if it did."""
    return session.scalar(select(SubjectRequest.id).where(SubjectRequest.submit_key == submit_key))


def decisions(session: Session, *, request_id: str) -> dict[str, Decision]:
    """Return what stands decided, by item."""
    query = (
        select(
            *(getattr(SubjectDecision, name) for name in Decision.__struct_fields__),
            SubjectDecision.replaces_id,
        )
        .where(SubjectDecision.request_id == request_id)
        .order_by(SubjectDecision.recorded_at, SubjectDecision.id)
    )
    rows = session.execute(query).mappings().all()
    replaced = {row["replaces_id"] for row in rows}
    return {
        row["item"]: msgspec.convert(dict(row), Decision)
        for row in rows
        if row["id"] not in replaced
    }


def harmed_somebody(session: Session, *, family_id: str, person_id: str) -> bool:
    """Tell whether the record says that this person used abuse towards somebody."""
    query = select(Relationship.id).where(
        Relationship.family_id == family_id,
        Relationship.kind == "abuse_towards",
        Relationship.a_id == person_id,
    )
    return session.scalar(query.limit(1)) is not None


def is_open(session: Session, *, family_id: str) -> bool:
    """Tell whether the worker of this session has a way to a family."""
    return session.scalar(select(Family.id).where(Family.id == family_id)) is not None


def answer_of_form(session: Session, *, family_id: str, submit_key: str) -> Frozen | None:
    """Return the answer that this very form made, if it did."""
    return sent_before(session, family_id=family_id, submit_key=submit_key)


def person_names(session: Session, *, ids: Sequence[str]) -> dict[str, str]:
    """Return the names of these people, as far as this worker may know them."""
    query = select(Person.id, Person.name).where(Person.id.in_(ids))
    return {row.id: row.name for row in session.execute(query)}
