"""Who a copy can be for, and what of the family it may speak of.

A document takes the wording of sections, people's voices and the headlines of significant events.
It never takes an entry's raw note: free text is where a protected fact hides, and no mark can
catch it there [domain 6.4].
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import msgspec

from exports.gatekeeper.rules import Living
from workbook.errors import NotFoundError, NothingGoesError, ServiceError
from workbook.families.rules import FamilyFile, Member
from workbook.wall.marks import FAMILY_SHARED, TEAM
from workbook.wall.viewer import Audience
from workbook.web.filters import join_names

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
# What family and friends may be given once they agree [domain 6.5, the column “network”].
TO_NETWORK: Final = frozenset({"child-in-need-review", "core-group", "closure", "family-meeting"})
NOT_TO_NETWORK: Final = (
    "They are not a parent, carer, grandparent, brother or sister of a child here, and this"
    " document does not go to family and friends."
)
NO_CONSENT: Final = "They have not agreed to be contacted."
WHOLE_RECORD: Final = "The whole record is kept from this person. Speak with the team manager."
# Ties that make somebody part of a child's family for the purpose of a report.
CARING: Final = frozenset({"parent_of", "step_parent_of", "grandparent_of", "carer_of"})
KIN: Final = CARING | {"sibling", "half_sibling"}
PARENTING: Final = CARING - {"grandparent_of"}
# They share a home and a life: what one has agreed to share may reach the other.
TOGETHER: Final = frozenset({"partner", "married"})
HEALTH: Final = frozenset({"mental_health_practitioner", "recovery_worker"})
# That there is such a worker, and where they are based, can put a survivor in danger [domain 6.4].
SURVIVOR_WORKER: Final = "da_survivor_worker"
UNNAMED_WORKER: Final = "the family’s team"


class UnknownReportError(ServiceError):
    """There is no report of this name, or it is not made yet."""

    status = 404
    heading = "Page not found"


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """One relationship, read "a is kind b". `laid`: tighter marks laid over it, (mark, persons)."""

    a_id: str
    b_id: str
    kind: str
    is_current: bool = True
    mark: str = TEAM
    mark_persons: tuple[str, ...] = ()

    laid: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def is_open_to(self, reader: str) -> bool:
        """Tell whether this reader may know of it."""
        return all(
            mark in {TEAM, FAMILY_SHARED} and reader not in persons
            for mark, persons in ((self.mark, self.mark_persons), *self.laid)
        )


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an adult holds parental responsibility for a child."""

    adult_id: str
    child_id: str
    held: str


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What decides who a copy can be for, as its writer knows it.

    `homes`: every address, those too that the writer may not see. `agreed`: those of the network
    who agree to be held in the record and contacted.
    """

    family: FamilyFile
    ties: tuple[Tie, ...] = ()
    held: tuple[Held, ...] = ()
    homes: tuple[Living, ...] = ()
    agreed: frozenset[str] = frozenset()

    def as_open_to(self, reader: str) -> "Known":
        """Return the same with only the ties that this reader may know of."""
        return msgspec.structs.replace(
            self, ties=tuple(tie for tie in self.ties if tie.is_open_to(reader))
        )

    def as_told_to(
        self, readers: Collection[str], family: FamilyFile, ties: tuple[Tie, ...]
    ) -> "Known":
        """Return the same with the people and ties alone that these readers may all know of.

        `family` and `ties` as the readers’ own session gave them. The readers stay.
        """
        told = {member.id for member in family.members} | set(readers)
        members = tuple(one for one in self.family.members if one.id in told)
        return msgspec.structs.replace(
            self, family=msgspec.structs.replace(self.family, members=members), ties=ties
        )


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """For whom a copy is made: one reader, or several who will all read the same.

    `readers`: those of them who are persons in the family. `children`: those it may speak of.
    `named`: who in the family it may name or be about. `close`: the reader, their own kin and the
    partner they live with, whose agreed health summaries may reach them. `whole_plan`: the
    family's plan goes to them whole if they agreed to it. For a conference only `children`
    counts: it may know of everybody.
    """

    keys: tuple[str, ...]
    label: str
    audience: Audience
    readers: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    close: frozenset[str] = frozenset()
    whole_plan: bool = False

    @property
    def is_family(self) -> bool:
        """Tell whether a person in the family is among the readers."""
        return self.audience == "family"

    @property
    def with_conference(self) -> bool:
        """Tell whether members of a conference are among the readers."""
        return CONFERENCE in self.keys

    @property
    def key(self) -> str:
        """Return what names these readers in the log: of several, figures that only they give."""
        if len(self.keys) == 1:
            return self.keys[0]
        return f"several-{hashlib.sha256('+'.join(self.keys).encode()).hexdigest()[:32]}"


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


def tied_children(person_id: str, known: Known) -> tuple[str, ...]:
    """Return the children a person is tied to: as parent, carer, brother or sister, grandparent.

    A parent's parent is a grandparent, and whoever is married to a parent a step-parent, whether
    or not somebody wrote it down. Aunts, uncles and friends are given no report about a child.
    """
    ties = known.ties
    mine = [tie for tie in ties if person_id in {tie.a_id, tie.b_id}]
    direct = {tie.b_id for tie in mine if tie.a_id == person_id and tie.kind in CARING}
    direct |= {one.child_id for one in known.held if one.adult_id == person_id and _holds(one)}
    direct |= _other_ends(tie for tie in mine if tie.kind in {"sibling", "half_sibling"})
    own = {tie.b_id for tie in mine if tie.a_id == person_id and tie.kind == "parent_of"}
    own |= _other_ends(tie for tie in mine if tie.kind == "married" and tie.is_current)
    through = {tie.b_id for tie in ties if tie.kind == "parent_of" and tie.a_id in own}
    return tuple(
        child.id
        for child in known.family.children
        if child.id == person_id or child.id in direct | through
    )


def _other_ends(ties: Iterable[Tie]) -> set[str]:
    """Return both ends of these ties; the person's own end does no harm."""
    return {one for tie in ties for one in (tie.a_id, tie.b_id)}


def _holds(one: Held) -> bool:
    return one.held == "yes"


def gets_nothing(person_id: str, family: FamilyFile) -> bool:
    """Tell whether the whole record is kept from this person."""
    return any(kept.whole_record and person_id in kept.from_persons for kept in family.withheld)


def recipients(known: Known, report: str) -> tuple[Recipient, ...]:
    """Return everybody a copy can be made for: the conference, then the family by name."""
    family = known.family
    everybody = tuple(child.id for child in family.children)
    return (
        Recipient(
            keys=(CONFERENCE,), label=CONFERENCE_LABEL, audience="conference", children=everybody
        ),
        *(
            _reader(member, known.as_open_to(member.id), report)
            for member in _readers(family)
            if not why_not(member, known, report)
        ),
    )


def not_for(known: Known, report: str) -> tuple[tuple[str, str], ...]:
    """Return who of the family cannot be given this report, each with the reason."""
    found = ((member.name, why_not(member, known, report)) for member in _readers(known.family))
    return tuple((name, why) for name, why in found if why)


def _readers(family: FamilyFile) -> Iterable[Member]:
    return (one for one in family.members if one.died is None and one.kind != "unborn_child")


def why_not(member: Member, known: Known, report: str) -> str:
    """Say why this person cannot be given a report; nothing when they can [domain 6.5]."""
    if gets_nothing(member.id, known.family):
        return WHOLE_RECORD
    if tied_children(member.id, known.as_open_to(member.id)):
        return ""
    if report not in TO_NETWORK:
        return NOT_TO_NETWORK
    return "" if member.id in known.agreed else NO_CONSENT


def _reader(member: Member, known: Known, report: str) -> Recipient:
    children = tied_children(member.id, known)
    if not children and report in TO_NETWORK:
        children = tuple(child.id for child in known.family.children)
    kin = (
        tie.b_id if tie.a_id == member.id else tie.a_id
        for tie in known.ties
        if member.id in {tie.a_id, tie.b_id}
        and (tie.kind in KIN or (tie.kind in TOGETHER and tie.is_current))
    )
    return Recipient(
        keys=(member.id,),
        label=member.name,
        audience="family",
        readers=(member.id,),
        children=children,
        named=_named(member, children, known),
        close=frozenset({member.id, *kin}),
        whole_plan=member.kind == "adult" and not _home_is_kept_from(member.id, known.homes),
    )


def _named(reader: Member, children: tuple[str, ...], known: Known) -> frozenset[str]:
    """Return whom this reader may be told about.

    Themselves, their children, those children's parents, carers and relatives, and whoever of the
    network is tied to the reader. Nobody from whom the whole record is kept: what a document says
    of them could reach them, or be read as an answer to them.
    """
    found = {reader.id, *children}
    found |= {tie.a_id for tie in known.ties if tie.kind in PARENTING and tie.b_id in children} | {
        one.adult_id for one in known.held if one.child_id in children and _holds(one)
    }
    mine = _other_ends(
        tie
        for tie in known.ties
        if reader.id in {tie.a_id, tie.b_id} and tie.kind != "abuse_towards"
    )
    found |= {
        one.id
        for one in known.family.network
        if one.id in mine or set(tied_children(one.id, known)) & set(children)
    }
    return frozenset(one for one in found if not gets_nothing(one, known.family))


def _home_is_kept_from(person_id: str, homes: Iterable[Living]) -> bool:
    """Tell whether somebody of the family lives where this person must not know."""
    return any(
        home.protected and person_id not in home.known_by and person_id not in home.person_ids
        for home in homes
    )


def recipient(keys: Sequence[str], known: Known, report: str) -> Recipient:
    """Return the readers with these keys as one recipient: what every one of them may have.

    Raises:
        NothingGoesError: this document, or any, does not go to one of these persons.
        NotFoundError: nobody of this family has one of these ids, or none was given.
    """
    wanted = set(keys)
    for member in _readers(known.family):
        why = why_not(member, known, report) if member.id in wanted else ""
        if why:
            raise NothingGoesError(why, family_id=known.family.id)
    found = [one for one in recipients(known, report) if one.keys[0] in wanted]
    if not found or len(found) != len(wanted):
        raise NotFoundError("Nobody in this family can be given this report by that name.")
    return found[0] if len(found) == 1 else _together(found)


def _together(found: Sequence[Recipient]) -> Recipient:
    """Return several readers of one copy. A conference bars nothing that a person may have."""
    persons = [one for one in found if one.is_family]
    first, *others = persons
    return Recipient(
        keys=tuple(key for one in found for key in one.keys),
        label=join_names(one.label for one in found),
        audience="family",
        readers=tuple(reader for one in persons for reader in one.readers),
        children=tuple(
            child for child in first.children if all(child in one.children for one in others)
        ),
        named=first.named.intersection(*(one.named for one in others)),
        close=first.close.intersection(*(one.close for one in others)),
        whole_plan=all(one.whole_plan for one in persons),
    )


def names_for(one: Recipient, family: FamilyFile) -> dict[str, str]:
    """Return the names that a copy may use, by id; whoever is not among them is “someone”."""
    if not one.is_family:
        return family.names
    workers = {
        worker.id: UNNAMED_WORKER if worker.discipline == SURVIVOR_WORKER else worker.name
        for worker in family.workers
    }
    members = {member.id: member.name for member in family.members if member.id in one.named}
    return workers | members


def covers(
    one: Recipient, *, subject_kind: str, subject_ids: Iterable[str], discipline: str
) -> bool:
    """Tell whether a copy for this reader may speak of these subjects.

    Health and recovery detail of one parent is not for the other parent who lives apart, nor for
    that side of the family [domain 6.5].
    """
    ids = set(subject_ids)
    if subject_kind == "family" or not one.is_family:
        return True
    if not ids <= one.named:
        return False
    if subject_kind == "adult":
        return discipline not in HEALTH or ids <= one.close
    return bool(ids & set(one.children))
