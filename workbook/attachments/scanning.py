"""Asking a virus scanner (ClamAV's daemon) about a file, over its socket."""

import re
import socket
import struct
from contextlib import closing
from typing import Final

ADDRESS: Final = re.compile(r"unix:(?P<path>/.+)|tcp:(?P<host>[^:/\s]+):(?P<port>[0-9]{1,5})")
SECONDS: Final = 30
PIECE: Final = 64 * 1024
LONGEST_ANSWER: Final = 4_096


class ScannerError(Exception):
    """The scanner did not answer, or not with yes or no."""


def is_clean(content: bytes, *, address: str) -> bool:
    """Ask whether the scanner finds nothing in a file; what it found is not told.

    `address`: `unix:/path` or `tcp:host:port`. The file is sent in pieces, each after its length
    as four bytes, and an empty one at the end (clamd's INSTREAM).

    Raises:
        ScannerError: there is no such scanner, it is too slow, or it could not say.
    """
    try:
        with closing(_connected(address)) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
            answer = _answer(line)
    except OSError as error:
        raise ScannerError(type(error).__name__) from error
    if answer.endswith(b" FOUND"):
        return False
    if answer != b"stream: OK":
        raise ScannerError("no verdict")
    return True


def _connected(address: str) -> socket.socket:
    where = ADDRESS.fullmatch(address)
    if where is None:
        raise ScannerError("no such address")
    if where["path"]:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(SECONDS)
            line.connect(where["path"])
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((where["host"], int(where["port"])), timeout=SECONDS)


def _answer(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n")
