"""Everything a document may be made from, as its readers may have it."""

from datetime import date, datetime
from typing import Any

import msgspec

from exports.rules import Held, Tie
from workbook.entries.rules import (
    ChildSeen,
    SavedAction,
    SavedContribution,
    SavedRuler,
    SavedVoice,
)
from workbook.families.rules import FamilyFile
from workbook.programme.rules import SavedSummary
from workbook.staff.access import SOCIAL_WORK


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """What a report takes of an entry: never its note."""

    id: str
    occurred_at: datetime
    kind: str
    statutory_visit: bool
    children: tuple[ChildSeen, ...]
    present: tuple[str, ...]
    headline: str
    event_type: str
    impact: str
    affects: tuple[str, ...]
    mark: str
    recorded_by: str
    discipline: str

    @property
    def is_statutory_visit(self) -> bool:
        """Tell whether it counts: only a social worker's visit does [Notts-V] [Bolton-V]."""
        return self.statutory_visit and self.discipline in SOCIAL_WORK


class WrittenNote(Happening, frozen=True, kw_only=True):
    """An entry with its free text, for the last gate alone: no report is made from it."""

    note: str
    mark_persons: tuple[str, ...]
    reveals: tuple[str, ...]


class HeardVoice(SavedVoice, frozen=True, kw_only=True):
    """Somebody's words with when and by whom they were heard."""

    occurred_at: datetime
    recorded_by: str
    mark: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The family's own plan as it stands."""

    made_on: date
    lines: tuple[dict[str, Any], ...]
    agreed_by: tuple[dict[str, Any], ...] = ()

    def is_agreed_by(self, person_id: str) -> bool:
        """Tell whether this person said yes to it."""
        return any(
            one.get("person") == person_id and one.get("view") == "yes" for one in self.agreed_by
        )


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a document may be made from, as its readers may have it."""

    family: FamilyFile
    ties: tuple[Tie, ...]
    held: tuple[Held, ...]
    contributions: tuple[SavedContribution, ...]
    summaries: tuple[SavedSummary, ...]
    voices: tuple[HeardVoice, ...]
    happenings: tuple[Happening, ...]
    rulers: tuple[SavedRuler, ...]
    actions: tuple[SavedAction, ...]
    plan: Plan | None
