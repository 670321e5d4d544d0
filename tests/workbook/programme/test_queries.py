"""How far modules have got, and what is left of a history of corrections and withdrawals."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import insert

from modules.catalogue import Catalogue
from tests.browser import counted_statements
from tests.builders.entries import an_entry, contribution_row, entry_row, put
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family, a_team
from workbook.db import Database, new_id
from workbook.entries.tables import Contribution, Entry
from workbook.programme import queries
from workbook.programme.rules import ModuleActivity, current_summaries
from workbook.programme.tables import ModuleStatus
from workbook.wall.viewer import Viewer


def viewer(family: BuiltFamily, discipline: str = "social_worker") -> Viewer:
    return Viewer(
        worker_id=family.workers[discipline],
        discipline=discipline,
        team_id=family.team_id,
        today=TODAY,
    )


def work(database: Database, family: BuiltFamily, **given: object) -> None:
    """Add an entry with one contribution to Our children, of this mark and discipline."""
    row = entry_row(family, **given)
    put(database, Entry, row)
    put(database, Contribution, contribution_row(row, module_key="children"))


def test_counts_each_entry_once_with_the_last_day_and_who_worked(database: Database) -> None:
    family = a_family(database)
    row = entry_row(family, days_ago=3)
    put(database, Entry, row)
    put(database, Contribution, *(contribution_row(row, module_key="children") for _ in range(2)))
    work(database, family, by="childrens_practitioner", days_ago=9)

    with database.reading(viewer(family)) as session:
        found = queries.module_activity(session, family_ids=[family.id])[family.id]["children"]

    assert (found.status, found.state, found.sessions) == ("in_progress", "now", 2)
    assert found.last_at == NOW - timedelta(days=3)
    assert found.disciplines == ("childrens_practitioner", "social_worker")


def test_counts_nothing_that_the_reader_may_not_read(database: Database) -> None:
    family = a_family(database)
    work(database, family, by="da_survivor_worker", mark="survivor_protected")

    with database.reading(viewer(family, "da_perpetrator_worker")) as session:
        found = queries.module_activity(session, family_ids=[family.id])

    assert found == {family.id: {}}


def test_what_was_withdrawn_no_longer_counts(database: Database) -> None:
    family = a_family(database)
    work(database, family)
    with database.reading(viewer(family)) as session:
        [entry] = queries.evidence(session, family_id=family.id, module_key="children")
    an_entry(database, family, replaces_id=entry.entry_id, withdraws=True)

    with database.reading(viewer(family)) as session:
        assert queries.module_activity(session, family_ids=[family.id]) == {family.id: {}}


def test_the_newest_status_wins(database: Database) -> None:
    family = a_family(database)
    rows = [
        {
            "id": new_id(), "family_id": family.id, "recorded_at": NOW - timedelta(days=ago),
            "recorded_by": family.workers["social_worker"], "discipline": "social_worker",
            "employer": "", "module_key": "children", "status": status, "reason": "",
            "restarts_on": None, "replaces_id": None,
        }
        for status, ago in (("complete", 1), ("paused", 4))
    ]  # fmt: skip
    put(database, ModuleStatus, *rows)

    with database.reading(viewer(family)) as session:
        found = queries.module_activity(session, family_ids=[family.id])[family.id]

    assert found == {"children": ModuleActivity(status="complete")}
    assert found["children"].state == "done"


@pytest.mark.parametrize("number", [1, 8])
def test_takes_two_statements_however_many_families(database: Database, number: int) -> None:
    team = a_team(database)
    families = [a_family(database, team, name=f"F{each}") for each in range(number)]
    for family in families:
        work(database, family)

    with counted_statements(database) as sent, database.reading(viewer(families[0])) as session:
        found = queries.module_activity(session, family_ids=[family.id for family in families])

    assert len(sent) == 2
    assert {each["children"].sessions for each in found.values()} == {1}


@pytest.mark.parametrize("seed", range(5))
def test_never_shows_an_answer_of_a_version_that_was_replaced(
    database: Database, catalogue: Catalogue, seed: int
) -> None:
    family, chance = a_family(database), random.Random(seed)  # noqa: S311 -- a repeatable history
    standing: dict[str, str] = {}
    ended: set[str] = set()
    for step in range(25):
        replaced = chance.choice([None, *standing]) if standing else None
        withdraws = replaced is not None and chance.random() < 0.4
        words = f"words {step}"
        entry = an_entry(
            database, family, replaces_id=replaced, withdraws=withdraws,
            days_ago=chance.randint(1, 30),
        )  # fmt: skip
        if replaced:
            ended.add(standing.pop(replaced))
        if not withdraws:
            row = entry_row(family) | {"id": entry}
            answers = {"told": words} if chance.random() < 0.5 else {"family_solution": words}
            put(database, Contribution, contribution_row(row, answers=answers))
            standing[entry] = words

    with database.reading(viewer(family)) as session:
        evidence = queries.evidence(session, family_id=family.id, module_key="starting")
    found = current_summaries(contributions=evidence, summaries=[], catalogue=catalogue)

    shown = {answer.answer for each in found.values() for answer in each.answers}
    beneath = {
        answer
        for each in found.values()
        for contribution in each.contributions
        for answer in contribution.answers.values()
    }
    assert beneath == set(standing.values())
    assert shown <= beneath
    assert not shown & ended


def test_a_status_of_another_family_is_not_there(database: Database) -> None:
    mine, theirs = a_family(database), a_family(database)
    row = {
        "id": new_id(), "family_id": theirs.id, "recorded_at": NOW,
        "recorded_by": theirs.workers["social_worker"], "discipline": "social_worker",
        "employer": "", "module_key": "children", "status": "complete", "reason": "",
        "restarts_on": None, "replaces_id": None,
    }  # fmt: skip
    with database.writing(viewer(theirs)) as session:
        session.execute(insert(ModuleStatus), [row])

    with database.reading(viewer(mine)) as session:
        assert queries.status_saved(session, status_id=row["id"]) is None
