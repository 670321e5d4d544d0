"""The commands about the log: proving it, and looking through it for odd openings."""

import sys
from pathlib import Path

import click

from workbook.app import build_site, look_and_tell
from workbook.cases.pieces import FAMILY
from workbook.cases.queries import id_in_record
from workbook.clock import london_day, utc_now
from workbook.command_line import say_what_is_wrong
from workbook.db import Database
from workbook.encryption import Keyring
from workbook.errors import BadRecordError
from workbook.installation import check_ready
from workbook.monitor import service as watching
from workbook.sealing.contents import check_contents, content_lines
from workbook.sealing.mailing import Mailing, last_mail, mail_words
from workbook.sealing.rules import verify_words
from workbook.sealing.service import (
    PUBLIC,
    export_lines,
    load_anchors,
    load_public_key,
    verify,
)
from workbook.sealing.words import words_said
from workbook.settings import Settings
from workbook.wall.viewer import importer


@click.command("home")
@click.option("--name", required=True, help="as it stands in the record")
@click.option("--postcode", default="", help="where they live; only a keyed hash is kept")
@click.option("--phone", default="", help="how they are reached; only a keyed hash is kept")
@say_what_is_wrong
def staff_home(name: str, postcode: str, phone: str) -> None:
    """Keep where a worker lives, so that openings of a neighbour's family are asked about."""
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    database = Database.connect(settings.database_url)
    try:
        with database.writing(importer(london_day(utc_now()))) as session:
            watching.set_home(
                session,
                name=name,
                postcode=postcode,
                phone=phone,
                keyring=Keyring.load(settings.seal_key_folder),
            )
    finally:
        database.close()
    click.echo(f"Kept for {name}, as hashes.")


@click.command("family")
@click.option("--family", "reference", required=True, help="the family's reference")
@click.option("--told", required=True, help="who is told of each opening, by name")
@say_what_is_wrong
def staff_family(reference: str, told: str) -> None:
    """Flag a family with a member of staff in it: each opening is told to one named person."""
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    database = Database.connect(settings.database_url)
    try:
        with database.writing(importer(london_day(utc_now()))) as session:
            family_id = id_in_record(session, reference=reference, name=reference, kind=FAMILY)
            if family_id is None:
                raise BadRecordError([f"There is no family {reference}."])
            watching.flag_staff_family(session, family_id=family_id, told=told, now=utc_now())
    finally:
        database.close()
    click.echo(f"{told} is told of each opening of {reference}.")


@click.group()
def monitor() -> None:
    """Look for odd openings of families' records."""


@monitor.command("run")
@say_what_is_wrong
def run_monitor() -> None:
    """Look through the log now: what the service does by itself each night."""
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    site = build_site(settings)
    try:
        looked = look_and_tell(site, utc_now())
    finally:
        site.database.close()
    click.echo(f"{looked.acts:,} acts since the last look, {looked.found:,} new findings,")
    click.echo(f"{looked.open:,} to be looked into.")


@click.group()
def audit() -> None:
    """Prove the audit log."""


@audit.command("verify")
@click.option("--public-key", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--anchors", type=click.Path(exists=True, path_type=Path), help="a folder")
@click.option("--content", is_flag=True, help="also every row of the record, as the owner reads it")
@say_what_is_wrong
def verify_audit(public_key: Path | None, anchors: Path | None, *, content: bool) -> None:
    """Check every chain, checkpoint and anchor. Exits with 1 at the first that does not hold."""
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    key = load_public_key(public_key or settings.audit_key_folder / PUBLIC)
    kept = load_anchors(anchors or settings.anchors)  # before the log is read
    database = Database.connect(settings.database_url)
    try:
        found = verify(database, key, kept, today=london_day(utc_now()))
    finally:
        database.close()
    mail = mail_words(Mailing.of(settings), last_mail(settings.anchors), now=utc_now())
    said, bad = [*mail, *verify_words(found)], found.first_bad
    if content and bad is None:
        words = check_contents(settings.database_url)
        said, bad = [*said, *words_said(words)], words.first_bad
    for line in said:
        click.echo(line)
    sys.exit(0 if bad is None else 1)


@audit.command("export")
@say_what_is_wrong
def export_audit() -> None:
    """Write the log, line by line, for the verifier in docs/verify_audit.py."""
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    database = Database.connect(settings.database_url)
    try:
        for line in export_lines(database, today=london_day(utc_now())):
            click.echo(line)
    finally:
        database.close()


@audit.command("content")
@click.option("--family", default="", help="only this family, by its reference")
@say_what_is_wrong
def export_content(family: str) -> None:
    """Write all that was recorded, line by line, for the same verifier. It holds every word."""
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    for line in content_lines(settings.database_url, reference=family):
        click.echo(line)
