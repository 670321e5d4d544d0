"""A match at night is a question to information governance, never a bar."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select

from tests.browser import Browser
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.builders.reach import SIGNED, looking
from tests.workbook.reach.conftest import SignIn
from workbook.db import Database, new_id
from workbook.encryption import Keyring
from workbook.entries.tables import Entry
from workbook.families.tables import ContactDetail, Household, HouseholdMember
from workbook.reach.matches.service import match
from workbook.reach.service import index
from workbook.reach.tables import KnownFamily, MatchProposal, StaffDetails
from workbook.site import Site
from workbook.wall.viewer import importer, monitor

HOME = "1 Nowhere Row, QX1 2AB"


def at_home(database: Database, family: BuiltFamily) -> None:
    """Give the child’s mother an address and a telephone."""
    home = new_id()
    of = {**SIGNED, "family_id": family.id}
    with database.writing(importer(TODAY)) as session:
        session.execute(insert(Household), [
            {**of, "id": home, "address": HOME, "protected": False, "known_by": []}
        ])  # fmt: skip
        session.execute(insert(HouseholdMember), [
            {**of, "id": new_id(), "household_id": home, "person_id": family.survivor,
             "starts_on": None, "ends_on": None, "protected": False}
        ])  # fmt: skip
        session.execute(insert(ContactDetail), [
            {**of, "id": new_id(), "person_id": family.survivor, "channel": "mobile",
             "value": "01632 960001", "safe": True, "sealed": False}
        ])  # fmt: skip


@pytest.fixture
def keeper(sign_in: SignIn, family: BuiltFamily) -> Browser:
    return sign_in(family.workers["information_governance"])


@pytest.fixture
def neighbour(site: Site, family: BuiltFamily, stranger: Browser) -> Browser:
    """A social worker of another team who lives where the mother lives, after the night."""
    at_home(site.database, family)
    fields = {"address": "1 nowhere row", "postcode": "qx12ab", "phone": "+44 1632 960001"}
    stranger.post("/own-details", fields)
    assert match(site.database, keyring=site.keyring, now=NOW) == 1
    return stranger


def proposal(site: Site, family: BuiltFamily) -> str:
    keeper = looking(family, family.workers["information_governance"], "information_governance")
    with site.database.reading(keeper) as session:
        return session.scalars(select(MatchProposal.id)).one()


def test_asks_once_and_says_in_what_they_are_alike(
    site: Site, neighbour: Browser, keeper: Browser, family: BuiltFamily
) -> None:
    del neighbour
    assert match(site.database, keyring=site.keyring, now=NOW) == 0

    page = keeper.get("/matches").text

    assert "1 question about who may know a family" in keeper.get("/").text
    assert f"Ann Reed ({family.name}, {family.reference})" in page
    assert "the same postcode, the same address and the same telephone number" in page


def test_what_is_confirmed_closes_the_family(
    site: Site, neighbour: Browser, keeper: Browser, family: BuiltFamily, sign_in: SignIn
) -> None:
    del neighbour
    keeper.post(f"/matches/{proposal(site, family)}", {"knows": "yes", "words": "Neighbours."})

    assert "Decided after a match" in keeper.get("/conflicts").text
    assert "No question waits" in keeper.get("/matches").text
    assert "knows" in sign_in(family.workers["team_manager"]).get("/").text


def test_what_is_dismissed_needs_a_reason_and_bars_nobody(
    site: Site, neighbour: Browser, keeper: Browser, family: BuiltFamily
) -> None:
    del neighbour
    address = f"/matches/{proposal(site, family)}"

    keeper.post(address, {"knows": "no"}, expect=422)
    keeper.post(address, {"knows": "no", "words": "They moved out in May."})

    assert "None holds" in keeper.get("/conflicts").text


def test_a_workers_own_details_are_kept_as_figures_alone(
    site: Site, neighbour: Browser, elsewhere: dict[str, str], family: BuiltFamily
) -> None:
    del neighbour
    me = looking(family, elsewhere["social_worker"], "social_worker")
    with site.database.reading(me) as session:
        row = session.scalars(select(StaffDetails)).one()

    assert {len(row.postcode), len(row.address), len(row.phone)} == {64}


@pytest.mark.parametrize("fields", [{"postcode": "QX1"}, {"phone": "123"}])
def test_says_what_is_wrong_with_own_details(stranger: Browser, fields: dict[str, str]) -> None:
    assert "There is a problem" in stranger.post("/own-details", fields, expect=422).text


def test_matches_on_both_engines_and_reads_nothing_that_was_written(
    either_database: Database, tmp_path: Path
) -> None:
    keyring = Keyring.load(tmp_path / "keys")
    family = a_family(either_database)
    at_home(either_database, family)

    assert match(either_database, keyring=keyring, now=NOW) == 0
    with either_database.reading(monitor(TODAY)) as session:
        assert session.scalars(select(Entry)).all() == []


def test_families_that_were_there_before_can_be_asked_after(
    either_database: Database, tmp_path: Path
) -> None:
    keyring = Keyring.load(tmp_path / "keys")
    a_family(either_database)

    assert index(either_database, keyring=keyring, now=NOW) == 2
    assert index(either_database, keyring=keyring, now=NOW) == 0
    with either_database.reading(monitor(TODAY)) as session:
        assert len(session.scalars(select(KnownFamily)).all()) == 2
