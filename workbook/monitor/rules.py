"""Which openings somebody should be asked about: pure, over acts, staff and families.

A finding is a question, not an accusation: most have a good answer (security.md T9 to T11).
"""

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

import holidays
import msgspec

from workbook.clock import LONDON, london_day

SAME_SURNAME: Final = "same_surname"
SAME_HOME: Final = "same_home"
SEALED_HOME: Final = "sealed_home"
NOT_INVOLVED: Final = "not_involved"
OUT_OF_HOURS: Final = "out_of_hours"
MANY_FAMILIES: Final = "many_families"
STAFF_FAMILY: Final = "staff_family"

OUTCOMES: Final[Mapping[str, str]] = {
    "expected": "It was part of their work",
    "explained": "I asked, and it was explained",
    "passed_on": "I passed it on to be looked into further",
}
HOUR: Final = timedelta(hours=1)
SATURDAY: Final = 5
POSTCODE: Final = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b")
PHONE_FIGURES: Final = 10


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """One act of a worker in one family's chain."""

    act_id: str
    family_id: str
    worker_id: str
    at: datetime


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """One member of staff. `homes`: keyed hashes of where they live and how to reach them."""

    name: str
    discipline: str
    team_id: str
    homes: frozenset[str] = frozenset()


class Span(msgspec.Struct, frozen=True):
    """A worker works with a family over days."""

    worker_id: str
    starts_on: date
    ends_on: date | None


class WatchedFamily(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules need of one family: no more than names, hashes and who works with it.

    `sealed`: hashes of what is sealed; the wall keeps what is found by them from most.
    """

    team_id: str
    names: tuple[str, ...] = ()
    homes: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    involved: tuple[Span, ...] = ()
    has_staff: bool = False


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """What this council calls its hours, in London's time, and many families."""

    opens: time
    closes: time
    most_families: int

    @classmethod
    def of(cls, words: str, *, most_families: int) -> "Hours":
        """Read "07:00-20:00"."""
        opens, closes = (time.fromisoformat(each) for each in words.split("-"))
        return cls(opens=opens, closes=closes, most_families=most_families)

    def are_over(self, moment: datetime) -> bool:
        """Tell whether it is night, a weekend or a bank holiday in England."""
        here = moment.astimezone(LONDON)
        closed = holidays.country_holidays("GB", subdiv="ENG", years=here.year)
        if here.weekday() >= SATURDAY or here.date() in closed:
            return True
        return not self.opens <= here.time() < self.closes


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A rule asks about what a worker opened of a family on a day, beginning with this act."""

    rule: str
    family_id: str
    worker_id: str
    on_day: date
    act_id: str


def findings(
    openings: Iterable[Opening],
    *,
    staff: Mapping[str, Watched],
    families: Mapping[str, WatchedFamily],
    hours: Hours,
) -> list[Found]:
    """Return what somebody should be asked about: each rule once a worker, family and day.

    `openings` in the order of time. Whoever is not of the staff, and families not given, are
    passed over. Many families: once a worker and day, at the family that was one too many.
    """
    found: dict[tuple[str, ...], Found] = {}
    lately: dict[str, deque[Opening]] = {}
    for one in openings:
        if one.worker_id not in staff or one.family_id not in families:
            continue
        worker, family = staff[one.worker_id], families[one.family_id]
        day = london_day(one.at)
        asked = [*_asked(one, worker, family, hours=hours)]
        if _is_one_too_many(one, lately.setdefault(one.worker_id, deque()), hours.most_families):
            asked.append(MANY_FAMILIES)
        for rule in asked:
            about = "" if rule == MANY_FAMILIES else one.family_id
            found.setdefault(
                (rule, one.worker_id, about, day.isoformat()),
                Found(
                    rule=rule,
                    family_id=one.family_id,
                    worker_id=one.worker_id,
                    on_day=day,
                    act_id=one.act_id,
                ),
            )
    return list(found.values())


def _asked(one: Opening, worker: Watched, family: WatchedFamily, *, hours: Hours) -> Iterator[str]:
    if family.has_staff:
        yield STAFF_FAMILY
    if surname(worker.name) in {surname(name) for name in family.names}:
        yield SAME_SURNAME
    if worker.homes & family.homes:
        yield SAME_HOME
    if worker.homes & family.sealed:
        yield SEALED_HOME
    if not is_involved(one.worker_id, worker, family, day=london_day(one.at)):
        yield NOT_INVOLVED
    if hours.are_over(one.at):
        yield OUT_OF_HOURS


def is_involved(worker_id: str, worker: Watched, family: WatchedFamily, *, day: date) -> bool:
    """Tell whether a worker worked with a family on a day, or manages the team that does.

    Break-glass and cover are ways in for a time: whoever came in by one is asked about.
    """
    if worker.discipline == "team_manager" and worker.team_id == family.team_id:
        return True
    return any(
        span.worker_id == worker_id
        and span.starts_on <= day
        and (span.ends_on is None or day <= span.ends_on)
        for span in family.involved
    )


def _is_one_too_many(one: Opening, lately: deque[Opening], most: int) -> bool:
    lately.append(one)
    while one.at - lately[0].at > HOUR:
        lately.popleft()
    return len({each.family_id for each in lately}) > most


def surname(name: str) -> str:
    """Return the last word of a name without accents or case; "" for a name of one word."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = "".join(each for each in plain if not unicodedata.combining(each)).split()
    return words[-1] if len(words) > 1 else ""


def home_marks(text: str) -> frozenset[str]:
    """Return what a text tells of where somebody lives or is reached, in one way of writing.

    The postcode and the whole of an address; the last ten figures of a phone number.
    """
    marks = set()
    if found := POSTCODE.search(text.upper()):
        marks.add(f"postcode {found[1]}{found[2]}")
        marks.add("address " + " ".join(re.findall(r"[a-z0-9]+", text.casefold())))
    figures = re.sub(r"\D", "", text)
    if len(figures) >= PHONE_FIGURES and not found:
        marks.add(f"phone {figures[-PHONE_FIGURES:]}")
    return frozenset(marks)
