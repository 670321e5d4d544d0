"""Turn what people wrote into Word's own paragraphs, lists and tables."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from markupsafe import Markup, escape

from workbook.narrative import Block, parse

NEEDED_STYLES = ("List Bullet", "List Bullet 2", "List Number", "Table Grid")

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NEXT = '<w:t xml:space="preserve">'
_TEXT_WIDTH = (
    9400  # twentieths of a point: A4 less its margins; only a start for Word's own fitting
)
_MOST_COLUMNS = 63  # Word will not open a table with more
# Numbers are printed as typed. Word's own counting would run on through the whole document.
_UNCOUNTED = (
    '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    '<w:tabs><w:tab w:val="left" w:pos="454"/></w:tabs><w:ind w:left="454" w:hanging="454"/>'
)

_BOLD = "<w:rPr><w:b/><w:bCs/></w:rPr>"
_HEAD_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E8F0F1"/>'

Words = str | Sequence[Mapping[str, Any]]


class Look(msgspec.Struct, frozen=True):
    """How a narrative looks where it stands: its template's styles, heading level, plain style."""

    styles: Mapping[str, str]
    level: int
    plain: str


def printable(text: str) -> str:
    """Return the text with what XML cannot carry answered, and nothing else touched.

    Line ends of any kind become one line break. Half a character (a lone surrogate) and the two
    non-characters become U+FFFD, so that a reader sees something stood there. Control characters
    have no look of their own and are dropped; a lost one must never lose the text after it.
    """
    return _UNFIT.sub(_answer, text.replace("\r\n", "\n")) if _UNFIT.search(text) else text


def _answer(match: re.Match[str]) -> str:
    if match[0] in "\r\v\f":
        return "\n"
    return "" if match[0] < " " else "\ufffd"


def inline(value: object) -> Markup:
    """Return a value as the inside of a w:t: escaped, with Word's own line breaks and tabs."""
    if isinstance(value, Markup):
        return value
    text = str(escape(printable(str(value))))
    if "\n" in text or "\t" in text:
        text = text.replace("\n", f"</w:t><w:br/>{_NEXT}")
        text = text.replace("\t", f"</w:t><w:tab/>{_NEXT}")
    return Markup(text)  # noqa: S704 - escaped above; the rest is ours


def words_filter(styles: Mapping[str, str]) -> Callable[..., Markup]:
    """Make the filter `words`, which prints narratives in the styles of one template.

    A template writes `{{p passage.lines | words(4) }}` in a paragraph of its own; the number is
    the level for headings inside the text, one below the heading it stands under; a second
    argument names the style of its plain paragraphs: `words(4, 'Quote')`.
    `styles` maps style names in lower case to ids: a council's Word may number or translate ids.
    """

    def words(value: Words, level: int = 4, style: str = "") -> Markup:
        lines = [{"text": value}] if isinstance(value, str) else value
        look = Look(styles=styles, level=level, plain=styles.get(style.lower(), ""))
        written = "".join(_line(line, look) for line in lines)
        return Markup(_kept_with_next(written))  # noqa: S704 - every text in it went through inline()

    return words


def _kept_with_next(written: str) -> str:
    """Keep the last paragraph on the page of what follows: most often whose words it was."""
    before, start, last = written.rpartition("<w:p>")
    if not start or not last.endswith("</w:t></w:r></w:p>"):
        return written
    named = re.match(r'<w:pPr>(<w:pStyle w:val="[^"]*"/>)?', last)
    if named is None:
        return f"{before}<w:p><w:pPr><w:keepNext/></w:pPr>{last}"
    return f"{before}<w:p>{named[0]}<w:keepNext/>{last[named.end() :]}"


def _line(line: Mapping[str, Any], look: Look) -> str:
    """Print one line of an answer: a table, or its label and text."""
    if line.get("rows"):
        return _table(line["rows"], look)
    blocks = parse(line["text"])
    label = line.get("label", "")
    if not label:
        return "".join(_block(block, look) for block in blocks)
    # The label stands in the first paragraph, or alone above a list or table.
    first = blocks[0].text if blocks and blocks[0].kind == "paragraph" else ""
    rest = blocks[1:] if first else blocks
    opening = _paragraph(first, style=look.plain, before=f"{label}: ")
    return opening + "".join(_block(block, look) for block in rest)


def _block(block: Block, look: Look) -> str:
    match block.kind:
        case "table":
            return _table(block.rows, look)
        case "bullet":
            return _paragraph(block.text, style=look.styles["list bullet"])
        case "bullet2":
            return _paragraph(block.text, style=look.styles["list bullet 2"])
        case "number":
            numbered = f"{block.number}\t{block.text}"
            return _paragraph(numbered, style=look.styles["list number"], more=_UNCOUNTED)
        case "heading":
            return _paragraph(block.text, style=look.styles.get(f"heading {look.level}", ""))
        case _:
            return _paragraph(block.text, style=look.plain)


def _paragraph(text: str, *, style: str = "", more: str = "", before: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    bold = f"<w:r>{_BOLD}{_NEXT}{inline(before)}</w:t></w:r>" if before else ""
    return f"<w:p>{properties}{bold}<w:r>{_NEXT}{inline(text)}</w:t></w:r></w:p>"


def _table(rows: Iterable[Sequence[str]], look: Look) -> str:
    """Print a table whose first row is its head, repeated on each page."""
    filled = [tuple(row) for row in rows]
    columns = max(map(len, filled))
    if columns > _MOST_COLUMNS:
        return "".join(_paragraph("\t".join(row)) for row in filled)
    width = _TEXT_WIDTH // columns
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    named = ", ".join(cell for cell in filled[0] if cell)
    caption = escape(" ".join(printable(f"Table: {named}").split()))
    written = [
        _row((*row, *[""] * (columns - len(row))), look, width=width, head=number == 0)
        for number, row in enumerate(filled)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{look.styles["table grid"]}"/>'
        '<w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0020" w:firstRow="1"/>'
        f'<w:tblCaption w:val="{caption}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(written)}</w:tbl>"
    )


def _row(cells: Iterable[str], look: Look, *, width: int, head: bool) -> str:
    style = look.styles.get("table head" if head else "table text", "")
    shade = _HEAD_SHADE if head else ""
    start = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
    written = "".join(f"{start}{_paragraph(cell, style=style)}</w:tc>" for cell in cells)
    repeated = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{repeated}{written}</w:tr>"
