"""From the question to the answer: found, gathered, decided, looked at, made."""

import csv
import io
import re
from collections.abc import Callable, Iterator

import pytest
from docx import Document
from sqlalchemy import select

from exports.package import read_parts
from exports.tables import IssuedDocument
from tests.browser import Browser, counted_statements
from tests.builders.entries import an_entry, put
from tests.builders.families import NOW, BuiltFamily
from tests.builders.reach import known
from tests.builders.staff import PASSWORD, a_password
from tests.exports.gatekeeper.test_eyes import linked_with, sealed
from tests.exports.record import a_full_entry, a_tie, a_tied_family, author
from tests.exports.release.secrets import HINT, SLIP
from workbook.db import new_id
from workbook.entries.tables import Entry
from workbook.sealed_facts.service import NewFact, sealed_row
from workbook.sealed_facts.tables import SealedFact
from workbook.site import Site
from workbook.wall.viewer import IMPORTER

SignIn = Callable[[str], Browser]
KEPT = "KEPTCANARY"
DECIDE = re.compile(r'name="item" value="(\w+)"')


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    built = a_tied_family(site.database)
    a_tie(site.database, built, built.other, "abuse_towards", built.survivor)
    known(site, built)
    a_password(site.database, built.workers["team_manager"])
    return built


@pytest.fixture
def sign_in(site: Site, family: BuiltFamily) -> Iterator[SignIn]:
    browsers: list[Browser] = []

    def signed(discipline: str) -> Browser:
        browsers.append(Browser(site, worker_id=family.workers[discipline]))
        return browsers[-1]

    yield signed
    for browser in browsers:
        browser.close()


def begun(officer: Browser, family: BuiltFamily, person: str) -> str:
    """Ask on behalf of a person; return the address of the workspace."""
    found = officer.post("/subject-access", {"reference": family.reference})
    officer.get(found.headers["location"])
    made = officer.post(
        found.headers["location"],
        {"submit_key": new_id(), "person": person, "asks": "self", "asked_on": "2 November 2026",
         "words": "Everything about me"},
    )  # fmt: skip
    return str(made.headers["location"])


def decided(officer: Browser, address: str, *, ground: str = "serious_harm") -> int:
    """Give what is proposed to be given; withhold the rest. Return how many were withheld."""
    page = officer.get(address).text
    easy = re.findall(r'name="easy" value="(\w+)"', page)
    officer.post(address, {"do": "accept", "easy": easy})
    kept = set(DECIDE.findall(officer.get(address).text))
    for key in kept:
        officer.post(
            address, {"do": "decide", "item": key, "choice": "withhold", "ground": ground,
                      "leave_out": "", "words": "Would put somebody in danger"},
        )  # fmt: skip
    return len(kept)


def looked_at(manager: Browser, address: str, *, expect: int = 303) -> None:
    manager.get(address)
    manager.post(
        f"{address}/check",
        {"submit_key": new_id(), "outcome": "checked", "checked_words": "",
         "step_password": PASSWORD},
        expect=expect,
    )  # fmt: skip


def test_the_person_using_abuse_is_given_their_own_story_and_nothing_of_the_survivors(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    a_full_entry(site.database, family, "OPENWORDS", present=[family.other, family.child])
    an_entry(site.database, family, by="da_survivor_worker", mark="survivor_protected",
             mark_persons=[family.other], reveals=[family.other], note=f"{KEPT} in the note",
             headline=f"{KEPT} in the headline")  # fmt: skip
    an_entry(site.database, family, mark="third_party", present=[family.other],
             note=f"{KEPT} told by a neighbour")  # fmt: skip
    an_entry(site.database, family, note="Only about Ann", present=[family.survivor])
    officer = sign_in("information_governance")
    address = begun(officer, family, family.other)

    withheld = decided(officer, address)
    looked_at(sign_in("team_manager"), address)
    answer = officer.post(f"{address}/answer", {"submit_key": new_id()}, expect=200)

    told = "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    everything = b"".join(read_parts(answer.content).values())
    assert withheld == 2
    assert "OPENWORDS in the note" in told
    assert "Only about Ann" not in told
    assert KEPT.encode() not in everything
    assert KEPT not in answer.headers["content-disposition"]
    rows = list(
        csv.reader(io.StringIO(officer.fetch(f"{address}/withheld").content.decode("utf-8-sig")))
    )
    assert len(rows) == 1 + withheld
    with site.database.reading(author(family).viewer) as session:
        assert session.scalars(select(IssuedDocument.id)).all() == []
        assert len(session.scalars(select(Entry.id)).all()) == 4


def test_what_was_kept_closer_later_is_not_proposed_to_be_given(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    entry = an_entry(site.database, family, note=f"{KEPT} where she is", present=[family.other])
    officer = sign_in("information_governance")
    address = begun(officer, family, family.other)
    before = re.findall(r'name="easy" value="(\w+)"', officer.get(address).text)
    kept = {"object": [entry], "mark": "survivor_protected"}
    sign_in("social_worker").post(f"/families/{family.id}/marks", kept)

    page = officer.get(address).text

    easy = re.findall(r'name="easy" value="(\w+)"', page)
    assert len(set(before) - set(easy)) == 1
    assert "It is kept from this person." in page
    assert "Protects a survivor" in page


def test_nothing_goes_before_a_second_person_has_looked_at_exactly_this(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    a_full_entry(site.database, family, "OPENWORDS", present=[family.other])
    officer, manager = sign_in("information_governance"), sign_in("team_manager")
    address = begun(officer, family, family.other)
    officer.post(f"{address}/answer", {"submit_key": new_id()}, expect=422)
    decided(officer, address)
    officer.post(f"{address}/check", {"submit_key": new_id(), "outcome": "checked"}, expect=403)
    looked_at(manager, address)

    key = DECIDE.findall(officer.get(f"{address}?show=all").text)[0]
    officer.post(
        address, {"do": "decide", "item": key, "choice": "withhold", "ground": "crime",
                  "leave_out": "", "words": ""},
    )  # fmt: skip

    officer.post(f"{address}/answer", {"submit_key": new_id()}, expect=422)
    looked_at(manager, address)
    officer.post(f"{address}/answer", {"submit_key": new_id()}, expect=200)


def test_only_the_officer_and_the_manager_see_that_somebody_asked(
    family: BuiltFamily, sign_in: SignIn
) -> None:
    address = begun(sign_in("information_governance"), family, family.survivor)

    for discipline in ("social_worker", "da_perpetrator_worker", "conference_chair"):
        sign_in(discipline).get(address, expect=404)
    sign_in("team_manager").get(address)
    sign_in("social_worker").get("/subject-access", expect=403)


def test_a_decision_that_cannot_stand_comes_back_with_what_was_typed(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    a_full_entry(site.database, family, "OPENWORDS", present=[family.other])
    officer = sign_in("information_governance")
    address = begun(officer, family, family.other)
    key = DECIDE.findall(officer.get(address).text)[0]

    page = officer.post(
        address, {"do": "decide", "item": key, "choice": "part", "ground": "",
                  "leave_out": "not there at all", "words": "my reasons"}, expect=422,
    ).text  # fmt: skip

    assert "Say on what ground" in page
    assert "Not in it as written" in page
    assert "my reasons" in page


def test_an_unknown_reference_opens_nothing(sign_in: SignIn) -> None:
    page = sign_in("information_governance").post(
        "/subject-access", {"reference": "NOT-THERE"}, expect=422
    )

    assert "No family is known by this reference" in page.text


def test_gathers_many_items_in_few_statements(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    for number in range(30):
        an_entry(site.database, family, note=f"Visit {number}", present=[family.other])
    officer = sign_in("information_governance")
    address = begun(officer, family, family.other)
    officer.get(address)

    with counted_statements(site.database) as sent:
        officer.get(address)

    print(f"workspace: {len(sent)} statements")
    assert len(sent) <= 50, "\n".join(sent)


def test_an_address_that_is_sealed_is_left_out_of_what_the_other_is_given(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    new = NewFact(kind="address", value="12 Quillfeather Road, Newtown",
                  person_id=family.survivor, submit_key=new_id())  # fmt: skip
    row = sealed_row(site.keyring, new, family_id=family.id, by=IMPORTER, now=NOW)
    put(site.database, SealedFact, row)
    an_entry(site.database, family, present=[family.other],
             note="We talked. She is at 12 Quillfeather Road now. He was calm.")  # fmt: skip
    officer = sign_in("information_governance")
    address = begun(officer, family, family.other)

    page = officer.get(address).text
    assert "Give it without some words" in page
    decided(officer, address)
    looked_at(sign_in("team_manager"), address)
    answer = officer.post(f"{address}/answer", {"submit_key": new_id()}, expect=200)

    assert b"Quillfeather" not in b"".join(read_parts(answer.content).values())


def test_what_the_officer_may_not_see_is_kept_out_without_a_word_of_it(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    linked = linked_with(site.database, family)
    sealed(site.database, linked, "address", "41 Quillon Terrace, Ottermere, QX3 4ZZ")
    an_entry(site.database, family, note=SLIP, present=[family.other], mark="family_shared")
    an_entry(site.database, family, note="OPENWORDS", present=[family.other],
             mark="family_shared", days_ago=2)  # fmt: skip
    officer = sign_in("information_governance")
    address = begun(officer, family, family.other)
    page = officer.get(address).text
    assert "that you may not see" in page
    assert "Ottermere" not in page
    assert "1 item proposed to be given whole" in page

    (key,) = set(DECIDE.findall(page)) - set(re.findall(r'name="easy" value="(\w+)"', page))
    officer.post(address, {"do": "accept", "easy": re.findall(r'name="easy" value="(\w+)"', page)})
    officer.post(address, {"do": "decide", "item": key, "choice": "give", "ground": "",
                           "leave_out": "", "words": "I know better"})  # fmt: skip
    looked_at(sign_in("team_manager"), address)
    stopped = officer.post(f"{address}/answer", {"submit_key": new_id()}, expect=409).text
    assert "that you may not see" in stopped
    assert "Ottermere" not in stopped
    assert '<li dir="auto">41' not in stopped


def test_what_may_give_a_place_away_is_read_before_it_is_given(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    an_entry(site.database, family, note=HINT, present=[family.other], mark="family_shared")
    an_entry(site.database, family, note="OPENWORDS", present=[family.other],
             mark="family_shared", days_ago=2)  # fmt: skip
    officer = sign_in("information_governance")
    page = officer.get(begun(officer, family, family.other)).text
    assert "may give a place or a person away" in page
    assert "1 item proposed to be given whole" in page
