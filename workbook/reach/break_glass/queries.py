"""Asking after one family exactly. The wall answers only whoever holds the very key."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import exists, func, not_, select
from sqlalchemy.orm import Session

from workbook.audit import AuditEvent
from workbook.families.queries import NEWEST_CLOSING
from workbook.families.tables import Closing, Family, Route
from workbook.reach.break_glass.rules import Known, Unreviewed
from workbook.reach.tables import KnownFamily, RouteReview
from workbook.staff.tables import Team, Worker

ASKED: Final = "family_asked_after"
KNOWN = (
    select(
        KnownFamily.family_id,
        KnownFamily.team_id,
        Team.name.label("team_name"),
        func.max(Closing.happens_on).label("closed_on"),
    )
    .join(Team, Team.id == KnownFamily.team_id)
    .outerjoin(
        Closing,
        (Closing.family_id == KnownFamily.family_id) & (Closing.kind == "closed") & NEWEST_CLOSING,
    )
    .group_by(KnownFamily.family_id, KnownFamily.team_id, Team.name)
    .order_by(Team.name, KnownFamily.family_id)
)
UNREVIEWED = (
    select(Route.id.label("route_id"), Route.starts_at)
    .where(
        Route.kind == "break_glass",
        not_(exists().where(RouteReview.route_id == Route.id)),
    )
    .order_by(Route.starts_at.desc())
)


def known(session: Session) -> tuple[Known, ...]:
    """Return the families that the viewer of this session asks after, by team."""
    rows = session.execute(KNOWN).mappings()
    return tuple(msgspec.convert(dict(row), Known) for row in rows)


def open_already(session: Session, *, family_ids: list[str]) -> set[str]:
    """Return which of these families this worker has a way to as it is."""
    return set(session.scalars(select(Family.id).where(Family.id.in_(family_ids))))


def times_asked(session: Session, *, worker_id: str, since: datetime, key: str = "") -> int:
    """Count this worker’s questions since then; with a `key`, only those for it."""
    asked = select(func.count()).where(
        AuditEvent.chain == worker_id, AuditEvent.act == ASKED, AuditEvent.recorded_at >= since
    )
    if key:
        asked = asked.where(AuditEvent.object_id == key)
    return session.scalar(asked) or 0


def unreviewed(session: Session, *, worker_id: str) -> Unreviewed | None:
    """Return this worker’s last opening that nobody has looked into; None when all were."""
    row = session.execute(UNREVIEWED.where(Route.worker_id == worker_id)).mappings().first()
    return msgspec.convert(dict(row), Unreviewed) if row else None


def own_route(session: Session, *, route_id: str, worker_id: str) -> str | None:
    """Return the family of a way in that this worker made before; None when there is none."""
    return session.scalar(
        select(Route.family_id).where(Route.id == route_id, Route.worker_id == worker_id)
    )


def whom_to_ask(session: Session) -> tuple[str, ...]:
    """Return the names of those who look into openings of any team, by name."""
    privacy = select(Worker.name).where(
        Worker.discipline == "privacy_monitor", Worker.left_on.is_(None)
    )
    return tuple(session.scalars(privacy.order_by(Worker.name)))
