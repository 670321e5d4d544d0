"""Show a narrative's light structure as HTML, every character as it was typed."""

import itertools
from collections.abc import Iterable

from markupsafe import Markup, escape

from workbook.narrative import Block, parse

LISTS = frozenset({"bullet", "bullet2", "number"})


def narrative(text: str, level: int = 4) -> Markup:
    """Render light text as safe paragraphs, lists, headings and tables.

    `level` is the heading level its own headings take on the page. Line breaks and runs of spaces
    are kept by the stylesheet (`white-space: pre-wrap`), so the text itself is never altered, and
    each block finds its own direction, so that Arabic or Urdu reads from the right.
    """
    pieces: list[str] = []
    for listed, run in itertools.groupby(parse(text), key=lambda block: block.kind in LISTS):
        blocks = list(run)
        pieces += _lists(blocks) if listed else [_show(block, level) for block in blocks]
    # Plain strings until here: a page shows hundreds, and joining Markup costs five times as much.
    return Markup("\n".join(pieces))  # noqa: S704 - every text in it went through escape()


def _show(block: Block, level: int) -> str:
    """Render a block that is no list item."""
    if block.kind == "table":
        return _table(block.rows)
    if block.kind == "heading":
        return f'<h{level} class="fs-text__heading" dir="auto">{escape(block.text)}</h{level}>'
    return f'<p dir="auto">{escape(block.text)}</p>'


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    cells = ("".join(f'<td dir="auto">{escape(cell)}</td>' for cell in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return (
        '<div class="fs-tablewrap"><table class="fs-text__table">'
        f"<tbody>{body}</tbody></table></div>"
    )


def _lists(items: Iterable[Block]) -> list[str]:
    """Render neighbouring items: bullets and numbers as lists of their own."""
    runs = itertools.groupby(items, key=lambda item: item.kind == "number")
    return [_list("number" if numbered else "bullet", run) for numbered, run in runs]


def _list(kind: str, items: Iterable[Block]) -> str:
    """Render one list; items of the second level sit inside the item above them."""
    grouped: list[tuple[Block, list[Block]]] = []
    for item in items:
        if item.kind == "bullet2" and grouped and grouped[-1][0].kind == "bullet":
            grouped[-1][1].append(item)
        else:
            grouped.append((item, []))
    tag = "ol" if kind == "number" else "ul"
    body = "".join(_item(first, nested) for first, nested in grouped)
    return f'<{tag} class="fs-text__{kind}">{body}</{tag}>'


def _item(item: Block, nested: list[Block]) -> str:
    figure = item.number and f'<span class="fs-text__figure">{escape(item.number)}</span> '
    inner = _list("bullet2", nested) if nested else ""
    return f'<li dir="auto">{figure}{escape(item.text)}{inner}</li>'
