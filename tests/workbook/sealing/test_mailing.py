"""One anchor a day by mail: to a real server, encrypted where it can be, saying nothing else."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workbook import audit
from workbook.clock import london_day
from workbook.db import Database
from workbook.sealing.mailing import Mailing, Sent, last_mail, mail_anchor, mail_words
from workbook.sealing.service import seal
from workbook.settings import Settings
from workbook.wall.viewer import importer

NOW = datetime(2026, 11, 20, 3, 5, tzinfo=UTC)


class Receiver(socketserver.StreamRequestHandler):
    """Speaks as much of the mail protocol as a client needs, and keeps what it is given."""

    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Mailbox)
        self._say(b"220 here")
        while line := self.rfile.readline():
            server.said.append(line.decode().strip())
            word = line[:4].upper()
            if word == b"DATA":
                self._say(b"354 go on")
                server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self._say(b"550 no" if word in server.refuses else b"221 bye" if word == b"QUIT"
                      else b"250 as you wish")  # fmt: skip
            if word == b"QUIT":
                return

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


class Mailbox(socketserver.TCPServer):
    """A mail server that keeps what it is sent."""

    allow_reuse_address = True

    def __init__(self, *refuses: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.refuses, self.said, self.letters = refuses, list[str](), list[str]()


@contextmanager
def a_mailbox(*refuses: bytes) -> Iterator[tuple[Mailbox, Mailing]]:
    """Run a mail server, and say how to reach it."""
    with Mailbox(*refuses) as box:
        thread = threading.Thread(target=box.serve_forever, daemon=True)
        thread.start()
        yield box, Mailing(
            server=f"127.0.0.1:{box.server_address[1]}", sender="record@example.org",
            receivers=("monitor@example.org", "archive@example.org"),
        )  # fmt: skip
        box.shutdown()
        thread.join()


def sealed(database: Database) -> str:
    """Write and seal a log; return the seal's hash."""
    with database.writing(importer(london_day(NOW))) as session:
        act = audit.Act(
            chain="one", act="family_opened", worker_id="somebody", discipline="social_worker"
        )
        audit.note(session, act, now=NOW)
    made = seal(database, Ed25519PrivateKey.generate(), NOW)
    assert made is not None
    return made.hash


def test_sends_number_hash_and_count_and_nothing_else(database: Database, tmp_path: Path) -> None:
    found = sealed(database)
    with a_mailbox() as (box, mailing):
        went = mail_anchor(database, mailing, folder=tmp_path, open_findings=4, now=NOW)

    head, _, words = box.letters[0].partition("\r\n\r\n")
    assert words.splitlines()[0] == f"1 {found}"
    assert "To look into: 4" in words
    assert "Subject: Daily record check" in head
    assert not [word for word in ("family", "famil", "safeguard", "workbook", "one ")
                if word in box.letters[0].casefold().replace("1 " + found, "")]  # fmt: skip
    assert [line for line in box.said if line.startswith("rcpt")] == [
        "rcpt TO:<monitor@example.org>", "rcpt TO:<archive@example.org>",
    ]  # fmt: skip
    assert went == last_mail(tmp_path) == Sent(sent_at=NOW, number=1)
    assert mail_words(mailing, went, now=NOW) == ["The last anchor by mail: 1 on 20 November 2026."]


def test_a_mail_that_fails_stops_nothing_and_is_said_until_the_next_goes(
    database: Database, tmp_path: Path
) -> None:
    sealed(database)
    with a_mailbox(b"MAIL") as (_, mailing):
        mail_anchor(database, mailing, folder=tmp_path, open_findings=0, now=NOW)
        refused = mail_words(mailing, last_mail(tmp_path), now=NOW)
    away = msgspec.structs.replace(mailing, server="127.0.0.1:1")
    mail_anchor(database, away, folder=tmp_path, open_findings=0, now=NOW)
    unreachable = mail_words(away, last_mail(tmp_path), now=NOW)
    with a_mailbox() as (_, mailing):
        mail_anchor(database, mailing, folder=tmp_path, open_findings=0, now=NOW)
        mended = mail_words(mailing, last_mail(tmp_path), now=NOW)
        late = mail_words(mailing, last_mail(tmp_path), now=NOW + timedelta(days=3))

    assert refused[0].startswith("ANCHOR MAIL FAILS (SMTP")
    assert unreachable[0].startswith("ANCHOR MAIL FAILS (ConnectionRefusedError). The last that")
    assert mended[0].startswith("The last anchor by mail")
    assert late[0].startswith("ANCHOR MAIL IS LATE")


def test_sends_nothing_without_a_server_or_a_seal(database: Database, tmp_path: Path) -> None:
    assert Mailing.of(Settings()) is None
    assert mail_anchor(database, None, folder=tmp_path, open_findings=0, now=NOW) is None
    with a_mailbox() as (box, mailing):
        mail_anchor(database, mailing, folder=tmp_path, open_findings=0, now=NOW)

    assert box.letters == []
    assert mail_words(None, None, now=NOW) == ["No anchors go by mail."]
    assert mail_words(mailing, None, now=NOW) == ["No anchor has gone by mail yet."]


def test_reads_who_gets_it_from_the_settings() -> None:
    settings = Settings(
        anchor_mail_server="mail.example.org", anchor_mail_from="a@example.org",
        anchor_mail_to="b@example.org, c@example.org",
    )  # fmt: skip

    assert Mailing.of(settings) == Mailing(
        server="mail.example.org", sender="a@example.org",
        receivers=("b@example.org", "c@example.org"),
    )  # fmt: skip
