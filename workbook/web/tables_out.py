"""Tables that are given out as files: nothing in a cell is taken for a formula."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from litestar import Response

from workbook.web.headers import NOTHING_ALLOWED

Cell = str | int | date
# What begins a formula in some program, once all that may stand before it is taken off.
STARTS: Final = frozenset("=+-@\u2212%")
# A program that parts cells by one of these would begin a new cell behind it.
PARTS: Final = frozenset("\t\r\n;,|")
BEFORE: Final = frozenset("'\"`\u2018\u2019\u201c\u201d;,|")
DEFUSED: Final = "'"
CSV: Final = "text/csv; charset=utf-8"


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the rows as CSV: every cell in quotation marks, UTF-8 with its mark, for any program.

    A text that some program would take for a formula begins with an apostrophe, and is a text in
    all of them (OWASP, CSV injection). A number stays a number. A line break becomes a space: a
    program that does not know quotation marks would begin a line, and so a cell, behind it.
    """
    lines = [",".join(f'"{_cell(cell)}"' for cell in row) for row in rows]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def is_formula_like(text: str) -> bool:
    """Tell whether some program could take a text for a formula.

    Full-width and other signs of the same meaning count as the sign, and what is not seen before
    it does not hide it.
    """
    if text[:1] in PARTS:
        return True
    for sign in unicodedata.normalize("NFKC", text):
        if sign not in BEFORE and unicodedata.category(sign)[0] not in "CZ":
            return sign in STARTS
    return False


def csv_file(name: str, rows: Iterable[Sequence[Cell]]) -> Response[bytes]:
    """Give a table out as a file. `name` tells nothing of anybody."""
    return Response(
        csv_bytes(rows),
        media_type=CSV,
        headers={
            "content-disposition": f'attachment; filename="{name}.csv"',
            "content-security-policy": NOTHING_ALLOWED.decode(),
        },
    )


def _cell(cell: Cell) -> str:
    if not isinstance(cell, str):
        return cell.isoformat() if isinstance(cell, date) else str(cell)
    whole = "".join(_seen(sign) for sign in cell)
    return (DEFUSED + whole if is_formula_like(cell) else whole).replace('"', '""')


def _seen(sign: str) -> str:
    """Return a sign, a space for what begins a line or steers a program."""
    return " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
