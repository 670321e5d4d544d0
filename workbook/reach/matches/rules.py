"""A question as the page shows it."""

from datetime import datetime

import msgspec


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Does this worker know this person? `about` is as kept: sealed."""

    id: str
    family_id: str
    worker_id: str
    worker_name: str
    about: str
    alike: tuple[str, ...]
    recorded_at: datetime
    outcome: str | None = None
