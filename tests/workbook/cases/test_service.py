"""A case comes in whole or not at all, once, and word for word."""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from modules.catalogue import Catalogue
from supervision.tables import DiscussionPart, FamilyDiscussion, SupervisionSession
from tests.builders.cases import (
    a_case,
    a_contribution,
    a_family,
    a_person,
    a_supervision,
    an_entry,
    rewrite,
    three_entries,
)
from workbook import audit
from workbook.cases.pieces import ENTRY, PERSON, WORKER
from workbook.cases.queries import id_in_record, ids_in_record
from workbook.cases.service import bring_in_folder
from workbook.db import Database, sqlite_path
from workbook.entries.tables import Action, Contribution, Entry, Score, Voice
from workbook.errors import BadRecordError
from workbook.families.tables import Family, FamilyMember, Person, Relationship, Withholding
from workbook.staff.tables import Worker
from workbook.wall.viewer import Viewer, importer

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def row_counts(url: str) -> dict[str, int]:
    """Count the rows of every table, past the wall."""
    with closing(sqlite3.connect(sqlite_path(url))) as connection:
        names = [
            row[0]
            for row in connection.execute("select name from sqlite_master where type = 'table'")
        ]
        return {
            name: connection.execute(f'select count(*) from "{name}"').fetchone()[0]  # noqa: S608
            for name in names
        }


def seen_by(database: Database, worker: str, statement: Any, *, reference: str = "T-1") -> Any:  # noqa: ANN401
    """Return what one worker of the case reads."""
    with database.reading(importer(TODAY)) as session:
        internal = id_in_record(session, reference=reference, name=worker, kind=WORKER)
        row = session.get_one(Worker, internal)
    viewer = Viewer(worker_id=row.id, discipline=row.discipline, team_id=row.team_id, today=TODAY)
    with database.reading(viewer) as session:
        return session.scalars(statement).all()


def names_of(database: Database, kind: str) -> dict[str, str]:
    with database.reading(importer(TODAY)) as session:
        return ids_in_record(session, reference="T-1", kind=kind)


def test_a_case_comes_in_and_its_social_worker_reads_it(
    either_database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    brought = bring_in_folder(either_database, a_case(tmp_path / "case"), catalogue, NOW)
    assert brought.added["entry"] == 3
    assert brought.added["person"] == 4
    family = seen_by(either_database, "sw", select(Family))[0]
    assert (family.id, family.reference, family.name) == (
        brought.family_id, "T-1", "Reed / Vane",
    )  # fmt: skip
    entries = names_of(either_database, ENTRY)
    first, second, third = seen_by(either_database, "sw", select(Entry).order_by(Entry.recorded_at))
    assert [first.id, second.id, third.id] == [entries["e1"], entries["e2"], entries["e3"]]
    assert second.replaces_id == first.id
    assert first.recorded_at == datetime(2026, 5, 4, 11, tzinfo=UTC)
    assert (first.discipline, first.employer) == ("social_worker", "Testing Council")


def test_what_was_brought_in_is_noted_on_the_chain_of_the_family(
    either_database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    brought = bring_in_folder(either_database, a_case(tmp_path / "case"), catalogue, NOW)
    with either_database.reading(importer(TODAY)) as session:
        opened = audit.openings(session, family_id=brought.family_id)
        assert [each.act for each in opened] == ["case_brought_in"]
        assert audit.first_break(session, chain=brought.family_id) is None


def test_nothing_is_kept_of_a_folder_with_one_mistake(
    database: Database, database_url: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    before = row_counts(database_url)
    folder = a_case(tmp_path / "case", entries=[*three_entries(), an_entry("e4", 7, kind="x")])
    with pytest.raises(BadRecordError) as refused:
        bring_in_folder(database, folder, catalogue, NOW)
    assert refused.value.problems[0].startswith("entries.jsonl line 4: ")
    assert row_counts(database_url) == before


def test_nothing_is_kept_when_the_last_row_fails(
    database: Database, database_url: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    bring_in_folder(database, a_case(tmp_path / "case"), catalogue, NOW)
    with closing(sqlite3.connect(sqlite_path(database_url))) as connection, connection:
        connection.execute("delete from imported")
    before = row_counts(database_url)
    with pytest.raises(BadRecordError, match="Nothing was brought in") as refused:
        bring_in_folder(database, tmp_path / "case", catalogue, NOW)
    assert "in the record already" in refused.value.problems[0]
    assert row_counts(database_url) == before


def test_a_folder_brought_in_twice_adds_nothing_to_any_table(
    database: Database, database_url: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = a_case(tmp_path / "case")
    first = bring_in_folder(database, folder, catalogue, NOW)
    before = row_counts(database_url)
    second = bring_in_folder(database, folder, catalogue, NOW)
    assert row_counts(database_url) == before
    assert (second.family_id, second.added) == (first.family_id, {})
    assert "Nothing was added" in second.words()


def test_a_folder_spaced_and_ordered_otherwise_is_the_same_folder(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = a_case(tmp_path / "case")
    bring_in_folder(database, folder, catalogue, NOW)
    entries = folder / "entries.jsonl"
    rewrite(entries, lambda text: "\n" + text.replace(", ", ",").replace("\n", "\r\n"))
    family = dict(reversed(a_family().items()))
    family["persons"].reverse()
    rewrite(a_case(tmp_path / "other", family=family) / "family.json", lambda text: text)
    (tmp_path / "other" / "family.json").replace(folder / "family.json")
    assert bring_in_folder(database, folder, catalogue, NOW).added == {}


def test_a_longer_folder_adds_only_what_is_new(
    database: Database, database_url: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = a_case(tmp_path / "case")
    bring_in_folder(database, folder, catalogue, NOW)
    before = Counter(row_counts(database_url))
    family = a_family()
    family["persons"].append(a_person("lee", "child", name="Lee Reed"))
    family["contact_details"].append(family["contact_details"][0] | {"value": "1"})
    later = an_entry("e4", 8, withdraws="e3", reason="Another family", note="")
    a_case(
        folder, family=family, entries=[*three_entries(), later],
        supervision=[a_supervision(), a_supervision("2026-06-20")],
    )  # fmt: skip
    brought = bring_in_folder(database, folder, catalogue, NOW)
    assert brought.added == {"contact_detail": 1, "entry": 1, "person": 1, "supervision": 1}
    added = Counter(row_counts(database_url)) - before
    assert added == {
        "person__t": 1, "family_member__t": 1, "contact_detail__t": 1, "sealed_fact__t": 1,
        "entry__t": 1,
        "entry_succession__t": 1,
        "supervision_session": 1, "family_discussion__t": 1, "discussion_part__t": 1,
        "discussion_sign_off__t": 1, "action__t": 1, "imported": 4, "audit_event__t": 1,
    }  # fmt: skip
    entries = names_of(database, ENTRY)
    withdrawal = seen_by(database, "sw", select(Entry).where(Entry.id == entries["e4"]))[0]
    assert (withdrawal.replaces_id, withdrawal.withdraws) == (entries["e3"], True)


def test_a_line_that_was_changed_afterwards_is_refused_with_its_place(
    database: Database, database_url: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = a_case(tmp_path / "case")
    bring_in_folder(database, folder, catalogue, NOW)
    before = row_counts(database_url)
    rewrite(folder / "entries.jsonl", lambda text: text.replace("Note of e3", "Another note"))
    rewrite(folder / "family.json", lambda text: text.replace("Calm mornings", "Quiet mornings"))
    with pytest.raises(BadRecordError) as refused:
        bring_in_folder(database, folder, catalogue, NOW)
    goal, entry = refused.value.problems
    assert goal.startswith("family.json line ")
    assert "this change goal differs from what was brought in" in goal
    assert entry.startswith("entries.jsonl line 3: this entry differs from what was brought in")
    assert row_counts(database_url) == before


HOSTILE = [
    "'; drop table entry; --", "<script>alert(1)</script>", "{{ 7*7 }}{% raw %}", "%s %(x)s ${x}",
    "line\u2028separator\u2029and\x85next\x0b\x0c", "\u202eright to left\u202c", "a\u0301\u00e1",
    "\ufeffmark", "😀🏽\u200d👧", "tab\tand\r\nline", "\\\\server\\share", "=1+1", '"quoted"', " ",
]  # fmt: skip


def test_words_are_kept_letter_for_letter(
    either_database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    entries = [an_entry(f"e{n}", n + 1, note=text) for n, text in enumerate(HOSTILE)]
    voice = {"person": "kim", "voice": "observed", "how": "", "share_ok": "no"}
    for entry, text in zip(entries, HOSTILE, strict=True):
        entry["voices"] = [voice | {"text": text}]
        entry["contributions"] = [a_contribution(answers={"child_voice": text})]
    bring_in_folder(either_database, a_case(tmp_path / "case", entries=entries), catalogue, NOW)
    for table, word in ((Entry, Entry.note), (Voice, Voice.words)):
        assert seen_by(either_database, "sw", select(word).order_by(table.occurred_at)) == HOSTILE
    answers = seen_by(
        either_database, "sw", select(Contribution.answers).order_by(Contribution.occurred_at)
    )
    assert [each["child_voice"] for each in answers] == HOSTILE


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_any_words_at_all_are_kept(
    database: Database, catalogue: Catalogue, tmp_path: Path, words: str
) -> None:
    reference = f"H-{abs(hash(words)) % 10**12}"
    family = a_family(reference=reference)
    folder = a_case(tmp_path / "case", family=family, entries=[an_entry("e1", note=words)])
    bring_in_folder(database, folder, catalogue, NOW)
    with database.reading(importer(TODAY)) as session:
        entry = id_in_record(session, reference=reference, name="e1", kind=ENTRY)
    notes = seen_by(
        database, "sw", select(Entry.note).where(Entry.id == entry), reference=reference
    )
    assert notes == [words]


def test_what_is_part_of_an_entry_takes_its_mark_and_its_author(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    first, second, third = three_entries()
    first["mark"] = second["mark"] = {"kind": "survivor_protected", "persons": ["bob"]}
    folder = a_case(tmp_path / "case", entries=[first, second, third])
    bring_in_folder(database, folder, catalogue, NOW)
    bob = names_of(database, PERSON)["bob"]
    for table in (Voice, Score, Contribution):
        for row in seen_by(database, "sw", select(table)):
            assert (row.mark, row.mark_persons) == ("survivor_protected", [bob])
            assert row.discipline == "social_worker"
    contribution = seen_by(database, "sw", select(Contribution))[0]
    assert contribution.share_ok == "yes_with_changes"
    assert contribution.module_version == catalogue.newest("children").version


def test_people_in_answers_go_by_the_ids_of_the_record(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    closeness = [{"person": "eve", "closeness": 8}, {"person": "a neighbour", "closeness": 3}]
    answers = {"siblings_friends_safe_adults": closeness}
    entry = an_entry("e1")
    entry["contributions"] = [a_contribution(section="relationships", answers=answers)]
    bring_in_folder(database, a_case(tmp_path / "case", entries=[entry]), catalogue, NOW)
    persons = names_of(database, PERSON)
    kept = seen_by(database, "sw", select(Contribution))[0]
    assert kept.subject_ids == [persons["kim"]]
    assert [row["person"] for row in kept.answers["siblings_friends_safe_adults"]] == [
        persons["eve"], "a neighbour",
    ]  # fmt: skip


def test_columns_of_the_folders_own_that_name_people_go_by_the_ids_of_the_record(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    steps = [{"action": "eve", "by_whom": "sw", "by_when": "2026-06-01", "for_child": "kim"}]
    entry = an_entry("e1")
    entry["contributions"] = [a_contribution(answers={"next_steps": steps})]
    bring_in_folder(database, a_case(tmp_path / "case", entries=[entry]), catalogue, NOW)
    persons, workers = names_of(database, PERSON), names_of(database, WORKER)
    assert seen_by(database, "sw", select(Contribution.answers))[0]["next_steps"] == [
        {
            "action": "eve",
            "by_whom": workers["sw"],
            "by_when": "2026-06-01",
            "for_child": persons["kim"],
        }
    ]


def test_a_tie_that_protects_is_kept_from_the_person_using_abuse(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    bring_in_folder(database, a_case(tmp_path / "case"), catalogue, NOW)
    bob = names_of(database, PERSON)["bob"]
    tie = seen_by(database, "sw", select(Relationship).where(Relationship.kind == "abuse_towards"))
    assert [(each.mark, each.mark_persons) for each in tie] == [("survivor_protected", [bob])]


def test_a_person_known_only_by_kept_ties_is_kept_as_they_are(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    family = a_family()
    family["persons"] += [
        a_person("fay", "network_member"),
        a_person("ivy", "network_member"),
        a_person("una", "network_member"),
    ]
    family["relationships"].append(
        {"a": "fay", "b": "kim", "kind": "friend_of", "mark": "child_private"}
    )
    call = an_entry("e1", mark={"kind": "third_party", "persons": ["ivy"]}, reveals=["ivy"])
    folder = a_case(tmp_path / "case", family=family, entries=[call])
    bring_in_folder(database, folder, catalogue, NOW)
    persons = names_of(database, PERSON)
    members = {each.person_id: each for each in seen_by(database, "sw", select(FamilyMember))}
    marks = {
        name: (members[persons[name]].mark, members[persons[name]].mark_persons)
        for name in ("fay", "ivy", "una", "eve", "bob")
    }
    assert marks == {
        "fay": ("child_private", [persons["kim"]]),
        "ivy": ("third_party", [persons["ivy"]]),
        "una": ("team", []),
        "eve": ("team", []),
        "bob": ("team", []),
    }


def test_the_whole_record_can_be_kept_from_somebody(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    bring_in_folder(database, a_case(tmp_path / "case"), catalogue, NOW)
    kept = seen_by(database, "sw", select(Withholding))[0]
    assert kept.whole_record is True
    assert kept.from_persons == [names_of(database, PERSON)["bob"]]


def test_supervision_keeps_each_part_under_its_own_layer(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    bring_in_folder(database, a_case(tmp_path / "case"), catalogue, NOW)
    kim, workers = names_of(database, PERSON)["kim"], names_of(database, WORKER)
    part = seen_by(database, "sw", select(DiscussionPart))[0]
    assert (part.mark, part.worker_id) == ("survivor_protected", workers["sw"])
    assert part.ratings == {kim: {"risk": "low", "safety": 7}}
    talk = seen_by(database, "sw", select(FamilyDiscussion))[0]
    assert talk.attendance == {workers["tm"]: "present", workers["sw"]: "present"}
    action = seen_by(database, "sw", select(Action).where(Action.discussion_id == talk.id))[0]
    assert (action.child_id, action.owner_id, action.owner_is_worker) == (kim, workers["sw"], True)


def test_two_families_of_a_team_share_the_session_of_the_day(
    database: Database, database_url: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    bring_in_folder(database, a_case(tmp_path / "case"), catalogue, NOW)
    other = a_case(tmp_path / "other", family=a_family(reference="T-2"))
    bring_in_folder(database, other, catalogue, NOW)
    with database.reading(importer(TODAY)) as session:
        assert len(session.scalars(select(SupervisionSession)).all()) == 1
        assert len(session.scalars(select(Worker)).all()) == 2
    assert row_counts(database_url)["family_discussion__t"] == 2


def test_the_importer_reads_no_family(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    bring_in_folder(database, a_case(tmp_path / "case"), catalogue, NOW)
    with database.reading(importer(TODAY)) as session:
        for table in (Family, Person, Entry, Voice, FamilyMember):
            assert session.scalars(select(table)).all() == []
