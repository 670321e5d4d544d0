"""Names are found however they are spelt, and nothing else is."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.gate.facts import protected_for
from exports.gate.record import Contact, FamilyFacts, Household, Note, Person, Tie
from exports.gate.searching import Flag, Passage, search
from tests.exports.gate.slips import CARRIERS, DISGUISES, family, seeded, slips

FACTS = FamilyFacts(
    readers=("dad",),
    persons=(
        Person(id="dad", name="Craig Calloway"),
        Person(id="mum", name="Leanne Dunmore"),
        Person(id="kid", name="Tia Calloway", known_as="Tee", is_child=True),
        Person(id="nan", name="Maureen Dunmore", known_as="Nanny Mo"),
        Person(id="friend", name="Freya Castlemere"),
        Person(id="caller", name="Ivy Pettigrew"),
        Person(id="other", name="Lewis Tranterfield"),
    ),
    households=(
        Household(
            address="Flat 3, 27 Tannery Walk, Ottermere, QX7 2HB",
            protected=True,
            known_by=("mum", "nan"),
            members=("mum", "kid"),
        ),
        Household(address="Room 11, Fennel House, Wexcombe, QX4 9AA", protected=True),
        Household(address="14 Larkspur Rise, Wexcombe, QX4 6TD", members=("mum", "dad", "kid")),
    ),
    contacts=(
        Contact(owner="mum", value="07700 900417", sealed=True),
        Contact(owner="mum", value="lea.keepsafe@example.invalid", sealed=True),
        Contact(owner="nan", value="Fennel House, PO Box 60, Dunmoor", sealed=True),
        Contact(owner="dad", value="07700 900563", sealed=True),
        Contact(owner="mum", value="07700 900112"),
    ),
    ties=(
        Tie("dad", "kid"),
        Tie("mum", "kid"),
        Tie("nan", "kid"),
        Tie("friend", "kid", kept=True),
        Tie("other", "mum"),
    ),
    withheld=("the new address and the area it is in", "Freya’s name"),
    notes=(
        Note(text="She rang at nine.", kept=True, private=True, reveals=("caller",)),
        Note(text="Saw him at the office.", kept=True, reveals=("other",)),
        Note(text="She has a friend called Maisie. Done: doctor.", kept=True),
        Note(text="She has the room with the sycamore.", kept=True, private=True),
        Note(text='School password is "kingfisher".', kept=True, private=True),
        Note(text="He told me about the club with Benedikt.", kept=True, present=("dad",)),
        Note(text="Tia drew a boat.", kept=False, present=("nan",)),
    ),
    named=("Priya Venn-Cole", "Hazelbank Primary"),
)
PROTECTED = protected_for(FACTS)


def found(text: str) -> list[tuple[str, str]]:
    return [(flag.words, flag.severity) for flag in search([Passage("note", text)], PROTECTED)]


@pytest.mark.parametrize(
    "text",
    [
        "Post comes to Flat 3 now.",
        "Post comes to flat no. three now.",
        "She is at 27 Tannery Wk, second floor.",
        "She is at 27tannerywalk.",
        "They like Tannery Walk.",
        "The bus to ottermere was late.",
        "O t t e r m e r e was on the card.",
        "QX72HB",
        "q x 7 2 h b",
        "QX7 2НB in other letters",  # noqa: RUF001
        "ring 07700900417",
        "ring +44 (0)7700 900 417",
        "ring 0044 7700-900-417",
        "ring O77OO 9OO4I7",
        "ring oh double seven oh oh nine double oh four one seven",
        "zero seven seven zero zero nine zero zero four one seven",
        "lea.keepsafe@example.invalid",
        "lea dot keepsafe at example dot invalid",
        "LEA.KEEPSAFE (at) example.invalid",
        "she is leakeepsafe online",
        "Room 11 at Fennel House",
        "a cake from fennel hse",
        "PO Box 60",
        "and Freya C is coming",
        "freya’s mother",
        "CASTLEMERE, FREYA",
        "Mrs Castlemere",
        "It was Ivy Pettigrew.",
        "It was pettigrew.",
        "Fl\u200bat\u00a03",
        "ＱＸ７ ２ＨＢ",  # noqa: RUF001
    ],
)
def test_a_sealed_fact_is_certain_in_any_spelling(text: str) -> None:
    assert "certain" in {severity for _, severity in found(text)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She wants to walk with Maisie.", "Maisie"),
        ("the tree is a sycamore", "sycamore"),
        ("the one with the sickle-more outside", "sickle-more"),
        ("the fair at Millrace Primary was fun", "Millrace Primary"),
        ("registered at Tide Street Surgery", "Tide Street Surgery"),
        ("Posy starts at Little Wrens", "Little Wrens"),
        ("St. Brannock’s was closed", "St. Brannock’s"),
        ("we walked over the bridge to the fair", "over the bridge"),
        ("they live round the corner from the station", "round the corner from the station"),
        ("it is two stops from there", "two stops from"),
        ("the end house", "the end house"),
        ("the flat above the chip shop", "flat above the chip"),
        ("the number ending 900417", "900417"),
        ("Ivy was kind", "Ivy"),
        ("he means Lewis", "Lewis"),
        ("QX7 is a long way", "QX7"),
        ("a Tannary smell: Tannery.", "Tannery"),
        ("number 27 has a green door", "number 27"),
        ("a day in Ottamere", "Ottamere"),
    ],
)
def test_what_may_give_a_place_or_person_away_is_to_be_looked_at(text: str, words: str) -> None:
    assert (words, "possible") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Visit, announced. Tia read four pages to me; Nanny Mo has Posy on Tuesdays.",
        "Craig rang from 07700 900563 about 14 Larkspur Rise, Wexcombe, QX4 6TD.",
        "Flat 30, 127 Miller Way. It was a flat 3.5 per cent.",
        "The ivy on the wall, the will and the way, a lewisite test",
        "ring 07700 900112.",
        "Done with Hazelbank Primary: a card for Tia. Benedikt came to the club.",
        "The Family Court sat in the High Court. School was fine, After School club too.",
        "Everyone came to the park by bus and we had tea in the house.",
        "the free yam, the chilli, tan nerves",
        "Tia’s other gran lives with a friend; she moved over the summer.",
        "",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_readers_who_may_know_an_address_are_not_kept_from_it() -> None:
    for readers in (("mum",), ("nan",), ("mum", "nan")):
        protected = protected_for(but(readers=readers))
        assert not [
            flag
            for flag in search([Passage("n", "27 Tannery Walk")], protected)
            if flag.severity == "certain"
        ]


def test_what_one_of_several_readers_may_not_know_is_kept_from_all() -> None:
    protected = protected_for(but(readers=("mum", "dad")))
    assert search([Passage("n", "27 Tannery Walk")], protected)


def test_a_conference_knows_no_protected_address_and_nothing_sealed() -> None:
    protected = protected_for(but(readers=(), withheld=()))
    for words in ("27 Tannery Walk", "07700 900417", "07700 900563", "Freya C", "Ivy Pettigrew"):
        assert search([Passage("n", words)], protected), words


def test_a_conference_is_told_of_schools_unless_they_are_withheld_from_it() -> None:
    text = "Tia likes Millrace Primary."
    agency = but(readers=(), withheld=())
    assert search([Passage("n", text)], protected_for(agency)) == ()
    withheld = but(readers=(), withheld=("the children’s present school",))
    assert search([Passage("n", text)], protected_for(withheld))


def test_a_flat_number_that_the_reader_has_too_is_only_to_be_looked_at() -> None:
    own = Household(address="Flat 3, 18 Gantry Road, Wexcombe, QX4 5NS", members=("dad",))
    protected = protected_for(but(households=(FACTS.households[0], own)))
    flags = search([Passage("n", "Flat 3 is cold"), Passage("n", "18 Gantry Road")], protected)
    assert [(flag.words, flag.severity) for flag in flags] == [("Flat 3", "possible")]


def test_a_child_may_be_told_of_the_friend_she_keeps_from_others() -> None:
    secret = but(readers=("kid",), withheld=())
    assert search([Passage("n", "Freya C is coming")], protected_for(secret)) == ()


def test_nothing_is_asked_about_places_where_none_is_kept() -> None:
    facts = FamilyFacts(readers=("dad",), withheld=("who telephoned on 22 June",))
    text = "We went over the bridge to Millrace Primary."
    assert search([Passage("n", text)], protected_for(facts)) == ()


def test_flags_come_in_order_once_each_and_point_at_their_words() -> None:
    text = "Maisie came to Flat 3, 27 Tannery Walk, Ottermere, QX7 2HB over the bridge."
    flags = search([Passage("a", "clean"), Passage("b", text)], PROTECTED)
    assert {flag.key for flag in flags} == {"b"}
    assert all(text[flag.start : flag.end] == flag.words for flag in flags)
    ends = [(flag.start, flag.end) for flag in flags]
    assert ends == sorted(ends)
    assert all(one[1] <= two[0] for one, two in pairwise(ends))


def test_a_reason_never_holds_the_fact() -> None:
    reasons = {
        flag.why
        for seed in range(20)
        for drawn in [family(seeded(seed))]
        for slip in slips(seeded(seed), drawn)
        for flag in search([Passage("n", slip.text)], protected_for(drawn.facts))
    }
    assert reasons <= {
        "a part of a protected address",
        "a protected postcode",
        "the number of a protected home",
        "a sealed telephone number",
        "the end of a sealed telephone number",
        "a sealed e-mail address",
        "the name of a person who must not be named",
        "a name that only withheld notes hold",
        "a word that tells a withheld place apart",
        "the name of a place",
        "says where a place is",
        "sounds like a part of a protected address",
        "sounds like the name of a person who must not be named",
        "sounds like a name that only withheld notes hold",
        "sounds like a word that tells a withheld place apart",
    }


def test_planted_slips_are_caught() -> None:
    planted = 0
    for seed in range(12):
        random = seeded(seed)
        drawn = family(random)
        protected = protected_for(drawn.facts)
        for slip in slips(random, drawn):
            planted += 1
            flags = search([Passage("note", slip.text)], protected)
            assert catches(flags, slip.start, slip.start + len(slip.words)), slip
    assert planted > 1500


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_slip_is_caught_under_two_disguises_at_once(data: st.DataObject) -> None:
    seed = data.draw(st.integers(0, 10_000), "family")
    drawn = family(seeded(seed))
    kind = data.draw(st.sampled_from(sorted(drawn.typed)), "kind")
    _, words = data.draw(st.sampled_from(drawn.typed[kind]), "way")
    for name in data.draw(st.lists(st.sampled_from(sorted(DISGUISES)), max_size=2), "disguises"):
        words = DISGUISES[name](words)
    carrier = data.draw(st.sampled_from(CARRIERS), "carrier")
    start = carrier.index("{}")
    flags = search([Passage("n", carrier.replace("{}", words))], protected_for(drawn.facts))
    assert catches(flags, start, start + len(words))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_searched_and_spans_are_its_own(text: str) -> None:
    for flag in search([Passage("n", text + " Flat 3 " + text)], PROTECTED):
        assert (text + " Flat 3 " + text)[flag.start : flag.end] == flag.words


def catches(flags: tuple[Flag, ...], start: int, end: int) -> bool:
    return any(flag.start < end and start < flag.end for flag in flags)


def but(**changes: object) -> FamilyFacts:
    return msgspec.structs.replace(FACTS, **changes)
