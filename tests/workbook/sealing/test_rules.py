"""The two verifiers hash alike, and a commitment tells nothing without its salt."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbook.sealing.worlds import EXPERT
from workbook.audit import Head
from workbook.salting import canonical, commitment
from workbook.sealing.rules import Tree, read_anchors, root_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=8,
)  # fmt: skip
HEADS = st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(1, 99), max_size=30)


@settings(max_examples=50)
@given(st.dictionaries(st.text(st.characters(codec="utf-8")), JSON))
def test_json_is_written_in_one_way(values: dict[str, object]) -> None:
    assert canonical(values) == EXPERT["canonical"](dict(reversed(values.items())))


@given(HEADS)
def test_the_root_is_the_same_in_one_go_or_one_by_one_or_by_the_expert(
    numbers: dict[str, int],
) -> None:
    ends = {chain: Head(number, f"{number:064x}") for chain, number in numbers.items()}
    by_one, by_expert = Tree(), EXPERT["MerkleTree"]()
    for chain, end in ends.items():
        by_one.take({chain: Head()})
        by_one.take({chain: end})
        by_expert.put(chain, end.number, end.hash)

    assert root_of(ends) == by_one.root == by_expert.root()


@given(HEADS)
def test_every_end_counts_in_the_root(numbers: dict[str, int]) -> None:
    ends = {chain: Head(number) for chain, number in numbers.items()}
    roots = {root_of(ends)}
    for chain, end in ends.items():
        roots.add(root_of(ends | {chain: Head(end.number + 1)}))
        roots.add(root_of({each: ends[each] for each in ends if each != chain}))

    assert len(roots) == 1 + 2 * len(ends)


def test_a_commitment_needs_the_words_and_the_salt() -> None:
    made = commitment({"note": "She said no."}, salt="00" * 16)

    assert made == commitment({"note": "She said no."}, salt="00" * 16)
    assert made != commitment({"note": "She said No."}, salt="00" * 16)
    assert made != commitment({"note": "She said no."}, salt="01" * 16)


def test_a_line_that_is_no_anchor_becomes_one_that_nothing_matches() -> None:
    assert read_anchors(["7 ab", "", "7ab", "x y", "1 2 3"]) == [
        (7, "ab"), (-1, "7ab"), (-1, "x y"), (-1, "1 2 3"),
    ]  # fmt: skip
