"""Answers of another shape are kept whole and said whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.answers import check_brought, wording
from modules.catalogue import Catalogue
from modules.schema import Narrative, Question, Scale, Table

CATALOGUE = Catalogue.load()
QUESTIONS = [q for module in CATALOGUE for section in module.sections for q in section.questions]
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
CELLS = WORDS | st.integers(-9, 9) | st.booleans()
SHAPES = (
    WORDS | st.lists(WORDS, min_size=1, max_size=3)
    | st.lists(
        st.dictionaries(st.sampled_from(["what", "by_when"]), CELLS, min_size=1),
        min_size=1, max_size=3,
    )
)  # fmt: skip


def first(kind: type) -> Question:
    return next(question for question in QUESTIONS if isinstance(question, kind))


@given(st.sampled_from(QUESTIONS), SHAPES)
def test_any_shape_that_a_folder_may_hold_is_kept(question: Question, value: object) -> None:
    assert check_brought(question, value) == []


@given(st.sampled_from(QUESTIONS), SHAPES)
def test_every_word_of_any_shape_is_said(question: Question, value: object) -> None:
    lines = wording(question, value, names={})  # type: ignore[arg-type]
    said = " ".join(" ".join((line.text, line.label, *line.cells)) for line in lines)

    words = (
        [value]
        if isinstance(value, str)
        else [cell for row in value for cell in (row.values() if isinstance(row, dict) else [row])]
    )  # type: ignore[union-attr]
    assert all(word.strip() in said or word in said for word in words if isinstance(word, str)
               and not word[:4].isdigit())  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Scale, 42), (Scale, {"score": 11, "by": "x"}), (Narrative, "x" * 20_001),
        (Table, [{"a": "\ud800"}]), (Narrative, [[[[["deep"]]]]]), (Table, [None]),
        (Narrative, [["x"] * 2_000] * 3),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_or_be_true_is_refused(kind: type, value: object) -> None:
    assert check_brought(first(kind), value) != []
