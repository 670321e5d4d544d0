"""What of an entry goes with it to another family, and what stays behind."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from workbook.marking.rules import LaidOver
from workbook.wall.marks import POLICE_RESTRICTED

Row = dict[str, Any]
PARTS: Final = ("contribution", "voice", "ruler", "score", "action", "attachment")
KINDS: Final = {
    "present": "who was there",
    "children": "which child was seen",
    "affects": "whom the event affects",
    "reveals": "whom it could give away",
    "mark_persons": "whose it is, or whom it is kept from",
    "voice": "what one person said",
    "ruler": "one adult’s rulers",
    "contribution": "what was added to the programme about one person",
    "action": "one action",
}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request to move an entry, and what became of it."""

    id: str
    family_id: str
    entry_id: str
    entry_ids: tuple[str, ...]
    to_family_id: str
    staying: tuple[str, ...]
    left_out: tuple[str, ...]
    reason: str
    recorded_at: datetime
    recorded_by: str
    approved: bool | None = None


def travels(name: str, row: Mapping[str, Any], staying: Collection[str]) -> bool:
    """Tell whether a part goes along: never what is about somebody who is not in both families.

    Rulers are about a change goal, which is one family's own.
    """
    if name == "ruler":
        return False
    if name == "voice":
        return row["person_id"] in staying
    if name == "contribution":
        return all(person in staying for person in row["subject_ids"])
    if name == "action":
        return bool(row["owner_is_worker"]) or row["owner_id"] in staying
    return True


def moved_entry(row: Mapping[str, Any], staying: Collection[str], **new: Any) -> Row:  # noqa: ANN401
    """Return an entry's row in its new family: same words, author and times, fewer people."""
    kept = {
        name: [person for person in row[name] if person in staying]
        for name in ("present", "affects", "reveals")
    } | {"mark_persons": _mark_persons(row, staying)}
    children = [child for child in row["children"] if child["person"] in staying]
    return _without_salt(row) | kept | {"children": children, "replaces_id": None} | new


def moved_part(
    name: str,
    row: Mapping[str, Any],
    staying: Collection[str],
    **new: Any,  # noqa: ANN401
) -> Row:
    """Return a part's row in its new family."""
    kept: Row = {"mark_persons": _mark_persons(row, staying)}
    if name == "action" and row["child_id"] not in staying:
        kept["child_id"] = None
    return _without_salt(row) | kept | new


def _mark_persons(row: Mapping[str, Any], staying: Collection[str]) -> list[str]:
    """Return those of the mark’s people who are in the new family; named workers stay named."""
    is_named = row["mark"] == POLICE_RESTRICTED
    return [one for one in row["mark_persons"] if is_named or one in staying]


def stays(mark: str, chain: Collection[str], laid: LaidOver) -> bool:
    """Tell whether an entry cannot be moved: what keeps it closer would not go with it.

    `laid`: what lies over any version or part. What the police told would be known to whoever
    decides. It is withdrawn where it is, and recorded in the right family.
    """
    over = (one for row, rows in laid.items() for one in rows if {row, one.entry_id} & {*chain})
    return mark == POLICE_RESTRICTED or any(True for _ in over)


def _without_salt(row: Mapping[str, Any]) -> Row:
    return {name: value for name, value in row.items() if name != "salt"}


def left_behind(
    entry: Mapping[str, Any],
    parts: Iterable[tuple[str, Mapping[str, Any]]],
    staying: Collection[str],
) -> list[str]:
    """Say in words what does not go along, each kind once."""
    found = [
        name
        for name in ("present", "affects", "reveals", "mark_persons")
        if any(person not in staying for person in entry[name])
        and not (name == "mark_persons" and entry["mark"] == POLICE_RESTRICTED)
    ]
    if any(child["person"] not in staying for child in entry["children"]):
        found.append("children")
    found += [name for name, row in parts if not travels(name, row, staying)]
    return [KINDS[name] for name in dict.fromkeys(found) if name in KINDS]
