"""The closed lists of words that a definition may use, and how each is said on a page."""

from typing import Final

DISCIPLINES: Final = (
    "social_worker",
    "team_manager",
    "childrens_practitioner",
    "da_survivor_worker",
    "da_perpetrator_worker",
    "mental_health_practitioner",
    "recovery_worker",
    "fgdm_coordinator",
    "conference_chair",
    "business_support",
)

# From the widest to the narrowest: a contribution with answers under several marks takes the
# narrowest of them, so the order is a rule and not a habit.
MARKS: Final = (
    "family_shared",
    "team",
    "third_party",
    "adult_private",
    "child_private",
    "health_restricted",
    "staff_safety",
    "legal_privileged",
    "survivor_protected",
)

VOICES: Final = (
    "child_own_words",
    "parent_own_words",
    "network",
    "observed",
    "professional_opinion",
    "other_agency",
)

REPORTS: Final = ("CIN", "ICPC", "RCPC", "CG", "PA", "PLO", "FGC", "CLO", "SUP", "CHR")

TRACKS: Final = ("survivor", "perpetrator")

EMPTY_REASONS: Final = {
    "declined": "Preferred not to say",
    "not_asked_yet": "Not asked yet",
    "not_safe_to_ask": "Not safe to ask",
    "does_not_apply": "Does not apply",
    "too_young": "Too young to say, or does not use words",
}


def narrowest(marks: tuple[str, ...]) -> str:
    """Return the mark that keeps most people out; `team` when there is none."""
    return max(marks, key=MARKS.index, default="team")
