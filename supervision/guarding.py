"""Whether a survivor's words start out protected, before anything says how they are to be kept."""

from collections.abc import Iterable
from datetime import date

import msgspec

from workbook.families.rules import FamilyFile, Tie, kept_from
from workbook.wall.marks import SURVIVOR_PROTECTED, readers


class Guard(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a survivor's words are kept close unless their writer opens them, and from whom."""

    is_needed: bool = False
    kept_from: tuple[str, ...] = ()


def survivor_guard(family: FamilyFile, ties: Iterable[Tie], *, discipline: str, on: date) -> Guard:
    """Tell whether a survivor's words start out protected, for a reader of this discipline.

    They do where abuse is known or something is kept from an adult. Whoever might not be told of
    abuse cannot know that there is none: for them they always do.
    """
    persons = kept_from(family, ties, today=on)
    is_told = discipline in readers(SURVIVOR_PROTECTED, discipline)
    return Guard(is_needed=bool(persons) or not is_told, kept_from=persons)
