"""One anchor a day by mail: a number and a hash, and nothing that anybody could learn from it."""

import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Final, Self

import msgspec
import structlog

from workbook.clock import london_day
from workbook.db import Database
from workbook.sealing import queries
from workbook.sealing.rules import Checkpoint
from workbook.settings import Settings
from workbook.wall.viewer import sealer

KEPT: Final = "anchor-mail.json"
SUBJECT: Final = "Daily record check"
SECONDS: Final = 20
LATE: Final = timedelta(days=2)

log = structlog.get_logger()


class Mailing(msgspec.Struct, frozen=True, kw_only=True):
    """Where the mail goes. Without all three nothing is sent."""

    server: str
    sender: str
    receivers: tuple[str, ...]

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """Return what the settings say; None when they name no server, sender or receiver."""
        to = tuple(each.strip() for each in (settings.anchor_mail_to or "").split(",") if each)
        if not (settings.anchor_mail_server and settings.anchor_mail_from and to):
            return None
        return cls(
            server=settings.anchor_mail_server, sender=settings.anchor_mail_from, receivers=to
        )


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """How the last mail went. `failed_at` is of a try after the last that was sent."""

    sent_at: datetime | None = None
    number: int = 0
    failed_at: datetime | None = None
    why: str = ""


def mail_anchor(
    database: Database,
    mailing: Mailing | None,
    *,
    folder: Path,
    open_findings: int,
    now: datetime,
) -> Sent | None:
    """Send the newest seal's number and hash, and how many openings wait to be looked into.

    What fails is logged and kept beside the anchors for `workbook audit verify` to say: nothing
    waits for it, and the next day's mail covers this one.
    """
    if mailing is None:
        return None
    with database.reading(sealer(london_day(now))) as session:
        newest = queries.sealed(session).last
    before = last_mail(folder) or Sent()
    if newest is None:
        return before
    try:
        send(mailing, letter(mailing, newest, open_findings=open_findings))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.exception("anchor_mail_failed", error=type(error).__name__)
        went = msgspec.structs.replace(before, failed_at=now, why=type(error).__name__)
    else:
        went = Sent(sent_at=now, number=newest.number)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / KEPT).write_bytes(msgspec.json.encode(went))
    return went


def letter(mailing: Mailing, checkpoint: Checkpoint, *, open_findings: int) -> EmailMessage:
    """Return the mail. Subject and sender say nothing of what the service is for."""
    message = EmailMessage()
    message["Subject"] = SUBJECT
    message["From"] = mailing.sender
    message["To"] = ", ".join(mailing.receivers)
    message.set_content(
        f"{checkpoint.number} {checkpoint.hash}\n\nTo look into: {open_findings}\n"
        "\nKeep this mail. The first line proves later what stood in the log on this day.\n"
    )
    return message


def send(mailing: Mailing, message: EmailMessage) -> None:
    """Hand the mail to the server, encrypted where the server offers it.

    Raises:
        OSError: it cannot be reached.
        SMTPException: it refuses the mail.
        ValueError: the port is no number.
    """
    host, _, port = mailing.server.partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=SECONDS) as server:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        server.send_message(message, mailing.sender, list(mailing.receivers))


def last_mail(folder: Path) -> Sent | None:
    """Return how the last mail went; None when none was ever tried."""
    kept = folder / KEPT
    try:
        return msgspec.json.decode(kept.read_bytes(), type=Sent)
    except (OSError, msgspec.DecodeError):
        return None


def mail_words(mailing: Mailing | None, sent: Sent | None, *, now: datetime) -> list[str]:
    """Say how the mail goes, for the command that checks the log."""
    if mailing is None:
        return ["No anchors go by mail."]
    if sent is None or (sent.sent_at is None and sent.failed_at is None):
        return ["No anchor has gone by mail yet."]
    last = f"{sent.number} on {sent.sent_at:%d %B %Y}" if sent.sent_at else "none"
    if sent.failed_at is not None:
        return [f"ANCHOR MAIL FAILS ({sent.why}). The last that went: {last}."]
    if sent.sent_at is not None and now - sent.sent_at > LATE:
        return [f"ANCHOR MAIL IS LATE. The last that went: {last}."]
    return [f"The last anchor by mail: {last}."]
