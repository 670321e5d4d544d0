"""Names found however they are typed, and the words around a find."""

import pytest

from workbook.search import rules


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("obrien", "O’Brien"),
        ("O'BRIEN", "O’Brien"),
        ("zoe", "Zoë"),
        ("Łuczak", "Luczak"),
        ("begum price", "Begum-Price"),
        ("price", "Begum-Price"),
        ("fs-20", "FS-2041"),
        ("STRASSE", "Straße"),
        ("غريس", "غريس"),
    ],
)
def test_finds_a_name_however_it_is_typed(typed: str, name: str) -> None:
    assert rules.matches(typed, name)


@pytest.mark.parametrize(("typed", "name"), [("", "Reed"), ("' -", "Reed"), ("eed", "Reed")])
def test_does_not_find_everybody(typed: str, name: str) -> None:
    assert not rules.matches(typed, name)


def test_cuts_the_words_around_what_was_looked_for() -> None:
    text = " ".join(f"w{number}" for number in range(50))

    assert rules.snippet(text, ("w25",), around=2) == "… w23 w24 w25 w26 w27 …"


def test_shows_a_short_text_whole() -> None:
    assert rules.snippet("Rang Ann at noon", ("ANN",)) == "Rang Ann at noon"
