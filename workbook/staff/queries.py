"""Reading staff and sign-ins. Every function names its order."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from workbook.staff.rules import Delay, StaffMember
from workbook.staff.tables import (
    Account,
    KnownAddress,
    SignIn,
    SignInDelay,
    StaffFamily,
    Team,
    Worker,
)

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

    id: str
    started_at: datetime
    seen_at: datetime
    locked_at: datetime | None
    how: str
    sitting_in: str | None
    sitting_with: tuple[str, ...]
    sitting_since: datetime | None
    sitting_stopped: tuple[str, ...]
    worker: StaffMember
    staff_families: frozenset[str] = frozenset()


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to check a password."""

    worker_id: str
    discipline: str
    sign_in_name: str
    password_hash: str
    is_first: bool = False


# With the sign-in, as no page can spare a statement for it: they are few.
STAFF_FAMILIES = select(
    func.coalesce(func.aggregate_strings(StaffFamily.family_id, ","), "")
).scalar_subquery()
SIGN_IN = (
    STAFF.add_columns(
        SignIn.id.label("sign_in_id"),
        SignIn.started_at,
        SignIn.seen_at,
        SignIn.locked_at,
        SignIn.how,
        STAFF_FAMILIES.label("staff_families"),
        SignIn.sitting_in,
        SignIn.sitting_with,
        SignIn.sitting_since,
        SignIn.sitting_stopped,
    )
    .join(SignIn, SignIn.worker_id == Worker.id)
    .where(SignIn.key_hash == bindparam("key_hash"), Worker.left_on.is_(None))
)


def open_sign_in(session: Session, *, key_hash: str) -> OpenSignIn | None:
    """Return the sign-in with this key, unless its worker has left."""
    row = session.execute(SIGN_IN, {"key_hash": key_hash}).mappings().first()
    if row is None:
        return None
    return OpenSignIn(
        id=row["sign_in_id"],
        started_at=row["started_at"],
        seen_at=row["seen_at"],
        locked_at=row["locked_at"],
        how=row["how"],
        sitting_in=row["sitting_in"],
        sitting_with=tuple(row["sitting_with"] or ()),
        sitting_since=row["sitting_since"],
        sitting_stopped=tuple(row["sitting_stopped"] or ()),
        worker=msgspec.convert(dict(row), StaffMember),
        staff_families=frozenset(row["staff_families"].split(",")),
    )


CREDENTIALS = (
    select(
        Account.worker_id,
        Worker.discipline,
        Account.sign_in_name,
        Account.password_hash,
        Account.is_first,
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


def staff_member(session: Session, *, worker_id: str) -> StaffMember | None:
    """Return one worker, unless they have left."""
    asked = STAFF.where(Worker.id == worker_id, Worker.left_on.is_(None))
    row = session.execute(asked).mappings().first()
    return msgspec.convert(dict(row), StaffMember) if row else None


def delays(session: Session, *, keys: Collection[str]) -> list[Delay]:
    """Return what is counted under these keys, in no order."""
    rows = session.execute(
        select(
            SignInDelay.key, SignInDelay.failures, SignInDelay.not_before, SignInDelay.last_at
        ).where(SignInDelay.key.in_(keys))
    ).mappings()
    return [Delay(**row) for row in rows]


def is_known_address(session: Session, *, worker_id: str, address_hash: str) -> bool:
    """Tell whether this worker has signed in from this address before."""
    found = session.scalar(
        select(KnownAddress.last_at).where(
            KnownAddress.worker_id == worker_id, KnownAddress.address_hash == address_hash
        )
    )
    return found is not None


def staff(session: Session) -> list[StaffMember]:
    """Return everybody, by name."""
    rows = session.execute(STAFF.where(Worker.left_on.is_(None))).mappings()
    return [msgspec.convert(dict(row), StaffMember) for row in rows]


def one_worker(session: Session, *, worker_id: str) -> StaffMember | None:
    """Return one worker, even one who has left; None when there is none."""
    asked = STAFF.add_columns(Worker.left_on).where(Worker.id == worker_id)
    row = session.execute(asked).mappings().first()
    return msgspec.convert(dict(row), StaffMember) if row else None


def team_members(session: Session, *, team_id: str) -> list[StaffMember]:
    """Return the team's workers, by name."""
    rows = session.execute(
        STAFF.where(Worker.team_id == team_id, Worker.left_on.is_(None))
    ).mappings()
    return [msgspec.convert(dict(row), StaffMember) for row in rows]
