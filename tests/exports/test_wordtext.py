"""What people wrote reaches Word as it is, in real styles."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exports.wordtext import inline, printable, words_filter
from exports.wordxml import W, mend

STYLES = {
    "list bullet": "ListBullet",
    "list bullet 2": "ListBullet2",
    "list number": "ListNumber",
    "table grid": "TableGrid",
    "heading 3": "Heading3",
    "quote": "Quote",
}
NAMESPACE = W[1:-1]


def body(xml: str) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{NAMESPACE}">{xml}</w:body>')


def printed(text: str, *arguments: object) -> list[tuple[str, str]]:
    """Return each paragraph's style and text, tabs and breaks as characters."""
    found = []
    for paragraph in body(words_filter(STYLES)(text, *arguments)).iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found.append((("" if style is None else style.get(W + "val")), told(paragraph)))
    return found


def told(element: etree._Element) -> str:
    said = {W + "br": "\n", W + "tab": "\t"}
    return "".join(
        said.get(part.tag, part.text if part.tag == W + "t" else "") or ""
        for part in element.iter()
        if part.getparent() is not None and part.getparent().tag == W + "r"
    )


def test_lists_and_headings_get_the_styles_of_the_template() -> None:
    text = "# Wednesday\nCalm.\n- Toast\no\tButter\n2.\tRing housing"
    assert printed(text, 3) == [
        ("Heading3", "Wednesday"),
        ("", "Calm."),
        ("ListBullet", "Toast"),
        ("ListBullet2", "Butter"),
        ("ListNumber", "2.\tRing housing"),
    ]


def test_plain_paragraphs_take_the_style_asked_for() -> None:
    assert printed("Quiet now.\n\nSleeps.", 4, "Quote") == [
        ("Quote", "Quiet now."),
        ("Quote", "Sleeps."),
    ]


def test_a_pasted_table_is_a_table_with_a_head_that_repeats() -> None:
    table = body(words_filter(STYLES)("Day\tHere\nMon\tYes\nTue")).find(W + "tbl")
    assert [told(cell) for cell in table.iter(W + "tc")] == ["Day", "Here", "Mon", "Yes"]
    assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    assert table.find(f"{W}tblPr/{W}tblCaption").get(W + "val") == "Table: Day, Here"


def test_a_table_wider_than_word_can_open_stays_text() -> None:
    wide = "\t".join("abcdefgh" * 9) + "\n" + "\t".join("12345678" * 9)
    assert [text for _, text in printed(wide)] == wide.split("\n")


def test_a_label_stands_before_its_text_or_above_its_list() -> None:
    words = words_filter(STYLES)
    line = words([{"label": "Food", "text": "Met\n\nMostly", "rows": []}])
    listed = words([{"label": "Food", "text": "- Toast", "rows": []}])
    assert [told(p) for p in body(line).iter(W + "p")] == ["Food: Met", "Mostly"]
    assert [told(p) for p in body(listed).iter(W + "p")] == ["Food: ", "Toast"]


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("a\x00b\x07c\x1bd", "abcd"),
        ("a\ud800b\udfffc", "a\ufffdb\ufffdc"),
        ("a\ufffeb\uffffc", "a\ufffdb\ufffdc"),
        ("a\r\nb\rc\vd\fe", "a\nb\nc\nd\ne"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_answers_what_xml_cannot_carry_and_keeps_the_rest(given_text: str, shown: str) -> None:
    assert printable(given_text) == shown


@given(st.text())
def test_any_text_is_well_formed_and_comes_back_as_printable(text: str) -> None:
    run = body(f'<w:p><w:r><w:t xml:space="preserve">{inline(text)}</w:t></w:r></w:p>')
    assert told(run) == printable(text)


@given(st.text(alphabet=st.characters(exclude_characters="-*•·●\uf0b7–§▪◦\uf0a7o#")))
def test_every_character_of_a_narrative_is_printed_in_order(text: str) -> None:
    expected = re.sub(r"\s", "", printable(text))
    assert re.sub(r"\s", "", "".join(told for _, told in printed(text))) == expected


def test_text_that_starts_right_to_left_runs_so() -> None:
    tree = body(words_filter(STYLES)("میرا نام علی ہے (Ali)\n\n- علی\n\nUrdu: علی"))
    mend(tree)
    turned = [p.find(f"{W}pPr/{W}bidi") is not None for p in tree.iter(W + "p")]
    runs = [run.find(f"{W}rPr/{W}rtl") is not None for run in tree.iter(W + "r")]
    assert turned == runs == [True, True, False]


def test_direction_stands_where_the_schema_wants_it() -> None:
    xml = (
        '<w:p><w:pPr><w:pStyle w:val="Q"/><w:keepNext/><w:spacing w:after="1"/></w:pPr>'
        '<w:r><w:rPr><w:b/><w:lang w:val="ur-PK"/></w:rPr><w:t>علی</w:t></w:r></w:p>'
    )
    tree = body(xml)
    mend(tree)
    names = [child.tag.removeprefix(W) for child in tree.find(f"{W}p/{W}pPr")]
    runs = [child.tag.removeprefix(W) for child in tree.find(f"{W}p/{W}r/{W}rPr")]
    assert (names, runs) == (["pStyle", "keepNext", "bidi", "spacing"], ["b", "rtl", "lang"])


def test_an_empty_cell_tables_in_a_row_and_a_table_at_the_end_are_closed() -> None:
    tree = body("<w:tbl><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl><w:tbl/><w:sectPr/>")
    mend(tree)
    assert tree.find(f"{W}tbl/{W}tr/{W}tc/{W}p") is not None
    assert [child.tag.removeprefix(W) for child in tree] == ["tbl", "p", "tbl", "p", "sectPr"]
