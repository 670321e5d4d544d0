"""Find what would keep a reader of a finished Word file from using it."""

import re
from collections.abc import Iterator

from lxml import etree

from exports.package import read_parts
from exports.wordxml import W, parse_part

_DC = "{http://purl.org/dc/elements/1.1/}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_HEADING = re.compile(r"heading (\d)")


def check_accessible(docx: bytes) -> list[str]:
    """Return what is wrong with a finished document, in words; an empty list is right.

    Looks at what a screen reader and a reader of one loose page need: title, language, headings
    without gaps, table heads that repeat, alternative texts, page numbers, whose copy it is.
    """
    parts = read_parts(docx)
    body = parse_part(parts["word/document.xml"])
    styles = parse_part(parts["word/styles.xml"])
    properties = parse_part(parts["docProps/core.xml"])
    heads = [parse_part(part) for name, part in parts.items() if _is(name, "header")]
    feet = [parse_part(part) for name, part in parts.items() if _is(name, "footer")]
    return [
        *_properties(properties, styles),
        *_headings(body, styles),
        *_tables(body),
        *_pictures([body, *heads, *feet]),
        *_every_page(heads, feet, recipient=str(properties.findtext(_DC + "description") or "")),
    ]


def _is(name: str, kind: str) -> bool:
    return re.fullmatch(rf"word/{kind}\d*\.xml", name) is not None


def _properties(properties: etree._Element, styles: etree._Element) -> Iterator[str]:
    if not properties.findtext(_DC + "title"):
        yield "the document has no title"
    languages = {properties.findtext(_DC + "language")}
    languages |= {mark.get(W + "val") for mark in styles.iter(W + "lang")}
    if languages != {"en-GB"}:
        yield f"the language is not British English throughout: {sorted(map(str, languages))}"


def _headings(body: etree._Element, styles: etree._Element) -> Iterator[str]:
    levels = {}
    for style in styles.iter(W + "style"):
        named = _HEADING.fullmatch(style.find(W + "name").get(W + "val").lower())
        if named:
            levels[style.get(W + "styleId")] = int(named[1])
    used = [
        (levels[mark.get(W + "val")], "".join(mark.getparent().getparent().itertext(W + "t")))
        for mark in body.iter(W + "pStyle")
        if mark.get(W + "val") in levels
    ]
    if not used:
        yield "there are no headings"
    for (before, _), (level, text) in zip([(0, ""), *used], used, strict=False):
        if level > before + 1:
            yield f"the heading “{text}” of level {level} follows one of level {before}"
        if not text.strip():
            yield f"a heading of level {level} is empty"


def _tables(body: etree._Element) -> Iterator[str]:
    for number, table in enumerate(body.iter(W + "tbl"), 1):
        if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None:
            yield f"table {number} has no head that repeats"
        if table.find(f"{W}tblPr/{W}tblCaption") is None:
            yield f"table {number} has no alternative text"
        if next(table.iter(W + "vMerge", W + "gridSpan"), None) is not None:
            yield f"table {number} has merged cells"
        widths = {len(row.findall(W + "tc")) for row in table.findall(W + "tr")}
        if widths != {len(table.findall(f"{W}tblGrid/{W}gridCol"))}:
            yield f"table {number} has rows of different lengths"


def _pictures(parts: list[etree._Element]) -> Iterator[str]:
    for part in parts:
        for picture in part.iter(_DRAWN):
            if not picture.get("descr"):
                yield f"the picture {picture.get('name')} has no alternative text"


def _every_page(
    heads: list[etree._Element], feet: list[etree._Element], *, recipient: str
) -> Iterator[str]:
    told = [" ".join("".join(head.itertext(W + "t")).split()) for head in heads]
    if not recipient or not told or any(" ".join(recipient.split()) not in text for text in told):
        yield "not every page says whose copy it is"
    for foot in feet:
        fields = {"".join(code.itertext()).strip() for code in foot.iter(W + "instrText")}
        if not {"PAGE", "NUMPAGES"} <= fields:
            yield "not every page has its number of how many"
    if not feet:
        yield "the pages have no numbers"
