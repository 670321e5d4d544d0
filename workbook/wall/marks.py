"""Marks: what each is for, which disciplines it opens to, and to whom it may be given."""

from collections.abc import Collection
from typing import Final

from workbook.wall.said import SAID

TEAM: Final = "team"
FAMILY_SHARED: Final = "family_shared"
ADULT_PRIVATE: Final = "adult_private"
CHILD_PRIVATE: Final = "child_private"
HEALTH_RESTRICTED: Final = "health_restricted"
SURVIVOR_PROTECTED: Final = "survivor_protected"
LEGAL_PRIVILEGED: Final = "legal_privileged"
THIRD_PARTY: Final = "third_party"
STAFF_SAFETY: Final = "staff_safety"
POLICE_RESTRICTED: Final = "police_restricted"

# From the most open to the tightest: what is made from several keeps the tightest of them.
MARKS: Final = (
    FAMILY_SHARED,
    TEAM,
    STAFF_SAFETY,
    ADULT_PRIVATE,
    CHILD_PRIVATE,
    THIRD_PARTY,
    SURVIVOR_PROTECTED,
    HEALTH_RESTRICTED,
    LEGAL_PRIVILEGED,
    POLICE_RESTRICTED,
)
# That there is something under these is told to nobody else: no page and no log names them.
UNTOLD: Final = frozenset({LEGAL_PRIVILEGED, POLICE_RESTRICTED})

# The disciplines that marks open to, beside the author, given a way to the family.
LEADS: Final = frozenset({"social_worker", "senior_practitioner", "team_manager"})
OWN_TEAM: Final = LEADS | {
    "childrens_practitioner",
    "da_survivor_worker",
    "mental_health_practitioner",
    "recovery_worker",
    "quality_auditor",
    "information_governance",
}
IN_THE_CASE: Final = OWN_TEAM | {
    "da_perpetrator_worker",
    "conference_chair",
    "legal_adviser",
    "caldicott_guardian",
}
OPENS_TO: Final = {
    FAMILY_SHARED: IN_THE_CASE,
    TEAM: IN_THE_CASE,
    STAFF_SAFETY: IN_THE_CASE,
    ADULT_PRIVATE: OWN_TEAM,
    CHILD_PRIVATE: OWN_TEAM,
    THIRD_PARTY: OWN_TEAM,
    SURVIVOR_PROTECTED: LEADS | {"da_survivor_worker", "information_governance"},
    LEGAL_PRIVILEGED: LEADS | {"legal_adviser"},
    # To nobody by their role: its `mark_persons` are the workers who may read it.
    POLICE_RESTRICTED: frozenset[str](),
}
HEALTH_OPENS_TO: Final = frozenset({"information_governance", "caldicott_guardian"})

LABELS: Final = {
    FAMILY_SHARED: "Can be shared with the family",
    TEAM: "Everyone working with the family",
    STAFF_SAFETY: "Staff safety",
    ADULT_PRIVATE: "Private to one adult",
    CHILD_PRIVATE: "A child asked us to keep this",
    THIRD_PARTY: "Told to us by someone else in confidence",
    SURVIVOR_PROTECTED: "Protects a survivor",
    HEALTH_RESTRICTED: "Health detail",
    LEGAL_PRIVILEGED: "Legal advice",
    POLICE_RESTRICTED: "Police or MARAC: only named workers",
}

READERS: Final = {mark: SAID[f"mark.{mark}"] for mark in MARKS}


def readers(mark: str, discipline: str) -> frozenset[str]:
    """Return the disciplines that may read what this discipline writes under a mark."""
    return HEALTH_OPENS_TO | {discipline} if mark == HEALTH_RESTRICTED else OPENS_TO[mark]


def may_read(
    mark: str, *, author: str, persons: Collection[str], worker_id: str, discipline: str
) -> bool:
    """Tell whether a mark opens to one worker, beside its author, given a way to the family.

    `author`: the discipline that wrote under it. `persons`: its `mark_persons`.
    """
    if mark == POLICE_RESTRICTED:
        return worker_id in persons and discipline in IN_THE_CASE
    return discipline in readers(mark, author)


def tightest(marks: list[str]) -> str:
    """Return the tightest of these marks; `team` when there are none."""
    return max(marks, key=MARKS.index) if marks else TEAM
