"""Small made-up worlds: workers, families, marks and readers, put into a real database."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import insert

from tests.workbook.wall.reference import (
    Asked,
    Involved,
    Kept,
    Knows,
    Laid,
    Looking,
    Row,
    Shut,
    Way,
    World,
)
from workbook.db import Database
from workbook.entries.tables import Entry, Ruler, Score, Voice
from workbook.families.tables import (
    ChangeGoal,
    Family,
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
from workbook.staff.access import DISCIPLINES
from workbook.staff.tables import Team, Worker
from workbook.wall.marks import MARKS
from workbook.wall.viewer import IMPORTER, importer

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BY = {"recorded_at": NOW, "recorded_by": IMPORTER}
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KINDS = ("break_glass", "closed", "cover", "sample", "subject_access")
WISHES = ("yes", "yes_with_changes", "no", "too_young")


def made(chance: random.Random) -> tuple[World, list[Looking], list[Row], dict[str, str]]:
    """Make a world: who works where, what is marked how, and who looks."""
    token = f"{chance.getrandbits(48):012x}"
    workers = [f"w{n}{token}" for n in range(6)]
    disciplines = {worker: chance.choice(list(DISCIPLINES)) for worker in workers}
    teams = {worker: chance.choice(["ta", "tb"]) + token for worker in workers}
    families = [f"f{n}{token}" for n in range(4)]
    persons = [f"p{n}{token}" for n in range(5)]
    rows = [
        _row(chance, f"e{n}{token}", workers, disciplines, families, persons) for n in range(24)
    ]
    world = World(
        team_of={family: chance.choice(["ta", "tb"]) + token for family in families},
        involved=_involved(chance, workers, families),
        kept=tuple(
            Kept(chance.choice(families), tuple(chance.sample(persons, 1)))
            for _ in range(chance.randint(0, 2))
        ),
        ways=tuple(_way(chance, f"y{n}{token}", workers, families) for n in range(6)),
        conflicts=tuple(
            Knows(id=f"c{n}{token}", worker=chance.choice(workers), family=chance.choice(families),
                  over=chance.random() < 0.3) for n in range(3)
        ),
        closings=tuple(
            Shut(family, TODAY - chance.choice([0, 27, 28, 29, 90]) * DAY, chance.random() < 0.3)
            for family in chance.sample(families, chance.choice([0, 1, 2]))
        ),
        laid=_laid(chance, token, rows, persons),
        asked=(
            Asked(id=f"q{token}", family=families[0], by=workers[0], decided_by=workers[1],
                  approved=True),
            *(_asked(chance, f"q{n}{token}", families, workers) for n in range(4)),
        ),
    )  # fmt: skip
    looking = [
        Looking(worker=worker, discipline=disciplines[worker], team=teams[worker], today=TODAY,
                now=NOW, asks=chance.choice(["", *families])) for worker in workers
    ]  # fmt: skip
    looking += [for_readers(who, chance, persons) for who in looking for _ in range(2)]
    return world, looking, rows, {"token": token, **dict(zip(workers, teams.values(), strict=True))}


def _involved(
    chance: random.Random, workers: list[str], families: list[str]
) -> tuple[Involved, ...]:
    involved = tuple(
        Involved(
            chance.choice(workers), chance.choice(families),
            TODAY + chance.choice([-90, -1, 0, 1]) * DAY,
            chance.choice([None, None, TODAY - DAY, TODAY, TODAY + DAY]),
        )
        for _ in range(9)
    )  # fmt: skip
    return tuple(one for one in involved if one.ends is None or one.starts <= one.ends)


def _way(chance: random.Random, way_id: str, workers: list[str], families: list[str]) -> Way:
    kind = chance.choice(KINDS)
    ends = NOW + chance.choice([-1, 0, 1, 24, 25]) * HOUR
    return Way(
        id=way_id, worker=chance.choice(workers), family=chance.choice(families), kind=kind,
        starts=NOW + chance.choice([-20, -1, 0, 1]) * HOUR, ends=ends,
        ended=chance.random() < 0.2, reviewed=kind == "break_glass" and chance.random() < 0.5,
        reason=chance.choice(["x" * 19, "x" * 20]),
    )  # fmt: skip


def _laid(
    chance: random.Random, token: str, rows: list[Row], persons: list[str]
) -> tuple[Laid, ...]:
    return tuple(
        Laid(
            id=f"l{n}{token}", row=("h" if chance.random() < 0.2 else "") + row.id,
            family=row.family, mark=chance.choice([*MARKS, "team", "family_shared"]),
            persons=tuple(chance.sample(persons, chance.choice([0, 0, 1]))),
            discipline=chance.choice(list(DISCIPLINES)), lifted=chance.random() < 0.3,
        )
        for n, row in enumerate(chance.choices(rows, k=8))
    )  # fmt: skip


def _asked(chance: random.Random, asked_id: str, families: list[str], workers: list[str]) -> Asked:
    return Asked(
        id=asked_id, family=chance.choice(families), by=chance.choice(workers),
        decided_by=chance.choice([None, *workers]), approved=chance.random() < 0.7,
    )  # fmt: skip


def for_readers(who: Looking, chance: random.Random, persons: list[str]) -> Looking:
    """Return the same worker making something for readers."""
    audience = chance.choice(["family", "conference"])
    readers = tuple(chance.sample(persons, chance.randint(1, 2))) if audience == "family" else ()
    return msgspec.structs.replace(who, audience=audience, readers=readers)


def _row(
    chance: random.Random,
    row_id: str,
    workers: list[str],
    disciplines: dict[str, str],
    families: list[str],
    persons: list[str],
) -> Row:
    author = chance.choice(workers)
    return Row(
        id=row_id,
        family=chance.choice(families),
        author=author,
        discipline=disciplines[author],
        mark=chance.choice([*MARKS, "team", "family_shared"]),
        persons=tuple(chance.sample(persons, chance.choice([0, 0, 1, 2]))),
        share_ok=chance.choice(WISHES),
        adult=chance.choice(persons),
        protected=chance.random() < 0.5,
    )


def put(
    database: Database, world: World, looking: list[Looking], rows: list[Row], token: str
) -> None:
    """Put a world into the database, as the importer."""
    people = sorted({one for row in rows for one in (*row.persons, row.adult)}
                    | {person for kept in world.kept for person in kept.persons})  # fmt: skip
    workers = {who.worker: who for who in looking}
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
        _put_ties(session, world, token)
        _put_rows(session, rows)


def _put_ties(session: Any, world: World, token: str) -> None:  # noqa: ANN401
    session.execute(insert(Involvement), [
        {"id": f"i{n}{token}", "family_id": one.family, "worker_id": one.worker,
         "starts_on": one.starts, "ends_on": one.ends, "replaces_id": None, **BY}
        for n, one in enumerate(world.involved)
    ])  # fmt: skip
    _add(session, Withholding, [
        {"id": f"k{n}{token}", "family_id": one.family, "what": "all", "why": "",
         "from_persons": list(one.persons), "until": None, "whole_record": True, **BY}
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
         "mark_persons": [], "reason": "", "submit_key": one.id, "recorded_by": one.by, **signed}
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
        {"id": row.id, "family_id": row.family, "recorded_at": NOW, "recorded_by": row.author,
         "discipline": row.discipline, "employer": "C", "mark": row.mark,
         "mark_persons": list(row.persons)} for row in rows
    ]  # fmt: skip
    session.execute(insert(Entry), [
        {**one, "occurred_at": NOW, "kind": "meeting", "present": [], "children": [],
         "reveals": [], "affects": [], "submit_key": one["id"], "note": "n", "replaces_id": None}
        for one in signed
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
