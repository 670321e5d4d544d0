"""Checking answers that come from elsewhere: kept as they are, or refused with the reason."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final, TypeGuard

from modules.answer_fields import is_storable
from modules.answer_shapes import (
    CELL_LIMIT,
    NARRATIVE_LIMIT,
    PEOPLE_LIMIT,
    ROWS_LIMIT,
    WORDS_LIMIT,
    empty_reason,
)
from modules.schema import (
    Choice,
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

Problems = Iterator[str]

LARGEST: Final = 1e15
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_answer(question: Question, value: object) -> list[str]:
    """Return what is wrong with an imported answer; an empty list means it can be kept.

    Lenient where a page can still say it in full: prose where options or a table are asked
    (a worker's own words are kept rather than lost), `evidence` or `steps` for `words`.
    """
    if isinstance(value, dict) and "empty" in value:
        problems = [*_keys(value, {"empty", "words"}), *_text(value.get("words", ""))]
        if empty_reason(value) not in EMPTY_REASONS:
            problems.append(f"empty must be one of {', '.join(EMPTY_REASONS)}")
        return problems
    if question.per is not None and isinstance(value, dict) and _is_by_goal(value):
        return [
            f"{goal!r}: {problem}"
            for goal, part in value.items()
            for problem in CHECKERS[type(question)](question, part)
        ]
    return list(CHECKERS[type(question)](question, value))


def _is_by_goal(value: Mapping[object, object]) -> bool:
    return not {"score", "words", "value", "evidence"} & set(value)


def _keys(value: Mapping[str, object], allowed: set[str]) -> Problems:
    for key in value:
        if key not in allowed:
            yield f"{key!r} is not known here; use {', '.join(sorted(allowed))}"


def _text(value: object, limit: int = WORDS_LIMIT) -> Problems:
    if not isinstance(value, str):
        yield "must be text"
    elif len(value) > limit:
        yield f"is {len(value):,} characters long; {limit:,} fit"
    elif not is_storable(value):
        yield "holds a character that cannot be kept"


def _narrative(question: Narrative, value: object) -> Problems:  # noqa: ARG001
    yield from _text(value, NARRATIVE_LIMIT)


def _choice(question: Choice, value: object) -> Problems:
    if not isinstance(value, dict):
        yield from _text(value)
        return
    yield from _keys(value, {"value", "words"})
    yield from _text(value.get("words", ""))
    values = [option.value for option in question.options]
    if "value" in value and value["value"] not in values:
        yield f"value must be one of {', '.join(values)}"


def _multi(question: Multi, value: object) -> Problems:
    picked = value
    if isinstance(value, dict):
        yield from _keys(value, {"values", "words"})
        yield from _text(value.get("words", ""))
        picked = value.get("values", [])
    values = [option.value for option in question.options]
    if not isinstance(picked, list) or any(each not in values for each in picked):
        yield f"must be a list of {', '.join(values)}"


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _score(value: object) -> Problems:
    if not _whole(value) or value not in range(11):
        yield "must be a whole number from 0 to 10"


def _scale(question: Scale, value: object) -> Problems:  # noqa: ARG001
    if not isinstance(value, dict):
        yield from _score(value)
        return
    yield from _keys(value, {"score", "words", "evidence"})
    for key in ("words", "evidence"):
        yield from _text(value.get(key, ""))
    if "score" in value:
        yield from _score(value["score"])


def _day(question: Day | None, value: object) -> Problems:  # noqa: ARG001
    # The library reads more than one shape of date; the record keeps one.
    text = value if isinstance(value, str) and ISO_DAY.fullmatch(value) else ""
    try:
        date.fromisoformat(text)
    except ValueError:
        yield "must be a date, YYYY-MM-DD"


def _figure(value: object) -> TypeGuard[int | float]:
    # A truth value counts as a number in Python, and no figure here is meant to be one.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST


def _number(question: Number, value: object) -> Problems:
    figure = value
    if isinstance(value, dict):
        yield from _keys(value, {"value", "term"})
        yield from _text(value.get("term", ""), CELL_LIMIT)
        figure = value.get("value", question.min)
    if not _figure(figure) or not question.min <= figure <= question.max:
        yield f"must be a number from {question.min:g} to {question.max:g}"


def _person(question: PersonAnswer, value: object) -> Problems:
    most = PEOPLE_LIMIT if question.several else 1
    if not isinstance(value, list) or not 0 < len(value) <= most:
        yield "must be a list of people" if question.several else "must be a list of one person"
        return
    for each in value:
        yield from _text(each, CELL_LIMIT)


def _yes_no(question: YesNo, value: object) -> Problems:
    allowed = [option.value for option in question.options]
    if not isinstance(value, dict):
        if value not in allowed:
            yield f"must be one of {', '.join(allowed)}, or a table with answer"
        return
    yield from _keys(value, {"answer", "words", "steps", "date"})
    for key in ("words", "steps"):
        yield from _text(value.get(key, ""))
    if "answer" in value and value["answer"] not in allowed:
        yield f"answer must be one of {', '.join(allowed)}"
    if "date" in value:
        yield from (f"date {problem}" for problem in _day(None, value["date"]))


def _table(question: Table, value: object) -> Problems:
    if isinstance(value, str):
        yield from _text(value, NARRATIVE_LIMIT)
        return
    if not isinstance(value, list) or len(value) > ROWS_LIMIT:
        yield f"must be a list of at most {ROWS_LIMIT} rows"
        return
    columns = {column.key: column for column in question.columns}
    for number, row in enumerate(value, start=1):
        if not isinstance(row, dict):
            yield f"row {number} must be a table of columns"
            continue
        yield from (f"row {number}: {problem}" for problem in _keys(row, set(columns)))
        for key, cell in row.items():
            if key in columns:
                problems = CELLS.get(columns[key].kind, _free)(cell)
                yield from (f"row {number}, {key}: {problem}" for problem in problems)


def _free(cell: object) -> Problems:
    if isinstance(cell, dict):
        for key, part in cell.items():
            yield from _text(key, CELL_LIMIT)
            yield from _text(part, CELL_LIMIT)
    elif not _figure(cell):
        yield from _text(cell, CELL_LIMIT)


def _yes_or_no(cell: object) -> Problems:
    if not isinstance(cell, bool) and cell not in ("yes", "no"):
        yield "must be true or false"


def _any_figure(cell: object) -> Problems:
    if not _figure(cell):
        yield "must be a number"


CELLS: Mapping[str, Callable[[object], Problems]] = {
    "date": lambda cell: _day(None, cell),
    "scale": _score,
    "number": _any_figure,
    "yesno": _yes_or_no,
    "person": lambda cell: _text(cell, CELL_LIMIT),
}

CHECKERS: Mapping[type, Callable[[Any, object], Problems]] = {
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
