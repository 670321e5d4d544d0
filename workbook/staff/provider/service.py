"""Linking workers to accounts at the provider, and ending sign-ins as it says."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from workbook.db import insert_rows
from workbook.encryption import Keyring
from workbook.errors import BadRecordError
from workbook.staff import service
from workbook.staff.provider import rules
from workbook.staff.provider.rules import SignedOut
from workbook.staff.provider.tables import ProviderLink, ProviderSignOut
from workbook.staff.tables import SignIn, Worker
from workbook.wall.viewer import DOORKEEPER

# Longer than a token counts, and than anybody may be on the way from the provider.
KEPT_FOR = timedelta(hours=1)
AGAIN = "This token was brought before."


def link(session: Session, *, worker_id: str, issuer: str, account_key: str, now: datetime) -> None:
    """Let this account at the provider sign in as this worker. It replaces the one they had.

    Raises:
        BadRecordError: there is no such worker, or the account is somebody else's.
    """
    problems = []
    if session.scalar(select(Worker.id).where(Worker.id == worker_id)) is None:
        problems.append("There is no such worker.")
    owner = session.scalar(
        select(ProviderLink.worker_id).where(
            ProviderLink.issuer == issuer, ProviderLink.account_key == account_key
        )
    )
    if owner not in (None, worker_id):
        problems.append("This account is linked to somebody else. Unlink them first.")
    if problems:
        raise BadRecordError(problems)
    unlink(session, worker_id=worker_id)
    session.execute(
        insert(ProviderLink).values(
            issuer=issuer, account_key=account_key, worker_id=worker_id, linked_at=now
        )
    )


def unlink(session: Session, *, worker_id: str) -> bool:
    """Take a worker's account at the provider away; tell whether there was one."""
    gone = session.execute(delete(ProviderLink).where(ProviderLink.worker_id == worker_id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def end_signed_out(session: Session, *, told: SignedOut, keyring: Keyring, now: datetime) -> int:
    """End the sign-ins that the provider says are over; return how many there were.

    Those of the one session it names, or all of the subject; where it names both, both must fit.

    Raises:
        SupersededError: this token was brought before. Nothing was changed.
    """
    ended = rules.session_hash(keyring, issuer=told.issuer, session=told.session)
    row = {
        "token_hash": keyring.blind(f"provider|token|{told.issuer}|{told.token_id}"),
        "session_hash": ended if told.session else None,
        "kept_until": now + KEPT_FOR,
    }
    session.execute(delete(ProviderSignOut).where(ProviderSignOut.kept_until < now))
    insert_rows(session, ProviderSignOut, [row], taken=AGAIN)
    found = select(SignIn.id, SignIn.worker_id)
    if told.session:
        found = found.where(SignIn.provider_session == ended)
    if told.subject:
        subject = rules.subject_hash(keyring, issuer=told.issuer, subject=told.subject)
        found = found.where(SignIn.provider_subject == subject)
    gone = session.execute(found).all()
    session.execute(delete(SignIn).where(SignIn.id.in_([one.id for one in gone])))
    for worker_id in sorted({one.worker_id for one in gone}):
        service.note(
            session,
            act="signed_out_by_provider",
            worker_id=worker_id,
            discipline=DOORKEEPER,
            now=now,
        )
    return len(gone)


def renew(session: Session, *, sign_in_id: str, kept: rules.Kept) -> None:
    """Let a sign-in be the one at the provider by which its worker has just come again."""
    session.execute(
        update(SignIn).where(SignIn.id == sign_in_id).values(**msgspec.structs.asdict(kept))
    )
