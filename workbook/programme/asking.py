"""From a definition's questions to the controls of a form, with whatever was typed in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from modules.schema import (
    Choice,
    Column,
    Day,
    Multi,
    Narrative,
    Number,
    PersonAnswer,
    Question,
    Scale,
    Table,
    YesNo,
)
from modules.vocabulary import EMPTY_REASONS
from workbook.web import questions as web
from workbook.web.forms import Problem
from workbook.web.questions import Asked, Option

YES_NO: Final = (Option("yes", "Yes"), Option("no", "No"))
FIGURES: Final = tuple(Option(str(figure), str(figure)) for figure in range(11))
REASONS: Final = tuple(Option(value, text) for value, text in EMPTY_REASONS.items())
MOST_ROWS: Final = 110
COLUMN_ENDS: Final = {"date": "such as 27 3 2026", "number": "a number"}


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One form being filled in: the start of its fields' names, and what stands in them.

    `people` are the ids and names that may be chosen.
    """

    prefix: str
    typed: Mapping[str, Sequence[str]]
    problems: tuple[Problem, ...] = ()
    people: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """Return everything that stands under a name."""
        return tuple(value for value in self.typed.get(name, ()) if value.strip())

    def one(self, name: str) -> str:
        """Return what stands in a field."""
        return next(iter(self.typed.get(name, ())), "")

    def problem(self, key: str, *, within: bool = False) -> str:
        """Return what is wrong with a question; `within`, also with one of its parts."""
        return next(
            (
                problem.message
                for problem in self.problems
                if problem.field == key or (within and problem.field.startswith(f"{key}-"))
            ),
            "",
        )

    @property
    def options(self) -> tuple[Option, ...]:
        """Return the people as options."""
        return tuple(Option(person, name) for person, name in self.people)


def questions(asked: Question, sheet: Sheet) -> list[Asked]:
    """Return the controls of one question: its own, then a box for words or a date beneath."""
    key = sheet.prefix + asked.key
    first = Asked(
        kind="narrative",
        key=key,
        label=asked.label,
        hint=asked.hint,
        required=asked.required,
        problem=sheet.problem(key) or sheet.problem(f"{key}-empty"),
        value=sheet.one(key),
        empty_reasons=REASONS,
        empty_reason=sheet.one(f"{key}-empty"),
        empty_note=sheet.one(f"{key}-empty-note"),
    )
    return CONTROLS[type(asked)](asked, first, sheet)


def _beneath(
    sheet: Sheet, first: Asked, part: str, label: str, kind: web.QuestionKind = "text"
) -> Asked:
    key = f"{first.key}-{part}"
    return Asked(
        kind=kind,
        key=key,
        label=label,
        value=sheet.one(key),
        problem=sheet.problem(key),
    )


def _with(first: Asked, **fields: Any) -> Asked:  # noqa: ANN401 -- the fields of Asked
    return msgspec.structs.replace(first, **fields)


def _words(asked: Choice | Multi | Scale, first: Asked, sheet: Sheet) -> list[Asked]:
    return [_beneath(sheet, first, "words", asked.words, "narrative")] if asked.words else []


def _options(asked: Choice | Multi | YesNo) -> tuple[Option, ...]:
    return tuple(Option(option.value, option.label) for option in asked.options)


def _narrative(asked: Narrative, first: Asked, sheet: Sheet) -> list[Asked]:  # noqa: ARG001
    return [_with(first, kind="text" if asked.short else "narrative")]


def _choice(asked: Choice, first: Asked, sheet: Sheet) -> list[Asked]:
    return [_with(first, kind="choice", options=_options(asked)), *_words(asked, first, sheet)]


def _multi(asked: Multi, first: Asked, sheet: Sheet) -> list[Asked]:
    own = _with(first, kind="multi", options=_options(asked), value="", values=sheet.all(first.key))
    return [own, *_words(asked, first, sheet)]


def _scale(asked: Scale, first: Asked, sheet: Sheet) -> list[Asked]:
    own = _with(
        first,
        kind="scale",
        scale=(asked.minimum, asked.maximum),
        ends=(asked.low, asked.high),
    )
    return [own, *_words(asked, first, sheet)]


def _day(asked: Day, first: Asked, sheet: Sheet) -> list[Asked]:  # noqa: ARG001
    return [_with(first, kind="day")]


def _number(asked: Number, first: Asked, sheet: Sheet) -> list[Asked]:
    own = _with(first, kind="number", suffix=asked.unit)
    return [own, _beneath(sheet, first, "term", asked.term)] if asked.term else [own]


def _person(asked: PersonAnswer, first: Asked, sheet: Sheet) -> list[Asked]:
    if asked.several:
        values = sheet.all(first.key)
        return [_with(first, kind="multi", options=sheet.options, value="", values=values)]
    return [_with(first, kind="person", options=sheet.options)]


def _yes_no(asked: YesNo, first: Asked, sheet: Sheet) -> list[Asked]:
    own = _with(first, kind="choice", options=_options(asked))
    words = _beneath(sheet, first, "words", asked.words, "narrative")
    day = [_beneath(sheet, first, "date", asked.date, "day")] if asked.date else []
    return [own, *day, words]


def _table(asked: Table, first: Asked, sheet: Sheet) -> list[Asked]:
    columns = tuple(_column(column, sheet) for column in asked.columns)
    rows = [
        tuple(sheet.one(f"{first.key}-{number}-{column.key}") for column in columns)
        for number in _numbers(sheet, f"{first.key}-")
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    empty = ("",) * len(columns)
    own = _with(
        first,
        kind="table",
        value="",
        columns=columns,
        rows=(*rows, empty),
        problem=first.problem or sheet.problem(first.key, within=True),
    )
    return [own]


def _numbers(sheet: Sheet, start: str) -> Sequence[int]:
    """Return the numbers of the rows typed. A row keeps its number, so that problems lead to it."""
    found = (re.match(r"([0-9]{1,6})-", name[len(start) :], re.ASCII)
             for name in sheet.typed if name.startswith(start))  # fmt: skip
    numbers = sorted({int(match[1]) for match in found if match})
    return range(numbers[-1] + 1) if numbers and numbers[-1] <= MOST_ROWS else numbers


def _column(column: Column, sheet: Sheet) -> web.Column:
    end = COLUMN_ENDS.get(column.kind)
    options = {
        "choice": tuple(Option(option.value, option.label) for option in column.options),
        "person": sheet.options,
        "yesno": YES_NO,
        "scale": FIGURES,
    }.get(column.kind, ())
    label = f"{column.label} ({end})" if end else column.label
    return web.Column(column.key, label, options)


CONTROLS: Mapping[type, Callable[[Any, Asked, Sheet], list[Asked]]] = {
    Narrative: _narrative,
    Choice: _choice,
    Multi: _multi,
    Scale: _scale,
    Day: _day,
    Number: _number,
    PersonAnswer: _person,
    YesNo: _yes_no,
    Table: _table,
}
