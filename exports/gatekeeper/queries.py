"""Reading what the gate must know, as the account that may; and what of it somebody else sees.

No query names a family: the wall gives this viewer the family at hand and those linked with it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import msgspec
from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from exports.gatekeeper.rules import (
    Belonging,
    Kept,
    KeptTie,
    Laid,
    Living,
    OfFamily,
    Reaching,
    Sealed,
    Seen,
    Works,
)
from workbook.encryption import Keyring
from workbook.families.queries import STANDING, file_part
from workbook.families.rules import Withheld
from workbook.families.tables import (
    ContactDetail,
    FamilyMember,
    Household,
    HouseholdMember,
    Involvement,
    Person,
    Relationship,
    Withholding,
)
from workbook.marking.queries import NOT_LIFTED
from workbook.marking.tables import Tightening
from workbook.sealed_facts.queries import STANDS
from workbook.sealed_facts.service import plain_value
from workbook.sealed_facts.tables import SealedFact
from workbook.staff.tables import Worker

# Every part begins with its row's id and family. One statement instead of eight.
ALL: Final = union_all(
    file_part(
        "people", FamilyMember.id, FamilyMember.family_id, FamilyMember.person_id, Person.name,
        Person.known_as, FamilyMember.kind, FamilyMember.mark,
        days=(Person.born,), people=FamilyMember.mark_persons,
    ).join(Person, Person.id == FamilyMember.person_id),
    file_part(
        "ties", Relationship.id, Relationship.family_id, Relationship.a_id, Relationship.b_id,
        Relationship.kind, Relationship.mark, people=Relationship.mark_persons,
    ),
    file_part(
        "homes", Household.id, Household.family_id, Household.address, HouseholdMember.person_id,
        people=Household.known_by, whole=Household.protected,
    ).outerjoin(HouseholdMember, HouseholdMember.household_id == Household.id),
    file_part(
        "contacts", ContactDetail.id, ContactDetail.family_id, ContactDetail.person_id,
        ContactDetail.value, whole=ContactDetail.sealed,
    ),
    file_part(
        "facts", SealedFact.id, SealedFact.family_id, SealedFact.person_id,
        SealedFact.household_id, SealedFact.contact_id, SealedFact.kind, SealedFact.value,
        people=SealedFact.known_by,
    ).where(STANDS),
    file_part(
        "kept", Withholding.id, Withholding.family_id, Withholding.what, Withholding.why,
        days=(Withholding.until,), people=Withholding.from_persons,
        whole=Withholding.whole_record,
    ),
    file_part(
        "works", Involvement.id, Involvement.family_id, Involvement.worker_id, Worker.name,
        Worker.discipline,
    ).join(Worker, Worker.id == Involvement.worker_id).where(STANDING),
    file_part(
        "laid", Tightening.id, Tightening.family_id, Tightening.object_id, Tightening.mark,
        people=Tightening.mark_persons,
    ).where(NOT_LIFTED),
).order_by("part", "text0", "text3")  # fmt: skip
SEEN_TABLES: Final[tuple[Any, ...]] = (
    FamilyMember, Relationship, Household, ContactDetail, SealedFact, Withholding, Involvement,
    Tightening,
)  # fmt: skip


def seen(session: Session, keyring: Keyring, *, family_id: str) -> Seen:
    """Return what the gate knows of a family and of those linked with it.

    `session` belongs to `workbook.wall.viewer.gatekeeper`. One statement, however many families
    are linked.

    Raises:
        ShutFactError: a sealed fact does not open: nothing can be searched for it.
    """
    parts: dict[str, list[Any]] = {}
    for row in session.execute(ALL):
        parts.setdefault(row.part, []).append(row)
    found: dict[str, Any] = {
        name: tuple(made(row) for row in parts.get(name, ())) for name, made in MADE.items()
    }
    return Seen(
        family_id=family_id,
        homes=tuple(_homes(parts.get("homes", ()))),
        facts=tuple(_fact(keyring, row) for row in parts.get("facts", ())),
        **found,
    )


def _of(row: Any) -> dict[str, str]:  # noqa: ANN401 -- a row of ALL
    return {"id": row.text0, "family_id": row.text1}


def _persons(row: Any) -> tuple[str, ...]:  # noqa: ANN401 -- a row of ALL
    return tuple(row.people or ())


MADE: Final[dict[str, Callable[[Any], OfFamily]]] = {
    "people": lambda row: Belonging(
        **_of(row), person_id=row.text2, name=row.text3, known_as=row.text4 or "", kind=row.text5,
        mark=row.text6, mark_persons=_persons(row), born=row.day0,
    ),
    "ties": lambda row: KeptTie(
        **_of(row), a_id=row.text2, b_id=row.text3, kind=row.text4, mark=row.text5,
        mark_persons=_persons(row),
    ),
    "contacts": lambda row: Reaching(
        **_of(row), person_id=row.text2, value=row.text3, sealed=row.whole
    ),
    "kept": lambda row: Kept(
        **_of(row),
        withheld=Withheld(
            what=row.text2, why=row.text3, until=row.day0, from_persons=_persons(row),
            whole_record=row.whole,
        ),
    ),
    "works": lambda row: Works(
        **_of(row), worker_id=row.text2, name=row.text3, discipline=row.text4
    ),
    "laid": lambda row: Laid(
        **_of(row), object_id=row.text2, mark=row.text3, mark_persons=_persons(row)
    ),
}  # fmt: skip


def _fact(keyring: Keyring, row: Any) -> Sealed:  # noqa: ANN401 -- a row of ALL
    return Sealed(
        **_of(row), person_id=row.text2, household_id=row.text3, contact_id=row.text4,
        kind=row.text5, known_by=_persons(row),
        value=plain_value(keyring, fact_id=row.text0, token=row.text6),
    )  # fmt: skip


def _homes(rows: Iterable[Any]) -> Iterator[Living]:
    """Yield each address once, with everybody of its rows."""
    found: dict[str, Living] = {}
    for row in rows:
        home = found.get(row.text0) or Living(
            id=row.text0,
            family_id=row.text1,
            address=row.text2,
            protected=row.whole,
            known_by=_persons(row),
        )
        living = (*home.person_ids, *((row.text3,) if row.text3 else ()))
        found[home.id] = msgspec.structs.replace(home, person_ids=living)
    yield from found.values()


def open_ids(session: Session, *, family_ids: Iterable[str]) -> frozenset[str]:
    """Return the ids of what the viewer of this session sees of what the gate reads.

    One statement over the same tables, behind the same wall.
    """
    wanted = tuple(family_ids)
    parts = (select(table.id).where(table.family_id.in_(wanted)) for table in SEEN_TABLES)
    return frozenset(session.scalars(union_all(*parts)))
