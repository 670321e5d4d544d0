"""The shape of a case folder: one struct for each kind of thing that its files hold."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

LONGEST_TEXT = 20_000

Name = Annotated[str, Meta(min_length=1, max_length=40)]
Short = Annotated[str, Meta(max_length=80)]
Line = Annotated[str, Meta(min_length=1, max_length=120)]
Title = Annotated[str, Meta(min_length=1, max_length=160)]
Said = Annotated[str, Meta(min_length=1)]
Day = date
Moment = Annotated[datetime, Meta(tz=True)]
Ten = Annotated[int, Meta(ge=0, le=10)]
Small = Annotated[int, Meta(ge=0, le=100_000)]
Names = tuple[Name, ...]

Mark = Literal[
    "team", "family_shared", "adult_private", "child_private", "health_restricted",
    "survivor_protected", "legal_privileged", "third_party", "staff_safety",
]  # fmt: skip
Discipline = Literal[
    "social_worker", "team_manager", "childrens_practitioner", "da_survivor_worker",
    "da_perpetrator_worker", "mental_health_practitioner", "recovery_worker", "fgdm_coordinator",
    "conference_chair", "business_support", "senior_practitioner", "legal_adviser",
    "quality_auditor", "information_governance", "privacy_monitor", "system_administrator",
    "caldicott_guardian",
]  # fmt: skip
EntryKind = Literal[
    "home_visit", "direct_work", "phone_call", "video_call", "meeting", "liaison", "observation",
    "text_or_email",
]  # fmt: skip
VoiceKind = Literal[
    "child_own_words", "parent_own_words", "network", "observed", "professional_opinion",
    "other_agency",
]  # fmt: skip
ShareOk = Literal["yes", "yes_with_changes", "no", "too_young"]
PersonKind = Literal["child", "unborn_child", "adult", "network_member"]
Side = Literal["maternal", "paternal", "both", "step", "friend", "community", "professional"]
Stage = Literal["child_in_need", "child_protection_plan", "pre_proceedings", "proceedings"]
Tie = Literal[
    "parent_of", "partner", "married", "separated", "sibling", "half_sibling", "step_parent_of",
    "grandparent_of", "carer_of", "friend_of", "abuse_towards",
]  # fmt: skip


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing in a file, and the line that it begins on (never part of the file).

    A thing within another has line 0: it stands where that one does.
    """

    line: int = 0


class FamilyRecord(Record, frozen=True, kw_only=True):
    """The family itself."""

    reference: Name
    name: Title
    team: Line
    opened_on: date
    closed_on: date | None = None


class LegalStageRecord(Record, frozen=True, kw_only=True):
    """One child's legal stage over dates."""

    child: Name
    stage: Stage
    category: Literal["neglect", "emotional", "physical", "sexual"] | None = None
    starts: date = msgspec.field(name="from")
    ends: date | None = msgspec.field(name="to", default=None)


class PersonRecord(Record, frozen=True, kw_only=True):
    """One person of the family or its network."""

    id: Name
    name: Title
    known_as: Short = ""
    born: date | None = None
    due: date | None = None
    died: date | None = None
    identity: str
    kind: PersonKind
    side: Side


class RelationshipRecord(Record, frozen=True, kw_only=True):
    """A tie, read "a is kind b"."""

    a: Name
    b: Name
    kind: Tie
    starts: date | None = msgspec.field(name="from", default=None)
    ends: date | None = msgspec.field(name="to", default=None)
    mark: Mark = "team"


class ResponsibilityRecord(Record, frozen=True, kw_only=True):
    """Whether an adult holds parental responsibility for a child."""

    adult: Name
    child: Name
    held: Literal["yes", "no", "unknown"]


class HouseholdMemberRecord(Record, frozen=True, kw_only=True):
    """Who lives there, over dates."""

    person: Name
    starts: date | None = msgspec.field(name="from", default=None)
    ends: date | None = msgspec.field(name="to", default=None)


class HouseholdRecord(Record, frozen=True, kw_only=True):
    """An address and who lives there."""

    id: Name
    address: Annotated[str, Meta(min_length=1, max_length=300)]
    protected: bool
    known_by: Names
    members: tuple[HouseholdMemberRecord, ...]


class ContactRecord(Record, frozen=True, kw_only=True):
    """One way to reach a person."""

    person: Name
    channel: Annotated[str, Meta(min_length=1, max_length=40)]
    value: Annotated[str, Meta(min_length=1, max_length=200)]
    safe: bool
    sealed: bool


class WorkerRecord(Record, frozen=True, kw_only=True):
    """One worker and how long they work with the family."""

    id: Name
    name: Line
    discipline: Discipline
    employer: Line
    starts: date = msgspec.field(name="from")
    ends: date | None = msgspec.field(name="to", default=None)


class GoalRecord(Record, frozen=True, kw_only=True):
    """A change goal in the words of its owner."""

    id: Name
    words: Said
    for_child: Name
    owner: Name


class WithheldRecord(Record, frozen=True, kw_only=True):
    """Something kept from somebody."""

    what: Said
    from_persons: Names = msgspec.field(name="from")
    why: Said
    until: date | None = None


class NetworkRecord(Record, frozen=True, kw_only=True):
    """One person of the family network and what they agree to."""

    person: Name
    tie: str
    closeness: dict[str, Ten]
    consent_to_hold: Annotated[str, Meta(max_length=10)]
    consent_to_contact: Annotated[str, Meta(max_length=10)]
    offers: tuple[str, ...] = ()
    worries: str = ""
    must_not_meet: Names = ()
    must_not_know: tuple[str, ...] = ()


class ResponseRecord(Record, frozen=True, kw_only=True):
    """One person's answer to an offer of a family meeting."""

    person: Name
    response: Literal["accepted", "declined", "not_ready", "no_answer", "not_offered"]
    words: str
    worker_reason: str = ""


class OfferRecord(Record, frozen=True, kw_only=True):
    """An offer of family group decision making."""

    offered_on: date
    by: Name
    how: Annotated[str, Meta(max_length=20)]
    stage: Annotated[str, Meta(max_length=30)]
    responses: tuple[ResponseRecord, ...]
    reoffer_due: date | None = None
    leaflet: bool | Short = ""
    language: Short = ""
    coordinator: Name | None = None
    referral_sent: date | None = None


class MeetingRecord(Record, frozen=True, kw_only=True):
    """A family meeting."""

    held_on: date
    coordinator: Name
    stages: tuple[str, ...]
    private_family_time: bool
    attended: Names
    separate_part: Names
    venue_note: str


class PlanLineRecord(Record, frozen=True, kw_only=True):
    """One line of the family's plan."""

    what: Said
    who: Names
    starts: date
    how_often: str
    if_not: str


class PlanViewRecord(Record, frozen=True, kw_only=True):
    """Whether one person agrees with the plan."""

    person: Name
    view: str


class PlanRecord(Record, frozen=True, kw_only=True):
    """One version of the family's plan."""

    version: Annotated[int, Meta(ge=1, le=999)]
    date: Day
    lines: tuple[PlanLineRecord, ...]
    contingency: str
    watches: Name
    agreed_by: tuple[PlanViewRecord, ...]
    safe: str
    review_date: Day


class ViewRecord(Record, frozen=True, kw_only=True):
    """What one person thinks of a decision."""

    person: Name
    view: str
    words: str


class DecisionRecord(Record, frozen=True, kw_only=True):
    """A decision and how the family took part in it."""

    decision: Said
    on: date
    knew: Names
    involved: Names
    views: tuple[ViewRecord, ...]
    changed_because: str
    plain_version_sent: date | None = None


Answers = dict[str, Any]
