"""Moving a case through time by whole weeks, so that a made-up record is always fresh."""

import re
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from workbook.cases.entry_shapes import Case
from workbook.cases.shapes import Record
from workbook.clock import LONDON, london_day

ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")

Moved = TypeVar("Moved", Case, Record)


def newest_day(cases: list[Case]) -> date:
    """Return the last day on which anything in these cases was written."""
    return max(
        london_day(moment)
        for case in cases
        for moment in (
            *(entry.recorded_at for entry in case.entries),
            *(sign.at for each in case.supervision for sign in each.sign_offs),
        )
    )


def weeks_until(today: date, *, anchor: date, newest: date) -> int:
    """Return by how many weeks to move, so that the anchor is in this week and nothing is ahead.

    Days decide and not hours, so that one day always gives the same record.
    """
    weeks = (_monday(today) - _monday(anchor)).days // 7
    while newest + timedelta(weeks=weeks) >= today:
        weeks -= 1
    return weeks


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def moved(thing: Moved, *, weeks: int) -> Moved:
    """Return the same with every date and time later by so many weeks.

    Times keep what the clock on the wall said, across the change to summer time. Dates in
    answers move too; notes stay as they were typed.
    """
    by = timedelta(weeks=weeks)
    return msgspec.structs.replace(
        thing,
        **{
            field.name: _answers(getattr(thing, field.name), by)
            if field.name == "answers"
            else _moved(getattr(thing, field.name), by)
            for field in msgspec.structs.fields(thing)
        },
    )


def _moved(value: Any, by: timedelta) -> Any:  # noqa: ANN401
    if isinstance(value, datetime):
        return value.astimezone(LONDON) + by
    if isinstance(value, date):
        return value + by
    if isinstance(value, Record):
        return moved(value, weeks=by.days // 7)
    if isinstance(value, tuple):
        return tuple(_moved(each, by) for each in value)
    if isinstance(value, dict):
        return {key: _moved(each, by) for key, each in value.items()}
    return value


def _answers(value: Any, by: timedelta) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return ISO_DAY.sub(lambda found: _later(found.group(), by), value)
    if isinstance(value, list):
        return [_answers(each, by) for each in value]
    if isinstance(value, dict):
        return {key: _answers(each, by) for key, each in value.items()}
    return value


def _later(text: str, by: timedelta) -> str:
    try:
        return (date.fromisoformat(text) + by).isoformat()
    except ValueError:  # digits that look like a date and are none
        return text
