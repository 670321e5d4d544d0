"""Group case supervision as everything outside sees it, what is pulled for it, and what is due."""

import calendar
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import holidays
import msgspec

from workbook.clock import london_day
from workbook.entries.rules import SavedContribution, SavedEntry
from workbook.marking.rules import Kept, LaidOver, all_persons, together
from workbook.wall.marks import may_read, tightest

RISKS: Final = {"low": "Low", "medium": "Medium", "high": "High", "very_high": "Very high"}
WAYS: Final = {"better": "Better", "same": "Same", "worse": "Worse", "drifting": "Drifting"}
ATTENDANCE: Final = {"present": "Here", "sent": "Sent words", "absent": "Away"}
MONTHS: Final = 12
FRIDAY: Final = 4
MOST_SENTENCE: Final = 300
SENTENCE: Final = re.compile(r".+?(?:[.!?…]+(?=\s|$)|$)")


class SavedSession(msgspec.Struct, frozen=True, kw_only=True):
    """One dated session of one team."""

    id: str
    team_id: str
    held_on: date
    chair_id: str
    chair: str = ""


class SavedDiscussion(msgspec.Struct, frozen=True, kw_only=True):
    """One version of what was said and decided about one family in one session."""

    id: str
    session_id: str
    family_id: str
    recorded_at: datetime
    recorded_by: str
    children: tuple[str, ...]
    attendance: dict[str, str]
    child_voice: str
    family_view: str
    hypotheses: str
    agreed: dict[str, dict[str, Any]]
    trajectory: dict[str, str]
    decision: str
    rationale: str
    dissent: tuple[dict[str, Any], ...]
    family_told: dict[str, Any]
    fgdm_considered: dict[str, Any]
    next_due: date | None
    replaces_id: str | None
    submit_key: str


class SavedPart(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker brought, as it was saved with one version."""

    id: str
    discussion_id: str
    worker_id: str
    recorded_at: datetime
    recorded_by: str
    discipline: str
    well: str
    worried: str
    ratings: dict[str, dict[str, Any]]
    sources: tuple[str, ...]
    mark: str
    mark_persons: tuple[str, ...]


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed a discussion off, and when."""

    worker_id: str
    at: datetime


class Addendum(msgspec.Struct, frozen=True, kw_only=True):
    """Dated words that were added after the sign-off."""

    id: str
    discussion_id: str
    recorded_at: datetime
    recorded_by: str
    words: str


class Discussed(msgspec.Struct, frozen=True, kw_only=True):
    """One family in one session: every version, the first first, and who signed it off."""

    session: SavedSession
    versions: tuple[SavedDiscussion, ...]
    signed: tuple[Signed, ...] = ()

    @property
    def newest(self) -> SavedDiscussion:
        """Return the version that stands."""
        return self.versions[-1]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of all versions, the first first."""
        return tuple(version.id for version in self.versions)


class Voiced(msgspec.Struct, frozen=True, kw_only=True):
    """What a child said or showed in one entry."""

    entry_id: str
    person_id: str
    words: str
    voice: str
    occurred_at: datetime


class Pulled(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker's own entries since last time come to.

    `kept`: the marks that count for it, the tightest last. `mark_persons`: whose it is, or whom it
    is kept from, under any of them.
    """

    well: str = ""
    worried: str = ""
    contacts: int = 0
    last_on: date | None = None
    sources: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()
    mark_persons: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """Return the tightest mark of what it comes from."""
        return tightest([one.mark for one in self.kept])


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """When a family was last discussed, and when it is due again."""

    family_id: str
    name: str
    last_on: date | None
    next_due: date | None


def in_order(versions: Iterable[SavedDiscussion]) -> tuple[SavedDiscussion, ...]:
    """Return the versions of one discussion, each after the one it replaces."""
    after = {version.replaces_id: version for version in versions}
    found: list[SavedDiscussion] = []
    one = after.get(None)
    while one is not None:
        found.append(one)
        one = after.get(one.id)
    return tuple(found)


def since(entries: Iterable[SavedEntry], *, last: date | None, until: date) -> list[SavedEntry]:
    """Return the entries that a session has not heard yet, in the order given.

    What happened before the last session and was written down after it is new to the team. A
    correction of what it heard is not.
    """
    return [
        entry
        for entry in entries
        if london_day(entry.occurred_at) <= until
        and (
            last is None
            or london_day(entry.occurred_at) > last
            or (london_day(entry.recorded_at) > last and entry.replaces_id is None)
        )
    ]


def pull(
    worker_id: str,
    *,
    entries: Sequence[SavedEntry],
    contributions: Iterable[SavedContribution],
    laid: LaidOver,
) -> Pulled:
    """Draft what one worker brings from their own entries, newest first.

    Strengths and worries are those of the programme's common questions; without strengths the
    first sentence of the newest note stands in. What is drafted is kept as tightly as all entries
    it may hold words of, with what was `laid` over them since [security T6].
    """
    own = [entry for entry in entries if entry.recorded_by == worker_id]
    if not own:
        return Pulled()
    ids = {entry.id for entry in own}
    given = [one for one in contributions if one.entry_id in ids]
    sources: list[SavedEntry | SavedContribution] = [*own, *given]
    marks = [
        (
            Kept(mark=one.mark, persons=tuple(one.mark_persons), discipline=one.discipline),
            laid.get(one.id, ()),
        )
        for one in sources
    ]
    people = (person for one, over in marks for person in all_persons(one, over))
    return Pulled(
        well=_column(given, "strengths", "strength") or _first_sentence(own),
        worried=_column(given, "worries", "worry"),
        contacts=len(own),
        last_on=london_day(own[0].occurred_at),
        sources=tuple(entry.id for entry in own),
        kept=together(kept for one, over in marks for kept in (one, *(each.kept for each in over))),
        mark_persons=tuple(dict.fromkeys(people)),
    )


def _column(contributions: Iterable[SavedContribution], question: str, column: str) -> str:
    """Return what stands in one column of a table question, each thing once, a line each."""
    rows = (row for one in contributions for row in _rows(one.answers.get(question)))
    texts = (str(row.get(column) or "").strip() for row in rows)
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _rows(answer: object) -> list[Mapping[str, Any]]:
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []


def _first_sentence(newest_first: Iterable[SavedEntry]) -> str:
    note = next((entry.note.strip() for entry in newest_first if entry.note.strip()), "")
    found = SENTENCE.match(note)
    return found[0].strip()[:MOST_SENTENCE] if found else ""


def standing_parts(
    parts: Iterable[SavedPart], version_ids: Sequence[str], *, laid: LaidOver
) -> dict[str, list[SavedPart]]:
    """Return what stands of each worker's part, among the parts this reader may see.

    A later part takes the place of an earlier one only if whoever wrote it could read the
    earlier: else words that they did not know of would be lost with the next save.
    """
    order = {version: place for place, version in enumerate(version_ids)}
    newest_first = sorted(
        (part for part in parts if part.discussion_id in order),
        key=lambda part: -order[part.discussion_id],
    )
    found: dict[str, list[SavedPart]] = {}
    for part in newest_first:
        later = found.setdefault(part.worker_id, [])
        if not any(_could_read(one, part, laid) for one in later):
            later.append(part)
    return found


def _could_read(later: SavedPart, earlier: SavedPart, laid: LaidOver) -> bool:
    own = Kept(mark=earlier.mark, persons=earlier.mark_persons, discipline=earlier.discipline)
    over = (each.kept for each in laid.get(earlier.id, ()))
    return later.recorded_by == earlier.recorded_by or all(
        may_read(
            one.mark,
            author=one.discipline,
            persons=one.persons,
            worker_id=later.recorded_by,
            discipline=later.discipline,
        )
        for one in (own, *over)
    )


def next_due(held_on: date) -> date:
    """Return when a family is to be discussed again: a month on [domain 3.4], a working day."""
    year, month = held_on.year + held_on.month // MONTHS, held_on.month % MONTHS + 1
    last = calendar.monthrange(year, month)[1]
    return working_day(date(year, month, min(held_on.day, last)))


def working_day(day: date) -> date:
    """Return this day, or the next that is neither at a weekend nor a bank holiday in England."""
    closed = holidays.country_holidays("GB", subdiv="ENG", years=(day.year, day.year + 1))
    while day.weekday() > FRIDAY or day in closed:
        day += timedelta(days=1)
    return day


def lacks(*, decision: str, rationale: str) -> list[tuple[str, str]]:
    """Return what a discussion needs before it can be signed off: field and what to do."""
    wanted = [
        ("decision", decision, "Write what you decided"),
        ("rationale", rationale, "Write why you decided it"),
    ]
    return [(field, words) for field, text, words in wanted if not text.strip()]


def agenda(standing: Iterable[Standing], *, today: date) -> tuple[Standing, ...]:
    """Return the families in the order of the agenda: never discussed, overdue, then the rest."""

    def place(one: Standing) -> tuple[int, date, str]:
        if one.last_on is None:
            return (0, date.min, one.name)
        due = one.next_due or date.max
        return (1 if due < today else 2, due, one.name)

    return tuple(sorted(standing, key=place))


def next_family(order: Sequence[str], current: str, done: Collection[str]) -> str:
    """Return the next family still to be discussed, from this one on round; "" if none is."""
    at = order.index(current) if current in order else 0
    return next((one for one in (*order[at + 1 :], *order[:at]) if one not in done), "")
