"""Reading families. Every function names its order."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    exists,
    literal,
    not_,
    null,
    nulls_first,
    select,
    union_all,
)  # fmt: skip
from sqlalchemy.orm import Session, aliased

from workbook.audit import AuditEvent, Head
from workbook.db import NOTICE, UtcDateTime, ViewerSession
from workbook.errors import NotFoundError
from workbook.families.rules import (
    Contact,
    FamilyFile,
    Goal,
    Home,
    Member,
    Resident,
    Responsibility,
    Stage,
    TeamMember,
    Tie,
    Way,
    Withheld,
    notice,
)
from workbook.families.tables import (
    ChangeGoal,
    Closing,
    ContactDetail,
    Family,
    FamilyMember,
    Household,
    HouseholdMember,
    Involvement,
    LegalStage,
    ParentalResponsibility,
    Person,
    Relationship,
    Route,
    RouteEnd,
    Withholding,
)
from workbook.marking.queries import AT, NOT_LIFTED, laid_of
from workbook.marking.rules import Laid
from workbook.marking.tables import Tightening
from workbook.staff.tables import Worker

FAMILY = bindparam("family_id", type_=String)
TEXTS, DAYS, MOMENTS = 7, 3, 2
# The newest word on who works with a family and on whether it is closed: nobody replaced it.
LATER_INVOLVEMENT, LATER_CLOSING = aliased(Involvement), aliased(Closing)
STANDING = not_(exists().where(LATER_INVOLVEMENT.replaces_id == Involvement.id))
NEWEST_CLOSING = not_(exists().where(LATER_CLOSING.replaces_id == Closing.id))
IS_CLOSED = exists().where(Closing.family_id == Family.id, Closing.kind == "closed", NEWEST_CLOSING)
NOT_ENDED = not_(exists().where(RouteEnd.route_id == Route.id))


def file_part(
    part: str,
    *texts: Any,  # noqa: ANN401 -- columns of several tables
    days: Iterable[Any] = (),
    moments: Iterable[Any] = (),
    people: Any = None,  # noqa: ANN401
    number: Any = None,  # noqa: ANN401
    whole: Any = None,  # noqa: ANN401
) -> Select[Any]:
    """Return one part of a union in the shape that all parts share: `text0` … `whole`.

    So that much of a family is read in one statement.
    """
    nothing = null()
    wide: list[ColumnElement[Any]] = [
        *(cast(text, String) for text in texts),
        *[cast(nothing, String)] * (TEXTS - len(texts)),
    ]
    dates = [*days]
    wide += [*dates, *[cast(nothing, Date)] * (DAYS - len(dates))]
    times = [*moments]
    wide += [*times, *[cast(nothing, UtcDateTime)] * (MOMENTS - len(times))]
    wide += [
        people if people is not None else cast(nothing, JSON),
        cast(number if number is not None else nothing, Integer),
        cast(whole if whole is not None else nothing, Boolean),
    ]
    names = [f"text{n}" for n in range(TEXTS)] + [f"day{n}" for n in range(DAYS)]
    names += [f"moment{n}" for n in range(MOMENTS)] + ["people", "number", "whole"]
    return select(
        literal(part).label("part"),
        *(column.label(name) for column, name in zip(wide, names, strict=True)),
    )


# One statement instead of seven: every page about a family and every save begins with it.
FILE = union_all(
    file_part(
        "family", Family.id, Family.reference, Family.name, Family.team_id,
        days=(Family.opened_on,),
    ).where(Family.id == FAMILY),
    file_part(
        "closing", Closing.id, Closing.kind, Closing.reason, days=(Closing.happens_on,)
    ).where(Closing.family_id == FAMILY, NEWEST_CLOSING),
    file_part(
        "way", Route.id, Route.kind, Route.worker_id, Worker.name, Worker.discipline,
        Worker.employer, moments=(Route.starts_at, Route.ends_at),
    )
    .join(Worker, Worker.id == Route.worker_id)
    .where(Route.family_id == FAMILY, NOT_ENDED),
    file_part(
        "member", Person.id, Person.name, Person.known_as, FamilyMember.kind, FamilyMember.side,
        FamilyMember.mark, FamilyMember.id, days=(Person.born, Person.due, Person.died),
        people=FamilyMember.mark_persons,
    )
    .join(FamilyMember, FamilyMember.person_id == Person.id)
    .where(FamilyMember.family_id == FAMILY),
    file_part(
        "goal", ChangeGoal.id, ChangeGoal.words, ChangeGoal.owner_id, ChangeGoal.child_id
    ).where(ChangeGoal.family_id == FAMILY),
    file_part(
        "worker", Worker.id, Worker.name, Worker.discipline, Worker.employer, Involvement.id,
        days=(Involvement.starts_on, Involvement.ends_on),
    )
    .join(Involvement, Involvement.worker_id == Worker.id)
    .where(Involvement.family_id == FAMILY, STANDING),
    file_part(
        "stage", LegalStage.child_id, LegalStage.stage, LegalStage.category,
        days=(LegalStage.starts_on, LegalStage.ends_on),
    ).where(LegalStage.family_id == FAMILY),
    file_part(
        "withheld", Withholding.what, Withholding.why, days=(Withholding.until,),
        people=Withholding.from_persons, whole=Withholding.whole_record,
    ).where(Withholding.family_id == FAMILY),
    file_part(
        "laid", Tightening.object_id, Tightening.id, Tightening.set_on_id, Tightening.entry_id,
        Tightening.mark, Tightening.for_discipline, Tightening.recorded_by,
        people=Tightening.mark_persons, number=AT,
    ).where(Tightening.family_id == FAMILY, NOT_LIFTED),
    select(
        file_part("head", AuditEvent.hash, number=AuditEvent.number)
        .where(AuditEvent.chain == FAMILY)
        .order_by(AuditEvent.number.desc())
        .limit(1)
        .subquery()
    ),
)  # fmt: skip


def family_file(session: Session, *, family_id: str) -> FamilyFile:
    """Return what every page about this family needs. People are in the order of their names.

    The session remembers what the head of any page about it must say; see `Desk.reading`.

    Raises:
        NotFoundError: there is no such family, or this worker may not see it.
    """
    parts: dict[str, list[Any]] = {}
    for row in session.execute(FILE, {"family_id": family_id}):
        parts.setdefault(row.part, []).append(row)
    if "family" not in parts:
        raise NotFoundError(family_id=family_id)
    family = parts["family"][0]
    closing = next(iter(parts.get("closing", [])), None)
    is_closed = closing is not None and closing.text1 == "closed"
    found = FamilyFile(
        id=family.text0,
        reference=family.text1,
        name=family.text2,
        team_id=family.text3,
        opened_on=family.day0,
        closed_on=closing.day0 if closing and is_closed else None,
        closing_id=closing.text0 if closing else None,
        closed_why=closing.text2 if closing and is_closed else "",
        members=_members(parts.get("member", [])),
        goals=tuple(
            Goal(id=row.text0, words=row.text1, owner_id=row.text2, child_id=row.text3)
            for row in parts.get("goal", [])
        ),
        workers=_workers(parts.get("worker", [])),
        stages=tuple(
            Stage(
                child_id=row.text0,
                stage=row.text1,
                category=row.text2 or "",
                starts_on=row.day0,
                ends_on=row.day1,
            )
            for row in parts.get("stage", [])
        ),
        ways=tuple(
            Way(
                id=row.text0,
                kind=row.text1,
                worker_id=row.text2,
                name=row.text3,
                discipline=row.text4,
                employer=row.text5,
                starts_at=row.moment0,
                ends_at=row.moment1,
            )
            for row in parts.get("way", [])
        ),
        withheld=tuple(
            Withheld(
                what=row.text0,
                why=row.text1,
                until=row.day0,
                from_persons=tuple(row.people),
                whole_record=row.whole,
            )
            for row in parts.get("withheld", [])
        ),
        laid=_laid(parts.get("laid", [])),
        chain_end=next((Head(row.number, row.text0) for row in parts.get("head", [])), Head()),
    )
    if isinstance(session, ViewerSession):
        session.info[NOTICE] = notice(found, session.viewer)
    return found


def _members(rows: list[Any]) -> tuple[Member, ...]:
    members = (
        Member(
            id=row.text0,
            name=row.text1,
            known_as=row.text2,
            kind=row.text3,
            side=row.text4,
            mark=row.text5,
            place_id=row.text6,
            mark_persons=tuple(row.people or ()),
            born=row.day0,
            due=row.day1,
            died=row.day2,
        )
        for row in rows
    )
    return tuple(sorted(members, key=lambda member: (member.name, member.id)))


def _laid(rows: list[Any]) -> dict[str, tuple[Laid, ...]]:
    found: dict[str, tuple[Laid, ...]] = {}
    for row in sorted(rows, key=lambda one: (one.number, one.text1)):
        texts = (getattr(row, f"text{n}") for n in range(TEXTS))
        over, laid = laid_of(*texts, persons=row.people, at=row.number)
        found[over] = (*found.get(over, ()), laid)
    return found


def _workers(rows: list[Any]) -> tuple[TeamMember, ...]:
    workers = (
        TeamMember(
            id=row.text0,
            name=row.text1,
            discipline=row.text2,
            employer=row.text3,
            starts_on=row.day0,
            ends_on=row.day1,
            involvement_id=row.text4,
        )
        for row in rows
    )
    return tuple(sorted(workers, key=lambda worker: (worker.starts_on, worker.name, worker.id)))


def family_id_of(session: Session, *, reference: str) -> str:
    """Return the id of the family with this reference.

    Raises:
        NotFoundError: there is no such family, or this worker may not see it.
    """
    found = session.scalar(select(Family.id).where(Family.reference == reference))
    if found is None:
        raise NotFoundError("There is no family with this reference that you may see.")
    return found


def _structs(session: Session, query: Select[Any], struct: type[Any]) -> list[Any]:
    return [msgspec.convert(dict(row._mapping), struct) for row in session.execute(query)]  # noqa: SLF001


def _columns(table: Any, struct: type[Any]) -> Select[Any]:  # noqa: ANN401 -- a mapped class
    names = struct.__struct_fields__
    return select(*(getattr(table, name) for name in names if hasattr(table, name)))


def ties(session: Session, *, family_id: str) -> list[Tie]:
    """Return the ties between people, by when they began, the undated first."""
    query = (
        _columns(Relationship, Tie)
        .where(Relationship.family_id == family_id)
        .order_by(nulls_first(Relationship.starts_on), Relationship.recorded_at, Relationship.id)
    )
    return _structs(session, query, Tie)


def responsibilities(session: Session, *, family_id: str) -> list[Responsibility]:
    """Return who holds parental responsibility for whom, as it was recorded."""
    query = (
        _columns(ParentalResponsibility, Responsibility)
        .where(ParentalResponsibility.family_id == family_id)
        .order_by(ParentalResponsibility.recorded_at, ParentalResponsibility.id)
    )
    return _structs(session, query, Responsibility)


def homes(session: Session, *, family_id: str) -> list[Home]:
    """Return the addresses with who lives there over dates, those lived in longest first."""
    query = (
        _columns(Household, Home)
        .add_columns(HouseholdMember.person_id, HouseholdMember.starts_on, HouseholdMember.ends_on)
        .outerjoin(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(Household.family_id == family_id)
        .order_by(nulls_first(HouseholdMember.starts_on), Household.address, HouseholdMember.id)
    )
    found: dict[str, tuple[dict[str, Any], list[Resident]]] = {}
    for row in session.execute(query):
        values = dict(row._mapping)  # noqa: SLF001 -- the row's own names
        _, residents = found.setdefault(row.id, (values, []))
        if row.person_id is not None:
            residents.append(msgspec.convert(values, Resident))
    return [
        msgspec.convert(values | {"residents": tuple(residents)}, Home)
        for values, residents in found.values()
    ]


def contacts(session: Session, *, family_id: str) -> list[Contact]:
    """Return the ways to reach people, those never to be used last."""
    query = (
        _columns(ContactDetail, Contact)
        .where(ContactDetail.family_id == family_id)
        .order_by(ContactDetail.safe.desc(), ContactDetail.channel, ContactDetail.id)
    )
    return _structs(session, query, Contact)


def worker_names(session: Session, *, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of these workers by id, those who have left too."""
    query = select(Worker.id, Worker.name).where(Worker.id.in_(list(ids)))
    return {row.id: row.name for row in session.execute(query)}
