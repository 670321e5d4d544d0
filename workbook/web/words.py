"""The words pages use for codes that the record keeps: disciplines, marks, voices."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec


class Discipline(msgspec.Struct, frozen=True):
    """What a badge says of a worker's discipline, and the short form where space is tight."""

    name: str
    short: str


DISCIPLINES: Mapping[str, Discipline] = MappingProxyType(
    {
        "social_worker": Discipline("Social work", "SW"),
        "team_manager": Discipline("Team manager", "TM"),
        "childrens_practitioner": Discipline("Children’s practitioner", "CP"),
        "da_survivor_worker": Discipline("Domestic abuse: survivor", "DAS"),
        # Never the older word: a family may be shown this badge.
        "da_perpetrator_worker": Discipline("Domestic abuse: person using abuse", "PUA"),
        "mental_health_practitioner": Discipline("Mental health", "MH"),
        "recovery_worker": Discipline("Substance misuse", "SM"),
        "fgdm_coordinator": Discipline("Family group conference", "FGC"),
        "conference_chair": Discipline("Conference chair", "CC"),
        "business_support": Discipline("Business support", "BS"),
        "senior_practitioner": Discipline("Senior practitioner", "SP"),
        "legal_adviser": Discipline("Legal", "L"),
        "quality_auditor": Discipline("Quality auditor", "QA"),
        "information_governance": Discipline("Information governance", "IG"),
        "privacy_monitor": Discipline("Privacy monitor", "PM"),
        "system_administrator": Discipline("System administrator", "SA"),
        "caldicott_guardian": Discipline("Caldicott Guardian", "CG"),
    }
)

VOICES: Mapping[str, str] = MappingProxyType(
    {
        "child_own_words": "Child’s own words",
        "parent_own_words": "Parent’s own words",
        "network": "Family’s network",
        "observed": "What we saw",
        "professional_opinion": "What the worker thinks",
        "other_agency": "From another agency",
    }
)

MARKS: Mapping[str, str] = MappingProxyType(
    {
        "team": "Everyone working with the family",
        "family_shared": "Shared with the family",
        "adult_private": "Private to one adult",
        "child_private": "Private to the child",
        "health_restricted": "Health detail kept to health workers and the team manager",
        "survivor_protected": "Kept from the person using abuse",
        "legal_privileged": "Legal advice",
        "police_restricted": "Police or MARAC information, for named workers only",
        "third_party": "About someone outside the family",
        "staff_safety": "For staff safety only",
    }
)
