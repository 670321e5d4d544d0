"""Workers who can sign in, and what a test changes behind their backs."""

from datetime import datetime, timedelta

import pyotp
from sqlalchemy import insert, select, update

from workbook.audit import AuditEvent
from workbook.clock import london_day, utc_now
from workbook.db import Database
from workbook.site import Site
from workbook.staff import service
from workbook.staff.second_step import queries as second_step
from workbook.staff.second_step.tables import CodeSecret
from workbook.staff.tables import SignIn, SignInDelay, Worker
from workbook.wall.viewer import doorkeeper, importer

PASSWORD = "an umbrella left on the bus"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def a_password(database: Database, worker_id: str, *, password: str = PASSWORD) -> str:
    """Let a worker sign in with a password, under their id as the name. Return the password."""
    with database.writing(importer(london_day(utc_now()))) as session:
        service.add_account(session, worker_id=worker_id, sign_in_name=worker_id, password=password)
    return password


def codes_on(site: Site, worker_id: str, *, secret: str = SECRET) -> str:
    """Give a worker an app that makes codes. Return its secret."""
    with site.database.writing(doorkeeper(london_day(utc_now()))) as session:
        session.execute(
            insert(CodeSecret).values(
                worker_id=worker_id,
                sealed=site.keyring.seal(secret, place=second_step.place_of(worker_id)),
                last_step=0,
                added_at=utc_now(),
            )
        )
    return secret


def code_now(secret: str = SECRET, *, later: int = 0) -> str:
    """Return the code an app shows now, or so many half minutes later."""
    return pyotp.TOTP(secret).at(utc_now() + timedelta(seconds=30 * later))


def unused_for(database: Database, **how_long: float) -> None:
    """Let every sign-in have lain unused for so long."""
    _change_sign_ins(database, seen_at=utc_now() - timedelta(**how_long))


def signed_in_since(database: Database, **how_long: float) -> None:
    """Let every sign-in have begun so long ago, and be in use."""
    _change_sign_ins(database, started_at=utc_now() - timedelta(**how_long))


def _change_sign_ins(database: Database, **values: datetime) -> None:
    with database.writing(doorkeeper(london_day(utc_now()))) as session:
        session.execute(update(SignIn).values(**values))


def waited_out(database: Database) -> None:
    """Let every wait after wrong answers be over, and the answers still count."""
    _change_waits(database, utc_now() - timedelta(seconds=1))


def still_waiting(database: Database) -> None:
    """Let every wait that has begun last for a while: a slow machine waits out the first ones."""
    _change_waits(database, utc_now() + timedelta(minutes=1))


def _change_waits(database: Database, until: datetime) -> None:
    with database.writing(doorkeeper(london_day(utc_now()))) as session:
        session.execute(
            update(SignInDelay)
            .where(SignInDelay.not_before > SignInDelay.last_at)
            .values(not_before=until)
        )


def has_left(database: Database, worker_id: str) -> None:
    """Let a worker have left, their sign-ins still open."""
    today = london_day(utc_now())
    with database.writing(doorkeeper(today)) as session:
        session.execute(update(Worker).where(Worker.id == worker_id).values(left_on=today))


def noted(database: Database, act: str) -> list[AuditEvent]:
    """Return what the log says of one kind of act, in order."""
    with database.reading(doorkeeper(london_day(utc_now()))) as session:
        return list(
            session.scalars(
                select(AuditEvent).where(AuditEvent.act == act).order_by(AuditEvent.number)
            )
        )
