"""What an answer looks like once recorded, and which answers of many are the current ones."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import msgspec

from modules.schema import Question

# Narrative, Day: text (a day as YYYY-MM-DD). Choice: a value, or {value, words}. Multi: [values],
# or {values, words}. Scale: a number, or {score, words}. Number: a number, or {value, term}.
# PersonAnswer: [ids]. YesNo: {answer, words, date}. Table: [{column: cell}]. Any: {empty, words}.
Answer: TypeAlias = str | int | float | bool | list[Any] | dict[str, Any]
Answers: TypeAlias = dict[str, Answer]

NARRATIVE_LIMIT = 20_000
WORDS_LIMIT = 5_000
CELL_LIMIT = 2_000
ROWS_LIMIT = 100
PEOPLE_LIMIT = 100


class Problem(msgspec.Struct, frozen=True):
    """Something typed that cannot be kept as it is: the form field and what to do."""

    field: str
    message: str


class Current(msgspec.Struct, frozen=True):
    """The answer a section stands at, and the contribution that gave it."""

    answer: Answer
    contribution: str


def empty_reason(answer: Answer | None) -> str | None:
    """Return why a question is unanswered, when somebody said why."""
    reason = answer.get("empty") if isinstance(answer, dict) else None
    return reason if isinstance(reason, str) else None


def is_answered(answer: Answer | None) -> bool:
    """Say whether this is an answer; a reason for being empty is none, unless it has words.

    "Too young" with what was observed instead is an answer, because the observation is.
    """
    if isinstance(answer, dict):
        if "empty" in answer and answer.get("empty") != "too_young":
            return False
        return any(is_answered(part) for key, part in answer.items() if key != "empty")
    if isinstance(answer, list):
        return any(is_answered(part) for part in answer)
    return bool(answer.strip()) if isinstance(answer, str) else answer is not None


def is_settled(answer: Answer | None) -> bool:
    """Say whether nothing more is owed: answered, or a reason given that stands by itself.

    "Not asked yet" is still owed, and "too young" owes an observation.
    """
    lasting = ("declined", "not_safe_to_ask", "does_not_apply")
    return is_answered(answer) or empty_reason(answer) in lasting


def is_shown(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Say whether a question is asked, given the other answers of its section."""
    if question.show_if is None:
        return True
    answer = answers.get(question.show_if.question)
    if isinstance(answer, dict):
        answer = next((answer[key] for key in ("value", "values", "answer") if key in answer), None)
    picked = answer if isinstance(answer, list) else [answer]
    return any(value in picked for value in question.show_if.any_of)


def merge(newest_first: Iterable[tuple[str, Mapping[str, Answer]]]) -> dict[str, Current]:
    """Return the current answer of each question: the newest given, and who gave it.

    Takes (contribution id, its answers), newest first. A reason for being empty stands only
    while nobody has answered, so that "not asked yet" never hides what was said before.
    """
    given: dict[str, Current] = {}
    reasons: dict[str, Current] = {}
    for contribution, answers in newest_first:
        for key, answer in answers.items():
            if is_answered(answer):
                given.setdefault(key, Current(answer, contribution))
            elif empty_reason(answer):
                reasons.setdefault(key, Current(answer, contribution))
    return {**reasons, **given}
