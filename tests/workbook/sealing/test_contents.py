"""Each row of the record is what was recorded, was destroyed as noted, or shows."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from click.testing import CliRunner
from sqlalchemy import Connection, func, insert, select, table, text
from sqlalchemy import create_engine as plain_engine
from sqlalchemy.exc import DBAPIError

from modules.catalogue import Catalogue
from tests.builders.entries import entry_row
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.workbook.sealing.worlds import EXPERT
from workbook import audit
from workbook.cli import cli
from workbook.db import Database, new_id
from workbook.demo.council import make_council
from workbook.entries.tables import Entry
from workbook.installation import install, settings_for_alembic, take_down_wall
from workbook.salting import content_of
from workbook.sealing.contents import check_contents, content_lines, owners_contents
from workbook.sealing.service import export_lines, load_key, seal
from workbook.sealing.words import WordsJudge, words_said
from workbook.wall.reading import READ
from workbook.wall.viewer import Viewer, importer

OF_A_FAMILY = (
    "family", "person", "family_member", "involvement", "legal_stage", "withholding", "change_goal",
)  # fmt: skip
BASE = {"sqlite": "__t", "postgresql": ""}


def saved(database: Database, family: BuiltFamily, *, noted: bool = True, **given: object) -> str:
    """Save an entry as its author, and note it; or leave the noting to the session."""
    row = entry_row(family, **given)
    viewer = Viewer(
        worker_id=row["recorded_by"], discipline=row["discipline"], team_id=family.team_id,
        today=TODAY,
    )  # fmt: skip
    with database.writing(viewer) as session:
        session.execute(insert(Entry), [row])
        if noted:
            act = audit.Act(
                chain=family.id, act="entry_recorded", worker_id=viewer.worker_id,
                discipline=viewer.discipline, object_id=row["id"],
            )  # fmt: skip
            audit.note(session, act, now=NOW)
    return str(row["id"])


def as_owner(url: str, *statements: str) -> None:
    """Run statements as somebody who owns the database, and leave its guards as they were."""
    owner = plain_engine(url)
    with owner.begin() as connection:
        guards = guards_of(connection)
        for drop in guards:
            connection.exec_driver_sql(drop)
        for statement in statements:
            connection.execute(text(statement.replace("__t", BASE[owner.dialect.name])))
        for guard in guards.values():
            connection.exec_driver_sql(guard)
    owner.dispose()


def guards_of(connection: Connection) -> dict[str, str]:
    """Return what takes each trigger down that keeps even the owner from rewriting rows, and up."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("select name, sql from sqlite_master where type='trigger'"))
        return {f"drop trigger {row.name}": row.sql for row in found}
    found = connection.execute(
        text(
            "select tgname, tgrelid::regclass as kept, pg_get_triggerdef(oid) as sql"
            " from pg_trigger where not tgisinternal"
        )
    )
    return {f"drop trigger {row.tgname} on {row.kept}": row.sql for row in found}


def destroy(database: Database, family: BuiltFamily, **rows: list[str]) -> None:
    """Note that rows of these tables were destroyed."""
    act = audit.Act(
        chain=family.id, act=audit.DESTROYED, worker_id="importer", discipline="importer",
        detail={"schedule": "child in need, 18 plus 3", audit.CONTENT_KEY: rows},
    )  # fmt: skip
    with database.writing(importer(TODAY)) as session:
        audit.note(session, act, now=NOW)


def test_the_made_up_council_is_as_it_was_recorded(
    database: Database, database_url: str, catalogue: Catalogue
) -> None:
    make_council(database, catalogue=catalogue, now=NOW)
    report = check_contents(database_url)

    assert report.first_bad is None
    assert report.rows > 1000
    print(f"\n{report.rows:,} rows of the made-up council are what was recorded")


@pytest.mark.parametrize("noted", [True, False])
def test_what_a_worker_saves_is_held_to_with_and_without_an_act_of_its_own(
    either_database: Database, either_url: str, *, noted: bool
) -> None:
    family = a_family(either_database, noted=True)
    before = check_contents(either_url)
    saved(either_database, family, noted=noted, note="Ann said ‘no’. \U0001f9f8")

    report = check_contents(either_url)

    assert (before.first_bad, report.first_bad) == (None, None)
    assert report.rows == before.rows + 1


CHANGES = {
    "update entry__t set note = 'He said yes.'": "changed since it was recorded",
    "update entry__t set mark = 'family_shared'": "changed since it was recorded",
    "update entry__t set salt = '00'": "changed since it was recorded",
    "update entry__t set recorded_by = 'somebody'": "changed since it was recorded",
    "update person__t set name = 'Kim Vane' where name = 'Kim Reed'": "changed since",
    "delete from entry__t": "is not there",
    "update entry__t set id = 'f0'": "nobody recorded it",
    "update entry__t set salt = 'zz'": "something cannot be read",
    "insert into person__t (id, name, known_as, identity, recorded_at, recorded_by, salt) select"
    " 'f0', name, '', '', recorded_at, recorded_by, salt from person__t limit 1": "nobody recorded",
}  # fmt: skip


@pytest.mark.parametrize("statement", list(CHANGES))
def test_what_is_changed_under_the_wall_is_said_with_its_place(
    either_database: Database, either_url: str, statement: str
) -> None:
    saved(either_database, a_family(either_database, noted=True))
    as_owner(either_url, statement)

    report = check_contents(either_url)

    assert CHANGES[statement] in str(report.first_bad)
    assert words_said(report)[-1].startswith("NOT WHOLE")


def test_a_rewriting_owner_leaves_every_guard_as_it_was(
    either_database: Database, either_url: str
) -> None:
    saved(either_database, a_family(either_database, noted=True))
    owner = plain_engine(either_url)
    with owner.connect() as connection:
        before = guards_of(connection)
    as_owner(either_url, "update entry__t set note = 'x'")
    with owner.connect() as connection:
        after = guards_of(connection)
    wrong = f"update {'entry' + BASE[owner.dialect.name]} set note = 'y'"  # noqa: S608
    with owner.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(wrong))
    owner.dispose()

    print(f"{owner.dialect.name}: {len(before)} guards, {len(after)} of them after a rewriting")
    assert before == after
    assert len(before) >= 3 * len(READ)


def test_the_rows_are_read_a_few_at_a_time(either_database: Database, either_url: str) -> None:
    family = a_family(either_database, noted=True)
    for _ in range(3):
        saved(either_database, family)
    with owners_contents(either_url) as contents:
        judge = WordsJudge()
        reading = contents.rows(family.id, judge)
        next(reading)
        opened = 0
        if not either_url.startswith("sqlite"):
            asked = select(func.count()).select_from(table("pg_cursors"))
            opened = contents.connection.scalar(asked)
        rest = sum(1 for _ in reading)

    assert opened == (0 if either_url.startswith("sqlite") else 1)
    assert rest > 3


def test_a_lawful_destruction_is_told_from_a_loss(database: Database, database_url: str) -> None:
    family = a_family(database, noted=True)
    kept, gone = saved(database, family), saved(database, family)
    destroy(database, family, entry=[gone])
    as_owner(database_url, f"delete from entry__t where id = '{gone}'")  # noqa: S608
    lawful = check_contents(database_url)
    as_owner(database_url, f"delete from entry__t where id = '{kept}'")  # noqa: S608

    assert lawful.first_bad is None
    assert "1 destroyed under child in need, 18 plus 3" in words_said(lawful)
    assert "is not there" in str(check_contents(database_url).first_bad)


def test_what_is_said_to_be_destroyed_must_be_gone_and_have_been_there(
    database: Database, database_url: str
) -> None:
    family = a_family(database, noted=True)
    destroy(database, family, entry=[saved(database, family)])
    still_there = check_contents(database_url).first_bad
    destroy(database, family, entry=[new_id()])

    assert "it was destroyed and is there" in str(still_there)
    assert "which was not there" in str(check_contents(database_url).first_bad)


def test_a_second_act_cannot_put_new_words_in_the_place_of_old_ones(
    database: Database, database_url: str
) -> None:
    family = a_family(database, noted=True)
    entry_id = saved(database, family)
    act = audit.Act(
        chain=family.id, act="entry_recorded", worker_id="importer", discipline="importer",
        detail={audit.CONTENT_KEY: {"entry": {entry_id: "0" * 64}}},
    )  # fmt: skip
    with database.writing(importer(TODAY)) as session:
        audit.note(session, act, now=NOW)

    assert "says anew what was recorded" in str(check_contents(database_url).first_bad)


def test_the_expert_judges_the_rows_of_one_family_or_of_all(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    key = load_key(tmp_path)
    families = [a_family(database, noted=True) for _ in range(2)]
    for family in families:
        saved(database, family)
    seal(database, key, NOW)

    def judged(reference: str = "") -> str:
        with closing(export_lines(database, today=TODAY)) as log:
            lines = [*log, *content_lines(database_url, reference=reference)]
        try:
            return str(EXPERT["check"](lines, key.public_key(), []).kept)
        except EXPERT["NotWholeError"] as error:
            return str(error)

    clean = judged(), judged(families[0].reference)
    as_owner(database_url, f"delete from entry__t where family_id = '{families[1].id}'")  # noqa: S608
    lost = judged(), judged(families[0].reference)
    as_owner(database_url, "update entry__t set note = 'x'")

    assert int(clean[0]) == 2 * int(clean[1]) > 20
    assert lost[0].startswith("recorded and not there: [('entry'")
    assert lost[1] == clean[1]
    assert judged(families[0].reference).endswith("was changed")


def test_a_column_that_comes_later_changes_no_hash() -> None:
    table = Entry.__table__
    row = {"id": "a", "note": "x", "withdraws": False, "headline": "", "replaces_id": None}

    assert content_of(table, row) == content_of(table, {"id": "a", "note": "x"})
    assert content_of(table, row)["row"] == {"id": "a", "note": "x"}
    assert content_of(table, row | {"withdraws": 1})["row"]["withdraws"] is True


def test_the_command_judges_the_words_and_ends_with_one_at_the_first_that_differ(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", database_url)
    monkeypatch.setenv("WORKBOOK_AUDIT_KEY", str(tmp_path / "key"))
    key = load_key(tmp_path / "key")
    family = a_family(database, noted=True)
    saved(database, family)
    seal(database, key, NOW)
    run = CliRunner().invoke
    whole = run(cli, ["audit", "verify", "--content"])
    lines = run(cli, ["audit", "content", "--family", family.reference]).output.splitlines()
    as_owner(database_url, "update entry__t set note = 'x'")
    log_alone, bad = run(cli, ["audit", "verify"]), run(cli, ["audit", "verify", "--content"])

    assert (whole.exit_code, log_alone.exit_code, bad.exit_code) == (0, 0, 1)
    assert "changed since it was recorded" in bad.output
    assert "The words are those that were recorded." in whole.output
    assert json.loads(lines[0]) == {"kind": "content_of", "chain": family.id}
    assert run(cli, ["audit", "content", "--family", "none"]).exit_code == 1


def test_rows_from_before_there_were_salts_are_held_to_from_the_migration_on(
    either_database: Database, either_url: str
) -> None:
    families = [a_family(either_database) for _ in range(2)]
    either_database.close()
    unsalted = (f"update {name}__t set salt = ''" for name in OF_A_FAMILY)  # noqa: S608
    as_owner(either_url, *unsalted)
    before = check_contents(either_url)
    take_down_wall(either_url)
    command.downgrade(settings_for_alembic(either_url), "0012_salts")
    install(either_url)
    after = check_contents(either_url)
    as_owner(either_url, f"update family__t set name = 'x' where id = '{families[1].id}'")  # noqa: S608

    assert "nobody recorded it" in str(before.first_bad)
    assert (after.first_bad, after.rows > 20) == (None, True)
    assert "changed since" in str(check_contents(either_url).first_bad)
