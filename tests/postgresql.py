"""A PostgreSQL of the tests' own: started once a session, a fresh database for each test."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from workbook.installation import install

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def programs() -> Path | None:
    """Return the folder of PostgreSQL's own programs; None where there is none."""
    if PROGRAMS:
        return PROGRAMS[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _as_nobody_special(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: step down to the account that owns it, or nobody."""
    if os.geteuid() != 0:
        return command
    known = subprocess.run(["id", "-u", "postgres"], capture_output=True, check=False)  # noqa: S607
    account = "postgres" if known.returncode == 0 else "nobody"
    return ["setpriv", f"--reuid={account}", "--clear-groups", *command]


@contextmanager
def running() -> Iterator[str]:
    """Start a server in a folder of its own and give its address, without a database name."""
    # Not in pytest's own folder: another session of pytest would close that to the server.
    with tempfile.TemporaryDirectory(prefix="workbook-postgresql-") as folder:
        Path(folder).chmod(0o777)
        yield from _serve(Path(folder))


def _serve(place: Path) -> Iterator[str]:
    bin_folder = programs()
    assert bin_folder is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = place / "data"
    subprocess.run(  # noqa: S603
        _as_nobody_special(
            [str(bin_folder / "initdb"), "--no-sync", "-A", "trust", "-U", "owner", "-D", str(data)]
        ),
        check=True, capture_output=True, cwd=place,
    )  # fmt: skip
    server = subprocess.Popen(  # noqa: S603
        _as_nobody_special(
            [
                str(bin_folder / "postgres"), "-D", str(data), "-p", str(port), "-k", str(place),
                "-h", "127.0.0.1", "-F", "-c", "full_page_writes=off", "-c", "max_connections=60",
            ]
        ),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=place,
    )  # fmt: skip
    address = f"postgresql+psycopg://owner@127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/postgres")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str) -> None:
    engine = sa.create_engine(url)
    for _ in range(200):
        try:
            with engine.connect():
                break
        except sa.exc.OperationalError:
            subprocess.run(["sleep", "0.05"], check=True)  # noqa: S607
    else:
        raise RuntimeError("PostgreSQL did not start")
    engine.dispose()


def execute(address: str, statement: str) -> None:
    """Run one statement of the server's owner outside a transaction."""
    engine = sa.create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def make_template(address: str) -> None:
    """Install one database to be copied for each test."""
    execute(address, "create database template_workbook")
    install(f"{address}/template_workbook")
