"""Letting families be asked after that were there before they could be."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select

from workbook.clock import london_day
from workbook.db import Database, new_id
from workbook.encryption import Keyring
from workbook.families.tables import Family, FamilyMember, Person
from workbook.reach.rules import person_asked, reference_asked
from workbook.reach.tables import KnownFamily
from workbook.wall.viewer import IMPORTER, importer, monitor

NAMED = ("team", "family_shared")


def index(database: Database, *, keyring: Keyring, now: datetime) -> int:
    """Let every family be asked after that cannot be yet. Return how many keys were added.

    The nightly account reads names and dates of birth; the importer, who reads none, adds the keys.
    """
    today = london_day(now)
    with database.reading(monitor(today)) as session:
        families = {
            row.id: row
            for row in session.execute(select(Family.id, Family.reference, Family.team_id))
        }
        people = session.execute(
            select(FamilyMember.family_id, Person.name, Person.born)
            .join(Person, Person.id == FamilyMember.person_id)
            .where(Person.born.is_not(None), FamilyMember.mark.in_(NAMED))
        ).all()
        known = {
            (row.family_id, row.key)
            for row in session.execute(select(KnownFamily.family_id, KnownFamily.key))
        }
    wanted = [(one.id, reference_asked(one.reference)) for one in families.values()]
    wanted += [(one.family_id, person_asked(one.name, one.born)) for one in people]
    keys: Iterable[tuple[str, str]] = {(family, keyring.blind(asked)) for family, asked in wanted}
    rows = [
        {
            "id": new_id(),
            "family_id": family_id,
            "recorded_at": now,
            "recorded_by": IMPORTER,
            "key": key,
            "team_id": families[family_id].team_id,
        }
        for family_id, key in sorted(set(keys) - known)
    ]
    if rows:
        with database.writing(importer(today)) as session:
            session.execute(insert(KnownFamily), rows)
    return len(rows)
