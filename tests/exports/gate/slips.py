"""Made-up families with sealed facts, and the ways such a fact slips into a note."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from exports.gate.record import Contact, FamilyFacts, Household, Note, Person, Tie


def listed(words: str) -> list[str]:
    """Return words as a list."""
    return words.split()


STEMS = listed(
    """
    Tannery Lanternmaker Saltpan Gasworks Larkspur Cooperage Brickfield Sandpiper Mallowfield
    Station Church Mill High Green Victoria Ropewalk Sailmaker Kestrel Poplar Chapel Lamplighter
    Wharf Farrier’s Bellmender Thistledown Marigold Weaver Elm Oak King’s
    """
)
TYPES = {"Street": "St", "Road": "Rd", "Lane": "Ln", "Walk": "Wk", "Close": "Cl", "Avenue": "Ave",
         "Terrace": "Terr", "Court": "Ct", "Row": "Row", "Rise": "Rise"}  # fmt: skip
TOWNS = listed("Ottermere Dunmoor Eskerton Merrinport Thornfleet Wexcombe Netherbrack Reading")
HOUSES = listed("Fennel Harebell Tidewarden Mistral Quarrymen Ashgrove")
FIRSTS = listed("Freya Lewis Shanice Ivy Tamsin Anjali Kwame Nesrin Dominic Bronwen Yusuf Gwenda")
LASTS = listed("Castlemere Tranterfield Pettigrew Obi Sorrell Ogden-Finch Prothero Varley O’Dowd")
SMALL = listed("zero one two three four five six seven eight nine ten eleven twelve")
FRIENDS = listed("Maisie Oluchi Benedikt Saoirse Tobiah")
LANDMARKS = listed("sycamore kingfisher monkeypuzzle windmill")
CARRIERS = (
    "She said that post goes to {} from now on and then she put the kettle on.",
    "We talked about school and about sleep. {} was on the back of the envelope.",
    "Tea was on the table ({}) and everyone sat down together.",
    "He asked about the swimming lessons; mum mentioned {}, then changed the subject.",
    "{}",
    "Visit, announced.\n\n- fridge full\n- {}\n- beds made",
)


def seeded(seed: int) -> Random:
    """Return the same draw for the same seed."""
    return Random(seed)  # noqa: S311


@dataclass(frozen=True)
class Slip:
    """A fact of one kind, typed in one way, in a note."""

    kind: str
    way: str
    words: str
    text: str
    start: int


@dataclass(frozen=True)
class Family:
    """What was drawn for one family."""

    facts: FamilyFacts
    typed: dict[str, list[tuple[str, str]]]  # kind: ways of typing it


def family(random: Random) -> Family:
    """Draw a family whose father may not know where the others are, nor whom a child sees."""
    first, last = random.choice(FIRSTS), random.choice(LASTS)
    friend, landmark = random.choice(FRIENDS), random.choice(LANDMARKS)
    number, unit = random.randint(1, 190), random.randint(1, 12)
    stem, kind = random.choice(STEMS), random.choice(list(TYPES))
    town = random.choice(TOWNS)
    outward = f"Q{random.choice('XYZWV')}{random.randint(1, 19)}"
    code = f"{outward} {random.randint(1, 9)}{''.join(random.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"
    house = f"{random.choice(HOUSES)} House"
    room = random.choice(["Flat", "Room", "Apartment"])
    lines = [f"{room} {unit}", f"{number} {stem} {kind}", town, code]
    if random.random() < 0.4:
        lines.insert(1, house)
    mobile = f"07{random.randint(700, 999)} {random.randint(0, 999999):06}"
    landline = f"01632 {random.randint(960000, 960999)}"
    mail = f"{random.choice(['keep', 'quiet', 'post'])}.{first.lower()}{random.randint(10, 99)}"
    typed = {
        "address": [*addresses(lines)],
        "street": [*streets(number, stem, kind)],
        "unit": [*units(room, unit)],
        "postcode": [("as it is", code), ("together", code.replace(" ", "")),
                     ("letters apart", " ".join(code.replace(" ", "")))],
        "phone": [*phones(mobile), *phones(landline)],
        "e-mail": [*mails(mail)],
        "name": [*names(first, last)],
        "kept name": [("as it is", friend), ("of hers", f"{friend}’s"), ("of hers", f"{friend}'s")],
        "landmark": [("as it is", landmark), ("upper", landmark.upper())],
    }  # fmt: skip
    if town != "Reading":
        typed["town"] = [("as it is", town), ("upper", town.upper()), ("lower", town.lower())]
    if house in lines:
        typed["house"] = [("as it is", house), ("short", house.replace("House", "Hse")),
                          ("lower", house.lower())]  # fmt: skip
    notes = (
        Note(text=f"Mum was tired. She has a new friend called {friend} there.", kept=True),
        Note(text=f"Hers is the room with the {landmark}.", kept=True, private=True),
    )
    facts = FamilyFacts(
        readers=("dad",),
        persons=(
            Person(id="dad", name="Craig Wainwright"),
            Person(id="mum", name="Leanne Dunmore"),
            Person(id="kid", name="Tia Dunmore", is_child=True),
            Person(id="hid", name=f"{first} {last}"),
        ),
        households=(
            Household(address=", ".join(lines), protected=True, known_by=("mum",)),
            Household(address="9 Culver Street, Brackley Fold, QT4 1PA", members=("dad",)),
        ),
        contacts=(
            Contact(owner="mum", value=mobile, sealed=True),
            Contact(owner="mum", value=landline, sealed=True),
            Contact(owner="mum", value=f"{mail}@example.invalid", sealed=True),
        ),
        ties=(
            Tie("dad", "kid"),
            Tie("mum", "kid"),
            Tie("hid", "kid", kept=True),
        ),
        withheld=("the new address and the children’s school", f"{first}’s name"),
        notes=notes,
        named=("Priya Venn-Cole",),
    )
    return Family(facts, typed)


def addresses(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Type an address whole."""
    whole = ", ".join(lines)
    yield "whole", whole
    yield "without commas", whole.replace(",", "")
    yield "line by line", "\n".join(lines)
    yield "upper", whole.upper()
    yield "lower", whole.lower()
    yield "together", whole.replace(" ", "")


def streets(number: int, stem: str, kind: str) -> Iterator[tuple[str, str]]:
    """Type the number and the street."""
    line = f"{number} {stem} {kind}"
    short = f"{number} {stem} {TYPES[kind]}"
    yield "as it is", line
    yield "short", short
    yield "short with a stop", f"{short}."
    yield "upper", line.upper()
    yield "lower", short.lower()
    yield "comma", f"{number}, {stem} {kind}"
    yield "wide", line.replace(" ", "   ")
    yield "without number", f"{stem} {kind}"
    yield "straight quote", line.replace("’", "'")
    yield "no quote", line.replace("’", "")


def units(room: str, unit: int) -> Iterator[tuple[str, str]]:
    """Type the flat or room."""
    yield "as it is", f"{room} {unit}"
    yield "together", f"{room}{unit}"
    yield "lower", f"{room} {unit}".lower()
    yield "number", f"{room} number {unit}"
    yield "no.", f"{room} no. {unit}"
    yield "in words", f"{room} {SMALL[unit]}"
    yield "short", f"{ {'Flat': 'Flt', 'Room': 'Rm', 'Apartment': 'Apt'}[room] } {unit}"
    yield "colon", f"{room}: {unit}"


def phones(number: str) -> Iterator[tuple[str, str]]:
    """Type a telephone number."""
    digits = number.replace(" ", "")
    national = digits[1:]
    yield "as it is", number
    yield "together", digits
    yield "+44", f"+44 {national}"
    yield "+44 (0)", f"+44 (0){national[:4]} {national[4:]}"
    yield "0044", f"0044{national}"
    yield "brackets", f"({digits[:5]}) {digits[5:]}"
    yield "dashes", f"{digits[:5]}-{digits[5:8]}-{digits[8:]}"
    yield "dots", ".".join([digits[:5], digits[5:8], digits[8:]])
    yield "pairs", " ".join(digits[i : i + 2] for i in range(0, len(digits), 2))
    yield "letters for noughts", number.replace("0", "O")
    yield "run into words", f"on{digits}now"
    yield "spoken", " ".join(SMALL[int(digit)] for digit in digits)
    yield "spoken with oh", " ".join("oh" if d == "0" else SMALL[int(d)] for d in digits)
    yield "the end of it", f"the one ending {digits[-6:]}"


def mails(local: str) -> Iterator[tuple[str, str]]:
    """Type an e-mail address."""
    yield "as it is", f"{local}@example.invalid"
    yield "upper", f"{local}@example.invalid".upper()
    yield "at and dot", f"{local} at example dot invalid"
    yield "(at)", f"{local} (at) example.invalid"
    yield "spaces", f"{local} @ example . invalid"
    yield "without the end", local


def names(first: str, last: str) -> Iterator[tuple[str, str]]:
    """Type a person’s name; small letters only where the first name is no word."""
    yield "whole", f"{first} {last}"
    yield "upper", f"{first} {last}".upper()
    yield "lower", f"{first} {last}".lower()
    yield "first", first
    yield "first and initial", f"{first} {last[0]}"
    yield "initial and last", f"{first[0]}. {last}"
    yield "last, first", f"{last}, {first}"
    yield "of theirs", f"{first}’s"
    yield "last", f"Mrs {last}"
    if first != "Ivy":
        yield "first, lower", first.lower()


def _alike(text: str) -> str:
    return text.translate(str.maketrans("aeopcx", "аеорсх"))  # noqa: RUF001


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "two spaces": lambda text: text.replace(" ", "  "),
    "broken line": lambda text: text.replace(" ", "\n", 1),
    "invisible": "\u200b".join,
    "soft hyphens": lambda text: text.replace("e", "e\u00ad"),
    "wide letters": _wide,
    "look-alike letters": _alike,
    "accents": lambda text: text.replace("e", "é").replace("a", "a\u0301"),
}


def slips(random: Random, drawn: Family) -> Iterator[Slip]:
    """Plant every kind in every way, each under two disguises, in a carrier drawn for it."""
    for kind, typed in drawn.typed.items():
        for way, words in typed:
            for disguise in ("plain", random.choice(list(DISGUISES))):
                put = DISGUISES[disguise](words)
                carrier = random.choice(CARRIERS)
                start = carrier.index("{}")
                yield Slip(kind, f"{way}, {disguise}", put, carrier.replace("{}", put), start)
