"""Destroying a record: all of it and nothing else, only after every step, on both engines."""

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from tests.builders import retention
from tests.builders.entries import a_draft, an_action, an_entry, an_entry_with_parts
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family, a_team
from tests.builders.retention import LATE, SCHEDULE
from workbook import audit
from workbook.db import Base, Database, new_id
from workbook.errors import NotAllowedError
from workbook.families.tables import FamilyMember
from workbook.owner import as_owner
from workbook.retention.destroying import destroy_drafts, destroy_due, export_record
from workbook.retention.working_out import work_out
from workbook.wall.reading import READ
from workbook.wall.records import NEVER
from workbook.wall.viewer import IMPORTER, importer, sealer


@pytest.fixture
def closed(either_database: Database) -> BuiltFamily:
    family = a_family(either_database)
    an_entry_with_parts(either_database, family)
    first = an_entry(either_database, family, days_ago=3)
    an_entry(either_database, family, days_ago=2, replaces_id=first)
    an_action(either_database, family)
    a_draft(either_database, family)
    retention.close(either_database, family)
    return family


def rows(url: str, family: BuiltFamily) -> dict[str, int]:
    """Count what is left of a family in every table."""
    people = [family.survivor, family.other, family.child]
    with as_owner(url) as owner:
        counts = {}
        for table in Base.metadata.sorted_tables:
            known = owner.table(table.name)
            if table.name in ("family", "person"):
                where = known.c.id.in_([family.id, *people])
            elif "family_id" in known.c:
                where = known.c.family_id == family.id
            else:
                continue
            counts[table.name] = len(owner.execute(select(known.c.id).where(where)).all())
    return {name: count for name, count in counts.items() if count}


def destroy(url: str) -> list[str]:
    return [one.why for one in destroy_due(url, SCHEDULE, council="Testing", now=LATE)]


def test_a_record_goes_whole_and_leaves_only_proof(
    either_database: Database, either_url: str, closed: BuiltFamily
) -> None:
    other = a_family(either_database, name="Others")
    before, others = rows(either_url, closed), rows(either_url, other)
    retention.approved(either_database, either_url, closed)

    assert destroy(either_url) == [""]

    assert set(rows(either_url, closed)) == {
        "destruction_order", "destruction_export", "destruction_decision",
        "destruction_certificate",
    }  # fmt: skip
    assert {**rows(either_url, other), "retention_date": 0} == {**others, "retention_date": 0}
    assert before["entry"] == 3
    with as_owner(either_url) as owner:
        proof = owner.execute(select(owner.table("destruction_certificate"))).one()
    assert proof.counts["entry"] == 3
    assert set(proof.hashes) == set(proof.counts)
    assert closed.reference in proof.content
    assert "35 days" in proof.content
    assert "Kim" not in proof.content


def test_the_log_stays_whole_and_names_what_went(
    either_database: Database, either_url: str, closed: BuiltFamily
) -> None:
    retention.approved(either_database, either_url, closed)

    destroy(either_url)

    with either_database.reading(sealer(TODAY)) as session:
        assert audit.first_break(session, chain=closed.id) is None
    with as_owner(either_url) as owner:
        log = owner.table("audit_event")
        found = owner.execute(select(log).where(log.c.chain == closed.id, log.c.act == "destroyed"))
        detail = found.one().detail
    assert detail["schedule"] == f"{SCHEDULE.name} looked_after" or "child" in detail["schedule"]
    gone = {**detail["others"], **detail["content"]}
    assert len(gone["entry"]) == detail["counts"]["entry"] == 3
    assert "A visit" not in json.dumps(detail)


def test_somebody_who_is_in_another_family_stays(
    either_database: Database, either_url: str, closed: BuiltFamily
) -> None:
    other = a_family(either_database, name="Others")
    signed = {"recorded_at": NOW, "recorded_by": IMPORTER, "discipline": "", "employer": ""}
    row = {"id": new_id(), "family_id": other.id, "person_id": closed.survivor, "kind": "adult",
           "side": "both", "mark": "team", "mark_persons": [], **signed}  # fmt: skip
    with either_database.writing(importer(TODAY)) as session:
        session.execute(insert(FamilyMember), [row])
    retention.approved(either_database, either_url, closed)

    assert destroy(either_url) == [""]

    with as_owner(either_url) as owner:
        person = owner.table("person")
        people = [closed.survivor, closed.other, closed.child]
        found = owner.execute(select(person.c.id).where(person.c.id.in_(people)))
        assert [row.id for row in found] == [closed.survivor]


@pytest.mark.parametrize("missing", ["order", "export", "approval", "refused"])
def test_nothing_goes_before_every_step_was_taken(
    either_database: Database, either_url: str, closed: BuiltFamily, missing: str
) -> None:
    if missing != "order":
        retention.put_forward(either_database, either_url, closed)
    if missing in ("approval", "refused"):
        export_record(either_url, closed.reference, now=LATE)
    if missing in ("export", "refused"):
        retention.decide(either_database, either_url, closed, approved=missing != "refused")
    before = rows(either_url, closed)

    assert destroy(either_url) in ([], ["changed"])
    assert before.items() <= (rows(either_url, closed) | before).items()
    assert rows(either_url, closed)["entry"] == 3


def test_what_changed_since_is_not_destroyed(
    either_database: Database, either_url: str, closed: BuiltFamily
) -> None:
    retention.approved(either_database, either_url, closed)
    an_entry(either_database, closed)

    assert destroy(either_url) == ["changed"]
    assert destroy(either_url) == []
    assert refusals(either_url) == []


def test_a_family_that_came_back_is_not_destroyed(
    either_database: Database, either_url: str, closed: BuiltFamily
) -> None:
    retention.approved(either_database, either_url, closed)
    with as_owner(either_url) as owner:
        closing = owner.table("closing")
        was = owner.execute(select(closing)).mappings().one()
        again = {**was, "id": new_id(), "kind": "opened", "replaces_id": was["id"]}
        owner.execute(insert(closing).values(again))

    assert destroy(either_url) == ["open"]
    assert refusals(either_url) == []


@pytest.mark.parametrize("covers", ["family", "person", "everything"])
def test_a_hold_keeps_a_record_until_two_people_lift_it(
    either_database: Database, either_url: str, closed: BuiltFamily, covers: str
) -> None:
    retention.approved(either_database, either_url, closed)
    what: dict[str, Any] = {"covers": covers}
    if covers == "person":
        what["person_id"] = closed.child
    if covers == "everything":
        what |= {"family_id": None, "team_id": ""}
    retention.hold(either_database, closed, **what)

    assert destroy(either_url) == ["held"]
    assert refusals(either_url) == []

    if covers == "everything":
        with pytest.raises(NotAllowedError):
            retention.lift(either_database, either_url, closed)
        return
    retention.lift(either_database, either_url, closed)
    assert destroy(either_url) == [""]


def test_nobody_approves_what_they_put_forward(
    either_database: Database, either_url: str, closed: BuiltFamily
) -> None:
    retention.put_forward(either_database, either_url, closed)
    export_record(either_url, closed.reference, now=LATE)

    with pytest.raises(NotAllowedError):
        retention.decide(either_database, either_url, closed, by="team_manager")

    order = retention.order(either_url, closed)
    who = retention.as_worker(closed, "team_manager")
    row = {"id": new_id(), "recorded_at": NOW, "recorded_by": who.id, "family_id": closed.id,
           "team_id": closed.team_id, "order_id": order.id, "approved": True, "reason": "",
           "ask_again_on": None}  # fmt: skip
    with pytest.raises(SQLAlchemyError), either_database.writing(who.viewer) as session:
        session.execute(insert(Base.metadata.tables["destruction_decision"]), [row])
    # Even a row that the owner of the database puts in lets nothing go.
    with as_owner(either_url) as owner:
        owner.execute(insert(owner.table("destruction_decision")).values(row))
    assert refusals(either_url) == []


def refusals(url: str) -> list[str]:
    """Try to delete and to change every kind of row as the owner; name what was let through."""
    let = []
    with suppress(LookupError), as_owner(url) as owner:
        for name in sorted(READ):
            table = owner.table(name)
            for act in (delete(table), update(table).values(recorded_by="x")):
                with suppress(DatabaseError), owner.connection.begin_nested():
                    if owner.connection.execute(act).rowcount:
                        let.append(f"{name} {type(act).__name__}")
        raise LookupError("undone, so that nothing is left changed")
    return let


@pytest.mark.usefixtures("closed")
def test_the_owner_deletes_nothing_without_an_order(either_url: str) -> None:
    work_out(either_url, SCHEDULE, now=LATE)

    assert refusals(either_url) == []


def test_an_order_lets_one_family_go_and_no_other_and_never_its_proof(
    either_database: Database, either_url: str, closed: BuiltFamily
) -> None:
    other = a_family(either_database, name="Others")
    an_entry(either_database, other)
    retention.approved(either_database, either_url, closed)

    with as_owner(either_url) as owner:
        for name in ("entry", "involvement", "legal_stage"):
            table = owner.table(name)
            with pytest.raises(DatabaseError), owner.connection.begin_nested():
                owner.execute(delete(table).where(table.c.family_id == other.id))
        for name in NEVER - {"audit_checkpoint", "destruction_lapse", "destruction_certificate"}:
            with pytest.raises(DatabaseError), owner.connection.begin_nested():
                owner.execute(delete(owner.table(name)))


def test_the_service_deletes_nothing_even_with_an_order(
    either_database: Database, either_url: str, closed: BuiltFamily
) -> None:
    retention.approved(either_database, either_url, closed)
    name = "entry__t" if either_url.startswith("sqlite") else "entry"

    for sql in (f"delete from {name}", f"update {name} set note = ''", "delete from draft"):  # noqa: S608
        who = retention.as_worker(closed, "team_manager")
        with either_database.writing(who.viewer) as session:
            raw = session.connection().connection.driver_connection
            assert raw is not None
            with pytest.raises(Exception, match=r"(?i)authoriz|denied|prohibited|a view"):
                raw.cursor().execute(sql)
            session.rollback()

    assert rows(either_url, closed)["entry"] == 3


def test_forms_put_aside_and_never_shared_go_after_thirty_days(
    either_database: Database, either_url: str, closed: BuiltFamily
) -> None:
    old = a_draft(either_database, closed, saved_at=NOW - timedelta(days=31))
    held = a_family(either_database, name="Held")
    kept = a_draft(either_database, held, saved_at=NOW - timedelta(days=31))
    retention.hold(either_database, held)

    assert destroy_drafts(either_url, SCHEDULE, now=NOW) == 1

    with as_owner(either_url) as owner:
        left = {row.id for row in owner.execute(select(owner.table("draft").c.id))}
    assert old not in left
    assert kept in left
    assert len(left) == 2


def test_the_export_holds_every_word_in_an_open_format(
    either_url: str, closed: BuiltFamily
) -> None:
    made = export_record(either_url, closed.reference, now=NOW)

    read = json.loads(made.content)
    assert {one["note"] for one in read["tables"]["entry"]} == {"A visit."}
    assert {one["name"] for one in read["people"]} == {"Ann Reed", "Bob Vane", "Kim Reed"}
    assert [one["act"] for one in read["log"]] == []
    assert not made.for_order


def test_working_out_twice_says_nothing_new(either_database: Database, either_url: str) -> None:
    team = a_team(either_database)
    first, second = a_family(either_database, team), a_family(either_database, team)
    retention.close(either_database, second)

    found = work_out(either_url, SCHEDULE, now=NOW)
    again = work_out(either_url, SCHEDULE, now=NOW)

    assert (found.states, found.changed) == ({"keep": 1, "open": 1}, 2)
    assert again.changed == 0
    assert retention.kept(either_url, first).state == "open"
