"""What one version holds in figures and ticks: each child seen, rulers, and scored tools."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from modules.catalogue import Catalogue
from modules.errors import UnknownDefinitionError
from modules.scores import band, total_problem
from workbook.entries.rules import SavedEntry, SavedRuler, SavedScore
from workbook.families.rules import FamilyFile

SOMEONE: Final = "someone"


class SeenLine(msgspec.Struct, frozen=True):
    """One child in one visit."""

    who: str
    seen: str
    alone: str
    bedroom: str
    reason: str


class RulersOf(msgspec.Struct, frozen=True):
    """One adult’s rulers: each goal in their words, and what they said of it."""

    who: str
    goals: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


class ScoreLine(msgspec.Struct, frozen=True):
    """The total of a scored tool and the band its publisher gives it."""

    title: str
    version: str
    with_whom: str
    total: int
    band: str


def seen_lines(entry: SavedEntry, names: Mapping[str, str]) -> Iterable[SeenLine]:
    """Yield what is recorded of each child in the visit [SSD ssd_cp_visits]."""
    words = {True: "Yes", False: "No"}
    for child in entry.children:
        yield SeenLine(
            names.get(child.person, SOMEONE),
            words[child.seen],
            words[child.seen_alone],
            words[child.bedroom_seen],
            child.reason,
        )


def rulers_shown(
    rulers: Iterable[SavedRuler], *, family: FamilyFile, names: Mapping[str, str]
) -> Iterable[RulersOf]:
    """Yield each adult’s rulers by themselves: two adults’ are never set side by side."""
    goals = {goal.id: goal.words for goal in family.goals}
    by_adult: dict[str, list[tuple[str, tuple[tuple[str, int], ...]]]] = {}
    for one in rulers:
        read = (
            ("Importance", one.importance),
            ("Confidence", one.confidence),
            ("Readiness", one.readiness),
        )
        figures = tuple((name, value) for name, value in read if value is not None)
        by_adult.setdefault(one.adult_id, []).append((goals.get(one.goal_id, ""), figures))
    for adult, read_of in by_adult.items():
        yield RulersOf(names.get(adult, SOMEONE), tuple(read_of))


def score_line(score: SavedScore, catalogue: Catalogue) -> ScoreLine:
    """Say a score and its band; an old tool’s total stands without one."""
    name, words = score.instrument, ""
    try:
        instrument = catalogue.instrument(score.instrument, score.version)
    except UnknownDefinitionError:
        pass  # The programme has dropped the tool since. Its total was taken all the same.
    else:
        name = instrument.title
        if total_problem(instrument, score.total) is None:
            words = band(instrument, score.total) or ""
    return ScoreLine(name, score.version, score.with_whom, score.total, words)
