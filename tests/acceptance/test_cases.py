"""The case folders beside the repository: they come in, and the wall holds over them.

Skipped with the reason said where the folders are not there.
"""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from modules.catalogue import Catalogue
from workbook.cases.pieces import ENTRY, PERSON, WORKER
from workbook.cases.queries import ids_in_record
from workbook.cases.service import bring_in_folder
from workbook.db import Database
from workbook.entries.tables import Contribution, Entry
from workbook.staff.tables import Worker
from workbook.wall.viewer import Viewer, importer

CASES = Path(__file__).parents[3] / "shared" / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/expected.json"))
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not FOLDERS, reason="no case folders beside the repository")


class Brought:
    """One case in a database, what is expected of it, and its names."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.expected: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
        self.family: dict[str, Any] = json.loads((folder / "family.json").read_text("utf-8"))
        self.today = date.fromisoformat(self.expected["as_of"])
        reference = self.family["reference"]
        with database.reading(importer(self.today)) as session:
            self.entries = ids_in_record(session, reference=reference, kind=ENTRY)
            self.persons = ids_in_record(session, reference=reference, kind=PERSON)
            self.workers = ids_in_record(session, reference=reference, kind=WORKER)
            self.staff = {row.id: row for row in session.scalars(select(Worker))}

    def viewer(self, worker: str) -> Viewer:
        row = self.staff[self.workers[worker]]
        return Viewer(
            worker_id=row.id, discipline=row.discipline, team_id=row.team_id, today=self.today
        )

    def read_by(self, worker: str) -> set[str]:
        """Return the names of the entries that this worker reads."""
        names = {internal: name for name, internal in self.entries.items()}
        with self.database.reading(self.viewer(worker)) as session:
            seen = {names[each] for each in session.scalars(select(Entry.id))}
            assert session.scalar(select(func.count(Entry.id))) == len(seen)
        return seen

    def everything_read(self, table: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return rows of a table, by id, as all the workers together read them."""
        rows: dict[str, Any] = {}
        for worker in self.workers:
            with self.database.reading(self.viewer(worker)) as session:
                rows |= {row.id: row for row in session.scalars(in_force(table))}
        return rows


def in_force(table: Any) -> Select[Any]:  # noqa: ANN401
    """Select the rows whose entry nobody has replaced and that is no withdrawal."""
    later = aliased(Entry)
    entry = Entry.id if table is Entry else table.entry_id
    standing = (
        select(Entry.id)
        .where(~Entry.withdraws)
        .where(~select(later.id).where(later.replaces_id == Entry.id).exists())
    )
    return select(table).where(entry.in_(standing))


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def brought(
    request: pytest.FixtureRequest, either_database: Database, catalogue: Catalogue
) -> Brought:
    bring_in_folder(either_database, request.param, catalogue, NOW)
    return Brought(either_database, request.param)


def test_each_worker_reads_what_they_may_and_nothing_they_must_not(brought: Brought) -> None:
    wrong = []
    for worker, said in brought.expected["workers"].items():
        seen = brought.read_by(worker)
        wrong += [f"{worker} cannot read {each}" for each in set(said["may_read"]) - seen]
        wrong += [f"{worker} reads {each}" for each in set(said["must_not_read"]) & seen]
    assert sorted(wrong) == []


def test_significant_events_in_force_stand_in_the_order_they_happened(brought: Brought) -> None:
    entries = brought.everything_read(Entry)
    names = {internal: name for name, internal in brought.entries.items()}
    events = sorted((row.occurred_at, names[row.id]) for row in entries.values() if row.headline)
    assert [name for _, name in events] == brought.expected["significant_events"]


def test_visits_by_social_workers_in_force_are_counted_per_child(brought: Brought) -> None:
    visits = [
        row
        for row in brought.everything_read(Entry).values()
        if row.statutory_visit and row.discipline == "social_worker"
    ]
    for child, expected in brought.expected["visit_counts"].items():
        seen = [
            each
            for row in visits
            for each in row.children
            if each["person"] == brought.persons[child]
        ]
        counts = Counter(
            {key: sum(each[key] for each in seen) for key in ("seen", "seen_alone", "bedroom_seen")}
        )
        assert {"statutory": len(seen), **counts} == expected


def test_sections_with_words_that_may_be_shared_are_those_expected(brought: Brought) -> None:
    persons = {internal: name for name, internal in brought.persons.items()}
    found = {
        (
            row.module_key,
            row.section_key,
            row.subject_kind,
            tuple(persons[each] for each in row.subject_ids),
        )
        for row in brought.everything_read(Contribution).values()
        if row.mark in ("team", "family_shared")
    }
    expected = {
        (each["module"], each["section"], each["subject"]["kind"], tuple(each["subject"]["ids"]))
        for each in brought.expected["section_summaries"]
    }
    assert found == expected


def test_a_folder_brought_in_again_adds_nothing(brought: Brought, catalogue: Catalogue) -> None:
    folder = next(
        each for each in FOLDERS
        if json.loads((each / "family.json").read_text("utf-8")) == brought.family
    )  # fmt: skip
    assert bring_in_folder(brought.database, folder, catalogue, NOW).added == {}
