"""Families as everything outside this feature sees them, and what follows from who is in them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

import msgspec

from workbook.audit import Head
from workbook.marking.rules import Kept, Laid, marks_of
from workbook.wall.marks import IN_THE_CASE, TEAM
from workbook.wall.viewer import Viewer
from workbook.web.filters import clock_time, day, join_names, weekday_day

CHILDREN: Final = ("child", "unborn_child")
ABUSE: Final = "abuse_towards"
STAGES: Final = {
    "child_in_need": "Child in need",
    "child_protection_plan": "Child protection",
    "pre_proceedings": "Pre-proceedings",
    "proceedings": "Court proceedings",
}
# From the least to the most serious: the family is known by the most serious of its children's.
STAGE_ORDER: Final = tuple(STAGES)
# How somebody comes to be here for a time: what the head of each page says, and what follows.
WAYS: Final = {
    "break_glass": (
        "You opened this family although you do not work with it. It stays open to you",
        "The manager has been told and looks into it.",
    ),
    "closed": ("You opened this closed family with a reason. It stays open to you", ""),
    "cover": ("You are covering this family", ""),
    "sample": ("You are looking at this family as one of a sample", ""),
    "subject_access": ("You opened this family for a request to see a record, open to you", ""),
}
CATEGORIES: Final = {
    "neglect": "neglect",
    "emotional": "emotional abuse",
    "physical": "physical abuse",
    "sexual": "sexual abuse",
}
TIES: Final = {
    "parent_of": "parent of",
    "partner": "partner of",
    "married": "married to",
    "separated": "separated from",
    "sibling": "brother or sister of",
    "half_sibling": "half-brother or half-sister of",
    "step_parent_of": "step-parent of",
    "grandparent_of": "grandparent of",
    "carer_of": "carer of",
    "friend_of": "friend of",
    "abuse_towards": "has used abuse towards",
}


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One person in a family. `place_id`: the row that says so."""

    id: str
    name: str
    known_as: str = ""
    kind: str
    side: str = ""
    born: date | None = None
    due: date | None = None
    died: date | None = None
    mark: str = TEAM
    mark_persons: tuple[str, ...] = ()
    place_id: str = ""

    @property
    def is_child(self) -> bool:
        """Tell whether this is a child, born or not."""
        return self.kind in CHILDREN

    @property
    def first_name(self) -> str:
        """Return what the person is called."""
        return self.known_as or self.name.split(" ")[0]


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """A change goal, in the words of the person who owns it."""

    id: str
    words: str
    owner_id: str
    child_id: str | None


class TeamMember(msgspec.Struct, frozen=True, kw_only=True):
    """A worker of this family, now or before."""

    id: str
    name: str
    discipline: str
    employer: str
    starts_on: date
    ends_on: date | None
    involvement_id: str = ""

    def is_working(self, today: date) -> bool:
        """Tell whether they work with the family on this day."""
        return self.starts_on <= today and (self.ends_on is None or today <= self.ends_on)


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way to the family for a time that one worker was given, or took with a reason."""

    id: str
    kind: str
    worker_id: str
    name: str
    discipline: str
    employer: str
    starts_at: datetime
    ends_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Tell whether it leads to the family at this moment."""
        return self.starts_at <= now < self.ends_at


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One child's legal stage."""

    child_id: str
    stage: str
    category: str
    starts_on: date
    ends_on: date | None

    def is_current(self, today: date) -> bool:
        """Tell whether the stage stands on this day."""
        return self.starts_on <= today and (self.ends_on is None or today < self.ends_on)


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """Something kept from somebody."""

    what: str
    from_persons: tuple[str, ...]
    why: str
    until: date | None
    whole_record: bool

    def is_current(self, today: date) -> bool:
        """Tell whether it is still kept on this day."""
        return self.until is None or today <= self.until


class FamilyFile(msgspec.Struct, frozen=True, kw_only=True):
    """What every page about a family needs, read in one statement.

    `laid`: what lies over any of its rows, by the row's id. `closing_id` is the newest word on
    whether it is closed, which the next one replaces. `chain_end` is the end of the family's
    audit chain, good within the same transaction.
    """

    id: str
    reference: str
    name: str
    team_id: str
    opened_on: date
    closed_on: date | None
    members: tuple[Member, ...] = ()
    goals: tuple[Goal, ...] = ()
    workers: tuple[TeamMember, ...] = ()
    stages: tuple[Stage, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    laid: dict[str, tuple[Laid, ...]] = {}
    ways: tuple[Way, ...] = ()
    closing_id: str | None = None
    closed_why: str = ""
    chain_end: Head = Head()

    @property
    def children(self) -> tuple[Member, ...]:
        """Return the children, eldest first, the unborn last."""
        born = [child for child in self.members if child.kind == "child"]
        unborn = [child for child in self.members if child.kind == "unborn_child"]
        return (*sorted(born, key=lambda child: child.born or date.max), *unborn)

    @property
    def adults(self) -> tuple[Member, ...]:
        """Return parents and carers: the adults the programme works with."""
        return tuple(member for member in self.members if member.kind == "adult")

    @property
    def network(self) -> tuple[Member, ...]:
        """Return everybody else who matters to the family."""
        return tuple(member for member in self.members if member.kind == "network_member")

    @property
    def names(self) -> dict[str, str]:
        """Return everybody's full name by id, workers too."""
        workers = {worker.id: worker.name for worker in self.workers}
        return workers | {member.id: member.name for member in self.members}

    def member(self, person_id: str) -> Member | None:
        """Return the person with this id, if they are in the family and may be seen."""
        return next((one for one in self.members if one.id == person_id), None)

    def marks(
        self, object_id: str, mark: str = TEAM, persons: Iterable[str] = (), *, discipline: str = ""
    ) -> tuple[Kept, ...]:
        """Return the marks that count now for one row: its own, and those laid over it."""
        own = Kept(mark=mark, persons=tuple(persons), discipline=discipline)
        return marks_of(own, self.laid.get(object_id, ()))

    def colleagues(self, worker_id: str, today: date) -> dict[str, str]:
        """Return by id the names of those whom a worker may name as readers of something."""
        return {
            one.id: one.name
            for one in self.working(today)
            if one.id != worker_id and one.discipline in IN_THE_CASE
        }

    def working(self, today: date) -> tuple[TeamMember, ...]:
        """Return those who work with the family on this day."""
        return tuple(worker for worker in self.workers if worker.is_working(today))


def way_taken(family: FamilyFile, viewer: Viewer) -> Way | None:
    """Return the way for a time by which somebody is here; None when they work with the family."""
    manages = viewer.discipline == "team_manager" and family.team_id == viewer.team_id
    works = any(worker.id == viewer.worker_id for worker in family.working(viewer.today))
    is_shut = family.closed_on is not None and family.closed_on <= viewer.lately
    if (works or manages) and not is_shut:
        return None
    mine = (
        way
        for way in family.ways
        if way.worker_id == viewer.worker_id and way.is_open(viewer.moment)
    )
    return max(mine, key=lambda way: way.ends_at, default=None)


def notice(family: FamilyFile, viewer: Viewer) -> tuple[str, str]:
    """Say how somebody comes to be here where they do not work, and that a family is closed."""
    way = way_taken(family, viewer)
    closed = f"This family was closed on {day(family.closed_on)}." if family.closed_on else ""
    if way is None:
        return closed, family.closed_why
    opened, more = WAYS.get(way.kind, WAYS["cover"])
    until = f"until {clock_time(way.ends_at)} on {weekday_day(way.ends_at)}"
    return f"{opened} {until}.", f"{more} {closed}".strip()


def current_stages(family: FamilyFile, today: date) -> dict[str, Stage]:
    """Return each child's stage on this day."""
    return {stage.child_id: stage for stage in family.stages if stage.is_current(today)}


def most_serious(stages: Iterable[Stage]) -> Stage | None:
    """Return the most serious of these stages; None when there is none."""
    return max(stages, key=lambda stage: STAGE_ORDER.index(stage.stage), default=None)


def stage_words(family: FamilyFile, today: date) -> str:
    """Say where the family stands: "Child protection: neglect", "Child in need"."""
    current = current_stages(family, today).values()
    most = most_serious(current)
    if most is None:
        return "No current plan"
    categories = sorted({stage.category for stage in current if stage.category})
    named = " and ".join(CATEGORIES[category] for category in categories)
    return f"{STAGES[most.stage]}: {named}" if named else STAGES[most.stage]


def danger(family: FamilyFile, today: date) -> tuple[str, str]:
    """Return the one line that nobody may miss, and what stands behind it; empty if nothing is.

    What is kept from the same people is said in one breath.
    """
    by_people: dict[tuple[str, ...], list[str]] = {}
    for kept in family.withheld:
        if kept.is_current(today):
            by_people.setdefault(kept.from_persons, []).append(kept.what)
    lines = [
        f"Keep from {_named(family, people)}: {'; '.join(what)}."
        for people, what in sorted(by_people.items(), key=lambda item: -len(item[1]))
    ]
    return (lines[0] if lines else "", " ".join(lines[1:]))


def _named(family: FamilyFile, people: Iterable[str]) -> str:
    known = (family.member(person) for person in people)
    return join_names(one.name for one in known if one) or "someone"


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """A dated tie, read "a is kind of b"."""

    a_id: str
    b_id: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    id: str = ""
    mark: str = TEAM
    mark_persons: tuple[str, ...] = ()
    discipline: str = ""


def kept_from(family: FamilyFile, ties: Iterable[Tie], *, today: date) -> tuple[str, ...]:
    """Return from whom a survivor’s words are kept unless their writer says otherwise.

    Whoever uses or used abuse, and the adults something is withheld from, but not a survivor:
    something may be withheld from them too, such as who told us.
    """
    abuse = [tie for tie in ties if tie.kind == ABUSE]
    survivors = {tie.b_id for tie in abuse}
    grown = {one.id for one in (*family.adults, *family.network)} - survivors
    withheld = (
        person
        for kept in family.withheld
        if kept.is_current(today)
        for person in kept.from_persons
        if person in grown
    )
    return tuple(dict.fromkeys((*(tie.a_id for tie in abuse), *withheld)))


class Responsibility(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an adult holds parental responsibility for a child: yes, no or unknown."""

    adult_id: str
    child_id: str
    held: str


class Resident(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who lives at an address, over dates."""

    person_id: str
    starts_on: date | None
    ends_on: date | None


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """An address and who lives there. A protected one is known only to the persons named."""

    id: str
    address: str
    protected: bool
    known_by: tuple[str, ...]
    residents: tuple[Resident, ...] = ()


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A way to reach somebody, safe to use or never to be used."""

    person_id: str
    channel: str
    value: str
    safe: bool
    sealed: bool
    id: str = ""
