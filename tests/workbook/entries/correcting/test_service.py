"""Saving corrections and withdrawals on both engines: one successor each, everything carried."""

import pytest
from sqlalchemy import func, select

from modules.catalogue import Catalogue
from tests.browser import counted_statements
from tests.builders.entries import an_action, an_entry, an_entry_with_parts
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from workbook import audit
from workbook.db import Database, new_id
from workbook.entries import queries, service
from workbook.entries.carrying import Instead, filling
from workbook.entries.ground import Ground
from workbook.entries.recording import read_recording
from workbook.entries.tables import Entry
from workbook.errors import NotFoundError, SupersededError
from workbook.families.queries import family_file
from workbook.staff.access import Actor
from workbook.wall.viewer import Viewer
from workbook.web.forms import Form


def an_actor(family: BuiltFamily, *, by: str = "social_worker") -> Actor:
    viewer = Viewer(
        worker_id=family.workers[by], discipline=by, team_id=family.team_id, today=TODAY
    )
    return Actor(viewer=viewer, name="A", employer="Testing Council", sign_in="", csrf="")


def correct(
    database: Database, catalogue: Catalogue, family: BuiltFamily, entry_id: str, **changes: str
) -> str:
    """Correct a version as its form would, in these fields."""
    actor = an_actor(family)
    with database.writing(actor.viewer) as session:
        file = family_file(session, family_id=family.id)
        ground = Ground(
            family=file, catalogue=catalogue, discipline=actor.discipline, worker_id=actor.id,
            now=NOW,
        )  # fmt: skip
        version = queries.entry(session, family_id=family.id, entry_id=entry_id)
        assert version is not None
        held = filling(version, queries.old_parts(session, entry_id=entry_id), ground)
        typed = {**held.typed, "submit_key": (new_id(),)}
        typed |= {name: (value,) for name, value in changes.items()}
        form = Form(typed, ())
        recording = read_recording(form, ground, open_actions=(), holds_more=True)
        assert form.problems == ()
        instead = Instead(version=version, reason="Wrong", carried=held.carried)
        return service.record_entry(
            session, family=file, recording=recording, actor=actor, now=NOW, instead=instead
        )


def withdraw(database: Database, family: BuiltFamily, entry_id: str) -> str:
    actor = an_actor(family)
    with database.writing(actor.viewer) as session:
        version = queries.entry(session, family_id=family.id, entry_id=entry_id)
        assert version is not None
        return service.withdraw_entry(
            session, version=version, reason="Wrong", submit_key=new_id(), actor=actor, now=NOW,
            family=family_file(session, family_id=family.id),
        )  # fmt: skip


def test_the_correction_stands_in_place_of_the_version(
    either_database: Database, catalogue: Catalogue
) -> None:
    family = a_family(either_database)
    entry = an_entry_with_parts(either_database, family)
    newer = correct(either_database, catalogue, family, entry, note="Better")
    with either_database.reading(an_actor(family).viewer) as session:
        standing = queries.entries(session, family_id=family.id, limit=9)
        assert [(one.id, one.note) for one in standing] == [(newer, "Better")]
        assert [one.words for one in queries.voices(session, entry_ids=[newer])] == [
            "I like toast."
        ]
        assert len(queries.rulers(session, family_id=family.id)) == 2
        assert queries.successions(session, family_id=family.id) == {entry: newer}
        assert audit.first_break(session, chain=family.id) is None


def test_a_version_has_one_successor(either_database: Database, catalogue: Catalogue) -> None:
    family = a_family(either_database)
    entry = an_entry(either_database, family)
    correct(either_database, catalogue, family, entry, note="First")
    with pytest.raises(SupersededError):
        correct(either_database, catalogue, family, entry, note="Second")
    with pytest.raises(SupersededError):
        withdraw(either_database, family, entry)
    with either_database.reading(an_actor(family).viewer) as session:
        assert session.scalar(select(func.count()).select_from(Entry)) == 2


def test_what_is_withdrawn_stands_nowhere(either_database: Database) -> None:
    family = a_family(either_database)
    entry = an_entry_with_parts(either_database, family)
    withdraw(either_database, family, entry)
    with either_database.reading(an_actor(family).viewer) as session:
        assert queries.entries(session, family_id=family.id, limit=9) == []
        assert queries.rulers(session, family_id=family.id) == []
        assert queries.module_contributions(session, family_id=family.id) == []


def test_withdrawing_takes_few_statements(database: Database) -> None:
    family = a_family(database)
    entry = an_entry(database, family)
    with counted_statements(database) as sent:
        withdraw(database, family, entry)
    assert len(sent) == 5, sent


def test_an_action_that_may_not_be_seen_cannot_be_closed(database: Database) -> None:
    family, other = a_family(database), a_family(database)
    action = an_action(database, other)
    actor = an_actor(family)
    with pytest.raises(NotFoundError), database.writing(actor.viewer) as session:
        service.close_action(
            session, action_id=action, outcome="done", note="", actor=actor, now=NOW,
            family_id=family.id,
        )  # fmt: skip
