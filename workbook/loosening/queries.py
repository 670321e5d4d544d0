"""What waits for somebody to decide, for their first page."""

from datetime import date

from sqlalchemy.orm import Session

from workbook.clock import london_day
from workbook.db import ViewerSession
from workbook.home.rules import Due
from workbook.marking.queries import waiting


def due(session: Session, family_ids: tuple[str, ...], today: date) -> list[Due]:
    """Return what colleagues asked to be opened and this worker may decide, oldest first."""
    del today
    if not isinstance(session, ViewerSession):
        return []
    viewer = session.viewer
    found = waiting(
        session, family_ids=family_ids, worker_id=viewer.worker_id, discipline=viewer.discipline
    )
    return [
        Due(
            family_id=one.family_id,
            what="Somebody asks for something to be opened",
            on=london_day(one.recorded_at),
            href=f"/families/{one.family_id}/loosenings/{one.id}",
            do="Decide",
        )
        for one in found
    ]
