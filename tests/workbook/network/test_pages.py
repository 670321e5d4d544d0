"""The family and network page as each kind of worker sees it, and who opened the record."""

import gzip
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from modules.catalogue import Catalogue
from tests.browser import Browser, counted_statements
from tests.builders import cases
from tests.builders.families import NOW, TODAY, a_family
from tests.workbook.conftest import SignedIn
from workbook import audit
from workbook.cases.service import bring_in_folder
from workbook.db import new_id
from workbook.families.tables import FamilyMember, Household, HouseholdMember, Person
from workbook.site import Site
from workbook.staff.tables import Worker
from workbook.wall.viewer import importer

HOSTILE = "<script>alert(1)</script> & {{ 7 * 7 }} שלום 🙂"
DISCIPLINES = {
    "dw": "da_survivor_worker",
    "pw": "da_perpetrator_worker",
    "mh": "mental_health_practitioner",
    "bs": "business_support",
    "fg": "fgdm_coordinator",
    "ch": "conference_chair",
}
ADDRESS, SEALED, OPEN_NUMBER = "1 Nowhere Row", "01632 960001", "01632 960002"


@pytest.fixture
def reed(site: Site, tmp_path: Path, catalogue: Catalogue) -> tuple[str, dict[str, str]]:
    """The Reed family of the case builder with a worker of each kind: its id, workers' ids."""
    base = cases.a_family()
    workers = [
        *base["workers"],
        *(
            {"id": key, "name": f"Worker {key}", "discipline": discipline,
             "employer": "Testing Council", "from": "2026-05-01"}
            for key, discipline in DISCIPLINES.items()
        ),
    ]  # fmt: skip
    contacts = [
        {"person": "ann", "channel": "mobile", "value": SEALED, "safe": True, "sealed": True},
        {"person": "ann", "channel": "home_phone", "value": OPEN_NUMBER, "safe": False,
         "sealed": False},
    ]  # fmt: skip
    family = cases.a_family(
        workers=workers,
        contact_details=contacts,
        withheld=[{"what": "the new address", "from": ["bob"], "why": "danger"}],
    )
    led = cases.what_the_family_leads()
    led["fgdm_offers"][0]["reoffer_due"] = "2026-06-10"
    folder = cases.a_case(tmp_path / "reed", family=family, family_led=led)
    brought = bring_in_folder(site.database, folder, catalogue=catalogue, now=NOW)
    with site.database.reading(importer(TODAY)) as session:
        found = session.execute(select(Worker.id, Worker.discipline))
        ids = {row.discipline: row.id for row in found}
    return (brought.family_id, ids)


def opened(site: Site, reed: tuple[str, dict[str, str]], discipline: str) -> str:
    browser = Browser(site, worker_id=reed[1][discipline])
    try:
        return browser.get(f"/families/{reed[0]}/network").text
    finally:
        browser.close()


class TestNetworkPage:
    @pytest.mark.parametrize("discipline", ["social_worker", "team_manager", "da_survivor_worker"])
    def test_shows_those_who_keep_people_safe_where_they_are_and_what_to_keep(
        self, site: Site, reed: tuple[str, dict[str, str]], discipline: str
    ) -> None:
        text = opened(site, reed, discipline)

        assert "Protected address" in text
        assert "Known to Ann Reed." in text
        assert "Mobile: sealed" in text
        assert ADDRESS not in text
        assert SEALED not in text
        assert "Has used abuse towards Ann Reed" in text
        assert "the new address" in text

    @pytest.mark.parametrize(
        "discipline", sorted(set(DISCIPLINES.values()) - {"da_survivor_worker"})
    )
    def test_keeps_the_place_the_number_and_the_abuse_from_everybody_else(
        self, site: Site, reed: tuple[str, dict[str, str]], discipline: str
    ) -> None:
        text = opened(site, reed, discipline)

        for kept in (ADDRESS, SEALED, "used abuse"):
            assert kept not in text
        assert "Kim Reed" in text

    @pytest.mark.parametrize(
        "discipline", ["da_perpetrator_worker", "business_support", "conference_chair"]
    )
    def test_says_what_is_kept_from_whom_to_the_family_s_own_team_only(
        self, site: Site, reed: tuple[str, dict[str, str]], discipline: str
    ) -> None:
        assert "the new address" not in opened(site, reed, discipline)

    def test_shows_people_the_register_goals_offers_and_the_plan(
        self, site: Site, reed: tuple[str, dict[str, str]]
    ) -> None:
        text = opened(site, reed, "social_worker")

        for words in (
            "Born 2 April 2016", "Child in need, since 1 May 2026", "Aunt", "Kim 8",
            "Must not meet", "No one recorded on the father’s side", "Calm mornings",
            "Importance 9, confidence 5, readiness 0", "Ann Reed: Said no. “Not yet”",
            "Offer again: ", "Tea on Fridays", "Version 1, made on 10 June 2026", "Never use",
            OPEN_NUMBER, "Is brother or sister of Ann Reed.", "Sam Wells",
        ):  # fmt: skip
            assert words in text, words

    def test_takes_fifteen_statements(self, site: Site, reed: tuple[str, dict[str, str]]) -> None:
        browser = Browser(site, worker_id=reed[1]["social_worker"])
        with counted_statements(site.database) as sent:
            answer = browser.get(f"/families/{reed[0]}/network")
        browser.close()

        assert len(sent) <= 15
        assert len(gzip.compress(answer.content)) < 80_000

    def test_whoever_may_not_be_named_is_not_there(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        hidden, home = new_id(), new_id()
        of: dict[str, Any] = {"recorded_at": NOW, "recorded_by": "importer", "family_id": family.id}
        with site.database.writing(importer(TODAY)) as session:
            session.execute(insert(Person), [{
                "id": hidden, "recorded_at": NOW, "recorded_by": "importer",
                "name": "Hidden Aunt", "known_as": "", "born": None, "due": None, "died": None,
                "identity": "hidden-identity",
            }])  # fmt: skip
            session.execute(insert(FamilyMember), [of | {
                "id": new_id(), "person_id": hidden, "kind": "network_member", "side": "maternal",
                "discipline": "social_worker", "employer": "", "mark": "survivor_protected",
                "mark_persons": [family.other],
            }])  # fmt: skip
            session.execute(insert(Household), [of | {
                "id": home, "address": "2 Plain Street", "protected": False, "known_by": [],
            }])  # fmt: skip
            session.execute(insert(HouseholdMember), [of | {
                "id": new_id(), "household_id": home, "person_id": hidden,
                "starts_on": date(2026, 1, 1), "ends_on": None, "protected": False,
            }])  # fmt: skip
        address = f"/families/{family.id}/network"

        assert "Hidden Aunt" in signed_in(family).get(address).text
        kept = signed_in(family, by="da_perpetrator_worker").get(address).text
        assert "Hidden" not in kept
        assert "hidden-identity" not in kept
        assert "2 Plain Street" in kept

    def test_keeps_hostile_names_as_they_were_typed(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database, child_name=HOSTILE, name=HOSTILE)

        text = signed_in(family).get(f"/families/{family.id}/network").text

        assert "<script>alert" not in text
        assert "{{ 7 * 7 }} שלום 🙂" in text

    def test_says_what_to_do_where_nothing_is_recorded(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)

        text = signed_in(family).get(f"/families/{family.id}/network").text

        for words in ("No one recorded on the mother’s side", "No offer is recorded yet",
                      "has made no plan of its own yet"):  # fmt: skip
            assert words in text

    @pytest.mark.parametrize("page", ["network", "openings"])
    def test_another_teams_family_is_not_there(
        self, site: Site, signed_in: SignedIn, page: str
    ) -> None:
        mine, theirs = a_family(site.database), a_family(site.database)
        browser = signed_in(mine)

        for family_id in (theirs.id, new_id()):
            answer = browser.get(f"/families/{family_id}/{page}", expect=404)
            assert "Page not found" in answer.text


class TestOpenings:
    def test_says_who_opened_what_newest_first(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        signed_in(family, by="da_survivor_worker").get(f"/families/{family.id}/network")

        browser = signed_in(family)
        browser.get(f"/families/{family.id}/modules/starting")
        text = browser.get(f"/families/{family.id}/openings").text

        lines = text.split("<tbody>")[1]
        assert lines.index("Opened a part of the programme") < lines.index("Opened family and")
        assert "Survivor Worker" in lines

    def test_shows_a_hundred_and_a_way_to_earlier_ones(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        acts = [
            audit.Act(
                chain=family.id, act="family_opened", discipline="social_worker",
                worker_id=family.workers["social_worker"],
            )
            for _ in range(130)
        ]  # fmt: skip
        with site.database.writing(importer(TODAY)) as session:
            audit.note(session, *acts, now=NOW - timedelta(hours=1))
        browser = signed_in(family)
        address = f"/families/{family.id}/openings"

        with counted_statements(site.database) as sent:
            first = browser.get(address).text
        second = browser.get(f"{address}?page=2").text

        assert len(sent) <= 10
        assert first.count("Opened the workbook") == 100
        assert f"{address}?page=2" in first
        # Looking at the first page was an opening too, and moved one line on to the second.
        assert second.count("Opened the workbook") == 31
        browser.get(f"{address}?page=9", expect=404)

    @pytest.mark.parametrize("page", ["0", "-1", "x", "²", "1001"])
    def test_a_page_that_is_none_is_not_there(
        self, site: Site, signed_in: SignedIn, page: str
    ) -> None:
        family = a_family(site.database)

        signed_in(family).get(f"/families/{family.id}/openings?page={page}", expect=404)

    def test_the_manager_can_give_all_of_it_out_as_a_table(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        address = f"/families/{family.id}/openings"
        with site.database.writing(importer(TODAY)) as session:
            session.execute(
                insert(Worker),
                [{"id": "f" * 32, "name": "=1+1", "discipline": "recovery_worker",
                  "employer": "C", "team_id": family.team_id, "left_on": None}],
            )  # fmt: skip
            act = audit.Act(
                chain=family.id, act="entry_opened", worker_id="f" * 32,
                discipline="recovery_worker",
            )  # fmt: skip
            audit.note(session, act, now=NOW)
        manager = signed_in(family, by="team_manager")
        assert f'href="{address}/table"' in manager.get(address).text
        answer = manager.get(f"{address}/table")
        assert answer.headers["content-disposition"] == 'attachment; filename="who-opened.csv"'
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[0] == '"Day","Time","Who","Discipline","What they did"'
        assert lines[-1].endswith('"\'=1+1","Recovery","Opened an entry"')
        assert "Downloaded who opened this record" in manager.get(address).text
        worker = signed_in(family)
        assert f"{address}/table" not in worker.get(address).text
        worker.get(f"{address}/table", expect=403)
