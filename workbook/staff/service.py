"""Signing in and out, and adding staff."""

from datetime import datetime

import argon2
import structlog
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import new_id
from workbook.errors import BadRecordError
from workbook.staff import queries, rules
from workbook.staff.access import DISCIPLINES
from workbook.staff.tables import Account, SignIn, Team, Worker

log = structlog.get_logger()

# The floor of the password storage advice: 19 MiB, two passes, one lane.
HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked when there is no such account, so that the answer takes as long.
NOBODY = HASHER.hash("nobody has this password")


def sign_in(session: Session, *, name: str, password: str, now: datetime) -> str | None:
    """Check a password and return the key of a new sign-in; None if it is wrong or too soon."""
    found = queries.credentials(session, sign_in_name=name.strip().casefold())
    if not _checked(session, found, password=password, now=now) or found is None:
        return None
    key = rules.new_key()
    session.execute(
        insert(SignIn).values(
            key_hash=rules.key_hash(key), worker_id=found.worker_id, started_at=now, seen_at=now
        )
    )
    _note(session, act="signed_in", found=found, now=now)
    log.info("signed_in", worker_id=found.worker_id)
    return key


def confirm_password(session: Session, *, worker_id: str, password: str, now: datetime) -> bool:
    """Check the password of somebody who is signed in; a wrong one counts as at the door."""
    found = queries.credentials_of(session, worker_id=worker_id)
    return _checked(session, found, password=password, now=now)


def _checked(
    session: Session, found: queries.Credentials | None, *, password: str, now: datetime
) -> bool:
    right = _is_right(found.password_hash if found else NOBODY, password)
    if found is None or (found.not_before is not None and now < found.not_before):
        return False
    failures = 0 if right else found.failures + 1
    session.execute(
        update(Account)
        .where(Account.worker_id == found.worker_id)
        .values(failures=failures, not_before=None if right else now + rules.wait_after(failures))
    )
    if not right:
        _note(session, act="sign_in_refused", found=found, now=now)
    return right


def _is_right(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except argon2.exceptions.VerificationError:
        return False


def _note(session: Session, *, act: str, found: queries.Credentials, now: datetime) -> None:
    audit.note(
        session,
        audit.Act(
            chain=audit.SYSTEM, act=act, worker_id=found.worker_id, discipline=found.discipline
        ),
        now=now,
    )


def touch(session: Session, *, key: str, now: datetime) -> None:
    """Note that a sign-in is in use, so that its idle time starts again."""
    session.execute(
        update(SignIn).where(SignIn.key_hash == rules.key_hash(key)).values(seen_at=now)
    )


def sign_out(session: Session, *, key: str) -> None:
    """End one sign-in for good."""
    session.execute(delete(SignIn).where(SignIn.key_hash == rules.key_hash(key)))


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
    """Let a worker sign in with a password, or give them a new one.

    Raises:
        BadRecordError: the password is too short, or the name belongs to somebody else.
    """
    name = sign_in_name.strip().casefold()
    problems = [words for words in (rules.password_problem(password),) if words]
    owner = session.scalar(select(Account.worker_id).where(Account.sign_in_name == name))
    if owner not in (None, worker_id):
        problems.append(f"The sign-in name {name} belongs to somebody else. Choose another.")
    if problems:
        raise BadRecordError(problems)
    values = {"sign_in_name": name, "password_hash": HASHER.hash(password)}
    known = session.scalar(select(Account.worker_id).where(Account.worker_id == worker_id))
    if known:
        session.execute(update(Account).where(Account.worker_id == worker_id).values(**values))
    else:
        session.execute(insert(Account).values(worker_id=worker_id, failures=0, **values))


def discipline_problem(discipline: str) -> str | None:
    """Say why this is not a discipline; None when it is."""
    if discipline in DISCIPLINES:
        return None
    return f"{discipline} is not a discipline. Choose one of: {', '.join(DISCIPLINES)}."
