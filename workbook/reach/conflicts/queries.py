"""Reading the register and the yearly answers. Newest first."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from workbook.families.tables import Family
from workbook.reach.conflicts.rules import SavedConflict
from workbook.reach.tables import Conflict, ConflictEnd, KnownAnswer
from workbook.staff.tables import Worker

ENDER = aliased(Worker)
REGISTER = (
    select(
        Conflict.id,
        Conflict.family_id,
        Family.name.label("family_name"),
        Conflict.worker_id,
        Worker.name.label("worker_name"),
        Conflict.kind,
        Conflict.about,
        Conflict.words,
        Conflict.recorded_at,
        ConflictEnd.id.label("end_id"),
        ConflictEnd.recorded_at.label("ended_at"),
        ConflictEnd.words.label("end_words"),
        ENDER.name.label("ended_by"),
    )
    .join(Worker, Worker.id == Conflict.worker_id)
    .outerjoin(Family, Family.id == Conflict.family_id)
    .outerjoin(ConflictEnd, ConflictEnd.conflict_id == Conflict.id)
    .outerjoin(ENDER, ENDER.id == ConflictEnd.recorded_by)
    .order_by(Conflict.recorded_at.desc(), Conflict.id)
)


def register(session: Session) -> list[SavedConflict]:
    """Return every conflict that this worker may see."""
    return _saved(session, REGISTER)


def conflict(session: Session, *, conflict_id: str) -> SavedConflict | None:
    """Return one conflict; None when it is not there for this worker."""
    return next(iter(_saved(session, REGISTER.where(Conflict.id == conflict_id))), None)


def fresh(session: Session, *, since: datetime, worker_id: str) -> list[SavedConflict]:
    """Return what colleagues declared since then that still holds."""
    query = REGISTER.where(
        Conflict.recorded_at >= since, ConflictEnd.id.is_(None), Conflict.worker_id != worker_id
    )
    return _saved(session, query)


def _saved(session: Session, query: Select[*tuple[Any, ...]]) -> list[SavedConflict]:
    rows = session.execute(query).mappings()
    return [msgspec.convert(dict(row), SavedConflict) for row in rows]


def has_answered(session: Session, *, worker_id: str, since: datetime) -> bool:
    """Tell whether this worker has said since then whether they know anybody."""
    asked = select(
        exists().where(KnownAnswer.recorded_by == worker_id, KnownAnswer.recorded_at >= since)
    )
    return bool(session.scalar(asked))
