"""What a case names, so that a check can ask whether an id is known."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

import msgspec

from workbook.cases.entry_shapes import Case
from workbook.cases.problems import Problem

Problems: TypeAlias = Iterator[Problem]
CHILDREN = ("child", "unborn_child")
ALL = "all"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """The ids of a case by what they name.

    An id whose line could not be read counts as known, and as a child or an adult alike: the
    line itself is the problem, not each place that names it.
    """

    persons: frozenset[str]
    children: frozenset[str]
    grown: frozenset[str]
    workers: frozenset[str]
    goals: frozenset[str]
    entries: frozenset[str]

    @classmethod
    def of(cls, case: Case, unread: Mapping[str, Collection[str]]) -> "Known":
        """Gather what a case names."""
        lost = frozenset(unread.get("persons", ()))
        children = frozenset(p.id for p in case.persons if p.kind in CHILDREN)
        grown = frozenset(p.id for p in case.persons if p.kind not in CHILDREN)
        return cls(
            persons=children | grown | lost,
            children=children | lost,
            grown=grown | lost,
            workers=frozenset(w.id for w in case.workers) | set(unread.get("workers", ())),
            goals=frozenset(g.id for g in case.change_goals) | set(unread.get("change_goals", ())),
            entries=frozenset(e.id for e in case.entries) | set(unread.get("entries", ())),
        )


class Spot(msgspec.Struct, frozen=True):
    """A line of a file, and the ways in which what stands there is commonly wrong."""

    file: str
    line: int

    def wrong(self, words: str) -> Problem:
        """Return one problem of this line."""
        return Problem(self.file, self.line, words)

    def named(
        self, what: str, ids: Iterable[str | None], among: frozenset[str], kind: str
    ) -> Problems:
        """Find ids that name nothing of this kind. An absent id names nothing and is right."""
        for each in dict.fromkeys(ids):
            if each is not None and each not in among:
                yield self.wrong(f"{what}: {each!r} is not a known {kind}; mend the id or add it")

    def once(self, what: str, ids: Iterable[str]) -> Problems:
        """Find ids that stand twice where each may stand once."""
        seen: set[str] = set()
        for each in ids:
            if each in seen:
                yield self.wrong(f"{what}: {each!r} stands there twice; take one out")
            seen.add(each)

    def span(self, what: str, starts: date | None, ends: date | None) -> Problems:
        """Find a time that ends before it starts."""
        if starts is not None and ends is not None and ends < starts:
            yield self.wrong(f"{what}: ends on {ends}, before it starts on {starts}; mend a date")
