"""Reading where a worker is signed in. Every function names its order."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from workbook.staff.tables import SignIn


class OwnSignIn(msgspec.Struct, frozen=True, kw_only=True):
    """One of a worker's own open sign-ins."""

    id: str
    device: str
    how: str
    started_at: datetime
    seen_at: datetime


def open_sign_ins(
    session: Session, *, worker_id: str, now: datetime, hours: int
) -> list[OwnSignIn]:
    """Return a worker's sign-ins that are not over, the last used first."""
    rows = session.execute(
        select(SignIn.id, SignIn.device, SignIn.how, SignIn.started_at, SignIn.seen_at)
        .where(SignIn.worker_id == worker_id, SignIn.started_at > now - timedelta(hours=hours))
        .order_by(SignIn.seen_at.desc(), SignIn.id)
    ).mappings()
    return [OwnSignIn(**row) for row in rows]
