"""How one record stands: kept until when, put forward for destruction, held."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

import msgspec

from workbook.retention.rules import Line, State

REASONS: Final = {
    "still_needed": "The record is still needed",
    "legal": "A claim, complaint, inquiry or court case may come",
    "returning": "The family is coming back, or came back",
    "wrong": "Something in the record has to be put right first",
}
CHECKED: Final = {
    "claims": "No claim, complaint or subject access request is open",
    "court": "No court case, inquiry or review needs it",
    "siblings": "No brother or sister still has a record that leans on it",
    "archive": "Nobody has asked for it to be kept as history",
}
LAPSES: Final = {
    "open": "The family was opened again",
    "asked": "A birthday is not known",
    "keep": "The record is now kept longer",
    "changed": "The record was changed after it was exported",
    "people": "Somebody joined or left the family since",
}
COVERS: Final = {
    "family": "This family",
    "person": "One person, in every family they belong to",
    "everything": "Every record",
}


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """How long one family's record is kept, as it was last worked out."""

    id: str
    family_id: str
    reference: str
    team_id: str
    recorded_at: datetime
    state: State
    keep_until: date | None
    rule: str
    schedule: str
    lines: tuple[Line, ...]
    asks: tuple[str, ...]
    alone: tuple[str, ...]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order to destroy one record, and what became of it so far."""

    id: str
    family_id: str
    team_id: str
    reference: str
    rule: str
    keep_until: date
    schedule: str
    person_ids: tuple[str, ...]
    checked: tuple[str, ...]
    recorded_at: datetime
    recorded_by: str
    approved: bool | None = None
    decided_at: datetime | None = None
    decided_by: str = ""
    reason: str = ""
    ask_again_on: date | None = None
    lapsed: str = ""
    certificate_id: str = ""
    export_sha256: str = ""
    content_sha256: str = ""
    exported_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Tell whether it still waits for a second person."""
        return self.approved is None and not self.lapsed

    @property
    def is_approved(self) -> bool:
        """Tell whether it is to be carried out."""
        return bool(self.approved) and not self.lapsed and not self.certificate_id


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A legal hold, and the request to lift it that waits for a second person."""

    id: str
    covers: str
    family_id: str | None
    person_id: str | None
    team_id: str
    reason: str
    review_on: date
    recorded_at: datetime
    recorded_by: str
    asked_id: str = ""
    asked_by: str = ""
    asked_why: str = ""


class Holds(msgspec.Struct, frozen=True):
    """The holds that stand."""

    standing: tuple[Hold, ...]

    def on(self, family_id: str, people: Iterable[str] = ()) -> tuple[Hold, ...]:
        """Return those that hold a family with these people in it."""
        known = set(people)
        return tuple(
            hold
            for hold in self.standing
            if hold.covers == "everything"
            or hold.family_id == family_id
            or (hold.person_id is not None and hold.person_id in known)
        )


def may_order(kept: Kept, orders: Iterable[Order], holds: Iterable[Hold], *, today: date) -> str:
    """Say why a record cannot be put forward for destruction now; "" when it can."""
    if tuple(holds):
        return "A legal hold keeps it."
    if kept.state != "due":
        return "Its time is not over."
    for order in orders:
        if order.is_waiting or order.is_approved:
            return "It was put forward already."
        if order.ask_again_on is not None and order.ask_again_on > today and not order.lapsed:
            return "It was looked at, and is to be asked about again later."
    return ""
