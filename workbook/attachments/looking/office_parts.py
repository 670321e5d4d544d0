"""What the parts of an office file may be, and what in them runs, hides or reaches out."""

import re
from typing import Final

import msgspec
from lxml import etree

from workbook.attachments.looking.refusing import RefusedFileError

BROKEN: Final = "This file is broken. Open it, save it again, then add that"
TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ALLOWED: Final = re.compile(
    r"application/(vnd\.openxmlformats-(officedocument|package)\.[\w.+-]+"
    r"|vnd\.(ms-office|ms-word|ms-excel|ms-powerpoint)\.[\w.+-]+|xml|inkml\+xml)"
    r"|image/(png|jpe?g|pjpeg|gif|bmp|tiff|webp|x-emf|x-wmf|emf|wmf|svg\+xml|vnd\.ms-photo)"
    r"|application/(x-fontdata|x-font-ttf|vnd\.ms-fontobject)|(audio|video)/[\w.+-]+"
)
# By type and by name both: either alone can be made to lie.
MACRO: Final = re.compile(
    r"vbaproject|vbadata|macroenabled|macrosheet|activex|controlproperties|\.ms-office\.vba"
    r"|wordvbadata|xlmacro|customui|userform",
    re.IGNORECASE,
)
OLE: Final = re.compile(r"oleobject|\.bin$", re.IGNORECASE)
PRINTER: Final = re.compile(r"printerSettings", re.IGNORECASE)
HIDDEN: Final = (
    b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"\x1f\x8b",
)  # fmt: skip
BRINGS_IN: Final = re.compile(
    r"/(aFChunk|oleObject|control|activeX|vbaProject|xlMacrosheet)$", re.IGNORECASE
)
LINK: Final = re.compile(r"/hyperlink$", re.IGNORECASE)
PLAIN_LINK: Final = re.compile(r"(https?://|mailto:|tel:|#)", re.IGNORECASE)
RUNS: Final = re.compile(r"\bDDE(AUTO)?\b|\bMACROBUTTON\b", re.IGNORECASE)
FETCHES: Final = re.compile(r"\b(INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|RD|DATABASE)\b")
FETCHES_IN_CELL: Final = re.compile(r"\b(WEBSERVICE|IMAGE)\s*\(")
CELL_RUNS: Final = re.compile(r"\|\s*'|\b(RTD|CALL|REGISTER(\.ID)?|EXEC)\s*\(", re.IGNORECASE)
DTD: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
PARSER: Final = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False,
}  # fmt: skip


class ContentTypes(msgspec.Struct, frozen=True):
    """What the file says its parts are: each by name, the rest by the end of the name."""

    named: dict[str, str]
    ending: dict[str, str]

    def of(self, name: str) -> str:
        """Return what a part is said to be, in small letters; "" where nothing is said."""
        known = self.named.get(name.lower())
        return known or self.ending.get(name.lower().rpartition(".")[2], "")


def content_types(xml: bytes) -> ContentTypes:
    """Read what the parts are said to be.

    Raises:
        RefusedFileError: the list is missing or cannot be read.
    """
    if not xml:
        raise RefusedFileError(
            "This is a packed folder, not a Word, Excel or PowerPoint file. Unpack it and add what"
            " is in it one by one"
        )
    root = tree(xml)
    kinds = {True: {}, False: {}}  # type: dict[bool, dict[str, str]]
    for one in root.iter(f"{TYPES}Override", f"{TYPES}Default"):
        is_named = one.tag.endswith("Override")
        key = one.get("PartName" if is_named else "Extension", "").lower().removeprefix("/")
        kinds[is_named][key] = one.get("ContentType", "").lower()
    return ContentTypes(kinds[True], kinds[False])


def tree(xml: bytes) -> etree._Element:
    """Parse one part. Nothing is fetched, and nothing may be defined in it.

    Raises:
        RefusedFileError: it is not UTF-8, where a definition could hide, or defines something.
    """
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedFileError(BROKEN) from error
    if DTD.search(xml):
        raise RefusedFileError(BROKEN)
    return etree.fromstring(xml, etree.XMLParser(**PARSER, huge_tree=True))


def is_macro(name: str, kind: str) -> bool:
    """Tell whether a part is a program, by its type or its name."""
    return bool(MACRO.search(kind) or MACRO.search(name))


def is_allowed(name: str, kind: str) -> bool:
    """Tell whether a part is of a kind that belongs into an office file."""
    if OLE.search(name) or OLE.search(kind):
        return bool(PRINTER.search(name) and PRINTER.search(kind))
    return ALLOWED.fullmatch(kind) is not None


def is_hidden_file(content: bytes) -> bool:
    """Tell whether a part is another file, whatever it is said to be."""
    return content.startswith(HIDDEN)


def is_xml(name: str, kind: str) -> bool:
    """Tell whether a part is to be read: by its type or its name."""
    return kind.endswith("xml") or name.lower().endswith((".xml", ".rels", ".vml", ".svg"))


def runs_something(root: etree._Element) -> bool:
    """Tell whether a part starts a program: by a field, a link for data exchange, a script."""
    if next(root.iter("{*}ddeLink", "{*}script"), None) is not None:
        return True
    return bool(RUNS.search(_fields(root)) or CELL_RUNS.search(_formulas(root)))


def brings_in(root: etree._Element) -> bool:
    """Tell whether a list of ties holds one to a file inside the file."""
    return any(
        BRINGS_IN.search(one.get("Type", "")) and one.get("TargetMode") != "External"
        for one in root.iter("{*}Relationship")
    )


def asks_outside(root: etree._Element) -> bool:
    """Tell whether a part asks for something from another place by itself when it is opened.

    A link that waits to be clicked does not, unless it leads to a file or another machine.
    """
    for one in root.iter("{*}Relationship"):
        if one.get("TargetMode", "").lower() == "external":
            is_link = LINK.search(one.get("Type", ""))
            if not is_link or not PLAIN_LINK.match(one.get("Target", "").strip()):
                return True
    return bool(FETCHES.search(_fields(root)) or FETCHES_IN_CELL.search(_formulas(root)))


def _formulas(root: etree._Element) -> str:
    return " ".join(one.text or "" for one in root.iter("{*}f", "{*}definedName"))


def _fields(root: etree._Element) -> str:
    """Return the words of every field of a Word part; they may be cut into pieces."""
    simple = [
        value
        for one in root.iter("{*}fldSimple")
        for name, value in one.attrib.items()
        if name.endswith("instr")
    ]
    pieces = [one.text or "" for one in root.iter("{*}instrText", "{*}delInstrText")]
    return " ".join((*simple, "".join(pieces)))
