"""Ways into a family that are not the usual ones, and what bars them."""

from datetime import timedelta
from typing import Any

from tests.builders.families import NOW, TODAY
from tests.matrix.making import Making, Row
from tests.matrix.workers import DAY, Somebody, involve
from workbook.monitor.tables import Finding, FindingReview
from workbook.reach.tables import (
    Closing,
    Conflict,
    ConflictEnd,
    KnownAnswer,
    KnownFamily,
    MatchDecision,
    MatchProposal,
    RoleDecision,
    RoleRequest,
    Route,
    RouteEnd,
    RouteReview,
    StaffDetails,
)
from workbook.staff.tables import StaffFamily

HOUR = timedelta(hours=1)


def odd_ways(making: Making, families: dict[str, str], workers: dict[str, Somebody]) -> None:
    """Let the odd workers in and out, and close families."""
    own, second = families["own"], families["second"]
    involve(making, second, workers["social_worker ended"], -90, -1)
    involve(making, second, workers["social_worker to start"], 1, None)
    involve(making, own, workers["social_worker left"], -90, None)
    _conflicts(making, families, workers)
    glass = _route(making, own, workers["social_worker break glass"], "break_glass", 1, 20)
    del glass
    mended = _route(making, own, workers["social_worker glass mended"], "break_glass", 2, 20)
    making.add(RouteEnd, family_id=own, route_id=mended["id"])
    old = _route(making, own, workers["social_worker glass too old"], "break_glass", 30, -6)
    manager = workers["team_manager in"]
    making.add(
        RouteReview, family_id=own, route_id=old["id"], outcome="right", recorded_by=manager.id
    )
    _route(making, second, workers["social_worker covering"], "cover", 1, 200)
    _route(making, own, workers["quality_auditor sampling"], "sample", 1, 200)
    _route(making, families["closed"], workers["team_manager reopening"], "closed", 1, 20)
    releasing = workers["information_governance releasing"]
    _route(making, second, releasing, "subject_access", 1, 200)
    _close(making, families["closed"], 40)
    _close(making, families["closed lately"], 10)
    closed = _close(making, families["opened again"], 60)
    _close(making, families["opened again"], 50, kind="opened", replaces_id=closed["id"])
    questions(making, families, workers)
    for family in families.values():
        making.add(KnownFamily, family_id=family, team_id=manager.team, key=making.new_id())


def questions(making: Making, families: dict[str, str], workers: dict[str, Somebody]) -> None:
    """Ask for a role, answer the yearly question, and ask whether somebody knows a family."""
    worker, keeper = workers["social_worker in"], workers["information_governance in"]
    admin = workers["system_administrator in"]
    making.add(KnownAnswer, recorded_by=worker.id, knows=False)
    making.add(StaffDetails, recorded_by=worker.id)
    for decided in (True, False):
        asked = making.add(
            RoleRequest, recorded_by=admin.id, worker_id=worker.id, discipline="team_manager"
        )
        if decided:
            making.add(RoleDecision, recorded_by=keeper.id, request_id=asked["id"], approved=False)
    own = families["own"]
    people = [one["person_id"] for one in making.rows["family_member"] if one["family_id"] == own]
    for n, person in enumerate(people[:3]):
        asked = making.add(
            MatchProposal, family_id=own, worker_id=(worker, worker, keeper)[n].id,
            person_id=person, alike=["phone"],
        )  # fmt: skip
        if n:
            making.add(
                MatchDecision, family_id=own, proposal_id=asked["id"], outcome="dismissed",
                recorded_by=keeper.id,
            )  # fmt: skip


def oddities(making: Making, families: dict[str, str], workers: dict[str, Somebody]) -> None:
    """Openings that a rule asked about, one of them looked into; a family with staff in it."""
    own, worker = families["own"], workers["social_worker in"]
    for rule in ("sealed_home", "out_of_hours", "same_surname"):
        found = making.add(
            Finding, family_id=own, rule=rule, worker_id=worker.id, on_day=TODAY,
            act_id=making.new_id(), recorded_by="monitor",
        )  # fmt: skip
    manager = workers["team_manager in"].id
    making.add(
        FindingReview, family_id=own, finding_id=found["id"], outcome="expected",
        recorded_by=manager,
    )  # fmt: skip
    told = workers["privacy_monitor elsewhere"].id
    making.add(StaffFamily, family_id=families["theirs"], told_id=told)


def _conflicts(making: Making, families: dict[str, str], workers: dict[str, Somebody]) -> None:
    """Two who know a family; of one of them it is settled that they do not any more."""
    for name in ("in conflict", "out of conflict"):
        worker = workers[f"social_worker {name}"]
        for family in (families["own"], families["second"]):
            involve(making, family, worker, -90, None)
        row = making.add(
            Conflict, family_id=families["own"], worker_id=worker.id, kind="declared",
            recorded_by=worker.id,
        )  # fmt: skip
        if name == "out of conflict":
            making.add(ConflictEnd, family_id=families["own"], conflict_id=row["id"])
    _route(making, families["own"], workers["social_worker in conflict"], "cover", 1, 20)
    making.add(
        Conflict, family_id=families["second"], worker_id=workers["team_manager reopening"].id,
        kind="decided",
    )  # fmt: skip


def _route(making: Making, family: str, worker: Somebody, kind: str, ago: int, left: int) -> Row:
    """Let a worker in from some hours ago for some hours more."""
    return making.add(
        Route, family_id=family, worker_id=worker.id, kind=kind, reason_code="urgent",
        starts_at=NOW - ago * HOUR, ends_at=NOW + left * HOUR, recorded_by=worker.id,
    )  # fmt: skip


def _close(making: Making, family: str, ago: int, **given: Any) -> Row:  # noqa: ANN401
    usual = {"kind": "closed", "happens_on": TODAY - ago * DAY}
    return making.add(Closing, family_id=family, **(usual | given))
