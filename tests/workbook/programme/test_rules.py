"""Which wording stands, how far a module has got, and which marks a wording may take."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.catalogue import Catalogue
from workbook.marking.rules import DOCUMENTS
from workbook.programme.rules import (
    Evidence,
    Place,
    SavedStatus,
    SavedSummary,
    allowed_marks,
    current_summaries,
    next_statuses,
    status_of,
)
from workbook.wall.marks import MARKS, OWN_TEAM, readers

START = datetime(2026, 5, 1, 10, tzinfo=UTC)
PLACE = Place("children", "wishes", "child", ("kim",))


def said(name: str, *, day: int = 0, version: int = 1, **given: Any) -> Evidence:  # noqa: ANN401
    """Return one contribution to a child's wishes, made on this day."""
    at = START + timedelta(days=day)
    values = {
        "id": name, "entry_id": f"entry of {name}", "occurred_at": at, "recorded_at": at,
        "recorded_by": "worker", "discipline": "social_worker", "module_key": "children",
        "module_version": version, "section_key": "wishes", "subject_kind": "child",
        "subject_ids": ("kim",), "answers": {}, "mark": "team", "mark_persons": (),
        "share_ok": "yes",
    }  # fmt: skip
    return Evidence(**(values | given))


def agreed(words: str, *, day: int = 0, **given: Any) -> SavedSummary:  # noqa: ANN401
    """Return one agreed wording of a child's wishes."""
    values = {
        "id": words, "family_id": "f", "module_key": "children", "module_version": 1,
        "section_key": "wishes", "subject_kind": "child", "subject_ids": ("kim",),
        "words": words, "derived_from": (), "mark": "team", "mark_persons": (),
        "recorded_at": START + timedelta(days=day), "recorded_by": "worker",
        "discipline": "social_worker", "replaces_id": None,
    }  # fmt: skip
    return SavedSummary(**(values | given))


def status(name: str) -> SavedStatus:
    """Return one status of a module."""
    return SavedStatus(
        id="s", family_id="f", module_key="children", status=name, reason="", restarts_on=None,
        recorded_at=START, recorded_by="w", discipline="social_worker", replaces_id=None,
    )  # fmt: skip


def test_takes_the_newest_answer_to_each_question_from_whoever_gave_it(
    catalogue: Catalogue,
) -> None:
    found = current_summaries(
        contributions=[
            said("old", answers={"three_wishes": "A dog", "want_kept": "Dinners"}),
            said("new", day=3, answers={"three_wishes": "Two dogs"}),
        ],
        summaries=[],
        catalogue=catalogue,
    )[PLACE]

    assert [(each.answer, each.source.id) for each in found.answers] == [
        ("Two dogs", "new"),
        ("Dinners", "old"),
    ]
    assert [each.id for each in found.contributions] == ["new", "old"]


def test_a_reason_for_being_empty_never_hides_what_was_said_before(catalogue: Catalogue) -> None:
    found = current_summaries(
        contributions=[
            said("old", answers={"three_wishes": "A dog"}),
            said("new", day=3, answers={"three_wishes": {"empty": "declined"}}),
        ],
        summaries=[],
        catalogue=catalogue,
    )[PLACE]

    assert [each.answer for each in found.answers] == ["A dog"]


def test_the_newest_agreed_wording_stands_and_keeps_the_answers_beneath(
    catalogue: Catalogue,
) -> None:
    found = current_summaries(
        contributions=[said("one", answers={"three_wishes": "A dog"})],
        summaries=[agreed("second", day=2), agreed("first")],
        catalogue=catalogue,
    )[PLACE]

    assert found.agreed is not None
    assert found.agreed.words == "second"
    assert len(found.answers) == 1


def test_subjects_are_kept_apart(catalogue: Catalogue) -> None:
    found = current_summaries(
        contributions=[
            said("kim", answers={"three_wishes": "A dog"}),
            said("lou", subject_ids=("lou",), answers={"three_wishes": "A cat"}),
        ],
        summaries=[],
        catalogue=catalogue,
    )

    assert {place.subject_ids: each.answers[0].answer for place, each in found.items()} == {
        ("kim",): "A dog",
        ("lou",): "A cat",
    }


def test_an_answer_whose_definition_is_gone_is_still_said(catalogue: Catalogue) -> None:
    found = current_summaries(
        contributions=[said("one", version=99, answers={"best_day": "The sea"})],
        summaries=[],
        catalogue=catalogue,
    )[PLACE]

    assert (found.answers[0].question.label, found.answers[0].answer) == ("Best day", "The sea")


def test_follows_the_order_of_the_programme(catalogue: Catalogue) -> None:
    found = current_summaries(
        contributions=[
            said("late", module_key="sustaining", section_key="ending", subject_kind="family",
                 subject_ids=(), answers={"what_helped": "Time"}),
            said("early", answers={"three_wishes": "A dog"}),
        ],
        summaries=[],
        catalogue=catalogue,
    )  # fmt: skip

    assert [place.module_key for place in found] == ["children", "sustaining"]


def test_work_on_a_module_starts_it() -> None:
    assert status_of(None, sessions=0) == "not_started"
    assert status_of(None, sessions=2) == "in_progress"
    assert status_of(status("not_started"), sessions=2) == "in_progress"
    assert status_of(status("paused"), sessions=2) == "paused"


@pytest.mark.parametrize("closed", ["complete", "not_applicable"])
def test_what_is_closed_is_opened_again_first(closed: str) -> None:
    assert next_statuses(closed, is_manager=True) == ("reopened",)


def test_only_a_manager_says_that_a_module_does_not_apply() -> None:
    assert "not_applicable" in next_statuses("in_progress", is_manager=True)
    assert "not_applicable" not in next_statuses("in_progress", is_manager=False)


marks = st.sampled_from(MARKS)
wishes = st.sampled_from(["yes", "too_young", "yes_with_changes", "no"])
writers = st.sampled_from(sorted(OWN_TEAM))


@given(
    st.lists(st.tuples(marks, writers, wishes), min_size=1, max_size=5),
    writers,
)
def test_a_wording_is_never_kept_looser_than_anything_in_it(
    sources: list[tuple[str, str, str]], author: str
) -> None:
    evidence = [
        said(str(number), mark=mark, discipline=writer, share_ok=wish)
        for number, (mark, writer, wish) in enumerate(sources)
    ]

    for mark in allowed_marks(evidence, discipline=author, laid={}):
        for source_mark, writer, wish in sources:
            assert readers(mark, author) <= readers(source_mark, writer)
            assert DOCUMENTS.get(mark, 0) <= DOCUMENTS.get(source_mark, 0)
            if wish in ("no", "yes_with_changes"):
                assert mark not in DOCUMENTS
            if wish == "too_young":
                assert mark != "family_shared"


def test_words_kept_to_people_with_nobody_in_common_cannot_be_put_together() -> None:
    health = said("one", mark="health_restricted", discipline="mental_health_practitioner")
    legal = said("two", mark="legal_privileged")

    assert allowed_marks([health, legal], discipline="mental_health_practitioner", laid={}) == []


def test_a_wording_carries_on_from_the_one_before() -> None:
    assert "team" not in allowed_marks(
        [agreed("x", mark="adult_private")], discipline="team_manager", laid={}
    )
