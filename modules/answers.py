"""Answers, from the form to the page: the one place other packages import them from."""

from modules.answer_brought import check_brought
from modules.answer_checking import check_answer
from modules.answer_people import people_named, with_people
from modules.answer_reading import read_answers, strange_fields
from modules.answer_shapes import (
    Answer,
    Answers,
    Current,
    Problem,
    empty_reason,
    is_answered,
    is_settled,
    is_shown,
    merge,
)
from modules.answer_wording import Line, wording

__all__ = [
    "Answer",
    "Answers",
    "Current",
    "Line",
    "Problem",
    "check_answer",
    "check_brought",
    "empty_reason",
    "is_answered",
    "is_settled",
    "is_shown",
    "merge",
    "people_named",
    "read_answers",
    "strange_fields",
    "with_people",
    "wording",
]
