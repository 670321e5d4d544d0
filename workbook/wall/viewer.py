"""Who is looking and, when something is made for somebody, for whom."""

from datetime import date
from typing import Literal

import msgspec

Audience = Literal["", "conference", "family"]
"""Empty: a screen. `conference`: members of a conference. `family`: persons in the family."""

IMPORTER = "importer"
DOORKEEPER = "doorkeeper"
SEALER = "sealer"


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """The worker on whose behalf a session reads and writes, fixed when the session is made.

    `recipients` are ids of persons; with several, the rule is what every one of them may have.
    """

    worker_id: str
    discipline: str
    team_id: str
    today: date
    audience: Audience = ""
    recipients: tuple[str, ...] = ()

    def for_readers(self, audience: Audience, recipients: tuple[str, ...] = ()) -> "Viewer":
        """Return the same worker reading only what these recipients may be given."""
        return msgspec.structs.replace(self, audience=audience, recipients=recipients)


def importer(today: date) -> Viewer:
    """Return the account that may bring records in and may read none of them."""
    return Viewer(worker_id=IMPORTER, discipline=IMPORTER, team_id="", today=today)


def doorkeeper(today: date) -> Viewer:
    """Return the account behind the sign-in page: it sees staff accounts and no family."""
    return Viewer(worker_id=DOORKEEPER, discipline=DOORKEEPER, team_id="", today=today)


def sealer(today: date) -> Viewer:
    """Return the account that seals and checks the audit log: it reads ids and no family."""
    return Viewer(worker_id=SEALER, discipline=SEALER, team_id="", today=today)
