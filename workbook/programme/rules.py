"""How far a module has got: its status, its state on a card, and who has worked on it."""

from datetime import date, datetime
from typing import Final, Literal

import msgspec

STATUSES: Final = {
    "not_started": "Not started",
    "in_progress": "In progress",
    "ready_for_review": "Ready for review",
    "complete": "Complete",
    "not_applicable": "Does not apply",
    "paused": "Paused",
    "reopened": "Reopened",
}
State = Literal["done", "now", "not"]
STATES: Final[dict[str, State]] = {
    "not_started": "not",
    "in_progress": "now",
    "ready_for_review": "now",
    "complete": "done",
    "not_applicable": "not",
    "paused": "now",
    "reopened": "now",
}


class SavedStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One step in how far a module has got, and why where a reason is needed."""

    id: str
    family_id: str
    module_key: str
    status: str
    reason: str
    restarts_on: date | None
    recorded_at: datetime
    recorded_by: str
    discipline: str
    replaces_id: str | None


class ModuleActivity(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader may know of the work on one module with one family.

    `sessions` counts the entries that added to it, each once. `disciplines` are in the order of
    their names.
    """

    status: str = "not_started"
    sessions: int = 0
    last_at: datetime | None = None
    disciplines: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """Return how a card and a bar show it."""
        return STATES[self.status]


def status_of(newest: SavedStatus | None, *, sessions: int) -> str:
    """Return how far a module has got: what was last decided, else what the work says.

    Work done on a module that nobody has opened by hand has started it.
    """
    if newest is not None and not (newest.status == "not_started" and sessions):
        return newest.status
    return "in_progress" if sessions else "not_started"
