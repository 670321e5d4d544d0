"""Locked after a while without use: nothing is shown, nothing is lost."""

import re

import pytest

from tests.builders.staff import PASSWORD, signed_in_since, still_waiting, unused_for
from tests.workbook.staff.conftest import AtDoor

WORDS = "a word of the worker’s own"


@pytest.fixture
def locked(door: AtDoor) -> AtDoor:
    """A worker whose sign-in has not been used for a while."""
    door.tries(PASSWORD, expect=303)
    door.browser.take_token("/")
    unused_for(door.site.database, minutes=16)
    return door


def test_shows_nothing_but_who_it_is_and_how_to_unlock(locked: AtDoor) -> None:
    page = locked.browser.get("/unlock?back_to=/account").text

    assert "Unlock to carry on" in page
    assert 'name="password"' in page
    assert "fs-nav" not in page


def test_unlocking_leads_back_under_a_new_key_and_old_forms_still_count(locked: AtDoor) -> None:
    before = locked.browser.cookie(locked.site.cookie)
    answer = locked.browser.post("/unlock", {"password": PASSWORD, "back_to": "/account"})

    assert answer.headers["location"] == "/account"
    assert locked.browser.cookie(locked.site.cookie) not in ("", before)
    locked.browser.post("/search", {"words": WORDS}, expect=200)
    locked.browser.set_cookie(locked.site.cookie, before)
    locked.browser.get("/", expect=303)


def test_words_sent_while_locked_are_kept_sealed_and_come_back(locked: AtDoor) -> None:
    late = locked.browser.post("/search", {"words": WORDS}, expect=401)
    kept = re.search('name="kept" value="([^"]+)"', late.text)
    assert kept is not None
    assert WORDS not in late.text

    fields = {"password": PASSWORD, "back_to": "/search", "kept": kept[1]}
    back = locked.browser.post("/unlock", fields, expect=200)
    assert f'value="{WORDS}"' in back.text
    assert locked.browser.csrf in back.text


def test_a_wrong_password_unlocks_nothing_and_loses_nothing(locked: AtDoor) -> None:
    late = locked.browser.post("/search", {"words": WORDS}, expect=401)
    kept = re.search('name="kept" value="([^"]+)"', late.text)
    assert kept is not None

    again = locked.browser.post(
        "/unlock", {"password": "x" * 20, "back_to": "/search", "kept": kept[1]}, expect=422
    )
    assert kept[1] in again.text
    assert locked.browser.fetch("/").headers["location"] == "/unlock"


def test_wrong_passwords_slow_unlocking_down_as_at_the_door(locked: AtDoor) -> None:
    for _ in range(5):
        locked.browser.post("/unlock", {"password": "x" * 20}, expect=422)
    still_waiting(locked.site.database)

    locked.browser.post("/unlock", {"password": PASSWORD}, expect=422)


def test_another_site_unlocks_nothing(locked: AtDoor) -> None:
    headers = {"origin": "https://elsewhere.example"}
    locked.browser.post("/unlock", {"password": PASSWORD}, expect=403, headers=headers)


def test_what_a_page_asks_for_by_itself_is_no_use(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    unused_for(door.site.database, minutes=10)
    for mode in ("cors", "no-cors", "same-origin"):
        door.browser.fetch("/", headers={"sec-fetch-mode": mode})
    unused = door.seen_ago()
    door.browser.fetch("/", headers={"sec-fetch-mode": "navigate"})

    assert unused > 9 * 60
    assert door.seen_ago() < 60


def test_typing_counts_as_use(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    door.browser.take_token("/")
    unused_for(door.site.database, minutes=10)
    door.browser.post("/in-use", expect=200, headers={"sec-fetch-mode": "cors"})

    assert door.seen_ago() < 60


def test_a_page_that_hid_itself_is_locked_for_the_server_too(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    door.browser.take_token("/")
    answer = door.browser.post("/lock", expect=200)

    assert answer.json()["ways"] == ["password"]
    assert door.browser.fetch("/").headers["location"] == "/unlock"
    door.browser.post("/in-use", expect=401)
    door.browser.post("/unlock", {"password": PASSWORD, "quiet": "yes"}, expect=200)
    door.browser.get("/")


def test_after_twelve_hours_there_is_nothing_to_unlock(locked: AtDoor) -> None:
    signed_in_since(locked.site.database, hours=13)

    assert locked.browser.fetch("/unlock").headers["location"] == "/sign-in?back_to=/unlock"
    locked.browser.post("/unlock", {"password": PASSWORD}, expect=401)


def test_a_locked_sign_in_can_be_ended(locked: AtDoor) -> None:
    locked.browser.post("/sign-out")

    assert locked.browser.fetch("/").headers["location"] == "/sign-in"
