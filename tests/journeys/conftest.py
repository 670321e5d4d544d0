"""A made-up council served for real, and Debian's Chromium to walk through it."""

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from modules.catalogue import Catalogue
from tests.journeys.walker import Walker
from workbook.app import build_site, create_litestar
from workbook.clock import utc_now
from workbook.db import SEAL_KEYS, Database
from workbook.demo import council
from workbook.installation import install
from workbook.settings import Settings
from workbook.web.headers import with_headers


@pytest.fixture(scope="session")
def made_council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up council, made once."""
    path = tmp_path_factory.mktemp("council") / "workbook.db"
    install(f"sqlite:///{path}")
    database = Database.connect(f"sqlite:///{path}")
    council.make_council(database, catalogue=Catalogue.load(), now=utc_now())
    database.close()
    return path


@pytest.fixture
def served(made_council: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a service of one's own on a copy of the made-up council."""
    shutil.copy(made_council, tmp_path / "workbook.db")
    shutil.copytree(made_council.parent / SEAL_KEYS, tmp_path / SEAL_KEYS)
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'workbook.db'}", council=council.COUNCIL
    )
    site = build_site(settings, demonstration=council.demonstration())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = with_headers(create_litestar(site), secure=False)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="on")  # type: ignore[arg-type]
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(params=["with script", "without script"])
def either_page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh window, with the browser's script on and off in turn."""
    context = chromium.new_context(
        java_script_enabled=request.param == "with script", accept_downloads=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def walker(chromium: Browser, served: str) -> Iterator[Walker]:
    """Somebody who walks through the service and judges every page with axe."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    walking = Walker(context.new_page(), served)
    yield walking
    walking.leaves()
    context.close()
