"""Attachments as everything outside this feature sees them, and what may be done with one."""

from datetime import datetime
from typing import Final

import msgspec

from workbook.marking.rules import is_as_tight
from workbook.programme.tracks import HEALTH_WORKERS
from workbook.wall.marks import HEALTH_RESTRICTED, LEADS, LEGAL_PRIVILEGED, MARKS, READERS

# By the end of the name under which a file is given out: what it is, in words and for the browser.
KINDS: Final = {
    "jpg": ("Picture", "image/jpeg"),
    "png": ("Picture", "image/png"),
    "pdf": ("PDF", "application/pdf"),
    "docx": (
        "Word document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (
        "Excel workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "pptx": (
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "txt": ("Text", "text/plain; charset=utf-8"),
}
PICTURES: Final = frozenset({"jpg", "png"})
OUTSIDE: Final = "outside"
SMALLER: Final = "smaller"
FIRST_FRAME: Final = "first_frame"
NOTES: Final = {
    OUTSIDE: (
        "It asks for something from another place when it is opened, such as a picture or a"
        " template. Whoever runs that place could learn when and where it is read. Open it in"
        " protected view, and do not enable editing."
    ),
    SMALLER: "The picture was made smaller.",
    FIRST_FRAME: "It moved: its first frame is kept.",
}
SCANNED: Final = "scanned"
NOT_SCANNED: Final = "not_scanned"
SCANS: Final = {
    SCANNED: "A virus scanner found nothing in it.",
    NOT_SCANNED: "Not scanned for viruses: no scanner is set up here.",
}
KILO: Final = 1024


class SavedAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """One file without its content; `withdrawn` says why, if it is, and by whom and when."""

    id: str
    entry_id: str
    title: str
    kind: str
    size: int
    sha256: str
    notes: tuple[str, ...]
    scanned: str
    recorded_at: datetime
    recorded_by: str
    discipline: str
    employer: str
    mark: str
    mark_persons: tuple[str, ...]
    withdrawn: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None


class NewAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """What one form adds. `id` is of the words and the file: the same form again has it too."""

    id: str
    submit_key: str
    entry_id: str
    title: str
    mark: str
    mark_persons: tuple[str, ...]
    kind: str
    content: bytes
    notes: tuple[str, ...]
    scanned: str


def given_name(attachment: SavedAttachment) -> str:
    """Return the name under which a file is given out: nobody’s name, nothing anybody typed."""
    return f"file-{attachment.id[:8]}.{attachment.kind}"


def who_reads(mark: str) -> str:
    """Say who may read a file of this mark. What documents the mark allows is not of files."""
    return f"{READERS[mark].rpartition('. It ')[0]}."


def size_words(size: int) -> str:
    """Say how large a file is: "800 bytes", "120 KB", "3.4 MB"."""
    if size < KILO:
        return f"{size} bytes"
    if size < KILO * KILO:
        return f"{round(size / KILO)} KB"
    return f"{size / KILO / KILO:.1f} MB"


def offered_marks(mark: str, *, author: str, discipline: str) -> tuple[str, ...]:
    """Return the marks a file may have: as tight as its entry’s, or tighter; loosest first.

    `author` is the discipline that wrote the entry, `discipline` that of whoever adds the file.
    """
    own = {HEALTH_RESTRICTED: HEALTH_WORKERS, LEGAL_PRIVILEGED: LEADS}
    closed = {one for one, disciplines in own.items() if discipline not in disciplines}
    return tuple(
        one
        for one in MARKS
        if one == mark or (one not in closed and is_as_tight((one, discipline), (mark, author)))
    )


def may_withdraw(attachment: SavedAttachment, *, worker_id: str, discipline: str) -> bool:
    """Tell whether a worker may withdraw a file: who added it, social worker, manager."""
    return attachment.withdrawn is None and (
        attachment.recorded_by == worker_id or discipline in LEADS
    )
