"""What is said of marks and sealed tracks is what the wall does."""

import pytest
from sqlalchemy import select

from modules.catalogue import Catalogue
from tests.builders.entries import an_entry
from tests.builders.families import TODAY, WORKING, a_family
from workbook.db import Database
from workbook.entries.tables import Entry
from workbook.programme.tracks import is_named_to, is_out_of_sight
from workbook.staff.access import CASE_WORKERS
from workbook.wall.marks import IN_THE_CASE, MARKS, readers
from workbook.wall.viewer import Viewer


@pytest.mark.parametrize("writer", sorted(CASE_WORKERS.intersection(WORKING)))
def test_says_the_same_of_every_mark_as_the_wall(database: Database, writer: str) -> None:
    family = a_family(database)
    written = {an_entry(database, family, by=writer, mark=mark): mark for mark in MARKS}

    for reader in WORKING:
        worker_id = family.workers[reader]
        viewer = Viewer(worker_id=worker_id, discipline=reader, team_id=family.team_id, today=TODAY)
        with database.reading(viewer) as session:
            read = {written[entry] for entry in session.scalars(select(Entry.id))}
        if reader == writer:
            assert read == set(MARKS)
        else:
            assert read == {mark for mark in MARKS if reader in readers(mark, writer)}


def test_the_survivors_section_is_never_named_to_the_worker_for_the_person_using_abuse(
    catalogue: Catalogue,
) -> None:
    section = catalogue.section("safe_relationships", "survivor")

    for has_words in (True, False):
        assert not is_named_to(section, "da_perpetrator_worker", has_words=has_words)
    assert is_named_to(section, "da_survivor_worker", has_words=False)
    assert not is_named_to(section, "childrens_practitioner", has_words=False)
    assert is_named_to(section, "childrens_practitioner", has_words=True)


def test_says_nothing_of_what_a_section_lacks_when_some_of_it_is_out_of_sight(
    catalogue: Catalogue,
) -> None:
    module = catalogue.newest("recovery")
    use = catalogue.section("recovery", "use")

    hidden_from = {who for who in IN_THE_CASE if is_out_of_sight(module, use, who)}

    assert hidden_from == IN_THE_CASE - {"recovery_worker"}
