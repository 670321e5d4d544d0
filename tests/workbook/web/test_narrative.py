"""What was typed comes out as it went in: lists, tabs, right-to-left, emoji."""

import html5lib
from hypothesis import given
from hypothesis import strategies as st

from workbook.web.narrative import narrative

# What an HTML page cannot hold as it is: controls, surrogates; the form refuses or a browser drops.
SHOWN = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=60)


def read_back(html: str) -> str:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return "".join(tree.itertext())


@given(SHOWN.map(lambda words: f"x{words}x"))
def test_shows_every_character_as_it_was_typed(words: str) -> None:
    assert read_back(narrative(words)) == words


def test_lets_no_markup_of_the_text_through() -> None:
    html = narrative("<script>alert(1)</script>\n\n- <b>&{{ x }}\n\n# <i>")
    assert "<script" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;&amp;{{ x }}" in html


def test_keeps_joined_emoji_and_marks_of_no_width() -> None:
    words = "a\u200bb \U0001f468\u200d\U0001f469\u200d\U0001f467 c\u00add"
    assert words in narrative(words)


def test_nests_the_second_level_inside_the_item_above() -> None:
    assert narrative("- one\n  - inner\n- two").replace(' dir="auto"', "") == (
        '<ul class="fs-text__bullet"><li>one<ul class="fs-text__bullet2"><li>inner</li></ul></li>'
        "<li>two</li></ul>"
    )


def test_keeps_numbers_as_they_were_typed() -> None:
    html = narrative("3. three\n4. four")
    assert '<ol class="fs-text__number"><li' in html
    assert '<span class="fs-text__figure">3.</span> three' in html


def test_takes_the_heading_level_of_the_place_it_stands_in() -> None:
    assert narrative("# Plan", 3).startswith("<h3 ")
    assert narrative("# Plan").startswith("<h4 ")


def test_lets_each_block_find_its_own_direction() -> None:
    assert narrative("one\n\nغريس\n\n- two").count('dir="auto"') == 3
