"""What the schedule asks of families, and how their records stand. Every function names its order.

Each takes a source: the owner of the database for commands, or a worker's session for pages.
"""

from datetime import date, datetime
from typing import Any, Protocol

import msgspec
from sqlalchemy import Executable, Result, Table, exists, func, not_, select
from sqlalchemy.orm import Session
from typing_extensions import override

from workbook.clock import london_day
from workbook.db import Base
from workbook.retention.rules import ChildFacts, FamilyFacts, StageFact
from workbook.retention.standing import Hold, Holds, Kept, Order

CHILDREN = ("child", "unborn_child")


class Source(Protocol):
    """Where rows are read: behind the wall, or as the owner."""

    def table(self, name: str) -> Table:
        """Return a table by the name that it has in the code."""
        ...

    def execute(self, statement: Executable) -> Result[Any]:
        """Send one statement."""
        ...


class Seen(Source):
    """What a worker may see, through their session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @override
    def table(self, name: str) -> Table:
        return Base.metadata.tables[name]

    @override
    def execute(self, statement: Executable) -> Result[Any]:
        return self._session.execute(statement)


def facts(source: Source) -> list[FamilyFacts]:
    """Return what the schedule asks of every family, by reference.

    A child's stages come from every family that the child is in, and so does whether one is open.
    """
    family = source.table("family")
    closed = _closed_on(source)
    contact = _newest_entries(source)
    children = _children(source)
    stages = _stages(source)
    families = source.execute(select(family).order_by(family.c.reference)).all()
    still_open = {row.id for row in families if closed.get(row.id, row.closed_on) is None}
    places: dict[str, set[str]] = {}
    for row in children:
        places.setdefault(row.id, set()).add(row.family_id)
    found: dict[str, list[ChildFacts]] = {}
    for row in children:
        found.setdefault(row.family_id, []).append(
            ChildFacts(
                id=row.id,
                is_unborn=row.kind == "unborn_child" and row.born is None,
                born=row.born,
                died=row.died,
                stages=tuple(stages.get(row.id, ())),
                is_elsewhere=bool((places[row.id] - {row.family_id}) & still_open),
            )
        )
    return [
        FamilyFacts(
            id=row.id,
            reference=row.reference,
            team_id=row.team_id,
            closed_on=(ended := closed.get(row.id, row.closed_on)),
            last_contact=max(filter(None, (ended, contact.get(row.id))), default=None),
            children=tuple(found.get(row.id, ())),
        )
        for row in families
    ]


def _closed_on(source: Source) -> dict[str, date | None]:
    """Return when each family was closed that was ever closed or opened again; None if open."""
    closing = source.table("closing")
    later = closing.alias()
    rows = source.execute(
        select(closing.c.family_id, closing.c.kind, closing.c.happens_on)
        .where(not_(exists(select(later.c.id).where(later.c.replaces_id == closing.c.id))))
        .order_by(closing.c.recorded_at, closing.c.id)
    )
    return {row.family_id: row.happens_on if row.kind == "closed" else None for row in rows}


def _newest_entries(source: Source) -> dict[str, date]:
    entry = source.table("entry")
    rows = source.execute(
        select(
            entry.c.family_id,
            func.max(entry.c.occurred_at).label("occurred"),
            func.max(entry.c.recorded_at).label("recorded"),
        ).group_by(entry.c.family_id)
    )
    return {row.family_id: london_day(max(row.occurred, row.recorded)) for row in rows}


def _children(source: Source) -> list[Any]:
    member, person = source.table("family_member"), source.table("person")
    return list(
        source.execute(
            select(member.c.family_id, member.c.kind, person)
            .join_from(member, person, person.c.id == member.c.person_id)
            .where(member.c.kind.in_(CHILDREN))
            .order_by(person.c.born, person.c.id)
        )
    )


def _stages(source: Source) -> dict[str, list[StageFact]]:
    stage = source.table("legal_stage")
    found: dict[str, list[StageFact]] = {}
    for row in source.execute(select(stage).order_by(stage.c.starts_on, stage.c.id)):
        found.setdefault(row.child_id, []).append(
            StageFact(row.stage, row.starts_on, row.category or "")
        )
    return found


def alone(source: Source) -> dict[str, tuple[str, ...]]:
    """Return who belongs to each family and to no other, by id."""
    member = source.table("family_member")
    other = member.alias()
    elsewhere = exists(
        select(other.c.id).where(
            other.c.person_id == member.c.person_id, other.c.family_id != member.c.family_id
        )
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in source.execute(
        select(member.c.family_id, member.c.person_id)
        .where(not_(elsewhere))
        .order_by(member.c.person_id)
    ):
        found[row.family_id] = (*found.get(row.family_id, ()), row.person_id)
    return found


def everybody(source: Source) -> dict[str, tuple[str, ...]]:
    """Return who belongs to each family, by id."""
    member = source.table("family_member")
    found: dict[str, tuple[str, ...]] = {}
    for row in source.execute(
        select(member.c.family_id, member.c.person_id).order_by(member.c.person_id)
    ):
        found[row.family_id] = (*found.get(row.family_id, ()), row.person_id)
    return found


def kept(source: Source, *, family_id: str = "") -> list[Kept]:
    """Return how long records are kept as last worked out, the soonest first, by reference."""
    table = source.table("retention_date")
    later = table.alias()
    query = (
        select(table)
        .where(not_(exists(select(later.c.id).where(later.c.replaces_id == table.c.id))))
        .order_by(table.c.keep_until, table.c.reference)
    )
    if family_id:
        query = query.where(table.c.family_id == family_id)
    return [msgspec.convert(_values(row), Kept) for row in source.execute(query)]


def kept_as(source: Source, *, record_id: str) -> Kept | None:
    """Return how long a record is kept now, by the id of this or an earlier working out."""
    table = source.table("retention_date")
    row = source.execute(select(table.c.family_id).where(table.c.id == record_id)).first()
    return next(iter(kept(source, family_id=row.family_id)), None) if row else None


def orders(source: Source, *, family_id: str = "") -> list[Order]:
    """Return the orders with what became of each, the newest first."""
    order, decision = source.table("destruction_order"), source.table("destruction_decision")
    lapse, proof = source.table("destruction_lapse"), source.table("destruction_certificate")
    query = (
        select(
            order,
            decision.c.approved,
            decision.c.recorded_at.label("decided_at"),
            func.coalesce(decision.c.recorded_by, "").label("decided_by"),
            func.coalesce(decision.c.reason, "").label("reason"),
            decision.c.ask_again_on,
            func.coalesce(lapse.c.reason, "").label("lapsed"),
            func.coalesce(proof.c.id, "").label("certificate_id"),
        )
        .outerjoin(decision, decision.c.order_id == order.c.id)
        .outerjoin(lapse, lapse.c.order_id == order.c.id)
        .outerjoin(proof, proof.c.order_id == order.c.id)
        .order_by(order.c.recorded_at.desc(), order.c.id)
    )
    if family_id:
        query = query.where(order.c.family_id == family_id)
    exported = _exports(source)
    return [
        msgspec.convert(_values(row) | exported.get(row.id, {}), Order)
        for row in source.execute(query)
    ]


def _exports(source: Source) -> dict[str, dict[str, str | datetime]]:
    """Return the newest export of each order."""
    table = source.table("destruction_export")
    return {
        row.order_id: {
            "export_sha256": row.sha256,
            "content_sha256": row.content_sha256,
            "exported_at": row.recorded_at,
        }
        for row in source.execute(select(table).order_by(table.c.recorded_at, table.c.id))
    }


def holds(source: Source) -> Holds:
    """Return the legal holds that stand, those to be reviewed first in front."""
    hold, request = source.table("legal_hold"), source.table("hold_lifting_request")
    answer = source.table("hold_lifting")
    lifted = exists(
        select(answer.c.id).where(answer.c.hold_id == hold.c.id, answer.c.lifted.is_(True))
    )
    answered = exists(select(answer.c.id).where(answer.c.request_id == request.c.id))
    waiting = {
        row.hold_id: {"asked_id": row.id, "asked_by": row.recorded_by, "asked_why": row.reason}
        for row in source.execute(
            select(request).where(not_(answered)).order_by(request.c.recorded_at, request.c.id)
        )
    }
    rows = source.execute(
        select(hold).where(not_(lifted)).order_by(hold.c.review_on, hold.c.recorded_at, hold.c.id)
    )
    return Holds(
        tuple(msgspec.convert(_values(row) | waiting.get(row.id, {}), Hold) for row in rows)
    )


def _values(row: Any) -> dict[str, Any]:  # noqa: ANN401 -- a row of any statement
    """Return a row as plain names and values: a table's own names are more than text."""
    return {str(name): value for name, value in row._mapping.items()}  # noqa: SLF001


class Certificate(msgspec.Struct, frozen=True):
    """A certificate as it was issued."""

    id: str
    family_id: str
    content: str


def certificate(source: Source, *, certificate_id: str) -> Certificate | None:
    """Return one certificate; None when there is none, or it may not be seen."""
    table = source.table("destruction_certificate")
    query = select(table.c.id, table.c.family_id, table.c.content)
    row = source.execute(query.where(table.c.id == certificate_id)).first()
    return Certificate(row.id, row.family_id, row.content) if row else None
