"""Reading openings, and what was looked at in each. Newest first."""

from typing import Any, Final

import msgspec
from sqlalchemy import Select, exists, func, not_, select
from sqlalchemy.orm import Session, aliased

from workbook.audit import AuditEvent
from workbook.families.tables import Family, Route
from workbook.reach.reviews.rules import Looked, Opened
from workbook.reach.tables import RouteReview
from workbook.staff.tables import Team, Worker

REVIEWER = aliased(Worker)
MOST: Final = 200
# A way that a worker gave themself and that somebody else has to look into.
OPENINGS = (
    select(
        Route.id,
        Route.family_id,
        Family.name.label("family_name"),
        Route.worker_id,
        Worker.name.label("worker_name"),
        Worker.discipline,
        Team.name.label("team_name"),
        Route.starts_at,
        Route.ends_at,
        Route.reason_code,
        Route.reason,
        RouteReview.id.label("review_id"),
        RouteReview.outcome,
        RouteReview.words,
        RouteReview.recorded_at.label("reviewed_at"),
        REVIEWER.name.label("reviewer"),
    )
    .join(Worker, Worker.id == Route.worker_id)
    .join(Team, Team.id == Worker.team_id)
    .outerjoin(Family, Family.id == Route.family_id)
    .outerjoin(RouteReview, RouteReview.route_id == Route.id)
    .outerjoin(REVIEWER, REVIEWER.id == RouteReview.recorded_by)
    .where(Route.kind == "break_glass")
    .order_by(Route.starts_at.desc(), Route.id)
)
WAITING = (
    select(func.count(), func.min(Route.starts_at))
    .select_from(Route)
    .where(Route.kind == "break_glass", not_(exists().where(RouteReview.route_id == Route.id)))
)


def openings(session: Session, *, worker_id: str) -> list[Opened]:
    """Return the openings that this worker may look into, not their own."""
    return _opened(session, OPENINGS.where(Route.worker_id != worker_id).limit(MOST))


def opening(session: Session, *, route_id: str, worker_id: str) -> Opened | None:
    """Return one opening by somebody else; None when it is not there for this worker."""
    query = OPENINGS.where(Route.id == route_id, Route.worker_id != worker_id)
    return next(iter(_opened(session, query)), None)


def _opened(session: Session, query: Select[*tuple[Any, ...]]) -> list[Opened]:
    return [msgspec.convert(dict(row), Opened) for row in session.execute(query).mappings()]


def looked_at(session: Session, opened: Opened) -> list[Looked]:
    """Return what the worker did in the family while the way was open, in order."""
    rows = session.execute(
        select(AuditEvent.recorded_at, AuditEvent.act)
        .where(
            AuditEvent.chain == opened.family_id,
            AuditEvent.worker_id == opened.worker_id,
            AuditEvent.recorded_at >= opened.starts_at,
            AuditEvent.recorded_at <= opened.ends_at,
        )
        .order_by(AuditEvent.number)
        .limit(MOST)
    )
    return [Looked(row.recorded_at, row.act) for row in rows]


def waiting(session: Session, *, worker_id: str) -> int:
    """Count the openings that this worker is still to look into."""
    row = session.execute(WAITING.where(Route.worker_id != worker_id)).one()
    return int(row[0])
