"""Small made-up worlds: workers, families, marks and readers, put into a real database."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from tests.workbook.wall.reference import Involved, Kept, Looking, Row, World
from workbook.db import Database
from workbook.entries.tables import Entry, Ruler, Voice
from workbook.families.tables import ChangeGoal, Family, Involvement, Person, Withholding
from workbook.staff.access import DISCIPLINES
from workbook.staff.tables import Team, Worker
from workbook.wall.marks import MARKS
from workbook.wall.viewer import IMPORTER, importer

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BY = {"recorded_at": NOW, "recorded_by": IMPORTER}
WISHES = ("yes", "yes_with_changes", "no", "too_young")


def made(chance: random.Random) -> tuple[World, list[Looking], list[Row], dict[str, str]]:
    """Make a world: who works where, what is marked how, and who looks."""
    token = f"{chance.getrandbits(48):012x}"
    workers = [f"w{n}{token}" for n in range(6)]
    disciplines = {worker: chance.choice(list(DISCIPLINES)) for worker in workers}
    teams = {worker: chance.choice(["ta", "tb"]) + token for worker in workers}
    families = [f"f{n}{token}" for n in range(4)]
    persons = [f"p{n}{token}" for n in range(5)]
    day = timedelta(days=1)
    involved = tuple(
        Involved(
            chance.choice(workers), chance.choice(families),
            TODAY + chance.choice([-90, -1, 0, 1]) * day,
            chance.choice([None, None, TODAY - day, TODAY, TODAY + day]),
        )
        for _ in range(9)
    )  # fmt: skip
    involved = tuple(one for one in involved if one.ends is None or one.starts <= one.ends)
    kept = tuple(
        Kept(chance.choice(families), tuple(chance.sample(persons, 1)))
        for _ in range(chance.randint(0, 2))
    )
    world = World(
        team_of={family: chance.choice(["ta", "tb"]) + token for family in families},
        involved=involved,
        kept=kept,
    )
    rows = [
        _row(chance, f"e{n}{token}", workers, disciplines, families, persons) for n in range(24)
    ]
    looking = [
        Looking(worker=worker, discipline=disciplines[worker], team=teams[worker], today=TODAY)
        for worker in workers
    ]
    looking += [msgspec_replace(who, chance, persons) for who in looking for _ in range(2)]
    return world, looking, rows, {"token": token, **dict(zip(workers, teams.values(), strict=True))}


def msgspec_replace(who: Looking, chance: random.Random, persons: list[str]) -> Looking:
    """Return the same worker making something for readers."""
    audience = chance.choice(["family", "conference"])
    readers = tuple(chance.sample(persons, chance.randint(1, 2))) if audience == "family" else ()
    return Looking(
        worker=who.worker, discipline=who.discipline, team=who.team, today=who.today,
        audience=audience, readers=readers,
    )  # fmt: skip


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
        _put_rows(session, rows, token)


def _put_ties(session: Any, world: World, token: str) -> None:  # noqa: ANN401
    session.execute(insert(Involvement), [
        {"id": f"i{n}{token}", "family_id": one.family, "worker_id": one.worker,
         "starts_on": one.starts, "ends_on": one.ends, "replaces_id": None, **BY}
        for n, one in enumerate(world.involved)
    ])  # fmt: skip
    if world.kept:
        session.execute(insert(Withholding), [
            {"id": f"k{n}{token}", "family_id": one.family, "what": "all", "why": "",
             "from_persons": list(one.persons), "until": None, "whole_record": True, **BY}
            for n, one in enumerate(world.kept)
        ])  # fmt: skip


def _put_rows(session: Any, rows: list[Row], token: str) -> None:  # noqa: ANN401
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
    session.execute(insert(Voice), [
        {**one, "id": "v" + row.id, "person_id": row.adult, "words": "w",
         "voice": "observed", "how": "", "share_ok": row.share_ok} for row, one in parts
    ])  # fmt: skip
    goals = {row.family: f"g{row.family}" for row in rows}
    session.execute(insert(ChangeGoal), [
        {"id": goal, "family_id": family, "words": "w", "child_id": None,
         "owner_id": rows[0].adult, **BY} for family, goal in goals.items()
    ])  # fmt: skip
    session.execute(insert(Ruler), [
        {**one, "id": "r" + row.id, "adult_id": row.adult, "goal_id": goals[row.family],
         "importance": 1, "confidence": 1, "readiness": 1} for row, one in parts
    ])  # fmt: skip
    del token
