"""The SQL policy against the Python reference, decision by decision, for long, on both engines."""

import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests import postgresql
from tests.workbook.wall.test_policy import compare
from workbook.db import Database

PROCESSES, PARTS = 2, 20
DECISIONS = {"sqlite": 1_000_000, "postgresql": 100_000}
Compared = tuple[int, list[str]]


def on_sqlite(installed: str, folder: str, part: int) -> Compared:
    """Compare in a fresh file: in one that grows each question would take longer."""
    path = Path(folder) / f"part{part}.db"
    shutil.copy(installed, path)
    found = compared(f"sqlite:///{path}", DECISIONS["sqlite"], part)
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    return found


def on_postgresql(address: str, _: str, part: int) -> Compared:
    name = f"part_{part}"
    postgresql.execute(address, f"create database {name} template template_workbook")
    found = compared(f"{address}/{name}", DECISIONS["postgresql"], part)
    postgresql.execute(address, f"drop database {name} with (force)")
    return found


def compared(url: str, decisions: int, part: int) -> Compared:
    database = Database.connect(url)
    found = compare(database, decisions=decisions // PARTS, seed=1_000 + part)
    database.close()
    return found


def in_two_processes(
    ask: Callable[[str, str, int], Compared], where: str, folder: Path
) -> Compared:
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(ask, [where] * PARTS, [str(folder)] * PARTS, range(PARTS)))
    return sum(count for count, _ in found), [one for _, wrong in found for one in wrong]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_policy_decides_as_the_reference_does(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if engine == "sqlite":
        where = str(request.getfixturevalue("installed"))
        count, wrong = in_two_processes(on_sqlite, where, tmp_path)
    else:
        where = request.getfixturevalue("postgresql_server")
        count, wrong = in_two_processes(on_postgresql, where, tmp_path)

    print(f"\n{engine}: {count} decisions compared, {len(wrong)} mismatches")
    assert wrong == []
    assert count >= DECISIONS[engine]
