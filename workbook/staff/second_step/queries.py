"""Reading what a worker proves a second step with. Every function names its order."""

import msgspec
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workbook.encryption import Keyring
from workbook.staff.second_step.rules import OwnPasskey, Ways
from workbook.staff.second_step.tables import CodeSecret, Passkey
from workbook.staff.tables import Account, Worker


class Secret(msgspec.Struct, frozen=True):
    """The secret of a worker's codes, and the half minute of the last one taken."""

    secret: str
    last_step: int


class KnownPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer of a passkey is checked against."""

    id: str
    worker_id: str
    credential_id: str
    public_key: str
    sign_count: int


def ways(session: Session, *, worker_id: str) -> Ways:
    """Return how this worker can show who they are; passkeys in the order they were added."""
    row = session.execute(
        select(
            exists().where(Account.worker_id == worker_id).label("password"),
            exists().where(CodeSecret.worker_id == worker_id).label("code"),
        )
    ).one()
    passkeys = session.execute(
        select(Passkey.id, Passkey.name, Passkey.added_at, Passkey.used_at)
        .where(Passkey.worker_id == worker_id)
        .order_by(Passkey.added_at, Passkey.id)
    ).mappings()
    return Ways(
        password=row.password,
        code=row.code,
        passkeys=tuple(OwnPasskey(**one) for one in passkeys),
    )


def secret_of(session: Session, *, keyring: Keyring, worker_id: str) -> Secret | None:
    """Return the opened secret of this worker's codes."""
    row = session.execute(
        select(CodeSecret.sealed, CodeSecret.last_step).where(CodeSecret.worker_id == worker_id)
    ).first()
    if row is None:
        return None
    return Secret(keyring.open_sealed(row.sealed, place=place_of(worker_id)), row.last_step)


def place_of(worker_id: str) -> str:
    """Return the place that a worker's secret is sealed for."""
    return f"code_secret|{worker_id}|sealed"


def passkey(session: Session, *, credential_id: str) -> KnownPasskey | None:
    """Return the passkey with this id of its own, unless its worker has left."""
    row = (
        session.execute(
            select(
                Passkey.id,
                Passkey.worker_id,
                Passkey.credential_id,
                Passkey.public_key,
                Passkey.sign_count,
            )
            .join(Worker, Worker.id == Passkey.worker_id)
            .where(Passkey.credential_id == credential_id, Worker.left_on.is_(None))
        )
        .mappings()
        .first()
    )
    return KnownPasskey(**row) if row else None


def credential_ids(session: Session, *, worker_id: str) -> list[str]:
    """Return the ids that a worker's passkeys have of their own, in the order they were added."""
    return list(
        session.scalars(
            select(Passkey.credential_id)
            .where(Passkey.worker_id == worker_id)
            .order_by(Passkey.added_at, Passkey.id)
        )
    )
