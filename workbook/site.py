"""What one running service has in its hands: settings, record, programme, pages."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec
from jinja2 import Environment

from modules.catalogue import Catalogue
from workbook.db import Database
from workbook.encryption import Keyring
from workbook.settings import Settings
from workbook.wall.viewer import Viewer

SERVICE = "Family Safeguarding workbook"
ROOT = Path(__file__).parent.parent
TEMPLATES = {name: ROOT / name / "templates" for name in ("workbook", "supervision", "exports")}
STATIC = Path(__file__).parent / "static"


class OnOpening(Protocol):
    """What is to happen at once when a worker opened a family with a member of staff in it."""

    def __call__(
        self, database: Database, *, worker_id: str, family_id: str, now: datetime
    ) -> None:
        """Do it. It never stands in the way of the page."""


class GateForSitting(Protocol):
    """What the last gate would stop of what these persons of a family would see on the screen."""

    def __call__(
        self,
        database: Database,
        *,
        viewer: Viewer,
        family_id: str,
        persons: tuple[str, ...],
        now: datetime,
    ) -> tuple[str, ...]:
        """Return the ids of entries, agreed wordings, actions and wishes that must not be seen."""


def nothing_more(database: Database, *, worker_id: str, family_id: str, now: datetime) -> None:
    """Do nothing more than note it."""


class Demonstration(msgspec.Struct, frozen=True, kw_only=True):
    """Who can sign in to the made-up council: sign-in name, name and role; and how."""

    people: tuple[tuple[str, str, str], ...]
    password: str
    # The code of those whose role asks for a second step, at a moment.
    code: Callable[[datetime], str]


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Made once when the service starts and shared by all its threads."""

    settings: Settings
    database: Database
    catalogue: Catalogue
    environment: Environment
    assets: str
    secret: str
    keyring: Keyring
    gate_for_sitting: GateForSitting
    on_staff_family: OnOpening = nothing_more
    # Shown on the sign-in page of the made-up council only.
    demonstration: Demonstration | None = None

    @property
    def cookie(self) -> str:
        """Return the name of the sign-in cookie. `__Host-` binds it to https and this host."""
        return "__Host-workbook" if self.settings.secure_cookies else "workbook"

    @property
    def door_cookie(self) -> str:
        """Return the name of the cookie of somebody who is only half signed in."""
        return f"{self.cookie}-door"
