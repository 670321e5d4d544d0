"""Which versions of an entry there are, which one stands, and who asked for it to be opened."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from workbook.entries.rules import SavedEntry
from workbook.marking.rules import Asked
from workbook.wall.marks import LABELS

COLLEAGUE: Final = "A colleague"


class VersionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One version in the history. No address: it is the one on the page, or may not be read."""

    at: datetime | None
    who: str
    what: str
    reason: str
    href: str
    is_this: bool


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asked for the entry to be opened, and what became of it."""

    at: datetime
    who: str
    wished: str
    outcome: str
    href: str


def chain_of(entry_id: str, successions: Mapping[str, str]) -> list[str]:
    """Return the ids of all versions of one entry, oldest first, seen or not."""
    before = {newer: older for older, newer in successions.items()}
    first = entry_id
    while first in before:
        first = before[first]
    chain = [first]
    while chain[-1] in successions:
        chain.append(successions[chain[-1]])
    return chain


def history(
    this: SavedEntry,
    chain: Sequence[str],
    versions: Sequence[SavedEntry],
    *,
    address: str,
    names: Mapping[str, str],
) -> tuple[VersionLine, ...]:
    """Say the versions of an entry, oldest first; nothing when there is only one.

    One that this reader may not see is told of without anything about it.
    """
    if len(chain) == 1:
        return ()
    seen = {version.id: version for version in versions}
    return tuple(
        _version_line(seen.get(one), this=this, address=address, names=names) for one in chain
    )


def _version_line(
    version: SavedEntry | None, *, this: SavedEntry, address: str, names: Mapping[str, str]
) -> VersionLine:
    if version is None:
        return VersionLine(
            at=None, who="", what="A version kept to others", reason="", href="", is_this=False
        )
    kinds = {(True, True): "Withdrawn", (True, False): "Corrected"}
    is_this = version.id == this.id
    return VersionLine(
        at=version.recorded_at,
        who=names.get(version.recorded_by, COLLEAGUE),
        what=kinds.get((version.replaces_id is not None, version.withdraws), "Recorded"),
        reason=version.reason,
        href="" if is_this else f"{address}/{version.id}",
        is_this=is_this,
    )


def askings(asked: Iterable[Asked], *, names: Mapping[str, str]) -> tuple[Asking, ...]:
    """Say who asked for an entry to be opened, and what a second person said, oldest first."""
    outcomes = {
        None: "It waits for a second person.",
        True: "It was opened.",
        False: "It was kept.",
    }
    return tuple(
        Asking(
            at=one.recorded_at,
            who=names.get(one.recorded_by, COLLEAGUE),
            wished=LABELS[one.mark],
            outcome="It waits for a second person."
            if one.approved is None
            else outcomes[one.approved],
            href=f"/families/{one.family_id}/loosenings/{one.id}",
        )
        for one in asked
    )
