"""What workers are told on their first page about who reaches which family."""

from workbook.db import ViewerSession
from workbook.home.rules import Told
from workbook.reach.conflicts import queries as conflicts
from workbook.reach.conflicts.rules import ASKED_EVERY, TOLD_FOR
from workbook.reach.matches import queries as matches
from workbook.reach.reviews import queries as reviews
from workbook.staff.access import ROLES, May
from workbook.web.filters import plural


def told(session: ViewerSession) -> list[Told]:
    """Return what this worker is told: openings, new conflicts, and the yearly question."""
    viewer = session.viewer
    found = []
    if viewer.discipline in ROLES[May.LOOK_INTO]:
        count = reviews.waiting(session, worker_id=viewer.worker_id)
        if count:
            words = f"{plural(count, 'opening')} by somebody who does not work with the family."
            found.append(Told(words, "/openings", "Look into it" if count == 1 else "See them"))
    if viewer.discipline in ROLES[May.MANAGE_TEAM]:
        since = viewer.moment - TOLD_FOR
        for one in conflicts.fresh(session, since=since, worker_id=viewer.worker_id):
            words = (
                f"{one.worker_name} knows {one.family_name or 'a family'}: it is closed to them."
            )
            href = f"/families/{one.family_id}/workers"
            found.append(Told(words, href, "See who works with it"))
    if viewer.discipline in ROLES[May.KEEP_REGISTER] and (count := matches.waiting(session)):
        words = f"{plural(count, 'question')} about who may know a family."
        found.append(Told(words, "/matches", "See them"))
    since = viewer.moment - ASKED_EVERY
    if not conflicts.has_answered(session, worker_id=viewer.worker_id, since=since):
        words = "Do you know anybody in the families open to you? Everybody is asked once a year."
        found.append(Told(words, "/known-to-me", "Answer"))
    return found
