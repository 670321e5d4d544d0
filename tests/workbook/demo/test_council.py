"""The made-up council comes in whole, stays as it is, and stays out of anybody else’s database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from modules.catalogue import Catalogue
from tests.builders.cases import a_case, a_family, an_entry
from workbook.cases.service import bring_in_folder
from workbook.clock import london_day
from workbook.db import Database
from workbook.demo import council
from workbook.entries.tables import Entry
from workbook.errors import BadRecordError
from workbook.families.tables import Family
from workbook.staff import queries as staff_queries
from workbook.staff import service as staff
from workbook.staff.tables import Account, Worker
from workbook.wall.viewer import Viewer, importer

NOW = datetime(2027, 3, 10, 9, 30, tzinfo=UTC)


def two_families(folder: Path) -> Path:
    a_case(folder / "one")
    a_case(folder / "two", family=a_family(reference="T-2", name="Two"))
    return folder


def manager(database: Database) -> Viewer:
    with database.reading(importer(london_day(NOW))) as session:
        row = session.scalars(select(Worker).where(Worker.discipline == "team_manager")).one()
    return Viewer(
        worker_id=row.id, discipline=row.discipline, team_id=row.team_id, today=london_day(NOW)
    )


def test_the_families_in_the_package_come_in(database: Database, catalogue: Catalogue) -> None:
    brought = council.make_council(database, catalogue, NOW)
    assert len(brought) == len(list(council.FOLDER.glob("*/family.json")))
    assert len(brought) > 0
    with database.reading(manager(database)) as session:
        assert session.scalar(select(func.count(Family.id))) == len(brought)
        newest = session.scalar(select(func.max(Entry.recorded_at)))
    assert newest is not None
    assert NOW - timedelta(days=15) < newest < NOW


def test_everybody_in_the_package_can_sign_in(database: Database, catalogue: Catalogue) -> None:
    council.make_council(database, catalogue, NOW)
    listed = council.sign_ins()
    assert {role for _, _, role in listed} >= {"Social work", "Team manager", "Recovery"}
    with database.writing(importer(london_day(NOW))) as session:
        assert session.scalar(select(func.count(Worker.id))) == len(listed)
        for name in (listed[0][0], listed[-1][0]):
            found = staff_queries.credentials(session, sign_in_name=name)
            assert staff.is_right_password(found, council.PASSWORD)


def test_the_name_of_the_council_is_that_of_an_employer_in_it() -> None:
    employers = council.FOLDER.glob("*/family.json")
    assert any(council.COUNCIL in path.read_text("utf-8") for path in employers)


def test_names_that_two_workers_share_become_two_sign_in_names(tmp_path: Path) -> None:
    family = a_family()
    family["workers"][0]["name"] = "Zoë O’Hara"
    family["workers"][1]["name"] = "Zoë Anne O'Hara"
    a_case(tmp_path / "one", family=family)
    assert council.sign_ins(tmp_path)[:2] == (
        ("zoe.ohara", "Zoë Anne O'Hara", "Team manager"),
        ("zoe.ohara2", "Zoë O’Hara", "Social work"),
    )


def test_making_it_again_on_another_day_adds_nothing(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = two_families(tmp_path)
    assert len(council.make_council(database, catalogue, NOW, folder=folder)) == 2
    with database.reading(importer(london_day(NOW))) as session:
        before = session.execute(select(Account.sign_in_name, Account.password_hash)).all()
    later = NOW + timedelta(days=40)
    assert council.make_council(database, catalogue, later, folder=folder) == []
    with database.reading(importer(london_day(NOW))) as session:
        after = session.execute(select(Account.sign_in_name, Account.password_hash)).all()
    assert after == before


def test_one_day_always_gives_the_same_times(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    council.make_council(database, catalogue, NOW, folder=two_families(tmp_path))
    with database.reading(manager(database)) as session:
        times = set(session.scalars(select(Entry.recorded_at)))
    # Noon on 6 May 2026, sixteen weeks on: the anchor moves to the week of 10 March 2027.
    assert max(times) == datetime(2026, 8, 26, 11, tzinfo=UTC)


def test_a_database_with_a_family_of_somebody_else_is_left_alone(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    other = a_case(tmp_path / "other", family=a_family(reference="REAL-1", team="Real Team"))
    bring_in_folder(database, other, catalogue, NOW)
    with pytest.raises(council.OccupiedError, match="not the demonstration’s"):
        council.make_council(database, catalogue, NOW, folder=two_families(tmp_path / "demo"))


def test_a_database_with_staff_of_somebody_else_is_left_alone(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    with database.writing(importer(london_day(NOW))) as session:
        team = staff.team_named(session, name="Real Team")
        staff.worker_named(
            session, name="R", discipline="social_worker", employer="C", team_id=team
        )
    with pytest.raises(council.OccupiedError):
        council.make_council(database, catalogue, NOW, folder=two_families(tmp_path))


def test_a_mistake_in_one_family_keeps_all_of_them_out(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = two_families(tmp_path)
    a_case(folder / "zoo", family=a_family(reference="T-3"), entries=[an_entry("e1", kind="x")])
    with pytest.raises(BadRecordError) as refused:
        council.make_council(database, catalogue, NOW, folder=folder)
    assert refused.value.problems[0].startswith("zoo: entries.jsonl line 1: ")
    with database.reading(importer(london_day(NOW))) as session:
        assert session.scalars(select(Worker)).all() == []
