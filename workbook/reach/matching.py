"""Whether a member of staff may know somebody in a family: by surname, postcode, address or phone.

Pure, over keyed hashes or plain words alike: what is compared must only be brought to one form.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from workbook.folding import fold

POSTCODE: Final = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b", re.IGNORECASE)
# A surname alone is a question only where few families have it: of a common one, nobody could say.
FEW_FAMILIES: Final = 3
SHORTEST_PHONE: Final = 7
SAID: Final = {
    "surname": "the same rare surname",
    "postcode": "the same postcode",
    "address": "the same address",
    "phone": "the same telephone number",
}


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody may be alike in; several of a kind for somebody who has moved."""

    surname: frozenset[str] = frozenset()
    postcode: frozenset[str] = frozenset()
    address: frozenset[str] = frozenset()
    phone: frozenset[str] = frozenset()


class Somebody(msgspec.Struct, frozen=True, kw_only=True):
    """A person in a family, or a member of staff (then without a family).

    `is_sealed`: something of them is sealed, so in what they are alike to anybody is never said.
    """

    id: str
    traits: Traits
    family_id: str = ""
    is_sealed: bool = False


class Match(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A question: does this worker know this person? `alike` in the order of `SAID`.

    Empty where something of the person is sealed: were the rare surname said and the rest not,
    silence alone would tell that it is where they live.
    """

    worker_id: str
    family_id: str
    person_id: str
    alike: tuple[str, ...]


def surnames_of(name: str) -> frozenset[str]:
    """Return a name’s surname, and each half of one that is joined."""
    last = name.rsplit(maxsplit=1)[-1] if name.split() else ""
    folded = fold(last)
    return frozenset({folded.replace(" ", ""), *folded.split()} - {""})


def postcode_of(text: str) -> str:
    """Return the postcode in an address, in one form; "" where there is none."""
    found = POSTCODE.search(text)
    return (found[1] + found[2]).lower() if found else ""


def address_of(text: str) -> str:
    """Return an address in one form: its first line, with the postcode where it has one."""
    first = fold(POSTCODE.sub("", text.split(",", maxsplit=1)[0]))
    return f"{first} {postcode_of(text)}".strip() if first else ""


def phone_of(text: str) -> str:
    """Return a telephone number in one form; "" for what is none."""
    figures = re.sub(r"\D", "", text.replace("(0)", ""))
    figures = re.sub(r"^(00)?44", "0", figures) if "+" in text or figures[:2] == "00" else figures
    return figures if len(figures) >= SHORTEST_PHONE else ""


def hashed(traits: Traits, blind: Callable[[str], str]) -> Traits:
    """Return the same as keyed hashes; a trait of one kind is never alike to one of another."""
    return Traits(
        **{
            kind: frozenset(blind(f"{kind} {each}") for each in getattr(traits, kind) if each)
            for kind in SAID
        }
    )


def matches(staff: Iterable[Somebody], people: Iterable[Somebody]) -> list[Match]:
    """Return who may know whom. Takes time in the number of people, not of pairs."""
    workers: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for worker in staff:
        for trait in _traits(worker):
            workers[trait].append(worker.id)
    persons = list(people)
    sealed = {(person.family_id, person.id) for person in persons if person.is_sealed}
    common = _common_surnames(persons)
    found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for person in persons:
        for trait in _traits(person):
            if trait not in common:
                for worker_id in workers.get(trait, ()):
                    found[worker_id, person.family_id, person.id].add(trait[0])
    return sorted(
        Match(
            worker_id=worker_id,
            family_id=family_id,
            person_id=person_id,
            alike=()
            if (family_id, person_id) in sealed
            else tuple(kind for kind in SAID if kind in alike),
        )
        for (worker_id, family_id, person_id), alike in found.items()
    )


def _traits(somebody: Somebody) -> Iterable[tuple[str, str]]:
    return ((kind, each) for kind in SAID for each in getattr(somebody.traits, kind))


def _common_surnames(persons: Iterable[Somebody]) -> set[tuple[str, str]]:
    families: defaultdict[str, set[str]] = defaultdict(set)
    for person in persons:
        for surname in person.traits.surname:
            families[surname].add(person.family_id)
    return {("surname", name) for name, ids in families.items() if len(ids) > FEW_FAMILIES}
