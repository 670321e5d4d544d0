"""Reading the marks that lie over rows. Every function names its order."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Integer, Select, cast, exists, extract, not_, select
from sqlalchemy.orm import Session

from workbook.marking.rules import Kept, Laid
from workbook.marking.tables import Lifting, Tightening

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
