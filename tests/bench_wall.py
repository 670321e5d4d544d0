"""What the wall costs: one family's entries behind it and without it, among many, on both engines.

The same statement is asked turn and turn about, in one run on one machine.
"""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from tests import postgresql
from tests.builders.entries import many_entries
from tests.builders.families import TODAY, BuiltFamily, a_family, a_team
from workbook.db import Database, tune
from workbook.entries import queries
from workbook.installation import install, take_down_wall
from workbook.wall.reading import READ
from workbook.wall.viewer import Viewer

FAMILIES, ENTRIES, OWN, ROUNDS = 200, 25, 100, 200
FIGURES = {"SQLite": 2, "PostgreSQL": 4}


def a_caseload(database: Database) -> BuiltFamily:
    """Add families of two teams with entries of every discipline; return one with a hundred."""
    teams = [a_team(database), a_team(database)]
    for number in range(FAMILIES):
        many_entries(database, a_family(database, teams[number % 2]), ENTRIES)
    family = a_family(database, teams[0])
    many_entries(database, family, OWN)
    return family


def without_the_wall(walled: Path, bare: Path) -> Engine:
    """Copy a database and put plain views in the place of the policy's."""
    source, target = sqlite3.connect(walled), sqlite3.connect(bare)
    source.backup(target)
    source.close()
    target.close()
    take_down_wall(f"sqlite:///{bare}")
    owner = sqlite3.connect(bare)
    for name in READ:
        owner.execute(f"create view {name} as select * from {name}__t")  # noqa: S608
    owner.execute("analyze")
    owner.commit()
    owner.close()
    engine = create_engine(f"sqlite:///{bare}")
    event.listen(engine, "connect", lambda connection, _: tune(connection))
    return engine


def took(act: Callable[[], int]) -> float:
    """Return the median time of an act in milliseconds; most of it may pass in the server."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1_000)
    return median(times)


def compare(name: str, database: Database, bare: Engine, family: BuiltFamily) -> None:
    """Read the same page of entries both ways and print the ratio."""
    me = Viewer(
        worker_id=family.workers["social_worker"], discipline="social_worker",
        team_id=family.team_id, today=TODAY,
    )  # fmt: skip
    values = {"family_id": family.id, "limit": 50, "offset": 0}

    def behind() -> int:
        with database.reading(me) as session:
            return len(session.execute(queries.PAGE, values).fetchall())

    def without() -> int:
        with Session(bare) as session:
            return len(session.execute(queries.PAGE, values).fetchall())

    assert behind() == without() == values["limit"]
    pairs = [(took(behind), took(without)) for _ in range(5)]
    ratio = median(one / other for one, other in pairs)
    print(
        f"one family's entries behind the wall, {name}: {ratio:.2f} x that without it"
        f" (figure: {FIGURES[name]}; {median(one for one, _ in pairs):.2f} ms)"
    )


def on_sqlite(folder: Path) -> None:
    """Measure on SQLite, against a copy with the wall taken down."""
    url = f"sqlite:///{folder / 'walled.db'}"
    install(url)
    database = Database.connect(url)
    family = a_caseload(database)
    bare = without_the_wall(folder / "walled.db", folder / "bare.db")
    compare("SQLite", database, bare, family)
    bare.dispose()
    database.close()


def on_postgresql() -> None:
    """Measure on PostgreSQL, against the owner, whom the wall lets see everything."""
    if postgresql.programs() is None:
        print("one family's entries behind the wall, PostgreSQL: its programs are not here")
        return
    with postgresql.running() as address:
        postgresql.make_template(address)
        url = f"{address}/template_workbook"
        database = Database.connect(url)
        family = a_caseload(database)
        bare = create_engine(url)
        with bare.execution_options(isolation_level="AUTOCOMMIT").connect() as owner:
            owner.exec_driver_sql("analyze")
        compare("PostgreSQL", database, bare, family)
        bare.dispose()
        database.close()


def wall(folder: Path) -> None:
    """Print what the wall costs on each engine."""
    on_sqlite(folder)
    on_postgresql()
