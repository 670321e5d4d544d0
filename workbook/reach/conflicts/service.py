"""Declaring and ending a conflict of interest, and the yearly answer."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import insert_rows, new_id
from workbook.encryption import Keyring
from workbook.errors import NotAllowedError
from workbook.families.rules import FamilyFile
from workbook.reach.conflicts.rules import SavedConflict
from workbook.reach.rules import sealed
from workbook.reach.tables import Conflict, ConflictEnd, KnownAnswer
from workbook.staff.access import Actor


def declare(
    session: Session,
    *,
    family: FamilyFile,
    words: str,
    actor: Actor,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Close a family to the worker who knows it, from the next statement on."""
    end = audit.take_turn(session, chain=family.id)
    about = f"{family.name}, {family.reference}"
    row = conflict_row(
        family_id=family.id, worker_id=actor.id, kind="declared", about=about, words=words,
        keyring=keyring, now=now,
    )  # fmt: skip
    session.execute(insert(Conflict), [row | {"recorded_by": actor.id}])
    act = _act(actor, "conflict_declared", chain=family.id, object_id=row["id"])
    audit.note(session, act, now=now, after=end)
    answer(session, actor=actor, knows=True, now=now)


def conflict_row(
    *,
    family_id: str,
    worker_id: str,
    kind: str,
    about: str,
    words: str,
    keyring: Keyring,
    now: datetime,
) -> dict[str, object]:
    """Return a conflict as it is kept, without who recorded it."""
    row_id = new_id()
    of = {"table": "conflict", "row_id": row_id}
    return {
        "id": row_id,
        "family_id": family_id,
        "recorded_at": now,
        "worker_id": worker_id,
        "kind": kind,
        "about": sealed(keyring, about, column="about", **of),
        "words": sealed(keyring, words, **of),
    }


def answer(session: Session, *, actor: Actor, knows: bool, now: datetime) -> None:
    """Keep what the worker answered to the yearly question, in their own chain."""
    row = {"id": new_id(), "recorded_at": now, "recorded_by": actor.id, "knows": knows}
    session.execute(insert(KnownAnswer), [row])
    act = _act(actor, "known_answered", chain=actor.id, object_id=row["id"])
    audit.note(session, act, now=now)


def end(
    session: Session,
    *,
    conflict: SavedConflict,
    words: str,
    actor: Actor,
    keyring: Keyring,
    now: datetime,
) -> None:
    """End a conflict that no longer holds.

    Raises:
        NotAllowedError: it is the worker’s own.
        SupersededError: somebody else has ended it.
    """
    if conflict.worker_id == actor.id:
        raise NotAllowedError("Somebody else decides about this: it is your own.")
    row_id = new_id()
    row = {
        "id": row_id,
        "family_id": conflict.family_id,
        "recorded_at": now,
        "recorded_by": actor.id,
        "conflict_id": conflict.id,
        "words": sealed(keyring, words, table="conflict_end", row_id=row_id),
    }
    insert_rows(session, ConflictEnd, [row], taken="Somebody else has ended it already.")
    act = _act(actor, "conflict_ended", chain=conflict.family_id, object_id=conflict.id)
    audit.note(session, act, now=now)


def _act(actor: Actor, act: str, *, chain: str, object_id: object) -> audit.Act:
    return audit.Act(
        chain=chain,
        act=act,
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=str(object_id),
    )
