"""What a workbook shows: words that fit, readings that belong together."""

from datetime import UTC, date, datetime, timedelta

from workbook.entries.rules import SavedRuler
from workbook.timeline import rules

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def ruler(
    adult: str, goal: str, day: int, importance: int | None, confidence: int | None
) -> SavedRuler:
    return SavedRuler(
        entry_id=f"e{day}",
        adult_id=adult,
        goal_id=goal,
        importance=importance,
        confidence=confidence,
        readiness=None,
        occurred_at=NOON + timedelta(days=day),
    )


class TestShorten:
    def test_leaves_a_short_text_exactly_as_it_was_typed(self) -> None:
        assert rules.shorten("One\n\n two \t", 2) == "One\n\n two \t"

    def test_keeps_line_breaks_up_to_the_last_word_shown(self) -> None:
        assert rules.shorten("One\n\ntwo three", 2) == "One\n\ntwo …"

    def test_says_nothing_of_an_empty_text(self) -> None:
        assert rules.shorten("") == ""


class TestReadings:
    def test_never_puts_two_adults_or_two_goals_together(self) -> None:
        found = rules.readings(
            [ruler("ann", "g1", 1, 4, 2), ruler("bob", "g2", 2, 3, 3), ruler("ann", "g3", 3, 5, 5)]
        )

        assert all(len({one.adult_id for one in group.rulers}) == 1 for group in found)
        assert len(found) == 3

    def test_begins_with_the_adult_with_most_readings(self) -> None:
        found = rules.readings(
            [ruler("ann", "g1", 1, 4, 2), ruler("bob", "g2", 2, 3, 3), ruler("bob", "g2", 4, 3, 3)]
        )

        assert found[0].adult_id == "bob"

    def test_leaves_out_what_has_nothing_to_draw(self) -> None:
        assert rules.readings([ruler("ann", "g1", 1, None, None)]) == ()


class TestChanges:
    def test_says_how_far_a_ruler_moved_since_the_time_before(self) -> None:
        said = rules.changes([ruler("ann", "g1", 5, 8, 5), ruler("ann", "g1", 1, 6, 5)])

        assert said == {
            "e1": [("ann", "Importance 6"), ("ann", "Confidence 5")],
            "e5": [("ann", "Importance 6 to 8"), ("ann", "Confidence 5")],
        }

    def test_does_not_compare_one_adult_with_another(self) -> None:
        said = rules.changes([ruler("ann", "g1", 1, 6, None), ruler("bob", "g1", 2, 2, None)])

        assert said["e2"] == [("bob", "Importance 2")]


def test_the_first_week_is_week_one() -> None:
    opened = date(2026, 9, 7)

    assert rules.week_number(opened, opened) == 1
    assert rules.week_number(opened, opened + timedelta(days=7)) == 2


def test_kinds_of_events_read_the_same_from_a_form_and_from_a_case_record() -> None:
    assert rules.event_words("FGDM meeting") == "FGDM meeting"
    assert rules.event_words("fgdm_meeting") == "FGDM meeting"
    assert rules.event_words("plan start") == "Plan start"
    assert rules.event_words("") == ""
