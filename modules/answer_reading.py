"""Reading answers from a form: exactly what was typed, and what cannot be kept and why."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from modules.answer_fields import Typed
from modules.answer_shapes import (
    CELL_LIMIT,
    NARRATIVE_LIMIT,
    PEOPLE_LIMIT,
    ROWS_LIMIT,
    WORDS_LIMIT,
    Answer,
    Answers,
    Problem,
)
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
    Section,
    Table,
    YesNo,
)
from modules.vocabulary import EMPTY_REASONS

ID = re.compile(r"[0-9a-f]{32}")
YEARS = range(1900, 2200)


def read_answers(
    section: Section,
    typed: Mapping[str, Sequence[str]],
    *,
    prefix: str = "",
    people: Collection[str] | None = None,
) -> tuple[Answers, list[Problem]]:
    """Read a section's answers from form fields named prefix + question key.

    Nothing is required here: an incomplete record is a state, not a mistake. `people` are the
    ids that may be named; without it ids are not looked at. Rulers (`per = "goal"`) belong to
    the entry and are not read. What has a problem is left out of the answers.
    """
    form = Typed(typed, prefix=prefix, people=people)
    answers: Answers = {}
    for question in section.questions:
        if question.per is None:
            before = len(form.problems)
            answer = _with_reason(form, question, READERS[type(question)](form, question))
            if answer is not None and len(form.problems) == before:
                answers[question.key] = answer
    return answers, form.problems


def strange_fields(section: Section, names: Collection[str], *, prefix: str) -> list[str]:
    """Return the names under a section's prefix that belong to none of its questions."""
    keys = {question.key for question in section.questions}
    mine = (name for name in names if name.startswith(prefix))
    return sorted(name for name in mine if name[len(prefix) :].split("-")[0] not in keys)


def _with_reason(form: Typed, question: Question, answer: Answer | None) -> Answer | None:
    reason = next(iter(form.all(f"{question.key}-empty")), "")
    if not reason:
        return answer
    if reason not in EMPTY_REASONS:
        form.problem(f"{question.key}-empty", "Choose a reason from the list")
        return answer
    if answer is None:
        return {"empty": reason}
    if isinstance(question, Narrative):
        return {"empty": reason, "words": answer}
    form.problem(
        f"{question.key}-empty",
        "There is an answer and a reason for having none. Take one of them away",
    )
    return answer


def _narrative(form: Typed, question: Question) -> Answer | None:
    return form.text(question.key, limit=NARRATIVE_LIMIT) or None


def _choice(form: Typed, question: Choice) -> Answer | None:
    value = next(iter(form.all(question.key)), "")
    if value and value not in {option.value for option in question.options}:
        form.problem(question.key, "Choose one of the answers listed")
    return _with_words(form, question, "value", value)


def _multi(form: Typed, question: Multi) -> Answer | None:
    values = list(dict.fromkeys(form.all(question.key)))
    if not set(values) <= {option.value for option in question.options}:
        form.problem(question.key, "Choose from the answers listed")
    return _with_words(form, question, "values", values)


def _scale(form: Typed, question: Scale) -> Answer | None:
    score = _score(form, question.key, form.text(question.key, limit=CELL_LIMIT))
    return _with_words(form, question, "score", score)


def _with_words(
    form: Typed, question: Choice | Multi | Scale, name: str, value: str | list[str] | int | None
) -> Answer | None:
    is_given = value not in (None, "", [])
    if not question.words:
        return value if is_given else None
    words = form.text(f"{question.key}-words", limit=WORDS_LIMIT)
    answer: dict[str, Any] = {name: value} if is_given else {}
    if words:
        answer["words"] = words
    return answer or None


def _score(form: Typed, name: str, text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 10:  # noqa: PLR2004
        return int(text)
    form.problem(name, "Enter a whole number from 0 to 10")
    return None


def _number(form: Typed, question: Number) -> Answer | None:
    value = _figure(form, question.key, form.text(question.key, limit=CELL_LIMIT))
    if value is not None and not question.min <= value <= question.max:
        form.problem(question.key, f"Enter a number from {question.min:g} to {question.max:g}")
    if not question.term:
        return value
    term = form.text(f"{question.key}-term", limit=CELL_LIMIT)
    answer: dict[str, Any] = {} if value is None else {"value": value}
    if term:
        answer["term"] = term
    return answer or None


def _figure(form: Typed, name: str, text: str) -> int | float | None:
    text = text.strip().removesuffix("%").replace(",", "").strip()
    if not text:
        return None
    if re.fullmatch(r"-?[0-9]{1,12}", text):
        return int(text)
    if re.fullmatch(r"-?[0-9]{1,12}\.[0-9]{1,6}", text):
        return float(text)
    form.problem(name, "Enter a number, such as 93 or 4.5")
    return None


def _day(form: Typed, question: Day) -> Answer | None:
    return read_day(form, question.key)


def read_day(form: Typed, name: str) -> str | None:
    """Read a date from one field, or from the three fields -day, -month and -year."""
    parts = [form.text(f"{name}-{part}", limit=20).strip() for part in ("year", "month", "day")]
    text = "-".join(parts) if any(parts) else form.text(name, limit=40).strip()
    if not text:
        return None
    if slashed := re.fullmatch(r"([0-9]{1,2})[/. ]([0-9]{1,2})[/. ]([0-9]{4})", text):
        text = "-".join(reversed(slashed.groups()))
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text, re.ASCII):
        year, month, day = (int(part) for part in found.groups())
        try:
            if year in YEARS:
                return date(year, month, day).isoformat()
        except ValueError:
            pass  # The thirty-first of June: said below, like any other day that is none.
    form.problem(name, "Enter a real date, such as 27 3 2026")
    return None


def _person(form: Typed, question: PersonAnswer) -> Answer | None:
    ids = list(dict.fromkeys(form.all(question.key)))
    if len(ids) > (PEOPLE_LIMIT if question.several else 1):
        form.problem(question.key, "Choose fewer people" if question.several else "Choose one")
    if any(len(each) > CELL_LIMIT for each in ids) or (
        form.people is not None and not set(ids) <= set(form.people)
    ):
        form.problem(question.key, "Choose people of this family or its network")
    return ids or None


def _yes_no(form: Typed, question: YesNo) -> Answer | None:
    value = next(iter(form.all(question.key)), "")
    if value and value not in {option.value for option in question.options}:
        form.problem(question.key, "Choose one of the answers listed")
    words = form.text(f"{question.key}-words", limit=WORDS_LIMIT)
    day = read_day(form, f"{question.key}-date") if question.date else None
    given = {"answer": value, "words": words, "date": day}
    return {name: part for name, part in given.items() if part} or None


def _table(form: Typed, question: Table) -> Answer | None:
    found = (re.match(r"([0-9]{1,6})-", name[len(question.key) + 1 :], re.ASCII)
             for name in form.names_under(f"{question.key}-"))  # fmt: skip
    numbers = sorted({int(match[1]) for match in found if match})
    rows = [row for number in numbers if (row := _row(form, question, number))]
    if len(rows) > ROWS_LIMIT:
        form.problem(f"{question.key}-0-{question.columns[0].key}", f"{ROWS_LIMIT} lines fit")
    return rows or None


def _row(form: Typed, question: Table, number: int) -> dict[str, Any]:
    cells = {
        column.key: _cell(form, column, f"{question.key}-{number}-{column.key}")
        for column in question.columns
    }
    return {key: cell for key, cell in cells.items() if cell is not None}


def _cell(form: Typed, column: Column, name: str) -> str | int | float | bool | None:
    if column.kind == "date":
        return read_day(form, name)
    text = form.text(name, limit=CELL_LIMIT)
    if not text:
        return None
    if column.kind == "scale":
        return _score(form, name, text)
    if column.kind == "number":
        return _figure(form, name, text)
    return _picked(form, column, name, text)


def _picked(form: Typed, column: Column, name: str, text: str) -> str | bool:
    if column.kind == "yesno":
        if text not in ("yes", "no"):
            form.problem(name, "Choose yes or no")
        return text == "yes"
    if column.kind == "choice" and text not in {option.value for option in column.options}:
        form.problem(name, "Choose one of the answers listed")
    # Somebody outside the record may be named in words; an id has to be one of the family's.
    is_strange = form.people is not None and bool(ID.fullmatch(text)) and text not in form.people
    if column.kind == "person" and is_strange:
        form.problem(name, "Choose somebody of this family or its network")
    return text


READERS: Mapping[type, Callable[[Typed, Any], Answer | None]] = {
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
