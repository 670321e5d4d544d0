"""Who a copy can be for, and what of the family it may speak of.

A document takes the wording of sections, people's voices and the headlines of significant events.
It never takes an entry's raw note: free text is where a protected fact hides, and no mark can
catch it there [domain 6.4].
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from workbook.errors import NotFoundError, NothingGoesError, ServiceError
from workbook.families.rules import FamilyFile, Member
from workbook.wall.viewer import Audience

CONFERENCE: Final = "conference_members"
CONFERENCE_LABEL: Final = "conference members"
REPORTS: Final = {
    "review-conference": "Report for review conference",
    "initial-conference": "Report for initial conference",
    "child-in-need-review": "Child in need review",
    "core-group": "Core group record",
    "parenting-assessment": "Parenting assessment",
    "court-statement": "Court statement",
    "family-meeting": "Information for a family meeting",
    "closure": "Closing report",
    "chronology": "Chronology",
    "supervision": "Group supervision record",
    "intervention-summary": "Intervention summary",
}
MADE: Final = frozenset({"review-conference"})
# Ties that make somebody part of a child's family for the purpose of a report.
CARING: Final = frozenset({"parent_of", "step_parent_of", "grandparent_of", "carer_of"})
KIN: Final = CARING | {"sibling", "half_sibling"}
# They share a home and a life: what one has agreed to share may reach the other.
TOGETHER: Final = frozenset({"partner", "married"})
HEALTH: Final = frozenset({"mental_health_practitioner", "recovery_worker"})


class UnknownReportError(ServiceError):
    """There is no report of this name, or it is not made yet."""

    status = 404
    heading = "Page not found"


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """One relationship, read "a is kind b"."""

    a_id: str
    b_id: str
    kind: str
    is_current: bool = True


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """For whom a copy is made.

    `children`: those it may speak of. `close`: the reader's own kin and the partner they live
    with, whose agreed health summaries may reach them.
    """

    key: str
    label: str
    audience: Audience
    readers: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    close: tuple[str, ...] = ()

    @property
    def is_family(self) -> bool:
        """Tell whether the reader is a person in the family."""
        return self.audience == "family"


def known_report(name: str) -> str:
    """Return the title of a report that can be made.

    Raises:
        UnknownReportError: there is none of this name, or it is not made yet.
    """
    if name not in REPORTS:
        raise UnknownReportError(f"{name} is not a report. The reports are: {', '.join(REPORTS)}.")
    if name not in MADE:
        raise UnknownReportError(f"{name} is not made yet. Now: {', '.join(sorted(MADE))}.")
    return REPORTS[name]


def tied_children(person_id: str, family: FamilyFile, ties: Iterable[Tie]) -> tuple[str, ...]:
    """Return the children a person is tied to by blood, care or as brother or sister.

    A parent's parent is a grandparent whether or not somebody wrote it down.
    """
    known = list(ties)
    parents_of: dict[str, set[str]] = {}
    for tie in known:
        if tie.kind == "parent_of":
            parents_of.setdefault(tie.b_id, set()).add(tie.a_id)
    direct = {tie.b_id for tie in known if tie.a_id == person_id and tie.kind in CARING}
    siblings = {
        one
        for tie in known
        if tie.kind in {"sibling", "half_sibling"} and person_id in {tie.a_id, tie.b_id}
        for one in (tie.a_id, tie.b_id)
    }
    return tuple(
        child.id
        for child in family.children
        if child.id == person_id
        or child.id in direct | siblings
        or any(person_id in parents_of.get(parent, ()) for parent in parents_of.get(child.id, ()))
    )


def gets_nothing(person_id: str, family: FamilyFile) -> bool:
    """Tell whether the whole record is kept from this person."""
    return any(kept.whole_record and person_id in kept.from_persons for kept in family.withheld)


def recipients(family: FamilyFile, ties: Iterable[Tie]) -> tuple[Recipient, ...]:
    """Return everybody a copy can be made for: the conference, then the family by name."""
    known = list(ties)
    people = [
        _reader(member, family, known)
        for member in family.members
        if member.died is None and member.kind != "unborn_child"
    ]
    everybody = tuple(child.id for child in family.children)
    return (
        Recipient(
            key=CONFERENCE, label=CONFERENCE_LABEL, audience="conference", children=everybody
        ),
        *(person for person in people if person.children and not gets_nothing(person.key, family)),
    )


def _reader(member: Member, family: FamilyFile, ties: list[Tie]) -> Recipient:
    return Recipient(
        key=member.id,
        label=member.name,
        audience="family",
        readers=(member.id,),
        children=tied_children(member.id, family, ties),
        close=tuple(
            tie.b_id if tie.a_id == member.id else tie.a_id
            for tie in ties
            if member.id in {tie.a_id, tie.b_id}
            and (tie.kind in KIN or (tie.kind in TOGETHER and tie.is_current))
        ),
    )


def recipient(key: str, family: FamilyFile, ties: Iterable[Tie]) -> Recipient:
    """Return the recipient with this key.

    Raises:
        NothingGoesError: no document of any kind goes to this person.
        NotFoundError: nobody of this family has this id, or they have no tie to a child in it.
    """
    if gets_nothing(key, family):
        raise NothingGoesError(
            "The whole record is kept from this person. Speak with the team manager.",
            family_id=family.id,
        )
    for one in recipients(family, ties):
        if one.key == key:
            return one
    raise NotFoundError("Nobody in this family can be given this report by that name.")


def covers_adult(one: Recipient, adult_id: str, *, discipline: str) -> bool:
    """Tell whether what a worker of this discipline agreed with an adult may reach this reader.

    Health and recovery detail of one parent is not for the other parent who lives apart, nor for
    that side of the family [domain 6.5].
    """
    if not one.is_family or discipline not in HEALTH:
        return True
    return adult_id in {one.key, *one.close}


def covers(
    one: Recipient, *, subject_kind: str, subject_ids: Iterable[str], discipline: str
) -> bool:
    """Tell whether a copy for this reader may speak of these subjects."""
    ids = list(subject_ids)
    if subject_kind == "family" or not one.is_family:
        return True
    if subject_kind == "child":
        return all(person in one.children for person in ids)
    if subject_kind == "pair":
        return any(person in one.children for person in ids)
    return all(covers_adult(one, person, discipline=discipline) for person in ids)
