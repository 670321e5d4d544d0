"""Rulers over time as a picture: SVG drawn on the server, with all its figures in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from markupsafe import Markup, escape

from workbook.families.rules import FamilyFile
from workbook.timeline import rules
from workbook.timeline.rules import Readings
from workbook.web.filters import as_day, month_day, short_day
from workbook.web.parts import SideLink

WIDTH: Final = 430
HEIGHT: Final = 180
LEFT: Final = 26
RIGHT: Final = 104
TOP: Final = 12
BOTTOM: Final = 26
ACROSS: Final = WIDTH - LEFT - RIGHT
DOWN: Final = HEIGHT - TOP - BOTTOM
APART: Final = 62  # between two dates under the picture, so that they never touch
LINE: Final = 16  # between two labels at the ends of lines
TOP_MARK: Final = 10
GOAL_WORDS: Final = 14


class ChartRow(msgspec.Struct, frozen=True):
    """One day's readings, "" where one was not asked."""

    day: str
    importance: str
    confidence: str


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """One adult's rulers for one goal: the picture, the same as a table, and what else there is."""

    who: str
    goal: str
    picture: Markup
    rows: tuple[ChartRow, ...]
    others: tuple[SideLink, ...]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One ruler over time: a name and its readings."""

    name: str
    points: tuple[tuple[datetime, int], ...]


def chart_of(found: tuple[Readings, ...], *, wanted: str, family: FamilyFile) -> Chart | None:
    """Return the picture of the wanted adult and goal, else of those with most readings.

    None when there are no readings. A choice that is not there is answered by the first.
    """
    chosen = next((one for one in found if one.key == wanted), found[0] if found else None)
    if chosen is None:
        return None
    address = f"/families/{family.id}"
    return Chart(
        who=rules.first_name(chosen.adult_id, family),
        goal=_goal_words(chosen.goal_id, family),
        picture=ruler_chart(chosen),
        rows=tuple(
            ChartRow(
                short_day(ruler.occurred_at), _figure(ruler.importance), _figure(ruler.confidence)
            )
            for ruler in chosen.rulers
        ),
        others=tuple(
            SideLink(
                text=": ".join(
                    (rules.first_name(one.adult_id, family), _goal_words(one.goal_id, family))
                ),
                href=f"{address}?rulers={one.key}#rulers",
            )
            for one in found
            if one is not chosen
        ),
    )


def lines_of(readings: Readings) -> tuple[Line, ...]:
    """Return importance and confidence over time; one without a reading is left out."""
    found = (
        Line(
            name=name.capitalize(),
            points=tuple(
                (ruler.occurred_at, getattr(ruler, name))
                for ruler in readings.rulers
                if getattr(ruler, name) is not None
            ),
        )
        for name in ("importance", "confidence")
    )
    return tuple(line for line in found if line.points)


def in_words(lines: Sequence[Line]) -> str:
    """Say what the picture shows."""
    said = []
    for line in lines:
        (first_on, first), (last_on, last) = line.points[0], line.points[-1]
        if len(line.points) == 1:
            said.append(f"{line.name}: {first} on {month_day(first_on)}")
        else:
            said.append(
                f"{line.name}: from {first} on {month_day(first_on)} "
                f"to {last} on {month_day(last_on)}"
            )
    return f"Rulers from 0 to 10. {'; '.join(said)}."


def ruler_chart(readings: Readings) -> Markup:
    """Draw one adult's importance and confidence for one goal, placed by date.

    Shape and words carry what colour does. It takes one adult's readings and no more.
    """
    lines = lines_of(readings)
    moments = sorted({moment for line in lines for moment, _ in line.points})
    place = _Places(moments)
    drawn = [
        Markup(
            '<svg class="fs-chart" viewBox="0 0 {} {}" role="img" aria-labelledby="chart-words"'
            ' focusable="false"><title id="chart-words">{}</title>'
        ).format(WIDTH, HEIGHT, in_words(lines)),
        *_grid(),
        *_dates(moments, place),
        *(part for number, line in enumerate(lines, 1) for part in _line(number, line, place)),
        *_labels(lines),
        Markup("</svg>"),
    ]
    return Markup().join(drawn)


class _Places:
    """Where a moment lies across the picture."""

    def __init__(self, moments: Sequence[datetime]) -> None:
        self._first = moments[0]
        self._length = (moments[-1] - moments[0]).total_seconds() or 1

    def of(self, moment: datetime) -> float:
        return LEFT + ACROSS * (moment - self._first).total_seconds() / self._length


def _height(value: int) -> float:
    return TOP + DOWN * (TOP_MARK - value) / TOP_MARK


def _grid() -> list[Markup]:
    return [
        Markup(
            '<line x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}" class="fs-chart__grid"/>'
            '<text x="{3}" y="{4:.1f}" text-anchor="end" class="fs-chart__tick">{5}</text>'
        ).format(LEFT, LEFT + ACROSS, _height(mark), LEFT - 7, _height(mark) + 4, mark)
        for mark in (0, 5, 10)
    ]


def _dates(moments: Sequence[datetime], place: _Places) -> list[Markup]:
    """Write the first and last day and as many between as have room."""
    shown = [moments[0]]
    last = moments[-1]
    for moment in moments[1:-1]:
        x = place.of(moment)
        if x - place.of(shown[-1]) >= APART and place.of(last) - x >= APART:
            shown.append(moment)
    if as_day(last) != as_day(shown[-1]):
        shown.append(last)
    return [
        Markup(
            '<text x="{:.1f}" y="{}" text-anchor="middle" class="fs-chart__tick">{}</text>'
        ).format(place.of(moment), HEIGHT - 7, short_day(moment))
        for moment in shown
    ]


def _line(number: int, line: Line, place: _Places) -> list[Markup]:
    spots = [(place.of(moment), _height(value)) for moment, value in line.points]
    path = " ".join(f"{'L' if index else 'M'}{x:.1f} {y:.1f}" for index, (x, y) in enumerate(spots))
    drawn = [
        Markup('<path d="{}" class="fs-chart__line fs-chart__line--{}"/>').format(path, number)
    ]
    for x, y in spots:
        if number == 1:
            shape = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="4" class="fs-chart__dot--1"/>')
            drawn.append(shape.format(x, y))
        else:
            shape = Markup(
                '<rect x="{:.1f}" y="{:.1f}" width="7.4" height="7.4" class="fs-chart__dot--2"/>'
            )
            drawn.append(shape.format(x - 3.7, y - 3.7))
    return drawn


def _labels(lines: Sequence[Line]) -> list[Markup]:
    """Name each line at its end, one label never on top of the other."""
    ends = sorted(
        (_height(line.points[-1][1]) + 4, number, f"{line.name} {line.points[-1][1]}")
        for number, line in enumerate(lines, 1)
    )
    drawn, lowest = [], 0.0
    for wanted, number, words in ends:
        lowest = max(wanted, lowest + LINE)
        drawn.append(
            Markup(
                '<text x="{}" y="{:.1f}" class="fs-chart__label fs-chart__label--{}">{}</text>'
            ).format(LEFT + ACROSS + 9, lowest, number, escape(words))
        )
    return drawn


def _goal_words(goal_id: str, family: FamilyFile) -> str:
    words = next((goal.words for goal in family.goals if goal.id == goal_id), "")
    return rules.shorten(words, GOAL_WORDS)


def _figure(value: int | None) -> str:
    return "" if value is None else str(value)
