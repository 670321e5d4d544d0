"""Who may add what, written a second time in plain Python: ways in, reviews, decisions of two."""

from datetime import timedelta

from tests.workbook.wall.reference import (
    Asked,
    Knows,
    Laid,
    Looking,
    Way,
    World,
    has_route,
    is_barred,
    may_see_request,
)

CASE_WORKERS = {
    "social_worker", "senior_practitioner", "team_manager", "childrens_practitioner",
    "da_survivor_worker", "da_perpetrator_worker", "mental_health_practitioner", "recovery_worker",
}  # fmt: skip


def may_open_way(world: World, who: Looking, way: Way) -> bool:
    """Say whether a worker may add this way in, signed by themselves."""
    assert who.now is not None
    if who.audience:
        return False
    manages = who.discipline == "team_manager" and has_route(world, who, way.family)
    if way.kind in {"cover", "sample"}:
        return manages and way.worker != who.worker
    if way.worker != who.worker or is_barred(world, who, way.family):
        return False
    if way.kind == "subject_access":
        return who.discipline == "information_governance"
    in_time = way.starts <= who.now and way.ends <= who.now + timedelta(hours=24)
    return in_time and len(way.reason) >= 20 and may_open_for_a_day(world, who, way)


def may_open_for_a_day(world: World, who: Looking, way: Way) -> bool:
    if way.kind == "closed":
        return who.discipline == "team_manager" and world.team_of[way.family] == who.team
    unreviewed = any(
        one.worker == who.worker and one.kind == "break_glass" and not one.reviewed
        for one in world.ways
    )
    return way.kind == "break_glass" and who.discipline in CASE_WORKERS and not unreviewed


def may_add(world: World, who: Looking, family: str) -> bool:
    """Say whether a worker may add to a family's record what they sign."""
    return who.audience == "" and has_route(world, who, family)


def may_review(world: World, who: Looking, way: Way) -> bool:
    if way.worker == who.worker or who.audience:
        return False
    manages = who.discipline == "team_manager" and has_route(world, who, way.family)
    return manages or who.discipline == "privacy_monitor"


def may_end_conflict(who: Looking, conflict: Knows) -> bool:
    return (
        who.discipline == "information_governance"
        and who.audience == ""
        and conflict.worker != who.worker
    )


def may_decide(world: World, who: Looking, asked: Asked) -> bool:
    return may_see_request(world, who, asked) and asked.by != who.worker


def may_lift(world: World, who: Looking, laid: Laid, asked: Asked) -> bool:
    two = asked.decided_by not in {None, asked.by} and asked.approved
    return may_add(world, who, laid.family) and two
