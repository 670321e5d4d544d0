"""What a family may be asked after by, and the words for why somebody comes in."""

import re
from datetime import date
from typing import Final

from workbook.encryption import VERSION, BrokenSealError, Keyring
from workbook.folding import fold

SEALED: Final = re.compile(rf"{VERSION}\.\w+\.[\w-]+", re.ASCII)

# Why somebody opens a family that they do not work with.
REASONS: Final = {
    "on_duty": "I am on duty and something has come up about this family",
    "danger_now": "A child or an adult may be in danger now",
    "asked": "My manager asked me to",
    "joins_family": "Somebody in a family of mine is also in this one",
    "coming_to_me": "The family is about to come to me",
    "closed_again": "A closed family has come back, or is asked about",
    "other": "Another reason, said below",
}
SHORTEST_REASON: Final = 20
MOST_WORDS: Final = 2_000
OUTCOMES: Final = {
    "justified": "It was right to open it",
    "not_justified": "It was not right to open it",
    "talk_needed": "We need to talk about it first",
}
CONFLICTS: Final = {
    "declared": "They said so themselves",
    "matched": "Decided after a match",
}


def reference_asked(reference: str) -> str:
    """Return one form for a family’s reference: without case, spaces or other signs."""
    return "reference " + fold(reference).replace(" ", "")


def person_asked(name: str, born: date) -> str:
    """Return one form for a person’s full name and date of birth."""
    return f"person {born.isoformat()} {fold(name)}"


def sealed(keyring: Keyring, words: str, *, table: str, row_id: str, column: str = "words") -> str:
    """Return words as the database keeps them; nothing stays nothing."""
    return keyring.seal(words, place=f"{table}|{row_id}|{column}") if words else ""


def opened(keyring: Keyring, kept: str, *, table: str, row_id: str, column: str = "words") -> str:
    """Return the words behind what the database keeps. What was never sealed is as it is."""
    if not SEALED.fullmatch(kept):
        return kept
    try:
        return keyring.open_sealed(kept, place=f"{table}|{row_id}|{column}")
    except BrokenSealError:
        return "These words cannot be opened: their key is gone, or they were changed."
