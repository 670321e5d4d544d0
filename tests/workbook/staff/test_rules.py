"""Waiting, passwords that many people have, states of a sign-in, and the words for a device."""

from datetime import UTC, datetime, timedelta

import pytest

from workbook.staff.rules import (
    LONGEST_WAIT,
    Delay,
    State,
    device_words,
    failures_now,
    is_too_soon,
    password_problem,
    place_of,
    state_of,
    wait_after,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_waits_grow_and_never_become_a_lock() -> None:
    waits = [wait_after(count).total_seconds() for count in range(1, 40)]

    assert waits[:4] == [0] * 4
    assert waits[4:11] == [2, 4, 8, 16, 32, 64, 128]
    assert waits == sorted(waits)
    assert max(waits) == LONGEST_WAIT.total_seconds() == 300


def test_wrong_answers_are_forgotten_after_an_hour_without_one() -> None:
    delay = Delay(key="k", failures=9, not_before=NOON, last_at=NOON)

    assert failures_now(delay, now=NOON + timedelta(minutes=60)) == 9
    assert failures_now(delay, now=NOON + timedelta(minutes=61)) == 0
    assert failures_now(None, now=NOON) == 0


def test_it_is_too_soon_until_the_moment_comes() -> None:
    delay = Delay(key="k", failures=9, not_before=NOON, last_at=NOON)

    assert is_too_soon([delay], now=NOON - timedelta(seconds=1))
    assert not is_too_soon([delay], now=NOON)
    assert not is_too_soon([], now=NOON)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_whole_network_of_the_newer_kind_is_one_place(address: str, place: str) -> None:
    assert place_of(address) == place


@pytest.mark.parametrize(
    ("started", "seen", "locked", "state"),
    [
        (60, 15, None, "open"),
        (60, 16, None, "locked"),
        (60, 0, 0, "locked"),
        (12 * 60, 0, None, "open"),
        (12 * 60 + 1, 0, None, "ended"),
        (12 * 60 + 1, 0, 0, "ended"),
    ],
)
def test_a_sign_in_is_open_locked_or_over(
    started: int, seen: int, locked: int | None, state: State
) -> None:
    found = state_of(
        started_at=NOON - timedelta(minutes=started),
        seen_at=NOON - timedelta(minutes=seen),
        locked_at=None if locked is None else NOON,
        now=NOON,
        hours=12,
        idle_minutes=15,
    )

    assert found == state


@pytest.mark.parametrize(
    "password",
    [
        "short", "fourteen chars", "passwordpassword", "123456789012345", "qwertyuiopasdfgh",
        "Password12345678!", "P@ssw0rd2024!!!!", "iloveyouiloveyou", "Liverpool1234567",
        "correct horse battery staple", "letmeinletmein1!", "abcdefghijklmno", "aaaaaaaaaaaaaaaa",
        "1q2w3e4r5t6y7u8i", "Safeguarding2026!", "welcome welcome welcome", "adminadminadmin12",
        "summer sunshine 2026", "changeme changeme", "thisismypassword", "x" * 201,
        "1234567812345678", "zyxwvutsrqponmlk", "Welcome-to-2026!-2026", "qazwsxedcrfvtgb",
    ],
)  # fmt: skip
def test_refuses_a_password_that_is_short_or_among_the_first_that_are_tried(password: str) -> None:
    assert password_problem(password)


@pytest.mark.parametrize(
    "password",
    [
        "a quiet lane in spring", "an umbrella left on the bus", "purple fridge sings at dawn",
        "Kettle 4 tractor 9 moss", "tK4-vv9Q_pLz7mEw", "rugby, drizzle and toast",
        "mae hen wlad fy nhadau", "كلمة طويلة لا يعرفها أحد",
    ],
)  # fmt: skip
def test_takes_words_of_ones_own(password: str) -> None:
    assert password_problem(password) is None


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("(Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("(iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("(X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        ("curl/8", "A browser"),
    ],
)
def test_says_what_a_worker_would_call_the_device(agent: str, words: str) -> None:
    assert device_words(agent) == words
