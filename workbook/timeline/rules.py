"""What the family workbook shows: how far modules have got, which words fit, which readings."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from workbook.entries.rules import SavedEntry, SavedRuler
from workbook.families.rules import FamilyFile

PAGE_SIZE: Final = 50
SHOWN_WORDS: Final = 60
DAYS_IN_WEEK: Final = 7
MOST_DRAWN: Final = 40


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One entry in force with the name of whoever wrote it."""

    entry: SavedEntry
    author: str


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A significant event that another package keeps, for the chronology.

    `kind` and `impact` are words for the page, `affects` the children's ids; `source` says whose
    word it is, `discipline` their discipline's key.
    """

    on: date
    headline: str
    href: str
    kind: str
    affects: tuple[str, ...]
    impact: str
    source: str
    discipline: str


class Held(msgspec.Struct, frozen=True):
    """A discipline holds something that this worker does not read, last in this month."""

    discipline: str
    month: date


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker may read of one workbook, counted. `written` counts entries by discipline.

    `left`: when each entry that belongs to another family was moved there. `held`: what is there
    besides and is not theirs to read, by discipline.
    """

    written: Mapping[str, int] = {}
    first: datetime | None = None
    left: tuple[datetime, ...] = ()
    held: tuple[Held, ...] = ()

    @property
    def total(self) -> int:
        """Return how many entries are in force that this worker may read."""
        return sum(self.written.values())


class Show(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries to show. `voices_of`: those in which one of these children is heard."""

    discipline: str = ""
    significant: bool = False
    voices_of: tuple[str, ...] | None = None


class Readings(msgspec.Struct, frozen=True, kw_only=True):
    """The rulers of one adult for one goal, by time.

    Two adults are never in one of these: what a survivor and the person who used abuse say of
    themselves must not meet on a picture that either may be shown.
    """

    adult_id: str
    goal_id: str
    rulers: tuple[SavedRuler, ...]

    @property
    def key(self) -> str:
        """Return what names these readings in an address."""
        return f"{self.adult_id}-{self.goal_id}"


def readings(rulers: Iterable[SavedRuler]) -> tuple[Readings, ...]:
    """Return the last readings of each adult and goal, most readings first.

    Those that hold neither importance nor confidence have nothing to draw and are left out.
    """
    gathered: dict[tuple[str, str], list[SavedRuler]] = {}
    for ruler in rulers:
        if ruler.importance is not None or ruler.confidence is not None:
            gathered.setdefault((ruler.adult_id, ruler.goal_id), []).append(ruler)
    found = (
        Readings(
            adult_id=adult_id,
            goal_id=goal_id,
            rulers=tuple(sorted(group, key=lambda ruler: ruler.occurred_at)[-MOST_DRAWN:]),
        )
        for (adult_id, goal_id), group in gathered.items()
    )
    return tuple(sorted(found, key=lambda one: (-len(one.rulers), one.key)))


def changes(rulers: Iterable[SavedRuler]) -> dict[str, list[tuple[str, str]]]:
    """Say by entry how each adult's rulers moved: adult id and "Importance 6 to 8".

    A first reading stands alone: "Importance 6". Two adults' words are never in one phrase.
    """
    before: dict[tuple[str, str, str], int] = {}
    said: dict[str, list[tuple[str, str]]] = {}
    for ruler in sorted(rulers, key=lambda one: one.occurred_at):
        for name in ("importance", "confidence"):
            value = getattr(ruler, name)
            if value is None:
                continue
            key = (ruler.adult_id, ruler.goal_id, name)
            last = before.get(key)
            moved = str(value) if last is None or last == value else f"{last} to {value}"
            words = f"{name.capitalize()} {moved}"
            said.setdefault(ruler.entry_id, []).append((ruler.adult_id, words))
            before[key] = value
    return said


def shorten(text: str, words: int = SHOWN_WORDS) -> str:
    """Return the first words of a text with its line breaks, and "…" where more follows."""
    ends = (match.end() for match in re.finditer(r"\S+", text))
    for number, end in enumerate(ends, 1):
        if number == words:
            return text if not text[end:].strip() else f"{text[:end]} …"
    return text


def week_number(opened_on: date, today: date) -> int:
    """Return which week of the work this is: the first week is 1."""
    return max((today - opened_on).days, 0) // DAYS_IN_WEEK + 1


def first_name(person_id: str, family: FamilyFile) -> str:
    """Return what a person is called; "Someone" where this worker may not see who it is."""
    member = family.member(person_id)
    return member.first_name if member else "Someone"


def event_words(kind: str) -> str:
    """Return the kind of a significant event in words; a brought-in record gives a key."""
    words = kind.replace("_", " ").replace("fgdm", "FGDM")
    return words[:1].upper() + words[1:]
