"""What must not reach a reader: worked out from what the record says of the family."""

import msgspec

from exports.gate.folding import WORD, fold
from exports.gate.names import Unnamed, kept_names, name_words, unnamed_people
from exports.gate.places import KEEPS_PLACE, telling_words
from exports.gate.record import Contact, FamilyFacts, Household, Note
from exports.gate.spellings import Needle, Severity, address_needles, contact_needles, name_needles
from exports.gate.vocabulary import ALSO_WORDS

_SIGN = 7
_MOST_NOTES = 3  # a word that more notes use tells nothing apart


class Word(msgspec.Struct, frozen=True):
    """A single word to look for; some only where they are written with a capital."""

    severity: Severity
    why: str
    capital: bool = False


class Protected(msgspec.Struct, frozen=True, kw_only=True):
    """Everything to search for on behalf of one reader or one group of readers."""

    needles: dict[str, tuple[Needle, ...]] = {}  # by a piece they share: one look for several
    units: dict[tuple[str, str], Severity] = {}
    words: dict[str, Word] = {}
    known: frozenset[str] = frozenset()
    keeps_place: bool = False


def protected_for(facts: FamilyFacts) -> Protected:
    """Work out what these readers must not be told, in every spelling searched for.

    Put the households and contact details of linked families into `facts` as well. What one of
    several readers may not know is protected from all of them. Sealed facts become `certain`;
    what only withheld notes hold becomes `possible`, and only where something that locates
    (address, school, nursery, surgery) is kept from a person; a conference knows the school.
    """
    hidden = tuple(each.address for each in facts.households if _is_hidden(each, facts.readers))
    shown = tuple(each.address for each in facts.households if each.address not in hidden)
    sealed = tuple(
        each.value for each in facts.contacts if each.sealed and not _all_know(facts, each)
    )
    unnamed = unnamed_people(facts)
    heard = (note.text for note in facts.notes if _heard(note, facts.readers))
    known = _introduced(facts, unnamed) | _tokens(*shown, *heard)
    spelt = [address_needles(each, shown) for each in hidden]
    spelt += [contact_needles(each, shown) for each in sealed]
    keeps_place = bool(facts.readers and hidden) or any(
        KEEPS_PLACE.search(fold(what)) for what in facts.withheld
    )
    words = _words(facts, unnamed=unnamed, known=known, keeps_place=keeps_place)
    for each in spelt:
        for word, severity in each.words.items():
            words[word] = Word(severity, "a part of a protected address", capital=True)
    needles = [needle for each in spelt for needle in each.needles]
    needles += [needle for each in unnamed for needle in name_needles(each.person, each.severity)]
    return Protected(
        needles=_by_sign(needles),
        units={unit: severity for each in spelt for unit, severity in each.units.items()},
        words=words,
        known=known,
        keeps_place=keeps_place,
    )


def _by_sign(needles: list[Needle]) -> dict[str, tuple[Needle, ...]]:
    groups: dict[str, list[Needle]] = {}
    for needle in dict.fromkeys(needles):
        groups.setdefault(needle.sign or needle.compact[:_SIGN], []).append(needle)
    return {sign: tuple(group) for sign, group in groups.items()}


def _is_hidden(house: Household, readers: tuple[str, ...]) -> bool:
    knowing = {*house.known_by, *house.members}
    return house.protected and not (readers and knowing.issuperset(readers))


def _all_know(facts: FamilyFacts, contact: Contact) -> bool:
    return bool(facts.readers) and {contact.owner, *contact.known_by}.issuperset(facts.readers)


def _introduced(facts: FamilyFacts, unnamed: tuple[Unnamed, ...]) -> frozenset[str]:
    """Gather the words of every name the readers may be told."""
    kept = {each.person for each in unnamed}
    names = (f"{each.name} {each.known_as}" for each in facts.persons if each not in kept)
    return _tokens(*names, *facts.named)


def _tokens(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in WORD.findall(fold(text)))


def _heard(note: Note, readers: tuple[str, ...]) -> bool:
    """Say whether every reader was there when this was said, and it was said openly."""
    return bool(readers) and not note.private and set(note.present).issuperset(readers)


def _words(
    facts: FamilyFacts, *, unnamed: tuple[Unnamed, ...], known: frozenset[str], keeps_place: bool
) -> dict[str, Word]:
    introduced = _introduced(facts, unnamed)
    words = {
        word: Word(
            "possible" if word in ALSO_WORDS else each.severity,
            "the name of a person who must not be named",
            capital,
        )
        for each in unnamed
        for word, capital in name_words(each.person, known=introduced).items()
    }
    if not keeps_place:
        return words
    everything = tuple(note.text for note in facts.notes)
    kept = tuple(note.text for note in facts.notes if note.kept and not _heard(note, facts.readers))
    for name in kept_names(kept, everything=everything) - known:
        words.setdefault(name, Word("possible", "a name that only withheld notes hold", True))
    uses = [_tokens(text) for text in everything]
    for word in {told for text in kept for told in telling_words(text)} - known:
        if sum(word in used for used in uses) <= _MOST_NOTES:
            words.setdefault(word, Word("possible", "a word that tells a withheld place apart"))
    return words
