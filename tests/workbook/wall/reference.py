"""The policy written a second time, in plain Python, sharing no code with the SQL.

A test compares the two over generated worlds. Each function says which rules it writes; a test
holds their names against those of the policy and of the plain English.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

import msgspec

RULES: set[str] = set()
Function = TypeVar("Function", bound=Callable[..., object])


def writes(*rules: str) -> Callable[[Function], Function]:
    """Say which rules of the policy a function is the second writing of."""
    RULES.update(rules)
    return lambda function: function


class Involved(msgspec.Struct, frozen=True):
    worker: str
    family: str
    starts: date
    ends: date | None


class Kept(msgspec.Struct, frozen=True):
    """Something of a family, or its whole record, is kept from these persons."""

    family: str
    persons: tuple[str, ...]
    whole: bool = True


class Way(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    worker: str
    family: str
    kind: str
    starts: datetime
    ends: datetime
    ended: bool = False
    reviewed: bool = False
    reason: str = "a reason of more than twenty letters"


class Knows(msgspec.Struct, frozen=True, kw_only=True):
    """A conflict of interest."""

    id: str
    worker: str
    family: str
    over: bool


class Shut(msgspec.Struct, frozen=True):
    """A family was closed, and perhaps opened again."""

    family: str
    on: date
    reopened: bool


class Laid(msgspec.Struct, frozen=True, kw_only=True):
    """A tighter mark laid over one row."""

    id: str
    row: str
    family: str
    mark: str
    persons: tuple[str, ...]
    discipline: str
    lifted: bool


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One person asked for a loosening; perhaps another decided.

    `named`: of police information, those who may decide.
    """

    id: str
    family: str
    by: str
    decided_by: str | None
    approved: bool
    named: tuple[str, ...] | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    family: str
    author: str
    discipline: str
    mark: str
    persons: tuple[str, ...]
    share_ok: str = "yes"
    adult: str = ""
    protected: bool = False
    withdraws: bool = False
    at: datetime | None = None
    """When it was recorded."""


class World(msgspec.Struct, frozen=True, kw_only=True):
    team_of: dict[str, str]
    involved: tuple[Involved, ...]
    kept: tuple[Kept, ...]
    ways: tuple[Way, ...] = ()
    conflicts: tuple[Knows, ...] = ()
    closings: tuple[Shut, ...] = ()
    laid: tuple[Laid, ...] = ()
    asked: tuple[Asked, ...] = ()
    misfiled: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()
    people: tuple[tuple[str, str], ...] = ()
    """Who belongs to which family: family, person."""
    alike: tuple[str, str] | None = None
    """Two families in which somebody has the same name and date of birth."""


class Looking(msgspec.Struct, frozen=True, kw_only=True):
    worker: str
    discipline: str
    team: str
    today: date
    now: datetime | None = None
    audience: str = ""
    readers: tuple[str, ...] = ()
    asks: str = ""
    only: str = ""
    cleared: datetime | None = None
    stopped: tuple[str, ...] = ()


NO_CONTENT = {"privacy_monitor", "system_administrator"}
NOT_IN_THE_CASE = NO_CONTENT | {"business_support", "fgdm_coordinator"}
CLOSED_FOR = timedelta(days=28)


@writes("bar.conflict")
def is_barred(world: World, who: Looking, family: str) -> bool:
    return any(
        one.worker == who.worker and one.family == family and not one.over
        for one in world.conflicts
    )


@writes("bar.closed")
def is_long_closed(world: World, who: Looking, family: str) -> bool:
    for one in world.closings:
        if one.family == family and not one.reopened and who.today - one.on >= CLOSED_FOR:
            return True
    return False


@writes(
    "route.involvement", "route.manager", "route.for_a_time", "bar.no_content", "bar.sitting"
)  # fmt: skip
def has_route(world: World, who: Looking, family: str) -> bool:
    elsewhere = who.only not in {"", family}
    if elsewhere or who.discipline in NO_CONTENT or is_barred(world, who, family):
        return False
    glass = any(way.kind == "break_glass" for way in ways_of(world, who, family))
    return glass or works_there(world, who, family)


def ways_of(world: World, who: Looking, family: str) -> list[Way]:
    """Return the open ways in for a time."""
    return [
        way
        for way in world.ways
        if way.worker == who.worker and way.family == family and is_open(who, way)
    ]


@writes("bar.break_glass")
def works_there(world: World, who: Looking, family: str) -> bool:
    """Say whether a way in is more than a broken glass."""
    if any(way.kind != "break_glass" for way in ways_of(world, who, family)):
        return True
    if is_long_closed(world, who, family):
        return False
    if who.discipline == "team_manager" and world.team_of[family] == who.team:
        return True
    for one in world.involved:
        if one.worker != who.worker or one.family != family:
            continue
        if one.starts <= who.today and (one.ends is None or one.ends >= who.today):
            return True
    return False


def is_open(who: Looking, way: Way) -> bool:
    assert who.now is not None
    return not way.ended and way.starts <= who.now < way.ends


@writes("route.gate")
def is_at_the_gate(world: World, who: Looking, family: str) -> bool:
    """Say whether this is the last gate, and the family or one with the same person is at hand."""
    if who.discipline != "gatekeeper" or not who.only:
        return False
    persons = {person for there, person in world.people if there == who.only}
    shared = any(there == family and person in persons for there, person in world.people)
    alike = world.alike is not None and {family, who.only} <= set(world.alike)
    return family == who.only or shared or alike


@writes("route.asked")
def may_see_known(who: Looking, key: str) -> bool:
    return key == who.asks


@writes(
    "mark.team", "mark.family_shared", "mark.staff_safety", "mark.adult_private",
    "mark.child_private", "mark.third_party", "mark.survivor_protected", "mark.health_restricted",
    "mark.legal_privileged", "mark.police_restricted",
)  # fmt: skip
def mark_opens(who: Looking, marked: Row | Laid, *, works: bool) -> bool:
    """Say whether a mark opens to a worker who reads the case.

    `works`: the worker works with the family, and did not break the glass.
    """
    discipline, mark, written_by = who.discipline, marked.mark, marked.discipline
    if mark == "police_restricted":
        return who.worker in marked.persons
    if mark == "legal_privileged" and not works:
        return False
    everybody = {"team", "family_shared", "staff_safety"}
    team = everybody | {"adult_private", "child_private", "third_party"}
    match discipline:
        case "conference_chair" | "da_perpetrator_worker" | "business_support":
            open_marks = everybody
        case "fgdm_coordinator" | "privacy_monitor" | "system_administrator":
            open_marks = everybody
        case "legal_adviser":
            open_marks = everybody | {"legal_privileged"}
        case "caldicott_guardian":
            open_marks = everybody | {"health_restricted"}
        case "social_worker" | "team_manager" | "senior_practitioner":
            open_marks = team | {"survivor_protected", "legal_privileged"}
        case "da_survivor_worker":
            open_marks = team | {"survivor_protected"}
        case "information_governance":
            open_marks = team | {"survivor_protected", "health_restricted"}
        case _:
            open_marks = team
    return mark in open_marks or (mark == "health_restricted" and written_by == discipline)


@writes("mark.tightened")
def is_shut(world: World, row_id: str, opens: Callable[[Laid], bool]) -> bool:
    """Say whether a mark that was laid over a row, and not lifted, shuts it."""
    return any(not one.lifted and one.row == row_id and not opens(one) for one in world.laid)


@writes("mark.author", "mark.in_the_case")
def opens(world: World, who: Looking, row: Row) -> bool:
    if row.author == who.worker:
        return True
    if who.discipline in NOT_IN_THE_CASE:
        return False
    works = works_there(world, who, row.family)
    if not mark_opens(who, row, works=works):
        return False
    return not is_shut(world, row.id, lambda laid: mark_opens(who, laid, works=works))


@writes("given.family", "given.conference", "given.kept_from", "given.whole_record")
def fits(world: World, who: Looking, row: Row | Laid, *, naming: bool = False) -> bool:
    """Say whether a mark, own or laid over, lets these readers have what is under it."""
    allowed = {"family_shared", "team"}
    if who.audience == "family" and not naming:
        allowed = {"family_shared"}
    if row.mark not in allowed or set(row.persons) & set(who.readers):
        return False
    return not any(
        kept.whole and kept.family == row.family and set(kept.persons) & set(who.readers)
        for kept in world.kept
    )


def may_be_given(world: World, who: Looking, row: Row) -> bool:
    if who.audience == "":
        return True
    return fits(world, who, row) and not is_shut(world, row.id, lambda laid: fits(world, who, laid))


@writes("bar.misfiled")
def is_elsewhere(world: World, who: Looking, row: Row) -> bool:
    """Say whether an entry was moved to the family it belongs to, and is shut here."""
    answers = who.discipline == "information_governance" and who.audience == ""
    return row.id in world.misfiled and not answers


@writes("bar.stopped")
def is_stopped(who: Looking, row: Row) -> bool:
    """Say whether the last gate keeps it from the eyes of a family that sits beside the worker."""
    if not who.only:
        return False
    if who.cleared is None or row.at is None:
        return True
    return row.at > who.cleared or row.id in who.stopped


def may_see_entry(world: World, who: Looking, row: Row) -> bool:
    return (
        has_route(world, who, row.family)
        and not is_elsewhere(world, who, row)
        and not is_stopped(who, row)
        and opens(world, who, row)
        and may_be_given(world, who, row)
    )


@writes("held.specialist")
def is_told_of(world: World, who: Looking, row: Row) -> bool:
    """Say whether a worker who may not read an entry learns that there is one."""
    own_team = who.discipline not in {
        "da_perpetrator_worker", "conference_chair", "legal_adviser", "caldicott_guardian",
    }  # fmt: skip

    def is_known(marked: Row | Laid) -> bool:
        specialist = {"health_restricted"} | ({"survivor_protected"} if own_team else set())
        return marked.mark in specialist or mark_opens(who, marked, works=True)

    works = has_route(world, who, row.family) and works_there(world, who, row.family)
    if not works or who.audience or who.only or who.discipline in NOT_IN_THE_CASE:
        return False
    if row.withdraws or row.id in world.replaced or is_elsewhere(world, who, row):
        return False
    return not opens(world, who, row) and is_known(row) and not is_shut(world, row.id, is_known)


@writes("given.wish")
def may_see_voice(world: World, who: Looking, row: Row) -> bool:
    if not may_see_entry(world, who, row):
        return False
    if who.audience == "" or row.share_ok == "yes":
        return True
    return row.share_ok == "too_young" and who.audience == "conference"


def may_see_request(world: World, who: Looking, asked: Asked) -> bool:
    """Say whether a worker learns that somebody asked for something to be opened."""
    if not has_route(world, who, asked.family) or who.audience:
        return False
    if who.discipline in NOT_IN_THE_CASE:
        return False
    return asked.named is None or who.worker in {asked.by, *asked.named}


@writes("given.own_rulers")
def may_see_ruler(world: World, who: Looking, row: Row) -> bool:
    if not may_see_entry(world, who, row):
        return False
    return who.audience != "family" or set(who.readers) == {row.adult}


@writes("given.screen_only")
def may_see_score(world: World, who: Looking, row: Row) -> bool:
    return who.audience == "" and may_see_entry(world, who, row)


@writes("place.locates")
def may_see_home(world: World, who: Looking, row: Row) -> bool:
    """Say whether an address may be seen; a tighter mark may have been laid over it."""
    if is_at_the_gate(world, who, row.family):
        return True
    if not has_route(world, who, row.family):
        return False
    told = {
        "social_worker", "senior_practitioner", "team_manager", "childrens_practitioner",
        "da_survivor_worker", "information_governance",
    }  # fmt: skip
    works = works_there(world, who, row.family)
    shown = who.discipline in told and works and who.audience == ""
    if row.protected and not shown:
        return False
    if row.author != who.worker and is_shut(
        world, row.id, lambda laid: mark_opens(who, laid, works=works)
    ):
        return False
    return who.audience == "" or not is_shut(
        world, row.id, lambda laid: fits(world, who, laid, naming=True)
    )
