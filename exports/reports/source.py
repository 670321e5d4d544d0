"""What a conference report is made from: a record already cut down to what its reader may have.

Redact first, then derive: nothing here, and nothing made from it, knows that anything was left
out. Every count in it must be a count of what the reader may have.
"""

from datetime import date
from typing import Literal

import msgspec

Rows = tuple[tuple[str, ...], ...]


class Line(msgspec.Struct, frozen=True):
    """One line of an answer: text, a label and its text, or a table whose first row is its head."""

    text: str = ""
    label: str = ""
    rows: Rows = ()


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """One answered question in force, in the words the worker saw when it was asked.

    `discipline` is in words; `badge` is its key, for the page that shows sources.
    """

    module_key: str
    module_title: str
    module_number: int
    section_key: str
    section_title: str
    question_key: str
    question: str
    subject_kind: Literal["family", "child", "adult", "pair"]
    subject_ids: tuple[str, ...] = ()
    subject: str = ""
    lines: tuple[Line, ...]
    voice: str = ""
    author: str
    discipline: str
    badge: str = ""
    occurred_on: date
    entry_id: str


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """A child; the age is in words (“9 years”, “14 months”, “expected in March 2027”)."""

    person_id: str
    name: str
    known_as: str = ""
    age: str
    plan: str = ""
    plan_since: date | None = None


class Adult(msgspec.Struct, frozen=True, kw_only=True):
    """An adult of the household, or a parent living elsewhere; all in words."""

    name: str
    relation: str
    parental_responsibility: str


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said, showed or did, and how we came to know it."""

    person_id: str
    person: str
    kind: Literal["child", "adult", "network"]
    words: str
    how: str = ""
    voice: str = ""
    said_on: date
    author: str
    badge: str = ""
    entry_id: str = ""


class SignificantEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that mattered for a child, in the words of the chronology."""

    happened_on: date
    headline: str
    children: tuple[str, ...] = ()
    impact: str = ""
    entry_id: str = ""


class Visits(msgspec.Struct, frozen=True, kw_only=True):
    """How often one child was visited and seen in the time the report covers."""

    child: str
    statutory: int
    seen: int
    seen_alone: int
    bedroom_seen: int
    last_seen_alone: date | None = None


class Engagement(msgspec.Struct, frozen=True, kw_only=True):
    """Sessions offered to one adult, and what became of them."""

    adult: str
    offered: int
    attended: int
    cancelled_by_us: int
    cancelled_by_them: int


class Ruler(msgspec.Struct, frozen=True, kw_only=True):
    """One adult's own rating from 0 to 10, the first and the latest of the time."""

    adult: str
    measure: Literal["importance", "confidence", "readiness"]
    first: int
    first_on: date
    latest: int
    latest_on: date


class ChangeGoal(msgspec.Struct, frozen=True, kw_only=True):
    """A change the family wants, in its own words."""

    words: str
    for_whom: str = ""
    owner: str = ""
    rulers: tuple[Ruler, ...] = ()


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Something one person said they would do by a day."""

    text: str
    owner: str
    due_on: date | None = None
    done_on: date | None = None


class PlanLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the family's own plan."""

    what: str
    who: str
    how_often: str = ""
    if_not: str = ""


class Contributor(msgspec.Struct, frozen=True, kw_only=True):
    """A worker whose work is in the report."""

    name: str
    role: str
    agency: str = ""


class Recommendation(msgspec.Struct, frozen=True, kw_only=True):
    """What the social worker recommends for one child, and why."""

    child: str
    words: str
    reason: str = ""


class ConferenceSource(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a conference report may draw on; whatever is optional may be empty.

    Order is the caller's and is kept: passages in the order of the programme, then by date.
    """

    reference: str
    council: str
    recipient: str
    prepared_by: str
    prepared_on: date
    period_from: date
    period_to: date
    conference_on: date | None = None
    children: tuple[Child, ...] = ()
    adults: tuple[Adult, ...] = ()
    passages: tuple[Passage, ...] = ()
    summaries: tuple[Passage, ...] = ()
    voices: tuple[Voice, ...] = ()
    events: tuple[SignificantEvent, ...] = ()
    visits: tuple[Visits, ...] = ()
    core_groups_held: int = 0
    engagement: tuple[Engagement, ...] = ()
    goals: tuple[ChangeGoal, ...] = ()
    plan_lines: tuple[PlanLine, ...] = ()
    plan_agreed_on: date | None = None
    recommendations: tuple[Recommendation, ...] = ()
    actions: tuple[Action, ...] = ()
    contributors: tuple[Contributor, ...] = ()
