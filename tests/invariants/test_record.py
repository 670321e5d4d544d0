"""What is recorded is never changed: said by the class, refused by session and database."""

import pytest
from sqlalchemy import create_engine as plain_engine
from sqlalchemy import delete, inspect, text, update
from sqlalchemy.exc import DatabaseError

from tests.workbook.wall.test_leaks import fill
from tests.workbook.wall.worlds import TODAY
from workbook.db import AppendOnly, Base, Database
from workbook.installation import install, newest_migration
from workbook.wall import sqlite
from workbook.wall.adding import ADD
from workbook.wall.guard import WallError
from workbook.wall.reading import READ
from workbook.wall.viewer import importer

MAPPED = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
CHANGE = {"team", "worker", "account", "sign_in", "imported", "supervision_session"}
CHANGE |= {"staff_home", "provider_sign_out"}
CHANGE |= {"sign_in_delay", "known_address", "exchange", "code_secret", "passkey", "provider_link"}


def test_every_table_stands_behind_the_wall_or_is_known_to_hold_no_family() -> None:
    assert set(READ) | CHANGE == set(MAPPED)
    assert set(READ) == set(ADD)


def test_every_table_behind_the_wall_is_written_once() -> None:
    assert [name for name in READ if not issubclass(MAPPED[name], AppendOnly)] == []


@pytest.mark.parametrize("name", sorted(READ))
def test_a_session_refuses_to_change_what_is_recorded(database: Database, name: str) -> None:
    table = MAPPED[name]
    with database.writing(importer(TODAY)) as session, pytest.raises(WallError):
        session.execute(update(table).values(id="x"))
    with database.writing(importer(TODAY)) as session, pytest.raises(WallError):
        session.execute(delete(table))


def test_the_database_itself_refuses_even_its_owner_on_sqlite(
    database_url: str, database: Database
) -> None:
    fill(database)
    owner = plain_engine(database_url)
    for statement in ("update entry__t set note = 'x'", "delete from entry__t"):
        with owner.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
            connection.execute(text(statement))
    owner.dispose()


def test_migrations_make_what_the_tables_say(either_url: str) -> None:
    engine = plain_engine(either_url)
    is_sqlite = engine.dialect.name == "sqlite"
    found = inspect(engine)
    wrong = []
    for table in Base.metadata.sorted_tables:
        name = sqlite.base(table.name) if is_sqlite else table.name
        columns = {one["name"]: one["nullable"] for one in found.get_columns(name)}
        said = {column.name: column.nullable for column in table.columns}
        keys = {tuple(one["constrained_columns"]) for one in found.get_foreign_keys(name)}
        ties = {(column.name,) for column in table.columns if column.foreign_keys}
        if columns != said or keys != ties:
            wrong.append((name, columns.items() ^ said.items(), keys ^ ties))
        indexed = {one["name"] for one in found.get_indexes(name)}
        wrong += [(name, index.name) for index in table.indexes if index.name not in indexed]
    engine.dispose()

    assert wrong == []


def test_the_newest_migration_goes_back_and_forth(either_url: str) -> None:
    from alembic import command  # noqa: PLC0415 -- only this test steps back

    from workbook.installation import settings_for_alembic, take_down_wall  # noqa: PLC0415

    take_down_wall(either_url)
    command.downgrade(settings_for_alembic(either_url), "-1")
    install(either_url)

    engine = plain_engine(either_url)
    with engine.connect() as connection:
        version = connection.scalar(text("select version_num from alembic_version"))
    engine.dispose()
    assert version == newest_migration()
