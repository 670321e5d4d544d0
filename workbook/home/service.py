"""Ticking off one's own actions."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import new_id
from workbook.entries.tables import ActionOutcome
from workbook.errors import NotFoundError
from workbook.home import queries
from workbook.staff.access import Actor


def mark_done(session: Session, *, actor: Actor, action_id: str, now: datetime) -> None:
    """Record that this worker did what was theirs to do. Ticking twice records it once.

    Raises:
        NotFoundError: there is no such action, it is somebody else's, or it may not be seen.
    """
    action = queries.own_action(session, action_id=action_id, worker_id=actor.id)
    if action is None:
        raise NotFoundError(action_id=action_id)
    if action.outcome:
        return
    session.execute(
        insert(ActionOutcome),
        [
            {
                "id": new_id(),
                "recorded_at": now,
                "recorded_by": actor.id,
                "family_id": action.family_id,
                "action_id": action.id,
                "outcome": "done",
                "note": "",
            }
        ],
    )
    act = audit.Act(
        chain=action.family_id,
        act="action_closed",
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=action.id,
    )
    audit.note(session, act, now=now)
