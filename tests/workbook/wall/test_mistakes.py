"""Every mistake planted in the policy is found by comparing it with the reference."""

import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.workbook.wall.mistakes import MISTAKES
from tests.workbook.wall.putting import put
from tests.workbook.wall.test_policy import judge
from tests.workbook.wall.worlds import made
from workbook.db import Database
from workbook.installation import build_sqlite_wall, take_down_wall
from workbook.wall.adding import ADD
from workbook.wall.policy import SETS
from workbook.wall.reading import HELD, READ

WORLDS = 74


def plant(monkeypatch: pytest.MonkeyPatch, right: str, wrong: str) -> int:
    """Put a mistake wherever the policy says this. Return in how many rules."""
    places = 0
    for texts in (READ, ADD, SETS, HELD):
        for name, text in list(texts.items()):
            if right in text:
                monkeypatch.setitem(texts, name, text.replace(right, wrong))
                places += 1
    return places


def test_every_planted_mistake_is_found(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(11)  # noqa: S311 -- worlds, not keys
    whole = Database.connect(database_url)
    worlds = [made(chance) for _ in range(WORLDS)]
    for world in worlds:
        put(whole, *world)
    whole.close()

    missed = []
    for name, right, wrong in MISTAKES:
        url = f"sqlite:///{tmp_path / 'wrong.db'}"
        shutil.copy(make_url(database_url).database or "", tmp_path / "wrong.db")
        with monkeypatch.context() as planted:
            assert plant(planted, right, wrong), f"the policy no longer says what {name!r} changes"
            take_down_wall(url)
            build_sqlite_wall(tmp_path / "wrong.db")
            database = Database.connect(url)
            if not any(judge(database, chance, *world)[1] for world in worlds):
                missed.append(name)
            database.close()

    print(f"{len(MISTAKES) - len(missed)} of {len(MISTAKES)} planted mistakes found")
    assert missed == [], missed
    assert len(MISTAKES) >= 40
