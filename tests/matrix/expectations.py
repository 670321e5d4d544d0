"""What each worker may do and see, written once more in plain Python.

Nothing here is taken from the product, nor from the reference that the policy is held against.
"""

from collections.abc import Callable, Collection
from typing import Final

from tests.builders.families import NOW, TODAY
from tests.matrix.making import Row, Secret
from tests.matrix.workers import Somebody
from tests.matrix.worlds import World

ALL: Final = frozenset(
    {
        "social_worker", "senior_practitioner", "team_manager", "childrens_practitioner",
        "da_survivor_worker", "da_perpetrator_worker", "mental_health_practitioner",
        "recovery_worker", "fgdm_coordinator", "conference_chair", "business_support",
        "legal_adviser", "quality_auditor", "information_governance", "caldicott_guardian",
        "privacy_monitor", "system_administrator",
    }
)  # fmt: skip
NO_CONTENT: Final = {"privacy_monitor", "system_administrator"}
READERS: Final = ALL - NO_CONTENT
CASE: Final = READERS - {"business_support", "fgdm_coordinator"}
WORKERS: Final = frozenset(
    {
        "social_worker", "senior_practitioner", "team_manager", "childrens_practitioner",
        "da_survivor_worker", "da_perpetrator_worker", "mental_health_practitioner",
        "recovery_worker",
    }
)  # fmt: skip
LEADS: Final = frozenset({"social_worker", "senior_practitioner", "team_manager"})
# Who may do what. A new member of `May` needs a line here.
MAY: Final = {
    "read": READERS,
    "read_case": CASE,
    "record": WORKERS | {"fgdm_coordinator"},
    "summarise": WORKERS,
    "supervise": WORKERS,
    "sign_off": {"team_manager"},
    "issue": LEADS,
    "manage_team": {"team_manager"},
    "break_glass": WORKERS,
    "look_into": {"team_manager", "privacy_monitor"},
    "keep_register": {"information_governance"},
    "release": {"information_governance"},
    "give_roles": {"system_administrator"},
    "keep_records": {"information_governance", "team_manager"},
    "decide_roles": {"system_administrator", "information_governance"},
    "signed_in": ALL,
    "anyone": ALL,
}
NEAR: Final = LEADS | {
    "childrens_practitioner", "da_survivor_worker", "information_governance",
}  # fmt: skip
CONFIDED: Final = CASE - {
    "da_perpetrator_worker", "conference_chair", "legal_adviser", "caldicott_guardian",
}  # fmt: skip
OPEN_TO: Final = {
    "team": CASE,
    "family_shared": CASE,
    "staff_safety": CASE,
    "adult_private": CONFIDED,
    "child_private": CONFIDED,
    "third_party": CONFIDED,
    "survivor_protected": LEADS | {"da_survivor_worker", "information_governance"},
    "legal_privileged": LEADS | {"legal_adviser"},
    "health_restricted": {"information_governance", "caldicott_guardian"},
}


def has_route(world: World, who: Somebody, family_id: str) -> bool:
    """Tell whether a worker may open a family at all: no bar, and a way that is still open."""
    if family_id not in world.team_of or who.discipline in NO_CONTENT:
        return False
    settled = {row["conflict_id"] for row in world.rows["conflict_end"]}
    for row in world.of("conflict", family_id):
        if row["worker_id"] == who.id and row["id"] not in settled:
            return False
    return _has_a_way_for_a_time(world, who, family_id) or (
        not _is_shut(world, family_id) and _works_with(world, who, family_id)
    )


def _works_with(world: World, who: Somebody, family_id: str) -> bool:
    if who.discipline == "team_manager" and world.team_of[family_id] == who.team:
        return True
    return any(
        row["worker_id"] == who.id
        and row["starts_on"] <= TODAY
        and (row["ends_on"] is None or row["ends_on"] >= TODAY)
        for row in world.of("involvement", family_id)
    )


def _has_a_way_for_a_time(
    world: World, who: Somebody, family_id: str, *, but: Collection[str] = ()
) -> bool:
    ended = {row["route_id"] for row in world.rows["route_end"]}
    return any(
        row["worker_id"] == who.id
        and row["id"] not in ended
        and row["id"] not in but
        and row["starts_at"] <= NOW < row["ends_at"]
        for row in world.of("route", family_id)
    )


def works_there(world: World, who: Somebody, family_id: str) -> bool:
    """Tell whether a worker is there by more than a broken glass."""
    by_work = _works_with(world, who, family_id) and not _is_shut(world, family_id)
    glass = {row["id"] for row in world.of("route", family_id) if row["kind"] == "break_glass"}
    return by_work or _has_a_way_for_a_time(world, who, family_id, but=glass)


def _is_shut(world: World, family_id: str) -> bool:
    """A family that was closed four weeks ago is open to nobody who only worked with it."""
    rows = world.of("closing", family_id)
    replaced = {row["replaces_id"] for row in rows}
    return any(
        row["kind"] == "closed"
        and row["id"] not in replaced
        and (TODAY - row["happens_on"]).days >= CLOSED_FOR
        for row in rows
    )


CLOSED_FOR: Final = 28


def is_open(world: World, who: Somebody, row: Row, discipline: str) -> bool:
    """Tell whether a row's mark opens to this worker's discipline."""
    mark = row["mark"]
    if mark == "police_restricted":
        return who.id in row["mark_persons"]
    if mark == "legal_privileged" and not works_there(world, who, row["family_id"]):
        return False
    return who.discipline in OPEN_TO[mark] or (
        mark == "health_restricted" and who.discipline == discipline
    )


def is_tightened(world: World, who: Somebody, row: Row) -> bool:
    """Tell whether a mark was laid over a row that shuts it to this worker."""
    lifted = {one["tightening_id"] for one in world.rows["lifting"]}
    return any(
        not is_open(world, who, laid, laid["for_discipline"])
        for laid in world.rows["tightening"]
        if laid["object_id"] == row["id"] and laid["id"] not in lifted
    )


def opens(world: World, who: Somebody, row: Row) -> bool:
    """Tell whether a marked row may be seen by this worker on a screen."""
    if not has_route(world, who, row["family_id"]):
        return False
    if row["recorded_by"] == who.id:
        return True
    return (
        who.discipline in CASE
        and is_open(world, who, row, row["discipline"])
        and not is_tightened(world, who, row)
    )


def _routed(world: World, who: Somebody, row: Row) -> bool:
    return has_route(world, who, row["family_id"])


def _in_the_case(world: World, who: Somebody, row: Row) -> bool:
    return _routed(world, who, row) and who.discipline in CASE


def _makes_documents(world: World, who: Somebody, row: Row) -> bool:
    return _routed(world, who, row) and who.discipline in LEADS


def _confided(world: World, who: Somebody, row: Row) -> bool:
    return _routed(world, who, row) and who.discipline in CONFIDED


def _is_near(world: World, who: Somebody, row: Row) -> bool:
    return works_there(world, who, row["family_id"]) and who.discipline in NEAR


def _place(world: World, who: Somebody, row: Row) -> bool:
    kept = row.get("protected", False) or row.get("sealed", False)
    if not _routed(world, who, row) or (kept and not _is_near(world, who, row)):
        return False
    return row["recorded_by"] == who.id or not is_tightened(world, who, row)


def _family(world: World, who: Somebody, row: Row) -> bool:
    return has_route(world, who, row["id"])


def _person(world: World, who: Somebody, row: Row) -> bool:
    return any(
        _member(world, who, member)
        for member in world.rows["family_member"]
        if member["person_id"] == row["id"]
    )


def _member(world: World, who: Somebody, row: Row) -> bool:
    """Whoever may not read the record still learns who is who, unless that is kept."""
    if not _routed(world, who, row):
        return False
    if row["recorded_by"] == who.id:
        return True
    is_plain = row["mark"] in {"team", "family_shared", "staff_safety"}
    shows = is_plain or is_open(world, who, row, row["discipline"])
    return shows and not is_tightened(world, who, row)


def _part(world: World, who: Somebody, row: Row) -> bool:
    return opens(world, who, row) and who.discipline != "conference_chair"


def newest_version(world: World, entry_id: str) -> Row:
    """Return the version of an entry that no other took the place of."""
    later = {row["replaced_id"]: row["by_id"] for row in world.rows["entry_succession"]}
    while entry_id in later:
        entry_id = later[entry_id]
    return next(row for row in world.rows["entry"] if row["id"] == entry_id)


def _attachment(world: World, who: Somebody, row: Row) -> bool:
    """A file is its entry's: whoever may not read the entry by now does not get it either.

    An author who is shut out loses what somebody else withdrew.
    """
    gone = {
        one["withdraws_id"]
        for one in world.of("attachment", row["family_id"])
        if one["recorded_by"] != who.id
    }
    if row["id"] in gone and not opens(world, who, row | {"recorded_by": ""}):
        return False
    newest = newest_version(world, row["entry_id"])
    return opens(world, who, row) and opens(world, who, newest)


def _own(world: World, who: Somebody, row: Row) -> bool:
    return _routed(world, who, row) and row["recorded_by"] == who.id


def _way(world: World, who: Somebody, row: Row) -> bool:
    """A way in is seen by whoever has it, by those who look after the log, and in the case."""
    oversees = who.discipline in {"privacy_monitor", "information_governance"}
    worker = row.get("worker_id")
    if worker is None:
        worker = next(
            one["worker_id"] for one in world.rows["route"] if one["id"] == row["route_id"]
        )
    return oversees or worker == who.id or _in_the_case(world, who, row)


def _releases(world: World, who: Somebody, row: Row) -> bool:
    officer = who.discipline in {"information_governance", "team_manager"}
    return officer and _routed(world, who, row)


def _finding(world: World, who: Somebody, row: Row) -> bool:
    """Those in the case and those who look into openings; near what is sealed only the near."""
    oversees = who.discipline in {"privacy_monitor", "information_governance"}
    asked = next((one for one in world.rows["finding"] if one["id"] == row.get("finding_id")), row)
    if asked["rule"] == "sealed_home" and not oversees and not _sealed(world, who, row):
        return False
    told = {one["told_id"] for one in world.of("staff_family", row["family_id"])}
    return oversees or who.id in told or _in_the_case(world, who, row)


def _conflict(world: World, who: Somebody, row: Row) -> bool:
    oversees = who.discipline in {"privacy_monitor", "information_governance"}
    return oversees or (who.discipline == "team_manager" and _routed(world, who, row))


def keeps_records(world: World, who: Somebody, row: Row) -> bool:
    """Tell whether a worker answers for a record: the team's manager, information governance."""
    settled = {one["conflict_id"] for one in world.rows["conflict_end"]}
    if any(
        one["worker_id"] == who.id and one["id"] not in settled
        for one in world.of("conflict", row["family_id"])
    ):
        return False
    manages = who.discipline == "team_manager" and who.team == row["team_id"]
    return manages or who.discipline == "information_governance"


def _keeps_register(world: World, who: Somebody, row: Row) -> bool:
    """Information governance, but nobody what is asked about themself."""
    asked = world.rows["match_proposal"]
    about = next((one for one in asked if one["id"] == row.get("proposal_id")), row)
    return who.discipline == "information_governance" and about["worker_id"] != who.id


def _role(_: World, who: Somebody, row: Row) -> bool:
    decides = who.discipline in {"system_administrator", "information_governance"}
    return decides or row["worker_id"] == who.id


def _sealed(world: World, who: Somebody, row: Row) -> bool:
    return _routed(world, who, row) and _is_near(world, who, row)


def _asked(world: World, who: Somebody, row: Row) -> bool:
    """Whoever asked that an entry be moved, and those who decide or answer for it."""
    decides = who.discipline in {"team_manager", "information_governance"}
    return _routed(world, who, row) and (decides or row["recorded_by"] == who.id)


def _outcome(world: World, who: Somebody, row: Row) -> bool:
    """What became of an action, to those who see the action."""
    action = world.row("action", row["action_id"])
    return action is not None and opens(world, who, action)


# For every table that holds somebody's words: who may see a row of it.
READS: Final[dict[str, Callable[[World, Somebody, Row], bool]]] = {
    "family": _family,
    "person": _person,
    "family_member": _member,
    "household": _place,
    "sealed_fact": _sealed,
    "contact_detail": _place,
    "identifier": _routed,
    "withholding": _confided,
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
    "attachment": _attachment,
    "action_outcome": _outcome,
    "draft": _own,
    "section_summary": opens,
    "module_status": _in_the_case,
    "family_discussion": _in_the_case,
    "discussion_part": _part,
    "discussion_sign_off": _in_the_case,
    "discussion_addendum": _in_the_case,
    "issued_document": _in_the_case,
    "release_request": _makes_documents,
    "release_decision": _makes_documents,
    "subject_request": _releases,
    "subject_step": _releases,
    "subject_decision": _releases,
    "finding_review": _finding,
    "staff_details": lambda _, who, row: row["recorded_by"] == who.id,
    "route": _way,
    "route_review": _way,
    "conflict": _conflict,
    "match_proposal": _keeps_register,
    "match_decision": _keeps_register,
    "role_request": _role,
    "conflict_end": _conflict,
    "closing": _routed,
    "tightening": _routed,
    "loosening_request": _in_the_case,
    "loosening_decision": _in_the_case,
    "retention_date": keeps_records,
    "legal_hold": keeps_records,
    "hold_lifting_request": keeps_records,
    "misfiling_request": _asked,
}


def may_meet(world: World, who: Somebody | None, secret: Secret) -> bool:
    """Tell whether a canary may be in an answer to this worker; to nobody else ever."""
    if who is None or who.has_left:
        return False
    assert secret.table in READS, (
        f"say in READS of tests/matrix/expectations.py who may see a row of {secret.table}"
    )
    if secret.place == "family.reference" and who.discipline == "privacy_monitor":
        # Which family an odd opening was of; whose family it is they are not told.
        return bool(world.of("finding", secret.row["id"]))
    return READS[secret.table](world, who, secret.row)
