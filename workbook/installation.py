"""Making and migrating the database, and building the wall over it again afterwards."""

import sqlite3
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url

import exports.release.tables
import exports.subject_access.tables
import exports.tables
import supervision.tables
import workbook.attachments.tables
import workbook.audit
import workbook.cases.tables
import workbook.entries.tables
import workbook.families.tables
import workbook.marking.tables
import workbook.misfiled.tables
import workbook.monitor.tables
import workbook.network.tables
import workbook.programme.tables
import workbook.reach.tables
import workbook.retention.tables
import workbook.sealed_facts.tables
import workbook.sealing.tables
import workbook.staff.exchange.tables
import workbook.staff.provider.tables
import workbook.staff.second_step.tables
import workbook.staff.tables
from workbook.db import Base, sqlite_path, tune
from workbook.wall import postgresql, sqlite

# Every table that there is: the wall is built over all of them.
TABLES = (
    workbook.staff.tables,
    workbook.staff.exchange.tables,
    workbook.staff.second_step.tables,
    workbook.staff.provider.tables,
    workbook.audit,
    workbook.families.tables,
    workbook.reach.tables,
    workbook.sealed_facts.tables,
    workbook.marking.tables,
    workbook.network.tables,
    workbook.entries.tables,
    workbook.attachments.tables,
    workbook.programme.tables,
    supervision.tables,
    exports.tables,
    exports.subject_access.tables,
    exports.release.tables,
    workbook.cases.tables,
    workbook.sealing.tables,
    workbook.retention.tables,
    workbook.misfiled.tables,
    workbook.monitor.tables,
)
MIGRATIONS = Path(__file__).parent.parent / "migrations"
HEAD = "select version_num from alembic_version"


class NotReadyError(Exception):
    """The database is not there, not migrated, or its wall does not stand. Says what to run."""


def settings_for_alembic(url: str) -> Config:
    """Return alembic's settings for this database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


@cache
def newest_migration() -> str:
    """Return the name of the newest migration."""
    return ScriptDirectory.from_config(settings_for_alembic("")).get_current_head() or ""


def install(url: str) -> None:
    """Make the database, or bring it to the newest shape, and build its wall."""
    if make_url(url).get_backend_name() != "sqlite":
        postgresql.prepare(url)
        take_down_wall(url)
        command.upgrade(settings_for_alembic(url), "head")
        postgresql.build_wall(url, Base.metadata)
        return
    path = sqlite_path(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    take_down_wall(url)
    command.upgrade(settings_for_alembic(url), "head")
    build_sqlite_wall(path)


def take_down_wall(url: str) -> None:
    """Drop views and triggers, or policies: a migration cannot alter a table that they read."""
    if make_url(url).get_backend_name() != "sqlite":
        postgresql.take_down_wall(url)
        return
    with sqlite3.connect(sqlite_path(url)) as connection:
        tune(connection)
        standing = connection.execute("select type, name from sqlite_master").fetchall()
        for statement in sqlite.old_wall(standing):
            connection.execute(statement)
    connection.close()


def build_sqlite_wall(path: Path) -> None:
    """Put up the views and triggers of the policy, whole or not at all."""
    connection = sqlite3.connect(path)
    tune(connection)
    connection.execute("begin immediate")
    for statement in sqlite.statements(Base.metadata, sqlite.new_secret()):
        connection.execute(statement)
    connection.execute("commit")
    connection.close()


def check_ready(url: str) -> None:
    """Stop unless the database is in the newest shape and its wall is the one in the code.

    Raises:
        NotReadyError: it is not. The message says what to run.
    """
    if make_url(url).get_backend_name() != "sqlite":
        if wrong := postgresql.not_ready(url, newest_migration()):
            raise NotReadyError(wrong)
        return
    path = sqlite_path(url)
    if not path.is_file():
        raise NotReadyError(f"There is no database at {path}. Run: workbook init")
    connection = sqlite3.connect(path)
    try:
        version = connection.execute(HEAD).fetchone()
        standing = dict(connection.execute("select name, sql from sqlite_master").fetchall())
    except sqlite3.DatabaseError as error:
        raise NotReadyError(f"{path} is not a workbook database. Run: workbook init") from error
    finally:
        connection.close()
    if version is None or version[0] != newest_migration():
        raise NotReadyError("The database is from another version. Run: workbook init")
    parts = {_after_kind(sql) for sql in standing.values() if sql}
    wanted = sqlite.statements(Base.metadata, sqlite.secret_of(standing))
    missing = [sql for sql in wanted if _after_kind(sql) not in parts]
    if missing:
        raise NotReadyError(
            f"{len(missing)} parts of the access wall are missing. Run: workbook init"
        )


def _after_kind(sql: str) -> str:
    """Return a statement without "create view" or "create trigger", which SQLite rewrites."""
    return sql.split(None, 2)[-1]
