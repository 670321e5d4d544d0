"""Reading what a document is made from, and the log of documents; each names its order."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Select, and_, bindparam, exists, not_, select
from sqlalchemy.orm import Session

from exports.reports.gathered import Gathered, Happening, HeardVoice, Plan, WrittenNote
from exports.rules import Held, Tie
from exports.tables import IssuedDocument
from workbook.entries import queries as entries
from workbook.entries.queries import IN_FORCE, PART_IN_FORCE
from workbook.entries.rules import SavedContribution, SavedRuler
from workbook.entries.tables import Contribution, Entry, EntrySuccession, Ruler, Voice
from workbook.families import queries as families
from workbook.families.tables import ParentalResponsibility, Relationship
from workbook.marking.tables import Lifting, Tightening
from workbook.network.tables import FamilyPlan
from workbook.programme.rules import SavedSummary
from workbook.programme.tables import SectionSummary

FAMILY: BindParameter[str] = bindparam("family_id")


def _columns(table: type[Any], struct: type[msgspec.Struct]) -> list[Any]:
    return [getattr(table, name) for name in struct.__struct_fields__]


HAPPENINGS, NOTES = (
    select(*_columns(Entry, struct))
    .where(Entry.family_id == FAMILY, *IN_FORCE)
    .order_by(Entry.occurred_at, Entry.recorded_at, Entry.id)
    for struct in (Happening, WrittenNote)
)
VOICES = (
    select(*_columns(Voice, HeardVoice))
    .where(Voice.family_id == FAMILY, PART_IN_FORCE[Voice])
    .order_by(Voice.occurred_at, Voice.recorded_at, Voice.id)
)
CONTRIBUTIONS = (
    select(*_columns(Contribution, SavedContribution))
    .where(Contribution.family_id == FAMILY, PART_IN_FORCE[Contribution])
    .order_by(Contribution.occurred_at.desc(), Contribution.recorded_at.desc(), Contribution.id)
)
RULERS = (
    select(*_columns(Ruler, SavedRuler))
    .where(Ruler.family_id == FAMILY, PART_IN_FORCE[Ruler])
    .order_by(Ruler.occurred_at, Ruler.id)
)
SUMMARIES = (
    select(*_columns(SectionSummary, SavedSummary))
    .where(SectionSummary.family_id == FAMILY)
    .order_by(SectionSummary.recorded_at, SectionSummary.id)
)
TIES = (
    select(
        Relationship.id,
        Relationship.a_id,
        Relationship.b_id,
        Relationship.kind,
        Relationship.ends_on,
        Relationship.mark,
        Relationship.mark_persons,
        Tightening.mark.label("laid"),
        Tightening.mark_persons.label("laid_persons"),
    )
    .outerjoin(
        Tightening,
        and_(
            Tightening.object_id == Relationship.id,
            not_(exists(select(Lifting.id).where(Lifting.tightening_id == Tightening.id))),
        ),
    )
    .where(Relationship.family_id == FAMILY)
    .order_by(Relationship.id, Tightening.id)
)
HELD = (
    select(*_columns(ParentalResponsibility, Held))
    .where(ParentalResponsibility.family_id == FAMILY)
    .order_by(ParentalResponsibility.id)
)
PLAN = (
    select(*_columns(FamilyPlan, Plan))
    .where(FamilyPlan.family_id == FAMILY)
    .order_by(FamilyPlan.version.desc(), FamilyPlan.id)
    .limit(1)
)


def _structs(session: Session, query: Select[Any], struct: type[Any], family_id: str) -> list[Any]:
    rows = session.execute(query, {"family_id": family_id})
    return [msgspec.convert(dict(row._mapping), struct) for row in rows]  # noqa: SLF001


def ties(session: Session, *, family_id: str, today: date) -> tuple[Tie, ...]:
    """Return who is tied to whom, by id, with the marks that were laid over it since."""
    found: dict[str, Tie] = {}
    for row in session.execute(TIES, {"family_id": family_id}):
        tie = found.get(row.id) or Tie(
            a_id=row.a_id,
            b_id=row.b_id,
            kind=row.kind,
            is_current=row.ends_on is None or row.ends_on > today,
            mark=row.mark,
            mark_persons=tuple(row.mark_persons),
        )
        laid = () if row.laid is None else ((row.laid, tuple(row.laid_persons)),)
        found[row.id] = msgspec.structs.replace(tie, laid=(*tie.laid, *laid))
    return tuple(found.values())


def gathered(session: Session, *, family_id: str, today: date) -> Gathered:
    """Return what a document about this family is made from.

    The session's readers have decided already: what they may not have is not there. An agreed
    wording whose sources were corrected or withdrawn since is left to its newer answers.

    Raises:
        NotFoundError: there is no such family, or the worker may not see it.
    """
    return _gathered(
        session,
        family_id=family_id,
        today=today,
        happenings=_structs(session, HAPPENINGS, Happening, family_id),
        rulers=tuple(_structs(session, RULERS, SavedRuler, family_id)),
        plan=next(iter(_structs(session, PLAN, Plan, family_id)), None),
    )


def gathered_by_author(session: Session, *, family_id: str, today: date) -> Gathered:
    """Return the record as its author may read it, to compare with what the readers may have.

    No document is made from it: it has no rulers and no plan, and its happenings are
    `WrittenNote`, with the free text that only the last gate looks into.

    Raises:
        NotFoundError: there is no such family, or the worker may not see it.
    """
    notes = _structs(session, NOTES, WrittenNote, family_id)
    return _gathered(
        session, family_id=family_id, today=today, happenings=notes, rulers=(), plan=None
    )


def _gathered(
    session: Session,
    *,
    family_id: str,
    today: date,
    happenings: Iterable[Happening],
    rulers: tuple[SavedRuler, ...],
    plan: Plan | None,
) -> Gathered:
    family = families.family_file(session, family_id=family_id)
    replaced = set(
        session.scalars(
            select(EntrySuccession.replaced_id).where(EntrySuccession.family_id == family_id)
        )
    )
    summaries = _structs(session, SUMMARIES, SavedSummary, family_id)
    return Gathered(
        family=family,
        ties=ties(session, family_id=family_id, today=today),
        held=tuple(_structs(session, HELD, Held, family_id)),
        contributions=tuple(_structs(session, CONTRIBUTIONS, SavedContribution, family_id)),
        summaries=tuple(one for one in summaries if not replaced & set(one.derived_from)),
        voices=tuple(_structs(session, VOICES, HeardVoice, family_id)),
        happenings=tuple(happenings),
        rulers=rulers,
        actions=tuple(entries.open_actions(session, family_ids=[family_id])),
        plan=plan,
    )


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log of documents."""

    id: str
    report: str
    recipient: str
    recipient_label: str
    file_name: str
    covers_from: date
    covers_to: date
    sha256: str
    recorded_at: datetime
    made_by_name: str


ISSUED = select(*_columns(IssuedDocument, Issued))


def issued(session: Session, *, family_id: str) -> list[Issued]:
    """Return what was given out about this family, newest first."""
    query = ISSUED.where(IssuedDocument.family_id == FAMILY).order_by(
        IssuedDocument.recorded_at.desc(), IssuedDocument.id
    )
    return _structs(session, query, Issued, family_id)


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """A document exactly as it was given out."""

    id: str
    recipient: str
    file_name: str
    content: bytes


def frozen(session: Session, *, family_id: str, document_id: str) -> Frozen | None:
    """Return one document as it was given out; None when it is not there or may not be seen."""
    return _frozen(session, IssuedDocument.id == document_id, family_id)


def sent_before(session: Session, *, family_id: str, submit_key: str) -> Frozen | None:
    """Return the document that this very form made before, if it did."""
    return _frozen(session, IssuedDocument.submit_key == submit_key, family_id)


def _frozen(session: Session, condition: Any, family_id: str) -> Frozen | None:  # noqa: ANN401
    row = session.execute(
        select(*_columns(IssuedDocument, Frozen)).where(
            condition, IssuedDocument.family_id == family_id
        )
    ).first()
    return Frozen(**row._mapping) if row else None  # noqa: SLF001


def last_of_kind(session: Session, *, family_id: str, report: str, before: date) -> date | None:
    """Return the day up to which the last report of this kind went, made before this day."""
    return session.scalar(
        select(IssuedDocument.covers_to)
        .where(
            IssuedDocument.family_id == family_id,
            IssuedDocument.report == report,
            IssuedDocument.covers_to < before,
        )
        .order_by(IssuedDocument.covers_to.desc())
        .limit(1)
    )
