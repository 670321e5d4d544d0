"""Whether each row of the record says what the audit log is held to: pure, chain by chain."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from workbook.audit import CONTENT_KEY, DESTROYED, PLACES_SEALED

Key = tuple[str, str]
# The only tables whose rows may be emptied later, because they hold where somebody is.
PLACES = frozenset({"household", "contact_detail"})


class WordsReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of the words found. `destroyed`: how many rows under which schedule."""

    rows: int
    destroyed: dict[str, int]
    first_bad: str | None


class WordsJudge:
    """Takes the acts of a chain, then its rows, then its end; then the next chain.

    Chains of workers and of the system come first: rows of any family may be noted there.
    """

    def __init__(self) -> None:
        self._expected: dict[Key, tuple[str, str]] = {}  # hash, and where it stands
        self._elsewhere: dict[Key, tuple[str, str]] = {}  # what is noted in no family's chain
        self._gone: set[Key] = set()
        self._destroyed: Counter[str] = Counter()
        self._rows = 0

    def act(self, chain: str, number: int, act: str, detail: Mapping[str, Any]) -> str | None:
        """Take what one act holds of rows. Return what is wrong with it."""
        place = f"chain {chain}, row {number}"
        tables = detail.get(CONTENT_KEY, {})
        if act == DESTROYED:
            for key in _keys(tables):
                if self._known(key) is None:
                    return f"{place}: it destroys {' '.join(key)}, which was not there"
                self._gone.add(key)
                self._destroyed[str(detail.get("schedule", ""))] += 1
            return None
        for key in _keys(tables):
            if act == PLACES_SEALED and (key[0] not in PLACES or self._known(key) is None):
                return f"{place}: it seals {' '.join(key)}, which was no place or not there"
            if key in self._expected or key in self._elsewhere or key in self._gone:
                return f"{place}: it says anew what was recorded of {' '.join(key)}"
            self._expected[key] = tables[key[0]][key[1]], place
        return None

    def expected(self, table: str) -> list[str]:
        """Return the ids of this table that the acts of this chain are held to."""
        return [row_id for name, row_id in self._expected if name == table]

    def row(self, table: str, row_id: str, row_hash: str) -> str | None:
        """Take one row by the hash of what it says now. Return what is wrong with it."""
        if (table, row_id) in self._gone:
            return f"{table} {row_id}: it was destroyed and is there"
        known = self._known((table, row_id))
        if known is None:
            return f"{table} {row_id}: nobody recorded it"
        if known[0] != row_hash:
            return f"{table} {row_id}: changed since it was recorded ({known[1]})"
        self._rows += 1
        return None

    def _known(self, key: Key) -> tuple[str, str] | None:
        return self._expected.pop(key, None) or self._elsewhere.pop(key, None)

    def end(self, *, of_family: bool = True) -> str | None:
        """Take the end of a chain. Return what is missing from it."""
        if not of_family:
            self._elsewhere |= self._expected
            self._expected.clear()
        self._gone.clear()
        return _missing(self._expected)

    def end_of_all(self) -> str | None:
        """Take the end of everything. Return what is missing."""
        return _missing(self._elsewhere)

    def report(self, first_bad: str | None) -> WordsReport:
        """Return what was found."""
        return WordsReport(
            rows=self._rows, destroyed=dict(sorted(self._destroyed.items())), first_bad=first_bad
        )


def _missing(expected: dict[Key, tuple[str, str]]) -> str | None:
    for (table, row_id), (_, place) in expected.items():
        return f"{table} {row_id}: it was recorded ({place}) and is not there"
    return None


def _keys(tables: Mapping[str, Any]) -> Iterator[Key]:
    return ((table, row_id) for table in tables for row_id in tables[table])


def words_said(report: WordsReport) -> list[str]:
    """Say what a check of the words found, for the command."""
    said = [f"{report.rows:,} rows say what was recorded"]
    said += [f"{n:,} destroyed under {schedule}" for schedule, n in report.destroyed.items()]
    if report.first_bad is not None:
        return [*said, f"NOT WHOLE. Stopped at the first bad place: {report.first_bad}"]
    return [*said, "The words are those that were recorded."]
