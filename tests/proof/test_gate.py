"""The last gate: ten thousand planted slips, and how often it stops a clean passage."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from exports.gate.facts import Protected, protected_for
from exports.gate.record import Contact, FamilyFacts, Household, Note
from exports.gate.searching import Passage, search
from tests.exports.gate.case_facts import Case, texts
from tests.exports.gate.slips import family, seeded, slips

FAMILIES = 80
PROSE = 6_000
DEMO = Path(__file__).parents[2] / "workbook" / "demo" / "families"
# The places that the made-up families’ notes name, written down by reading them: a note that
# names one is not clean for a reader from whom a place is kept.
NAMED = re.compile(
    "Bank Academy|Little Lanterns|Saltgrass|Rookery Lane|Tide Street|Canal Side|Little Wrens"
)


def test_ten_thousand_slips_are_caught() -> None:
    planted, caught = Counter[str](), Counter[str]()
    misspelt = heard = 0
    missed = []
    for seed in range(FAMILIES):
        random = seeded(seed)
        drawn = family(random)
        protected = protected_for(drawn.facts)
        for slip in slips(random, drawn):
            planted[slip.kind] += 1
            if hits(slip.text, slip.start, slip.start + len(slip.words), protected):
                caught[slip.kind] += 1
            else:
                missed.append(slip)
        for kind in ("name", "street", "town", "landmark"):
            for _, words in drawn.typed.get(kind, ())[:1]:
                at = random.randrange(1, len(words) - 1)
                typo = words[:at] + words[at + 1 :]
                misspelt += 1
                heard += hits(f"She said {typo}.", 9, 9 + len(typo), protected)

    print(f"\nplanted {planted.total()} slips of {len(planted)} kinds, caught {caught.total()}")
    print(", ".join(f"{kind} {caught[kind]} of {planted[kind]}" for kind in planted))
    print(f"not promised: with one letter left out, {heard} of {misspelt} caught")
    assert planted.total() >= 10_000
    assert missed == []


def test_clean_passages_are_left_alone() -> None:
    cases = [Case(path.parent) for path in sorted(DEMO.glob("*/family.json"))]
    count, stopped = Counter[str](), Counter[str]()
    words = Counter[str]()
    naming = stopped_naming = 0
    for case in cases:
        readers = sorted({who for each in case.family["withheld"] for who in each["from"]})
        for reader in readers:
            protected = protected_for(case.facts(reader))
            for sort, passages in clean(case, cases).items():
                group = f"{sort}, {'place kept' if protected.keeps_place else 'no place kept'}"
                flags = search(passages, protected)
                if sort == "naming a place":
                    naming += len(passages) * protected.keeps_place
                    stopped_naming += len({flag.key for flag in flags}) * protected.keeps_place
                    continue
                count[group] += len(passages)
                stopped[group] += len({flag.key for flag in flags})
                words.update(f"{flag.words} ({flag.why})" for flag in flags)

    print()
    for group in count:
        print(f"{group}: {stopped[group]} of {count[group]} stopped")
    print(
        f"not counted: {stopped_naming} of {naming} that name a school, nursery or surgery stopped"
    )
    print(f"together {stopped.total()} of {count.total()}, {stopped.total() / count.total():.2%}")
    print("; ".join(f"{times} × {word}" for word, times in words.most_common(12)))
    assert count.total() >= 20_000
    assert stopped.total() / count.total() < 0.005
    kept = [group for group in count if group.endswith(", place kept")]
    assert sum(stopped[each] for each in kept) / sum(count[each] for each in kept) < 0.005


def clean(case: Case, cases: list[Case]) -> dict[str, list[Passage]]:
    """Return passages that give nothing away: shared notes, other families’ notes, loose prose."""
    own = [Passage(key, text) for key, text in case.shared_texts()]
    elsewhere = [
        Passage(f"{other.name} {entry['id']} {at}", text)
        for other in cases
        if other is not case
        for entry in other.entries
        if entry["mark"]["kind"] in {"team", "family_shared"}
        for at, text in enumerate(texts(entry))
    ]
    named = [each for each in elsewhere if NAMED.search(each.text)]
    others = [each for each in elsewhere if not NAMED.search(each.text)]
    prose = [Passage(f"prose {at}", text) for at, text in enumerate(prose_from(own))]
    return {
        "own shared": own,
        "other families": others,
        "prose": prose,
        "naming a place": named,
    }


def prose_from(passages: list[Passage]) -> Iterator[str]:
    """Put sentences of shared notes together anew."""
    random = seeded(len(passages))
    sentences = [each for one in passages for each in re.split(r"(?<=[.!?])\s+", one.text) if each]
    for _ in range(PROSE // 40):
        yield " ".join(random.choices(sentences, k=random.randint(2, 9)))


def test_a_long_report_against_a_hundred_facts_is_quick() -> None:
    random = seeded(1)
    cases = [Case(path.parent) for path in sorted(DEMO.glob("*/family.json"))]
    notes = [text for case in cases for _, text in case.shared_texts()]
    drawn = [family(random).facts for _ in range(34)]
    facts = FamilyFacts(
        readers=("dad",),
        households=tuple(Household(address=a.households[0].address, protected=True) for a in drawn),
        contacts=tuple(
            Contact(owner="mum", value=each.value, sealed=True)
            for one in drawn
            for each in one.contacts[:2]
        ),
        notes=tuple(Note(text=text, kept=False) for text in notes),
        withheld=("the address",),
    )
    protected = protected_for(facts)
    report = "\n".join(notes)
    whole = (report * (180_000 // len(report) + 1))[:180_000]
    times = {}
    for length in (90_000, 180_000):
        passages = [Passage(str(at), whole[at : at + 900]) for at in range(0, length, 900)]
        times[length] = min(took(passages, protected) for _ in range(5))
    print(f"\n{len(facts.households) + len(facts.contacts)} facts:", end=" ")
    print(", ".join(f"{size // 1000} kB {each * 1000:.0f} ms" for size, each in times.items()))
    assert times[180_000] < 3 * times[90_000]


def took(passages: list[Passage], protected: Protected) -> float:
    start = time.perf_counter()
    search(passages, protected)
    return time.perf_counter() - start


def hits(text: str, start: int, end: int, protected: Protected) -> bool:
    """Say whether any flag touches this part of the text."""
    flags = search([Passage("note", text)], protected)
    return any(flag.start < end and start < flag.end for flag in flags)
