"""What a browser posted: read field by field, so that every problem is said at once."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import ClassVar

import msgspec

MOST_FIELDS = 2_000
MOST_BYTES = 2 * 1024 * 1024

_UNREADABLE = re.compile("[\x00\ufffd\ud800-\udfff]")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", re.ASCII)
_TYPED_DAY = re.compile(
    r"(?P<day>[0-9]{1,2})[\s/.-]+(?P<month>[0-9]{1,2}|[A-Za-z]{3,9})[\s/.,-]+(?P<year>[0-9]{4})",
    re.ASCII,
)
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.]?(?P<minute>[0-9]{2}))?\s*(?P<half>am|pm)?",
    re.IGNORECASE | re.ASCII,
)
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOON = 12


class Problem(msgspec.Struct, frozen=True):
    """One thing to put right. `field` is the id of its control, "" for the form as a whole."""

    field: str
    message: str


class WithProblems(msgspec.Struct, frozen=True, kw_only=True):
    """A page with a form, and what is wrong with it."""

    problems: tuple[Problem, ...] = ()

    def problem(self, field: str) -> str:
        """Return what is wrong with one field, "" when nothing is."""
        return next((one.message for one in self.problems if one.field == field), "")


class Upload(msgspec.Struct, frozen=True):
    """The file that came with a form; None where none was chosen. It has no name."""

    FIELD: ClassVar[str] = "file"

    content: bytes | None


class Form:
    """An immutable multi-dict of what was posted, and the problems found while reading it.

    The text itself never changes except that line ends become one line feed. What cannot be text
    (a NUL, a lone surrogate, U+FFFD where bytes did not decode) is recorded as a problem and kept
    as typed, so that the page can show it again. The `problems` grow as fields are read: read all
    fields, then look.
    """

    __slots__ = ("_fields", "_problems")

    def __init__(self, fields: Mapping[str, tuple[str, ...]], problems: Iterable[Problem]) -> None:
        self._fields = MappingProxyType(dict(fields))
        self._problems = list(problems)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Form":
        """Gather posted pairs in their order, each name with all of its values."""
        fields: dict[str, list[str]] = {}
        problems: list[Problem] = []
        size = 0
        for count, (name, value) in enumerate(pairs, start=1):
            size += _byte_count(name) + _byte_count(value)
            if count > MOST_FIELDS or size > MOST_BYTES:
                problems.append(Problem("", "This form is too large to save. Save it in parts."))
                break
            text = value.replace("\r\n", "\n").replace("\r", "\n")
            if _UNREADABLE.search(name) or _UNREADABLE.search(text):
                problems.append(Problem(_as_id(name), "Take out characters that cannot be read"))
            fields.setdefault(name, []).append(text)
        return cls({name: tuple(values) for name, values in fields.items()}, problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found wrong so far, in the order it was read."""
        return tuple(self._problems)

    @property
    def whole(self) -> Mapping[str, tuple[str, ...]]:
        """Every name with all its values, as posted."""
        return self._fields

    def fingerprint(self, without: Collection[str] = ("csrf",)) -> str:
        """Name exactly what was posted, in 32 figures: the same again has the same, nothing else.

        `without`: fields that are not the worker's words. A form holds a random key, so that the
        fingerprint of its words can be guessed by nobody.
        """
        words = sorted(
            (name, all_of) for name, all_of in self._fields.items() if name not in without
        )
        written = json.dumps(words).encode()
        return hashlib.sha256(written).hexdigest()[:32]

    def one(self, name: str) -> str:
        """Give a field's last value, "" where it was not posted."""
        return self._fields.get(name, ("",))[-1]

    def all(self, name: str) -> tuple[str, ...]:
        """Give every value posted under a name."""
        return self._fields.get(name, ())

    def refuse(self, field: str, message: str) -> None:
        """Record a problem found by the caller's own rules."""
        self._problems.append(Problem(field, message))

    def unknown(self, allowed: Collection[str], patterns: Iterable[str] = ()) -> tuple[str, ...]:
        """List posted names that are neither in `allowed` nor match a whole pattern."""
        matchers = [re.compile(pattern) for pattern in patterns]
        return tuple(
            name
            for name in self._fields
            if name not in allowed and not any(matcher.fullmatch(name) for matcher in matchers)
        )

    def text(self, name: str, max_length: int, *, required: str = "") -> str:
        """Read a text without the space around it; `required` is what to say when it is empty.

        A text that is too long comes back whole, so that nothing typed is lost on the page.
        """
        value = self.one(name).strip()
        if not value and required:
            self.refuse(name, required)
        elif len(value) > max_length:
            self.refuse(name, f"Use {max_length:,} characters or fewer; this has {len(value):,}")
        return value

    def day(self, name: str, *, required: str = "") -> date | None:
        """Read a date from a date control, three boxes ("{name}-day" …) or typed words."""
        typed = self._typed_day(name)
        if not typed:
            self._expect(name, required)
            return None
        found = _day_of(typed)
        if found is None:
            self.refuse(name, "Enter a real date, like 19 11 2026")
        return found

    def clock(self, name: str, *, required: str = "") -> time | None:
        """Read a time of day: "16:15", "1615", "4.15pm", "9"."""
        typed = self.one(name).strip()
        if not typed:
            self._expect(name, required)
            return None
        found = _clock_of(typed)
        if found is None:
            self.refuse(name, "Enter a time, like 16:15")
        return found

    def choice(self, name: str, allowed: Collection[str], *, required: str = "") -> str:
        """Read one of the allowed values, "" where none was chosen."""
        value = self.one(name)
        if value and value not in allowed:
            self.refuse(name, "Choose one of the answers shown")
            return ""
        if not value:
            self._expect(name, required)
        return value

    def choices(
        self, name: str, allowed: Collection[str], *, required: str = ""
    ) -> tuple[str, ...]:
        """Read every value ticked, each once, in the order of the page."""
        values = tuple(dict.fromkeys(value for value in self.all(name) if value))
        if any(value not in allowed for value in values):
            self.refuse(name, "Choose from the answers shown")
            return tuple(value for value in values if value in allowed)
        if not values:
            self._expect(name, required)
        return values

    def whole_number(self, name: str, low: int, high: int, *, required: str = "") -> int | None:
        """Read a whole number from `low` to `high`; only the figures 0 to 9 are figures."""
        typed = self.one(name).strip().replace(",", "")
        if not typed:
            self._expect(name, required)
            return None
        if not _WHOLE_NUMBER.fullmatch(typed) or not low <= int(typed) <= high:
            self.refuse(name, f"Enter a whole number from {low:,} to {high:,}")
            return None
        return int(typed)

    def ticked(self, name: str) -> bool:
        """Read one tick box."""
        return bool(self.one(name))

    def _expect(self, name: str, required: str) -> None:
        if required:
            self.refuse(name, required)

    def _typed_day(self, name: str) -> str:
        if name in self._fields:
            return self.one(name).strip()
        boxes = [self.one(f"{name}-{part}").strip() for part in ("day", "month", "year")]
        return " ".join(boxes).strip()


def _byte_count(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _as_id(name: str) -> str:
    return _UNREADABLE.sub("", name)


def _day_of(typed: str) -> date | None:
    """Make a date of figures or words, day before month unless it begins with the year."""
    if _ISO_DAY.fullmatch(typed):
        year, month, day = (int(part) for part in typed.split("-"))
    elif match := _TYPED_DAY.fullmatch(typed):
        day, year = int(match["day"]), int(match["year"])
        month = _month_of(match["month"])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_of(typed: str) -> int:
    """Number a month from figures or its name; 0 is no month."""
    if typed.isdigit():
        return int(typed)
    short = typed[:3].lower()
    full = datetime(2000, _MONTHS.index(short) + 1, 1) if short in _MONTHS else None  # noqa: DTZ001
    return full.month if full and f"{full:%B}".lower().startswith(typed.lower()) else 0


def _clock_of(typed: str) -> time | None:
    match = _CLOCK.fullmatch(typed)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if half := (match["half"] or "").lower():
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None
