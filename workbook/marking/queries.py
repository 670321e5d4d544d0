"""Reading the marks that lie over rows. Every function names its order."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Integer, Select, cast, exists, extract, not_, select
from sqlalchemy.orm import Session

from workbook.marking.rules import Asked, Kept, Laid
from workbook.marking.tables import Lifting, LooseningDecision, LooseningRequest, Tightening

NOT_LIFTED = not_(exists(select(Lifting.id).where(Lifting.tightening_id == Tightening.id)))
# When it was laid, as a whole number of seconds: the family file has no column for a moment.
AT = cast(extract("epoch", Tightening.recorded_at), Integer)
TIGHTENING_COLUMNS: tuple[Any, ...] = (
    Tightening.object_id,
    Tightening.id,
    Tightening.set_on_id,
    Tightening.entry_id,
    Tightening.mark,
    Tightening.for_discipline,
    Tightening.recorded_by,
    Tightening.mark_persons,
    AT.label("at"),
)
TIGHTENING: Select[Any] = select(*TIGHTENING_COLUMNS)


def laid_of(*texts: str, persons: list[str], at: int) -> tuple[str, Laid]:
    """Return what lies over one row from the columns of TIGHTENING, in their order."""
    object_id, tightening_id, set_on_id, entry_id, mark, discipline, by = texts
    kept = Kept(mark=mark, persons=tuple(persons), discipline=discipline)
    return object_id, Laid(
        id=tightening_id, set_on_id=set_on_id, entry_id=entry_id, kept=kept, by=by,
        at=datetime.fromtimestamp(at, UTC),
    )  # fmt: skip


def laid_over(
    session: Session, *, family_id: str, set_on: Collection[str]
) -> list[tuple[str, Laid]]:
    """Return what was laid because of these rows and still counts, with the rows it lies over."""
    query = TIGHTENING.where(
        Tightening.family_id == family_id, Tightening.set_on_id.in_(set_on), NOT_LIFTED
    ).order_by(Tightening.recorded_at, Tightening.id)
    return [
        laid_of(*row[:7], persons=row.mark_persons, at=row.at) for row in session.execute(query)
    ]


ASKED = (
    select(
        *(getattr(LooseningRequest, name) for name in Asked.__struct_fields__[:10]),
        LooseningDecision.approved,
        LooseningDecision.words,
        LooseningDecision.recorded_by.label("decided_by"),
        LooseningDecision.recorded_at.label("decided_at"),
    )
    .outerjoin(LooseningDecision, LooseningDecision.request_id == LooseningRequest.id)
    .order_by(LooseningRequest.recorded_at, LooseningRequest.id)
)


def asked(
    session: Session, *, family_id: str, object_ids: Collection[str] = (), request_id: str = ""
) -> list[Asked]:
    """Return who asked for these things to be opened, or one asking, and what was decided."""
    query = ASKED.where(LooseningRequest.family_id == family_id)
    if request_id:
        query = query.where(LooseningRequest.id == request_id)
    else:
        query = query.where(LooseningRequest.object_id.in_(object_ids))
    return [_asked(row) for row in session.execute(query)]


def asked_by_form(session: Session, *, submit_key: str) -> Asked | None:
    """Return what a form with this key asked for, if it did."""
    row = session.execute(ASKED.where(LooseningRequest.submit_key == submit_key)).first()
    return _asked(row) if row else None


def waiting(
    session: Session, *, family_ids: Collection[str], worker_id: str, discipline: str
) -> list[Asked]:
    """Return what waits for this worker to decide, oldest first."""
    query = ASKED.where(
        LooseningRequest.family_id.in_(family_ids),
        LooseningRequest.recorded_by != worker_id,
        LooseningDecision.id.is_(None),
    )
    found = (_asked(row) for row in session.execute(query))
    return [one for one in found if one.may_decide(worker_id=worker_id, discipline=discipline)]


def _asked(row: Any) -> Asked:  # noqa: ANN401 -- a row of ASKED
    values = dict(row._mapping)  # noqa: SLF001 -- the row's own names
    said = {name: values[name] or "" for name in ("words", "decided_by")}
    return msgspec.convert(values | said, Asked)
