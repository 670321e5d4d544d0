"""That a discipline holds something which a worker does not read: who is told, and how little."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.builders.entries import an_entry
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.builders.recording import a_note
from tests.workbook.conftest import SignedIn
from workbook.db import Database
from workbook.site import Site
from workbook.staff.access import DISCIPLINES
from workbook.timeline import queries
from workbook.timeline.rules import Held
from workbook.timeline.tables import SPECIALIST_ENTRY
from workbook.wall.marks import MARKS
from workbook.wall.viewer import Viewer

HELD = "More is recorded here that you do not read."
TEAM = {"social_worker", "team_manager", "childrens_practitioner", "da_survivor_worker",
        "mental_health_practitioner", "recovery_worker"}  # fmt: skip
# Of those who work with a built family: whom the author and the mark leave outside, and tell.
TOLD = {
    ("mental_health_practitioner", "health_restricted"): TEAM
    - {"mental_health_practitioner"}
    | {"da_perpetrator_worker", "conference_chair"},
    ("da_survivor_worker", "survivor_protected"): {
        "childrens_practitioner", "mental_health_practitioner", "recovery_worker",
    },
}  # fmt: skip


def a_viewer(family: BuiltFamily, by: str) -> Viewer:
    return Viewer(
        worker_id=family.workers[by], discipline=by, team_id=family.team_id, today=TODAY, now=NOW
    )


def told(database: Database, viewer: Viewer) -> list[tuple[str, ...]]:
    with database.reading(viewer) as session:
        rows = [tuple(row) for row in session.execute(select(SPECIALIST_ENTRY))]
        assert session.scalar(select(func.count()).select_from(SPECIALIST_ENTRY)) == len(rows)
    return rows


@pytest.mark.parametrize("author", ["mental_health_practitioner", "da_survivor_worker"])
@pytest.mark.parametrize("mark", MARKS)
def test_only_what_is_kept_to_specialists_is_told_and_only_to_who_works_there(
    either_database: Database, author: str, mark: str
) -> None:
    family = a_family(either_database)
    an_entry(either_database, family, by=author, mark=mark)
    if (author, mark) == ("da_survivor_worker", "health_restricted"):
        expected = TEAM - {author} | {"da_perpetrator_worker", "conference_chair"}
    elif (author, mark) == ("mental_health_practitioner", "survivor_protected"):
        expected = {"childrens_practitioner", "recovery_worker"}
    else:
        expected = TOLD.get((author, mark), set())

    found = {one for one in DISCIPLINES if told(either_database, a_viewer(family, one))}
    assert found == expected
    for one in found:
        with either_database.reading(a_viewer(family, one)) as session:
            held = queries.tally(session, family_id=family.id).held
        assert held == (Held(author, TODAY.replace(day=1)),)


def test_it_tells_a_month_and_a_discipline_once_and_nothing_else(database: Database) -> None:
    family = a_family(database)
    for _ in range(3):
        an_entry(database, family, by="recovery_worker", mark="health_restricted")
    assert told(database, a_viewer(family, "social_worker")) == [
        (family.id, "recovery_worker", f"{NOW:%Y-%m}")
    ]


def test_no_reader_is_told_and_nobody_in_the_room(database: Database) -> None:
    family = a_family(database)
    an_entry(database, family, by="recovery_worker", mark="health_restricted")
    worker = a_viewer(family, "social_worker")
    for viewer in (
        worker.for_readers("conference"),
        worker.for_readers("family", (family.survivor,)),
        worker.sitting_with(family.id, (family.survivor,), cleared=NOW, stopped=()),
    ):
        assert told(database, viewer) == []


@pytest.mark.parametrize("over", ["legal_privileged", "police_restricted", "survivor_protected"])
def test_one_mark_over_it_that_may_not_be_known_of_and_nothing_is_told(
    site: Site, signed_in: SignedIn, over: str
) -> None:
    family = a_family(site.database)
    entry = an_entry(site.database, family, mark="team")
    worker = signed_in(family)
    place = f"/families/{family.id}/marks"
    worker.post(place, {"object": entry, "mark": over, "named": [family.workers["team_manager"]]})
    other = a_viewer(family, "da_perpetrator_worker")
    assert told(site.database, other) == []
    is_told = bool(told(site.database, a_viewer(family, "recovery_worker")))
    assert is_told == (over == "survivor_protected")


def test_the_workbook_says_whom_to_ask_and_no_word_of_it(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    signed_in(family, by="mental_health_practitioner").post(
        f"/families/{family.id}/record", a_note(note="Sertraline was raised.")
    )
    page = signed_in(family).get(f"/families/{family.id}").text
    assert HELD in page
    assert f"Mental health, last in {NOW:%B %Y}: ask Mental Health Worker" in page
    assert "Sertraline" not in page
    own = signed_in(family, by="mental_health_practitioner").get(f"/families/{family.id}").text
    assert HELD not in own


def test_the_worker_of_the_person_using_abuse_sees_the_same_page_as_if_it_were_not_there(
    site: Site, signed_in: SignedIn
) -> None:
    family = a_family(site.database)
    browser = signed_in(family, by="da_perpetrator_worker")
    before = browser.get(f"/families/{family.id}").text
    an_entry(site.database, family, by="da_survivor_worker", mark="survivor_protected")
    assert browser.get(f"/families/{family.id}").text == before


def test_an_entry_that_was_put_right_is_told_of_once_by_its_newest_month(
    database: Database,
) -> None:
    family = a_family(database)
    given = {"by": "recovery_worker", "mark": "health_restricted"}
    old = an_entry(database, family, occurred_at=NOW - timedelta(days=70), **given)
    an_entry(database, family, replaces_id=old, reason="Date", **given)
    found = told(database, a_viewer(family, "social_worker"))
    assert [month for *_, month in found] == [f"{NOW:%Y-%m}"]
