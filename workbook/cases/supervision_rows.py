"""Rows of `supervision.jsonl`: one discussion of the family, its parts, actions and sign-offs."""

from datetime import datetime, time
from typing import cast

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from workbook.cases.entry_shapes import RatingRecord, SupervisionRecord
from workbook.cases.family_rows import action
from workbook.cases.pieces import SUPERVISION, Piece
from workbook.cases.rows import Context, Row, Rows
from workbook.clock import LONDON
from workbook.db import Base, new_id
from workbook.wall.marks import TEAM

END_OF_DAY = time(17, 0)


def session_key(record: SupervisionRecord) -> tuple[str, str]:
    """Return the name under which the ids know the team's session of that day."""
    return "supervision_session", record.date.isoformat()


def recorded_at(record: SupervisionRecord) -> datetime:
    """Return when a discussion was written: at its first sign-off, or as the working day ended."""
    ended = datetime.combine(record.date, END_OF_DAY, LONDON)
    return min((each.at for each in record.sign_offs), default=ended)


def discussion(piece: Piece, at: Context) -> Rows:
    """Yield a discussion and all that belongs to it. Its session is known or made before."""
    record = cast("SupervisionRecord", piece.record)
    discussion_id = at.id_of(SUPERVISION, piece.external_id)
    chaired = at.signed(record.chair, recorded_at(record))
    base = {key: chaired[key] for key in ("family_id", "recorded_at", "recorded_by")}
    yield "family_discussion", base | {"id": discussion_id} | _own(record, at)
    yield from _parts(record, discussion_id, at)
    for each in record.sign_offs:
        yield (
            "discussion_sign_off",
            base
            | {
                "id": new_id(),
                "recorded_at": each.at,
                "recorded_by": at.worker(each.worker),
                "discussion_id": discussion_id,
                "addendum": "",
            },
        )
    for agreed in record.actions:
        yield (
            "action",
            chaired
            | action(agreed.text, agreed.owner, at)
            | {
                "mark": TEAM,
                "mark_persons": [],
                "entry_id": None,
                "discussion_id": discussion_id,
                "child_id": at.person(agreed.child),
                "due_on": agreed.due,
            },
        )


def _own(record: SupervisionRecord, at: Context) -> Row:
    attendance = {
        at.worker(worker): state
        for state in ("present", "sent", "absent")
        for worker in getattr(record, state)
    }
    return {
        "session_id": at.ids[session_key(record)],
        "children": at.persons(record.children),
        "attendance": attendance,
        "child_voice": record.child_voice,
        "hypotheses": record.hypotheses,
        "agreed": _ratings(record.agreed, at),
        "trajectory": {at.person(child): way for child, way in record.trajectory.items()},
        "decision": record.decision,
        "rationale": record.rationale,
        "dissent": [
            msgspec.to_builtins(each) | {"who": at.worker(each.who)} for each in record.dissent
        ],
        "family_told": {
            "how": record.family_told.how,
            "by": at.worker(record.family_told.by),
            "on": record.family_told.on.isoformat(),
        },
        "fgdm_considered": {
            "considered": record.fgdm_considered.considered,
            "reason": record.fgdm_considered.reason,
        },
        "next_due": record.next_due,
        "replaces_id": None,
        "submit_key": f"case:{new_id()}",
    }


def _parts(record: SupervisionRecord, discussion_id: str, at: Context) -> Rows:
    for worker in dict.fromkeys((*record.updates, *record.ratings)):
        update = record.updates.get(worker)
        mark = record.layers.get(worker, TEAM)
        yield (
            "discussion_part",
            at.signed(worker, recorded_at(record))
            | {
                "mark": mark,
                "mark_persons": at.kept_by_default(mark),
                "discussion_id": discussion_id,
                "worker_id": at.worker(worker),
                "well": update.well if update else "",
                "worried": update.worried if update else "",
                "ratings": _ratings(record.ratings.get(worker, {}), at),
                "sources": [],
            },
        )


def _ratings(ratings: dict[str, RatingRecord], at: Context) -> Row:
    return {
        at.person(child): {"risk": each.risk, "safety": each.safety}
        for child, each in ratings.items()
    }


def sessions(session: Session, *, new: list[Piece], at: Context) -> list[Row]:
    """Return the team's sessions that are not in the record yet, and give each its id.

    A session belongs to the team and not to a family, so another case may have brought it in.
    """
    table = Base.metadata.tables["supervision_session"]
    held = session.execute(select(table.c.id, table.c.held_on).where(table.c.team_id == at.team_id))
    for row in held:
        at.ids["supervision_session", row.held_on.isoformat()] = row.id
    rows = []
    for piece in new:
        record = piece.record
        if not isinstance(record, SupervisionRecord) or session_key(record) in at.ids:
            continue
        at.ids[session_key(record)] = new_id()
        rows.append(
            {
                "id": at.ids[session_key(record)],
                "team_id": at.team_id,
                "held_on": record.date,
                "chair_id": at.worker(record.chair),
                "recorded_at": recorded_at(record),
                "recorded_by": at.worker(record.chair),
            }
        )
    return rows
