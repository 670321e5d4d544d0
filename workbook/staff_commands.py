"""The commands about those who may sign in, and about the keys that seal single facts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from workbook.clock import london_day, utc_now
from workbook.command_line import say_what_is_wrong
from workbook.db import Database
from workbook.encryption import add_key
from workbook.errors import BadRecordError
from workbook.installation import check_ready
from workbook.reach.working.service import note_added
from workbook.settings import BadSettingsError, Settings
from workbook.staff import queries, service
from workbook.staff.access import DISCIPLINES
from workbook.staff.provider import service as provider
from workbook.wall.viewer import Viewer, doorkeeper, importer

NEW_PASSWORD = "WORKBOOK_NEW_PASSWORD"  # noqa: S105 -- the name of a variable


@click.group("staff")
def staff_group() -> None:
    """Look after those who may sign in."""


@staff_group.command("add")
@click.option("--name", required=True, help="as it stands in the record")
@click.option("--discipline", required=True, type=click.Choice(list(DISCIPLINES)))
@click.option("--employer", required=True)
@click.option("--team", required=True)
@click.option("--sign-in-name", help="signs in with a password, which is asked for")
@click.option("--account-key", help="signs in with this account of the council's provider")
@say_what_is_wrong
def add_staff(
    name: str,
    discipline: str,
    employer: str,
    team: str,
    sign_in_name: str | None,
    account_key: str | None,
) -> None:
    """Add a worker, or let one who is in the record sign in."""
    settings = ready()
    if sign_in_name is None and account_key is None:
        raise BadRecordError(["Give a --sign-in-name, an --account-key, or both."])
    password = password_for(sign_in_name) if sign_in_name else ""
    now = utc_now()
    with writing(settings, importer(london_day(now))) as session:
        worker_id = service.worker_named(
            session,
            name=name,
            discipline=discipline,
            employer=employer,
            team_id=service.team_named(session, name=team),
        )
        if sign_in_name:
            service.add_account(
                session, worker_id=worker_id, sign_in_name=sign_in_name, password=password
            )
        if account_key:
            link(session, settings, worker_id=worker_id, account_key=account_key)
        note_added(session, worker_id=worker_id, discipline=discipline, now=now)
    how = [sign_in_name.strip().casefold()] if sign_in_name else []
    how += [account_key] if account_key else []
    click.echo(f"{name} can sign in as {' or '.join(how)}.")


@staff_group.command("link")
@click.argument("who")
@click.argument("account_key")
@say_what_is_wrong
def link_staff(who: str, account_key: str) -> None:
    """Let ACCOUNT_KEY of the council's provider sign in as WHO: a sign-in name, or a whole name."""
    settings = ready()
    with writing(settings, doorkeeper(london_day(utc_now()))) as session:
        link(session, settings, worker_id=worker_called(session, who), account_key=account_key)
    click.echo(f"{account_key} signs in as {who}.")


@staff_group.command("unlink")
@click.argument("who")
@say_what_is_wrong
def unlink_staff(who: str) -> None:
    """Take the account at the council's provider away from WHO."""
    with writing(ready(), doorkeeper(london_day(utc_now()))) as session:
        provider.unlink(session, worker_id=worker_called(session, who))
    click.echo(f"No account of the provider signs in as {who} any more.")


@staff_group.command("leave")
@click.argument("who")
@say_what_is_wrong
def leave_staff(who: str) -> None:
    """End the access of WHO, who has left, everywhere and at once. What they wrote stays."""
    now = utc_now()
    with writing(ready(), doorkeeper(london_day(now))) as session:
        worker_id = worker_called(session, who)
        service.leave(session, worker_id=worker_id, now=now, on=london_day(now))
    click.echo(f"{who} has no access any more.")


@click.group("keys")
def keys_group() -> None:
    """Look after the keys that seal single facts."""


@keys_group.command("add")
@say_what_is_wrong
def add_sealing_key() -> None:
    """Add a key that seals from the next start on. What older keys sealed still opens."""
    folder = Settings.from_environment().seal_key_folder
    click.echo(f"{folder}: key {add_key(folder)} was added. Start the service again to use it.")


def ready() -> Settings:
    """Return the settings of a database that is ready. A new password is no setting."""
    environment = {name: value for name, value in os.environ.items() if name != NEW_PASSWORD}
    settings = Settings.from_environment(environment)
    check_ready(settings.database_url)
    return settings


def password_for(sign_in_name: str) -> str:
    """Return the new password: from the environment where it is set, else asked for."""
    asked = f"Password for {sign_in_name}"
    return os.environ.get(NEW_PASSWORD) or str(click.prompt(asked, hide_input=True))


@contextmanager
def writing(settings: Settings, viewer: Viewer) -> Iterator[Session]:
    """Open a session whose work is kept when the block ends."""
    database = Database.connect(settings.database_url)
    try:
        with database.writing(viewer) as session:
            yield session
    finally:
        database.close()


def link(session: Session, settings: Settings, *, worker_id: str, account_key: str) -> None:
    """Link a worker to an account at the provider of these settings.

    Raises:
        BadSettingsError: no provider is set.
        BadRecordError: the account is somebody else's.
    """
    if settings.provider_issuer is None:
        raise BadSettingsError("WORKBOOK_PROVIDER_ISSUER is missing.")
    provider.link(
        session,
        worker_id=worker_id,
        issuer=settings.provider_issuer,
        account_key=account_key,
        now=utc_now(),
    )


def worker_called(session: Session, who: str) -> str:
    """Return the id of the one worker with this sign-in name, or this whole name.

    Raises:
        BadRecordError: nobody who is here has it, or several have.
    """
    account = queries.credentials(session, sign_in_name=who.strip().casefold())
    if account is not None:
        return account.worker_id
    named = [one.id for one in queries.staff(session) if one.name == who.strip()]
    if len(named) != 1:
        count = f"{len(named)} workers are" if named else "Nobody who works here is"
        raise BadRecordError([f"{count} called {who}. Use a sign-in name."])
    return named[0]
