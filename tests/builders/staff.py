"""Workers who can sign in."""

from workbook.clock import london_day, utc_now
from workbook.db import Database
from workbook.staff import service
from workbook.wall.viewer import importer

PASSWORD = "an umbrella left on the bus"


def a_password(database: Database, worker_id: str, *, password: str = PASSWORD) -> str:
    """Let a worker sign in with a password, under their id as the name. Return the password."""
    with database.writing(importer(london_day(utc_now()))) as session:
        service.add_account(session, worker_id=worker_id, sign_in_name=worker_id, password=password)
    return password
