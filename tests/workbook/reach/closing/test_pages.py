"""Closing a family's workbook and opening it again."""

from datetime import timedelta

import pytest

from tests.browser import Browser
from tests.builders.families import TODAY, BuiltFamily
from tests.builders.reach import closed
from tests.workbook.reach.conftest import SignIn
from workbook.site import Site


@pytest.fixture
def manager(sign_in: SignIn, family: BuiltFamily) -> Browser:
    return sign_in(family.workers["team_manager"])


def close(manager: Browser, family: BuiltFamily, *, ago: int = 0, was: str = "") -> None:
    on = (TODAY - timedelta(days=ago)).isoformat()
    fields = {"on": on, "reason": "The plan has ended well.", "closed": was}
    manager.post(f"/families/{family.id}/close", fields)


def test_a_closed_family_leaves_the_lists_and_says_so_on_its_pages(
    manager: Browser, sign_in: SignIn, family: BuiltFamily
) -> None:
    close(manager, family)
    worker = sign_in(family.workers["social_worker"])

    for home in (manager.get("/").text, worker.get("/").text):
        lists, _, closed_lately = home.partition("Closed lately")
        assert family.name not in lists
        assert family.name in closed_lately
    for page in ("", "/workers", "/record"):
        shown = worker.get(f"/families/{family.id}{page}").text
        assert "This family was closed on" in shown
        assert "The plan has ended well." in shown


def test_opened_again_it_is_as_before(
    manager: Browser, sign_in: SignIn, family: BuiltFamily
) -> None:
    close(manager, family, ago=3)
    close(manager, family, was="1")

    page = sign_in(family.workers["social_worker"]).get(f"/families/{family.id}").text
    assert "This family was closed" not in page
    assert family.name in manager.get("/").text


def test_those_who_worked_with_it_look_at_it_for_four_weeks(
    site: Site, sign_in: SignIn, family: BuiltFamily
) -> None:
    worker = sign_in(family.workers["social_worker"])
    closed(site.database, family, TODAY - timedelta(days=27))
    worker.get(f"/families/{family.id}")


def test_closed_long_ago_it_is_gone_at_the_next_request(
    manager: Browser, sign_in: SignIn, family: BuiltFamily
) -> None:
    worker = sign_in(family.workers["social_worker"])

    close(manager, family, ago=28)

    worker.get(f"/families/{family.id}", expect=404)
    manager.get(f"/families/{family.id}", expect=404)


@pytest.mark.parametrize(
    "fields",
    [
        {"on": (TODAY + timedelta(days=1)).isoformat(), "reason": "x"},
        {"on": (TODAY - timedelta(days=400)).isoformat(), "reason": "x"},
        {"on": TODAY.isoformat(), "reason": ""},
        {"on": TODAY.isoformat(), "reason": "x", "closed": "1"},
    ],
)
def test_says_what_is_wrong_with_a_closing(
    manager: Browser, family: BuiltFamily, fields: dict[str, str]
) -> None:
    page = manager.post(f"/families/{family.id}/close", fields, expect=422).text

    assert "There is a problem" in page
    assert "This family was closed" not in manager.get(f"/families/{family.id}").text


def test_nobody_but_the_manager_closes(sign_in: SignIn, family: BuiltFamily) -> None:
    sign_in(family.workers["social_worker"]).get(f"/families/{family.id}/close", expect=403)
