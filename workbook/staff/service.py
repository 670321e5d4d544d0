"""Signing in and out, and adding staff."""

from datetime import date, datetime

import argon2
import msgspec
import structlog
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import new_id
from workbook.errors import BadRecordError
from workbook.staff import queries, rules
from workbook.staff.provider.rules import Kept
from workbook.staff.tables import (
    Account,
    KnownAddress,
    SignIn,
    SignInDelay,
    Team,
    Worker,
)
from workbook.wall.viewer import DOORKEEPER

log = structlog.get_logger()

# The floor of the password storage advice: 19 MiB, two passes, one lane.
HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked when there is no such account, so that the answer takes as long.
NOBODY = HASHER.hash("nobody has this password")


def is_right_password(found: queries.Credentials | None, password: str) -> bool:
    """Tell whether a password is this account's. It takes as long when there is no account."""
    try:
        right = HASHER.verify(found.password_hash if found else NOBODY, password)
    except argon2.exceptions.VerificationError:
        return False
    return right if found else False


def count_wrong(session: Session, *, keys: rules.DelayKeys, now: datetime) -> list[int]:
    """Count one more wrong answer under every key; return how many in a row each has now."""
    session.execute(delete(SignInDelay).where(SignInDelay.last_at < now - rules.FORGOTTEN_AFTER))
    known = {one.key: one for one in queries.delays(session, keys=list(keys.free))}
    counts = []
    for key, free in keys.free.items():
        failures = rules.failures_now(known.get(key), now=now) + 1
        values = {
            "failures": failures,
            "not_before": now + rules.wait_after(failures, free=free),
            "last_at": now,
        }
        if key in known:
            session.execute(update(SignInDelay).where(SignInDelay.key == key).values(**values))
        else:
            session.execute(insert(SignInDelay).values(key=key, **values))
        counts.append(failures)
    return counts


def forget_wrong(session: Session, *, keys: rules.DelayKeys) -> None:
    """Begin the counts anew, after somebody showed who they are."""
    session.execute(delete(SignInDelay).where(SignInDelay.key.in_(list(keys.free))))


def note(
    session: Session, *, act: str, worker_id: str, discipline: str, now: datetime, **detail: object
) -> None:
    """Put something that happened at the door into the audit log."""
    audit.note(
        session,
        audit.Act(
            chain=audit.SYSTEM,
            act=act,
            worker_id=worker_id,
            discipline=discipline,
            detail=dict(detail),
        ),
        now=now,
    )


def start_sign_in(
    session: Session,
    *,
    worker: rules.StaffMember,
    how: str,
    device: str,
    address_hash: str,
    now: datetime,
    provider: Kept | None = None,
) -> tuple[str, str]:
    """Begin a sign-in and return its key and id. Nothing of an older sign-in is carried over."""
    key, sign_in_id = rules.new_key(), new_id()
    session.execute(
        insert(SignIn).values(
            key_hash=rules.key_hash(key),
            id=sign_in_id,
            worker_id=worker.id,
            started_at=now,
            seen_at=now,
            how=how,
            device=device[:80],
            **(msgspec.structs.asdict(provider) if provider else {}),
        )
    )
    _remember_address(session, worker_id=worker.id, address_hash=address_hash, now=now)
    note(
        session,
        act="signed_in",
        worker_id=worker.id,
        discipline=worker.discipline,
        now=now,
        how=how,
    )
    log.info("signed_in", worker_id=worker.id)
    return key, sign_in_id


def _remember_address(
    session: Session, *, worker_id: str, address_hash: str, now: datetime
) -> None:
    of_worker = KnownAddress.worker_id == worker_id
    session.execute(
        delete(KnownAddress).where(of_worker, KnownAddress.last_at < now - rules.KNOWN_FOR)
    )
    session.execute(
        delete(KnownAddress).where(of_worker, KnownAddress.address_hash == address_hash)
    )
    session.execute(
        insert(KnownAddress).values(worker_id=worker_id, address_hash=address_hash, last_at=now)
    )


def touch(session: Session, *, key: str, now: datetime) -> None:
    """Note that a sign-in is in use, so that its idle time starts again."""
    session.execute(
        update(SignIn).where(SignIn.key_hash == rules.key_hash(key)).values(seen_at=now)
    )


def lock(session: Session, *, key: str, now: datetime) -> None:
    """Lock a sign-in: nothing is shown until its worker shows who they are."""
    session.execute(
        update(SignIn)
        .where(SignIn.key_hash == rules.key_hash(key), SignIn.locked_at.is_(None))
        .values(locked_at=now)
    )


def unlock(session: Session, *, sign_in_id: str, now: datetime) -> str:
    """Open a locked sign-in under a new key, and return the key. Its forms still count."""
    key = rules.new_key()
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id)
        .values(
            key_hash=rules.key_hash(key),
            seen_at=now,
            locked_at=None,
            shown_at=None,
            sitting_in=None,
        )
    )
    return key


def note_shown(session: Session, *, sign_in_id: str, now: datetime) -> None:
    """Note that the worker has just shown, at the provider, that it is them."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(shown_at=now))


def take_shown(session: Session, *, sign_in_id: str, now: datetime) -> bool:
    """Tell whether the worker has just shown at the provider that it is them; it counts once."""
    taken = session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.shown_at > now - rules.SHOWN_FOR)
        .values(shown_at=None)
    )
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def strengthen(session: Session, *, sign_in_id: str, how: str) -> None:
    """Note that a sign-in has by now shown more than a password."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(how=how))


def sign_out(session: Session, *, key: str) -> str | None:
    """End one sign-in for good; return its sealed provider token, if it came from there."""
    hashed = rules.key_hash(key)
    found = session.scalar(select(SignIn.provider_token).where(SignIn.key_hash == hashed))
    session.execute(delete(SignIn).where(SignIn.key_hash == hashed))
    return found


def sign_out_one(session: Session, *, worker_id: str, sign_in_id: str) -> bool:
    """End one of a worker's own sign-ins; tell whether there was one."""
    gone = session.execute(
        delete(SignIn).where(SignIn.id == sign_in_id, SignIn.worker_id == worker_id)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def sign_out_everywhere(session: Session, *, worker_id: str) -> None:
    """End every sign-in of a worker."""
    session.execute(delete(SignIn).where(SignIn.worker_id == worker_id))


def team_named(session: Session, *, name: str) -> str:
    """Return the id of the team with this name; make the team if there is none."""
    found = session.scalar(select(Team.id).where(Team.name == name))
    if found is not None:
        return found
    team_id = new_id()
    session.execute(insert(Team).values(id=team_id, name=name))
    return team_id


def worker_named(
    session: Session, *, name: str, discipline: str, employer: str, team_id: str
) -> str:
    """Return the id of this worker; add them if they are not known yet."""
    found = session.scalar(
        select(Worker.id).where(
            Worker.name == name, Worker.discipline == discipline, Worker.employer == employer
        )
    )
    if found is not None:
        return found
    worker_id = new_id()
    session.execute(
        insert(Worker).values(
            id=worker_id,
            name=name,
            discipline=discipline,
            employer=employer,
            team_id=team_id,
            left_on=None,
        )
    )
    return worker_id


def add_account(session: Session, *, worker_id: str, sign_in_name: str, password: str) -> None:
    """Let a worker sign in with a password, or give them a new one, which ends their sign-ins.

    Raises:
        BadRecordError: the password is too short or one of the first that are tried, or the name
            belongs to somebody else.
    """
    name = sign_in_name.strip().casefold()
    problems = [words for words in (rules.password_problem(password),) if words]
    owner = session.scalar(select(Account.worker_id).where(Account.sign_in_name == name))
    if owner not in (None, worker_id):
        problems.append(f"The sign-in name {name} belongs to somebody else. Choose another.")
    if problems:
        raise BadRecordError(problems)
    values = {"sign_in_name": name, "password_hash": HASHER.hash(password), "is_first": False}
    known = session.scalar(select(Account.worker_id).where(Account.worker_id == worker_id))
    if known:
        session.execute(update(Account).where(Account.worker_id == worker_id).values(**values))
        sign_out_everywhere(session, worker_id=worker_id)
    else:
        session.execute(insert(Account).values(worker_id=worker_id, **values))


def change_password(session: Session, *, worker_id: str, password: str, keep: str) -> None:
    """Give a worker another password, already found fit; end every sign-in of theirs but one."""
    session.execute(
        update(Account)
        .where(Account.worker_id == worker_id)
        .values(password_hash=HASHER.hash(password), is_first=False)
    )
    session.execute(delete(SignIn).where(SignIn.worker_id == worker_id, SignIn.id != keep))
    session.execute(
        update(SignIn).where(SignIn.id == keep, SignIn.how == rules.FIRST).values(how="password")
    )


def leave(session: Session, *, worker_id: str, now: datetime, on: date) -> None:
    """Note that a worker has left: their next request is refused, wherever they are signed in."""
    session.execute(update(Worker).where(Worker.id == worker_id).values(left_on=on))
    sign_out_everywhere(session, worker_id=worker_id)
    note(session, act="left", worker_id=worker_id, discipline=DOORKEEPER, now=now)
