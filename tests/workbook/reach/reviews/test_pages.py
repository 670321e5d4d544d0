"""Looking into what was opened by somebody who does not work with the family."""

from datetime import date

import pytest

from tests.browser import Browser
from tests.builders.families import BuiltFamily
from tests.builders.reach import break_in
from tests.workbook.reach.conftest import SignIn
from workbook.reach.reviews.rules import working_days_after


@pytest.fixture
def route(stranger: Browser, family: BuiltFamily) -> str:
    return break_in(stranger, family)


@pytest.fixture
def manager(sign_in: SignIn, family: BuiltFamily) -> Browser:
    return sign_in(family.workers["team_manager"])


def test_the_manager_is_told_at_once(manager: Browser, route: str) -> None:
    del route

    assert "1 opening by somebody who does not work with the family" in manager.get("/").text


def test_shows_who_when_why_and_what_they_opened(
    manager: Browser, stranger: Browser, family: BuiltFamily, route: str
) -> None:
    stranger.get(f"/families/{family.id}/network")

    listed = manager.get("/openings").text
    page = manager.get(f"/openings/{route}").text

    assert f'href="/openings/{route}"' in listed
    assert "The school rang: nobody fetched Kim today." in page
    assert "Opened family and network" in page
    assert "I am on duty" in page


def test_a_review_lets_the_worker_open_another(
    manager: Browser, stranger: Browser, route: str
) -> None:
    fields = {"outcome": "talk_needed", "words": "We speak on Monday."}

    manager.post(f"/openings/{route}", fields)

    assert "Nothing is waiting" in manager.get("/openings").text
    assert "We speak on Monday." in manager.get(f"/openings/{route}").text
    assert "has not been looked into" not in stranger.get("/open-a-family").text
    assert "1 opening" not in manager.get("/").text


def test_a_review_stands_once(manager: Browser, route: str) -> None:
    manager.post(f"/openings/{route}", {"outcome": "justified", "words": ""})
    manager.post(f"/openings/{route}", {"outcome": "not_justified", "words": "Changed my mind"})

    assert "It was right to open it" in manager.get(f"/openings/{route}").text


@pytest.mark.parametrize(
    "fields", [{}, {"outcome": "not_justified"}, {"outcome": "fine", "words": "x"}]
)
def test_asks_for_what_a_review_lacks(manager: Browser, route: str, fields: dict[str, str]) -> None:
    assert "There is a problem" in manager.post(f"/openings/{route}", fields, expect=422).text


def test_the_privacy_monitor_looks_into_it_without_the_family_s_name(
    sign_in: SignIn, elsewhere: dict[str, str], family: BuiltFamily, route: str
) -> None:
    monitor = sign_in(elsewhere["privacy_monitor"])

    listed, page = monitor.get("/openings").text, monitor.get(f"/openings/{route}").text
    monitor.post(f"/openings/{route}", {"outcome": "justified"})

    assert family.name not in listed + page
    assert f"Record {family.id[:8]}" in listed
    monitor.get(f"/families/{family.id}", expect=403)


def test_nobody_looks_into_their_own_or_another_team_s(
    sign_in: SignIn, elsewhere: dict[str, str], stranger: Browser, route: str
) -> None:
    sign_in(elsewhere["team_manager"]).get(f"/openings/{route}", expect=404)
    stranger.get(f"/openings/{route}", expect=403)
    stranger.post(f"/openings/{route}", {"outcome": "justified"}, expect=403)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 11, 16), date(2026, 11, 19)),
        (date(2026, 11, 20), date(2026, 11, 25)),
        (date(2026, 12, 24), date(2026, 12, 31)),
    ],
)
def test_three_working_days_leave_out_weekends_and_bank_holidays(start: date, due: date) -> None:
    assert working_days_after(start, 3) == due


def test_whoever_reads_no_family_starts_at_a_page_of_their_own(
    sign_in: SignIn, elsewhere: dict[str, str]
) -> None:
    for role, page in (("privacy_monitor", "/odd-openings"), ("system_administrator", "/roles")):
        assert sign_in(elsewhere[role]).fetch("/").headers["location"] == page
