"""Answers brought in from elsewhere in a shape of their own: kept whole, and still said in words.

A case folder may answer any question with text, a number, a list or a table. A worker's words
are never turned away because a form would have asked for them differently; only what cannot be
kept or cannot be true is.
"""

from collections.abc import Iterator, Mapping

from modules.answer_checking import check_answer
from modules.answer_fields import is_storable
from modules.answer_shapes import NARRATIVE_LIMIT, ROWS_LIMIT
from modules.schema import Question, Scale

DEEPEST = 3
LARGEST = 1e15
SCALE = range(11)


def check_brought(question: Question, value: object) -> list[str]:
    """Return what is wrong with an answer that is brought in; empty when it can be kept."""
    if not check_answer(question, value):
        return []
    return [*_impossible(question, value), *_unkeepable(value, depth=0)]


def _impossible(question: Question, value: object) -> Iterator[str]:
    score = value.get("score") if isinstance(value, Mapping) else value
    is_figure = isinstance(score, int | float) and not isinstance(score, bool)
    if isinstance(question, Scale) and is_figure and score not in SCALE:
        yield "must be a whole number from 0 to 10"


def _unkeepable(value: object, *, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        yield "is a table within a table within a table; make it flatter"
    elif isinstance(value, str):
        yield from _unkeepable_text(value)
    elif isinstance(value, list):
        if len(value) > ROWS_LIMIT:
            yield f"has {len(value):,} rows; {ROWS_LIMIT} fit"
        for part in value[:ROWS_LIMIT]:
            yield from _unkeepable(part, depth=depth + 1)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _unkeepable(key, depth=depth + 1)
            yield from _unkeepable(part, depth=depth + 1)
    elif not isinstance(value, bool | int | float) or not abs(value) < LARGEST:
        yield "must be text, a number, a list or a table"


def _unkeepable_text(value: str) -> Iterator[str]:
    if len(value) > NARRATIVE_LIMIT:
        yield f"is {len(value):,} characters long; {NARRATIVE_LIMIT:,} fit"
    elif not is_storable(value):
        yield "holds a character that cannot be kept"
