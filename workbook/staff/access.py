"""Who may do what: the only place that decides. Which families and rows is the wall's question."""

from enum import StrEnum
from typing import Final

import msgspec

from workbook.errors import NotAllowedError
from workbook.wall.viewer import Viewer


class May(StrEnum):
    """Something a role may do with a family that it has a route to."""

    READ = "read"
    READ_CASE = "read_case"
    RECORD = "record"
    SUMMARISE = "summarise"
    SUPERVISE = "supervise"
    SIGN_OFF = "sign_off"
    ISSUE = "issue"
    MANAGE_TEAM = "manage_team"
    BREAK_GLASS = "break_glass"
    LOOK_INTO = "look_into"
    KEEP_REGISTER = "keep_register"
    RELEASE = "release"
    GIVE_ROLES = "give_roles"
    KEEP_RECORDS = "keep_records"
    DECIDE_ROLES = "decide_roles"


DISCIPLINES: Final = {
    "social_worker": "Social work",
    "team_manager": "Team manager",
    "childrens_practitioner": "Children’s practitioner",
    "da_survivor_worker": "Domestic abuse: survivor",
    "da_perpetrator_worker": "Domestic abuse: person using abuse",
    "mental_health_practitioner": "Mental health",
    "recovery_worker": "Recovery",
    "fgdm_coordinator": "Family group coordinator",
    "conference_chair": "Conference chair",
    "business_support": "Business support",
    "senior_practitioner": "Senior practitioner",
    "legal_adviser": "Legal",
    "quality_auditor": "Quality auditor",
    "information_governance": "Information governance",
    "privacy_monitor": "Privacy monitor",
    "system_administrator": "System administrator",
    "caldicott_guardian": "Caldicott Guardian",
}

# Qualified social workers: their visits count [Notts-V] [Bolton-V].
SOCIAL_WORK: Final = frozenset({"social_worker", "senior_practitioner"})
# Those who look after the log and the settings, and read no family's record.
NO_CONTENT: Final = frozenset({"privacy_monitor", "system_administrator"})
CASE_WORKERS: Final = frozenset(
    {
        "social_worker",
        "senior_practitioner",
        "team_manager",
        "childrens_practitioner",
        "da_survivor_worker",
        "da_perpetrator_worker",
        "mental_health_practitioner",
        "recovery_worker",
    }
)
ROLES: Final = {
    May.READ: frozenset(DISCIPLINES) - NO_CONTENT,
    May.READ_CASE: frozenset(DISCIPLINES) - NO_CONTENT - {"business_support", "fgdm_coordinator"},
    May.RECORD: CASE_WORKERS | {"fgdm_coordinator"},
    May.SUMMARISE: CASE_WORKERS,
    May.SUPERVISE: CASE_WORKERS,
    May.SIGN_OFF: frozenset({"team_manager"}),
    May.ISSUE: frozenset({"social_worker", "senior_practitioner", "team_manager"}),
    May.MANAGE_TEAM: frozenset({"team_manager"}),
    # A way in without involvement, for a day; and looking into what others opened.
    May.BREAK_GLASS: CASE_WORKERS,
    May.LOOK_INTO: frozenset({"team_manager", "privacy_monitor"}),
    # Conflicts of interest and matches; what somebody may be sent of their own record.
    May.KEEP_REGISTER: frozenset({"information_governance"}),
    May.RELEASE: frozenset({"information_governance"}),
    May.GIVE_ROLES: frozenset({"system_administrator"}),
    # How long records are kept, holds, and destruction, which takes two.
    May.KEEP_RECORDS: frozenset({"information_governance", "team_manager"}),
    # The second person of two: never the one who asked, nor the one who gets it.
    May.DECIDE_ROLES: frozenset({"system_administrator", "information_governance"}),
}


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """The worker who is signed in, and the sign-in that their forms are bound to."""

    viewer: Viewer
    name: str
    employer: str
    sign_in: str
    # The token that every form of this sign-in carries.
    csrf: str
    how: str = "password"
    # Families with a member of staff in them: whoever opens one is told of at once.
    staff_families: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """Return the worker's id."""
        return self.viewer.worker_id

    @property
    def is_sitting(self) -> bool:
        """Tell whether somebody of a family looks at the screen with the worker."""
        return bool(self.viewer.only)

    @property
    def discipline(self) -> str:
        """Return the discipline the worker speaks for."""
        return self.viewer.discipline


# With somebody of the family in the room a worker reads; whatever else waits until they unlock.
SITTING: Final = frozenset({May.READ, May.READ_CASE})


def may(actor: Actor, act: May) -> bool:
    """Tell whether the worker's role may do this at all, and may do it now."""
    return actor.discipline in ROLES[act] and not (actor.is_sitting and act not in SITTING)


def require(actor: Actor, act: May) -> None:
    """Stop unless the worker's role may do this.

    Raises:
        NotAllowedError: the role may not.
    """
    if not may(actor, act):
        raise NotAllowedError(
            "Your role does not do this. Ask the family’s social worker or the team manager.",
            worker_id=actor.id,
        )
