"""Asking that an entry be moved, deciding on it, and moving it with everything written in it."""

from datetime import datetime
from typing import Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import Database, insert_rows, new_id
from workbook.entries.tables import Entry, Misfiling
from workbook.errors import NotAllowedError, NotFoundError
from workbook.misfiled import queries
from workbook.misfiled.queries import TABLES
from workbook.misfiled.rules import Asked, Row, moved_entry, moved_part, travels
from workbook.misfiled.tables import MisfilingDecision, MisfilingRequest
from workbook.staff.access import Actor
from workbook.wall.viewer import CARRIER, Viewer

TAKEN: Final = "Somebody did this at the same moment. Open the entry again and look."
NOT_YOURSELF: Final = "A second person decides. You asked for this yourself."


def _signed(actor: Actor, now: datetime, family_id: str) -> Row:
    return {
        "id": new_id(), "recorded_at": now, "recorded_by": actor.id, "family_id": family_id,
        "discipline": actor.discipline, "employer": actor.employer,
    }  # fmt: skip


def _act(act: str, actor: Actor, family_id: str, object_id: str) -> audit.Act:
    return audit.Act(
        chain=family_id, act=act, worker_id=actor.id, discipline=actor.discipline,
        object_id=object_id,
    )  # fmt: skip


def ask_moving(session: Session, *, wish: Asked, submit_key: str, actor: Actor) -> None:
    """Ask that an entry be moved to another family that this worker works with too.

    Raises:
        SupersededError: this form was sent before.
    """
    row = _signed(actor, wish.recorded_at, wish.family_id) | {
        "id": wish.id, "entry_id": wish.entry_id, "entry_ids": list(wish.entry_ids),
        "to_family_id": wish.to_family_id, "staying": list(wish.staying),
        "left_out": list(wish.left_out), "reason": wish.reason, "submit_key": submit_key,
    }  # fmt: skip
    insert_rows(session, MisfilingRequest, [row], taken=TAKEN)
    act = _act("misfiling_asked", actor, wish.family_id, wish.entry_id)
    audit.note(session, act, now=wish.recorded_at)


def decide(session: Session, *, asked: Asked, approved: bool, actor: Actor, now: datetime) -> None:
    """Say as a second person whether an entry is moved. The database asks the same.

    Raises:
        NotAllowedError: the same person asked.
        SupersededError: somebody else decided in the same moment.
    """
    if asked.recorded_by == actor.id:
        raise NotAllowedError(NOT_YOURSELF, request_id=asked.id)
    row = _signed(actor, now, asked.family_id) | {"request_id": asked.id, "approved": approved}
    insert_rows(session, MisfilingDecision, [row], taken=TAKEN)
    name = "misfiling_approved" if approved else "misfiling_refused"
    audit.note(session, _act(name, actor, asked.family_id, asked.entry_id), now=now)


def carry_over(database: Database, *, request_id: str, viewer: Viewer, now: datetime) -> str:
    """Move an entry whose moving was approved, in one transaction; return its new id.

    Done by an account of its own that may read what was approved and nothing else, so that parts
    which neither of the two people may read travel as well.

    Raises:
        NotFoundError: it was not approved, or was moved already.
    """
    with database.writing(viewer) as session:
        asked = queries.waiting(session, request_id=request_id)
        row = queries.entry_row(session, entry_id=asked.entry_id) if asked else None
        if asked is None or row is None or not asked.approved:
            raise NotFoundError(request_id=request_id)
        parts = queries.part_rows(session, entry_ids=asked.entry_ids)
        new = {"family_id": asked.to_family_id, "submit_key": f"moved-{request_id}"}
        entry_id = new_id()
        session.execute(insert(Entry), [moved_entry(row, asked.staying, id=entry_id, **new)])
        for name, rows in _moved(asked, parts, entry_id).items():
            session.execute(insert(TABLES[name]), rows)
        _seal(session, asked, entry_id, now=now)
    return entry_id


def _moved(asked: Asked, parts: list[tuple[str, Row]], entry_id: str) -> dict[str, list[Row]]:
    """Return the rows of the parts that travel, by table; a file's withdrawal after the file."""
    ids = {row["id"]: new_id() for _, row in parts}
    found: dict[str, list[Row]] = {}
    for name, row in parts:
        if row["id"] in asked.left_out or not travels(name, row, asked.staying):
            continue
        new: Row = {"id": ids[row["id"]], "entry_id": entry_id, "family_id": asked.to_family_id}
        if name == "attachment":
            new["submit_key"] = f"moved-{row['id']}"
            new["withdraws_id"] = ids.get(row["withdraws_id"] or "")
        found.setdefault(name, []).append(moved_part(name, row, asked.staying, **new))
    for rows in found.values():
        rows.sort(key=lambda row: bool(row.get("withdraws_id")))
    return found


def _seal(session: Session, asked: Asked, entry_id: str, *, now: datetime) -> None:
    """Say in both families what left and what came, and note it in the log of each."""
    said = {"recorded_at": now, "recorded_by": CARRIER, "request_id": asked.id}
    rows = [
        said | {"id": new_id(), "family_id": asked.family_id, "kind": "left", "entry_id": one}
        for one in asked.entry_ids
    ]
    came = {"id": new_id(), "family_id": asked.to_family_id, "kind": "came", "entry_id": entry_id}
    for family_id, act, object_id in (
        (asked.to_family_id, "entry_came", entry_id),
        (asked.family_id, "entry_left", asked.entry_id),
    ):
        carried = audit.Act(
            chain=family_id, act=act, worker_id=CARRIER, discipline=CARRIER, object_id=object_id,
            detail={"request": asked.id},
        )  # fmt: skip
        audit.note(session, carried, now=now)
    session.execute(insert(Misfiling), [*rows, said | came])
