"""The picture of rulers: placed by date, said in words, labels apart."""

import re
from datetime import UTC, datetime, timedelta

from workbook.entries.rules import SavedRuler
from workbook.timeline import charts
from workbook.timeline.rules import Readings

NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)


def readings(*values: tuple[int, int | None, int | None]) -> Readings:
    return Readings(
        adult_id="ann",
        goal_id="g1",
        rulers=tuple(
            SavedRuler(
                entry_id="e",
                adult_id="ann",
                goal_id="g1",
                importance=importance,
                confidence=confidence,
                readiness=None,
                occurred_at=NOON + timedelta(days=day),
            )
            for day, importance, confidence in values
        ),
    )


def test_says_in_words_what_the_picture_shows() -> None:
    picture = charts.ruler_chart(readings((0, 4, 2), (64, 8, 7)))

    assert "Importance: from 4 on 14 September to 8 on 17 November" in picture
    assert 'role="img"' in picture


def test_places_readings_by_date_and_not_by_order() -> None:
    picture = charts.ruler_chart(readings((0, 4, None), (10, 5, None), (100, 6, None)))

    first, second, third = (float(x) for x in re.findall(r'<circle cx="([\d.]+)"', picture))
    assert round((second - first) / (third - first), 2) == 0.1


def test_keeps_the_two_labels_apart_when_both_lines_end_at_the_same_place() -> None:
    picture = charts.ruler_chart(readings((0, 5, 5), (7, 5, 5)))

    heights = [float(y) for y in re.findall(r'y="([\d.]+)" class="fs-chart__label', picture)]
    assert heights[1] - heights[0] >= 16


def test_draws_a_single_reading_and_leaves_out_a_ruler_that_was_not_asked() -> None:
    picture = charts.ruler_chart(readings((0, 5, None)))

    assert "Importance: 5 on 14 September" in picture
    assert "Confidence" not in picture
