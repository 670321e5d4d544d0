"""What the pages about files show, and what the form that adds one means."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from workbook.attachments import queries
from workbook.attachments.rules import (
    KINDS,
    NOTES,
    PICTURES,
    SCANS,
    SavedAttachment,
    size_words,
    who_reads,
)
from workbook.entries.rules import SavedEntry, title
from workbook.entries.versions.files import FileLine
from workbook.families.rules import FamilyFile
from workbook.wall.marks import (
    FAMILY_SHARED,
    LABELS,
    SURVIVOR_PROTECTED,
    TEAM,
)
from workbook.web.filters import join_names, short_day
from workbook.web.parts import Identity, SideNavigation

OPEN: Final = frozenset({TEAM, FAMILY_SHARED})


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of a family’s files."""

    title: str
    href: str
    about: str
    mark: str
    entry: str
    entry_href: str
    added: datetime
    who: str


class FilesPage(msgspec.Struct, frozen=True, kw_only=True):
    """All files of a family."""

    identity: Identity
    side: SideNavigation
    files: tuple[FileRow, ...]


class FilePage(msgspec.Struct, frozen=True, kw_only=True):
    """One file. No `picture_href`: it is not shown on the page, only given out."""

    identity: Identity
    back_href: str
    title: str
    about: str
    added: datetime
    who: str
    employer: str
    discipline: str
    mark: str
    readers: str
    notes: tuple[str, ...]
    scanned: str
    is_scanned: bool
    withdrawn: str
    withdrawn_by: str
    withdrawn_at: datetime | None
    picture_href: str
    download_href: str
    withdraw_href: str


def lines_of_entry(session: Session, family_id: str, entry_ids: Collection[str]) -> list[FileLine]:
    """Return the files of these versions of an entry as its page tells of them, oldest first."""
    return [
        FileLine(
            title=one.title,
            href=f"/families/{family_id}/files/{one.id}",
            about=f"{about(one)}, added {short_day(one.recorded_at)}",
            mark=kept(one),
            withdrawn=one.withdrawn is not None,
        )
        for one in queries.of_versions(session, family_id=family_id, entry_ids=entry_ids)
    ]


def file_rows(
    found: Iterable[tuple[SavedAttachment, SavedEntry]],
    family: FamilyFile,
    names: Mapping[str, str],
) -> tuple[FileRow, ...]:
    """Say the files of a family, each with the entry it belongs to."""
    known = dict(family.names)
    return tuple(
        FileRow(
            title=one.title,
            href=f"/families/{family.id}/files/{one.id}",
            about=about(one),
            mark=kept(one),
            entry=title(entry, known),
            entry_href=f"/families/{family.id}/entries/{entry.id}",
            added=one.recorded_at,
            who=names.get(one.recorded_by, "A colleague"),
        )
        for one, entry in found
    )


def file_page(
    one: SavedAttachment, family: FamilyFile, names: Mapping[str, str], *, identity: Identity,
    entry_href: str, may_withdraw: bool,
) -> FilePage:  # fmt: skip
    """Say one file. A withdrawn picture is not shown, only given out."""
    address = f"/families/{family.id}/files/{one.id}"
    shows = one.kind in PICTURES and one.withdrawn is None
    return FilePage(
        identity=identity,
        back_href=entry_href,
        title=one.title,
        about=about(one),
        added=one.recorded_at,
        who=names.get(one.recorded_by, "A colleague"),
        employer=one.employer,
        discipline=one.discipline,
        mark=mark_words(one, names),
        readers=f"{who_reads(one.mark)} It goes into no document.",
        notes=tuple(NOTES[note] for note in one.notes if note in NOTES),
        scanned=SCANS.get(one.scanned, SCANS["not_scanned"]),
        is_scanned=one.scanned == "scanned",
        withdrawn=one.withdrawn or "",
        withdrawn_by=names.get(one.withdrawn_by or "", "A colleague"),
        withdrawn_at=one.withdrawn_at,
        picture_href=f"{address}/picture" if shows else "",
        download_href=f"{address}/content",
        withdraw_href=f"{address}/withdraw" if may_withdraw else "",
    )


def about(one: SavedAttachment) -> str:
    """Say what kind of file it is and how large."""
    return f"{KINDS[one.kind][0]}, {size_words(one.size)}"


def kept(one: SavedAttachment) -> str:
    """Say that it is kept close; "" where it is open to everybody who works with the family."""
    return "" if one.mark in OPEN else LABELS[one.mark]


def mark_words(one: SavedAttachment, names: Mapping[str, str]) -> str:
    """Say whose a file is, or whom it is kept from; "" where it is open."""
    people = join_names(names[person] for person in one.mark_persons if person in names)
    if not kept(one) or not people:
        return kept(one)
    return f"Not for {people}" if one.mark == SURVIVOR_PROTECTED else f"{kept(one)}: {people}"
