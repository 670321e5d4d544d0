"""Whom a section can be about in one family, and how each is named in an address."""

from typing import Final

from modules.completeness import About
from modules.schema import Section
from workbook.errors import NotFoundError
from workbook.families.rules import FamilyFile
from workbook.web.filters import join_names

SEPARATOR: Final = "."


def about(family: FamilyFile) -> tuple[About, ...]:
    """Return everybody an answer can be about: the family, children, adults, then pairs."""
    children = [About("child", (each.id,), each.first_name) for each in family.children]
    adults = [About("adult", (each.id,), each.first_name) for each in family.adults]
    pairs = [
        About("pair", (*adult.ids, *child.ids), f"{adult.name} with {child.name}")
        for adult in adults
        for child in children
    ]
    return (About("family", (), ""), *children, *adults, *pairs)


def subject_kinds(section: Section) -> frozenset[str]:
    """Return the kinds of subject that a section has questions about."""
    kinds = {section.subject_of(asked) for asked in section.questions}
    return frozenset(kinds.union(*(asked.also_about for asked in section.questions)))


def subject_ids_text(ids: tuple[str, ...]) -> str:
    """Return a subject as an address holds it; nothing for the family."""
    return SEPARATOR.join(ids)


def subject_name(family: FamilyFile, ids: tuple[str, ...]) -> str:
    """Return whom a wording is about; nothing for the family."""
    people = [family.member(person) for person in ids]
    return join_names((one.first_name if one else "someone" for one in people), "with")


def find_subject(family: FamilyFile, section: Section, text: str | None) -> About | None:
    """Return the subject that an address names; None when one has still to be chosen.

    Raises:
        NotFoundError: nobody of this family goes by it, or the section is not about them.
    """
    kinds = subject_kinds(section)
    if text is None and kinds != {"family"}:
        return None
    ids = tuple(text.split(SEPARATOR)) if text else ()
    found = next((one for one in about(family) if one.ids == ids and one.kind in kinds), None)
    if found is None:
        raise NotFoundError(family_id=family.id)
    return found


def choices(family: FamilyFile, section: Section) -> tuple[tuple[str, str], ...]:
    """Return those a section can be about: what stands in the address, and the name."""
    kinds = subject_kinds(section)
    return tuple(
        (subject_ids_text(one.ids), one.name or "The family as a whole")
        for one in about(family)
        if one.kind in kinds
    )
