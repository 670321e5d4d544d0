"""Reading a case folder: four files, every problem with its file and line, no early end."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from workbook.cases.entry_shapes import Case, EntryRecord, SupervisionRecord
from workbook.cases.problems import Problem
from workbook.cases.reading import Place, read_record
from workbook.cases.shapes import FamilyRecord, Record

LISTS: dict[str, type[Record]] = {
    name: get_args(hint)[0] for name, hint in get_type_hints(Case).items() if name != "family"
}
FAMILY_LED = ("network", "fgdm_offers", "meetings", "family_plan", "decisions")
LINES: dict[str, type[Record]] = {"entries": EntryRecord, "supervision": SupervisionRecord}
FAMILY = tuple(name for name in LISTS if name not in FAMILY_LED and name not in LINES)
NAMED = re.compile(rb'"id"\s*:\s*"([^"\\]{1,40})"')
BETWEEN = re.compile(rb"[\s,\[]*")
MALFORMED = re.compile(r"\(byte (\d+)\)")


class Found(msgspec.Struct):
    """What a folder holds, what is wrong with it, and the ids of what could not be read.

    An id that could not be read is still known, so that one mistake is told once. `whole` is
    false when a file is missing or is not JSON at all: what it would have named is not known.
    """

    lists: dict[str, list[Any]]
    family: FamilyRecord | None = None
    problems: list[Problem] = []
    unread: dict[str, set[str]] = {}
    whole: bool = True

    def case(self) -> Case:
        """Return what could be read."""
        return Case(
            family=self.family or NO_FAMILY, **{key: tuple(v) for key, v in self.lists.items()}
        )

    def add(self, name: str, raw: object, place: Place) -> None:
        """Add one thing to its list, or what is wrong with it to the problems."""
        record = read_record(LISTS[name], raw, place)
        if record is not None:
            self.lists[name].append(record)
            return
        self.problems += place.problems
        if isinstance(raw, dict) and isinstance(raw.get("id"), str):
            self.unread.setdefault(name, set()).add(raw["id"])


NO_FAMILY = msgspec.convert(
    {"reference": "?", "name": "?", "team": "?", "opened_on": "1900-01-01"}, FamilyRecord
)


def read_folder(folder: Path) -> Found:
    """Read the four files of a case folder. `expected.json` is not input and is not opened."""
    found = Found(lists={name: [] for name in LISTS})
    _read_object(folder, "family.json", FAMILY, found)
    _read_lines(folder, "entries", found)
    _read_lines(folder, "supervision", found)
    _read_object(folder, "family_led.json", FAMILY_LED, found)
    return found


def _text(folder: Path, file: str, found: Found) -> bytes | None:
    """Return the bytes of a file that is UTF-8, without the mark some programs begin it with."""
    try:
        text = (folder / file).read_bytes().removeprefix(b"\xef\xbb\xbf")
        text.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = wrong.object.count(b"\n", 0, wrong.start) + 1
        found.problems.append(Problem(file, line, "is not UTF-8; save the file as UTF-8"))
    except OSError:
        found.problems.append(Problem(file, 0, "the file is missing; add it to the folder"))
    else:
        return text
    found.whole = False
    return None


def _parse(text: bytes, kind: Any = Any) -> Any:  # noqa: ANN401
    """Decode JSON.

    Raises:
        ValueError: it is not JSON; the message ends with the byte if that is known.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _not_json(file: str, line: int, wrong: ValueError) -> Problem:
    words = str(wrong).removeprefix("JSON is malformed: ")
    return Problem(file, line, f"is not JSON ({words}); mend the line")


def _read_lines(folder: Path, name: str, found: Found) -> None:
    file = f"{name}.jsonl"
    text = _text(folder, file, found)
    # Only "\n" ends a line: other separators may stand inside a text.
    for number, line in enumerate((text or b"").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            raw = _parse(line)
        except ValueError as wrong:
            found.problems.append(_not_json(file, number, wrong))
            if named := NAMED.search(line):
                found.unread.setdefault(name, set()).add(named.group(1).decode())
            continue
        found.add(name, raw, Place(file, number))


def _read_object(folder: Path, file: str, names: tuple[str, ...], found: Found) -> None:
    text = _text(folder, file, found)
    if text is None:
        return
    try:
        _parse(text)
        parts = _parse(text, dict[str, msgspec.Raw])
    except ValueError as wrong:
        at = MALFORMED.search(str(wrong))
        line = text.count(b"\n", 0, int(at.group(1))) + 1 if at else 1
        found.problems.append(_not_json(file, line, wrong))
        found.whole = False
        return
    cursor = 0
    rest: dict[str, Any] = {}
    for key, part in parts.items():
        start = text.find(bytes(part), text.find(f'"{key}"'.encode(), cursor) + len(key) + 2)
        cursor = start + len(bytes(part)) if start >= 0 else cursor
        if key in names and bytes(part).startswith(b"["):
            for raw, line in _elements(text, bytes(part), max(start, 0)):
                found.add(key, raw, Place(file, line))
        else:
            rest[key] = _parse(bytes(part))
    _read_rest(file, names, found, rest=rest, given=set(parts))


def _elements(text: bytes, part: bytes, start: int) -> Iterator[tuple[object, int]]:
    """Yield each thing of a list with the line of the file that it begins on."""
    at = start
    for raw in _parse(part, list[msgspec.Raw]):
        between = BETWEEN.match(text, at)
        at = between.end() if between else at
        yield _parse(bytes(raw)), text.count(b"\n", 0, at) + 1
        at += len(bytes(raw))


def _read_rest(
    file: str, names: tuple[str, ...], found: Found, *, rest: dict[str, Any], given: set[str]
) -> None:
    """Read what is not a list: the family itself, and what does not belong or is not there."""
    place = Place(file, 1)
    for name in names:
        if name not in given:
            place.add((name,), "is missing; add it, as [] when there is none")
        elif name in rest:
            place.add((name,), "must be a list in brackets [ ]")
            rest.pop(name)
    if file == "family.json":
        found.family = read_record(FamilyRecord, rest, place)
    else:
        for key in rest:
            place.add((key,), "is not a field here; take it out or mend its name")
    found.problems += place.problems
