"""The calm paper that every Word template starts from: styles, header, footer, language."""

import io
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from exports.compiled import anonymous
from exports.documents import Report, core_properties
from exports.package import read_parts, write_parts

TEAL, INK, GREY = RGBColor(0x0B, 0x4F, 0x5C), RGBColor(0x1D, 0x22, 0x26), RGBColor(0x4A, 0x52, 0x57)
FONT = "Arial"
WIDTH = Cm(16.6)
_KEPT_STYLES = (
    "Normal", "Title", "heading 1", "heading 2", "heading 3", "heading 4", "header", "footer",
    "List Bullet", "List Bullet 2", "List Number", "Quote", "Table Grid", "Normal Table",
    "Default Paragraph Font", "No List",
)  # fmt: skip
_HEADINGS = (("Title", 20, 0, 6), ("Heading 1", 17, 20, 6), ("Heading 2", 13.5, 14, 4),
             ("Heading 3", 12, 10, 3), ("Heading 4", 11, 8, 2))  # fmt: skip
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f"<w:settings {nsdecls('w')}>"
    '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
    "</w:settings>"
)


def new_paper() -> WordDocument:
    """Return an empty A4 document with our styles, whose copy it is above and pages below."""
    document = Document()
    _drop_styles(document)
    _set_fonts(document)
    _set_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.0)
    section.header_distance = section.footer_distance = Cm(1.0)
    _head_and_foot(document)
    return document


def packed(document: WordDocument, *, title: str) -> bytes:
    """Return the file with nothing in it that says who made it, on what, or when."""
    out = io.BytesIO()
    document.save(out)
    parts = read_parts(out.getvalue())
    parts["word/settings.xml"] = _SETTINGS.encode()
    properties = Report(title=title, subject="Word template", council="", recipient="")
    return write_parts({**anonymous(parts), "docProps/core.xml": core_properties(properties)})


def _drop_styles(document: WordDocument) -> None:
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.find(qn("w:name")).get(qn("w:val")) not in _KEPT_STYLES:
            styles.remove(style)
    for name in ("w:link", "w:rsid"):
        for element in list(styles.iter(qn(name))):
            element.getparent().remove(element)


def _set_fonts(document: WordDocument) -> None:
    """Use one plain font for every script; a theme's fonts would win over it if left."""
    styles = document.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{name}"), FONT)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _set_styles(document: WordDocument) -> None:
    styles = document.styles
    _style(document, "Normal", size=11, after=6)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for name, size, before, after in _HEADINGS:
        _style(document, name, size=size, before=before, after=after, colour=TEAL, bold=True)
        styles[name].paragraph_format.keep_with_next = True
    _remove_borders(styles["Title"].element)
    for name, left in (("List Bullet", 0.6), ("List Bullet 2", 1.2), ("List Number", 0.8)):
        _style(document, name, size=11, after=3)
        style = styles[name].paragraph_format
        style.left_indent, style.first_line_indent = Cm(left), Cm(-0.8 if "Num" in name else -0.6)
    numbered = styles["List Number"].element.pPr
    numbered.remove(numbered.numPr)  # numbers are printed as typed
    _style(document, "Quote", size=11, after=2, before=4)
    styles["Quote"].paragraph_format.left_indent = Cm(0.5)
    _bar_at_left(styles["Quote"].element)
    for name, size, after in (("Facts", 11, 4), ("Question", 11, 2), ("Source", 9, 8),
                              ("Note", 9, 2), ("Table Text", 10, 2), ("Table Head", 10, 2),
                              ("Copy For", 13, 10)):  # fmt: skip
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        _style(document, name, size=size, after=after)
    for name in ("Question", "Table Head", "Copy For"):
        _set_bold(styles[name].element)
    for name in ("Table Text", "Table Head", "Source", "Note"):
        styles[name].paragraph_format.line_spacing = 1.0
    for name in ("Question", "Quote"):
        styles[name].paragraph_format.keep_with_next = True
    for name, room in (("Question", 6), ("Source", 4), ("Table Text", 3)):
        styles[name].paragraph_format.space_before = Pt(room)
    for name in ("Source", "Note"):
        styles[name].font.color.rgb = GREY
    styles["Facts"].paragraph_format.left_indent = Cm(4.2)
    styles["Facts"].paragraph_format.first_line_indent = Cm(-4.2)
    styles["Facts"].paragraph_format.tab_stops.add_tab_stop(Cm(4.2))
    _quiet_grid(document)


def _style(
    document: WordDocument,
    name: str,
    *,
    size: float,
    before: float = 0,
    after: float = 0,
    colour: RGBColor = INK,
    bold: bool = False,
) -> None:
    style: Any = document.styles[name]
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
    properties.rFonts.set(qn("w:cs"), FONT)
    # Arabic and Urdu take their own size and weight; without these they would be set at 10 point.
    properties.append(_element("w:szCs", str(int(size * 2))))
    if bold:
        _set_bold(style.element)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _set_bold(style: Any) -> None:  # noqa: ANN401 - python-docx's elements have no public type
    properties = style.get_or_add_rPr()
    properties.insert(1, OxmlElement("w:b"))
    properties.insert(2, OxmlElement("w:bCs"))


def _element(name: str, value: str) -> Any:  # noqa: ANN401 - as above
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    return element


def _remove_borders(style: Any) -> None:  # noqa: ANN401 - as above
    for borders in list(style.pPr.findall(qn("w:pBdr"))):
        style.pPr.remove(borders)


def _bar_at_left(style: Any) -> None:  # noqa: ANN401 - as above
    left = '<w:left w:val="single" w:sz="18" w:space="8" w:color="7FA9B0"/>'
    bar = f"<w:pBdr {nsdecls('w')}>{left}</w:pBdr>"
    style.pPr.insert_element_before(
        parse_xml(bar), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _quiet_grid(document: WordDocument) -> None:
    """Give tables thin grey lines and room to breathe."""
    properties = document.styles["Table Grid"].element.find(qn("w:tblPr"))
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B1B9BE"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    room = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 50), ("left", 90), ("bottom", 50), ("right", 90))
    )
    for child in list(properties):
        properties.remove(child)
    for xml in (f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>",
                f"<w:tblCellMar {nsdecls('w')}>{room}</w:tblCellMar>"):  # fmt: skip
        properties.append(parse_xml(xml))


def _head_and_foot(document: WordDocument) -> None:
    section = document.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph, name in ((head, "header"), (foot, "footer")):
        _style(document, name.title(), size=9, colour=GREY)
        stops = document.styles[name.title()].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.style = document.styles[name.title()]
    head.add_run("{{ recipient }}").bold = True
    head.add_run("\tConfidential")
    foot.add_run("{{ council }}\tPage ")
    add_field(foot, "PAGE")
    foot.add_run(" of ")
    add_field(foot, "NUMPAGES")


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field Word works out itself, such as the page number."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run(kind if kind == "1" else "")
        if kind in {"begin", "separate", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - python-docx has no call for fields
        elif not kind:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {instruction} "
            run._r.append(code)  # noqa: SLF001 - as above
