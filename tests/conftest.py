"""Things with a life that tests share: the database, the programme, the service, the browser."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from modules.catalogue import Catalogue
from workbook.app import build_site
from workbook.db import Database
from workbook.installation import install
from workbook.settings import Settings
from workbook.site import Site

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


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
