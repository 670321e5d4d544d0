"""Reading sealed facts. Every function names its order."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Select, exists, not_, select
from sqlalchemy.orm import Session, aliased

from workbook.families.tables import ContactDetail, Household, HouseholdMember
from workbook.sealed_facts.rules import KeptClose, SavedFact, kind_of
from workbook.sealed_facts.tables import SealedFact

LATER = aliased(SealedFact)
STANDS = not_(exists(select(LATER.id).where(LATER.replaces_id == SealedFact.id)))
COLUMNS: tuple[Any, ...] = tuple(getattr(SealedFact, name) for name in SavedFact.__struct_fields__)
FACT: Select[Any] = select(*COLUMNS)
EVERY_FACT = select(
    SealedFact.id,
    SealedFact.family_id,
    SealedFact.person_id,
    SealedFact.household_id,
    SealedFact.kind,
    SealedFact.value,
    ContactDetail.person_id.label("reached_id"),
).outerjoin(ContactDetail, ContactDetail.id == SealedFact.contact_id)
PLAIN_HOMES = select(Household.family_id, Household.id, Household.address).where(
    Household.protected, Household.address != ""
)
PLAIN_CONTACTS = select(
    ContactDetail.family_id, ContactDetail.person_id, ContactDetail.channel, ContactDetail.value
).where(ContactDetail.sealed, ContactDetail.value != "")


def facts(session: Session, *, family_id: str) -> list[SavedFact]:
    """Return the sealed facts that stand, oldest first; what they say is not read."""
    query = FACT.where(SealedFact.family_id == family_id, STANDS).order_by(
        SealedFact.recorded_at, SealedFact.id
    )
    return [_fact(row) for row in session.execute(query)]


def fact(session: Session, *, family_id: str, fact_id: str) -> SavedFact | None:
    """Return one fact that stands; None when it is not there or may not be seen."""
    query = FACT.where(SealedFact.family_id == family_id, SealedFact.id == fact_id, STANDS)
    row = session.execute(query).first()
    return _fact(row) if row else None


def of_form(session: Session, *, submit_key: str) -> SavedFact | None:
    """Return the fact that a form with this key sealed, if it did."""
    row = session.execute(FACT.where(SealedFact.submit_key == submit_key)).first()
    return _fact(row) if row else None


def token(session: Session, *, family_id: str, fact_id: str) -> str:
    """Return the token of one fact that stands."""
    query = select(SealedFact.value).where(
        SealedFact.family_id == family_id, SealedFact.id == fact_id, STANDS
    )
    return session.scalars(query).one()


def kept_close(session: Session) -> Iterator[KeptClose]:
    """Yield everything that is sealed, in every family and of every time, in no order.

    Four statements. The wall gives it whole to the account that compares at night alone.
    """
    residents: defaultdict[str, set[str]] = defaultdict(set)
    lived = select(HouseholdMember.household_id, HouseholdMember.person_id)
    for row in session.execute(lived):
        residents[row.household_id].add(row.person_id)
    for fact in session.execute(EVERY_FACT):
        own = [one for one in (fact.person_id, fact.reached_id) if one]
        yield KeptClose(
            fact_id=fact.id,
            family_id=fact.family_id,
            persons=tuple(own or residents[fact.household_id or ""]),
            kind=fact.kind,
            value=fact.value,
        )
    for home in session.execute(PLAIN_HOMES):
        yield KeptClose(
            fact_id="", family_id=home.family_id, persons=tuple(residents[home.id]),
            kind="address", value=home.address,
        )  # fmt: skip
    for contact in session.execute(PLAIN_CONTACTS):
        yield KeptClose(
            fact_id="", family_id=contact.family_id, persons=(contact.person_id,),
            kind=kind_of(contact.channel), value=contact.value,
        )  # fmt: skip


def _fact(row: Any) -> SavedFact:  # noqa: ANN401 -- a row of FACT
    values = {name: getattr(row, name) for name in SavedFact.__struct_fields__}
    return msgspec.convert(values, SavedFact)
