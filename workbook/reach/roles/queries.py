"""Reading requests for roles, newest first."""

from typing import Any

import msgspec
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from workbook.reach.roles.rules import Asked
from workbook.reach.tables import RoleDecision, RoleRequest
from workbook.staff.provider.tables import ProviderLink
from workbook.staff.tables import Account, Team, Worker

ASKER, DECIDER = aliased(Worker), aliased(Worker)
MOST = 100
REQUESTS = (
    select(
        RoleRequest.id,
        RoleRequest.worker_id,
        Worker.name.label("worker_name"),
        Worker.discipline.label("held"),
        RoleRequest.discipline,
        RoleRequest.words,
        RoleRequest.recorded_by.label("asked_by"),
        ASKER.name.label("asked_name"),
        RoleRequest.recorded_at,
        Worker.is_awaited,
        Team.name.label("team_name"),
        Worker.employer,
        Account.sign_in_name,
        ProviderLink.account_key,
        RoleDecision.approved,
        DECIDER.name.label("decided_name"),
    )
    .join(Worker, Worker.id == RoleRequest.worker_id)
    .join(Team, Team.id == Worker.team_id)
    .outerjoin(Account, Account.worker_id == Worker.id)
    .outerjoin(ProviderLink, ProviderLink.worker_id == Worker.id)
    .join(ASKER, ASKER.id == RoleRequest.recorded_by)
    .outerjoin(RoleDecision, RoleDecision.request_id == RoleRequest.id)
    .outerjoin(DECIDER, DECIDER.id == RoleDecision.recorded_by)
    .order_by(RoleRequest.recorded_at.desc(), RoleRequest.id)
)


def requests(session: Session) -> list[Asked]:
    """Return what was asked for."""
    return _asked(session, REQUESTS.limit(MOST))


def request(session: Session, *, request_id: str) -> Asked | None:
    """Return one request; None when it is not there for this worker."""
    return next(iter(_asked(session, REQUESTS.where(RoleRequest.id == request_id))), None)


def _asked(session: Session, query: Select[*tuple[Any, ...]]) -> list[Asked]:
    return [msgspec.convert(dict(row), Asked) for row in session.execute(query).mappings()]
