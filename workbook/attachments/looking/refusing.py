"""What looking into a file comes to: what is kept of it, or why it is not taken."""

import msgspec

MEGA = 1024 * 1024
LARGEST = 10 * MEGA
# The file by which scanners are tested. Refused with or without one; in two parts, so that no
# scanner takes this line for it.
TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
VIRUS = "A virus was found in this file. It was not kept. Tell your IT team where it came from"


class RefusedFileError(Exception):
    """The file is not taken. `str()` of it is for the worker: what it is, and what helps."""


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is taken: of what kind, what is kept of it, and what was found or changed."""

    kind: str
    content: bytes
    notes: tuple[str, ...] = ()
