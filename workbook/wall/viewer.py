"""Who is looking and, when something is made for somebody, for whom."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import msgspec

Audience = Literal["", "conference", "family"]
"""Empty: a screen. `conference`: members of a conference. `family`: persons in the family."""

IMPORTER = "importer"
DOORKEEPER = "doorkeeper"
SEALER = "sealer"
MONITOR = "monitor"
CARRIER = "carrier"
GATEKEEPER = "gatekeeper"

# How long those who worked with a family may still look after it was closed [security 3.1].
AFTER_CLOSING = timedelta(days=28)
LONGEST_BREAK_GLASS = timedelta(hours=24)


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """The worker on whose behalf a session reads and writes, fixed when the session is made.

    `recipients` are ids of persons; with several, the rule is what every one of them may have.
    `now` is when, for what is opened for hours; noon of the day when nobody says. `asks` is the
    key of the one family that is asked after without a way to it. `only` is the one family that
    is there at all while the worker sits with somebody of it: what was recorded up to `cleared`,
    without the entries in `stopped`. Nothing at all where it was not searched.
    """

    worker_id: str
    discipline: str
    team_id: str
    today: date
    audience: Audience = ""
    recipients: tuple[str, ...] = ()
    now: datetime | None = None
    asks: str = ""
    only: str = ""
    cleared: datetime | None = None
    stopped: tuple[str, ...] = ()

    @property
    def moment(self) -> datetime:
        """Return when this is, in UTC."""
        return (self.now or datetime.combine(self.today, time(12), UTC)).astimezone(UTC)

    @property
    def tomorrow(self) -> datetime:
        """Return when something that is opened for a day now is shut again."""
        return self.moment + LONGEST_BREAK_GLASS

    @property
    def lately(self) -> date:
        """Return the last day on which a family was closed long enough ago to be shut."""
        return self.today - AFTER_CLOSING

    def sitting_with(
        self,
        family_id: str,
        persons: tuple[str, ...],
        *,
        cleared: datetime | None,
        stopped: tuple[str, ...],
    ) -> "Viewer":
        """Return the same worker with these persons of one family in front of the screen.

        `cleared`: when the last gate searched what they would see; `stopped`: what it stopped.
        """
        return msgspec.structs.replace(
            self, audience="family", recipients=persons, only=family_id, cleared=cleared,
            stopped=stopped,
        )  # fmt: skip

    def for_readers(self, audience: Audience, recipients: tuple[str, ...] = ()) -> "Viewer":
        """Return the same worker reading only what these recipients may be given."""
        return msgspec.structs.replace(self, audience=audience, recipients=recipients)


def importer(today: date) -> Viewer:
    """Return the account that may bring records in and may read none of them."""
    return Viewer(worker_id=IMPORTER, discipline=IMPORTER, team_id="", today=today)


def doorkeeper(today: date) -> Viewer:
    """Return the account behind the sign-in page: it sees staff accounts and no family."""
    return Viewer(worker_id=DOORKEEPER, discipline=DOORKEEPER, team_id="", today=today)


def monitor(today: date) -> Viewer:
    """Return the account that looks for odd openings: it reads the log and no content."""
    return Viewer(worker_id=MONITOR, discipline=MONITOR, team_id="", today=today)


def sealer(today: date) -> Viewer:
    """Return the account that seals and checks the audit log: it reads ids and no family."""
    return Viewer(worker_id=SEALER, discipline=SEALER, team_id="", today=today)


def carrier(now: datetime, today: date) -> Viewer:
    """Return the account that moves entries between families: what was approved, and no more."""
    return Viewer(worker_id=CARRIER, discipline=CARRIER, team_id="", today=today, now=now)


def gatekeeper(family_id: str, today: date) -> Viewer:
    """Return the account behind the last gate: who is who and where, and what is sealed of it.

    It is born with the one family that a document is about, and sees beside it only families with
    the same person in them. It reads no word of any record.
    """
    return Viewer(
        worker_id=GATEKEEPER, discipline=GATEKEEPER, team_id="", today=today, only=family_id
    )
