"""Write a template's paragraphs, tables and tags with few words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

Holder = WordDocument | _Cell


def say(holder: Holder, text: str, style: str = "") -> Paragraph:
    """Add a paragraph; in a fresh cell, use the one that is there."""
    if isinstance(holder, _Cell) and len(holder.paragraphs) == 1 and not holder.text:
        paragraph: Paragraph = holder.paragraphs[0]
        paragraph.text = text
    else:
        paragraph = holder.add_paragraph(text)
    if style:
        paragraph.style = style
    return paragraph


@contextmanager
def each(holder: Holder, loop: str) -> Iterator[None]:
    """Repeat what is written inside for each of a list: `each(cell, "child in children")`."""
    say(holder, f"{{%p for {loop} %}}")
    yield
    say(holder, "{%p endfor %}")


@contextmanager
def when(holder: Holder, condition: str) -> Iterator[None]:
    """Keep what is written inside only when the condition holds."""
    say(holder, f"{{%p if {condition} %}}")
    yield
    say(holder, "{%p endif %}")


def statements(holder: Holder, of: str, *, level: int) -> None:
    """Print passages: the question, what was answered, whose words they are."""
    with each(holder, f"said in {of}"):
        with when(holder, "said.label"):
            say(holder, "{{ said.label }}", "Question")
        say(holder, f"{{{{p said.lines | words({level}) }}}}")
        with when(holder, "said.source"):
            say(holder, "{{ said.source }}", "Source")


def parts(document: WordDocument, of: str, *, level: int) -> None:
    """Print parts: whom or what each is about as a heading, then its passages."""
    with each(document, f"part in {of}"):
        with when(document, "part.heading"):
            say(document, "{{ part.heading }}", f"Heading {level}")
        statements(document, "part.statements", level=level + 1)


def quotes(document: WordDocument, of: str, *, named: bool) -> None:
    """Print what people said, each with how we came to know."""
    with each(document, f"quote in {of}"):
        if named:
            say(document, "{{ quote.person }}", "Question")
        say(document, "{{p quote.words | words(4, 'Quote') }}")
        say(document, "{{ quote.source }}", "Source")


def table(
    document: WordDocument,
    columns: dict[str, str],
    *,
    row: str,
    widths: tuple[float, ...],
    about: str,
) -> Table:
    """Add a table with a repeated head and one row for each of a list.

    `columns` maps each heading to the tag beneath it; `widths` are centimetres; `about` is the
    table's alternative text, for who cannot see it. Rows may break over pages: with rows kept
    whole and heads repeated, LibreOffice drops a last row that falls at the foot of a page.
    """
    made: Table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    head, start, body, end = made.rows
    start.cells[0].text, end.cells[0].text = f"{{%tr for {row} %}}", "{%tr endfor %}"
    for number, (heading, tag) in enumerate(columns.items()):
        say(head.cells[number], heading, "Table Head")
        say(body.cells[number], tag, "Table Text")
    finish(made, widths=widths, about=about)
    return made


def finish(made: Table, *, widths: tuple[float, ...], about: str) -> None:
    """Repeat a table's head on each page, set its widths and its alternative text."""
    _row_property(made.rows[0], "w:tblHeader")
    made.autofit = False
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    properties = made._tbl.tblPr  # noqa: SLF001 - python-docx has no call for these
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), about)
    properties.append(caption)
    for cell in made.rows[0].cells:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8F0F1")):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - as above


def _row_property(row: Any, name: str) -> None:  # noqa: ANN401 - python-docx's rows are untyped
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - as above
