"""Show a narrative's light structure as HTML, every character as it was typed."""

import itertools
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from workbook.narrative import Block, parse

LISTS = frozenset({"bullet", "bullet2", "number"})


def narrative(text: str, level: int = 4) -> Markup:
    """Render light text as safe paragraphs, lists, headings and tables.

    `level` is the heading level its own headings take on the page. Line breaks and runs of spaces
    are kept by the stylesheet (`white-space: pre-wrap`), so the text itself is never altered, and
    each block finds its own direction, so that Arabic or Urdu reads from the right.
    """
    blocks = parse(text)
    runs = itertools.groupby(blocks, key=lambda block: block.kind in LISTS)
    pieces = (
        piece
        for is_list, run in runs
        for piece in ([show_list(list(run))] if is_list else (show(b, level) for b in run))
    )
    return Markup("\n").join(pieces)


def show(block: Block, level: int) -> Markup:
    """Render a block that is no list item."""
    if block.kind == "table":
        rows = Markup().join(
            Markup("<tr>{}</tr>").format(
                Markup().join(Markup('<td dir="auto">{}</td>').format(cell) for cell in row)
            )
            for row in block.rows
        )
        return Markup(
            '<div class="fs-tablewrap"><table class="fs-text__table">'
            "<tbody>{}</tbody></table></div>"
        ).format(rows)
    if block.kind == "heading":
        return Markup('<h{0} class="fs-text__heading" dir="auto">{1}</h{0}>').format(
            level, block.text
        )
    return Markup('<p dir="auto">{}</p>').format(block.text)


def show_list(items: Sequence[Block]) -> Markup:
    """Render neighbouring list items; those of the second level sit inside the item above them."""
    return Markup().join(
        _one_list(kind, list(run))
        for kind, run in itertools.groupby(
            items, key=lambda item: "number" if item.kind == "number" else "bullet"
        )
    )


def _one_list(kind: str, items: Sequence[Block]) -> Markup:
    tag = "ol" if kind == "number" else "ul"
    body = Markup().join(_items(items))
    return Markup('<{0} class="fs-text__{1}">{2}</{0}>').format(tag, kind, body)


def _items(items: Sequence[Block]) -> Iterator[Markup]:
    """Yield each item with the second-level items that follow it."""
    grouped: list[tuple[Block, list[Block]]] = []
    for item in items:
        if item.kind == "bullet2" and grouped and grouped[-1][0].kind == "bullet":
            grouped[-1][1].append(item)
        else:
            grouped.append((item, []))
    for first, nested in grouped:
        inner = _one_list("bullet2", nested) if nested else Markup()
        number = (
            Markup('<span class="fs-text__figure">{}</span> ').format(first.number)
            if first.number
            else Markup()
        )
        yield Markup('<li dir="auto">{}{}{}</li>').format(number, escape(first.text), inner)
