"""Who must not be named to a reader, and which names only withheld notes hold."""

import re

import msgspec

from exports.gate.folding import WORD, fold
from exports.gate.places import PLACE_WORDS
from exports.gate.record import FamilyFacts, Person
from exports.gate.spellings import Severity
from exports.gate.vocabulary import ALSO_WORDS, NO_NAMES, TITLES

_SENTENCE = re.compile(r"[.!?:;\n“”\"()\[\]]+\s*|(?:^|\s)['‘]|\s[-–]\s")
_CAPITAL = re.compile(r"\b[A-Z][^\W\d_]+")
_LOWER = re.compile(r"\b[a-z][^\W\d_]+")
_LEAST_NAME = 3
_SHORT_NAME = 3


class Unnamed(msgspec.Struct, frozen=True):
    """A person who must not be named to the readers, and how sure that is."""

    person: Person
    severity: Severity


def unnamed_people(facts: FamilyFacts) -> tuple[Unnamed, ...]:
    """Return the persons who must not be named to these readers.

    `certain`: the name is what is withheld (“Freya’s name”); the mark on their own place keeps
    them, whoever else they are; every tie is kept from a reader; or
    nothing ties to the family somebody revealed only in entries kept from the reader (a caller).
    `possible`: revealed only in kept entries, and tied to somebody else in the family. The last
    three do not hold for a person whom each reader knows: by a tie of their own (their secret is
    not kept from themselves), a child or a home in common, a shared meeting, the network. The
    family’s children are open to everybody.
    """
    revealed = {person for note in facts.notes if note.kept for person in note.reveals}
    tied = {end for tie in facts.ties for end in (tie.a, tie.b)}
    loose = {end for tie in facts.ties if not tie.kept for end in (tie.a, tie.b)}
    withheld = " ".join(fold(what) for what in facts.withheld)
    made = []
    for person in facts.persons:
        kept = person.id in tied - loose or person.id in revealed
        if person.id in facts.readers:
            continue
        if person.kept or _name_withheld(person, withheld):
            made.append(Unnamed(person, "certain"))
        elif kept and not _met(person, facts):
            made.append(Unnamed(person, "possible" if person.id in loose else "certain"))
    return tuple(made)


def _name_withheld(person: Person, withheld: str) -> bool:
    forms = {person.name, person.name.split()[0], person.known_as or person.name}
    return any(
        re.search(rf"\b{re.escape(fold(form))}(?:'s?)?\s+name\b", withheld) for form in forms
    )


def _met(person: Person, facts: FamilyFacts) -> bool:
    """Say whether every reader has an open way of knowing this person."""
    if person.is_child or person.id in facts.network or _in_shared_notes(person, facts):
        return True
    ties = _open_ties(facts)
    theirs = ties.get(person.id, set())
    if not facts.readers:
        return bool(theirs)
    children = {each.id for each in facts.persons if each.is_child}
    homes = [set(house.members) for house in facts.households if person.id in house.members]
    own = {frozenset((tie.a, tie.b)) for tie in facts.ties}
    return all(
        frozenset((reader, person.id)) in own
        or bool(children & theirs & ties.get(reader, set()))
        or any(reader in home for home in homes)
        for reader in facts.readers
    )


def _open_ties(facts: FamilyFacts) -> dict[str, set[str]]:
    ties: dict[str, set[str]] = {}
    for tie in facts.ties:
        if not tie.kept:
            ties.setdefault(tie.a, set()).add(tie.b)
            ties.setdefault(tie.b, set()).add(tie.a)
    return ties


def _in_shared_notes(person: Person, facts: FamilyFacts) -> bool:
    return any(person.id in (*note.present, *note.reveals) for note in facts.notes if not note.kept)


def name_words(person: Person, *, known: frozenset[str]) -> dict[str, bool]:
    """Return the single words that name a person, and whether only a capital makes them a name.

    A word that the readers know otherwise (a surname they share, “Nanny”) names nobody in
    particular.
    """
    words = WORD.findall(fold(f"{person.name} {person.known_as}"))
    return {
        word: word in ALSO_WORDS or len(word) <= _SHORT_NAME
        for word in words
        if word not in known and word not in TITLES and len(word) > 1
    }


def kept_names(kept: tuple[str, ...], *, everything: tuple[str, ...]) -> set[str]:
    """Return the folded words that withheld notes write as names, and no note as ordinary words.

    A capital inside a sentence makes a name; a capital that begins one does not.
    """
    ordinary = {fold(word) for text in everything for word in _LOWER.findall(text)}
    names = {
        fold(word)
        for text in kept
        for sentence in _SENTENCE.split(text)
        for word in _inner_capitals(sentence or "")
        if not word.isupper()
    }
    return {
        name
        for name in names - ordinary - PLACE_WORDS
        if len(name) >= _LEAST_NAME and not {name, name.removesuffix("s")} & NO_NAMES
    }


def _inner_capitals(sentence: str) -> list[str]:
    start = len(sentence) - len(sentence.lstrip())
    return [found[0] for found in _CAPITAL.finditer(sentence) if found.start() > start]
