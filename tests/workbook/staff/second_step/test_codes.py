"""Codes that change every half minute: set up, asked for, and never taken twice."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tests.builders.staff import (
    PASSWORD,
    SECRET,
    code_now,
    codes_on,
    noted,
    still_waiting,
    waited_out,
)
from tests.workbook.staff.conftest import AtDoor
from workbook.db import sqlite_path
from workbook.staff.second_step.rules import in_fours, qr_code, step_of

NOON = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)
WRONG = "The code is not right, was used before, or it is too soon"


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_takes_a_code_of_the_half_minutes_about_now(seconds: int) -> None:
    code = pyotp.TOTP(SECRET).at(NOON + timedelta(seconds=seconds))

    assert step_of(SECRET, code, now=NOON, after=0) is not None
    assert step_of(SECRET, f"{code[:3]} {code[3:]}", now=NOON, after=0) is not None


@pytest.mark.parametrize("seconds", [-90, -60, 60, 90])
def test_takes_no_code_of_another_time(seconds: int) -> None:
    code = pyotp.TOTP(SECRET).at(NOON + timedelta(seconds=seconds))

    assert step_of(SECRET, code, now=NOON, after=0) is None


@pytest.mark.parametrize("typed", ["", "000000", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_takes_nothing_else_for_a_code(typed: str) -> None:
    assert step_of(SECRET, typed, now=NOON, after=0) is None


def test_takes_no_code_of_a_half_minute_that_was_used_or_is_before_it() -> None:
    step = step_of(SECRET, pyotp.TOTP(SECRET).at(NOON), now=NOON, after=0)
    assert step is not None

    earlier = pyotp.TOTP(SECRET).at(NOON - timedelta(seconds=30))
    assert step_of(SECRET, pyotp.TOTP(SECRET).at(NOON), now=NOON, after=step) is None
    assert step_of(SECRET, earlier, now=NOON, after=step) is None


def test_the_picture_of_a_key_is_an_outline_of_its_dark_squares_alone() -> None:
    picture = qr_code("otpauth://totp/Council:A?secret=" + SECRET)

    assert re.fullmatch(r"(M\d+ \d+h1v1h-1z)+", picture.path)
    assert picture.size > 30
    assert in_fours("ABCDEFGHIJ") == "ABCD EFGH IJ"


def signs_in(door: AtDoor) -> None:
    door.tries(PASSWORD, expect=303)


def gives_code(door: AtDoor, code: str, *, expect: int) -> str:
    return door.browser.post("/sign-in/second-step", {"code": code}, expect=expect).text


def test_a_right_password_alone_lets_nobody_in_who_has_codes(door: AtDoor) -> None:
    codes_on(door.site, door.worker)
    signs_in(door)

    assert door.browser.cookie(door.site.cookie) == ""
    door.browser.get("/", expect=303)
    door.browser.get("/sign-in/second-step")
    gives_code(door, code_now(), expect=303)
    door.browser.get("/")


def test_a_code_is_taken_once_even_in_two_windows(door: AtDoor) -> None:
    codes_on(door.site, door.worker)
    signs_in(door)
    code = code_now()
    gives_code(door, code, expect=303)

    signs_in(door)
    assert WRONG in gives_code(door, code, expect=422)


def test_wrong_codes_slow_down_like_wrong_passwords_and_the_password_does_not_reset_them(
    door: AtDoor,
) -> None:
    codes_on(door.site, door.worker)
    for _ in range(5):
        signs_in(door)
        gives_code(door, "000000", expect=422)
    still_waiting(door.site.database)
    gives_code(door, code_now(), expect=422)
    door.tries(PASSWORD, expect=422)

    waited_out(door.site.database)
    gives_code(door, code_now(later=1), expect=303)
    assert len(noted(door.site.database, "sign_in_refused")) == 5


def test_a_code_without_a_password_before_it_leads_to_the_door(door: AtDoor) -> None:
    codes_on(door.site, door.worker)

    assert door.browser.fetch("/sign-in/second-step").headers["location"] == "/sign-in"
    gives_code(door, code_now(), expect=303)
    door.browser.get("/", expect=303)


def test_codes_are_set_up_with_the_first_code_and_the_password(door: AtDoor) -> None:
    signs_in(door)
    door.browser.take_token("/account")
    page = door.browser.post("/account/code/new", expect=200).text
    secret = re.search('fs-key">([^<]+)<', page)
    exchange = re.search('name="exchange" value="([^"]+)"', page)
    assert secret is not None
    assert exchange is not None
    fields = {"exchange": exchange[1], "code": code_now(secret[1].replace(" ", ""))}

    again = door.browser.post("/account/code", {**fields, "step_password": "x"}, expect=422)
    assert "Your password is not right" in again.text
    assert secret[1] in again.text
    answer = door.browser.post("/account/code", {**fields, "step_password": PASSWORD})
    assert answer.headers["location"] == "/account?done=code"
    assert "You are asked for a code" in door.browser.get("/account?done=code").text
    assert len(noted(door.site.database, "code_set_up")) == 1

    signs_in(door)
    assert WRONG in gives_code(door, fields["code"], expect=422), "it was used to set them up"


def test_a_wrong_first_code_sets_nothing_up(door: AtDoor) -> None:
    signs_in(door)
    door.browser.take_token("/account")
    page = door.browser.post("/account/code/new", expect=200).text
    exchange = re.search('name="exchange" value="([^"]+)"', page)
    assert exchange is not None
    fields = {"exchange": exchange[1], "code": "000000", "step_password": PASSWORD}
    door.browser.post("/account/code", fields, expect=422)

    assert "Set up codes" in door.browser.get("/account").text


def test_switching_codes_off_takes_a_code(door: AtDoor) -> None:
    codes_on(door.site, door.worker)
    signs_in(door)
    gives_code(door, code_now(), expect=303)
    door.browser.take_token("/account/code/off")
    door.browser.post("/account/code/off", {"step_password": PASSWORD}, expect=422)
    door.browser.post("/account/code/off", {"step_code": code_now(later=1)})

    signs_in(door)
    door.browser.get("/")


def test_the_secret_stands_nowhere_in_the_database(door: AtDoor) -> None:
    codes_on(door.site, door.worker)
    signs_in(door)
    gives_code(door, code_now(), expect=303)

    folder = sqlite_path(door.site.settings.database_url).parent
    content = b"".join(path.read_bytes() for path in folder.glob("workbook.db*"))
    assert SECRET.encode() not in content
