"""Mend a finished part of a Word file: what Word insists on, and text that runs right to left."""

import re
import unicodedata

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Large answers are ours, not an attacker's: libxml2 would cut a text of ten million characters.
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=True)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# The schema fixes the order of properties, and Word repairs (or refuses) a file that breaks it.
_AFTER_BIDI = (
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
    "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange")


def parse_part(xml: bytes) -> etree._Element:
    """Parse one part of a Word file; entities stay unread.

    Raises: lxml's XMLSyntaxError, never a silently shortened document.
    """
    return etree.fromstring(xml, _PARSER)


def mend(part: etree._Element) -> None:
    """Close what a template's loops can leave open, and turn right-to-left paragraphs round."""
    for cell in part.iter(W + "tc"):
        if len(cell) == 0 or cell[-1].tag != W + "p":
            etree.SubElement(cell, W + "p")  # without it Word calls the file damaged
    for table in part.iter(W + "tbl"):
        following = table.getnext()
        # Two tables together become one in Word; one at the very end can lose its last rows.
        if following is not None and following.tag in {W + "tbl", W + "sectPr"}:
            table.addnext(etree.Element(W + "p"))
    for paragraph in part.iter(W + "p"):
        _turn(paragraph)


def _turn(paragraph: etree._Element) -> None:
    """Set a paragraph whose first letter is right to left to start at the right."""
    runs = [(run, "".join(run.itertext(W + "t"))) for run in paragraph.iter(W + "r")]
    text = "".join(words for _, words in runs)
    if not _RIGHT_TO_LEFT.search(text):
        return
    if _starts_right(text):
        properties = _first(paragraph, "pPr")
        _insert(properties, "bidi", before=_AFTER_BIDI)
    for run, words in runs:
        if _starts_right(words):
            _insert(_first(run, "rPr"), "rtl", before=_AFTER_RTL)


def _starts_right(text: str) -> bool:
    """Apply the Unicode rule: the first character with a strong direction decides."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def _first(parent: etree._Element, name: str) -> etree._Element:
    found = parent.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        parent.insert(0, found)
    return found


def _insert(properties: etree._Element, name: str, *, before: tuple[str, ...]) -> None:
    if properties.find(W + name) is not None:
        return
    for position, child in enumerate(properties):
        if str(child.tag).removeprefix(W) in before:
            properties.insert(position, etree.Element(W + name))
            return
    etree.SubElement(properties, W + name)


def serialise(part: etree._Element) -> bytes:
    """Write a part as Word does: UTF-8, with a declaration."""
    return bytes(etree.tostring(part, encoding="UTF-8", xml_declaration=True, standalone=True))
