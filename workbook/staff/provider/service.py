"""Linking a worker to their account at the provider: by somebody, never by signing in."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from workbook.errors import BadRecordError
from workbook.staff.provider.tables import ProviderLink
from workbook.staff.tables import Worker


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
