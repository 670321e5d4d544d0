"""What each worker may do and see, written once more in plain Python.

Routes and marks come from the reference of the policy; here stands what it says of each table
and of each role. Nothing here is taken from the product.
"""

from collections.abc import Callable
from typing import Final

from tests.matrix.making import Row, Secret
from tests.matrix.workers import Somebody
from tests.matrix.worlds import World
from tests.workbook.wall import reference

ALL: Final = frozenset(
    {
        "social_worker", "team_manager", "childrens_practitioner", "da_survivor_worker",
        "da_perpetrator_worker", "mental_health_practitioner", "recovery_worker",
        "fgdm_coordinator", "conference_chair", "business_support",
    }
)  # fmt: skip
TEAM: Final = ALL - {"fgdm_coordinator", "conference_chair", "business_support"}
# Who may do what. A new member of `May` needs a line here.
MAY: Final = {
    "read": ALL,
    "read_case": ALL - {"business_support", "fgdm_coordinator"},
    "record": TEAM | {"fgdm_coordinator"},
    "summarise": TEAM,
    "supervise": TEAM,
    "sign_off": {"team_manager"},
    "issue": {"social_worker", "team_manager"},
    "manage_team": {"team_manager"},
    "signed_in": ALL,
    "anyone": ALL,
}
NEAR: Final = {"social_worker", "team_manager", "childrens_practitioner", "da_survivor_worker"}


def has_route(world: World, who: Somebody, family_id: str) -> bool:
    """Tell whether a worker may open a family at all."""
    return family_id in world.policy.team_of and reference.has_route(
        world.policy, who.looking, family_id
    )


def opens(world: World, who: Somebody, row: Row) -> bool:
    """Tell whether a marked row may be seen by this worker on a screen."""
    return has_route(world, who, row["family_id"]) and reference.opens(
        world.policy, who.looking, policy_row(row)
    )


def policy_row(row: Row) -> reference.Row:
    """Return a row as the reference of the policy knows it."""
    return reference.Row(
        id=row["id"], family=row["family_id"], author=row["recorded_by"],
        discipline=row["discipline"], mark=row["mark"], persons=tuple(row["mark_persons"]),
    )  # fmt: skip


def _routed(world: World, who: Somebody, row: Row) -> bool:
    return has_route(world, who, row["family_id"])


def _in_the_case(world: World, who: Somebody, row: Row) -> bool:
    return _routed(world, who, row) and who.discipline in MAY["read_case"]


def _in_the_team(world: World, who: Somebody, row: Row) -> bool:
    return _routed(world, who, row) and who.discipline in TEAM - {"da_perpetrator_worker"}


def _place(world: World, who: Somebody, row: Row) -> bool:
    kept = row.get("protected", False) or row.get("sealed", False)
    return _routed(world, who, row) and (not kept or who.discipline in NEAR)


def _family(world: World, who: Somebody, row: Row) -> bool:
    return has_route(world, who, row["id"])


def _person(world: World, who: Somebody, row: Row) -> bool:
    return any(
        _member(world, who, member)
        for member in world.rows["family_member"]
        if member["person_id"] == row["id"]
    )


def _member(world: World, who: Somebody, row: Row) -> bool:
    """Whoever may not read the record still learns who is who."""
    if not _routed(world, who, row):
        return False
    return opens(world, who, row) or row["mark"] in {"team", "family_shared", "staff_safety"}


def _part(world: World, who: Somebody, row: Row) -> bool:
    return opens(world, who, row) and who.discipline != "conference_chair"


def _own(world: World, who: Somebody, row: Row) -> bool:
    return _routed(world, who, row) and row["recorded_by"] == who.id


# For every table that holds somebody's words: who may see a row of it.
READS: Final[dict[str, Callable[[World, Somebody, Row], bool]]] = {
    "family": _family,
    "person": _person,
    "family_member": _member,
    "household": _place,
    "contact_detail": _place,
    "identifier": _routed,
    "withholding": _in_the_team,
    "change_goal": _routed,
    "network_member": _routed,
    "fgdm_offer": _routed,
    "family_meeting": _routed,
    "family_plan": _routed,
    "family_decision": _in_the_case,
    "entry": opens,
    "contribution": opens,
    "voice": opens,
    "score": opens,
    "action": opens,
    "action_outcome": _routed,
    "draft": _own,
    "section_summary": opens,
    "module_status": _in_the_case,
    "family_discussion": _in_the_case,
    "discussion_part": _part,
    "discussion_sign_off": _in_the_case,
    "discussion_addendum": _in_the_case,
    "issued_document": _in_the_case,
}


def may_meet(world: World, who: Somebody | None, secret: Secret) -> bool:
    """Tell whether a canary may be in an answer to this worker; to nobody else ever."""
    if who is None or who.has_left:
        return False
    assert secret.table in READS, (
        f"say in READS of tests/matrix/expectations.py who may see a row of {secret.table}"
    )
    return READS[secret.table](world, who, secret.row)
