"""Looking into Word, Excel and PowerPoint files: packed folders whose every part is opened.

They are kept byte for byte. What runs, hides or locks is refused; what asks for something from
another place is taken and said [security.md T28].
"""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final

import msgspec
from lxml import etree

from workbook.attachments.looking import office_parts as parts
from workbook.attachments.looking.refusing import (
    MEGA,
    TEST_VIRUS,
    VIRUS,
    Looked,
    RefusedFileError,
)
from workbook.attachments.rules import OUTSIDE

MOST_PARTS: Final = 3_000
MOST_UNPACKED: Final = 80 * MEGA
MOST_RATIO: Final = 200  # unpacked to packed, for a part larger than SMALL
SMALL: Final = MEGA
DEEPEST: Final = 1  # a workbook inside a report, but nothing inside that
PIECE: Final = 256 * 1024
CONTENT_TYPES: Final = "[Content_Types].xml"
OFFICE: Final = "application/vnd.openxmlformats-officedocument."
MAIN: Final = {
    f"{OFFICE}wordprocessingml.document.main+xml": "docx",
    f"{OFFICE}spreadsheetml.sheet.main+xml": "xlsx",
    f"{OFFICE}presentationml.presentation.main+xml": "pptx",
}
NOT_OFFICE: Final = (
    "This is a packed folder, not a Word, Excel or PowerPoint file. Unpack it and add what is in"
    " it one by one"
)
BROKEN: Final = "This file is broken. Open it, save it again, then add that"
LOCKED: Final = "This file is locked with a password. Save it without one, then add that"
MACROS: Final = "This file holds macros (programs). Save it as PDF or without macros, then add that"
INSIDE: Final = (
    "This file holds another file that cannot be looked into. Save it as PDF, then add that"
)
TOO_MUCH: Final = "This file unpacks to more than it should. Save it as PDF, then add that"
UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError,
    RuntimeError, etree.XMLSyntaxError,
)  # fmt: skip


class Budget(msgspec.Struct):
    """What may still be unpacked, by the file and everything inside it together."""

    left: int = MOST_UNPACKED


class Part(msgspec.Struct, frozen=True):
    """One part of an office file, unpacked."""

    name: str
    kind: str
    content: bytes


def look_into(content: bytes) -> Looked:
    """Return the file as it is.

    Raises:
        RefusedFileError: it is no office file, broken, locked, unpacks to too much, or holds
            macros, programs or other files.
    """
    try:
        kind, notes = _look(content, depth=0, budget=Budget())
    except UNREADABLE as error:
        raise RefusedFileError(BROKEN) from error
    return Looked(kind=kind, content=content, notes=notes)


def _look(content: bytes, *, depth: int, budget: Budget) -> tuple[str, tuple[str, ...]]:
    """Return what an office file is and what it asks for."""
    if depth > DEEPEST:
        raise RefusedFileError(INSIDE)
    with zipfile.ZipFile(BytesIO(content)) as packed:
        found = _unpacked(packed, budget)
    types = parts.content_types(found.get(CONTENT_TYPES, b""))
    kinds = {name: types.of(name) for name in found if name != CONTENT_TYPES}
    if any(parts.is_macro(name, kind) for name, kind in kinds.items()):
        raise RefusedFileError(MACROS)
    mains = [MAIN[kind] for kind in kinds.values() if kind in MAIN]
    if len(mains) != 1:
        raise RefusedFileError(NOT_OFFICE)
    notes: set[str] = set()
    for name, kind in kinds.items():
        notes |= _look_at(Part(name, kind, found[name]), depth=depth, budget=budget)
    return mains[0], tuple(sorted(notes))


def _look_at(part: Part, *, depth: int, budget: Budget) -> set[str]:
    """Return the notes of one part."""
    if TEST_VIRUS in part.content:
        raise RefusedFileError(VIRUS)
    if part.content.startswith(b"PK"):
        return set(_look(part.content, depth=depth + 1, budget=budget)[1])
    if not parts.is_allowed(part.name, part.kind) or parts.is_hidden_file(part.content):
        raise RefusedFileError(INSIDE)
    if not parts.is_xml(part.name, part.kind):
        return set()
    tree = parts.tree(part.content)
    if parts.runs_something(tree):
        raise RefusedFileError(MACROS)
    if part.name.endswith(".rels") and parts.brings_in(tree):
        raise RefusedFileError(INSIDE)
    return {OUTSIDE} if parts.asks_outside(tree) else set()


def _unpacked(packed: zipfile.ZipFile, budget: Budget) -> dict[str, bytes]:
    """Return every part by its name, having counted what really came out."""
    listed = packed.infolist()
    _check_list(listed)
    if packed.comment or (listed and min(one.header_offset for one in listed) != 0):
        raise RefusedFileError(BROKEN)
    return {
        one.filename: b"".join(_pieces(packed, one, budget)) for one in listed if not one.is_dir()
    }


def _check_list(listed: Iterable[zipfile.ZipInfo]) -> None:
    infos = list(listed)
    names = [one.filename.lower() for one in infos]
    if len(infos) > MOST_PARTS:
        raise RefusedFileError(TOO_MUCH)
    if any(one.flag_bits & 0x1 for one in infos):
        raise RefusedFileError(LOCKED)
    strange = (
        name.startswith("/") or "\\" in name or ".." in posixpath.normpath(name).split("/")
        for name in names
    )
    packing = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if len(set(names)) != len(names) or any(strange):
        raise RefusedFileError(BROKEN)
    if any(one.compress_type not in packing for one in infos):
        raise RefusedFileError(BROKEN)


def _pieces(packed: zipfile.ZipFile, one: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """Yield one part piece by piece, and stop as soon as it is more than it should be."""
    size = 0
    with packed.open(one) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            budget.left -= len(piece)
            is_bomb = size > SMALL and size > MOST_RATIO * max(one.compress_size, 1)
            if budget.left < 0 or is_bomb:
                raise RefusedFileError(TOO_MUCH)
            yield piece
