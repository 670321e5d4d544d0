"""The SQL policy against the Python reference, decision by decision."""

import os
import random
import re
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, make_url, select

from tests.workbook.wall import reference
from tests.workbook.wall.attempts import attempts
from tests.workbook.wall.putting import put
from tests.workbook.wall.reference import Looking, Row, World
from tests.workbook.wall.worlds import NOW, made
from workbook.db import Database
from workbook.entries.tables import Entry, Ruler, Score, Voice
from workbook.families.tables import Family, Household
from workbook.marking.tables import LooseningRequest
from workbook.reach.tables import KnownFamily
from workbook.timeline.tables import SPECIALIST_ENTRY
from workbook.wall.marks import MARKS, READERS
from workbook.wall.policy import RULES
from workbook.wall.said import SAID
from workbook.wall.viewer import Viewer

WHO_SEES_WHAT = Path(__file__).parents[3] / "docs" / "who-sees-what.md"
LINE = re.compile(r"^\| `([a-z_.]+)` \| (.+) \|$", re.MULTILINE)
DECISIONS = {
    "sqlite": int(os.environ.get("POLICY_DECISIONS", "50000")),
    "postgresql": int(os.environ.get("POLICY_DECISIONS_POSTGRESQL", "5000")),
}


def viewer(who: Looking) -> Viewer:
    return Viewer(
        worker_id=who.worker, discipline=who.discipline, team_id=who.team, today=who.today,
        audience=who.audience, recipients=who.readers, now=who.now, asks=who.asks, only=who.only,  # type: ignore[arg-type]
        cleared=who.cleared, stopped=who.stopped,
    )  # fmt: skip


def expected_of(world: World, who: Looking, rows: list[Row]) -> dict[type[Any], set[str]]:
    """Say which rows of each table the reference lets this worker see."""
    seen = lambda may: {row.id for row in rows if may(world, who, row)}  # noqa: E731
    return {
        Family: {one for one in world.team_of if reference.has_route(world, who, one)},
        Entry: seen(reference.may_see_entry),
        Voice: seen(reference.may_see_voice),
        Ruler: seen(reference.may_see_ruler),
        Score: seen(reference.may_see_score),
        Household: {
            "h" + row.id
            for row in rows
            if reference.may_see_home(world, who, msgspec.structs.replace(row, id="h" + row.id))
        },
        LooseningRequest: {
            one.id for one in world.asked if reference.may_see_request(world, who, one)
        },
        KnownFamily: {"n" + one for one in world.team_of if reference.may_see_known(who, one)},
    }


def judge(
    database: Database, chance: random.Random, world: World, looking: list[Looking], rows: list[Row]
) -> tuple[int, list[str]]:
    """Compare all decisions in one world. Return how many there were, and every mismatch."""
    count, wrong = 0, []
    for who in looking:
        with database.reading(viewer(who)) as session:
            for table, ids in expected_of(world, who, rows).items():
                seen = set(session.scalars(select(table.id)))
                counted = session.scalar(select(func.count(table.id)))
                count += decisions_of(table, world, rows)
                if seen != ids or counted != len(ids):
                    wrong.append(f"{who} {table.__name__}: {sorted(seen ^ ids)}")
            told = {tuple(one) for one in session.execute(select(SPECIALIST_ENTRY))}
            may = {
                (row.family, row.discipline, f"{NOW:%Y-%m}")
                for row in rows
                if reference.is_told_of(world, who, row)
            }
            count += len(rows)
            if told != may:
                wrong.append(f"{who} is told of: {sorted(told ^ may)}")
        for attempt in attempts(chance, world, who):
            count += 1
            if attempt.is_let_in(database, viewer(who)) != attempt.may:
                wrong.append(f"{who} adds {attempt}")
    return count, wrong


def decisions_of(table: type[Any], world: World, rows: list[Row]) -> int:
    """Say how many rows of a table there are to decide on."""
    few = {Family: world.team_of, KnownFamily: world.team_of, LooseningRequest: world.asked}
    return len(few.get(table, rows))


def compare(database: Database, *, decisions: int, seed: int) -> tuple[int, list[str]]:
    """Compare until this many decisions were made. Return how many, and every mismatch."""
    chance = random.Random(seed)  # noqa: S311 -- worlds, not keys
    count, wrong = 0, []
    while count < decisions:
        world, looking, rows = made(chance)
        put(database, world, looking, rows)
        more, found = judge(database, chance, world, looking, rows)
        count, wrong = count + more, wrong + found
    return count, wrong


def test_the_policy_decides_as_the_reference_does(either_url: str) -> None:
    database = Database.connect(either_url)
    engine = make_url(either_url).get_backend_name()
    count, wrong = compare(database, decisions=DECISIONS[engine], seed=7)
    database.close()

    print(f"{engine}: {count} decisions compared, {len(wrong)} mismatches")
    assert wrong == []


def test_policy_reference_and_plain_english_list_the_same_rules() -> None:
    page = WHO_SEES_WHAT.read_text(encoding="utf-8")
    listed = dict(LINE.findall(page))

    assert set(RULES) == set(SAID) == reference.RULES == set(listed)
    assert listed == SAID


def test_a_mark_is_explained_beside_it_in_the_words_of_its_rule() -> None:
    assert {mark: SAID[f"mark.{mark}"] for mark in MARKS} == READERS
