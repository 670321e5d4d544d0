"""Dates, ages, names and lists as GOV.UK writes them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from workbook.web.narrative import narrative

LONDON = ZoneInfo("Europe/London")
MONTHS_UNTIL_YEARS = 24  # a child's age is told in months until the second birthday
WEEKS_UNTIL_MONTHS = 8
MONTHS_IN_YEAR = 12


class Aged(Protocol):
    """Anyone whose age can be told: someone born, or someone expected."""

    @property
    def born(self) -> date | None:
        """The date of birth, where it is known."""

    @property
    def due(self) -> date | None:
        """The date a baby is expected."""


def local(instant: datetime) -> datetime:
    """Turn an aware moment into the time on the team's wall clock.

    Raises:
        ValueError: the moment does not say its time zone, so its hour would be a guess.
    """
    if instant.tzinfo is None:
        raise ValueError("a moment must say its time zone")
    return instant.astimezone(LONDON)


def as_day(value: date) -> date:
    """Take the calendar day in London of a moment; a date stays as it is."""
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date) -> str:
    """Write a date as "5 November 2026"."""
    value = as_day(value)
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """Write a date as "5 Nov", for tables about this year."""
    value = as_day(value)
    return f"{value.day} {value:%b}"


def month_day(value: date) -> str:
    """Write a date as "5 November", for lines where the year is plain."""
    value = as_day(value)
    return f"{value.day} {value:%B}"


def weekday_day(value: date) -> str:
    """Write a date as "Thursday 19 November"."""
    value = as_day(value)
    return f"{value:%A} {value.day} {value:%B}"


def short_weekday_day(value: date) -> str:
    """Write a date as "Tue 17 Nov"."""
    value = as_day(value)
    return f"{value:%a} {value.day} {value:%b}"


def clock_time(instant: datetime) -> str:
    """Write the London time of a moment as "14:05"."""
    return f"{local(instant):%H:%M}"


def moment(value: date) -> str:
    """Write when something happened: "17 November, 14:00", or the date alone where that is all."""
    return f"{month_day(value)}, {clock_time(value)}" if isinstance(value, datetime) else day(value)


def iso(value: date) -> str:
    """Write a date or moment as a `time` element's `datetime` attribute needs it."""
    return local(value).isoformat() if isinstance(value, datetime) else value.isoformat()


def ago(then: datetime, now: datetime) -> str:
    """Say how long ago something was; the date once a week has gone."""
    days = (as_day(now) - as_day(then)).days
    minutes = int((now - then) / timedelta(minutes=1))
    if minutes < 1:
        return "just now"
    if minutes < 60:  # noqa: PLR2004 - minutes in an hour
        return f"{plural(minutes, 'minute')} ago"
    if days == 0:
        return f"{plural(minutes // 60, 'hour')} ago"
    if days == 1:
        return f"yesterday at {clock_time(then)}"
    return f"{days} days ago" if days < 7 else day(then)  # noqa: PLR2004 - days in a week


def months_between(born: date, today: date) -> int:
    """Count whole months; born on the 31st, one is a month older on the 1st after a short one."""
    return (
        (today.year - born.year) * MONTHS_IN_YEAR
        + today.month
        - born.month
        - (today.day < born.day)
    )


def age(born: date, today: date) -> str:
    """Tell an age as people do: "9", "14 months", "3 weeks", or "due 3 December" before birth.

    A due date that is in another year says its year.
    """
    if born > today:
        return f"due {month_day(born) if born.year == today.year else day(born)}"
    months = months_between(born, today)
    if months >= MONTHS_UNTIL_YEARS:
        return str(months // MONTHS_IN_YEAR)
    weeks = (today - born).days // 7
    if weeks >= WEEKS_UNTIL_MONTHS:
        return plural(months, "month")
    return plural(weeks, "week") if weeks else plural((today - born).days, "day")


def person_age(person: Aged, today: date) -> str:
    """Tell a person's age, "due …" for a baby that is expected, "" where neither date is known.

    A due date that has gone by without a birth recorded stays "was due …": the date of a due date
    is no date of birth.
    """
    if person.born is not None:
        return age(person.born, today)
    if person.due is None:
        return ""
    return age(person.due, today) if person.due > today else f"was due {month_day(person.due)}"


def join_names(names: Iterable[str], last: str = "and") -> str:
    """Join names as a sentence does: "Maya, Tobi and Isla"."""
    *first, end = list(names) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def plural(count: int, one: str, many: str = "") -> str:
    """Count things in words that agree: "1 entry", "2 entries" (give `many` where it is not +s)."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def count_words(text: str) -> int:
    """Count the words of a text as a person would."""
    return len(text.split())


FILTERS: Mapping[str, Callable[..., object]] = {
    function.__name__: function
    for function in (
        ago,
        age,
        clock_time,
        count_words,
        day,
        iso,
        join_names,
        moment,
        month_day,
        narrative,
        person_age,
        plural,
        short_day,
        short_weekday_day,
        weekday_day,
    )
}
