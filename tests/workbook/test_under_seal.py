"""What was brought in before there were seals goes under seal, and the file keeps no copy of it."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from click.testing import CliRunner
from sqlalchemy import insert, select

from exports.gatekeeper.queries import seen
from modules.catalogue import Catalogue
from tests.builders import cases
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.workbook.sealing.worlds import EXPERT
from workbook import audit
from workbook.cases.files import read_folder
from workbook.cases.pieces import pieces_of
from workbook.cases.service import bring_in_folder
from workbook.cases.tables import Imported
from workbook.cli import cli
from workbook.db import Database, new_id, sqlite_path
from workbook.encryption import Keyring
from workbook.families.tables import ContactDetail, Household, HouseholdMember
from workbook.installation import settings_for_alembic, take_down_wall
from workbook.owner import as_owner
from workbook.sealing.contents import check_contents, content_lines
from workbook.sealing.service import export_lines, load_key, seal
from workbook.under_seal import move_under_seal, plain_left
from workbook.wall.viewer import IMPORTER, gatekeeper, importer

HOMES, NUMBERS, FAMILIES = 100, 100, 5
OLD = "0022_sitting"


def brought_in_plain(database: Database) -> tuple[list[BuiltFamily], list[str]]:
    """Bring in families as they were brought in before there were seals; return every value."""
    families = [a_family(database, noted=True) for _ in range(FAMILIES)]
    values = []
    for number, family in enumerate(families):
        own = {"family_id": family.id, "recorded_at": NOW, "recorded_by": IMPORTER}
        homes, residents, contacts = [], [], []
        for n in range(HOMES // FAMILIES):
            address, figures = f"{n} Canary Row {number}, QX1 2AB", f"0163296{number}{n:03d}"
            values += [address, figures]
            home = own | {"id": new_id(), "address": address, "protected": True}
            homes.append(home | {"known_by": [family.survivor]})
            residents.append(own | {
                "id": new_id(), "household_id": home["id"], "person_id": family.survivor,
                "starts_on": None, "ends_on": None, "protected": True,
            })  # fmt: skip
            contacts.append(own | {
                "id": new_id(), "person_id": family.survivor, "channel": "mobile",
                "value": figures, "safe": True, "sealed": True,
            })  # fmt: skip
        homes.append(own | {"id": new_id(), "address": "1 Open Road", "protected": False,
                            "known_by": []})  # fmt: skip
        with database.writing(importer(TODAY)) as session:
            session.execute(insert(Household), homes)
            session.execute(insert(HouseholdMember), residents)
            session.execute(insert(ContactDetail), contacts)
            act = audit.Act(
                chain=family.id, act="case_brought_in", worker_id=IMPORTER, discipline=IMPORTER
            )
            audit.note(session, act, now=NOW)
    return families, values


def as_it_was(url: str) -> None:
    """Take the database back to before there were seals."""
    take_down_wall(url)
    command.downgrade(settings_for_alembic(url), OLD)


def files_of(url: str) -> Iterator[bytes]:
    """Yield the bytes of every file that keeps this database's tables, not its log of writes."""
    if url.startswith("sqlite"):
        path = sqlite_path(url)
        yield from (one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
        return
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("checkpoint")
        place = Path(connection.scalar(sa.text("show data_directory")))
        number = connection.scalar(
            sa.text("select oid from pg_database where datname = current_database()")
        )
    engine.dispose()
    yield from (
        one.read_bytes() for one in (place / "base" / str(number)).iterdir() if one.is_file()
    )


def in_plain(url: str, values: Sequence[str]) -> int:
    kept = b"\0".join(files_of(url))
    return sum(value.encode() in kept for value in values)


def gate_of(database: Database, family: BuiltFamily) -> list[str]:
    """Return the sealed facts that the last gate searches for."""
    with database.reading(gatekeeper(family.id, TODAY)) as session:
        return [one.value for one in seen(session, database.keyring, family_id=family.id).facts]


def test_an_old_database_stops_at_init_until_its_plain_places_were_moved(
    either_url: str, either_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    families, values = brought_in_plain(either_database)
    either_database.close()
    as_it_was(either_url)
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", either_url)
    monkeypatch.setenv("WORKBOOK_SEAL_KEY", str(tmp_path / "seal"))
    run = CliRunner().invoke
    before = in_plain(either_url, values)

    refused = run(cli, ["init"])
    moved = run(cli, ["sealed", "move"])
    after = in_plain(either_url, values)
    goes_on, again = run(cli, ["init"]), run(cli, ["sealed", "move"])

    print(
        f"{either_url.partition(':')[0]}: {before} of {len(values)} values in the file before,"
        f" {after} after; {plain_left(either_url)} plain left"
    )
    assert (refused.exit_code, moved.exit_code, goes_on.exit_code) == (1, 0, 0), moved.output
    assert "workbook sealed move" in refused.output
    assert f"{HOMES + NUMBERS} addresses and numbers were put under seal" in moved.output
    assert "Backups from before still hold them" in moved.output
    assert (again.exit_code, again.output.split()[0]) == (0, "0")
    assert (before, after, plain_left(either_url)) == (len(values), 0, 0)
    opened = Database.connect(either_url, keyring=Keyring.load(tmp_path / "seal"))
    found = [each for family in families for each in gate_of(opened, family)]
    opened.close()
    assert sorted(found) == sorted(values)


def test_the_record_is_still_what_was_recorded_and_the_log_says_what_was_done(
    either_url: str, either_database: Database, tmp_path: Path
) -> None:
    families, values = brought_in_plain(either_database)
    key = load_key(tmp_path / "audit")
    before = check_contents(either_url)

    move_under_seal(either_url, either_database.keyring, now=NOW)

    report = check_contents(either_url)
    assert (before.first_bad, report.first_bad) == (None, None)
    assert report.rows == before.rows
    with as_owner(either_url) as owner:
        event = owner.table("audit_event")
        noted = owner.execute(select(event).where(event.c.act == audit.PLACES_SEALED)).all()
    assert {row.chain for row in noted} == {family.id for family in families}
    assert not any(value in str(noted) for value in values)
    seal(either_database, key, NOW)
    lines = [*export_lines(either_database, today=TODAY), *content_lines(either_url)]
    assert EXPERT["check"](lines, key.public_key(), []).kept > FAMILIES


def test_what_was_put_under_seal_cannot_be_filled_or_changed_again_unseen(
    database: Database, database_url: str
) -> None:
    brought_in_plain(database)
    move_under_seal(database_url, database.keyring, now=NOW)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), as_owner(database_url) as owner:
        owner.execute(sa.update(owner.table("household")).values(address="x"))
    with as_owner(database_url) as owner, owner.unlocked("household"):
        owner.execute(sa.update(owner.table("household")).values(address="x"))

    assert "changed since it was recorded" in str(check_contents(database_url).first_bad)


def test_no_such_note_puts_new_words_in_the_place_of_an_entrys(
    database: Database, database_url: str
) -> None:
    family = a_family(database, noted=True)
    act = audit.Act(
        chain=family.id, act=audit.PLACES_SEALED, worker_id=IMPORTER, discipline=IMPORTER,
        detail={audit.CONTENT_KEY: {"person": {family.child: "0" * 64}}},
    )  # fmt: skip
    with database.writing(importer(TODAY)) as session:
        audit.note(session, act, now=NOW)

    assert "which was no place" in str(check_contents(database_url).first_bad)


def test_nothing_is_moved_when_something_goes_wrong_on_the_way(
    either_database: Database, either_url: str
) -> None:
    brought_in_plain(either_database)
    broken = Keyring(keys={"k1": b"short"}, newest="k1", blind_key=b"x")

    with pytest.raises(ValueError, match="key"):
        move_under_seal(either_url, broken, now=NOW)

    assert plain_left(either_url) == HOMES + NUMBERS


def test_says_that_it_is_to_be_done_again_while_somebody_reads(
    database: Database, database_url: str
) -> None:
    _, values = brought_in_plain(database)
    reader = sqlite3.connect(sqlite_path(database_url))
    reader.execute("begin")
    reader.execute("select count(*) from household__t").fetchone()
    first = move_under_seal(database_url, database.keyring, now=NOW)
    reader.close()
    second = move_under_seal(database_url, database.keyring, now=NOW)

    assert (first.places, first.is_clean) == (HOMES + NUMBERS, False)
    assert (second.places, second.is_clean, in_plain(database_url, values)) == (0, True, 0)


def test_fingerprints_are_keyed_and_what_was_brought_in_is_known_again(
    either_database: Database, either_url: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    home = cases.a_family()["households"][0] | {"address": "41 Larkspur Rise"}
    case = cases.a_case(tmp_path / "case", family=cases.a_family(households=[home]))
    bring_in_folder(either_database, case, catalogue, NOW)
    kept = fingerprints(either_url)
    assert all(one.startswith("~") and len(one) == 64 for one in kept)
    with as_owner(either_url) as owner:  # as they were kept before
        owner.execute(sa.update(owner.table("imported")).values(fingerprint="f" * 64))

    found = plain_left(either_url)
    moved = move_under_seal(either_url, either_database.keyring, now=NOW)

    assert found == sum(one in {"household", "contact_detail"} for one in kinds(either_url)) > 0
    assert (moved.fingerprints, plain_left(either_url)) == (len(kept), 0)
    assert fingerprints(either_url) != kept


def test_a_folder_from_before_is_known_by_its_plain_and_its_keyed_fingerprint(
    database: Database, database_url: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    case = cases.a_case(tmp_path / "case", family=cases.a_family())
    bring_in_folder(database, case, catalogue, NOW)
    said = pieces_of(read_folder(case).case())
    plain = {(one.kind, one.external_id): one.fingerprint() for one in said}
    with as_owner(database_url) as owner:
        imported = owner.table("imported")
        for (kind, name), fingerprint in plain.items():
            own = (imported.c.kind == kind) & (imported.c.external_id == name)
            owner.execute(sa.update(imported).where(own).values(fingerprint=fingerprint))
    before = bring_in_folder(database, case, catalogue, NOW)
    move_under_seal(database_url, database.keyring, now=NOW)
    after = bring_in_folder(database, case, catalogue, NOW)

    assert (before.added, after.added) == ({}, {})


def fingerprints(url: str) -> list[str]:
    with as_owner(url) as owner:
        imported = owner.table(Imported.__tablename__)
        return list(owner.execute(select(imported.c.fingerprint)).scalars())


def kinds(url: str) -> list[str]:
    with as_owner(url) as owner:
        return list(owner.execute(select(owner.table(Imported.__tablename__).c.kind)).scalars())
