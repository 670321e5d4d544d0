"""The commands for those who run the service."""

import os
from pathlib import Path

import click
import msgspec
import uvicorn

from modules.catalogue import Catalogue
from modules.errors import BadDefinitionError
from modules.listing import check_folder, listing
from modules.programme import find_programme
from workbook.app import create_app
from workbook.cases.service import bring_in_folder
from workbook.clock import utc_now
from workbook.command_line import connected, say_what_is_wrong
from workbook.demo import council
from workbook.encryption import Keyring
from workbook.installation import NotReadyError, check_ready, install
from workbook.log_commands import audit, monitor, staff_family, staff_home
from workbook.logs import set_up_logs
from workbook.reach_commands import reach_group
from workbook.report_commands import report
from workbook.retention import destroying, working_out
from workbook.retention.schedules import load_schedule
from workbook.sealed_commands import sealed_group
from workbook.settings import Settings
from workbook.staff_commands import keys_group, staff_group
from workbook.under_seal import plain_left


@click.group()
def cli() -> None:
    """Run the Family Safeguarding workbook."""
    set_up_logs()


@cli.command()
@say_what_is_wrong
def init() -> None:
    """Make the database, or bring it to the newest shape."""
    settings = Settings.from_environment()
    install(settings.database_url)
    if left := plain_left(settings.database_url):
        raise NotReadyError(
            f"{left} protected addresses or numbers, or fingerprints of them, were brought in"
            " before they were sealed. Stop the service and run: workbook sealed move"
        )
    click.echo("The database is ready. Add staff with: workbook staff add")


HOST = click.option("--host", default="127.0.0.1", show_default=True)
PORT = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))


@cli.command()
@HOST
@PORT
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@say_what_is_wrong
def serve(host: str, port: int, workers: int) -> None:
    """Serve the workbook."""
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    create_app(settings)  # stops here, with words, if anything is wrong
    uvicorn.run(
        "workbook.app:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        server_header=False,
    )


@cli.command()
@HOST
@PORT
@say_what_is_wrong
def demo(host: str, port: int) -> None:
    """Start on a made-up council, in a database of its own that is kept between starts."""
    set_up_logs(quiet=True)
    settings = msgspec.structs.replace(
        Settings.from_environment(), database_url=council.DATABASE_URL, council=council.COUNCIL
    )
    install(settings.database_url)
    database = connected(settings)
    council.make_council(
        database,
        catalogue=Catalogue.load(find_programme(settings.programme)),
        now=utc_now(),
        keyring=Keyring.load(settings.seal_key_folder),
    )
    database.close()
    schedule = load_schedule(settings.retention_schedule)
    working_out.work_out(settings.database_url, schedule, now=utc_now())
    app = create_app(settings, demonstration=council.demonstration())
    click.echo(f"\nThe workbook is at http://{host}:{port}/\n")
    click.echo(f"Sign in as any of these. The password is: {council.PASSWORD}\n")
    for sign_in_name, name, role in council.sign_ins():
        click.echo(f"  {sign_in_name:<22} {name}, {role}")
    click.echo("\nThe sign-in page shows the code of those who need one.")
    click.echo("Every person and event is made up. Stop with Ctrl+C.\n")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


@cli.command("import-case")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@say_what_is_wrong
def import_case(folder: Path) -> None:
    """Bring in the case record in FOLDER: all of it or, when anything is wrong, nothing."""
    set_up_logs(quiet=True)
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    database = connected(settings)
    try:
        brought = bring_in_folder(
            database,
            folder,
            catalogue=Catalogue.load(find_programme(settings.programme)),
            now=utc_now(),
            keyring=Keyring.load(settings.seal_key_folder),
        )
    finally:
        database.close()
    click.echo(brought.words())


@cli.group()
def modules() -> None:
    """Look at the programme's definitions."""


@modules.command("list")
@say_what_is_wrong
def list_modules() -> None:
    """List the programme's modules and their versions."""
    named = Settings.from_environment().programme
    for line in listing(Catalogue.load(find_programme(named))):
        click.echo(line)


@modules.command("check")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@say_what_is_wrong
def check_modules(folder: Path | None) -> None:
    """List every problem in the definitions in FOLDER, or in the programme in use."""
    named = Settings.from_environment().programme
    problems = check_folder(folder or find_programme(named))
    if problems:
        raise BadDefinitionError(problems)
    click.echo("No problems found.")


@cli.group("retention")
def retention_group() -> None:
    """Keep records as long as the schedule says, and no longer."""


@retention_group.command("propose")
@say_what_is_wrong
def propose_destruction() -> None:
    """Work out how long every record is kept. Destroys nothing; run it every night."""
    settings = ready_settings()
    schedule = load_schedule(settings.retention_schedule)
    found = working_out.work_out(settings.database_url, schedule, now=utc_now())
    click.echo(f"{schedule.title}, {schedule.name}")
    for state, count in found.states.items():
        click.echo(f"{count:>8,} {state}")
    click.echo(f"{found.changed:>8,} changed since the last time")


@retention_group.command("export")
@click.argument("reference")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@say_what_is_wrong
def export_family(reference: str, output: Path) -> None:
    """Write the whole record of the family with this REFERENCE as JSON. Guard the file."""
    settings = ready_settings()
    made = destroying.export_record(settings.database_url, reference, now=utc_now())
    with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(made.content)
    click.echo(f"{output}: {made.rows:,} rows, SHA-256 {made.sha256}")
    if made.for_order:
        click.echo("Noted for the order that waits. It can be approved now.")


@retention_group.command("run")
@say_what_is_wrong
def run_destruction() -> None:
    """Destroy the records whose destruction was approved, and forms put aside long ago."""
    settings = ready_settings()
    schedule, now = load_schedule(settings.retention_schedule), utc_now()
    url = settings.database_url
    for one in destroying.destroy_due(url, schedule, council=settings.council, now=now):
        said = f"not destroyed: {one.why}" if one.why else f"destroyed, {one.rows:,} rows"
        click.echo(f"{one.reference}: {said}")
    drafts = destroying.destroy_drafts(url, schedule, now=now)
    click.echo(f"{drafts:,} forms put aside and never shared were destroyed")


def ready_settings() -> Settings:
    """Return the settings of a database that is ready."""
    settings = Settings.from_environment()
    check_ready(settings.database_url)
    return settings


staff_group.add_command(staff_home)
staff_group.add_command(staff_family)
cli.add_command(report)
cli.add_command(staff_group)
cli.add_command(reach_group)
cli.add_command(keys_group)
cli.add_command(sealed_group)
cli.add_command(monitor)
cli.add_command(audit)
