"""Say where in a conference report each answer goes, and group it under its headings."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from itertools import zip_longest
from typing import Literal

import msgspec

from exports.reports.source import Line, Passage

Place = Literal[
    "household", "why", "changes", "own_words", "day", "child", "impact", "strengths", "worries",
    "views", "network", "analysis", "actions", "module",
]  # fmt: skip

COMMON = "common"
# The common block stands in every module, so its answers go by question.
_BY_COMMON_QUESTION: dict[str, Place] = {
    "parent_view": "views",
    "child_voice": "own_words",
    "child_voice_how": "own_words",
    "child_voice_date": "own_words",
    "lived_experience": "day",
    "strengths": "strengths",
    "worries": "worries",
    "impact_on_child": "impact",
    "analysis": "analysis",
    "family_solution": "network",
    "next_steps": "actions",
}
# Keys of the default programme. A council's own modules are in no list and need none: whatever
# has no place here gets a chapter under its module's own title.
_BY_SECTION: dict[tuple[str, str], Place] = {
    ("starting", "why"): "why",
    ("starting", "who"): "household",
    ("starting", "goals"): "changes",
    ("children", "day"): "day",
    ("sustaining", "change"): "changes",
    ("sustaining", "network"): "network",
    ("sustaining", "plan"): "network",
    ("sustaining", "judgement"): "analysis",
    ("sustaining", "views"): "views",
}
_ABOUT_DAILY_LIFE = frozenset({"starting", "children", "daily_care"})
_ONLY_FOR_A_CHILD = frozenset({"own_words", "day", "child", "impact"})

VOICES = {
    "child_own_words": "The child’s own words",
    "parent_own_words": "The parent’s own words",
    "network": "From family and friends",
    "observed": "What we saw",
    "professional_opinion": "Professional view",
    "other_agency": "From another agency",
}


class Statement(msgspec.Struct, frozen=True):
    """One passage as printed; an empty label or source is said by its neighbour.

    `entry_id`, `badge` and `module` are for the page that shows sources.
    """

    label: str
    lines: tuple[Line, ...]
    source: str
    entry_id: str
    badge: str = ""
    module: str = ""


class Part(msgspec.Struct, frozen=True):
    """Statements under one heading; no heading for what is about the whole family."""

    heading: str
    statements: tuple[Statement, ...]


class Section(msgspec.Struct, frozen=True):
    """One section of a module, by whom it is about."""

    title: str
    parts: tuple[Part, ...]


class Chapter(msgspec.Struct, frozen=True):
    """What a module has to say that has no place of its own."""

    title: str
    sections: tuple[Section, ...]


class Point(msgspec.Struct, frozen=True):
    """One strength or worry: what it is, what else was noted of it, who said so."""

    text: str
    detail: str
    source: str
    entry_id: str
    badge: str = ""
    module: str = ""


def place_of(passage: Passage) -> Place:
    """Return where a passage goes; nothing is ever without a place."""
    if passage.section_key == COMMON:
        place = _BY_COMMON_QUESTION.get(passage.question_key, "module")
    else:
        place = _BY_SECTION.get((passage.module_key, passage.section_key), "module")
    about_a_child = passage.subject_kind == "child" and bool(passage.subject_ids)
    is_daily_life = place == "module" and passage.module_key in _ABOUT_DAILY_LIFE
    # A child's view of what we make of it stands with the child, not among the parents'.
    if about_a_child and (is_daily_life or place == "views"):
        return "child"
    if place in _ONLY_FOR_A_CHILD and not about_a_child:
        return "module"
    return place


def grouped(
    passages: Iterable[Passage], by: Callable[[Passage], str]
) -> dict[str, tuple[Passage, ...]]:
    """Group in order of first appearance; what has no name comes first, under no other's name."""
    groups: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        groups[by(passage)].append(passage)
    in_order = sorted(groups.items(), key=lambda group: bool(group[0]))
    return {name: tuple(group) for name, group in in_order}


def parts(
    passages: Iterable[Passage], by: Callable[[Passage], str] = lambda passage: passage.subject
) -> tuple[Part, ...]:
    """Put passages under headings, by default whom they are about."""
    return tuple(
        Part(heading, statements(group)) for heading, group in grouped(passages, by).items()
    )


def chapters(passages: Iterable[Passage]) -> tuple[Chapter, ...]:
    """Give each module a chapter, in the programme's order, under the title it has there."""
    in_order = sorted(passages, key=lambda passage: passage.module_number)
    return tuple(
        Chapter(
            title=group[0].module_title,
            sections=tuple(
                Section(title, parts(section))
                for title, section in grouped(group, lambda passage: passage.section_title).items()
            ),
        )
        for group in grouped(in_order, lambda passage: passage.module_key).values()
    )


def statements(passages: tuple[Passage, ...]) -> tuple[Statement, ...]:
    """Print passages one after another, each label and each source once."""
    if not passages:
        return ()
    sources = [source_of(passage) for passage in passages]
    before = ("", *(passage.question for passage in passages[:-1]))
    after = (*sources[1:], "")
    return tuple(
        Statement(
            label="" if passage.question == said else passage.question,
            lines=passage.lines,
            source="" if source == following else source,
            entry_id=passage.entry_id,
            badge=passage.badge,
            module=passage.module_title,
        )
        for passage, said, source, following in zip(passages, before, sources, after, strict=True)
    )


def points(passages: Iterable[Passage]) -> tuple[Point, ...]:
    """Take strengths or worries apart: one point for each row of a table, or each text.

    Points in a row from one source name it once, after the last.
    """
    found = [
        Point(
            text, detail, source_of(passage), passage.entry_id, passage.badge, passage.module_title
        )
        for passage in passages
        for line in passage.lines
        for text, detail in _taken_apart(line, about=passage.subject)
    ]
    after = [point.source for point in found[1:]]
    return tuple(
        msgspec.structs.replace(point, source="") if point.source == following else point
        for point, following in zip_longest(found, after)
    )


def _taken_apart(line: Line, *, about: str) -> list[tuple[str, str]]:
    named = [f"About {about}"] if about else []
    if not line.rows:
        return [(f"{line.label}: {line.text}" if line.label else line.text, "".join(named))]
    head, *rows = line.rows
    return [(row[0], "\n".join([*named, *_noted(head[1:], row[1:])])) for row in rows if any(row)]


def _noted(head: tuple[str, ...], row: tuple[str, ...]) -> list[str]:
    return [f"{label}: {cell}" for label, cell in zip(head, row, strict=False) if cell]


def source_of(passage: Passage) -> str:
    """Say whose words these are and who recorded them when."""
    said = [
        VOICES.get(passage.voice, ""),
        ", ".join(filter(None, [passage.author, passage.discipline])),
        day(passage.occurred_on),
    ]
    return " · ".join(filter(None, said))


def day(on: date | None) -> str:
    """Write a day as people say it: 4 September 2026; nothing for no day."""
    return "" if on is None else f"{on.day} {on:%B %Y}"
