"""An opening and what became of it; by when it is to be looked into."""

from datetime import date, datetime, timedelta
from typing import Final

import holidays
import msgspec

FRIDAY: Final = 4
# An opening is looked into within three working days [security 3.4].
DAYS_TO_REVIEW: Final = 3


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One opening. Without a name of the family for whoever looks after the log alone."""

    id: str
    family_id: str
    family_name: str | None
    worker_id: str
    worker_name: str
    discipline: str
    team_name: str
    starts_at: datetime
    ends_at: datetime
    reason_code: str
    reason: str
    outcome: str | None = None
    words: str | None = None
    review_id: str | None = None
    reviewed_at: datetime | None = None
    reviewer: str | None = None

    def due_on(self) -> date:
        """Return the day by which it is to be looked into."""
        return working_days_after(self.starts_at.date(), DAYS_TO_REVIEW)

    def is_late(self, today: date) -> bool:
        """Tell whether it should have been looked into by now."""
        return self.outcome is None and self.due_on() < today


class Looked(msgspec.Struct, frozen=True):
    """One thing that was opened or changed."""

    at: datetime
    act: str


def working_days_after(start: date, count: int) -> date:
    """Return the day so many working days later, without weekends and England’s bank holidays."""
    closed = holidays.country_holidays("GB", subdiv="ENG", years=(start.year, start.year + 1))
    on = start
    while count:
        on += timedelta(days=1)
        count -= on.weekday() <= FRIDAY and on not in closed
    return on
