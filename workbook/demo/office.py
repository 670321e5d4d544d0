"""Those of the made-up council who work with no family by themselves, and their second step.

Some roles sign in with a second step or not at all. Here the app that makes their codes is the
sign-in page itself: one secret for all of them, known to everybody, in this council alone.
"""

from datetime import datetime
from typing import Final

import msgspec
import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from workbook.encryption import Keyring
from workbook.staff import service as staff
from workbook.staff.rules import SECOND_STEP_DISCIPLINES
from workbook.staff.second_step import service as second_step
from workbook.staff.second_step.tables import CodeSecret
from workbook.staff.tables import Account

# Of people who do not exist, and shown to whoever looks: it protects nothing.
SECRET: Final = "BRACKWATERVALEMADEUPCOUNCILABCDE"  # noqa: S105


class Colleague(msgspec.Struct, frozen=True):
    """One of them."""

    sign_in_name: str
    name: str
    discipline: str


OFFICE: Final = (
    Colleague("alma.fenwright", "Alma Fenwright", "senior_practitioner"),
    Colleague("bram.osterley", "Bram Osterley", "legal_adviser"),
    Colleague("cora.lindenhall", "Cora Lindenhall", "quality_auditor"),
    Colleague("dev.marlowick", "Dev Marlowick", "information_governance"),
    Colleague("esme.thornquay", "Esme Thornquay", "privacy_monitor"),
    Colleague("flynn.abersoll", "Flynn Abersoll", "system_administrator"),
    Colleague("greta.wynhollow", "Greta Wynhollow", "caldicott_guardian"),
)


def code_now(now: datetime) -> str:
    """Return the code that all of them sign in with at this moment."""
    return pyotp.TOTP(SECRET).at(now)


def has_code(discipline: str) -> bool:
    """Tell whether somebody of this discipline signs in with a code here."""
    return discipline in SECOND_STEP_DISCIPLINES


def employ(
    session: Session, *, employer: str, team: str, password: str, keyring: Keyring | None,
    now: datetime,
) -> None:  # fmt: skip
    """Give each of them an account, and a second step to whose role asks for one."""
    team_id = staff.team_named(session, name=team)
    for one in OFFICE:
        worker_id = staff.worker_named(
            session,
            name=one.name,
            discipline=one.discipline,
            employer=employer,
            team_id=team_id,
        )
        if session.scalar(select(Account.worker_id).where(Account.worker_id == worker_id)) is None:
            staff.add_account(
                session, worker_id=worker_id, sign_in_name=one.sign_in_name, password=password
            )
        known = select(CodeSecret.worker_id).where(CodeSecret.worker_id == worker_id)
        if keyring and has_code(one.discipline) and session.scalar(known) is None:
            second_step.add_code(
                session, keyring=keyring, worker_id=worker_id, secret=SECRET, step=0, now=now
            )
