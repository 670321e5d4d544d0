"""The shape of a line of `entries.jsonl` and of `supervision.jsonl`, and of a whole case."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from workbook.cases.shapes import (
    Answers,
    ContactRecord,
    Day,
    DecisionRecord,
    EntryKind,
    FamilyRecord,
    GoalRecord,
    HouseholdRecord,
    LegalStageRecord,
    Mark,
    MeetingRecord,
    Moment,
    Name,
    Names,
    NetworkRecord,
    OfferRecord,
    PersonRecord,
    PlanRecord,
    Record,
    RelationshipRecord,
    ResponsibilityRecord,
    Said,
    ShareOk,
    Short,
    Small,
    Ten,
    VoiceKind,
    WithheldRecord,
    WorkerRecord,
)


class SeenRecord(Record, frozen=True, kw_only=True):
    """Whether one child was seen."""

    person: Name
    seen: bool
    seen_alone: bool
    bedroom_seen: bool
    reason: str = ""


class VoiceRecord(Record, frozen=True, kw_only=True):
    """What one person said or showed."""

    person: Name
    text: Said
    voice: VoiceKind
    how: Short
    share_ok: ShareOk


class RulerRecord(Record, frozen=True, kw_only=True):
    """One adult's ruler for one goal."""

    adult: Name
    goal: Name
    importance: Ten
    confidence: Ten
    readiness: Ten


class SignificantRecord(Record, frozen=True, kw_only=True):
    """What makes an entry a significant event."""

    headline: Annotated[str, Meta(min_length=1, max_length=300)]
    type: Annotated[str, Meta(min_length=1, max_length=80)]
    affects: Names
    impact: str


class MarkRecord(Record, frozen=True, kw_only=True):
    """Who may see an entry."""

    kind: Mark
    persons: Names


class SubjectRecord(Record, frozen=True, kw_only=True):
    """Whom answers are about."""

    kind: Literal["family", "child", "adult", "pair"]
    ids: Names


class ContributionRecord(Record, frozen=True, kw_only=True):
    """Answers to one section of one module."""

    module: Name
    section: Name
    subject: SubjectRecord
    answers: Answers


class ScoreRecord(Record, frozen=True, kw_only=True):
    """The total of a scored tool."""

    instrument: Name
    version: Name
    with_whom: Annotated[str, Meta(max_length=160)] = msgspec.field(name="with")
    total: Small
    risk_item_positive: bool | None = None


class ActionRecord(Record, frozen=True, kw_only=True):
    """Something to be done."""

    text: Said
    owner: Name
    due: date


class EntryRecord(Record, frozen=True, kw_only=True):
    """One line of entries.jsonl."""

    id: Name
    occurred_at: Moment
    recorded_at: Moment
    author: Name
    kind: EntryKind
    statutory_visit: bool = False
    present: Names
    children: tuple[SeenRecord, ...]
    note: str
    voices: tuple[VoiceRecord, ...]
    rulers: tuple[RulerRecord, ...]
    significant: SignificantRecord | None = None
    mark: MarkRecord
    reveals: Names
    contributions: tuple[ContributionRecord, ...]
    scores: tuple[ScoreRecord, ...]
    actions: tuple[ActionRecord, ...]
    replaces: Name | None = None
    withdraws: Name | None = None
    reason: str = ""


class UpdateRecord(Record, frozen=True, kw_only=True):
    """What one worker says works, and what worries."""

    well: str
    worried: str


class RatingRecord(Record, frozen=True, kw_only=True):
    """How one child's risk and safety are rated."""

    risk: Short
    safety: Ten


class DissentRecord(Record, frozen=True, kw_only=True):
    """A different view and what came of it."""

    who: Name
    view: str
    resolved: str
    on: date | None = None


class AgreedActionRecord(Record, frozen=True, kw_only=True):
    """An action that a supervision agreed for one child."""

    text: Said
    owner: Name
    due: date
    child: Name


class ToldRecord(Record, frozen=True, kw_only=True):
    """How the family was told."""

    how: str
    by: Name
    on: date


class ConsideredRecord(Record, frozen=True, kw_only=True):
    """Whether a family meeting was considered."""

    considered: bool
    reason: str


class SignOffRecord(Record, frozen=True, kw_only=True):
    """Who signed off, and when."""

    worker: Name
    at: Moment


class SupervisionRecord(Record, frozen=True, kw_only=True):
    """One line of supervision.jsonl."""

    date: Day
    chair: Name
    present: Names
    sent: Names
    absent: Names
    children: Names
    updates: dict[str, UpdateRecord]
    layers: dict[str, Mark]
    child_voice: str
    ratings: dict[str, dict[str, RatingRecord]]
    agreed: dict[str, RatingRecord]
    trajectory: dict[str, Short]
    hypotheses: str
    decision: str
    rationale: str
    dissent: tuple[DissentRecord, ...]
    actions: tuple[AgreedActionRecord, ...]
    family_told: ToldRecord
    fgdm_considered: ConsideredRecord
    next_due: Day
    sign_offs: tuple[SignOffRecord, ...]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case folder, whole."""

    family: FamilyRecord
    legal_stages: tuple[LegalStageRecord, ...] = ()
    persons: tuple[PersonRecord, ...] = ()
    relationships: tuple[RelationshipRecord, ...] = ()
    parental_responsibility: tuple[ResponsibilityRecord, ...] = ()
    households: tuple[HouseholdRecord, ...] = ()
    contact_details: tuple[ContactRecord, ...] = ()
    workers: tuple[WorkerRecord, ...] = ()
    change_goals: tuple[GoalRecord, ...] = ()
    withheld: tuple[WithheldRecord, ...] = ()
    entries: tuple[EntryRecord, ...] = ()
    supervision: tuple[SupervisionRecord, ...] = ()
    network: tuple[NetworkRecord, ...] = ()
    fgdm_offers: tuple[OfferRecord, ...] = ()
    meetings: tuple[MeetingRecord, ...] = ()
    family_plan: tuple[PlanRecord, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()
