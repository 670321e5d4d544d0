"""The SQL policy against the Python reference, decision by decision."""

import os
import random

from sqlalchemy import func, make_url, select

from tests.workbook.wall import reference
from tests.workbook.wall.reference import Looking
from tests.workbook.wall.worlds import made, put
from workbook.db import Database
from workbook.entries.tables import Entry, Ruler, Voice
from workbook.families.tables import Family
from workbook.wall.viewer import Viewer

DECISIONS = {
    "sqlite": int(os.environ.get("POLICY_DECISIONS", "50000")),
    "postgresql": int(os.environ.get("POLICY_DECISIONS_POSTGRESQL", "5000")),
}


def viewer(who: Looking) -> Viewer:
    return Viewer(
        worker_id=who.worker, discipline=who.discipline, team_id=who.team, today=who.today,
        audience=who.audience, recipients=who.readers,  # type: ignore[arg-type]
    )  # fmt: skip


def compare(database: Database, *, decisions: int, seed: int) -> tuple[int, list[str]]:
    """Compare until this many decisions were made. Return how many, and every mismatch."""
    chance = random.Random(seed)  # noqa: S311 -- worlds, not keys
    count, wrong = 0, []
    while count < decisions:
        world, looking, rows, notes = made(chance)
        put(database, world, looking, rows, notes["token"])
        for who in looking:
            families = {f for f in world.team_of if reference.has_route(world, who, f)}
            expected = {
                Family: families,
                Entry: {r.id for r in rows if reference.may_see_entry(world, who, r)},
                Voice: {"v" + r.id for r in rows if reference.may_see_voice(world, who, r)},
                Ruler: {"r" + r.id for r in rows if reference.may_see_ruler(world, who, r)},
            }
            with database.reading(viewer(who)) as session:
                for table, ids in expected.items():
                    seen = set(session.scalars(select(table.id)))
                    counted = session.scalar(select(func.count(table.id)))
                    count += len(world.team_of) if table is Family else len(rows)
                    if seen != ids or counted != len(ids):
                        wrong.append(f"{who} {table.__name__}: {sorted(seen ^ ids)}")
    return count, wrong


def test_the_policy_decides_as_the_reference_does(either_url: str) -> None:
    database = Database.connect(either_url)
    engine = make_url(either_url).get_backend_name()
    count, wrong = compare(database, decisions=DECISIONS[engine], seed=7)
    database.close()

    print(f"{engine}: {count} decisions compared, {len(wrong)} mismatches")
    assert wrong == []
