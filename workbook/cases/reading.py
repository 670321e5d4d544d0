"""Plain JSON into records, with everything that is wrong instead of only the first."""

import re
from collections.abc import Iterator
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

import msgspec

from workbook.cases.problems import Problem
from workbook.cases.shapes import LONGEST_TEXT, Record

Shape = TypeVar("Shape", bound=Record)

YEARS = range(1900, 2201)
SURROGATE = re.compile("[\ud800-\udfff]")
REMEDIES = (
    ("encoded datetime", "write a time such as 2026-04-27T11:20:00+01:00, with its offset"),
    ("with a timezone", "the time has no offset from UTC; write it as in …T11:20:00+01:00"),
    ("encoded date", "write a date that exists, as YYYY-MM-DD"),
)


class Place:
    """Where in a file something stands; it gathers what is wrong there."""

    def __init__(self, file: str, line: int) -> None:
        self.file = file
        self.line = line
        self.problems: list[Problem] = []

    def add(self, path: tuple[str, ...], words: str) -> None:
        """Note one problem."""
        where = ", ".join(path)
        self.problems.append(Problem(self.file, self.line, f"{where}: {words}" if where else words))


def read_record(shape: type[Shape], raw: object, place: Place) -> Shape | None:
    """Return the record; None when something is wrong, all of which is noted at its place."""
    for path, words in _bad_text(raw, ()):
        place.add(path, words)
    found = _convert(shape, raw, place, ())
    return None if place.problems else cast("Shape", found)


def _convert(kind: Any, raw: object, place: Place, path: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Return the value as this type; what cannot be is noted."""
    if raw is None:
        place.add(path, "leave it out instead of giving null")
        return None
    origin = get_origin(kind)
    if origin in (Union, UnionType) and NoneType in get_args(kind):
        return _convert(get_args(kind)[0], raw, place, path)
    if isinstance(kind, type) and issubclass(kind, Record):
        return _struct(kind, raw, place, path)
    if origin is tuple and isinstance(raw, list):
        inner = get_args(kind)[0]
        return tuple(
            _convert(inner, each, place, (*path[:-1], f"{path[-1]} {number}"))
            for number, each in enumerate(raw, start=1)
        )
    if origin is dict and isinstance(raw, dict) and get_args(kind)[1] is not Any:
        inner = get_args(kind)[1]
        return {key: _convert(inner, each, place, (*path, key)) for key, each in raw.items()}
    return _leaf(kind, raw, place, path)


def _struct(shape: type[Record], raw: object, place: Place, path: tuple[str, ...]) -> Record | None:
    if not isinstance(raw, dict):
        place.add(path, "must be an object in braces { }")
        return None
    fields = {
        each.encode_name: each for each in msgspec.structs.fields(shape) if each.name != "line"
    }
    for key in raw:
        if key not in fields:
            place.add((*path, str(key)), "is not a field here; take it out or mend its name")
    values: dict[str, Any] = {}
    for key, field in fields.items():
        if key in raw:
            values[field.name] = _convert(field.type, raw[key], place, (*path, key))
        elif field.required:
            place.add((*path, key), "is missing; add it")
    if place.problems:
        return None
    # Only the whole thing has a line: it is no part of what a record says, and is compared.
    return shape(**values) if path else shape(line=place.line, **values)


def _leaf(kind: Any, raw: object, place: Place, path: tuple[str, ...]) -> Any:  # noqa: ANN401
    try:
        value = msgspec.convert(raw, kind)
    except msgspec.ValidationError as wrong:
        place.add(path, _plain(kind, raw, str(wrong)))
        return None
    if isinstance(value, date) and value.year not in YEARS:
        place.add(path, f"the year {value.year} cannot be right; write it as YYYY-MM-DD")
    return value


def _plain(kind: Any, raw: object, message: str) -> str:  # noqa: ANN401
    """Say what is wrong as somebody who did not write the reader would."""
    if get_origin(kind) is Literal:
        return f"{raw!r:.60} is not in the list; use one of {', '.join(get_args(kind))}"
    for sign, remedy in REMEDIES:
        if sign in message:
            return f"{raw!r:.60} cannot be read: {remedy}"
    wanted = message.partition(", got")[0].removeprefix("Expected ").replace("`", "")
    for code, words in (("array", "a list"), ("str", "text"), ("int", "a whole number")):
        wanted = re.sub(rf"\b{code}\b", words, wanted)
    return f"must be {wanted.replace('bool', 'true or false')}, not {raw!r:.60}"


def _bad_text(raw: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Find what no database can keep, in every text at any depth."""
    if isinstance(raw, str):
        if "\0" in raw:
            yield path, "holds an invisible NUL character; take it out"
        if SURROGATE.search(raw):
            yield path, "holds half of a character (a lone surrogate); type it again"
        if len(raw) > LONGEST_TEXT:
            yield path, f"is {len(raw):,} characters long; {LONGEST_TEXT:,} fit, so divide it"
    elif isinstance(raw, dict):
        for key, value in raw.items():
            yield from _bad_text(key, path)
            yield from _bad_text(value, (*path, str(key)))
    elif isinstance(raw, list):
        for value in raw:
            yield from _bad_text(value, path)
