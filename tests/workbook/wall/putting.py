"""Putting a made-up world into a real database, as the importer."""

from typing import Any

from sqlalchemy import insert

from tests.workbook.wall.reference import (
    Looking,
    Row,
    Way,
    World,
)
from tests.workbook.wall.worlds import BY, NOW, TODAY
from workbook.db import Database
from workbook.entries.tables import Entry, EntrySuccession, Misfiling, Ruler, Score, Voice
from workbook.families.tables import (
    ChangeGoal,
    Family,
    FamilyMember,
    Household,
    Involvement,
    Person,
    Withholding,
)
from workbook.marking.tables import Lifting, LooseningDecision, LooseningRequest, Tightening
from workbook.reach.tables import (
    Closing,
    Conflict,
    ConflictEnd,
    KnownFamily,
    Route,
    RouteEnd,
    RouteReview,
)
from workbook.staff.tables import Team, Worker
from workbook.wall.viewer import GATEKEEPER, importer


def put(database: Database, world: World, looking: list[Looking], rows: list[Row]) -> None:
    """Put a world into the database, as the importer."""
    people = sorted({one for row in rows for one in (*row.persons, row.adult)}
                    | {person for kept in world.kept for person in kept.persons}
                    | {person for _, person in world.people})  # fmt: skip
    workers = {who.worker: who for who in looking if who.worker != GATEKEEPER}
    token = rows[0].id.removeprefix("e0")
    with database.writing(importer(TODAY)) as session:
        session.execute(
            insert(Team), [{"id": team + token, "name": team + token} for team in ("ta", "tb")]
        )
        session.execute(insert(Worker), [
            {"id": who.worker, "name": who.worker, "discipline": who.discipline, "employer": "C",
             "team_id": who.team, "left_on": None} for who in workers.values()
        ])  # fmt: skip
        session.execute(insert(Family), [
            {"id": family, "reference": family, "name": family, "team_id": team,
             "opened_on": TODAY, "closed_on": None, **BY} for family, team in world.team_of.items()
        ])  # fmt: skip
        session.execute(insert(Person), [{"id": one, "name": one, **BY} for one in people])
        _put_people(session, world)
        _put_ties(session, world, token)
        _put_rows(session, rows)
        _add(session, EntrySuccession, [
            {"id": f"s{row.id}", "family_id": row.family, "replaced_id": row.id,
             "by_id": rows[0].id, **BY} for row in rows if row.id in world.replaced
        ])  # fmt: skip
        _add(session, Misfiling, [
            {"id": f"m{row.id}", "family_id": row.family, "kind": "left", "entry_id": row.id,
             "request_id": "r", **BY} for row in rows if row.id in world.misfiled
        ])  # fmt: skip


def _put_people(session: Any, world: World) -> None:  # noqa: ANN401
    _add(session, FamilyMember, [
        {"id": f"b{family}{person}"[:32], "family_id": family, "person_id": person,
         "kind": "adult", "side": "both", "discipline": "", "employer": "C", "mark": "team",
         "mark_persons": [], **BY}
        for family, person in world.people
    ])  # fmt: skip
    _add(session, KnownFamily, [
        {"id": f"a{family}", "family_id": family, "key": "-".join(world.alike or ())[:64],
         "team_id": world.team_of[family], **BY}
        for family in world.alike or ()
    ])  # fmt: skip


def _put_ties(session: Any, world: World, token: str) -> None:  # noqa: ANN401
    session.execute(insert(Involvement), [
        {"id": f"i{n}{token}", "family_id": one.family, "worker_id": one.worker,
         "starts_on": one.starts, "ends_on": one.ends, "replaces_id": None, **BY}
        for n, one in enumerate(world.involved)
    ])  # fmt: skip
    _add(session, Withholding, [
        {"id": f"k{n}{token}", "family_id": one.family, "what": "all", "why": "",
         "from_persons": list(one.persons), "until": None, "whole_record": one.whole, **BY}
        for n, one in enumerate(world.kept)
    ])  # fmt: skip
    _add(session, KnownFamily, [
        {"id": f"n{family}", "family_id": family, "key": family, "team_id": team, **BY}
        for family, team in world.team_of.items()
    ])  # fmt: skip
    _add(session, Closing, [
        {"id": f"d{n}{token}", "family_id": one.family, "kind": "closed", "happens_on": one.on,
         "reason": "", "replaces_id": None, **BY} for n, one in enumerate(world.closings)
    ])  # fmt: skip
    _add(session, Closing, [
        {"id": f"o{n}{token}", "family_id": one.family, "kind": "reopened", "happens_on": TODAY,
         "reason": "", "replaces_id": f"d{n}{token}", **BY}
        for n, one in enumerate(world.closings) if one.reopened
    ])  # fmt: skip
    _put_ways(session, world)
    _put_marks(session, world)


def _put_ways(session: Any, world: World) -> None:  # noqa: ANN401
    _add(session, Route, [way_row(way) for way in world.ways])
    _add(session, RouteEnd, [
        {"id": "x" + way.id, "family_id": way.family, "route_id": way.id, **BY}
        for way in world.ways if way.ended
    ])  # fmt: skip
    _add(session, RouteReview, [
        {"id": "v" + way.id, "family_id": way.family, "route_id": way.id, "outcome": "justified",
         **BY} for way in world.ways if way.reviewed
    ])  # fmt: skip
    _add(session, Conflict, [
        {"id": one.id, "family_id": one.family, "worker_id": one.worker, "kind": "declared", **BY}
        for one in world.conflicts
    ])  # fmt: skip
    _add(session, ConflictEnd, [
        {"id": "x" + one.id, "family_id": one.family, "conflict_id": one.id, "words": "", **BY}
        for one in world.conflicts if one.over
    ])  # fmt: skip


def way_row(way: Way) -> dict[str, Any]:
    """Return a way in as the table keeps it."""
    return {
        "id": way.id, "family_id": way.family, "worker_id": way.worker, "kind": way.kind,
        "reason_code": "", "reason": way.reason, "starts_at": way.starts, "ends_at": way.ends, **BY,
    }  # fmt: skip


def _put_marks(session: Any, world: World) -> None:  # noqa: ANN401
    signed = {"discipline": "", "employer": "C"}
    _add(session, Tightening, [
        {"id": one.id, "family_id": one.family, "object_id": one.row, "mark": one.mark,
         "mark_persons": list(one.persons), "for_discipline": one.discipline, **BY, **signed}
        for one in world.laid
    ])  # fmt: skip
    _add(session, LooseningRequest, [
        {**BY, "id": one.id, "family_id": one.family, "object_id": "", "mark": "team",
         "mark_persons": [], "reason": "", "submit_key": one.id, "recorded_by": one.by, **signed,
         "deciders": list(one.named or ()), "police_contact": "c" if one.named else ""}
        for one in world.asked
    ])  # fmt: skip
    _add(session, LooseningDecision, [
        {**BY, "id": "d" + one.id, "family_id": one.family, "request_id": one.id,
         "approved": one.approved, "recorded_by": one.decided_by, **signed}
        for one in world.asked if one.decided_by
    ])  # fmt: skip
    decided = next(("d" + one.id for one in world.asked if one.decided_by), None)
    _add(session, Lifting, [
        {"id": "x" + one.id, "family_id": one.family, "tightening_id": one.id,
         "decision_id": decided, **BY} for one in world.laid if one.lifted and decided
    ])  # fmt: skip


def _put_rows(session: Any, rows: list[Row]) -> None:  # noqa: ANN401
    signed = [
        {"id": row.id, "family_id": row.family, "recorded_at": row.at, "recorded_by": row.author,
         "discipline": row.discipline, "employer": "C", "mark": row.mark,
         "mark_persons": list(row.persons)} for row in rows
    ]  # fmt: skip
    session.execute(insert(Entry), [
        {**one, "occurred_at": NOW, "kind": "meeting", "present": [], "children": [],
         "reveals": [], "affects": [], "submit_key": one["id"], "note": "n", "replaces_id": None,
         "withdraws": row.withdraws}
        for one, row in zip(signed, rows, strict=True)
    ])  # fmt: skip
    parts = [
        (row, {**one, "entry_id": row.id, "occurred_at": NOW})
        for row, one in zip(rows, signed, strict=True)
    ]
    goals = {row.family: f"g{row.family}" for row in rows}
    session.execute(insert(ChangeGoal), [
        {"id": goal, "family_id": family, "words": "w", "child_id": None,
         "owner_id": rows[0].adult, **BY} for family, goal in goals.items()
    ])  # fmt: skip
    # A mark laid over the entry is laid over its parts as well: each has the entry's own id here.
    session.execute(insert(Voice), [
        {**one, "person_id": row.adult, "words": "w",
         "voice": "observed", "how": "", "share_ok": row.share_ok} for row, one in parts
    ])  # fmt: skip
    session.execute(insert(Ruler), [
        {**one, "adult_id": row.adult, "goal_id": goals[row.family],
         "importance": 1, "confidence": 1, "readiness": 1} for row, one in parts
    ])  # fmt: skip
    session.execute(insert(Score), [
        {**one, "instrument": "i", "version": "1", "with_whom": "w", "total": 1,
         "risk_item_positive": None} for _, one in parts
    ])  # fmt: skip
    session.execute(insert(Household), [
        {"id": "h" + row.id, "family_id": row.family, "recorded_at": NOW,
         "recorded_by": row.author, "address": "a", "protected": row.protected, "known_by": []}
        for row in rows
    ])  # fmt: skip


def _add(session: Any, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401
    if rows:
        session.execute(insert(table), rows)
