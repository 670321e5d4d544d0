"""Who may see a newer version of an entry and each of its parts: never more people than before."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from workbook.entries.ground import Ground, Recording
from workbook.entries.module_notes import ModuleNote
from workbook.entries.rules import SavedEntry
from workbook.errors import NotAllowedError
from workbook.families.rules import FamilyFile
from workbook.marking.rules import Kept, LaidOver, beside, is_looser, offered_marks
from workbook.marking.service import WITH_IT, Over
from workbook.wall.marks import (
    ADULT_PRIVATE,
    CHILD_PRIVATE,
    POLICE_RESTRICTED,
    SURVIVOR_PROTECTED,
    tightest,
)


def kept_apart(version: SavedEntry, family: FamilyFile) -> frozenset[str]:
    """Return the parts of a version that somebody kept closer by themselves, seen or not."""
    whole = {one.set_on_id for one in family.laid.get(version.id, ())} | {version.id, WITH_IT}
    return frozenset(
        over
        for over, laid in family.laid.items()
        if any(one.entry_id == version.id and one.set_on_id not in whole for one in laid)
    )


def require_whole(seen: Collection[str], version: SavedEntry, family: FamilyFile) -> None:
    """Stop where a part is kept from this worker: it would fall out of a newer version unseen.

    `seen`: the parts that they may read.

    Raises:
        NotAllowedError: somebody kept a part closer than this worker may read.
    """
    if kept_apart(version, family) - {*seen}:
        raise NotAllowedError(
            "A part of it is kept closer than your role reads. Its author can change it.",
            entry_id=version.id,
        )


def first_mark(version: SavedEntry, ground: Ground) -> Kept:
    """Return the mark that the form starts from: the tightest that counts and may be given.

    A mark that the worker’s role does not give lies over the new version all the same.
    """
    present = ground.family.marks(
        version.id, version.mark, version.mark_persons, discipline=version.discipline
    )
    own = Kept(mark=version.mark, persons=version.mark_persons, discipline=version.discipline)
    given = sum(offered_marks(ground.discipline), ())
    return next((one for one in reversed(present) if one.mark in given), own)


def is_opened(recording: Recording, version: SavedEntry, ground: Ground) -> bool:
    """Tell whether a correction would let in somebody whom the version keeps out."""
    own = Kept(mark=version.mark, persons=version.mark_persons, discipline=version.discipline)
    new = Kept(mark=recording.mark, persons=recording.mark_persons, discipline=ground.discipline)
    return is_looser(new, (own, first_mark(version, ground)))


def laid_again(
    laid: LaidOver, ids: Mapping[str, str], *, before: str, entry_id: str
) -> Iterator[Over]:
    """Yield what lies over a version and its parts, for the version that takes its place.

    `ids`: each new row, and the part that it was before; "" where the form says it anew.
    """
    whole = laid.get(before, ())
    for new, old in ids.items():
        for one in (*whole, *laid.get(old, ())):
            part_of = entry_id if new != entry_id else ""
            yield Over(object_id=new, set_on_id=one.set_on_id, kept=one.kept, entry_id=part_of)


def contribution_mark(recording: Recording, note: ModuleNote) -> tuple[str, tuple[str, ...]]:
    """Return who may see a note to a module, and whose it is or whom it is kept from.

    The tighter of the entry’s mark and the section’s; where that alone does not keep out everybody
    whom the other keeps out, `kept_beside` adds the other. A note that is tighter than its entry is
    kept from everybody who uses abuse, or belongs to the person it is about.
    """
    mark = tightest([recording.mark, note.mark])
    if mark == recording.mark:
        return mark, recording.mark_persons
    if mark in (ADULT_PRIVATE, CHILD_PRIVATE) and note.subject_ids:
        return mark, note.subject_ids
    if SURVIVOR_PROTECTED in (mark, recording.mark):
        return mark, recording.kept_from
    return mark, ()


def kept_beside(
    row: Mapping[str, Any], discipline: str, recording: Recording, own: Kept | None = None
) -> Iterator[Over]:
    """Yield what has to be laid over a part, because its one mark does not keep out everybody.

    `own`: the mark it has by itself, from its section or the version before; the entry’s counts
    too. What comes of the entry’s mark is opened with the entry.
    """
    kept = Kept(mark=row["mark"], persons=tuple(row["mark_persons"]), discipline=discipline)
    whole = Kept(mark=recording.mark, persons=recording.mark_persons, discipline=discipline)
    for one, set_on in ((whole, row["entry_id"]), *([(own, WITH_IT)] if own else [])):
        for each in beside(kept, (one,)):
            yield Over(object_id=row["id"], set_on_id=set_on, kept=each, entry_id=row["entry_id"])


def carried_mark(
    recording: Recording, *, mark: str, persons: Iterable[str]
) -> tuple[str, tuple[str, ...]]:
    """Return who may see a part that is carried over: as close as it was, or as the entry now is.

    A correction may keep a part closer. It never opens one that its form did not show.
    """
    kept = tightest([mark, recording.mark])
    if kept == POLICE_RESTRICTED:
        # Two lists of names do not add up: the older one is laid over it.
        return kept, recording.mark_persons if kept == recording.mark else tuple(persons)
    given = (
        *(persons if kept == mark else ()),
        *(recording.mark_persons if kept == recording.mark else ()),
    )
    return kept, tuple(dict.fromkeys(given))
