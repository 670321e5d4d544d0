"""What somebody without a way to a family is told of it: never a name."""

from datetime import date, datetime

import msgspec


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A family that is known to the council, as much as may be said of it."""

    family_id: str
    team_id: str
    team_name: str
    closed_on: date | None

    @property
    def words(self) -> str:
        """Return the whole answer."""
        state = f"Closed in {self.closed_on:%B %Y}" if self.closed_on else "Open"
        return f"Known. {state}, with {self.team_name}."


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked: the key to look under, and the words as typed."""

    key: str
    words: str


class Unreviewed(msgspec.Struct, frozen=True, kw_only=True):
    """An opening of this worker that nobody has looked into yet."""

    route_id: str
    starts_at: datetime
