"""Reading whose account at the provider is whose."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbook.staff.provider.tables import ProviderLink


def worker_of(session: Session, *, issuer: str, account_key: str) -> str | None:
    """Return the id of the worker whom this account was linked to; None for an account unknown."""
    return session.scalar(
        select(ProviderLink.worker_id).where(
            ProviderLink.issuer == issuer, ProviderLink.account_key == account_key
        )
    )
