"""The page of odd openings: who is told, what they may say, and what nobody learns from it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders.families import NOW, TODAY, BuiltFamily, a_family, a_team
from tests.workbook.conftest import SignedIn
from workbook import audit
from workbook.db import Database
from workbook.monitor import service
from workbook.monitor.rules import Hours
from workbook.monitor.tables import Finding, FindingReview
from workbook.site import Site
from workbook.wall.viewer import importer, monitor

NEVER_OPEN = Hours.of("12:00-12:00", most_families=15)


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    return a_family(site.database)


@pytest.fixture
def snooper(site: Site, family: BuiltFamily) -> str:
    """Somebody of another team who opened the family at night."""
    worker = a_team(site.database)["social_worker"]
    act = audit.Act(
        chain=family.id, act="family_opened", worker_id=worker, discipline="social_worker"
    )
    with site.database.writing(importer(TODAY)) as session:
        audit.note(session, act, now=NOW - timedelta(minutes=1))
    service.look_through(
        site.database, keyring=site.keyring, hours=NEVER_OPEN, now=NOW + timedelta(minutes=1)
    )
    return worker


def finding_ids(database: Database) -> list[str]:
    with database.reading(monitor(TODAY)) as session:
        return list(session.scalars(select(Finding.id).order_by(Finding.rule)))


def test_the_manager_is_told_on_the_first_page_and_finds_why(
    signed_in: SignedIn, family: BuiltFamily, snooper: str
) -> None:
    browser = signed_in(family, by="team_manager")
    home, page = browser.get("/").text, browser.get("/odd-openings").text

    assert snooper
    assert 'href="/odd-openings"' in home
    assert "1 odd opening of a family’s record." in home
    assert "1 opening to look into" in page
    assert "Was not down to work with the family that day" in page
    assert "Was there out of hours" in page
    assert family.reference in page
    assert f"/families/{family.id}/openings" in page


def test_the_privacy_monitor_learns_a_reference_and_no_name_of_the_family(
    signed_in: SignedIn, family: BuiltFamily, snooper: str
) -> None:
    page = signed_in(family, by="privacy_monitor").get("/odd-openings").text

    assert snooper
    assert family.reference in page
    assert not [word for word in ("Reed", "Vane", f"/families/{family.id}") if word in page]


def test_a_manager_of_another_team_is_told_nothing(
    site: Site, signed_in: SignedIn, family: BuiltFamily, snooper: str
) -> None:
    elsewhere = a_family(site.database, name="Others")
    page = signed_in(elsewhere, by="team_manager").get("/odd-openings").text

    assert snooper
    assert family.reference not in page
    assert "Nothing to look into." in page


def test_what_came_of_it_is_kept_once_and_stands_on_the_familys_page(
    site: Site, signed_in: SignedIn, family: BuiltFamily, snooper: str
) -> None:
    ids = finding_ids(site.database)
    key = ids[0]
    sent: dict[str, str | list[str]] = {
        "finding": ids, f"outcome-{key}": "explained", f"words-{key}": "She covered for Jo.",
    }  # fmt: skip
    browser = signed_in(family, by="team_manager")
    browser.post("/odd-openings", sent)
    again = browser.post("/odd-openings", sent, expect=409)
    page = browser.get("/odd-openings").text
    record = browser.get(f"/families/{family.id}/openings").text

    assert snooper
    assert "looked into it in the same moment" in again.text
    assert "Nothing to look into." in page
    assert "She covered for Jo." in page
    assert "Asked about an opening by Social Work Worker: was there out of hours" in record
    assert "Looked into an opening: it was explained" in record
    assert "She covered for Jo." not in record
    with site.database.reading(monitor(TODAY)) as session:
        assert len(session.scalars(select(FindingReview.id)).all()) == len(ids) == 2


def test_a_decision_without_words_comes_back_with_what_was_chosen(
    site: Site, signed_in: SignedIn, family: BuiltFamily, snooper: str
) -> None:
    ids = finding_ids(site.database)
    browser = signed_in(family, by="privacy_monitor")
    page = browser.post(
        "/odd-openings", {"finding": ids, f"outcome-{ids[0]}": "passed_on"}, expect=422
    ).text

    assert snooper
    assert "Write what you found" in page
    assert 'value="passed_on" id' in page.replace("\n", " ")
    assert "checked" in page


def test_nobody_decides_about_what_they_cannot_see(
    site: Site, signed_in: SignedIn, family: BuiltFamily, snooper: str
) -> None:
    elsewhere = a_family(site.database, name="Others")
    ids = finding_ids(site.database)
    sent: dict[str, str | list[str]] = {
        "finding": ids, f"outcome-{ids[0]}": "explained", f"words-{ids[0]}": "x",
    }  # fmt: skip
    signed_in(elsewhere, by="team_manager").post("/odd-openings", sent, expect=404)
    signed_in(family).post("/odd-openings", sent, expect=403)

    assert snooper


def test_each_opening_of_a_staff_family_is_told_within_the_request(
    site: Site, signed_in: SignedIn, family: BuiltFamily
) -> None:
    with site.database.writing(importer(TODAY)) as session:
        service.flag_staff_family(
            session, family_id=family.id, told="Privacy Monitor Worker", now=NOW
        )
    own = signed_in(family)
    own.get(f"/families/{family.id}")
    own.get(f"/families/{family.id}/network")
    told = signed_in(family, by="privacy_monitor").get("/odd-openings").text

    assert "A member of staff is in this family" in told
    assert len(finding_ids(site.database)) == 1
