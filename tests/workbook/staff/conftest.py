"""A worker who may sign in, and a browser that nobody is signed in at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.builders.families import a_team
from tests.builders.staff import a_password
from workbook.clock import london_day, utc_now
from workbook.site import Site
from workbook.staff.tables import SignIn
from workbook.wall.viewer import Viewer, doorkeeper


@dataclass
class AtDoor:
    """A browser at the door, and the team whose social worker has a password."""

    browser: Browser
    site: Site
    team: dict[str, str]
    worker: str
    all_key_hashes: ClassVar[Any] = select(SignIn.key_hash)

    @property
    def seat(self) -> Viewer:
        """The viewer behind the door."""
        return doorkeeper(london_day(utc_now()))

    def seen_ago(self) -> float:
        """Return how many seconds ago the one sign-in was used."""
        with self.site.database.reading(self.seat) as session:
            seen = session.scalars(select(SignIn.seen_at)).one()
        return (utc_now() - seen).total_seconds()

    def with_password(self, discipline: str) -> str:
        """Let another of the team sign in with the same password; return who it is."""
        a_password(self.site.database, self.team[discipline])
        return self.team[discipline]

    def tries(self, password: str, *, name: str = "", expect: int = 422) -> None:
        """Try a password, and judge the answer."""
        self.browser.post(
            "/sign-in", {"name": name or self.worker, "password": password}, expect=expect
        )


@pytest.fixture
def door(site: Site) -> Iterator[AtDoor]:
    """Somebody at the door of a service with one account."""
    team = a_team(site.database)
    a_password(site.database, team["social_worker"])
    browser = Browser(site)
    yield AtDoor(browser, site, team, team["social_worker"])
    browser.close()
