"""The family network register, offers of a family meeting and the family's own plan."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import msgspec

SIDES: Final = {
    "maternal": "Mother’s side",
    "paternal": "Father’s side",
    "both": "Both sides",
    "step": "Step-family",
    "friend": "Friends",
    "community": "Community",
    "professional": "Professionals a child has chosen",
}
# Both are always shown: an empty father's side is something to ask about [Sd-Leeds].
ASKED_ABOUT: Final = ("maternal", "paternal")
RESPONSES: Final = {
    "accepted": "Said yes",
    "declined": "Said no",
    "not_ready": "Not ready yet",
    "no_answer": "Has not answered",
    "not_offered": "Not offered",
}
HOW: Final = {
    "face": "face to face",
    "phone": "by phone",
    "letter": "by letter",
    "video": "by video call",
    "message": "by message",
}


class RegisteredPerson(msgspec.Struct, frozen=True, kw_only=True):
    """What the register holds of one person: the tie, what they agree to and can offer.

    `closeness`: child id to 0–10 in the child's own view.
    """

    person_id: str
    tie: str
    closeness: dict[str, int]
    consent_to_hold: str
    consent_to_contact: str
    offers: tuple[str, ...]
    worries: str
    must_not_meet: tuple[str, ...]
    must_not_know: tuple[str, ...]


class SavedOffer(msgspec.Struct, frozen=True, kw_only=True):
    """One offer of family group decision making, with each person's answer."""

    offered_on: date
    offered_by: str
    how: str
    stage: str
    responses: tuple[dict[str, Any], ...]
    reoffer_due: date | None
    referral_sent: date | None
    language: str


class SavedPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the family's own plan, in their words."""

    version: int
    made_on: date
    lines: tuple[dict[str, Any], ...]
    contingency: str
    watches_id: str | None
    agreed_by: tuple[dict[str, Any], ...]
    safe: str
    review_on: date | None


def reoffer_due(offers: Iterable[SavedOffer]) -> date | None:
    """Return the day by which the family is to be asked again, from the newest offer alone.

    An earlier offer's day is met by the later offer.
    """
    newest = max(offers, key=lambda offer: offer.offered_on, default=None)
    return newest.reoffer_due if newest else None
