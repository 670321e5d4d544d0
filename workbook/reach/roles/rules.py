"""A role that is asked for, as the page shows it."""

from datetime import datetime

import msgspec


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One request: who asks, for whom, which role; and what was decided."""

    id: str
    worker_id: str
    worker_name: str
    held: str
    discipline: str
    words: str
    asked_by: str
    asked_name: str
    recorded_at: datetime
    # Asked for, and not here yet: how they are to join.
    is_awaited: bool = False
    team_name: str = ""
    employer: str = ""
    sign_in_name: str | None = None
    account_key: str | None = None
    approved: bool | None = None
    decided_name: str | None = None

    def may_be_decided_by(self, worker_id: str) -> bool:
        """Tell whether this worker is the second person of two."""
        return self.approved is None and worker_id not in (self.asked_by, self.worker_id)
