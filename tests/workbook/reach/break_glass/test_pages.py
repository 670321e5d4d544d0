"""Asking after a family exactly, and opening it for a day."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from tests.browser import Browser, counted_statements
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.builders.reach import BORN, SIGNED, break_in, closed, known, looking, opening
from tests.builders.staff import a_password
from tests.workbook.reach.conftest import SignIn
from workbook.audit import AuditEvent
from workbook.db import new_id
from workbook.families.tables import Family, Route
from workbook.reach.rules import opened
from workbook.reach.tables import Conflict
from workbook.site import Site
from workbook.wall.viewer import importer

ASKED = "/open-a-family/asked"


@pytest.mark.parametrize(
    "question",
    [
        {"reference": "exact"},
        {"reference": "spaced"},
        {"name": "kim reed", "born": BORN.isoformat()},
        {"name": "  Kim  REED ", "born": f"{BORN.day} {BORN.month} {BORN.year}"},
    ],
)
def test_says_that_a_family_is_known_and_with_whom_but_no_name(
    stranger: Browser, family: BuiltFamily, question: dict[str, str]
) -> None:
    spellings = {"exact": family.reference, "spaced": f" {family.reference.lower()} "}
    asked = {name: spellings.get(value, value) for name, value in question.items()}

    page = stranger.post(ASKED, asked, expect=200).text

    assert f"Known. Open, with Team {family.team_id}." in page
    assert family.name not in page
    assert "Vane" not in page


@pytest.mark.parametrize(
    "question",
    [
        {"reference": "T-nothing"},
        {"name": "Kim Reed", "born": "2001-01-01"},
        {"name": "Kim", "born": BORN.isoformat()},
        {"name": "Reed Kim", "born": BORN.isoformat()},
    ],
)
def test_knows_nothing_that_is_not_exactly_so(
    stranger: Browser, family: BuiltFamily, question: dict[str, str]
) -> None:
    page = stranger.post(ASKED, question, expect=200).text

    assert "Not known." in page
    assert family.id not in page


def test_says_in_which_month_a_family_was_closed(
    site: Site, stranger: Browser, family: BuiltFamily
) -> None:
    closed(site.database, family, TODAY - timedelta(days=60))

    page = stranger.post(ASKED, {"reference": family.reference}, expect=200).text

    assert f"Known. Closed in {TODAY - timedelta(days=60):%B %Y}, with" in page


@pytest.mark.parametrize("question", [{}, {"name": "Kim Reed"}, {"born": "2020-01-01"}])
def test_asks_for_what_a_question_lacks(stranger: Browser, question: dict[str, str]) -> None:
    page = stranger.post(ASKED, question, expect=422).text

    assert "There is a problem" in page


def test_notes_each_question_without_its_words_and_stops_at_the_daily_limit(
    site: Site, stranger: Browser, family: BuiltFamily, elsewhere: dict[str, str]
) -> None:
    most = site.settings.asked_after_a_day
    for _ in range(most):
        stranger.post(ASKED, {"reference": family.reference}, expect=200)
    stranger.post(ASKED, {"reference": family.reference}, expect=429)

    with site.database.reading(importer(TODAY)) as session:
        rows = session.scalars(
            select(AuditEvent).where(AuditEvent.chain == elsewhere["social_worker"])
        ).all()
    assert [row.act for row in rows] == ["family_asked_after"] * most
    assert family.reference not in str([(row.object_id, row.detail) for row in rows])


def test_opens_for_a_day_with_a_banner_on_every_page(
    site: Site, stranger: Browser, family: BuiltFamily, elsewhere: dict[str, str]
) -> None:
    stranger.get(f"/families/{family.id}", expect=404)

    route = break_in(stranger, family)

    for page in ("", "/network", "/record", "/openings", "/chronology"):
        shown = stranger.get(f"/families/{family.id}{page}").text
        assert "You opened this family although you do not work with it" in shown
    assert (
        "Opened a family they do not work with"
        in stranger.get(f"/families/{family.id}/openings").text
    )
    with site.database.reading(importer(TODAY)) as session:
        assert session.scalars(select(Route)).all() == []
    me = looking(family, elsewhere["social_worker"], "social_worker")
    with site.database.reading(me) as session:
        row = session.scalars(select(Route)).one()
    assert row.ends_at - row.starts_at == timedelta(hours=24)
    assert "school" not in row.reason
    said = opened(site.keyring, row.reason, table="route", row_id=route)
    assert said.startswith("The school rang")


def test_shows_no_banner_to_those_who_work_with_the_family(
    sign_in: SignIn, family: BuiltFamily
) -> None:
    page = sign_in(family.workers["social_worker"]).get(f"/families/{family.id}").text

    assert "although you do not work with it" not in page


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"reason": "too short"}, "at least 20 characters"),
        ({"reason": ""}, "Say why you need to open this family"),
        ({"reason_code": ""}, "Choose the nearest reason"),
        ({"reason_code": "curious"}, "Choose one of the answers shown"),
        ({"step_password": "not the password"}, "Your password is not right"),
    ],
)
def test_opens_nothing_without_a_reason_and_the_password(
    stranger: Browser, family: BuiltFamily, given: dict[str, str], problem: str
) -> None:
    stranger.post(ASKED, {"reference": family.reference}, expect=200)

    page = stranger.post("/open-a-family", opening(family, **given), expect=422).text

    assert problem in page
    stranger.get(f"/families/{family.id}", expect=404)


def test_opens_nothing_that_was_not_asked_after(stranger: Browser, family: BuiltFamily) -> None:
    stranger.post("/open-a-family", opening(family), expect=404)

    stranger.get(f"/families/{family.id}", expect=404)


def test_opens_nothing_but_what_was_found(
    site: Site, stranger: Browser, family: BuiltFamily
) -> None:
    other = a_family(site.database)
    stranger.post(ASKED, {"reference": family.reference}, expect=200)

    stranger.post("/open-a-family", opening(family, family=other.id), expect=404)

    stranger.get(f"/families/{other.id}", expect=404)


def test_the_same_form_sent_twice_opens_once(stranger: Browser, family: BuiltFamily) -> None:
    stranger.post(ASKED, {"reference": family.reference}, expect=200)
    form = opening(family)

    stranger.post("/open-a-family", form)
    again = stranger.post("/open-a-family", form)

    assert again.headers["location"] == f"/families/{family.id}"


def test_an_opening_not_looked_into_stands_in_the_way_of_the_next(
    site: Site, stranger: Browser, family: BuiltFamily
) -> None:
    break_in(stranger, family)
    other = a_family(site.database)
    known(site, other)

    answer = stranger.post(ASKED, {"reference": other.reference}, expect=200).text
    stranger.post("/open-a-family", opening(other), expect=422)

    assert "has not been looked into yet" in answer
    assert "Privacy Monitor Worker" in answer
    stranger.get(f"/families/{other.id}", expect=404)


def test_never_opens_a_family_that_the_worker_knows(
    site: Site, stranger: Browser, family: BuiltFamily, elsewhere: dict[str, str]
) -> None:
    row = {**SIGNED, "id": new_id(), "family_id": family.id, "kind": "declared", "words": "",
           "worker_id": elsewhere["social_worker"]}  # fmt: skip
    with site.database.writing(importer(TODAY)) as session:
        session.execute(insert(Conflict), [row])
    stranger.post(ASKED, {"reference": family.reference}, expect=200)

    page = stranger.post("/open-a-family", opening(family), expect=403).text

    assert "You cannot open this family" in page
    stranger.get(f"/families/{family.id}", expect=404)


def test_a_manager_opens_a_closed_family_of_the_team_with_a_reason_alone(
    site: Site, sign_in: SignIn, family: BuiltFamily
) -> None:
    closed(site.database, family, TODAY - timedelta(days=60))
    a_password(site.database, family.workers["team_manager"])
    manager = sign_in(family.workers["team_manager"])
    manager.get(f"/families/{family.id}", expect=404)

    break_in(manager, family)

    page = manager.get(f"/families/{family.id}").text
    assert "You opened this closed family with a reason" in page
    assert "Nothing is waiting" in manager.get("/openings").text


def test_a_way_in_is_over_after_a_day(
    site: Site, stranger: Browser, family: BuiltFamily, elsewhere: dict[str, str]
) -> None:
    break_in(stranger, family)
    found = []

    for hours in (1, 23, 25):
        later = NOW + timedelta(hours=hours)
        me = looking(family, elsewhere["social_worker"], "social_worker", now=later)
        with site.database.reading(me) as session:
            found.append(len(session.scalars(select(Family)).all()))

    assert found == [1, 1, 0]


def test_a_page_of_an_opened_family_takes_no_more_statements(
    site: Site, stranger: Browser, family: BuiltFamily
) -> None:
    break_in(stranger, family)

    with counted_statements(site.database) as sent:
        stranger.get(f"/families/{family.id}")

    assert len(sent) <= 12
