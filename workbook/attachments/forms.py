"""What the pages about files show, and what the form that adds one means."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

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
from workbook.marking.forms import chips
from workbook.marking.rules import Kept, words_of
from workbook.web.filters import short_day
from workbook.web.parts import Identity, SideNavigation


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of a family’s files."""

    title: str
    href: str
    about: str
    kept: tuple[str, ...]
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
    """One file. No `picture_href`: it is not shown on the page, only given out.

    `marks`: those that count for it now, and who reads what each keeps.
    """

    identity: Identity
    back_href: str
    title: str
    about: str
    added: datetime
    who: str
    employer: str
    discipline: str
    marks: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    scanned: str
    is_scanned: bool
    withdrawn: str
    withdrawn_by: str
    withdrawn_at: datetime | None
    picture_href: str
    download_href: str
    withdraw_href: str


def lines_of_entry(
    session: Session, family: FamilyFile, entry_ids: Collection[str]
) -> list[FileLine]:
    """Return the files of these versions of an entry as its page tells of them, oldest first."""
    return [
        FileLine(
            title=one.title,
            href=f"/families/{family.id}/files/{one.id}",
            about=f"{about(one)}, added {short_day(one.recorded_at)}",
            kept=chips(present(one, family), family.names),
            withdrawn=one.withdrawn is not None,
        )
        for one in queries.of_versions(session, family_id=family.id, entry_ids=entry_ids)
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
            kept=chips(present(one, family), known),
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
        marks=tuple((words_of(each, names), who_reads(each.mark)) for each in present(one, family)),
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


def present(one: SavedAttachment, family: FamilyFile) -> tuple[Kept, ...]:
    """Return the marks that count for a file now."""
    return family.marks(one.id, one.mark, one.mark_persons, discipline=one.discipline)
