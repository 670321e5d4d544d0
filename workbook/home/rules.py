"""What is due for whom, by when, and how it is said."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final, Literal

import msgspec

from workbook.entries.rules import SavedAction, SavedEntry
from workbook.families.rules import (
    CATEGORIES,
    STAGES,
    FamilyFile,
    current_stages,
    most_serious,
)
from workbook.staff.access import SOCIAL_WORK
from workbook.web.filters import join_names, person_age, plural, short_day
from workbook.web.parts import DueState

AHEAD: Final = timedelta(days=7)
NEW_FOR: Final = timedelta(days=7)
When = Literal["late", "today", "soon"]


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Something that another package knows to be due for a family.

    `what` and `do` are words for the page ("Group supervision", "Open"), `href` what to open for
    it, `last_on` the day it was last done, if ever. Things with the same words, day and address
    are shown in one line.
    """

    family_id: str
    what: str
    on: date
    href: str
    do: str = "Open"
    last_on: date | None = None


class Told(msgspec.Struct, frozen=True):
    """One thing that a worker is told on the first page, and where they see to it."""

    words: str
    href: str
    do: str


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that a colleague added, with its author's name; its note is left out."""

    entry: SavedEntry
    author: str


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """A form put aside to finish later, with its fields as typed."""

    id: str
    family_id: str
    saved_at: datetime
    fields: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str:
        """Return the kind of entry it will become, "" where none was chosen."""
        return next((value for name, value in self.fields if name == "kind"), "")

    @property
    def words(self) -> int:
        """Return how many words were written; an answer of one word is a choice, not writing."""
        texts = (value for _, value in self.fields if " " in value.strip())
        return sum(len(text.split()) for text in texts)


class VisitRule(msgspec.Struct, frozen=True, kw_only=True):
    """How often the council wants a social worker to see a family: a local rule [domain 2.6].

    A plan that is in pre-proceedings or in court is seen as often as a child protection plan.
    """

    protection_weeks: int
    need_weeks: int

    def weeks(self, stage: str) -> int:
        """Return how many weeks may lie between two visits at this stage."""
        return self.need_weeks if stage == "child_in_need" else self.protection_weeks


def visit_due(
    family: FamilyFile, *, last_visit: date | None, rule: VisitRule, today: date
) -> date | None:
    """Return the day by which the family is to be visited; None when no child is on a plan.

    The most serious stage of its children decides. The count starts when the plan starts [Freq],
    so a visit from before it does not push the first one on.
    """
    current = current_stages(family, today).values()
    most = most_serious(current)
    if most is None:
        return None
    started = min(stage.starts_on for stage in current if stage.stage == most.stage)
    since = started if last_visit is None else max(last_visit, started)
    return since + timedelta(weeks=rule.weeks(most.stage))


def when_due(on: date, today: date) -> When | None:
    """Tell whether something is late, due today or within seven days; None when it can wait."""
    if on < today:
        return "late"
    if on == today:
        return "today"
    return "soon" if on <= today + AHEAD else None


def is_on_protection_plan(family: FamilyFile, today: date) -> bool:
    """Tell whether any child is on a child protection plan today."""
    return any(
        stage.stage == "child_protection_plan" for stage in current_stages(family, today).values()
    )


def next_thing(
    family_id: str, *, actions: Iterable[SavedAction], dues: Iterable[Due], today: date
) -> tuple[str, date] | None:
    """Return what comes next for a family and when, by anybody's hand; None when nothing is."""
    coming = [
        (action.due_on, action.text)
        for action in actions
        if action.family_id == family_id and action.due_on >= today
    ]
    coming += [(due.on, due.what) for due in dues if due.family_id == family_id and due.on >= today]
    return next(((what, on) for on, what in sorted(coming)), None)


def counted(news: Iterable[News]) -> Mapping[str, int]:
    """Count what is new by family."""
    found: dict[str, int] = {}
    for one in news:
        found[one.entry.family_id] = found.get(one.entry.family_id, 0) + 1
    return found


def new_since(now: datetime) -> datetime:
    """Return the moment from which what colleagues recorded counts as new."""
    return now - NEW_FOR


def plan_words(family: FamilyFile, today: date) -> tuple[str, str]:
    """Say where a family stands, and the categories of abuse of its plan."""
    current = current_stages(family, today).values()
    most = most_serious(current)
    if most is None:
        return ("No current plan", "")
    categories = sorted({stage.category for stage in current if stage.category})
    return (STAGES[most.stage], join_names(CATEGORIES[one] for one in categories).capitalize())


def children_words(family: FamilyFile, today: date) -> str:
    """Name the children with their ages."""
    return ", ".join(
        f"{child.first_name} {person_age(child, today)}".strip() for child in family.children
    )


def social_workers(family: FamilyFile, today: date) -> str:
    """Name the social workers of a family today."""
    return join_names(
        worker.name for worker in family.working(today) if worker.discipline in SOCIAL_WORK
    )


def visit_words(on: date | None, today: date) -> str:
    """Say by when a family is to be visited: "2 days late", "Today", "26 Nov"."""
    if on is None:
        return "Not set"
    if on < today:
        return f"{plural((today - on).days, 'day')} late"
    return "Today" if on == today else short_day(on)


def visit_state(on: date | None, today: date) -> DueState:
    """Tell how a visit's date is shown."""
    if on is None or on > today:
        return "ok"
    return "today" if on == today else "late"
