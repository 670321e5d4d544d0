"""What is due, by when and how it is said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from workbook.families.rules import FamilyFile, Stage
from workbook.home import rules
from workbook.home.rules import Due, Unfinished, VisitRule

TODAY = date(2026, 11, 20)
RULE = VisitRule(protection_weeks=2, need_weeks=4)


def family(*stages: Stage) -> FamilyFile:
    return FamilyFile(
        id="f",
        reference="F-1",
        name="Reed",
        team_id="t",
        opened_on=date(2026, 5, 1),
        closed_on=None,
        stages=stages,
    )


def stage(name: str, *, child: str = "kim", days: int = 90, ends_on: date | None = None) -> Stage:
    return Stage(
        child_id=child,
        stage=name,
        category="",
        starts_on=TODAY - timedelta(days=days),
        ends_on=ends_on,
    )


class TestVisitDue:
    @pytest.mark.parametrize(
        ("name", "weeks"),
        [
            ("child_in_need", 4),
            ("child_protection_plan", 2),
            ("pre_proceedings", 2),
            ("proceedings", 2),
        ],
    )
    def test_counts_the_councils_weeks_from_the_last_visit(self, name: str, weeks: int) -> None:
        last = TODAY - timedelta(days=3)

        due = rules.visit_due(family(stage(name)), last_visit=last, rule=RULE, today=TODAY)

        assert due == last + timedelta(weeks=weeks)

    def test_follows_the_most_serious_stage_of_the_children(self) -> None:
        both = family(
            stage("child_in_need", child="kim"), stage("child_protection_plan", child="tom")
        )

        due = rules.visit_due(both, last_visit=TODAY, rule=RULE, today=TODAY)

        assert due == TODAY + timedelta(weeks=2)

    def test_starts_counting_when_the_plan_starts(self) -> None:
        started = family(stage("child_protection_plan", days=3))
        before = TODAY - timedelta(days=12)

        due = rules.visit_due(started, last_visit=before, rule=RULE, today=TODAY)

        assert due == TODAY - timedelta(days=3) + timedelta(weeks=2)
        assert rules.visit_due(started, last_visit=None, rule=RULE, today=TODAY) == due

    def test_asks_for_no_visit_where_no_plan_stands(self) -> None:
        ended = family(stage("child_in_need", ends_on=TODAY))

        assert rules.visit_due(ended, last_visit=None, rule=RULE, today=TODAY) is None


@pytest.mark.parametrize(
    ("days", "when"), [(-1, "late"), (0, "today"), (1, "soon"), (7, "soon"), (8, None)]
)
def test_tells_late_from_today_and_from_the_next_seven_days(days: int, when: str | None) -> None:
    assert rules.when_due(TODAY + timedelta(days=days), TODAY) == when


@pytest.mark.parametrize(
    ("days", "words"), [(-2, "2 days late"), (-1, "1 day late"), (0, "Today"), (6, "26 Nov")]
)
def test_says_by_when_a_family_is_to_be_visited(days: int, words: str) -> None:
    assert rules.visit_words(TODAY + timedelta(days=days), TODAY) == words


def test_what_comes_next_is_never_what_is_late() -> None:
    dues = [
        Due(family_id="f", what="Late", on=TODAY - timedelta(days=1), href="/x"),
        Due(family_id="f", what="Group supervision", on=TODAY + timedelta(days=4), href="/x"),
        Due(family_id="g", what="Elsewhere", on=TODAY, href="/x"),
    ]

    coming = rules.next_thing("f", actions=[], dues=dues, today=TODAY)

    assert coming == ("Group supervision", TODAY + timedelta(days=4))


def test_counts_what_was_written_and_not_what_was_chosen() -> None:
    draft = Unfinished(
        id="d",
        family_id="f",
        saved_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
        fields=(("kind", "phone_call"), ("note", "Rang Ann at noon"), ("present", "a1")),
    )

    assert (draft.kind, draft.words) == ("phone_call", 4)
