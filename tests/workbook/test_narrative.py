"""What people type or paste comes out as the paragraphs, lists and tables they meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.narrative import Block, parse


def words(*blocks: Block) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks]


def test_a_blank_line_parts_paragraphs_and_a_line_break_stays() -> None:
    assert parse("One.\nStill one.\n\n \nTwo.") == (
        Block("paragraph", "One.\nStill one."),
        Block("paragraph", "Two."),
    )


def test_nothing_typed_is_no_block() -> None:
    assert parse("") == ()
    assert parse(" \n\t\n\r\n ") == ()


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("- one", "bullet", "one"),
        ("* one", "bullet", "one"),
        ("•\tone", "bullet", "one"),
        ("•one", "bullet", "one"),
        ("·\u00a0\u00a0 one", "bullet", "one"),
        ("\uf0b7\tone", "bullet", "one"),
        ("–\tone", "bullet", "one"),
        ("o\tone", "bullet2", "one"),
        ("§\tone", "bullet2", "one"),
        ("▪\tone", "bullet2", "one"),
        ("  - one", "bullet2", "one"),
        ("\t•\tone", "bullet2", "one"),
        ("# one", "heading", "one"),
        ("### one", "heading", "one"),
    ],
)
def test_reads_the_marks_people_type_and_word_pastes(line: str, kind: str, text: str) -> None:
    assert words(*parse(line)) == [(kind, text)]


@pytest.mark.parametrize(
    ("line", "number"),
    [("1.\tone", "1."), ("12. one", "12."), ("2) one", "2)"), ("1.2.\tone", "1.2."),
     ("a)\tone", "a)"), ("iv.\tone", "iv.")],
)  # fmt: skip
def test_keeps_the_number_of_a_numbered_line_as_typed(line: str, number: str) -> None:
    assert parse(line) == (Block("number", "one", number=number),)


@pytest.mark.parametrize(
    "line",
    ["-5 degrees", "#hashtag", "#", "- ", "– she said", "o no", "1.5 units a week", "2026 was hard",
     "i. am. tired", "a) was said", "3.", "•", "§ 17 applies", "1234. too long", "word\tone tab"],
)  # fmt: skip
def test_leaves_alone_what_only_looks_like_a_mark(line: str) -> None:
    assert parse(line) == (Block("paragraph", line),)


def test_a_paragraph_pasted_after_a_list_item_is_a_paragraph() -> None:
    assert words(*parse("Before\n•\tone\no\ttwo\nAfter")) == [
        ("paragraph", "Before"),
        ("bullet", "one"),
        ("bullet2", "two"),
        ("paragraph", "After"),
    ]


def test_word_s_own_line_break_stays_inside_its_list_item() -> None:
    assert parse("•\tone\vstill one") == (Block("bullet", "one\nstill one"),)


def test_two_lines_with_tabs_are_a_table_between_their_neighbours() -> None:
    assert parse("Week\nDay\tHere\nMon\tYes\tlate\n\t\nTue\nEnd") == (
        Block("paragraph", "Week"),
        Block(
            "table",
            "",
            rows=(("Day", "Here", ""), ("Mon", "Yes", "late"), ("", "", "")),
        ),
        Block("paragraph", "Tue\nEnd"),
    )


def test_indented_lines_are_not_a_table() -> None:
    assert parse("\tone\n\ttwo") == (Block("paragraph", "\tone\n\ttwo"),)


@pytest.mark.parametrize(
    "text",
    ["שלום עולם", "میرا نام علی ہے", "👩‍👩‍👧‍👦 ❤️", "zero\u200bwidth\u200d\u200e",
     "<w:p/> & {{ 7*7 }} {% x %}", "Ty\u0302 Gwyn", "a\u00a0b\u00adc", "\x07\x0c\x1b",
     "\ud800", "one\u2028two"],
)  # fmt: skip
def test_characters_come_through_as_typed(text: str) -> None:
    assert parse(text) == (Block("paragraph", text),)
    assert parse(f"- {text}") == (Block("bullet", text),)


def test_takes_time_in_proportion_to_length() -> None:
    # Backtracking would need minutes for these; a text of this size is two novels.
    for text in (
        "\t" * 1_000_000,
        "- " * 500_000,
        "1." * 500_000,
        "\n- " * 300_000,
        "#" * 1_000_000,
    ):
        parse(text + "x")


LINES = st.one_of(
    st.text(),
    st.sampled_from(["- ", "•\t", "o\t", "1.\t", "a)\t", "# ", "\t", "", "·", "\v", "\r"]),
)


@given(st.lists(st.tuples(LINES, st.text())).map(lambda pairs: "\n".join(a + b for a, b in pairs)))
def test_no_character_is_lost_or_moved_but_the_marks_of_lists(text: str) -> None:
    told = "".join(
        block.number + block.text + "".join("".join(row) for row in block.rows)
        for block in parse(text)
    )
    left = "".join(told.split())
    lost = ""
    for character in "".join(text.split()):
        if left.startswith(character):
            left = left[1:]
        else:
            lost += character
    assert left == ""
    assert set(lost) <= set("-*•·●\uf0b7–§▪◦\uf0a7o#")


@given(st.text(alphabet="ab -\t•\n1."))
def test_windows_line_ends_are_line_ends(text: str) -> None:
    assert parse(text) == parse(text.replace("\n", "\r\n"))
