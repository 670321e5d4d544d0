"""What can be kept closer, and for whom each mark then keeps it."""

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from workbook.errors import ServiceError
from workbook.families.rules import FamilyFile, Tie, kept_from
from workbook.marking.rules import Kept, tighter
from workbook.wall.marks import ADULT_PRIVATE, CHILD_PRIVATE, SURVIVOR_PROTECTED

KINDS: Final = {
    "entry": "this entry",
    "contribution": "this answer",
    "voice": "what somebody said",
    "action": "this action",
    "attachment": "this file",
    "member": "this person’s place in the family",
    "tie": "this tie",
    "household": "this address",
    "contact": "this way to reach somebody",
}


class NotOfferedError(ServiceError):
    """This mark would not keep it closer, or is not for this role to give."""

    status = 422
    heading = "It was not kept closer"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the record that can be kept closer. `people`: whose it is or about whom.

    `entry_id` is the entry that it is a part of, `module_key` and `section_key` where an answer
    belongs.
    """

    kind: str
    id: str
    mark: str
    mark_persons: tuple[str, ...]
    discipline: str
    recorded_by: str
    people: tuple[str, ...] = ()
    entry_id: str = ""
    module_key: str = ""
    section_key: str = ""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """Entries, or what they say in one section, of which something else may have been made."""

    entry_ids: tuple[str, ...]
    module_key: str = ""
    section_key: str = ""


def present(found: Found, family: FamilyFile) -> tuple[Kept, ...]:
    """Return the marks that count for it now."""
    return family.marks(found.id, found.mark, found.mark_persons, discipline=found.discipline)


def offered(
    found: Found,
    family: FamilyFile,
    *,
    discipline: str,
    ties: Iterable[Tie] = (),
    today: date,
) -> tuple[Kept, ...]:
    """Return the marks with which this discipline may keep it closer, with their persons."""
    marks = tighter(present(found, family), discipline=discipline, author=found.discipline)
    return tuple(
        msgspec.structs.replace(
            one, persons=persons_of(one.mark, found, family, ties=ties, today=today)
        )
        for one in marks
    )


def persons_of(
    mark: str, found: Found, family: FamilyFile, *, ties: Iterable[Tie], today: date
) -> tuple[str, ...]:
    """Return whose it is, or whom it is kept from, under a mark that nobody was asked more about.

    A survivor's words: from everybody who uses abuse, and every adult something is withheld from.
    """
    if mark == SURVIVOR_PROTECTED:
        return kept_from(family, ties, today=today)
    kinds = {ADULT_PRIVATE: family.adults, CHILD_PRIVATE: family.children}
    own = {one.id for one in kinds.get(mark, ())}
    return tuple(person for person in found.people if person in own)
