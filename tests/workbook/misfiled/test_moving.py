"""An entry in the wrong family: two people move it, and nothing of it is read where it was."""

from typing import Any

import pytest
from sqlalchemy import insert, select

from tests.browser import Browser
from tests.builders.entries import (
    an_entry,
    contribution_row,
    entry_row,
    put,
    ruler_row,
    voice_row,
)
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family, a_team
from tests.builders.recording import rows
from tests.builders.retention import as_worker
from tests.workbook.conftest import SignedIn
from workbook import audit
from workbook.db import Database, new_id
from workbook.entries.tables import (
    Action,
    Contribution,
    Entry,
    EntrySuccession,
    Misfiling,
    Ruler,
    Voice,
)
from workbook.errors import NotAllowedError, NotFoundError
from workbook.families.tables import FamilyMember
from workbook.misfiled import queries, service
from workbook.misfiled.rules import Asked
from workbook.misfiled.tables import MisfilingDecision
from workbook.owner import as_owner
from workbook.sealing.contents import check_contents
from workbook.site import Site
from workbook.wall.viewer import IMPORTER, Viewer, carrier, importer, sealer

WORDS = "Nadia said the boiler is broken"
WHO = {"recorded_at": NOW, "recorded_by": IMPORTER, "discipline": "", "employer": ""}


class Two:
    """Two families of one team with the child in both, and an entry in the wrong one."""

    def __init__(self, database: Database) -> None:
        team = a_team(database)
        self.database = database
        self.wrong, self.right = a_family(database, team), a_family(database, team, name="Right")
        member = {"id": new_id(), "family_id": self.right.id, "person_id": self.wrong.child,
                  "kind": "child", "side": "both", "mark": "team", "mark_persons": [],
                  **WHO}  # fmt: skip
        with database.writing(importer(TODAY)) as session:
            session.execute(insert(FamilyMember), [member])
        self.first = an_entry(database, self.wrong, note=f"{WORDS}, first", days_ago=3)
        row = entry_row(
            self.wrong, note=WORDS, present=[self.wrong.survivor, self.wrong.child],
            replaces_id=self.first, days_ago=2,
        )  # fmt: skip
        self.entry = str(row["id"])
        put(database, Entry, row)
        put(database, EntrySuccession, {
            "id": new_id(), "family_id": self.wrong.id, "recorded_at": NOW,
            "recorded_by": IMPORTER, "replaced_id": self.first, "by_id": self.entry,
        })  # fmt: skip
        put(
            database, Voice, voice_row(self.wrong, row),
            voice_row(self.wrong, row, id=new_id(), person_id=self.wrong.survivor),
        )  # fmt: skip
        put(database, Ruler, ruler_row(row, self.wrong.survivor, self.wrong.goal))
        nurse = "mental_health_practitioner"
        hidden = contribution_row(row, mark="health_restricted", discipline=nurse,
                                  recorded_by=self.wrong.workers[nurse])  # fmt: skip
        put(database, Contribution, contribution_row(row, id=new_id()), hidden)

    def wish(self, **given: Any) -> Asked:  # noqa: ANN401
        values: dict[str, Any] = {
            "id": new_id(), "family_id": self.wrong.id, "entry_id": self.entry,
            "entry_ids": (self.first, self.entry), "to_family_id": self.right.id,
            "staying": (self.wrong.child,), "left_out": (), "reason": "A slip",
            "recorded_at": NOW, "recorded_by": self.wrong.workers["social_worker"],
        }  # fmt: skip
        return Asked(**values | given)

    def ask(self) -> Asked:
        wish, who = self.wish(), as_worker(self.wrong, "social_worker")
        with self.database.writing(who.viewer) as session:
            service.ask_moving(session, wish=wish, submit_key=new_id(), actor=who)
        return wish

    def decide(self, wish: Asked, by: str = "team_manager", *, approved: bool = True) -> None:
        who = as_worker(self.wrong, by)
        with self.database.writing(who.viewer) as session:
            service.decide(session, asked=wish, approved=approved, actor=who, now=NOW)

    def move(self) -> str:
        wish = self.ask()
        self.decide(wish)
        return service.carry_over(
            self.database, request_id=wish.id, viewer=carrier(NOW, TODAY), now=NOW
        )

    def seen(self, family: BuiltFamily, table: Any, by: str) -> list[Any]:  # noqa: ANN401
        with self.database.reading(as_worker(family, by).viewer) as session:
            found = session.execute(select(table.__table__).where(table.family_id == family.id))
            return list(found)


@pytest.fixture
def two(either_database: Database) -> Two:
    return Two(either_database)


def test_it_is_read_in_the_right_family_as_it_was_written(two: Two) -> None:
    new = two.move()

    found = {row.id: row for row in two.seen(two.right, Entry, "social_worker")}[new]
    assert (found.note, found.recorded_by) == (WORDS, two.wrong.workers["social_worker"])
    assert found.occurred_at == found.recorded_at
    assert found.present == [two.wrong.child]
    voices = two.seen(two.right, Voice, "social_worker")
    assert [row.person_id for row in voices] == [two.wrong.child]
    assert two.seen(two.right, Ruler, "social_worker") == []
    # A part that neither of the two may read travels as well.
    assert len(two.seen(two.right, Contribution, "social_worker")) == 1
    assert len(two.seen(two.right, Contribution, "mental_health_practitioner")) == 2


def test_nobody_reads_any_version_of_it_where_it_was(two: Two) -> None:
    two.move()

    for by in ("social_worker", "team_manager", "mental_health_practitioner", "da_survivor_worker"):
        for table in (Entry, Voice, Ruler, Contribution, Action):
            assert two.seen(two.wrong, table, by) == []
    left = {row.entry_id for row in two.seen(two.wrong, Misfiling, "social_worker")}
    assert left == {two.first, two.entry}


def test_the_log_of_both_families_says_so_and_stays_whole(two: Two, either_url: str) -> None:
    two.move()

    with two.database.reading(sealer(TODAY)) as session:
        for family in (two.wrong, two.right):
            assert audit.first_break(session, chain=family.id) is None
    with as_owner(either_url) as owner:
        log = owner.table("audit_event")
        acts = {row.chain: row.act for row in owner.execute(
            select(log.c.chain, log.c.act).where(log.c.worker_id == "carrier"))}  # fmt: skip
        hashes = owner.execute(select(log.c.detail).where(log.c.act == "entry_came")).one().detail
    assert acts == {two.wrong.id: "entry_left", two.right.id: "entry_came"}
    assert {"entry", "voice", "contribution"} <= set(hashes["content"])
    assert check_contents(either_url) is not None


def test_nobody_decides_on_what_they_asked(two: Two) -> None:
    wish = two.ask()

    with pytest.raises(NotAllowedError):
        two.decide(wish, by="social_worker")

    manager = as_worker(two.wrong, "team_manager")
    own = two.wish(recorded_by=manager.id)
    with two.database.writing(manager.viewer) as session:
        service.ask_moving(session, wish=own, submit_key=new_id(), actor=manager)
    row = {"id": new_id(), "recorded_at": NOW, "recorded_by": manager.id, "discipline": "x",
           "employer": "x", "family_id": two.wrong.id, "request_id": own.id,
           "approved": True}  # fmt: skip
    with (
        pytest.raises(Exception, match=r"(?i)policy"),
        two.database.writing(manager.viewer) as session,
    ):
        session.execute(insert(MisfilingDecision), [row])


def test_what_was_not_approved_is_not_carried_over(two: Two) -> None:
    wish = two.ask()
    who: Viewer = carrier(NOW, TODAY)
    with pytest.raises(NotFoundError):
        service.carry_over(two.database, request_id=wish.id, viewer=who, now=NOW)
    two.decide(wish, approved=False)
    with pytest.raises(NotFoundError):
        service.carry_over(two.database, request_id=wish.id, viewer=who, now=NOW)

    with two.database.reading(who) as session:
        assert session.execute(select(Entry.id)).all() == []
        assert queries.waiting(session, request_id=wish.id) is not None
    assert len(two.seen(two.wrong, Entry, "social_worker")) == 2


def test_it_is_moved_once(two: Two) -> None:
    wish = two.ask()
    two.decide(wish)
    who = carrier(NOW, TODAY)
    service.carry_over(two.database, request_id=wish.id, viewer=who, now=NOW)

    with pytest.raises(NotFoundError):
        service.carry_over(two.database, request_id=wish.id, viewer=who, now=NOW)


def test_a_family_one_does_not_work_with_cannot_be_named(two: Two) -> None:
    stranger = a_family(two.database)
    who = as_worker(two.wrong, "social_worker")
    wish = two.wish(to_family_id=stranger.id)

    with (
        pytest.raises(Exception, match=r"(?i)policy|same moment"),
        two.database.writing(who.viewer) as session,
    ):
        service.ask_moving(session, wish=wish, submit_key=new_id(), actor=who)


@pytest.fixture
def on_site(site: Site) -> Two:
    return Two(site.database)


def ways(two: Two, signed_in: SignedIn) -> tuple[Browser, Browser, str]:
    place = f"/families/{two.wrong.id}/entries/{two.entry}"
    return signed_in(two.wrong), signed_in(two.wrong, by="team_manager"), place


def test_a_worker_asks_and_the_manager_moves_it(
    site: Site, on_site: Two, signed_in: SignedIn
) -> None:
    worker, manager, place = ways(on_site, signed_in)
    assert "Belongs to another family" in worker.get(place).text
    worker.get(f"{place}/moving")
    form: dict[str, str | list[str]] = {
        "submit_key": new_id(), "reference": on_site.right.reference, "reason": "Wrong tab",
    }  # fmt: skip
    worker.post(f"{place}/moving", form)
    assert "The team manager decides" in worker.get(f"{place}/moving").text
    worker.post(f"{place}/moving", {"answer": "move"}, expect=403)

    asked = manager.get(f"{place}/moving").text
    assert on_site.right.reference in asked
    assert "who was there" in asked
    manager.post(f"{place}/moving", {"submit_key": new_id()}, expect=422)
    manager.post(f"{place}/moving", {"submit_key": new_id(), "answer": "move"})

    for who in (worker, manager):
        page = who.get(place).text
        assert "An entry was here that belongs to another family." in page
        assert WORDS not in page
        timeline = who.get(f"/families/{on_site.wrong.id}").text
        assert WORDS not in timeline
        assert timeline.count("An entry was here that belongs to another family.") == 1
        assert WORDS not in who.get(f"/families/{on_site.wrong.id}/chronology").text
    moved = next(row for row in rows(site, on_site.right, Entry) if row.note == WORDS)
    shown = worker.get(f"/families/{on_site.right.id}/entries/{moved.id}").text
    assert WORDS in shown
    assert "first recorded in another family" in shown


def test_a_form_that_is_wrong_comes_back_with_every_word(
    site: Site, on_site: Two, signed_in: SignedIn
) -> None:
    worker, _, place = ways(on_site, signed_in)
    stranger = a_family(site.database)

    for reference in ("T-nothing", stranger.reference, on_site.wrong.reference, ""):
        form: dict[str, str | list[str]] = {
            "submit_key": new_id(), "reference": reference, "reason": "Wrong tab, sorry",
        }  # fmt: skip
        page = worker.post(f"{place}/moving", form, expect=422).text
        assert "Wrong tab, sorry" in page


@pytest.mark.parametrize("when", ["before it is asked", "before it is decided"])
@pytest.mark.parametrize("what", ["entry", "part"])
def test_what_somebody_keeps_closer_is_not_moved_without_that(
    site: Site, on_site: Two, signed_in: SignedIn, *, when: str, what: str
) -> None:
    worker, manager, place = ways(on_site, signed_in)
    kept = on_site.entry if what == "entry" else rows(site, on_site.wrong, Voice)[0].id
    keep = {"object": kept, "mark": "survivor_protected"}
    marks = f"/families/{on_site.wrong.id}/marks"
    form: dict[str, str | list[str]] = {
        "submit_key": new_id(), "reference": on_site.right.reference, "reason": "Wrong tab",
    }  # fmt: skip
    if when == "before it is asked":
        worker.post(marks, keep)
        assert "Withdraw it here" in worker.post(f"{place}/moving", form, expect=422).text
        return
    worker.post(f"{place}/moving", form)
    worker.post(marks, keep)
    answer = {"submit_key": new_id(), "answer": "move"}
    assert "Withdraw it here" in manager.post(f"{place}/moving", answer, expect=422).text
    assert WORDS not in str([one.note for one in rows(site, on_site.right, Entry)])


def test_what_the_police_told_is_not_put_before_whoever_was_not_named(
    site: Site, on_site: Two, signed_in: SignedIn
) -> None:
    mine = on_site.wrong.workers["social_worker"]
    told = an_entry(site.database, on_site.wrong, mark="police_restricted", mark_persons=[mine])
    place = f"/families/{on_site.wrong.id}/entries/{told}/moving"
    form = {"submit_key": new_id(), "reference": on_site.right.reference, "reason": "Wrong tab"}
    assert "Withdraw it here" in signed_in(on_site.wrong).post(place, form, expect=422).text
