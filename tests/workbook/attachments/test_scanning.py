"""Asking a virus scanner, against one that speaks as ClamAV's daemon does."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbook.attachments.looking.refusing import RefusedFileError
from workbook.attachments.rules import NOT_SCANNED, SCANNED
from workbook.attachments.scanning import ScannerError, is_clean
from workbook.attachments.taking import take


class FakeScanner:
    """A daemon that takes one file after the other and answers as it was told to."""

    def __init__(self, listening: socket.socket, answer: bytes) -> None:
        self.received: list[bytes] = []
        self._listening, self._answer = listening, answer
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            with line, line.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                whole = b""
                while length := struct.unpack("!I", said.read(4))[0]:
                    whole += said.read(length)
                self.received.append(whole)
                line.sendall(self._answer)

    def stop(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)


@contextmanager
def scanner(folder: Path, answer: bytes, *, by: str = "unix") -> Iterator[tuple[str, FakeScanner]]:
    """Run a scanner; yield its address and itself."""
    if by == "unix":
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(folder / "s"))
        address = f"unix:{folder / 's'}"
    else:
        listening = socket.create_server(("127.0.0.1", 0))
        address = f"tcp:127.0.0.1:{listening.getsockname()[1]}"
    listening.listen()
    fake = FakeScanner(listening, answer)
    yield address, fake
    fake.stop()


@pytest.mark.parametrize("by", ["unix", "tcp"])
def test_the_whole_file_is_sent_and_yes_is_understood(tmp_path: Path, by: str) -> None:
    content = b"a note " * 40_000
    with scanner(tmp_path, b"stream: OK\0", by=by) as (address, fake):
        assert is_clean(content, address=address)
        assert fake.received == [content]


def test_a_find_is_understood(tmp_path: Path) -> None:
    with scanner(tmp_path, b"stream: Made.Up.Virus FOUND\0") as (address, _):
        assert not is_clean(b"a", address=address)


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK maybe\0", b"\xff\0"]
)
def test_anything_else_is_no_verdict(tmp_path: Path, answer: bytes) -> None:
    with scanner(tmp_path, answer) as (address, _), pytest.raises(ScannerError):
        is_clean(b"a", address=address)


@pytest.mark.parametrize("address", ["unix:/nowhere/s", "tcp:127.0.0.1:1", "nowhere"])
def test_no_scanner_is_no_verdict(address: str) -> None:
    with pytest.raises(ScannerError):
        is_clean(b"a", address=address)


def test_a_file_is_kept_unscanned_only_where_no_scanner_is_set_up(tmp_path: Path) -> None:
    assert take(b"a note", scanner=None)[1] == NOT_SCANNED
    with scanner(tmp_path, b"stream: OK\0") as (address, _):
        assert take(b"a note", scanner=address)[1] == SCANNED
    with pytest.raises(RefusedFileError, match="does not answer"):
        take(b"a note", scanner=address)


def test_a_file_in_which_the_scanner_finds_something_is_refused(tmp_path: Path) -> None:
    with (
        scanner(tmp_path, b"stream: Made.Up.Virus FOUND\0") as (address, _),
        pytest.raises(RefusedFileError, match="virus was found"),
    ):
        take(b"a note", scanner=address)
