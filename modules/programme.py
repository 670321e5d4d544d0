"""A council's programme: which modules, in which order, built on which other programme."""

import tomllib
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import msgspec

from modules.errors import BadDefinitionError, UnknownDefinitionError

GROUP = "workbook.programmes"


class Programme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `programme.toml` says."""

    title: str
    order: tuple[str, ...] = ()
    based_on: str | None = None
    drop: tuple[str, ...] = ()
    replace: dict[str, str] = {}
    add: tuple[str, ...] = ()


def read_programme(folder: Path) -> Programme:
    """Read a folder's `programme.toml`. Raises BadDefinitionError with the place."""
    path = folder / "programme.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Programme)
    except FileNotFoundError as missing:
        raise BadDefinitionError(
            [f"{path}: not found; a programme’s folder needs one with at least a title"]
        ) from missing
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as wrong:
        raise BadDefinitionError([f"{path}: {wrong}"]) from wrong


def find_programme(named: str | None) -> Path:
    """Return the folder of a programme named in settings: a folder, or an installed name.

    None is the programme that comes with the product. Raises UnknownDefinitionError.
    """
    wanted = named or "default"
    for entry in entry_points(group=GROUP):
        if entry.name == wanted:
            return _installed(entry)
    if wanted == "default":
        return Path(__file__).parent / "definitions"
    folder = Path(wanted)
    if folder.is_dir():
        return folder.resolve()
    installed = sorted({entry.name for entry in entry_points(group=GROUP)} | {"default"})
    raise UnknownDefinitionError(
        f"No programme {wanted!r}: it is no folder, and the installed ones are"
        f" {', '.join(installed)}"
    )


def _installed(entry: EntryPoint) -> Path:
    try:
        return Path(entry.load())
    except (ImportError, AttributeError, TypeError) as wrong:
        raise UnknownDefinitionError(
            f"The installed programme {entry.name!r} names {entry.value!r}, which is no folder:"
            f" {wrong}"
        ) from wrong


def module_order(
    programme: Programme, *, own: frozenset[str], base: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    """Return the keys of the programme's modules in order, and what is wrong with them."""
    known = own | set(base)
    named = {
        "drop": programme.drop,
        "replace": tuple(programme.replace),
        "with": tuple(programme.replace.values()),
        "add": programme.add,
        "order": programme.order,
    }
    problems = [
        f"programme.toml: {what} names {key!r}, which is no module here; there are"
        f" {', '.join(sorted(known))}"
        for what, keys in named.items()
        for key in keys
        if key not in (set(base) if what in ("drop", "replace") else known)
    ]
    kept = [programme.replace.get(key, key) for key in base if key not in programme.drop]
    kept += [key for key in programme.add if key not in kept]
    if programme.based_on is None:
        kept = sorted(own)
    order = list(programme.order) or kept
    problems += [
        f"programme.toml: order leaves out {key!r}; list it, or name it under drop"
        for key in kept
        if programme.based_on is not None and key not in order
    ]
    if len(set(order)) != len(order):
        problems.append("programme.toml: order names a module twice")
    return order, problems
