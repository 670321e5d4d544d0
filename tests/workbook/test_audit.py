"""Who did what is noted in one chain a family, also when several people act in one moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from workbook import audit
from workbook.audit import AuditEvent
from workbook.db import Database
from workbook.wall.viewer import importer

AT_ONCE = 4
TIMES = 6


def acting(database: Database, family: BuiltFamily, start: Barrier) -> None:
    """Note acts as a page does: the chain's end is read with the family, then others come first."""
    act = audit.Act(
        chain=family.id,
        act="family_opened",
        worker_id=family.workers["social_worker"],
        discipline="social_worker",
    )
    start.wait()
    for _ in range(TIMES):
        with database.writing(importer(TODAY)) as session:
            audit.note(session, act, now=NOW, after=audit.head(session, chain=family.id))


def test_people_who_act_in_the_same_moment_are_all_noted(either_database: Database) -> None:
    family = a_family(either_database)
    start = Barrier(AT_ONCE)

    with ThreadPoolExecutor(AT_ONCE) as people:
        for each in [people.submit(acting, either_database, family, start) for _ in range(AT_ONCE)]:
            each.result()

    with either_database.reading(importer(TODAY)) as session:
        numbers = session.scalars(
            select(AuditEvent.number)
            .where(AuditEvent.chain == family.id)
            .order_by(AuditEvent.number)
        ).all()
        assert list(numbers) == list(range(1, AT_ONCE * TIMES + 1))
        assert audit.first_break(session, chain=family.id) is None
