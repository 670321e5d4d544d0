"""The commands that look after sealed facts."""

import sys

import click

from workbook.clock import utc_now
from workbook.command_line import say_what_is_wrong
from workbook.encryption import Keyring
from workbook.installation import check_ready
from workbook.resealing import reseal
from workbook.settings import Settings
from workbook.under_seal import move_under_seal


@click.group("sealed")
def sealed_group() -> None:
    """Look after sealed facts."""


@sealed_group.command("rotate")
@say_what_is_wrong
def rotate_sealed() -> None:
    """Seal every fact anew under the newest key. Exits with 1 when one is left under an older."""
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    found = reseal(settings.database_url, Keyring.load(settings.seal_key_folder))
    click.echo(f"{found.changed} facts were sealed anew. {found.old} old values are left.")
    sys.exit(0 if not found.old else 1)


@sealed_group.command("move")
@say_what_is_wrong
def move_sealed() -> None:
    """Put under seal what was brought in before there were seals. Stop the service first.

    Needs the database's owner. Exits with 1 while the file could not be cleaned.
    """
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    keyring = Keyring.load(settings.seal_key_folder)
    moved = move_under_seal(settings.database_url, keyring, now=utc_now())
    click.echo(f"{moved.places:,} addresses and numbers were put under seal,")
    click.echo(f"{moved.fingerprints:,} fingerprints of what was brought in were keyed.")
    click.echo("Backups from before still hold them in plain: make a new one and destroy those.")
    if not moved.is_clean:
        click.echo("Somebody has the database open: stop the service and run this again.")
    sys.exit(0 if moved.is_clean else 1)
