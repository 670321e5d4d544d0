"""A worker's own account: where they are signed in, ending it, and the password."""

import re
from collections.abc import Iterator

import pytest

from tests.browser import Browser
from tests.builders.staff import PASSWORD, code_now, codes_on, noted
from tests.workbook.staff.conftest import AtDoor
from workbook.staff import rules
from workbook.staff.access import DISCIPLINES

NEW = "a kettle on a slow stove"


@pytest.fixture
def elsewhere(door: AtDoor) -> Iterator[Browser]:
    """The same worker, signed in at another browser."""
    browser = Browser(door.site, worker_id=door.worker)
    yield browser
    browser.close()


@pytest.fixture
def here(door: AtDoor) -> AtDoor:
    """The worker, signed in with the password."""
    door.tries(PASSWORD, expect=303)
    door.browser.take_token("/account")
    return door


def test_lists_where_the_worker_is_signed_in_and_nobody_elses(
    here: AtDoor, elsewhere: Browser
) -> None:
    elsewhere.get("/account")
    other = Browser(here.site, worker_id=here.team["team_manager"])
    page = here.browser.get("/account").text
    other.close()

    assert page.count("/account/sign-ins/") == 1
    assert page.count("this one") == 1


def test_one_sign_in_can_be_ended_from_another(here: AtDoor, elsewhere: Browser) -> None:
    ended = re.search("/account/sign-ins/[0-9a-f]{32}/end", here.browser.get("/account").text)
    assert ended is not None
    here.browser.post(ended[0])

    assert elsewhere.fetch("/").status_code == 303
    here.browser.get("/account")


def test_nobody_ends_somebody_elses_sign_in(here: AtDoor) -> None:
    other = Browser(here.site, worker_id=here.team["team_manager"])
    sign_in = rules.key_hash(other.cookie(here.site.cookie))[:32]
    here.browser.post(f"/account/sign-ins/{sign_in}/end")

    assert other.fetch("/").status_code == 200
    other.close()


def test_signing_out_everywhere_ends_every_one(here: AtDoor, elsewhere: Browser) -> None:
    answer = here.browser.post("/account/sign-out-everywhere")

    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert here.browser.fetch("/").status_code == 303
    assert elsewhere.fetch("/").status_code == 303
    assert len(noted(here.site.database, "signed_out_everywhere")) == 1


def test_a_new_password_ends_every_other_sign_in(here: AtDoor, elsewhere: Browser) -> None:
    fields = {"new_password": NEW, "new_again": NEW, "step_password": PASSWORD}
    here.browser.post("/account/password", fields)

    here.browser.get("/account?done=password")
    assert elsewhere.fetch("/").status_code == 303
    here.tries(PASSWORD, expect=422)
    here.tries(NEW, expect=303)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"new_password": "passwordpassword", "new_again": "passwordpassword"}, "Many people use"),
        ({"new_password": "short", "new_again": "short"}, "Use at least 15 characters"),
        ({"new_password": NEW, "new_again": NEW + "s"}, "Type the same new password twice"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    here: AtDoor, fields: dict[str, str], words: str
) -> None:
    answer = here.browser.post(
        "/account/password", {**fields, "step_password": PASSWORD}, expect=422
    )

    assert words in answer.text
    here.tries(PASSWORD, expect=303)


@pytest.mark.parametrize("discipline", sorted(rules.SECOND_STEP_DISCIPLINES & DISCIPLINES.keys()))
def test_roles_that_look_after_accounts_set_up_a_second_step_before_anything_else(
    door: AtDoor, discipline: str
) -> None:
    worker = door.with_password(discipline)
    door.tries(PASSWORD, name=worker, expect=303)

    assert door.browser.fetch("/").headers["location"] == "/account"
    assert "Your role signs in with a second step" in door.browser.get("/account").text
    codes_on(door.site, worker)
    door.tries(PASSWORD, name=worker, expect=303)
    door.browser.post("/sign-in/second-step", {"code": code_now()})
    assert door.browser.fetch("/").headers.get("location") != "/account"
