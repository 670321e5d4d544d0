"""Saying what came of looking into an opening."""

from datetime import datetime

from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import insert_rows, new_id
from workbook.encryption import Keyring
from workbook.reach.reviews.rules import Opened
from workbook.reach.rules import sealed
from workbook.reach.tables import RouteReview
from workbook.staff.access import Actor

TAKEN = "Somebody else has looked into this opening in the meantime. Their words stand."


def review(
    session: Session,
    *,
    opened: Opened,
    outcome: str,
    words: str,
    actor: Actor,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Keep what was found. It stands once: nobody replaces it.

    Raises:
        SupersededError: somebody else was first.
    """
    review_id = new_id()
    row = {
        "id": review_id,
        "family_id": opened.family_id,
        "recorded_at": now,
        "recorded_by": actor.id,
        "route_id": opened.id,
        "outcome": outcome,
        "words": sealed(keyring, words, table="route_review", row_id=review_id),
    }
    insert_rows(session, RouteReview, [row], taken=TAKEN)
    act = audit.Act(
        chain=opened.family_id,
        act="opening_reviewed",
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=opened.id,
        detail={"outcome": outcome},
    )
    audit.note(session, act, now=now)
