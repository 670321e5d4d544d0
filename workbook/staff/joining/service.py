"""Asking for somebody to join, letting them in, and turning them away."""

from datetime import date, datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from workbook.db import new_id
from workbook.staff import rules as staff
from workbook.staff.joining import rules
from workbook.staff.joining.rules import Newcomer
from workbook.staff.provider import service as provider
from workbook.staff.service import HASHER
from workbook.staff.tables import Account, Worker


def ask_for(
    session: Session, newcomer: Newcomer, *, issuer: str | None, now: datetime, today: date
) -> str:
    """Put somebody down who is to join, and return their id. Nothing opens to them yet.

    They stand like somebody who has left, so that whatever asks whether a worker is here says no.
    """
    worker_id = new_id()
    session.execute(
        insert(Worker).values(
            id=worker_id,
            name=newcomer.name,
            discipline=newcomer.discipline,
            employer=newcomer.employer,
            team_id=newcomer.team_id,
            left_on=today,
            is_awaited=True,
        )
    )
    if newcomer.sign_in_name:
        # Nobody knows this one: the first password is made when somebody agreed.
        values = {
            "sign_in_name": newcomer.sign_in_name,
            "password_hash": HASHER.hash(staff.new_key()),
        }
        session.execute(insert(Account).values(worker_id=worker_id, is_first=True, **values))
    if newcomer.account_key and issuer:
        provider.link(
            session,
            worker_id=worker_id,
            issuer=issuer,
            account_key=newcomer.account_key,
            now=now,
        )
    return worker_id


def let_in(session: Session, *, worker_id: str, discipline: str) -> str:
    """Let somebody who was asked for begin; return their first password, "" where they need none.

    It opens the page that changes it and nothing else, so that whoever hands it over cannot look
    about unnoticed: their colleague finds that it no longer works.
    """
    session.execute(
        update(Worker)
        .where(Worker.id == worker_id, Worker.is_awaited)
        .values(is_awaited=False, left_on=None, discipline=discipline)
    )
    password = rules.first_password()
    changed = session.execute(
        update(Account)
        .where(Account.worker_id == worker_id)
        .values(password_hash=HASHER.hash(password), is_first=True)
    )
    return password if changed.rowcount else ""  # type: ignore[attr-defined]


def turn_away(session: Session, *, worker_id: str) -> None:
    """Take away how somebody would have signed in. That they were asked for stays in the log."""
    session.execute(update(Worker).where(Worker.id == worker_id).values(is_awaited=False))
    session.execute(delete(Account).where(Account.worker_id == worker_id))
    provider.unlink(session, worker_id=worker_id)
