"""The gate searches for what its maker may not see, and tells them nothing of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from exports import rules
from exports.drafting import Author, Draft
from exports.gatekeeper import service as gatekeeper_service
from exports.gatekeeper.service import Eyes
from exports.release.rules import HIDDEN, excerpt
from modules.catalogue import Catalogue
from tests.builders.entries import put
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.exports.record import a_copy, a_full_entry, a_person, a_tie, a_tied_family, author
from tests.exports.release.secrets import SLIP, a_hidden_home, typed
from workbook.audit import SYSTEM, AuditEvent
from workbook.db import Base, Database, new_id
from workbook.families.tables import (
    ContactDetail,
    FamilyMember,
    Household,
    Person,
    Relationship,
    Route,
    Withholding,
)
from workbook.marking.tables import Tightening
from workbook.reach.tables import KnownFamily
from workbook.sealed_facts.service import NewFact, sealed_row
from workbook.sealed_facts.tables import SealedFact
from workbook.staff.access import DISCIPLINES
from workbook.wall.reading import READ
from workbook.wall.viewer import IMPORTER, Viewer, doorkeeper, gatekeeper

SIGNED = {"recorded_at": NOW, "recorded_by": IMPORTER}
BORN = TODAY.replace(year=TODAY.year - 30, day=1)
ALLOWED = {
    "family_member", "person", "relationship", "household", "household_member", "contact_detail",
    "sealed_fact", "withholding", "involvement", "tightening", "lifting",
}  # fmt: skip


def joined(database: Database, family: BuiltFamily, person: str, **given: object) -> None:
    """Put somebody of one family into another as well."""
    row = SIGNED | {
        "id": new_id(), "family_id": family.id, "discipline": "social_worker", "employer": "",
        "mark": "team", "mark_persons": [], "person_id": person, "kind": "adult", "side": "both",
    }  # fmt: skip
    put(database, FamilyMember, row | given)


def sealed(database: Database, family: BuiltFamily, kind: str, value: str, **given: object) -> None:
    """Seal a fact of a person of this family, the survivor's unless it is said whose."""
    new = NewFact(
        kind=kind, value=value, submit_key=new_id(),
        **{"person_id": family.survivor} | given,  # type: ignore[arg-type]
    )  # fmt: skip
    row = sealed_row(database.keyring, new, family_id=family.id, by=IMPORTER, now=NOW)
    put(database, SealedFact, row)


def linked_with(database: Database, family: BuiltFamily) -> BuiltFamily:
    """Add a family of another team in which the survivor is as well."""
    linked = a_family(database, name="Linked", child_name="Lee Linked")
    joined(database, linked, family.survivor)
    return linked


def shut(database: Database, family: BuiltFamily, object_id: str, mark: str) -> None:
    """Lay a tighter mark over a row."""
    row = SIGNED | {
        "id": new_id(), "family_id": family.id, "discipline": "mental_health_practitioner",
        "employer": "", "object_id": object_id, "mark": mark, "mark_persons": [],
        "for_discipline": "mental_health_practitioner",
    }  # fmt: skip
    put(database, Tightening, row)


def eyes(database: Database, family: BuiltFamily, by: str = "social_worker") -> Eyes:
    return gatekeeper_service.look(
        database, author(family, by=by).viewer, family_id=family.id, now=NOW
    )


def stopped(copy: Draft, *words: str) -> None:
    """Hold that these passages are stopped, that their maker may not see why, and learns nothing.

    Nothing said of a hidden passage depends on the fact: no kind, no certainty, no marked words.
    """
    assert {one.text for one in copy.held} == set(words)
    for one in copy.held:
        assert (one.is_hidden, one.is_certain, one.whys) == (True, True, (HIDDEN,))
        assert not any(run.is_found for run in excerpt(one))


def case_linked_fact(database: Database, family: BuiltFamily) -> str:
    sealed(database, linked_with(database, family), "address", "41 Quillon Terrace, Ottermere")
    return SLIP


def case_linked_number(database: Database, family: BuiltFamily) -> str:
    sealed(database, linked_with(database, family), "phone", "07700 900417")
    return "Ring oh double seven double oh, nine double oh, four one seven."


def case_linked_home(database: Database, family: BuiltFamily) -> str:
    a_hidden_home(database, linked_with(database, family), of=family.survivor)
    return SLIP


def case_linked_new_name(database: Database, family: BuiltFamily) -> str:
    sealed(database, linked_with(database, family), "new_name", "Imogen Starling")
    return "She signs as Imogen now."


def case_linked_school(database: Database, family: BuiltFamily) -> str:
    sealed(database, linked_with(database, family), "school", "Larkfield Primary School")
    return "They wait by Larkfield in the morning."


def case_linked_person(database: Database, family: BuiltFamily) -> str:
    linked = linked_with(database, family)
    a_person(database, linked, "Zelda Quince", mark="survivor_protected")
    return "Zelda Quince helped them move."


def case_linked_tie(database: Database, family: BuiltFamily) -> str:
    linked = linked_with(database, family)
    friend = a_person(database, linked, "Zelda Quince")
    a_tie(database, linked, family.survivor, "friend_of", friend, mark="survivor_protected")
    return "Zelda Quince helped them move."


def case_linked_withheld_name(database: Database, family: BuiltFamily) -> str:
    linked = linked_with(database, family)
    joined(database, linked, family.other)
    a_person(database, linked, "Freya Corrie")
    row = SIGNED | {
        "id": new_id(), "family_id": linked.id, "what": "Freya’s name", "why": "she asked",
        "from_persons": [family.other], "until": None, "whole_record": False,
    }  # fmt: skip
    put(database, Withholding, row)
    return "She was with Freya C. on Friday."


def case_same_person_twice(database: Database, family: BuiltFamily) -> str:
    """A linked family in which somebody has another id, and the same name and date of birth."""
    linked = a_family(database, name="Linked", child_name="Lee Linked")
    key = database.keyring.blind("person")
    for one in (family, linked):
        row = SIGNED | {"id": new_id(), "family_id": one.id, "key": key, "team_id": one.team_id}
        put(database, KnownFamily, row)
    a_hidden_home(database, linked)
    return SLIP


def case_shut_address(database: Database, family: BuiltFamily) -> str:
    a_hidden_home(database, family)
    with database.reading(gatekeeper(family.id, TODAY)) as session:
        [home] = session.scalars(select(Household.id)).all()
    shut(database, family, home, "health_restricted")
    return SLIP


def case_shut_tie(database: Database, family: BuiltFamily) -> str:
    friend = a_person(database, family, "Zelda Quince")
    a_tie(database, family, family.survivor, "friend_of", friend)
    with database.reading(gatekeeper(family.id, TODAY)) as session:
        tie = session.scalars(select(Relationship.id).where(Relationship.kind == "friend_of")).one()
    shut(database, family, tie, "health_restricted")
    return "Zelda Quince helped them move."


def case_hidden_person(database: Database, family: BuiltFamily) -> str:
    a_person(database, family, "Zelda Quince", mark="health_restricted",
             discipline="mental_health_practitioner")  # fmt: skip
    return "Zelda Quince helped them move."


CASES = [
    case_linked_fact, case_linked_number, case_linked_home, case_linked_new_name,
    case_linked_school, case_linked_person, case_linked_tie, case_linked_withheld_name,
    case_same_person_twice, case_shut_address, case_shut_tie, case_hidden_person,
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_finds_what_its_maker_may_not_see_and_says_only_that(
    either_database: Database, catalogue: Catalogue, case: object
) -> None:
    family = a_tied_family(either_database)
    words = case(either_database, family)  # type: ignore[operator]
    typed(either_database, family, words, "All sleep through.")

    stopped(a_copy(either_database, catalogue, family, family.other), words)


def by(family: BuiltFamily, discipline: str) -> Author:
    return author(family, by=discipline)


@pytest.mark.parametrize(
    "discipline",
    ["da_perpetrator_worker", "mental_health_practitioner", "recovery_worker", "legal_adviser",
     "conference_chair"],
)  # fmt: skip
def test_whoever_makes_it_the_same_passages_are_stopped(
    database: Database, catalogue: Catalogue, discipline: str
) -> None:
    """No discipline but the leads makes documents today. The gate does not lean on that."""
    family = a_tied_family(database)
    a_hidden_home(database, family)
    sealed(database, family, "phone", "07700 900417")
    number = "Ring 07700 900417."
    typed(database, family, SLIP, number)
    way = SIGNED | {
        "id": new_id(), "family_id": family.id, "worker_id": family.workers[discipline],
        "kind": "cover", "reason": "", "starts_at": NOW - timedelta(days=1),
        "ends_at": NOW + timedelta(days=1),
    }  # fmt: skip
    put(database, Route, way)

    copy = a_copy(database, catalogue, family, family.other, author=by(family, discipline))

    stopped(copy, SLIP, number)


def test_break_glass_makes_no_copy_that_tells_where_somebody_is(
    database: Database, catalogue: Catalogue
) -> None:
    family, other = a_tied_family(database), a_family(database)
    a_hidden_home(database, family)
    typed(database, family, SLIP)
    way = SIGNED | {
        "id": new_id(), "family_id": family.id, "worker_id": other.workers["social_worker"],
        "kind": "break_glass", "reason": "on duty and something came up",
        "starts_at": NOW - timedelta(hours=1), "ends_at": NOW + timedelta(hours=1),
    }  # fmt: skip
    put(database, Route, way)
    maker = author(other)
    viewer = Viewer(**{name: getattr(maker.viewer, name) for name in maker.viewer.__struct_fields__}
                    | {"now": NOW})  # fmt: skip
    stranger = Author(viewer=viewer, name="A", employer="C", council="C")

    copy = a_copy(database, catalogue, family, family.other, author=stranger)

    stopped(copy, SLIP)
    assert copy.needs_second_reader, "somebody is protected, whether or not the maker sees it"


def test_what_its_maker_sees_is_named_as_before_beside_what_they_do_not(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_hidden_home(database, family)
    sealed(database, linked_with(database, family), "phone", "07700 900417")
    both = f"{SLIP} Ring 07700 900417."
    typed(database, family, SLIP, both)

    held = a_copy(database, catalogue, family, family.other).held
    seen, mixed = sorted(held, key=lambda one: len(one.text))

    assert (seen.is_hidden, seen.whys) == (False, ("a part of a protected address",))
    assert (mixed.is_hidden, mixed.whys) == (True, ("a part of a protected address", HIDDEN))
    assert [run.words for run in excerpt(mixed) if run.is_found] == ["Quillon Terrace"]


def test_a_possible_finding_that_is_hidden_looks_like_a_certain_one(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    sealed(database, linked_with(database, family), "phone", "07700 900417")
    typed(database, family, "Her number ends in 900417.")

    stopped(a_copy(database, catalogue, family, family.other), "Her number ends in 900417.")


def test_nobodys_own_address_is_kept_from_them_though_they_were_recorded_twice(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    people = {}
    linked = a_family(database, name="Linked", child_name="Lee Linked")
    for one in (family, linked):
        person = SIGNED | {
            "id": new_id(), "name": "Maya Ellis", "known_as": "", "born": BORN, "due": None,
            "died": None, "identity": "",
        }  # fmt: skip
        put(database, Person, person)
        joined(database, one, str(person["id"]))
        people[one.id] = str(person["id"])
        row = {"id": new_id(), "family_id": one.id, "key": "k" * 64, "team_id": one.team_id}
        put(database, KnownFamily, SIGNED | row)
    a_tie(database, family, people[family.id], "parent_of", family.child)
    a_hidden_home(database, linked, of=people[linked.id])
    typed(database, family, SLIP)

    stopped(a_copy(database, catalogue, family, family.other), SLIP)
    assert a_copy(database, catalogue, family, people[family.id]).held == ()


def test_what_is_sealed_may_be_told_to_whoever_knows_it(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    linked = linked_with(database, family)
    sealed(database, linked, "phone", "07700 900417", person_id=family.survivor)
    sealed(database, linked, "school", "Larkfield Primary School", known_by=(family.other,))
    words = "Larkfield Primary has her on 07700 900417."
    typed(database, family, words)

    assert a_copy(database, catalogue, family, family.other).held != ()
    stopped(a_copy(database, catalogue, family, rules.CONFERENCE), words)


def test_families_with_nobody_in_common_are_not_looked_at(
    either_database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(either_database)
    apart = a_family(either_database, name="Apart")
    sealed(either_database, apart, "address", "41 Quillon Terrace, Ottermere")
    typed(either_database, family, SLIP)

    assert eyes(either_database, family).all.families == (family.id,)
    assert a_copy(either_database, catalogue, family, family.other).held == ()


def test_reads_who_is_who_and_where_and_no_word_of_any_record(either_database: Database) -> None:
    family = a_tied_family(either_database)
    a_full_entry(either_database, family, mark="family_shared")
    a_hidden_home(either_database, family)
    sealed(either_database, family, "phone", "07700 900417")
    tables = {one.__tablename__: one for one in (each.class_ for each in Base.registry.mappers)}
    read = {}
    with either_database.reading(gatekeeper(family.id, TODAY)) as session:
        for name in READ:
            read[name] = session.scalar(select(func.count(tables[name].id)))
    with either_database.reading(gatekeeper("", TODAY)) as session:
        nothing = {name: session.scalar(select(func.count(tables[name].id)))
                   for name in READ}  # fmt: skip

    assert {name for name, rows in read.items() if rows} <= ALLOWED
    assert len(read) > 60
    assert read["household"] == read["sealed_fact"] == 1
    assert not any(nothing.values()), "without a family at hand it sees nothing"


def test_adds_nothing_to_a_record(either_database: Database) -> None:
    family = a_tied_family(either_database)
    row = {
        "id": new_id(), "family_id": family.id, "recorded_at": NOW, "recorded_by": "gatekeeper",
        "person_id": family.survivor, "channel": "mobile", "value": "1", "safe": True,
        "sealed": False,
    }  # fmt: skip
    with (
        pytest.raises(DBAPIError),
        either_database.writing(gatekeeper(family.id, TODAY)) as session,
    ):
        session.add(ContactDetail(**row))


def test_nobody_can_be_given_its_place() -> None:
    assert gatekeeper("f", TODAY).discipline not in DISCIPLINES


def looks(database: Database) -> list[AuditEvent]:
    with database.reading(doorkeeper(TODAY)) as session:
        query = select(AuditEvent).where(AuditEvent.act == gatekeeper_service.LOOKED)
        return list(session.scalars(query))


def test_each_look_at_sealed_facts_has_one_line_that_the_families_do_not_read(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_copy(database, catalogue, family, family.other)
    assert looks(database) == []
    linked = linked_with(database, family)
    for number in ("07700 900417", "07700 900418"):
        sealed(database, linked, "phone", number)

    a_copy(database, catalogue, family, family.other)

    (line,) = looks(database)
    assert (line.chain, line.object_id) == (SYSTEM, family.id)
    assert line.detail == {
        "for": family.workers["social_worker"], "families": sorted([family.id, linked.id]),
        "facts": 2,
    }  # fmt: skip
    for one in (family, linked):
        with database.reading(author(one).viewer) as session:
            acts = session.scalars(select(AuditEvent.act).where(AuditEvent.act != "case")).all()
        assert gatekeeper_service.LOOKED not in acts
