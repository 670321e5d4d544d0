"""Telling what a file is by its first bytes, and having it looked into. Its name says nothing."""

from collections.abc import Callable
from typing import Final

from workbook.attachments.looking import office, pdf, pictures, text
from workbook.attachments.looking.refusing import (
    LARGEST,
    MEGA,
    TEST_VIRUS,
    VIRUS,
    Looked,
    RefusedFileError,
)

TAKEN: Final = "Choose a photo (JPEG, PNG, GIF or WebP), a PDF, a Word, Excel or PowerPoint file"
PROGRAM: Final = f"This file is a program. {TAKEN}"
PACKED: Final = f"This is a packed folder. Unpack it and add what is in it one by one. {TAKEN}"
HEIC: Final = (
    "This picture is in the phone’s own format (HEIC). Send or save it as JPEG, then add that"
)
OLD_OFFICE: Final = (
    "This is locked with a password, or an old kind of Word, Excel or e-mail file. Open it, save"
    " it without a password as .docx, .xlsx or PDF, then add that"
)

Looker = Callable[[bytes], Looked]
TAKEN_IN: Final[tuple[tuple[bytes, Looker], ...]] = (
    (b"\xff\xd8\xff", pictures.drawn_anew),
    (b"\x89PNG\r\n\x1a\n", pictures.drawn_anew),
    (b"GIF87a", pictures.drawn_anew),
    (b"GIF89a", pictures.drawn_anew),
    (b"RIFF", pictures.drawn_anew),
    (b"%PDF-", pdf.look_into),
    (b"PK\x03\x04", office.look_into),
)
NOT_TAKEN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xfe\xed\xfa", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xd0\xcf\x11\xe0", OLD_OFFICE),
    (b"Rar!", PACKED),
    (b"7z\xbc\xaf\x27\x1c", PACKED),
    (b"\x1f\x8b", PACKED),
    (b"BZh", PACKED),
    (b"\xfd7zXZ", PACKED),
    (b"PK", PACKED),
)


def look(content: bytes) -> Looked:
    """Return what is kept of a file.

    Raises:
        RefusedFileError: it is too large, of a kind that is not taken, broken, locked, or holds
            something that could do harm.
    """
    if not content:
        raise RefusedFileError("The file is empty. Choose another")
    if len(content) > LARGEST:
        raise RefusedFileError(f"The file is larger than {LARGEST // MEGA} MB. Make it smaller")
    if TEST_VIRUS in content:
        raise RefusedFileError(VIRUS)
    for start, looker in TAKEN_IN:
        if content.startswith(start):
            return looker(content)
    for start, why in NOT_TAKEN:
        if content.startswith(start):
            raise RefusedFileError(why)
    if content[4:8] == b"ftyp":
        heic = content[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim"}
        raise RefusedFileError(HEIC if heic else f"Films and sound are not taken. {TAKEN}")
    return text.look_into(content)
