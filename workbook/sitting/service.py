"""Beginning to sit with a family. Unlocking ends it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from workbook import audit
from workbook.staff.access import Actor
from workbook.staff.tables import SignIn


def begin(
    session: Session,
    *,
    family_id: str,
    persons: Sequence[str],
    stopped: Sequence[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Let this sign-in show no more than these persons may have, until it is unlocked.

    `stopped`: what the last gate found in what they may have, a moment ago. What is recorded from
    now on is not there, since nobody searched it.
    """
    session.execute(
        update(SignIn)
        .where(SignIn.id == actor.sign_in)
        .values(
            sitting_in=family_id,
            sitting_with=list(persons),
            sitting_since=now,
            sitting_stopped=list(stopped),
        )
    )
    act = audit.Act(
        chain=family_id,
        act="sitting_begun",
        worker_id=actor.id,
        discipline=actor.discipline,
        detail={"with": list(persons), "stopped": len(stopped)},
    )
    audit.note(session, act, now=now)
