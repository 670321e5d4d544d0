"""What the first page, the workbook and search read, on both engines."""

from datetime import timedelta

from tests.builders.entries import a_draft, an_action, an_entry, an_entry_with_parts
from tests.builders.families import NOW, TODAY, WORKING, BuiltFamily, a_family
from workbook.db import Database, new_id
from workbook.home import queries as home
from workbook.search import queries as search
from workbook.timeline import queries as timeline
from workbook.timeline.rules import Show
from workbook.wall.viewer import Viewer


def social_worker(family: BuiltFamily, *, worker_id: str = "") -> Viewer:
    return Viewer(
        worker_id=worker_id or family.workers["social_worker"],
        discipline="social_worker",
        team_id=family.team_id,
        today=TODAY,
    )


def test_reads_the_same_on_both_engines(either_database: Database) -> None:
    family = a_family(either_database)
    visit = an_entry_with_parts(
        either_database, family, note="100% Chain", headline="Moved", statutory_visit=True
    )
    session_with = an_entry(either_database, family, by="recovery_worker", note="100 Chain")
    action, draft = an_action(either_database, family), a_draft(either_database, family)
    who = social_worker(family)
    ids = [family.id]

    with either_database.reading(who) as session:
        (mine,) = home.my_families(session)
        assert [child.id for child in mine.children] == [family.child]
        assert [stage.child_id for stage in mine.stages] == [family.child]
        assert {worker.id for worker in mine.workers} == {family.workers[one] for one in WORKING}
        assert list(home.last_visits(session, family_ids=ids)) == ids
        news = home.news(
            session, family_ids=ids, worker_id=who.worker_id, since=NOW - timedelta(days=7)
        )
        assert [(one.entry.id, one.entry.note) for one in news] == [(session_with, "")]
        assert [one.id for one in home.unfinished(session, worker_id=who.worker_id)] == [draft]
        assert home.own_action(session, action_id=action, worker_id=who.worker_id)
        assert len(search.candidates(session)) == 4
        assert [one.entry.id for one in search.entries_with(session, words=("chain", "100%"))] == [
            visit
        ]
        assert timeline.tally(session, family_id=family.id).written == {
            "recovery_worker": 1,
            "social_worker": 1,
        }
        for show, found in (
            (Show(), 2),
            (Show(discipline="recovery_worker"), 1),
            (Show(significant=True), 1),
            (Show(voices_of=(family.child,)), 1),
            (Show(voices_of=()), 0),
        ):
            assert len(timeline.page(session, family_id=family.id, show=show, limit=9)) == found, (
                show
            )
        assert timeline.modules_of(session, entry_ids=[visit]) == {visit: {"starting"}}


def test_finds_nothing_for_a_worker_without_a_family(either_database: Database) -> None:
    family = a_family(either_database)
    an_entry(either_database, family, note="Chain", statutory_visit=True)

    with either_database.reading(social_worker(family, worker_id=new_id())) as session:
        assert home.my_families(session) == []
        assert home.last_visits(session, family_ids=[]) == {}
        assert home.last_visits(session, family_ids=[family.id]) == {}
        assert search.candidates(session) == []
        assert search.entries_with(session, words=("chain",)) == []
        assert timeline.tally(session, family_id=family.id).total == 0
