"""A made-up record is moved by whole weeks, keeps its weekdays and never runs ahead."""

from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.builders.cases import a_case, a_contribution, an_entry
from workbook.cases.files import read_folder
from workbook.clock import LONDON
from workbook.demo.shift import moved, newest_day, weeks_until

ANCHOR = date(2026, 11, 20)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(-9, 3))
def test_the_newest_day_is_past_and_never_more_than_a_week_further_than_needed(
    today: date, days: int
) -> None:
    newest = ANCHOR + timedelta(days=days)
    weeks = weeks_until(today, anchor=ANCHOR, newest=newest)
    assert newest + timedelta(weeks=weeks) < today
    if days <= 0:
        assert timedelta(0) <= today - (ANCHOR + timedelta(weeks=weeks)) + timedelta(days=6)
        assert today - (newest + timedelta(weeks=weeks)) <= timedelta(days=7 - days + 7)


def test_the_anchor_falls_in_this_week_once_its_week_is_over() -> None:
    assert weeks_until(date(2026, 11, 22), anchor=ANCHOR, newest=date(2026, 11, 20)) == 0
    assert weeks_until(date(2026, 11, 23), anchor=ANCHOR, newest=date(2026, 11, 20)) == 0
    assert weeks_until(date(2026, 11, 28), anchor=ANCHOR, newest=date(2026, 11, 20)) == 1


def test_dates_times_and_dates_in_answers_move_and_notes_stay(tmp_path: Path) -> None:
    answers = {"child_voice": "On 2026-05-04 and 2026-13-40.", "child_voice_date": "2026-05-04"}
    entry = an_entry("e1", 4, note="Again on 2026-05-04.")
    entry["contributions"] = [a_contribution(answers=answers)]
    case = moved(read_folder(a_case(tmp_path, entries=[entry])).case(), weeks=2)
    later = case.entries[0]
    assert later.recorded_at == datetime(2026, 5, 18, 12, tzinfo=LONDON)
    assert later.note == "Again on 2026-05-04."
    assert later.contributions[0].answers == {
        "child_voice": "On 2026-05-18 and 2026-13-40.",
        "child_voice_date": "2026-05-18",
    }
    assert case.family.opened_on == date(2026, 5, 15)
    assert case.persons[2].born == date(2016, 4, 16)
    assert case.households[0].members[0].starts == date(2026, 4, 15)
    assert case.supervision[0].sign_offs[0].at == datetime(2026, 6, 3, 16, tzinfo=LONDON)


def test_the_clock_on_the_wall_says_the_same_in_summer_and_in_winter(tmp_path: Path) -> None:
    case = moved(read_folder(a_case(tmp_path)).case(), weeks=30)
    recorded = case.entries[0].recorded_at
    assert (recorded.hour, recorded.utcoffset()) == (12, timedelta(0))


def test_sign_offs_count_for_the_newest_day(tmp_path: Path) -> None:
    assert newest_day([read_folder(a_case(tmp_path)).case()]) == date(2026, 5, 20)
