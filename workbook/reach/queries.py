"""What workers are told on their first page about who reaches which family."""

from workbook.db import ViewerSession
from workbook.home.rules import Told
from workbook.reach.reviews import queries as reviews
from workbook.staff.access import ROLES, May
from workbook.web.filters import plural


def told(session: ViewerSession) -> list[Told]:
    """Return what this worker is told: openings to look into."""
    viewer = session.viewer
    found = []
    if viewer.discipline in ROLES[May.LOOK_INTO]:
        count = reviews.waiting(session, worker_id=viewer.worker_id)
        if count:
            words = f"{plural(count, 'opening')} by somebody who does not work with the family."
            found.append(Told(words, "/openings", "Look into it" if count == 1 else "See them"))
    return found
