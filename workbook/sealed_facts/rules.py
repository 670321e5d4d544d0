"""What can be sealed, and who keeps sealed facts."""

from datetime import datetime
from typing import Final

import msgspec

from workbook.wall.marks import LEADS

KINDS: Final = {
    "address": "Address",
    "phone": "Telephone number",
    "email": "E-mail address",
    "school": "School or nursery",
    "surgery": "Surgery",
    "new_name": "New name",
}
# The same as the wall's `place.locates`: a test holds both against each other.
KEEPERS: Final = LEADS | {
    "childrens_practitioner",
    "da_survivor_worker",
    "information_governance",
}
MOST_VALUE: Final = 300


class SavedFact(msgspec.Struct, frozen=True, kw_only=True):
    """One sealed fact that stands, without what it says."""

    id: str
    person_id: str | None
    household_id: str | None
    contact_id: str | None
    kind: str
    known_by: tuple[str, ...]
    recorded_at: datetime
    submit_key: str


class KeptClose(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is sealed, as it is kept, and whose it is.

    `fact_id`: "" for what was brought in before facts were sealed; then `value` is plain.
    """

    fact_id: str
    family_id: str
    persons: tuple[str, ...]
    kind: str
    value: str


def place_of(fact_id: str) -> str:
    """Return to what the token of a fact is tied."""
    return f"sealed_fact|{fact_id}|value"


def kind_of(channel: str) -> str:
    """Return the kind of a way to reach somebody."""
    if "mail" in channel:
        return "email"
    return "address" if "address" in channel or "post" in channel else "phone"
