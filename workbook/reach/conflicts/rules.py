"""A conflict of interest as the register shows it."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

# Each worker is asked once a year; a manager is told of a fresh conflict for two weeks.
ASKED_EVERY: Final = timedelta(days=365)
TOLD_FOR: Final = timedelta(days=14)


class SavedConflict(msgspec.Struct, frozen=True, kw_only=True):
    """One conflict. `about` and the words are as kept: sealed."""

    id: str
    family_id: str
    family_name: str | None = None
    worker_id: str
    worker_name: str
    kind: str
    about: str
    words: str
    recorded_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    end_id: str | None = None
    end_words: str | None = None
