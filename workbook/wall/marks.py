"""Marks: what each is for, which disciplines it opens to, and to whom it may be given."""

from typing import Final

TEAM: Final = "team"
FAMILY_SHARED: Final = "family_shared"
ADULT_PRIVATE: Final = "adult_private"
CHILD_PRIVATE: Final = "child_private"
HEALTH_RESTRICTED: Final = "health_restricted"
SURVIVOR_PROTECTED: Final = "survivor_protected"
LEGAL_PRIVILEGED: Final = "legal_privileged"
THIRD_PARTY: Final = "third_party"
STAFF_SAFETY: Final = "staff_safety"

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
)

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
}

READERS: Final = {
    FAMILY_SHARED: "Everyone working with the family. It may be given to the family.",
    TEAM: "Everyone working with the family. It may be given to a conference.",
    STAFF_SAFETY: "Everyone working with the family. It goes into no document.",
    ADULT_PRIVATE: (
        "The family’s own team, but not the worker for the person using abuse or the chair. "
        "It goes into no document."
    ),
    CHILD_PRIVATE: (
        "The family’s own team, but not the worker for the person using abuse or the chair. "
        "It goes into no document."
    ),
    THIRD_PARTY: (
        "The family’s own team, but not the worker for the person using abuse or the chair. "
        "It goes into no document."
    ),
    SURVIVOR_PROTECTED: (
        "The social worker, the manager and the domestic abuse worker for the survivor. "
        "It goes into no document."
    ),
    HEALTH_RESTRICTED: "Workers of the discipline that wrote it. It goes into no document.",
    LEGAL_PRIVILEGED: "The social worker and the manager. It goes into no document.",
}


def tightest(marks: list[str]) -> str:
    """Return the tightest of these marks; `team` when there are none."""
    return max(marks, key=MARKS.index) if marks else TEAM
