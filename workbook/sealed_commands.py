"""The commands that look after sealed facts."""

import sys

import click

from workbook.command_line import say_what_is_wrong
from workbook.encryption import Keyring
from workbook.installation import check_ready
from workbook.resealing import reseal
from workbook.settings import Settings


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
