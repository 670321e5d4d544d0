"""Taking a file in: looked into by what it is, then seen by a scanner where there is one."""

from typing import Final

from workbook.attachments.looking.kinds import look
from workbook.attachments.looking.refusing import VIRUS, Looked, RefusedFileError
from workbook.attachments.rules import NOT_SCANNED, SCANNED
from workbook.attachments.scanning import ScannerError, is_clean

NO_ANSWER: Final = (
    "The virus scanner does not answer, so the file was not kept. Try again in a few minutes"
)


def take(content: bytes, *, scanner: str | None) -> tuple[Looked, str]:
    """Return what is kept of a file, and whether a scanner saw it.

    The scanner sees what was sent, not what is kept of it. `scanner`: its address, None where
    none is set up: then the file is kept, and says so.

    Raises:
        RefusedFileError: the file is not taken, or the scanner that is set up does not answer.
    """
    looked = look(content)
    if scanner is None:
        return looked, NOT_SCANNED
    try:
        clean = is_clean(content, address=scanner)
    except ScannerError as error:
        raise RefusedFileError(NO_ANSWER) from error
    if not clean:
        raise RefusedFileError(VIRUS)
    return looked, SCANNED
