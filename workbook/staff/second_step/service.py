"""Setting up and using a second step."""

from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from workbook.db import new_id
from workbook.encryption import Keyring
from workbook.staff.second_step import queries, rules
from workbook.staff.second_step.passkeys import NewPasskey
from workbook.staff.second_step.tables import CodeSecret, Passkey


def add_code(
    session: Session, *, keyring: Keyring, worker_id: str, secret: str, step: int, now: datetime
) -> None:
    """Let a worker's app make their codes; the code that proved it, of half minute `step`, is used.

    It takes the place of an app they had before.
    """
    remove_code(session, worker_id=worker_id)
    session.execute(
        insert(CodeSecret).values(
            worker_id=worker_id,
            sealed=keyring.seal(secret, place=queries.place_of(worker_id)),
            last_step=step,
            added_at=now,
        )
    )


def remove_code(session: Session, *, worker_id: str) -> None:
    """Take codes away from a worker."""
    session.execute(delete(CodeSecret).where(CodeSecret.worker_id == worker_id))


def take_code(
    session: Session, *, keyring: Keyring, worker_id: str, code: str, now: datetime
) -> bool:
    """Tell whether a code is right, and use it up: of two who bring it in one moment, one gets in.

    A code of an earlier half minute than the last one taken is as good as used.
    """
    known = queries.secret_of(session, keyring=keyring, worker_id=worker_id)
    if known is None:
        return False
    step = rules.step_of(known.secret, code, now=now, after=known.last_step)
    if step is None:
        return False
    taken = session.execute(
        update(CodeSecret)
        .where(CodeSecret.worker_id == worker_id, CodeSecret.last_step < step)
        .values(last_step=step)
    )
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def add_passkey(
    session: Session, *, worker_id: str, made: NewPasskey, name: str, now: datetime
) -> str:
    """Keep the public half of a new passkey and return its id."""
    passkey_id = new_id()
    session.execute(
        insert(Passkey).values(
            id=passkey_id,
            worker_id=worker_id,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            name=name,
            added_at=now,
            used_at=None,
        )
    )
    return passkey_id


def note_use(session: Session, *, passkey_id: str, sign_count: int, now: datetime) -> None:
    """Keep how often a passkey says it was used: a copy of it would say less."""
    session.execute(
        update(Passkey).where(Passkey.id == passkey_id).values(sign_count=sign_count, used_at=now)
    )


def remove_passkey(session: Session, *, worker_id: str, passkey_id: str) -> bool:
    """Take one of a worker's own passkeys away; tell whether there was one."""
    gone = session.execute(
        delete(Passkey).where(Passkey.id == passkey_id, Passkey.worker_id == worker_id)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]
