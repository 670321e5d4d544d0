"""Things with a life that tests share: the database, the programme, the service, the browser."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, sync_playwright

from modules.catalogue import Catalogue
from tests import postgresql
from tests.sweep import (  # noqa: F401 -- pytest finds these hooks by their names
    pytest_runtest_setup,
    pytest_sessionfinish,
    pytest_sessionstart,
    pytest_terminal_summary,
    pytest_testnodedown,
)
from workbook.app import build_site
from workbook.db import Database
from workbook.installation import install
from workbook.settings import Settings
from workbook.site import Site

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


# One file stays in one process: what takes minutes begins first, or the other cores wait for it.
LONGEST = ("test_matrix.py", "test_mistakes.py", "test_slips.py", "test_main_job.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, after they were put in a random order."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One empty installed database, to be copied: installing takes longer than most tests."""
    path = tmp_path_factory.mktemp("installed") / "workbook.db"
    install(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(installed: Path, tmp_path: Path) -> str:
    """The address of an empty database of one's own."""
    shutil.copy(installed, tmp_path / "workbook.db")
    return f"sqlite:///{tmp_path / 'workbook.db'}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server with one installed database to be copied."""
    if postgresql.programs() is None:
        assert "CI" not in os.environ, "PostgreSQL is missing, and nothing is skipped in CI"
        pytest.skip("PostgreSQL's programs are not on this machine (Debian: postgresql)")
    with postgresql.running() as address:
        postgresql.make_template(address)
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def either_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of one's own, on each of the two engines in turn."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database_url")
        return
    address = request.getfixturevalue("postgresql_server")
    name = f"test_{uuid4().hex}"
    postgresql.execute(address, f"create database {name} template template_workbook")
    yield f"{address}/{name}"
    postgresql.execute(address, f"drop database {name} with (force)")


@pytest.fixture
def either_database(either_url: str) -> Iterator[Database]:
    """An empty database of one's own, behind its wall, on each of the two engines in turn."""
    opened = Database.connect(either_url)
    yield opened
    opened.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database of one's own, behind its wall."""
    opened = Database.connect(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The default programme."""
    return Catalogue.load()


@pytest.fixture
def site(database_url: str) -> Iterator[Site]:
    """A whole service on an empty database of one's own."""
    built = build_site(Settings(database_url=database_url, session_secret="x" * 32))
    yield built
    built.database.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one for all: its library allows no second loop in a thread."""
    if CHROMIUM is None:
        assert "CI" not in os.environ, "Chromium is missing, and nothing is skipped in CI"
        pytest.skip("Chromium is not on this machine (Debian: chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
