"""Entries as everything outside this feature sees them, and which versions are in force."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import msgspec

from workbook.staff.access import SOCIAL_WORK
from workbook.wall.marks import LEADS, TEAM

KINDS: Final = {
    "home_visit": "Home visit",
    "direct_work": "Direct work",
    "phone_call": "Phone call",
    "video_call": "Video call",
    "meeting": "Meeting",
    "liaison": "Liaison",
    "observation": "Observation",
    "text_or_email": "Text or email",
}


class ChildSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One child in one visit [SSD ssd_cp_visits]: seen, seen alone, bedroom seen, or why not."""

    person: str
    seen: bool
    seen_alone: bool
    bedroom_seen: bool
    reason: str = ""


class SavedVoice(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said, showed or did."""

    entry_id: str
    person_id: str
    words: str
    voice: str
    how: str
    share_ok: str
    id: str = ""
    discipline: str = ""
    mark: str = TEAM
    mark_persons: tuple[str, ...] = ()


class SavedRuler(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of the rulers of one adult for one goal."""

    entry_id: str
    adult_id: str
    goal_id: str
    importance: int | None
    confidence: int | None
    readiness: int | None
    occurred_at: datetime


class SavedContribution(msgspec.Struct, frozen=True, kw_only=True):
    """Answers to one section about one subject, in the words of one worker."""

    id: str
    entry_id: str
    occurred_at: datetime
    recorded_by: str
    discipline: str
    module_key: str
    module_version: int
    section_key: str
    subject_kind: str
    subject_ids: tuple[str, ...]
    answers: dict[str, Any]
    mark: str
    mark_persons: tuple[str, ...] = ()


class SavedScore(msgspec.Struct, frozen=True, kw_only=True):
    """A scored tool: score and band only."""

    entry_id: str
    instrument: str
    version: str
    with_whom: str
    total: int
    risk_item_positive: bool | None


class SavedAction(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be done, and what became of it."""

    id: str
    family_id: str
    entry_id: str | None
    discussion_id: str | None
    text: str
    owner_id: str
    owner_is_worker: bool
    child_id: str | None
    due_on: date
    mark: str
    mark_persons: tuple[str, ...] = ()
    discipline: str = ""
    outcome: str = ""


class SavedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one entry."""

    id: str
    family_id: str
    occurred_at: datetime
    recorded_at: datetime
    recorded_by: str
    discipline: str
    employer: str
    kind: str
    statutory_visit: bool
    note: str
    present: tuple[str, ...]
    children: tuple[ChildSeen, ...]
    reveals: tuple[str, ...]
    headline: str
    event_type: str
    impact: str
    affects: tuple[str, ...]
    mark: str
    mark_persons: tuple[str, ...]
    replaces_id: str | None
    withdraws: bool
    reason: str

    @property
    def is_significant(self) -> bool:
        """Tell whether it belongs in the chronology."""
        return bool(self.headline)


def in_force(history: Iterable[SavedEntry]) -> list[SavedEntry]:
    """Return the versions that no later version replaces or withdraws, in the order given."""
    versions = list(history)
    replaced = {version.replaces_id for version in versions}
    return [version for version in versions if version.id not in replaced and not version.withdraws]


def title(entry: SavedEntry, names: dict[str, str]) -> str:
    """Return the line an entry is known by: its headline, else its kind and whom it was with."""
    if entry.headline:
        return entry.headline
    kind = KINDS.get(entry.kind, "Entry")
    people = [names[person].split(" ")[0] for person in entry.present if person in names]
    if not people:
        return kind
    with_whom = people[0] if len(people) == 1 else f"{', '.join(people[:-1])} and {people[-1]}"
    return f"{kind} with {with_whom}"


def may_correct(version: SavedEntry, *, worker_id: str, discipline: str) -> bool:
    """Tell whether a worker may save a newer version of an entry.

    Its author; else the social worker or the manager, but not of what a health worker wrote:
    parts that only the author’s discipline can read would fall out of the newer version unseen.
    """
    if version.withdraws:
        return False
    return version.recorded_by == worker_id or (
        discipline in LEADS
        and version.discipline not in {"mental_health_practitioner", "recovery_worker"}
    )


def may_withdraw(version: SavedEntry, *, worker_id: str, discipline: str) -> bool:
    """Tell whether a worker may take an entry out of force: author, social worker, manager."""
    return not version.withdraws and (version.recorded_by == worker_id or discipline in LEADS)


def counts_as_statutory(*, kind: str, discipline: str, wanted: bool) -> bool:
    """Tell whether an entry counts as a statutory visit.

    Only a qualified social worker's visit counts, and a core group never does
    [Notts-V] [Bolton-V] [Liv-CPV].
    """
    return wanted and discipline in SOCIAL_WORK and kind in {"home_visit", "direct_work"}


class SavedDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A form put aside to finish later, with its fields as typed."""

    draft_id: str
    family_id: str
    submit_key: str
    saved_at: datetime
    fields: tuple[tuple[str, str], ...]


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """One version that left a family as it belongs to another, or an entry that came to one."""

    entry_id: str
    kind: str
    at: datetime
