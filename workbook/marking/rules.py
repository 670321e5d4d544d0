"""Which marks count for a row: its own and those laid over it, and what keeps as tightly."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

import msgspec

from workbook.staff.access import CASE_WORKERS, SOCIAL_WORK
from workbook.wall.marks import (
    ADULT_PRIVATE,
    CHILD_PRIVATE,
    FAMILY_SHARED,
    HEALTH_RESTRICTED,
    IN_THE_CASE,
    LABELS,
    LEADS,
    LEGAL_PRIVILEGED,
    MARKS,
    POLICE_RESTRICTED,
    STAFF_SAFETY,
    SURVIVOR_PROTECTED,
    TEAM,
    THIRD_PARTY,
    readers,
)
from workbook.web.filters import join_names
from workbook.web.words import DISCIPLINES

HEALTH: Final = frozenset({"mental_health_practitioner", "recovery_worker"})
# To how many kinds of document a mark opens: the family's and a conference's, a conference's, none.
DOCUMENTS: Final = {FAMILY_SHARED: 2, TEAM: 1}
# Nothing is kept close: who may read it is said without a lock.
OPEN: Final = frozenset({TEAM, FAMILY_SHARED})


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One mark that counts for a row. `discipline`: whose health detail it is.

    `persons`: whose it is or whom it is kept from; of what the police told, the workers who alone
    may read it.
    """

    mark: str
    persons: tuple[str, ...] = ()
    discipline: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether everybody who works with the family may read it."""
        return self.mark in OPEN


class Laid(msgspec.Struct, frozen=True, kw_only=True):
    """One mark laid over a row after it was written, by whom, when, and on which row they set it.

    `entry_id`: the version of an entry that the row is a part of, else "".
    """

    id: str
    set_on_id: str
    entry_id: str
    kept: Kept
    by: str
    at: datetime


LaidOver = Mapping[str, tuple[Laid, ...]]
"""What lies over each row of a family, by the row's id."""


def is_as_tight(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Tell whether one (mark, discipline) keeps out everybody whom the other keeps out.

    What is for named workers may be for workers of any discipline in the case: it is as tight as
    what all of those may read. Whether one list of names is as tight as another, `keeps` tells.
    """
    if mine[0] == POLICE_RESTRICTED:
        return theirs[0] == POLICE_RESTRICTED or readers(*theirs) >= IN_THE_CASE
    if theirs[0] == POLICE_RESTRICTED:
        return False
    fewer_documents = DOCUMENTS.get(mine[0], 0) <= DOCUMENTS.get(theirs[0], 0)
    return fewer_documents and readers(*mine) <= readers(*theirs)


def keeps(mine: Kept, theirs: Kept) -> bool:
    """Tell whether one mark alone keeps out everybody whom the other keeps out.

    The persons count too: each from whom something is kept stays kept from.
    """
    if mine.mark == theirs.mark == POLICE_RESTRICTED:
        return {*mine.persons} <= {*theirs.persons}
    if mine.mark in OPEN and not {*theirs.persons} <= {*mine.persons}:
        return False
    if mine.mark == theirs.mark == SURVIVOR_PROTECTED and not {*theirs.persons} <= {*mine.persons}:
        return False
    return is_as_tight((mine.mark, mine.discipline), (theirs.mark, theirs.discipline))


def marks_of(own: Kept, laid: Iterable[Laid] = ()) -> tuple[Kept, ...]:
    """Return the marks that count for a row now, each once, the tightest last.

    A mark that another one makes needless is left out: what is kept to the survivor's worker
    need not say that it is kept to the team.
    """
    return together((own, *(each.kept for each in laid)))


def together(marks: Iterable[Kept]) -> tuple[Kept, ...]:
    """Return the marks that keep out everybody whom any of these keeps out, the tightest last.

    From whom something is kept adds up. Two lists of named workers stay two: who is on both may
    read it.
    """
    people: dict[tuple[str, str, frozenset[str]], tuple[str, ...]] = {}
    for one in marks:
        whose = one.discipline if one.mark == HEALTH_RESTRICTED else ""
        named = frozenset(one.persons if one.mark == POLICE_RESTRICTED else ())
        key = (one.mark, whose, named)
        people[key] = tuple(dict.fromkeys((*people.get(key, ()), *one.persons)))
    found = [Kept(mark=key[0], discipline=key[1], persons=who) for key, who in people.items()]
    needed = [
        one
        for one in found
        if not any(keeps(other, one) and not keeps(one, other) for other in found)
    ]
    return tuple(sorted(needed, key=lambda one: MARKS.index(one.mark)))


def named_by_all(marks: Iterable[Kept]) -> tuple[str, ...]:
    """Return the workers who are on every list of names among these marks; nobody without one."""
    lists = [one.persons for one in marks if one.mark == POLICE_RESTRICTED]
    return tuple(one for one in (lists or [()])[0] if all(one in each for each in lists))


def beside(own: Kept, others: Iterable[Kept]) -> tuple[Kept, ...]:
    """Return those of the other marks that have to be laid over a row as well.

    They keep somebody out whom its own mark lets in: a survivor’s words beside health detail.
    """
    return tuple(dict.fromkeys(one for one in others if not keeps(own, one)))


def all_persons(own: Kept, laid: Iterable[Laid]) -> tuple[str, ...]:
    """Return whose something is and whom it is kept from, under every mark it ever had."""
    marks = (own, *(one.kept for one in laid))
    people = (one.persons for one in marks if one.mark != POLICE_RESTRICTED)
    return tuple(dict.fromkeys(person for persons in people for person in persons))


def is_looser(new: Kept, present: Iterable[Kept]) -> bool:
    """Tell whether a mark would let in somebody whom the present ones keep out."""
    return not all(keeps(new, one) for one in present)


def offered_marks(discipline: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the marks this discipline may give: those in sight, and those folded."""
    health = (HEALTH_RESTRICTED,) if discipline in HEALTH else ()
    legal = (LEGAL_PRIVILEGED,) if discipline in LEADS else ()
    return (
        (TEAM, FAMILY_SHARED, SURVIVOR_PROTECTED, *health),
        (ADULT_PRIVATE, CHILD_PRIVATE, THIRD_PARTY, STAFF_SAFETY, *legal, POLICE_RESTRICTED),
    )


def tighter(present: Iterable[Kept], *, discipline: str, author: str = "") -> tuple[Kept, ...]:
    """Return the marks with which a worker may keep a row closer than it is now.

    `author` is the discipline that wrote it: a health worker's words are kept to their discipline.
    What is kept to named workers is kept from everybody whom the other marks keep out as well.
    """
    standing = tuple(present)
    whose = author if author in HEALTH else discipline
    marks = sorted(sum(offered_marks(discipline), ()), key=MARKS.index)
    wanted = [Kept(mark=mark, discipline=whose) for mark in marks]
    return tuple(
        one
        for one in wanted
        if one.mark == POLICE_RESTRICTED
        or all(is_as_tight((one.mark, whose), (each.mark, each.discipline)) for each in standing)
        if all((one.mark, one.is_open) != (each.mark, each.is_open) for each in standing)
    )


def looser(present: Iterable[Kept]) -> tuple[str, ...]:
    """Return the marks that may be asked for instead of the present ones, the most open last."""
    standing = tuple(present)
    return tuple(
        mark
        for mark in reversed(MARKS)
        if mark not in {each.mark for each in standing}
        and all(
            each.mark == POLICE_RESTRICTED
            or is_as_tight((each.mark, each.discipline), (mark, each.discipline))
            for each in standing
        )
        and mark not in {HEALTH_RESTRICTED, LEGAL_PRIVILEGED, POLICE_RESTRICTED}
    )


def who_decides(present: Collection[Kept], *, author: str) -> tuple[str, ...]:
    """Return the disciplines of whom one other person may open it [security 3.3].

    What the police told: the workers who are named, who alone may know of it. Health detail: its
    discipline alone. Legal advice: a lead. Else the author's discipline or the
    team manager; what a health worker wrote only their discipline can read whole.
    """
    marks = {each.mark: each for each in present}
    if POLICE_RESTRICTED in marks:
        return named_by_all(present)
    if health := marks.get(HEALTH_RESTRICTED):
        return (health.discipline,)
    if LEGAL_PRIVILEGED in marks:
        return tuple(sorted(LEADS))
    if author in HEALTH:
        return (author,)
    same = SOCIAL_WORK if author in SOCIAL_WORK else {author} & CASE_WORKERS
    # Of what a manager wrote, or nobody in the team, any lead may say.
    return tuple(sorted((same - {"team_manager"} or LEADS) | {"team_manager"}))


def needs_contact(present: Iterable[Kept]) -> bool:
    """Tell whether the police or a MARAC has to agree before it is opened [security 3.3]."""
    return any(one.mark == POLICE_RESTRICTED for one in present)


def words_of(one: Kept, names: Mapping[str, str]) -> str:
    """Say in words whose something is, or whom it is kept from; "" where everybody may read it."""
    who = join_names(names[person] for person in one.persons if person in names)
    if one.mark in OPEN:
        return ""
    said = {
        SURVIVOR_PROTECTED: f"Not for {who}",
        ADULT_PRIVATE: f"Private to {who}",
        CHILD_PRIVATE: f"{who} asked us to keep this",
        POLICE_RESTRICTED: f"Police or MARAC: for {who} only",
    }
    if who and one.mark in said:
        return said[one.mark]
    if one.mark == HEALTH_RESTRICTED and one.discipline in DISCIPLINES:
        return f"Health detail kept to {DISCIPLINES[one.discipline].name.lower()}"
    return LABELS[one.mark]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asked for something to be opened; `approved` is None until a second person said."""

    id: str
    family_id: str
    object_id: str
    mark: str
    mark_persons: tuple[str, ...]
    deciders: tuple[str, ...]
    reason: str
    recorded_by: str
    recorded_at: datetime
    police_contact: str = ""
    approved: bool | None = None
    words: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None

    def may_decide(self, *, worker_id: str, discipline: str) -> bool:
        """Tell whether this worker is the second person: never the one who asked."""
        return self.recorded_by != worker_id and bool({worker_id, discipline} & {*self.deciders})
