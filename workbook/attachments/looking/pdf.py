"""Looking into a PDF for what runs, starts, hides or locks. It is kept byte for byte."""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from workbook.attachments.looking.refusing import MEGA, Looked, RefusedFileError
from workbook.attachments.rules import OUTSIDE

LAST: Final = 2_048  # bytes: where the end of a PDF says that it is the end
DICTIONARY: Final = 4_096  # bytes before a stream in which its dictionary is looked for
MOST_UNPACKED: Final = 64 * MEGA
BROKEN: Final = "This PDF is broken or not whole. Open it, print it to PDF, then add that"
LOCKED: Final = "This PDF is locked with a password. Print it to PDF without one, then add that"
RUNS: Final = (
    "This PDF holds a program, a form that runs one, or another file. Print it to PDF, then add"
    " that"
)
PACKED: Final = "This PDF unpacks to more than it should. Print it to PDF, then add that"
HIDDEN: Final = "This PDF is packed in a way that cannot be looked into. Print it to PDF first"
END_OF_NAME: Final = rb"(?![A-Za-z0-9_.+-])"
HARMFUL: Final = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|Rendition)" + END_OF_NAME
)
LOCK: Final = re.compile(rb"/Encrypt" + END_OF_NAME)
REACHES_OUT: Final = re.compile(rb"/(SubmitForm|GoToR|GoToE)" + END_OF_NAME)
ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
OBJECTS: Final = re.compile(rb"/ObjStm" + END_OF_NAME)
FIRST: Final = re.compile(rb"/First" + END_OF_NAME)
COUNT: Final = re.compile(rb"/N" + END_OF_NAME)
# One way of packing, alone or in a list by itself.
FILTER: Final = re.compile(rb"/Filter\s*(?:/(\w+)|\[\s*/(\w+)\s*\])")
PACKINGS: Final = frozenset({b"FlateDecode", b"Fl"})


def look_into(content: bytes) -> Looked:
    """Return the PDF as it is.

    Raises:
        RefusedFileError: it is not whole, locked, or holds scripts, programs or files.
    """
    if b"%%EOF" not in content[-LAST:] or b"startxref" not in content[-LAST:]:
        raise RefusedFileError(BROKEN)
    notes: tuple[str, ...] = ()
    for part in _parts(content):
        if LOCK.search(part):
            raise RefusedFileError(LOCKED)
        if HARMFUL.search(part):
            raise RefusedFileError(RUNS)
        if REACHES_OUT.search(part):
            notes = (OUTSIDE,)
    return Looked(kind="pdf", content=content, notes=notes)


def plain(part: bytes) -> bytes:
    """Return PDF text with the names written out: `/J#61vaScript` is `/JavaScript`."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)


def _parts(content: bytes) -> Iterator[bytes]:
    """Yield all that a reader of PDF takes for objects: the file itself, and those it packs."""
    yield plain(content)
    left = MOST_UNPACKED
    for found in STREAM.finditer(content):
        before = plain(content[max(0, found.start() - DICTIONARY) : found.start()])
        dictionary = before[before.rfind(b" obj") + 1 :]
        packs = OBJECTS.search(dictionary) or (
            FIRST.search(dictionary) and COUNT.search(dictionary)
        )
        if not packs or b"/Filter" not in dictionary:
            continue
        unpacked = _unpacked(content[found.end() :], dictionary, left)
        left -= len(unpacked)
        yield plain(unpacked)


def _unpacked(packed: bytes, dictionary: bytes, left: int) -> bytes:
    how = FILTER.search(dictionary)
    if how is None or (how[1] or how[2]) not in PACKINGS or b"/Predictor" in dictionary:
        raise RefusedFileError(HIDDEN)
    try:
        unpacked = zlib.decompressobj().decompress(packed, left + 1)
    except zlib.error as error:
        raise RefusedFileError(BROKEN) from error
    if len(unpacked) > left:
        raise RefusedFileError(PACKED)
    return unpacked
