"""Saying an answer in plain lines, for a page and for Word alike."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from modules.answer_checking import check_answer
from modules.answer_shapes import Answer, empty_reason
from modules.schema import (
    Choice,
    Column,
    Day,
    Multi,
    Narrative,
    Number,
    Option,
    PersonAnswer,
    Question,
    Scale,
    Table,
    YesNo,
)
from modules.vocabulary import EMPTY_REASONS

Names = Mapping[str, str]


class Line(msgspec.Struct, frozen=True):
    """One line of an answer, plain text only.

    `words` is prose that may hold line breaks, `pair` a label and its text, `heading` and `row`
    the cells of a table.
    """

    kind: Literal["words", "pair", "heading", "row"]
    text: str = ""
    label: str = ""
    cells: tuple[str, ...] = ()


def wording(question: Question, value: Answer, *, names: Names) -> tuple[Line, ...]:
    """Say an answer in the words of its question, people by name.

    Takes every shape an answer was ever recorded in, so an old record is never blank. An id
    that `names` does not hold is said as “someone”: names decides who may be named.
    """
    if reason := empty_reason(value):
        words = value.get("words") if isinstance(value, dict) else None
        said = Line("words", text=EMPTY_REASONS.get(reason, reason))
        return (said, *_prose(words, names))
    if check_answer(question, value):
        return tuple(_as_it_came(value, names))
    return tuple(WORDINGS[type(question)](question, value, names))


def _as_it_came(value: Answer, names: Names) -> list[Line]:
    """Say an answer of a shape that its question does not ask for: nothing of it is lost."""
    if isinstance(value, dict):
        return [
            Line("pair", label=_spoken(key), text=_cell_as_it_came(part, names))
            for key, part in value.items()
        ]
    rows = value if isinstance(value, list) else []
    if not rows or not all(isinstance(row, dict) for row in rows):
        return _prose(value, names)
    keys = list(dict.fromkeys(key for row in rows for key in row))
    heading = Line("heading", cells=tuple(_spoken(key) for key in keys))
    return [
        heading,
        *(
            Line("row", cells=tuple(_cell_as_it_came(row.get(key), names) for key in keys))
            for row in rows
        ),
    ]


def _cell_as_it_came(value: object, names: Names) -> str:
    if isinstance(value, str):
        return said_day(_named(value, names))
    if isinstance(value, list):
        return ", ".join(_cell_as_it_came(part, names) for part in value)
    return _said(value, names)


def _spoken(key: object) -> str:
    """Say a key as a label: by_when becomes "By when"."""
    words = str(key).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def said_day(text: str) -> str:
    """Say a date as it is read aloud: 3 March 2026. Anything else stays as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B} {day.year}"


def _prose(value: object, names: Names) -> list[Line]:
    text = _said(value, names)
    return [Line("words", text=text)] if text else []


def _said(value: object, names: Names) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        parts = (f"{_named(str(key), names)}: {_said(part, names)}" for key, part in value.items())
        return "; ".join(parts)
    if isinstance(value, list):
        return ", ".join(filter(None, (_said(part, names) for part in value)))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _named(value: str, names: Names) -> str:
    if value in names:
        return names[value]
    is_id = len(value) == 32 and all(char in "0123456789abcdef" for char in value)  # noqa: PLR2004
    return "someone" if is_id else value


def _label(options: tuple[Option, ...], value: object) -> str:
    labels = {option.value: option.label for option in options}
    return labels.get(value, value) if isinstance(value, str) else ""


def _narrative(question: Narrative, value: Answer, names: Names) -> list[Line]:  # noqa: ARG001
    return _prose(value, names)


def _choice(question: Choice, value: Answer, names: Names) -> list[Line]:
    if isinstance(value, dict) and not {"value", "words"} & set(value):
        return _by_goal(question, value, names)
    picked = value.get("value") if isinstance(value, dict) else value
    words = value.get("words") if isinstance(value, dict) else None
    return [*_prose(_label(question.options, picked), names), *_prose(words, names)]


def _multi(question: Multi, value: Answer, names: Names) -> list[Line]:
    picked = value.get("values", []) if isinstance(value, dict) else value
    words = value.get("words") if isinstance(value, dict) else None
    listed = picked if isinstance(picked, list) else [picked]
    said = ", ".join(_label(question.options, each) for each in listed)
    return [*_prose(said, names), *_prose(words, names)]


def _scale(question: Scale, value: Answer, names: Names) -> list[Line]:
    if isinstance(value, dict) and not {"score", "words", "evidence"} & set(value):
        return _by_goal(question, value, names)
    score = value.get("score") if isinstance(value, dict) else value
    words = (value.get("words") or value.get("evidence")) if isinstance(value, dict) else None
    said = f"{score} out of {question.maximum}" if isinstance(score, int | float) else score
    return [*_prose(said, names), *_prose(words, names)]


def _by_goal(question: Choice | Scale, value: dict[str, Any], names: Names) -> list[Line]:
    lines = []
    for goal, part in value.items():
        said = [line.text for line in wording(question, part, names=names)] if part else []
        lines.append(Line("pair", label=_named(goal, names), text="\n".join(said)))
    return lines


def _day(question: Day, value: Answer, names: Names) -> list[Line]:  # noqa: ARG001
    return _prose(said_day(value) if isinstance(value, str) else value, names)


def _number(question: Number, value: Answer, names: Names) -> list[Line]:
    figure = value.get("value") if isinstance(value, dict) else value
    term = value.get("term") if isinstance(value, dict) else None
    unit = question.unit if question.unit == "%" else f" {question.unit}"
    said = _said(figure, names) + (unit if figure is not None else "")
    return _prose(f"{said.strip()} ({term})" if term else said.strip(), names)


def _person(question: PersonAnswer, value: Answer, names: Names) -> list[Line]:  # noqa: ARG001
    listed = value if isinstance(value, list) else [value]
    return _prose(", ".join(_named(str(each), names) for each in listed), names)


def _yes_no(question: YesNo, value: Answer, names: Names) -> list[Line]:
    if not isinstance(value, dict):
        return _prose(_label(question.options, value) or value, names)
    answer = value.get("answer")
    day = value.get("date")
    said = _label(question.options, answer) or _said(answer, names)
    dated = said_day(day) if isinstance(day, str) else ""
    first = f"{said} ({dated})" if said and dated else said or dated
    return [*_prose(first, names), *_prose(value.get("words") or value.get("steps"), names)]


def _table(question: Table, value: Answer, names: Names) -> list[Line]:
    if not isinstance(value, list):
        return _prose(value, names)
    rows = [row for row in value if isinstance(row, dict)]
    used = [column for column in question.columns if any(column.key in row for row in rows)]
    lines = [Line("heading", cells=tuple(column.label for column in used))] if rows else []
    for row in rows:
        cells = tuple(_cell(column, row.get(column.key), names) for column in used)
        lines.append(Line("row", cells=cells))
    return lines


def _cell(column: Column, value: object, names: Names) -> str:
    if column.kind == "choice":
        return _label(column.options, value)
    if column.kind == "date" and isinstance(value, str):
        return said_day(value)
    if column.kind == "person" and isinstance(value, str):
        return _named(value, names)
    if column.kind == "yesno" and value in ("yes", "no"):
        return "Yes" if value == "yes" else "No"
    return _said(value, names)


WORDINGS: Mapping[type, Callable[[Any, Answer, Names], list[Line]]] = {
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
