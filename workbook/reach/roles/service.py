"""Asking for a role, for a colleague or with an account for somebody new; and deciding."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import insert_rows, new_id
from workbook.errors import NotAllowedError
from workbook.reach.roles.rules import Asked
from workbook.reach.tables import RoleDecision, RoleRequest
from workbook.staff.access import Actor
from workbook.staff.joining import service as joining
from workbook.staff.joining.rules import Newcomer
from workbook.staff.tables import Worker

NOT_YOURS = "A second person decides: neither who asked nor who gets the role."
TAKEN = "Somebody else has decided about it in the meantime. Their decision stands."


def ask(
    session: Session, *, worker_id: str, discipline: str, words: str, actor: Actor, now: datetime
) -> None:
    """Ask for a role for somebody else. Nothing changes until a second person agrees.

    Raises:
        NotAllowedError: it is for oneself.
    """
    if worker_id == actor.id:
        raise NotAllowedError("Nobody asks for a role for themselves. Ask a colleague to do it.")
    row = {
        "id": new_id(),
        "recorded_at": now,
        "recorded_by": actor.id,
        "worker_id": worker_id,
        "discipline": discipline,
        "words": words,
    }
    session.execute(insert(RoleRequest), [row])
    _note(session, "role_asked", worker_id, discipline=discipline, actor=actor, now=now)


def ask_to_join(
    session: Session,
    newcomer: Newcomer,
    *,
    words: str,
    issuer: str | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Ask for an account for somebody new, with its role. It opens nothing until both stand."""
    worker_id = joining.ask_for(session, newcomer, issuer=issuer, now=now, today=actor.viewer.today)
    ask(
        session, worker_id=worker_id, discipline=newcomer.discipline, words=words, actor=actor,
        now=now,
    )  # fmt: skip
    _note(session, "account_asked", worker_id, discipline=newcomer.discipline, actor=actor, now=now)


def decide(session: Session, *, asked: Asked, approved: bool, actor: Actor, now: datetime) -> str:
    """Decide. What is agreed holds from the worker’s next request on.

    Return the first password of somebody new, "" where there is none to hand over.

    Raises:
        NotAllowedError: this worker asked for it, or would get it.
        SupersededError: somebody else has decided.
    """
    if not asked.may_be_decided_by(actor.id):
        raise NotAllowedError(NOT_YOURS)
    row = {
        "id": new_id(),
        "recorded_at": now,
        "recorded_by": actor.id,
        "request_id": asked.id,
        "approved": approved,
    }
    insert_rows(session, RoleDecision, [row], taken=TAKEN)
    password = ""
    if asked.is_awaited:
        password = _welcome(session, asked, approved=approved, actor=actor, now=now)
    elif approved:
        session.execute(
            update(Worker).where(Worker.id == asked.worker_id).values(discipline=asked.discipline)
        )
    act = "role_given" if approved else "role_refused"
    _note(session, act, asked.worker_id, discipline=asked.discipline, actor=actor, now=now)
    return password


def _welcome(session: Session, asked: Asked, *, approved: bool, actor: Actor, now: datetime) -> str:
    """Let somebody new begin, or turn them away; return their first password."""
    act, password = "account_refused", ""
    if approved:
        act = "account_given"
        password = joining.let_in(session, worker_id=asked.worker_id, discipline=asked.discipline)
    else:
        joining.turn_away(session, worker_id=asked.worker_id)
    _note(session, act, asked.worker_id, discipline=asked.discipline, actor=actor, now=now)
    return password


def _note(
    session: Session, act: str, worker_id: str, *, discipline: str, actor: Actor, now: datetime
) -> None:
    done = audit.Act(
        chain=actor.id,
        act=act,
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=worker_id,
        detail={"role": discipline},
    )
    audit.note(session, done, now=now)
