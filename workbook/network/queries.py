"""Reading the family network register, offers and plans. Every function names its order."""

from typing import Any

import msgspec
from sqlalchemy import Select, and_, nulls_first, select
from sqlalchemy.orm import Session

from workbook.families.tables import FamilyMember, Person
from workbook.network.rules import RegisteredPerson, SavedOffer, SavedPlan
from workbook.network.tables import FamilyPlan, FgdmOffer, NetworkMember


def _structs(session: Session, query: Select[Any], struct: type[Any]) -> list[Any]:
    return [msgspec.convert(dict(row._mapping), struct) for row in session.execute(query)]  # noqa: SLF001


def people(
    session: Session, *, family_id: str
) -> tuple[dict[str, str], dict[str, RegisteredPerson]]:
    """Return who people are in their own words, and what the register holds of them, by id.

    One statement. The newest counts where the register holds somebody twice.
    """
    names = RegisteredPerson.__struct_fields__
    query = (
        select(Person.id, Person.identity, *(getattr(NetworkMember, name) for name in names))
        .join(FamilyMember, FamilyMember.person_id == Person.id)
        .outerjoin(
            NetworkMember,
            and_(
                NetworkMember.person_id == Person.id,
                NetworkMember.family_id == FamilyMember.family_id,
            ),
        )
        .where(FamilyMember.family_id == family_id)
        .order_by(Person.id, nulls_first(NetworkMember.recorded_at), NetworkMember.id)
    )
    identities, register = {}, {}
    for row in session.execute(query):
        identities[row.id] = row.identity
        if row.person_id is not None:
            register[row.id] = msgspec.convert(dict(row._mapping), RegisteredPerson)  # noqa: SLF001
    return identities, register


def offers(session: Session, *, family_id: str) -> list[SavedOffer]:
    """Return the offers of family group decision making, newest first."""
    query = (
        select(*(getattr(FgdmOffer, name) for name in SavedOffer.__struct_fields__))
        .where(FgdmOffer.family_id == family_id)
        .order_by(FgdmOffer.offered_on.desc(), FgdmOffer.recorded_at.desc(), FgdmOffer.id)
    )
    return _structs(session, query, SavedOffer)


def newest_plan(session: Session, *, family_id: str) -> SavedPlan | None:
    """Return the newest version of the family's plan; None when there is none yet."""
    query = (
        select(*(getattr(FamilyPlan, name) for name in SavedPlan.__struct_fields__))
        .where(FamilyPlan.family_id == family_id)
        .order_by(FamilyPlan.made_on.desc(), FamilyPlan.version.desc(), FamilyPlan.id)
        .limit(1)
    )
    return next(iter(_structs(session, query, SavedPlan)), None)
