"""Reading the retention schedule in force: the newest of our own, or the council's file."""

import hashlib
import tomllib
from pathlib import Path

import msgspec

from workbook.errors import BadScheduleError
from workbook.retention.rules import Schedule, problems

OWN = Path(__file__).parent / "schedule"
PUBLISHED = OWN / "published.sha256"


def load_schedule(named: str | None = None) -> Schedule:
    """Return the schedule in force; `named` is the council's own file.

    Raises:
        BadScheduleError: it cannot be read, or something in it is wrong; every problem is listed.
    """
    path = Path(named) if named else newest()
    try:
        text = path.read_bytes().replace(b"\r\n", b"\n")
        read = msgspec.convert(tomllib.loads(text.decode()), Schedule)
    except (OSError, ValueError, msgspec.ValidationError) as wrong:
        raise BadScheduleError([f"{path}: {wrong}"]) from wrong
    if found := list(problems(read)):
        raise BadScheduleError([f"{path}: {problem}" for problem in found])
    return msgspec.structs.replace(read, fingerprint=hashlib.sha256(text).hexdigest())


def newest() -> Path:
    """Return the newest schedule that comes with the product."""
    return max(OWN.glob("v*.toml"), key=lambda path: int(path.stem[1:]))


def changed() -> list[str]:
    """List the published schedules that are no longer what was published, and the unpublished."""
    lines = PUBLISHED.read_text("utf-8").splitlines()
    known = {name: digest for digest, name in (line.split() for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for path in OWN.glob("v*.toml")
    }
    return sorted(
        name for name in known.keys() | found.keys() if known.get(name) != found.get(name)
    )
