"""What the page of results is filled with."""

from collections.abc import Iterable
from typing import Final

import msgspec

from workbook.entries.rules import title
from workbook.search import rules
from workbook.search.rules import Candidate, FoundEntry
from workbook.web.filters import day
from workbook.web.forms import Problem

KINDS: Final = {
    "child": "Child",
    "unborn_child": "Unborn child",
    "adult": "Parent or carer",
    "network_member": "Family network",
}


class FoundName(msgspec.Struct, frozen=True):
    """A family or a person: the name, where it leads and where they belong."""

    name: str
    href: str
    about: str


class FoundWords(msgspec.Struct, frozen=True):
    """An entry and the words of it around what was looked for."""

    title: str
    href: str
    discipline: str
    about: str
    snippet: str


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, and what was looked for, to be changed and sent again."""

    words: str
    may_open: bool = False
    problems: tuple[Problem, ...] = ()
    families: tuple[FoundName, ...] = ()
    people: tuple[FoundName, ...] = ()
    entries: tuple[FoundWords, ...] = ()

    @property
    def problem(self) -> str:
        """Return what is wrong with the words, "" when nothing is."""
        return self.problems[0].message if self.problems else ""


def results(
    words: str,
    *,
    candidates: Iterable[Candidate],
    entries: Iterable[FoundEntry],
    may_open: bool = False,
) -> SearchPage:
    """Return the families and people whose names match, and the entries that hold the words."""
    known = list(candidates)
    names = {one.person_id: one.name for one in known if one.person_id}
    wanted = rules.search_words(words)
    return SearchPage(
        words=words,
        may_open=may_open,
        families=tuple(
            FoundName(one.family_name, f"/families/{one.family_id}", _of(one))
            for one in known
            if not one.person_id and rules.matches(words, one.family_name, one.reference)
        ),
        people=tuple(
            FoundName(one.name, f"/families/{one.family_id}/network", _about(one))
            for one in known
            if one.person_id and rules.matches(words, one.name, one.known_as)
        ),
        entries=tuple(_entry(one, names=names, words=wanted) for one in entries),
    )


def families_found(page: SearchPage) -> list[str]:
    """Return the id of each family that something found belongs to, once for each thing."""
    hrefs = [one.href for one in (*page.families, *page.people)]
    hrefs += [one.href for one in page.entries]
    return [href.split("/")[2] for href in hrefs]


def _of(family: Candidate) -> str:
    """Return the reference, and whether the family is closed."""
    return f"{family.reference}, closed" if family.is_closed else family.reference


def _about(person: Candidate) -> str:
    called = f"known as {person.known_as}" if person.known_as else ""
    words = (KINDS.get(person.kind, ""), called, person.family_name, _of(person))
    return ", ".join(word for word in words if word)


def _entry(found: FoundEntry, *, names: dict[str, str], words: tuple[str, ...]) -> FoundWords:
    entry = found.entry
    return FoundWords(
        title(entry, names),
        f"/families/{entry.family_id}/entries/{entry.id}",
        entry.discipline,
        ", ".join((found.family_name, day(entry.occurred_at), found.author)),
        rules.snippet(entry.note or entry.headline, words),
    )
