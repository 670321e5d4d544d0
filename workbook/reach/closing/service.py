"""Closing a family and opening it again: each a row that takes the place of the one before."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import insert_rows, new_id
from workbook.families.rules import FamilyFile
from workbook.families.tables import Closing
from workbook.staff.access import Actor

TAKEN = "Somebody else has closed or opened it in the meantime. Look again before you change it."


def change(
    session: Session, *, family: FamilyFile, on: date, reason: str, actor: Actor, now: datetime
) -> None:
    """Close an open family, or open a closed one again.

    Raises:
        SupersededError: somebody else has done so in the same moment.
    """
    kind = "opened" if family.closed_on else "closed"
    # Closed for long enough, the manager's own way in is shut by this very row.
    end = audit.take_turn(session, chain=family.id)
    closing_id = new_id()
    row = {
        "id": closing_id,
        "family_id": family.id,
        "recorded_at": now,
        "recorded_by": actor.id,
        "kind": kind,
        "happens_on": on,
        "reason": reason,
        "replaces_id": family.closing_id,
    }
    insert_rows(session, Closing, [row], taken=TAKEN)
    act = audit.Act(
        chain=family.id,
        act="family_closed" if kind == "closed" else "family_reopened",
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=closing_id,
    )
    audit.note(session, act, now=now, after=end)
