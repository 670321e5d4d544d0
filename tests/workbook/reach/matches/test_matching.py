"""Who may know whom: every planted match is found, and how many questions are asked for nothing."""

import random

import pytest

from workbook.encryption import Keyring
from workbook.reach.matching import (
    Somebody,
    Traits,
    address_of,
    hashed,
    matches,
    phone_of,
    postcode_of,
    surnames_of,
)

BLIND = Keyring(keys={}, newest="", blind_key=b"k" * 32).blind
KINDS = ("surname", "postcode", "address", "phone")


def somebody(chance: random.Random, number: int, *, family: str = "") -> Somebody:
    """Return somebody of a town of 2,000 streets, with one of 120 common surnames."""
    code = f"QX{chance.randint(1, 60)} {chance.randint(1, 9)}A{chance.choice('BDEFGH')}"
    home = f"{chance.randint(1, 90)} Street {chance.randint(1, 2000)}, {code}"
    traits = Traits(
        surname=surnames_of(f"A Common{chance.randint(1, 120)}"),
        postcode=frozenset({postcode_of(home)}),
        address=frozenset({address_of(home)}),
        phone=frozenset({phone_of(f"01632 {number:06d}")}),
    )
    return Somebody(id=f"{family}-{number}", family_id=family, traits=traits)


def planted(worker: Somebody, kind: str, number: int) -> tuple[Traits, Traits]:
    """Return a worker and a person who are alike in one thing only."""
    same = {each: frozenset({f"{each} of pair {number}"}) for each in KINDS}
    apart = {each: frozenset({f"{number} alone {each}"}) for each in KINDS}
    mine = {each: getattr(worker.traits, each) for each in KINDS}
    return Traits(**(mine | {kind: same[kind]})), Traits(**(apart | {kind: same[kind]}))


def test_finds_every_planted_match_among_500_staff_and_500_families() -> None:
    chance = random.Random(7)  # noqa: S311 -- made-up people
    staff = [somebody(chance, n) for n in range(500)]
    people = [
        somebody(chance, 1000 + 5 * n + m, family=f"f{n}") for n in range(500) for m in range(5)
    ]
    wanted = set()
    for n in range(60):
        kind = KINDS[n % 4]
        worker, person = staff[n], people[n * 7]
        mine, theirs = planted(worker, kind, n)
        staff[n] = Somebody(id=worker.id, traits=mine)
        people[n * 7] = Somebody(id=person.id, family_id=person.family_id, traits=theirs)
        wanted.add((worker.id, person.id, kind))
    known = [
        Somebody(id=one.id, family_id=one.family_id, traits=hashed(one.traits, BLIND))
        for one in (*staff, *people)
    ]

    found = matches(known[:500], known[500:])

    met = {(one.worker_id, one.person_id, kind) for one in found for kind in one.alike}
    false = [one for one in found if not any((one.worker_id, one.person_id, k) in wanted
                                             for k in one.alike)]  # fmt: skip
    print(
        f"{len(wanted)} planted among 500 staff and 2,500 people, {len(wanted - met)} missed;"
        f" {len(false)} questions for nothing, {len(false) / 500:.2f} a worker"
    )
    assert wanted <= met
    assert len(false) < 500 * 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (postcode_of("1 High Street, AB1 2CD"), postcode_of("ab12cd")),
        (address_of("1 High Street, Brackwater, AB1 2CD"), address_of("1 HIGH  STREET, ab12cd")),
        (phone_of("01632 960 001"), phone_of("+44 (0)1632 960001")),
        (phone_of("0044 1632 960001"), phone_of("(01632) 960-001")),
    ],
)
def test_spellings_of_one_thing_are_one(one: str, other: str) -> None:
    assert one == other != ""


def test_each_half_of_a_joined_surname_counts() -> None:
    assert surnames_of("Zoë O’Brien-Łuczak") == {"obrienluczak", "obrien", "luczak"}
    assert surnames_of("") == frozenset()


def test_a_common_surname_alone_is_no_question() -> None:
    worker = Somebody(id="w", traits=Traits(surname=frozenset({"smith"})))
    people = [
        Somebody(id=f"p{n}", family_id=f"f{n}", traits=Traits(surname=frozenset({"smith"})))
        for n in range(4)
    ]

    assert matches([worker], people) == []
    assert len(matches([worker], people[:3])) == 3


def test_like_words_of_different_kinds_are_not_alike() -> None:
    worker = hashed(Traits(phone=frozenset({"same"})), BLIND)
    person = hashed(Traits(address=frozenset({"same"})), BLIND)

    assert (
        matches([Somebody(id="w", traits=worker)], [Somebody(id="p", family_id="f", traits=person)])
        == []
    )
