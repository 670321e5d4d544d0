"""Reading staff and people as the nightly account, and the questions it found."""

from collections import defaultdict

import msgspec
from sqlalchemy import exists, func, not_, select
from sqlalchemy.orm import Session

from workbook.encryption import Keyring
from workbook.families.tables import (
    ContactDetail,
    Family,
    FamilyMember,
    Household,
    HouseholdMember,
    Person,
)
from workbook.reach.matches.rules import Question
from workbook.reach.matching import (
    Somebody,
    Traits,
    address_of,
    hashed,
    phone_of,
    postcode_of,
    surnames_of,
)
from workbook.reach.tables import MatchDecision, MatchProposal, StaffDetails
from workbook.sealed_facts.service import to_compare
from workbook.staff.tables import Worker

HOMES = (
    select(HouseholdMember.family_id, HouseholdMember.person_id, Household.address)
    .join(Household, Household.id == HouseholdMember.household_id)
    .where(Household.protected.is_(False))
)
PHONES = select(ContactDetail.family_id, ContactDetail.person_id, ContactDetail.value).where(
    ContactDetail.sealed.is_(False)
)
MEMBERS = select(FamilyMember.family_id, Person.id, Person.name).join(
    Person, Person.id == FamilyMember.person_id
)
QUESTIONS = (
    select(
        MatchProposal.id,
        MatchProposal.family_id,
        MatchProposal.worker_id,
        Worker.name.label("worker_name"),
        MatchProposal.about,
        MatchProposal.alike,
        MatchProposal.recorded_at,
        MatchDecision.outcome,
    )
    .join(Worker, Worker.id == MatchProposal.worker_id)
    .outerjoin(MatchDecision, MatchDecision.proposal_id == MatchProposal.id)
    .order_by(MatchProposal.recorded_at.desc(), MatchProposal.id)
)


def staff(session: Session, keyring: Keyring) -> list[Somebody]:
    """Return everybody who works here, with the hashes that they gave of themselves."""
    details = {
        row.recorded_by: row
        for row in session.scalars(select(StaffDetails).order_by(StaffDetails.recorded_at))
    }
    found = []
    for worker in session.execute(select(Worker.id, Worker.name).where(Worker.left_on.is_(None))):
        own = details.get(worker.id)
        kept = {
            kind: frozenset({getattr(own, kind)} - {""})
            for kind in ("postcode", "address", "phone")
            if own is not None
        }
        named = hashed(Traits(surname=surnames_of(worker.name)), keyring.blind)
        found.append(Somebody(id=worker.id, traits=msgspec.structs.replace(named, **kept)))
    return found


def people(session: Session, keyring: Keyring) -> list[Somebody]:
    """Return everybody in a family as hashes, what is sealed of them too, in seven statements."""
    homes: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in session.execute(HOMES):
        homes[row.family_id, row.person_id].add(row.address)
    phones: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in session.execute(PHONES):
        phones[row.family_id, row.person_id].add(row.value)
    names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    into = {"address": homes, "phone": phones, "new_name": names}
    sealed = set()
    for fact in to_compare(session, keyring, wanted=lambda one: one.kind in into):
        for person_id in fact.persons:
            into[fact.kind][fact.family_id, person_id].add(fact.value)
            sealed.add((fact.family_id, person_id))
    found = []
    for row in session.execute(MEMBERS):
        key = (row.family_id, row.id)
        traits = Traits(
            surname=surnames_of(row.name).union(*map(surnames_of, names[key])),
            postcode=frozenset(map(postcode_of, homes[key])),
            address=frozenset(map(address_of, homes[key])),
            phone=frozenset(map(phone_of, phones[key])),
        )
        found.append(
            Somebody(
                id=row.id,
                family_id=row.family_id,
                traits=hashed(traits, keyring.blind),
                is_sealed=key in sealed,
            )
        )
    return found


def asked_already(session: Session) -> set[tuple[str, str, str]]:
    """Return worker, family and person of each question that was ever asked."""
    rows = session.execute(
        select(MatchProposal.worker_id, MatchProposal.family_id, MatchProposal.person_id)
    )
    return {(row.worker_id, row.family_id, row.person_id) for row in rows}


def names(session: Session) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of workers and people, and of families with their references."""
    said = {row.id: row.name for row in session.execute(select(Worker.id, Worker.name))}
    said |= {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
    families = session.execute(select(Family.id, Family.name, Family.reference))
    return said, {row.id: f"{row.name}, {row.reference}" for row in families}


def questions(session: Session) -> list[Question]:
    """Return the questions that wait, newest first."""
    rows = session.execute(QUESTIONS.where(MatchDecision.id.is_(None))).mappings()
    return [msgspec.convert(dict(row), Question) for row in rows]


def question(session: Session, *, proposal_id: str) -> Question | None:
    """Return one question; None when it is not there for this worker."""
    row = session.execute(QUESTIONS.where(MatchProposal.id == proposal_id)).mappings().first()
    return msgspec.convert(dict(row), Question) if row else None


def waiting(session: Session) -> int:
    """Count the questions that wait."""
    open_ones = not_(exists().where(MatchDecision.proposal_id == MatchProposal.id))
    count = select(func.count()).select_from(MatchProposal).where(open_ones)
    return session.scalar(count) or 0
