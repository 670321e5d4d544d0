"""Reading staff and sign-ins. Every function names its order."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workbook.staff.rules import StaffMember
from workbook.staff.tables import Account, SignIn, Team, Worker

STAFF = (
    select(
        Worker.id,
        Worker.name,
        Worker.discipline,
        Worker.employer,
        Worker.team_id,
        Team.name.label("team_name"),
    )
    .join(Team, Team.id == Worker.team_id)
    .order_by(Worker.name, Worker.id)
)


class OpenSignIn(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in and whose it is."""

    started_at: datetime
    seen_at: datetime
    worker: StaffMember


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to check a password."""

    worker_id: str
    discipline: str
    password_hash: str
    failures: int
    not_before: datetime | None


SIGN_IN = (
    STAFF.add_columns(SignIn.started_at, SignIn.seen_at)
    .join(SignIn, SignIn.worker_id == Worker.id)
    .where(SignIn.key_hash == bindparam("key_hash"), Worker.left_on.is_(None))
)


def open_sign_in(session: Session, *, key_hash: str) -> OpenSignIn | None:
    """Return the sign-in with this key, unless its worker has left."""
    row = session.execute(SIGN_IN, {"key_hash": key_hash}).mappings().first()
    if row is None:
        return None
    return OpenSignIn(
        started_at=row["started_at"],
        seen_at=row["seen_at"],
        worker=msgspec.convert(dict(row), StaffMember),
    )


CREDENTIALS = (
    select(
        Account.worker_id,
        Worker.discipline,
        Account.password_hash,
        Account.failures,
        Account.not_before,
    )
    .join(Worker, Worker.id == Account.worker_id)
    .where(Worker.left_on.is_(None))
)


def credentials(session: Session, *, sign_in_name: str) -> Credentials | None:
    """Return the account with this sign-in name, unless its worker has left."""
    asked = CREDENTIALS.where(Account.sign_in_name == sign_in_name)
    row = session.execute(asked).mappings().first()
    return Credentials(**row) if row else None


def credentials_of(session: Session, *, worker_id: str) -> Credentials | None:
    """Return this worker's account; None when they have none or have left."""
    asked = CREDENTIALS.where(Account.worker_id == worker_id)
    row = session.execute(asked).mappings().first()
    return Credentials(**row) if row else None


def staff(session: Session) -> list[StaffMember]:
    """Return everybody, by name."""
    rows = session.execute(STAFF.where(Worker.left_on.is_(None))).mappings()
    return [msgspec.convert(dict(row), StaffMember) for row in rows]


def team_members(session: Session, *, team_id: str) -> list[StaffMember]:
    """Return the team's workers, by name."""
    rows = session.execute(
        STAFF.where(Worker.team_id == team_id, Worker.left_on.is_(None))
    ).mappings()
    return [msgspec.convert(dict(row), StaffMember) for row in rows]
