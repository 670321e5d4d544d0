"""Dates, names and numbers read as people in England write them."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.web import filters

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class SomeoneAged(msgspec.Struct, frozen=True):
    born: date | None = None
    due: date | None = None


def test_writes_dates_as_govuk_does() -> None:
    day = date(2026, 11, 5)
    assert filters.day(day) == "5 November 2026"
    assert filters.short_day(day) == "5 Nov"
    assert filters.month_day(day) == "5 November"
    assert filters.weekday_day(day) == "Thursday 5 November"
    assert filters.short_weekday_day(day) == "Thu 5 Nov"
    assert filters.moment(day) == "5 November 2026"


def test_tells_the_time_on_the_teams_own_clock() -> None:
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert filters.clock_time(summer) == "00:30"
    assert filters.day(summer) == "2 July 2026"
    assert filters.moment(datetime(2026, 11, 17, 14, 0, tzinfo=UTC)) == "17 November, 14:00"


def test_refuses_a_moment_without_its_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        filters.clock_time(datetime(2026, 7, 1, 23, 30))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (timedelta(seconds=30), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=18, minutes=12), "yesterday at 17:48"),
        (timedelta(days=4), "4 days ago"),
        (timedelta(days=7), "15 November 2026"),
    ],
)
def test_says_how_long_ago(earlier: timedelta, said: str) -> None:
    assert filters.ago(NOW - earlier, NOW) == said


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2017, 3, 1), "9"),
        (date(2025, 9, 22), "14 months"),
        (date(2024, 11, 23), "23 months"),
        (date(2024, 11, 22), "2"),
        (date(2026, 11, 1), "3 weeks"),
        (date(2026, 11, 20), "2 days"),
        (date(2026, 11, 22), "0 days"),
        (date(2026, 12, 3), "due 3 December"),
        (date(2027, 2, 3), "due 3 February 2027"),
    ],
)
def test_tells_ages_as_people_do(born: date, said: str) -> None:
    assert filters.age(born, date(2026, 11, 22)) == said


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
def test_nobody_has_a_birthday_a_day_early(born: date, days: int) -> None:
    today = born + timedelta(days=days)
    months = filters.months_between(born, today)
    assert months >= 0
    if months >= 24:
        years = int(filters.age(born, today))
        assert (today.year - years, today.month, today.day) >= (born.year, born.month, born.day)


def test_tells_the_age_of_people_born_expected_and_unknown() -> None:
    today = date(2026, 11, 22)
    assert filters.person_age(SomeoneAged(born=date(2017, 3, 1)), today) == "9"
    assert filters.person_age(SomeoneAged(due=date(2026, 12, 3)), today) == "due 3 December"
    assert filters.person_age(SomeoneAged(due=date(2026, 11, 3)), today) == "was due 3 November"
    assert filters.person_age(SomeoneAged(), today) == ""


def test_joins_names_as_a_sentence_does() -> None:
    assert filters.join_names(["Maya", "Tobi", "Isla"]) == "Maya, Tobi and Isla"
    assert filters.join_names(["Maya", "Tobi"], "or") == "Maya or Tobi"
    assert filters.join_names(["Maya"]) == "Maya"
    assert filters.join_names([]) == ""


def test_counts_in_words_that_agree() -> None:
    assert filters.plural(1, "entry", "entries") == "1 entry"
    assert filters.plural(0, "entry", "entries") == "0 entries"
    assert filters.plural(1200, "word") == "1,200 words"
    assert filters.count_words(" two  words\n") == 2
