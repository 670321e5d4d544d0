"""The command that writes a document, or asks a second person to let one go."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from exports.command import Wanted, ask_second_person, named_passages, write_report
from exports.release.rules import HeldBackError, Request
from modules.catalogue import Catalogue
from modules.programme import find_programme
from workbook.cases.queries import id_in_record
from workbook.clock import LONDON, london_day, utc_now
from workbook.command_line import connected, say_what_is_wrong
from workbook.db import Database
from workbook.installation import check_ready
from workbook.logs import set_up_logs
from workbook.settings import Settings
from workbook.wall.viewer import importer

STOPPED: Final = 3
HELD_BACK: Final = (
    "Nothing was written: these passages hold, or may hold, what this reader must not be told."
    " Mend them in the record, decide on the report's page, leave them out with --drop-flagged, or"
    " ask a second person with --ask and the reason why they may go."
)
SECOND_READER: Final = (
    "Somebody in this family is protected: a second person reads this copy before it is sent. Ask"
    " with --ask."
)
ASKED: Final = (
    "Nothing was written yet: a second person was asked about this copy on {on}. They find it on"
    " their first page and decide there. Once they said yes, the same command writes it."
)
REFUSED: Final = "On {on} {by} said that this copy must not go like this: {words}"


@click.command()
@click.argument("family")
@click.argument("report")
@click.option(
    "--for",
    "recipients",
    required=True,
    multiple=True,
    help="conference_members, or a person's id; several times for one copy that all will read",
)
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--by", "author", default="", help="who writes it; the social worker by default")
@click.option("--drop-flagged", is_flag=True, help="leave out what the last gate holds back")
@click.option("--ask", default="", metavar="WHY", help="ask a second person, and say why it may go")
@say_what_is_wrong
def report(
    family: str,
    report: str,
    recipients: tuple[str, ...],
    output: Path,
    author: str,
    ask: str,
    *,
    drop_flagged: bool,
) -> None:
    """Write REPORT about FAMILY as a finished Word document.

    Exits with 3, naming each passage, when a protected fact stands or may stand in it; and while
    a second person who was asked has not agreed. Whoever is asked decides where they sign in: a
    command cannot know who types it.
    """
    set_up_logs(quiet=True)
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    database = connected(settings)
    now = utc_now()
    try:
        wanted = Wanted(
            catalogue=Catalogue.load(find_programme(settings.programme)), council=settings.council,
            reference=family, report=report, author=author, drop_flagged=drop_flagged,
            recipients=_readers(database, family, recipients, now),
        )  # fmt: skip
        waits = ask_second_person(database, wanted, why=ask, now=now) if ask.strip() else None
        if waits is not None:
            click.echo(ASKED.format(on=_moment(waits.recorded_at)), err=True)
            sys.exit(STOPPED)
        written = write_report(database, wanted, now=now)
    except HeldBackError as error:
        _say_what_stops(error)
        sys.exit(STOPPED)
    finally:
        database.close()
    output.write_bytes(written.content)
    click.echo(f"{output}: {written.label}, {len(written.content):,} bytes")
    if written.left_out:
        click.echo(f"Passages left out: {written.left_out}.", err=True)
    if written.needs_second_reader:
        click.echo(SECOND_READER, err=True)


def _readers(
    database: Database, family: str, recipients: tuple[str, ...], now: datetime
) -> tuple[str, ...]:
    """Return the readers by the ids of this database; they may be named by those of a case."""
    with database.reading(importer(london_day(now))) as session:
        return tuple(id_in_record(session, reference=family, name=one) or one for one in recipients)


def _say_what_stops(error: HeldBackError) -> None:
    for line in named_passages(error.held):
        click.echo(line, err=True)
    request = error.request
    if request is None:
        click.echo(HELD_BACK, err=True)
    elif request.is_open:
        click.echo(ASKED.format(on=_moment(request.recorded_at)), err=True)
    else:
        click.echo(_refused(request), err=True)
        click.echo(HELD_BACK, err=True)


def _refused(request: Request) -> str:
    on = _moment(request.decided_at) if request.decided_at else ""
    return REFUSED.format(on=on, by=request.decided_by, words=request.decided_words)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%-d %B %Y at %H:%M}"
