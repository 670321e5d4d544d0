"""Reading whose account at the provider is whose, and who signed out there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbook.staff.provider.tables import ProviderLink, ProviderSignOut


def worker_of(session: Session, *, issuer: str, account_key: str) -> str | None:
    """Return the id of the worker whom this account was linked to; None for an account unknown."""
    return session.scalar(
        select(ProviderLink.worker_id).where(
            ProviderLink.issuer == issuer, ProviderLink.account_key == account_key
        )
    )


def is_signed_out(session: Session, *, session_hash: str) -> bool:
    """Tell whether the provider has said lately that this sign-in there is over."""
    found = session.scalar(
        select(ProviderSignOut.token_hash)
        .where(ProviderSignOut.session_hash == session_hash)
        .limit(1)
    )
    return found is not None
