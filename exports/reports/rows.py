"""Rows that reports print: every value is in words already."""

import msgspec

from exports.reports.placing import Part, Statement


class ChildRow(msgspec.Struct, frozen=True):
    """A child on the first page."""

    name: str
    age: str
    plan: str
    since: str


class Quote(msgspec.Struct, frozen=True):
    """What somebody said, and how we came to know."""

    person: str
    words: str
    source: str
    entry_id: str
    badge: str = ""


class RulerRow(msgspec.Struct, frozen=True):
    """An adult's first and latest rating of one goal."""

    adult: str
    asked: str
    first: str
    latest: str


class Goal(msgspec.Struct, frozen=True):
    """A change the family wants and how far it has come."""

    words: str
    about: str
    rulers: tuple[RulerRow, ...]


class ChildLife(msgspec.Struct, frozen=True):
    """What life is like for one child."""

    name: str
    quotes: tuple[Quote, ...]
    own_words: tuple[Statement, ...]
    normal_day: tuple[Statement, ...]
    sections: tuple[Part, ...]
    impact: tuple[Statement, ...]


class View(msgspec.Struct, frozen=True):
    """What one adult says; no name for what they say together."""

    name: str
    quotes: tuple[Quote, ...]
    statements: tuple[Statement, ...]


class EventRow(msgspec.Struct, frozen=True):
    """A line of the short chronology."""

    on: str
    headline: str
    children: str
    impact: str
    entry_id: str


class VisitRow(msgspec.Struct, frozen=True):
    """How often a child was visited and seen."""

    child: str
    statutory: str
    seen: str
    seen_alone: str
    bedroom_seen: str
    last_seen_alone: str


class ActionRow(msgspec.Struct, frozen=True):
    """Something agreed, and whether it is done."""

    text: str
    owner: str
    due: str
    state: str
