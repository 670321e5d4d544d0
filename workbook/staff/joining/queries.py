"""Reading which teams there are, and whether a sign-in name is somebody's."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbook.staff.joining.rules import TeamName
from workbook.staff.tables import Account, Team


def teams(session: Session) -> list[TeamName]:
    """Return every team, by name."""
    rows = session.execute(select(Team.id, Team.name).order_by(Team.name, Team.id))
    return [TeamName(row.id, row.name) for row in rows]


def is_taken(session: Session, *, sign_in_name: str) -> bool:
    """Tell whether somebody signs in by this name, or is to."""
    found = select(Account.worker_id).where(Account.sign_in_name == sign_in_name)
    return session.scalar(found) is not None
