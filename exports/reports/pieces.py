"""A report's source as the passages it is made of: each can be named, and left out. Pure.

A passage is what a person would call one: a text, a row of a table, what somebody said. Leaving
one out happens before anything is derived, so that no heading, number or list remembers it.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any, TypeVar

import msgspec

from exports.reports.placing import day
from exports.reports.source import ConferenceSource, Line, Passage

KEY_LENGTH = 16


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One passage of a report: where it stands, in words, what it says and where it comes from.

    `key` is the same whenever the same words stand in the same place.
    """

    key: str
    place: str
    text: str
    entry_id: str = ""
    on: date | None = None


Keep = Callable[[Piece], bool]
Item = TypeVar("Item")


def pieces(source: ConferenceSource) -> tuple[Piece, ...]:
    """Return every passage of what a report is made from, in the source's order."""
    found: list[Piece] = []

    def collect(piece: Piece) -> bool:
        found.append(piece)
        return True

    _walked(source, collect)
    return tuple(found)


def without(source: ConferenceSource, keys: Collection[str]) -> ConferenceSource:
    """Return the source as if these passages had never been given to it."""
    return _walked(source, lambda piece: piece.key not in keys) if keys else source


def _walked(source: ConferenceSource, keep: Keep) -> ConferenceSource:
    """Return the source with only the passages that `keep` says yes to."""
    return msgspec.structs.replace(
        source,
        passages=tuple(_passages(source.passages, keep)),
        summaries=tuple(_passages(source.summaries, keep)),
        voices=_kept(source.voices, keep, lambda one: _piece(
            f"What {one.person} said", one.words, one.how, entry=one.entry_id, on=one.said_on,
        )),
        events=_kept(source.events, keep, lambda one: _piece(
            f"Significant event, {day(one.happened_on)}", one.headline, one.impact,
            entry=one.entry_id, on=one.happened_on,
        )),
        goals=_kept(source.goals, keep, lambda one: _piece("A change the family wants", one.words)),
        plan_lines=_kept(source.plan_lines, keep, lambda one: _piece(
            "The family’s own plan", one.what, one.who, one.how_often, one.if_not,
        )),
        actions=_kept(source.actions, keep, lambda one: _piece("Actions", one.text, one.owner)),
        recommendations=_kept(source.recommendations, keep, lambda one: _piece(
            "Recommendation", one.words, one.reason,
        )),
        adults=_kept(source.adults, keep, lambda one: _piece(
            "Adults in the family", one.name, one.relation,
        )),
        contributors=_kept(source.contributors, keep, lambda one: _piece(
            "Who wrote this", one.name, one.agency,
        )),
    )  # fmt: skip


def _kept(items: Iterable[Item], keep: Keep, piece_of: Callable[[Any], Piece]) -> tuple[Item, ...]:
    return tuple(item for item in items if keep(piece_of(item)))


def _passages(passages: Iterable[Passage], keep: Keep) -> Iterable[Passage]:
    """Yield the passages that have a line left, each without what is not kept."""
    for passage in passages:
        lines = tuple(line for one in passage.lines if (line := _line(passage, one, keep)))
        if lines:
            yield passage if lines == passage.lines else _with_lines(passage, lines)


def _with_lines(passage: Passage, lines: tuple[Line, ...]) -> Passage:
    return msgspec.structs.replace(passage, lines=lines)


def _line(passage: Passage, line: Line, keep: Keep) -> Line | None:
    """Return a line as far as it is kept; a table goes with the last of its rows."""
    if not line.rows:
        return line if keep(_of(passage, line.label, line.text)) else None
    head, *rows = line.rows
    kept = tuple(row for row in rows if keep(_of(passage, *row)))
    return Line(rows=(head, *kept)) if kept or not rows else None


def _of(passage: Passage, *texts: str) -> Piece:
    about = f" ({passage.subject})" if passage.subject else ""
    asked = "" if passage.question == passage.section_title else f", “{passage.question}”"
    return _piece(
        f"{passage.module_title}: {passage.section_title}{about}{asked}",
        *texts,
        entry=passage.entry_id,
        on=passage.occurred_on,
    )


def _piece(place: str, *texts: str, entry: str = "", on: date | None = None) -> Piece:
    text = "\n".join(text for text in texts if text)
    named = f"{place}\0{entry}\0{text}"
    key = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_LENGTH]
    return Piece(key=key, place=place, text=text, entry_id=entry, on=on)
