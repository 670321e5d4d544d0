"""What may be recorded and against what it is read: choices, ground, and the plain struct."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

import msgspec

from modules.catalogue import Catalogue
from workbook.clock import london_day
from workbook.entries.module_notes import HEALTH, ModuleNote
from workbook.entries.rules import ChildSeen
from workbook.families.rules import FamilyFile, Tie, kept_from
from workbook.wall.marks import (
    ADULT_PRIVATE,
    CHILD_PRIVATE,
    HEALTH_RESTRICTED,
    SURVIVOR_PROTECTED,
    TEAM,
    THIRD_PARTY,
)

DAYS: Final = ("today", "yesterday", "other")
WISHES: Final = {
    "yes": "Happy for parents to hear it",
    "yes_with_changes": "Yes, with changes",
    "no": "Not to be shared with parents",
    "too_young": "Too young to ask",
}
HOWS: Final = {
    "spoke alone": "Spoke alone",
    "with someone": "Spoke with someone there",
    "play or drawing": "Play or drawing",
    "written by child": "Wrote it",
    "telephone": "By telephone",
    "observed": "What I noticed",
}
EVENTS: Final = (
    "achievement",
    "birth/death/pregnancy",
    "change of address",
    "change of household",
    "conference and decision",
    "court or order",
    "family time change",
    "FGDM meeting",
    "FGDM offer",
    "parent's crisis",
    "parent's treatment start",
    "plan end",
    "plan start",
    "police incident",
    "referral",
    "strategy discussion",
    "other",
)
RULERS: Final = ("importance", "confidence", "readiness")
WEEKS: Final = {"1": "In 1 week", "2": "In 2 weeks", "4": "In 4 weeks"}
ADULT_ROWS: Final = range(2)
ACTION_ROWS: Final = range(3)
OWNED_MARKS: Final = frozenset({ADULT_PRIVATE, CHILD_PRIVATE, THIRD_PARTY})


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said, showed or did."""

    person_id: str
    words: str
    voice: str
    how: str
    share_ok: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """The rulers of one adult for one goal."""

    adult_id: str
    goal_id: str
    importance: int | None
    confidence: int | None
    readiness: int | None


class NewAction(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be done by one person by one day."""

    text: str
    owner_id: str
    owner_is_worker: bool
    due_on: date


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one form records.

    `id` is of the words: the entry of the same form sent again has it too, that of any other not.
    """

    id: str
    submit_key: str
    kind: str
    occurred_at: datetime
    statutory_visit: bool
    note: str
    present: tuple[str, ...]
    children: tuple[ChildSeen, ...]
    notes: tuple[ModuleNote, ...]
    voices: tuple[Spoken, ...]
    readings: tuple[Reading, ...]
    actions: tuple[NewAction, ...]
    done: tuple[str, ...]
    headline: str
    event_type: str
    impact: str
    affects: tuple[str, ...]
    mark: str
    mark_persons: tuple[str, ...]
    kept_from: tuple[str, ...]
    reveals: tuple[str, ...]


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What a form is read against: the family, the programme, who writes, and when.

    `abuse`: the ties of abuse that the worker may read of, where a survivor’s words are recorded.
    """

    family: FamilyFile
    catalogue: Catalogue
    discipline: str
    worker_id: str
    now: datetime
    abuse: tuple[Tie, ...] = ()

    @property
    def today(self) -> date:
        """Return the day in England."""
        return london_day(self.now)

    @property
    def owners(self) -> dict[str, bool]:
        """Return whoever can own an action, and whether they are a worker."""
        workers = {one.id: True for one in self.family.working(self.today)}
        return workers | {one.id: False for one in self.family.adults}

    @property
    def colleagues(self) -> dict[str, str]:
        """Return whom the worker may name as those who alone may read it."""
        return self.family.colleagues(self.worker_id, self.today)

    @property
    def withheld_from(self) -> tuple[str, ...]:
        """Return the people something is kept from today."""
        kept = (one for one in self.family.withheld if one.is_current(self.today))
        return tuple(dict.fromkeys(person for one in kept for person in one.from_persons))

    @property
    def kept_from(self) -> tuple[str, ...]:
        """Return from whom a survivor’s words are kept where nobody was chosen."""
        found = kept_from(self.family, self.abuse, today=self.today)
        return tuple(dict.fromkeys((*found, *self.withheld_from)))


def is_survivors(ground: Ground, marks: Iterable[str]) -> bool:
    """Tell whether any of these is a survivor’s mark; what is not chosen is the role’s usual."""
    return SURVIVOR_PROTECTED in {one or default_mark(ground.discipline) for one in marks}


def default_mark(discipline: str) -> str:
    """Return the mark an entry has unless its author chooses another."""
    if discipline == "da_survivor_worker":
        return SURVIVOR_PROTECTED
    return HEALTH_RESTRICTED if discipline in HEALTH else TEAM
