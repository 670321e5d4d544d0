"""Beginning an exchange, looking at it, and taking it, which can be done once."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from workbook.encryption import Keyring
from workbook.staff import rules
from workbook.staff.exchange.tables import Exchange

LASTS = timedelta(minutes=10)
Kind = Literal["second_step", "passkey", "add_passkey", "provider", "add_code"]


class UnderWay(msgspec.Struct, frozen=True, kw_only=True):
    """What was begun: whose it is, if that is known, and what has to be remembered of it."""

    worker_id: str | None
    detail: dict[str, str]


def begin(
    session: Session,
    *,
    keyring: Keyring,
    kind: Kind,
    detail: dict[str, str],
    now: datetime,
    worker_id: str | None = None,
) -> str:
    """Keep what a later request needs, and return the key that it must bring."""
    session.execute(delete(Exchange).where(Exchange.expires_at < now))
    key = rules.new_key()
    hashed = rules.key_hash(key)
    session.execute(
        insert(Exchange).values(
            key_hash=hashed,
            kind=kind,
            worker_id=worker_id,
            detail=keyring.seal(msgspec.json.encode(detail).decode(), place=_place(hashed)),
            expires_at=now + LASTS,
        )
    )
    return key


def look(
    session: Session, *, keyring: Keyring, kind: Kind, key: str, now: datetime
) -> UnderWay | None:
    """Return what was begun under this key; None when there is no such thing any more."""
    row = session.execute(
        select(Exchange.key_hash, Exchange.worker_id, Exchange.detail).where(
            Exchange.key_hash == rules.key_hash(key),
            Exchange.kind == kind,
            Exchange.expires_at > now,
        )
    ).first()
    if row is None:
        return None
    detail = keyring.open_sealed(row.detail, place=_place(row.key_hash))
    return UnderWay(
        worker_id=row.worker_id, detail=msgspec.json.decode(detail, type=dict[str, str])
    )


def take(
    session: Session, *, keyring: Keyring, kind: Kind, key: str, now: datetime
) -> UnderWay | None:
    """Return what was begun under this key and end it: of two who bring it, one gets it."""
    found = look(session, keyring=keyring, kind=kind, key=key, now=now)
    if found is None:
        return None
    gone = session.execute(delete(Exchange).where(Exchange.key_hash == rules.key_hash(key)))
    return found if gone.rowcount == 1 else None  # type: ignore[attr-defined]


def _place(key_hash: str) -> str:
    return f"exchange|{key_hash}|detail"
