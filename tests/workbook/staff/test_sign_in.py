"""Signing in with a name and a password, and what follows wrong ones."""

import re
from typing import Any

import pytest

from tests.browser import counted_statements
from tests.builders.staff import (
    PASSWORD,
    has_left,
    noted,
    signed_in_since,
    still_waiting,
    unused_for,
    waited_out,
)
from tests.workbook.staff.conftest import AtDoor
from workbook.db import sqlite_path
from workbook.staff import service
from workbook.staff.rules import key_hash

WAIT = "The name or the password is not right, or it is too soon to try again"


def cookie(door: AtDoor) -> str:
    return door.browser.cookie(door.site.cookie)


def test_lets_in_with_the_right_password_under_a_key_that_is_not_kept(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)

    with door.site.database.reading(door.seat) as session:
        kept = session.scalars(door.all_key_hashes).all()
    assert kept == [key_hash(cookie(door))]
    assert cookie(door) not in kept
    door.browser.get("/")


def test_a_key_that_somebody_planted_is_never_signed_in(door: AtDoor) -> None:
    door.browser.set_cookie(door.site.cookie, "planted-by-somebody-else")
    door.tries(PASSWORD, expect=303)

    assert cookie(door) != "planted-by-somebody-else"
    door.browser.set_cookie(door.site.cookie, "planted-by-somebody-else")
    door.browser.get("/", expect=303)


def test_signing_in_again_ends_the_sign_in_that_this_browser_had(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    before = cookie(door)
    door.tries(PASSWORD, expect=303)

    door.browser.set_cookie(door.site.cookie, before)
    door.browser.get("/", expect=303)


@pytest.mark.parametrize("name", ["", "nobody.at.all"])
def test_says_the_same_whether_there_is_such_a_name_or_not(door: AtDoor, name: str) -> None:
    for tried in (name, door.worker):
        answer = door.browser.post("/sign-in", {"name": tried, "password": "x" * 20}, expect=422)
        assert WAIT in answer.text


def test_a_password_is_hashed_even_for_a_name_that_is_not_there(
    door: AtDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    real = service.HASHER

    class Counting:
        def verify(self, kept: str, given: str) -> bool:
            hashed.append(kept)
            return real.verify(kept, given)

    monkeypatch.setattr(service, "HASHER", Counting())
    door.tries("x" * 20, name="nobody.at.all")

    assert hashed == [service.NOBODY]


def test_after_wrong_passwords_even_the_right_one_has_to_wait_but_never_for_good(
    door: AtDoor,
) -> None:
    for _ in range(5):
        door.tries("x" * 20)
    still_waiting(door.site.database)
    door.tries(PASSWORD, expect=422)

    waited_out(door.site.database)
    door.tries(PASSWORD, expect=303)


def test_waiting_adds_nothing_to_the_wait(door: AtDoor) -> None:
    for _ in range(5):
        door.tries("x" * 20)
    still_waiting(door.site.database)
    for _ in range(20):
        door.tries("x" * 20)

    assert noted(door.site.database, "many_wrong_answers") == []
    assert len(noted(door.site.database, "sign_in_refused")) == 5


def test_after_twenty_wrong_answers_the_log_says_so(door: AtDoor) -> None:
    for _ in range(20):
        door.tries("x" * 20)
        waited_out(door.site.database)

    found = noted(door.site.database, "many_wrong_answers")
    assert [(one.worker_id, one.detail) for one in found] == [(door.worker, {"in_a_row": 20})]


def test_many_names_tried_from_one_address_slow_the_address_down(door: AtDoor) -> None:
    for number in range(30):
        door.tries("x" * 20, name=f"guess{number}")
    still_waiting(door.site.database)
    door.tries(PASSWORD, expect=422)

    waited_out(door.site.database)
    door.tries(PASSWORD, expect=303)
    assert noted(door.site.database, "many_wrong_answers")[0].worker_id == "doorkeeper"


def test_nobody_elsewhere_can_keep_a_worker_out_of_an_address_they_know(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    door.browser.come_from("203.0.113.9")
    for _ in range(5):
        door.tries("x" * 20)
    still_waiting(door.site.database)
    door.tries(PASSWORD, expect=422)

    door.browser.come_from("127.0.0.1")
    door.tries(PASSWORD, expect=303)


def test_the_count_begins_anew_with_a_right_password(door: AtDoor) -> None:
    for _ in range(3):
        for _ in range(4):
            door.tries("x" * 20)
        door.tries(PASSWORD, expect=303)


def test_no_address_and_no_name_stands_in_the_database(door: AtDoor) -> None:
    door.browser.come_from("203.0.113.9")
    door.tries("x" * 20)
    door.tries(PASSWORD, expect=303)

    folder = sqlite_path(door.site.settings.database_url).parent
    content = b"".join(path.read_bytes() for path in folder.glob("workbook.db*"))
    assert b"203.0.113.9" not in content


def test_a_worker_who_has_left_is_served_nothing_from_the_next_request_on(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    door.browser.get("/")

    has_left(door.site.database, door.worker)

    served = [door.browser.fetch(path).status_code for path in ("/", "/account", "/unlock")]
    assert served == [303, 303, 303]
    door.tries(PASSWORD, expect=422)


def test_twelve_hours_end_a_sign_in_however_busy_it_was(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    signed_in_since(door.site.database, hours=12, minutes=1)

    answer = door.browser.fetch("/account")
    assert answer.headers["location"] == "/sign-in?back_to=/account"


def test_signing_out_ends_the_sign_in_for_good(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    key = cookie(door)
    door.browser.take_token("/")
    answer = door.browser.post("/sign-out")

    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    door.browser.set_cookie(door.site.cookie, key)
    door.browser.get("/", expect=303)


def test_looking_up_the_sign_in_is_one_statement(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    with counted_statements(door.site.database) as sent:
        door.browser.get("/unlock", expect=303)

    assert len([one for one in sent if "sign_in" in one]) == len(sent)
    assert len(sent) == 2, "once for the desk, once for this page's own question"


@pytest.mark.parametrize("sent", ["https://elsewhere.example", "null"])
def test_another_site_cannot_sign_anybody_in(door: AtDoor, sent: str) -> None:
    fields = {"name": door.worker, "password": PASSWORD}
    answer = door.browser.post("/sign-in", dict(fields), expect=422, headers={"origin": sent})

    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "back_to", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/a\nb"]
)
def test_signing_in_leads_to_no_other_site(door: AtDoor, back_to: str) -> None:
    fields: dict[str, Any] = {"name": door.worker, "password": PASSWORD, "back_to": back_to}

    assert door.browser.post("/sign-in", fields).headers["location"] == "/"


def test_words_that_came_too_late_are_kept_sealed_and_come_back(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    door.browser.take_token("/")
    signed_in_since(door.site.database, hours=13)

    late = door.browser.post("/search", {"words": "a word of the worker’s own"}, expect=401)
    assert "a word of the worker’s own" not in late.text
    kept = re.search('name="kept" value="([^"]+)"', late.text)
    assert kept is not None
    back = door.browser.post(
        "/sign-in",
        {"name": door.worker, "password": PASSWORD, "back_to": "/search", "kept": kept[1]},
        expect=200,
    )

    assert 'value="a word of the worker’s own"' in back.text
    assert 'action="/search"' in back.text


def test_words_that_came_too_late_open_for_nobody_else(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    door.browser.take_token("/")
    signed_in_since(door.site.database, hours=13)
    late = door.browser.post("/search", {"words": "a word of the worker’s own"}, expect=401)
    kept = re.search('name="kept" value="([^"]+)"', late.text)
    assert kept is not None

    other = door.with_password("team_manager")
    fields = {"name": other, "password": PASSWORD, "back_to": "/account", "kept": kept[1]}
    answer = door.browser.post("/sign-in", fields)

    assert answer.headers["location"] == "/account"


def test_a_sign_in_that_was_not_used_is_locked_and_not_ended(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)
    unused_for(door.site.database, minutes=16)

    assert door.browser.fetch("/account").headers["location"] == "/unlock?back_to=/account"
