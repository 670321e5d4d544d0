"""Times, printed as ratios in one run on one machine. Nothing here is asserted.

Figures to meet: design 7. Processor time is of this process, the test's own client included.
"""

import logging
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import structlog

from exports.documents import fill
from exports.drafting import TEMPLATES, Author, draft
from modules.catalogue import Catalogue
from tests.bench_wall import wall
from tests.browser import Browser
from tests.builders.entries import many_entries
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family, a_team
from tests.builders.visits import a_visit
from workbook.app import build_site
from workbook.db import Database, new_id
from workbook.demo import council
from workbook.installation import install
from workbook.settings import Settings
from workbook.site import Site
from workbook.staff.queries import staff
from workbook.wall.viewer import Viewer, doorkeeper

ROUNDS = 15
SOME, MANY = 1_000, 100_000


def cpu(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median processor time of an act in milliseconds, after one to warm up."""
    act()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        act()
        times.append((time.process_time() - start) * 1000)
    return median(times)


def opened(browser: Browser, path: str) -> None:
    """Open a page without judging it: the judging would be measured too."""
    browser.fetch(path).raise_for_status()


def copy(path: Path, to: Path) -> None:
    """Copy a database whole: the file alone lacks what is still in its write-ahead log."""
    source, target = sqlite3.connect(path), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()


def a_site(folder: Path, name: str) -> Site:
    url = f"sqlite:///{folder / name}.db"
    install(url)
    return build_site(Settings(database_url=url, session_secret="x" * 32))


def fill_up(path: Path, family: BuiltFamily, number: int) -> None:
    """Add families of another team, with entries, below the wall: only the file grows."""
    owner = sqlite3.connect(path)
    owner.execute("pragma synchronous=off")
    stamp = NOW.replace(tzinfo=None).isoformat(" ")
    day = (TODAY - timedelta(days=50)).isoformat()
    teams = owner.execute("select id from team where id <> ?", [family.team_id]).fetchone()
    ids = [new_id() for _ in range(number)]
    owner.executemany(
        "insert into family__t (id, reference, name, team_id, opened_on, recorded_at, recorded_by)"
        " values (?, ?, 'Filler', ?, ?, ?, 'x')",
        ((one, one, teams[0], day, stamp) for one in ids),
    )
    columns = [row[1] for row in owner.execute("pragma table_info(entry__t)")]
    model = dict(
        zip(columns, owner.execute("select * from entry__t limit 1").fetchone(), strict=True)
    )
    rows = (
        tuple((model | {"id": entry, "family_id": one, "submit_key": entry}).values())
        for one in ids
        for entry in (new_id() for _ in range(3))
    )
    marks = ", ".join("?" * len(columns))
    owner.executemany(f"insert into entry__t ({', '.join(columns)}) values ({marks})", rows)  # noqa: S608
    owner.commit()
    owner.execute("analyze")
    owner.close()


def pages_and_saves(folder: Path) -> None:
    site = a_site(folder, "pages")
    team, other = a_team(site.database), a_team(site.database)
    del other
    few, much = a_family(site.database, team), a_family(site.database, team)
    many_entries(site.database, few, 200)
    many_entries(site.database, much, 2_000)
    browser = Browser(site, worker_id=few.workers["social_worker"])
    page = cpu(lambda: opened(browser, f"/families/{few.id}"))
    print(f"workbook page, 200 entries: {page:.1f} ms (figure: 30)")
    long = cpu(lambda: opened(browser, f"/families/{much.id}"))
    print(f"workbook page, 2,000 entries: {long / page:.2f} x that with 200")
    save = cpu(lambda: browser.post(f"/families/{few.id}/record", a_visit(few)))
    print(f"save a home visit with two modules: {save:.1f} ms (figure: 10)")
    print("growth, families in the database:")
    growth(folder, few, page=page, save=save)


def growth(folder: Path, family: BuiltFamily, *, page: float, save: float) -> None:
    measured = {}
    for number in (SOME, MANY):
        path = folder / f"grown{number}.db"
        copy(folder / "pages.db", path)
        fill_up(path, family, number)
        site = build_site(Settings(database_url=f"sqlite:///{path}", session_secret="x" * 32))
        browser = Browser(site, worker_id=family.workers["social_worker"])
        measured[number] = (
            cpu(lambda b=browser: opened(b, f"/families/{family.id}")),  # type: ignore[misc]
            cpu(lambda b=browser: b.post(f"/families/{family.id}/record", a_visit(family))),  # type: ignore[misc]
            cpu(lambda b=browser: opened(b, "/")),  # type: ignore[misc]
        )
        site.database.close()
    del page, save
    for name, less, more in zip(
        ("page", "save", "home"), measured[SOME], measured[MANY], strict=True
    ):
        print(f"  {name}: {MANY:,} against {SOME:,}: {more / less:.2f} x (figure: 1.2)")


def report(folder: Path) -> None:
    url = f"sqlite:///{folder / 'council.db'}"
    install(url)
    database = Database.connect(url)
    catalogue = Catalogue.load()
    made = council.make_council(database, catalogue=catalogue, now=NOW)
    with database.reading(doorkeeper(TODAY)) as session:
        manager = next(one for one in staff(session) if one.discipline == "team_manager")
    by = Author(
        viewer=Viewer(
            worker_id=manager.id, discipline="team_manager", team_id=manager.team_id, today=TODAY
        ),
        name=manager.name, employer=manager.employer, council="A Council",
    )  # fmt: skip
    family = next(one for one in made if one.reference == "FS-2041").family_id

    def a_draft() -> object:
        return draft(
            database, author=by, catalogue=catalogue, family_id=family,
            report_name="review-conference", readers=("conference_members",), today=TODAY,
            with_reasons=False,
        )  # fmt: skip

    copy = draft(
        database, author=by, catalogue=catalogue, family_id=family,
        report_name="review-conference", readers=("conference_members",), today=TODAY,
    )  # fmt: skip
    template = TEMPLATES["review-conference"].read_bytes()
    whole, word = cpu(a_draft), cpu(lambda: fill(template, copy.report))
    print(
        f"conference report of a made-up family: {whole:.0f} ms to read and build,"
        f" {word:.0f} ms for Word"
    )
    database.close()


def main() -> None:
    logging.disable(logging.INFO)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as name:
        for measure in (pages_and_saves, wall, report):
            measure(Path(name))


if __name__ == "__main__":
    main()
