"""The people an answer names by id: to find them, and to know them under other ids."""

from collections.abc import Callable, Mapping
from typing import Any

from modules.answer_shapes import Answer, empty_reason
from modules.schema import PersonAnswer, Question, Table


def people_named(question: Question, answer: Answer) -> frozenset[str]:
    """Return what stands where an answer names people: ids, or words for somebody else."""
    named: set[str] = set()

    def note(person: str) -> str:
        named.add(person)
        return person

    _each_person(question, answer, note)
    return frozenset(named)


def with_people(question: Question, answer: Answer, ids: Mapping[str, str]) -> Answer:
    """Return the answer with people under other ids; whoever `ids` lacks stays as written.

    For records that come from elsewhere with ids of their own.
    """
    return _each_person(question, answer, lambda person: ids.get(person, person))


def _each_person(question: Question, answer: Answer, change: Callable[[str], str]) -> Answer:
    if empty_reason(answer) or not isinstance(answer, list):
        return answer
    if isinstance(question, PersonAnswer):
        return [change(each) if isinstance(each, str) else each for each in answer]
    if isinstance(question, Table):
        kinds = {column.key: column.kind for column in question.columns}
        return [_row(row, kinds, change) if isinstance(row, dict) else row for row in answer]
    return answer


def _row(
    row: dict[str, Any], kinds: Mapping[str, str], change: Callable[[str], str]
) -> dict[str, Any]:
    changed = dict(row)
    for key, cell in row.items():
        if isinstance(cell, dict):
            changed[key] = {change(person): words for person, words in cell.items()}
        elif isinstance(cell, str) and kinds.get(key) == "person":
            changed[key] = change(cell)
    return changed
