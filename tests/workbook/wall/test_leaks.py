"""The leak list: every way of reading a restricted row, on both engines."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from tests.workbook.wall.attacks import POSTGRESQL, SQLITE
from tests.workbook.wall.ways import CANARY, WAYS, dump
from tests.workbook.wall.worlds import BY, NOW, TODAY
from workbook.db import Database, ViewerSession
from workbook.entries.tables import Contribution, Entry, Voice
from workbook.families.tables import Family, FamilyMember, Household, Involvement, Person
from workbook.staff.tables import Team, Worker
from workbook.wall.viewer import Viewer, importer

# A perpetrator worker: may see five entries of one family, and nothing of the other.
ME = Viewer(worker_id="me", discipline="da_perpetrator_worker", team_id="t", today=TODAY)


def entry(
    entry_id: str, family: str, *, mark: str = "team", words: str = "plain"
) -> dict[str, Any]:
    return {
        "id": entry_id, "family_id": family, "recorded_at": NOW, "recorded_by": "other",
        "discipline": "mental_health_practitioner", "employer": "C", "mark": mark,
        "mark_persons": [], "occurred_at": NOW, "kind": "meeting", "note": words, "present": [],
        "children": [], "reveals": [], "affects": [], "replaces_id": None, "submit_key": entry_id,
    }  # fmt: skip


def rows() -> list[dict[str, Any]]:
    """Five that may be read, four of the same family that may not, and another family's."""
    seen = [entry(f"seen{n}", "mine") for n in range(5)]
    kept = [
        entry(name, "mine", mark=mark, words=f"{CANARY} {mark}")
        for name, mark in (
            ("hidden", "health_restricted"),
            ("hidden2", "survivor_protected"),
            ("hidden3", "legal_privileged"),
            ("hidden4", "police_restricted"),
        )
    ]
    return [*seen, *kept, *(entry(f"their{n}", "theirs", words=CANARY) for n in range(4))]


def part(one: dict[str, Any]) -> dict[str, Any]:
    named = ("family_id", "recorded_at", "recorded_by", "discipline", "employer", "mark",
             "mark_persons", "occurred_at")  # fmt: skip
    return {name: one[name] for name in named} | {"entry_id": one["id"]}


def fill(database: Database) -> None:
    with database.writing(importer(TODAY)) as session:
        add = lambda table, rows: session.execute(insert(table), rows)  # noqa: E731
        add(Team, [{"id": "t", "name": "T"}])
        add(Worker, [
            {"id": who, "name": who, "discipline": discipline, "employer": "C", "team_id": "t",
             "left_on": None}
            for who, discipline in (("me", ME.discipline), ("other", "mental_health_practitioner"))
        ])  # fmt: skip
        add(Family, [
            {"id": one, "reference": one, "name": name, "team_id": "t", "opened_on": TODAY,
             "closed_on": None, **BY} for one, name in (("mine", "Open"), ("theirs", CANARY))
        ])  # fmt: skip
        add(Person, [
            {"id": one, "name": name, **BY}
            for one, name in (("a", "Ann"), ("b", "Ben"), ("c", CANARY), ("hidden", CANARY))
        ])  # fmt: skip
        signed = {**BY, "discipline": "", "employer": "", "mark_persons": []}
        add(FamilyMember, [
            {"id": f"m{n}", "family_id": family, "person_id": person, "kind": "adult",
             "side": "both", "mark": mark, **signed}
            for n, (family, person, mark) in enumerate(
                (("mine", "a", "team"), ("mine", "b", "team"), ("theirs", "c", "team"),
                 ("mine", "hidden", "third_party")))
        ])  # fmt: skip
        add(Household, [
            {"id": "h", "family_id": "mine", "address": f"{CANARY} Road", "protected": True,
             "known_by": [], **BY}
        ])  # fmt: skip
        add(Involvement, [
            {"id": "i", "family_id": "mine", "worker_id": "me", "ends_on": None,
             "starts_on": TODAY - timedelta(days=9), "replaces_id": None, **BY}
        ])  # fmt: skip
        add(Entry, rows())
        add(Voice, [
            {**part(one), "id": "v" + one["id"], "person_id": "a", "words": one["note"],
             "voice": "observed", "how": "", "share_ok": "yes"} for one in rows()
        ])  # fmt: skip
        add(Contribution, [
            {**part(one), "id": "c" + one["id"], "module_key": "m", "module_version": 1,
             "section_key": one["note"], "subject_kind": "family", "subject_ids": [],
             "answers": {}} for one in rows()
        ])  # fmt: skip


@pytest.fixture
def filled(either_database: Database) -> Iterator[Database]:
    fill(either_database)
    return either_database


def what_came_out(session: ViewerSession, attempt: Callable[[ViewerSession], str]) -> str:
    """Return what an attempt brought out; a refusal brings out nothing."""
    try:
        return str(attempt(session))
    except Exception as refusal:  # noqa: BLE001 -- any refusal will do, if it says nothing
        return str(refusal) if CANARY in str(refusal) and "parameters" not in str(refusal) else ""
    finally:
        session.rollback()


def test_no_way_through_sqlalchemy_leads_to_a_restricted_row(filled: Database) -> None:
    leaks = []
    for name, attempt in WAYS.items():
        for opened in (filled.reading, filled.writing):
            with opened(ME) as session:
                if CANARY in what_came_out(session, attempt):
                    leaks.append(name)

    print(f"{len(WAYS)} ways tried on {filled.engines[0].dialect.name}, {len(leaks)} leaks")
    assert leaks == []


def test_no_string_of_sql_leads_to_a_restricted_row(filled: Database) -> None:
    engine = filled.engines[0].dialect.name
    attacks = SQLITE if engine == "sqlite" else POSTGRESQL
    leaks = []
    for attack in attacks:
        with filled.writing(ME) as session:
            if CANARY in what_came_out(session, lambda s, sql=attack: below_every_guard(s, sql)):
                leaks.append(attack)

    print(f"{len(attacks)} strings of SQL tried on {engine}, {len(leaks)} leaks")
    assert leaks == []
    assert still_whole(filled)


def below_every_guard(session: ViewerSession, sql: str) -> str:
    """Send SQL to the driver itself, as code that escaped every check would."""
    raw = session.connection().connection.driver_connection
    assert raw is not None
    cursor = raw.cursor()
    cursor.execute(sql)
    if cursor.description is None:
        return ""
    return dump([row for row in cursor.fetchall() if row])


def still_whole(database: Database) -> bool:
    """Tell whether everything is as it was, as those see it who may."""
    other = Viewer(
        worker_id="other", discipline="mental_health_practitioner", team_id="t", today=TODAY
    )
    with database.writing(importer(TODAY)) as session:
        session.execute(
            insert(Involvement),
            [
                {"id": f"late{family}", "family_id": family, "worker_id": "other",
                 "starts_on": TODAY, "ends_on": None, "replaces_id": None, **BY}
                for family in ("mine", "theirs")
            ],
        )  # fmt: skip
    with database.reading(other) as session:
        found = session.scalars(Entry.__table__.select().with_only_columns(Entry.note)).all()
    return sorted(found) == sorted(one["note"] for one in rows())


def test_a_session_cannot_change_who_looks(filled: Database) -> None:
    with filled.reading(ME) as session, pytest.raises(AttributeError):
        session.viewer = ME  # type: ignore[misc]


def test_there_are_enough_ways_on_the_list() -> None:
    assert len(WAYS) + len(SQLITE) >= 120
    assert len(WAYS) + len(POSTGRESQL) >= 120
