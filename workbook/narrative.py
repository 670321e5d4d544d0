"""Read the light structure people type, or paste from Word, as paragraphs, lists and tables."""

import itertools
import re
from typing import Literal

import msgspec

BlockKind = Literal["paragraph", "bullet", "bullet2", "number", "heading", "table"]

_INDENT = " \t\u00a0"
_SPACE = rf"[{_INDENT}]"
# Word pastes a bullet as its mark and a tab; the second level is a letter o or a small square.
# \uf0b7 and \uf0a7 are the same marks as Word's symbol fonts number them.
_BULLET = re.compile(
    rf"(?:[-*]{_SPACE}++|[•·●\uf0b7]{_SPACE}*+|–\t{_SPACE}*+)(?P<text>.+)", re.DOTALL
)
_SECOND_BULLET = re.compile(rf"(?:[o§]\t|[▪◦\uf0a7]){_SPACE}*+(?P<text>.+)", re.DOTALL)
# A letter or roman figure is a number only before a tab: “i. ” can open an ordinary sentence.
_NUMBER = re.compile(
    rf"(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*+[.)]{_SPACE}|(?:[a-zA-Z]|[ivx]{{2,5}})[.)]\t)"
    rf"{_SPACE}*+(?P<text>.+)",
    re.DOTALL,
)
_HEADING = re.compile(r"#{1,3} ++(?P<text>.+)", re.DOTALL)
_MARKS = "-*•·●\uf0b7–§▪◦\uf0a7#"
_NESTED_BY = 2  # columns of indent that make a bullet one of the second level


class Block(msgspec.Struct, frozen=True):
    """One piece of a narrative; a number is as typed (“3.”), a table's rows are of one width."""

    kind: BlockKind
    text: str
    number: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def parse(text: str) -> tuple[Block, ...]:
    """Split a narrative into blocks without losing anything but list marks and blank lines.

    A blank line parts paragraphs; a single line break stays in the text, as does Word's
    own line break (vertical tab) inside a list item. A line that follows a list item starts a new
    paragraph, because that is how Word pastes one. One line with tabs stays a paragraph: only two
    or more together are a table, whose rows are filled up to the widest.
    Characters are never changed (no-break spaces, zero-width marks, controls all come through):
    what a page or a document cannot carry is for the page or document to answer.
    """
    blocks: list[Block] = []
    pending: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        block = _marked(line)
        if block is not None:
            blocks += _plain(pending)
            blocks.append(block)
            pending = []
        elif not line or (line.isspace() and not _empty_row(line, after=pending)):
            blocks += _plain(pending)
            pending = []
        else:
            pending.append(line)
    blocks += _plain(pending)
    return tuple(blocks)


def _empty_row(line: str, *, after: list[str]) -> bool:
    """Tell an empty row inside a pasted table from the blank line that ends it."""
    return "\t" in line and bool(after) and "\t" in after[-1]


def _marked(line: str) -> Block | None:
    """Read a line that says itself what it is: a heading, a list item."""
    bare = line.lstrip(_INDENT)
    first = bare[:1]
    if not (first in _MARKS or first.isalnum()):  # nearly every line ends here or just below
        return None
    if first == "#":
        match = _HEADING.fullmatch(line)
        return _block("heading", match)
    if match := _BULLET.fullmatch(bare):
        width = len(line[: len(line) - len(bare)].expandtabs(_NESTED_BY))
        return _block("bullet2" if width >= _NESTED_BY else "bullet", match)
    if match := _SECOND_BULLET.fullmatch(bare):
        return _block("bullet2", match)
    return _block("number", _NUMBER.match(bare))


def _block(kind: BlockKind, match: re.Match[str] | None) -> Block | None:
    """Make the block a mark announces; a mark with nothing after it is only text."""
    if match is None or match["text"].isspace():
        return None
    number = match["number"].rstrip(_INDENT) if kind == "number" else ""
    return Block(kind, match["text"].replace("\v", "\n"), number)


def _plain(lines: list[str]) -> list[Block]:
    """Turn lines without marks into paragraphs and tables, in their order."""
    blocks: list[Block] = []
    paragraph: list[str] = []
    for tabbed, run in itertools.groupby(lines, key=_has_tab):
        group = list(run)
        if tabbed and len(group) > 1 and _has_tab(group[0].strip()):
            blocks += _paragraph(paragraph)
            blocks.append(_table(group))
            paragraph = []
        else:
            paragraph += group
    return blocks + _paragraph(paragraph)


def _has_tab(line: str) -> bool:
    return "\t" in line


def _paragraph(lines: list[str]) -> list[Block]:
    return [Block("paragraph", "\n".join(lines).replace("\v", "\n"))] if lines else []


def _table(lines: list[str]) -> Block:
    cells = [tuple(line.replace("\v", "\n").split("\t")) for line in lines]
    width = max(map(len, cells))
    return Block("table", "", rows=tuple(row + ("",) * (width - len(row)) for row in cells))
