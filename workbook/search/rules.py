"""What was looked for, what matches, and the few words around it."""

from typing import Final

import msgspec

from workbook.entries.rules import SavedEntry
from workbook.folding import fold

MOST_CHARACTERS: Final = 200
MOST_WORDS: Final = 12
MOST_FOUND: Final = 20
AROUND: Final = 12


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A family, or a person in one, with every word it may be found by."""

    family_id: str
    family_name: str
    reference: str
    is_closed: bool = False
    person_id: str = ""
    name: str = ""
    known_as: str = ""
    kind: str = ""


class FoundEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that holds the words, with its author and its family's name."""

    entry: SavedEntry
    author: str
    family_name: str


def matches(wanted: str, *texts: str) -> bool:
    """Tell whether each word looked for begins a word of these texts."""
    words = fold(wanted).split()
    held = [word for text in texts for word in fold(text).split()]
    return bool(words) and all(any(one.startswith(word) for one in held) for word in words)


def search_words(typed: str) -> tuple[str, ...]:
    """Return the words an entry must hold, each once, as typed."""
    return tuple(dict.fromkeys(typed.split()))[:MOST_WORDS]


def snippet(text: str, words: tuple[str, ...], *, around: int = AROUND) -> str:
    """Cut the few words around the first place that holds one of the words looked for."""
    held = text.split()
    folded = [word.casefold() for word in held]
    places = (
        place
        for place, word in enumerate(folded)
        if any(wanted.casefold() in word for wanted in words)
    )
    place = next(places, 0)
    start, end = max(place - around, 0), place + around + 1
    cut = " ".join(held[start:end])
    return f"{'… ' if start else ''}{cut}{' …' if end < len(held) else ''}"
