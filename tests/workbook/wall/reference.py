"""The policy written a second time, in plain Python, sharing no code with the SQL.

A test compares the two over generated worlds; `docs/who-sees-what.md` says the same in English.
"""

from datetime import date

import msgspec


class Involved(msgspec.Struct, frozen=True):
    worker: str
    family: str
    starts: date
    ends: date | None


class Kept(msgspec.Struct, frozen=True):
    """The whole record of a family is kept from these persons."""

    family: str
    persons: tuple[str, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    family: str
    author: str
    discipline: str
    mark: str
    persons: tuple[str, ...]
    share_ok: str = "yes"
    adult: str = ""


class World(msgspec.Struct, frozen=True, kw_only=True):
    team_of: dict[str, str]
    involved: tuple[Involved, ...]
    kept: tuple[Kept, ...]


class Looking(msgspec.Struct, frozen=True, kw_only=True):
    worker: str
    discipline: str
    team: str
    today: date
    audience: str = ""
    readers: tuple[str, ...] = ()


def has_route(world: World, who: Looking, family: str) -> bool:
    if who.discipline == "team_manager" and world.team_of[family] == who.team:
        return True
    for one in world.involved:
        if one.worker != who.worker or one.family != family:
            continue
        if one.starts <= who.today and (one.ends is None or one.ends >= who.today):
            return True
    return False


def opens(who: Looking, row: Row) -> bool:
    if row.author == who.worker:
        return True
    match who.discipline:
        case "business_support" | "fgdm_coordinator":
            return False
        case "conference_chair" | "da_perpetrator_worker":
            open_marks = {"team", "family_shared", "staff_safety"}
        case "social_worker" | "team_manager":
            open_marks = {
                "team", "family_shared", "staff_safety", "adult_private", "child_private",
                "third_party", "survivor_protected", "legal_privileged",
            }  # fmt: skip
        case "da_survivor_worker":
            open_marks = {
                "team", "family_shared", "staff_safety", "adult_private", "child_private",
                "third_party", "survivor_protected",
            }  # fmt: skip
        case _:
            open_marks = {
                "team", "family_shared", "staff_safety", "adult_private", "child_private",
                "third_party",
            }  # fmt: skip
    if row.mark in open_marks:
        return True
    return row.mark == "health_restricted" and row.discipline == who.discipline


def may_be_given(world: World, who: Looking, row: Row) -> bool:
    if who.audience == "":
        return True
    allowed = {"family_shared"} if who.audience == "family" else {"family_shared", "team"}
    if row.mark not in allowed or set(row.persons) & set(who.readers):
        return False
    return not any(
        kept.family == row.family and set(kept.persons) & set(who.readers) for kept in world.kept
    )


def may_see_entry(world: World, who: Looking, row: Row) -> bool:
    return has_route(world, who, row.family) and opens(who, row) and may_be_given(world, who, row)


def may_see_voice(world: World, who: Looking, row: Row) -> bool:
    if not may_see_entry(world, who, row):
        return False
    if who.audience == "" or row.share_ok == "yes":
        return True
    return row.share_ok == "too_young" and who.audience == "conference"


def may_see_ruler(world: World, who: Looking, row: Row) -> bool:
    if not may_see_entry(world, who, row):
        return False
    return who.audience != "family" or row.adult in who.readers
