"""The commands about who may be asked after, and who of the staff may know a family."""

from datetime import datetime
from typing import Protocol

import click

from workbook.clock import utc_now
from workbook.command_line import say_what_is_wrong
from workbook.db import Database
from workbook.encryption import Keyring
from workbook.installation import check_ready
from workbook.reach.matches.service import match
from workbook.reach.service import index
from workbook.settings import Settings


class Work(Protocol):
    """Something done to the whole record, that counts what it did."""

    def __call__(self, database: Database, *, keyring: Keyring, now: datetime) -> int:
        """Do it."""


@click.group("reach")
def reach_group() -> None:
    """Look after who reaches which family."""


@reach_group.command("index")
@say_what_is_wrong
def index_families() -> None:
    """Let families be asked after that were there before they could be."""
    click.echo(f"{done(index):,} keys were added.")


@reach_group.command("match")
@say_what_is_wrong
def match_staff() -> None:
    """Ask who of the staff may know a family. The service does so each night."""
    click.echo(f"{done(match):,} new questions wait for information governance.")


def done(work: Work) -> int:
    """Open the database and the keys, do this, and return what it counted."""
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    keyring = Keyring.load(settings.seal_key_folder)
    database = Database.connect(settings.database_url, keyring=keyring)
    try:
        return work(database, keyring=keyring, now=utc_now())
    finally:
        database.close()
