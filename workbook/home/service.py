"""Ticking off one's own actions."""

from datetime import datetime

from sqlalchemy.orm import Session

from workbook.entries.service import close_action
from workbook.errors import NotFoundError
from workbook.home import queries
from workbook.staff.access import Actor


def mark_done(session: Session, *, actor: Actor, action_id: str, now: datetime) -> None:
    """Record that this worker did what was theirs to do. Ticking twice records it once.

    Raises:
        NotFoundError: there is no such action, it is somebody else's, or it may not be seen.
        SupersededError: somebody else said what became of it in the same moment.
    """
    action = queries.own_action(session, action_id=action_id, worker_id=actor.id)
    if action is None:
        raise NotFoundError(action_id=action_id)
    close_action(
        session,
        action_id=action.id,
        outcome="done",
        note="",
        family_id=action.family_id,
        actor=actor,
        now=now,
    )
