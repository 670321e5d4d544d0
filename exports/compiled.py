"""Compile a Word template once: tags joined, styles found, its makers' traces dropped."""

import functools
import io
import posixpath
import re

import msgspec
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from exports.package import read_parts
from exports.wordtext import NEEDED_STYLES, inline, words_filter
from exports.wordxml import W, parse_part, serialise

_TAGGED_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml")
# Who edited the template, when and on which machine is nobody's business who gets a report.
# stylesWithEffects is a second copy of the styles that only Word 2010 ever read.
_LEFT_OUT = re.compile(r"docProps/|customXml/|word/(?:people|comments\w*|stylesWithEffects)\.xml")
_TYPES, _ROOT_LINKS = "[Content_Types].xml", "_rels/.rels"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PACKAGE = "application/vnd.openxmlformats-package"
_OUR_TYPES = {
    "/docProps/core.xml": f"{_PACKAGE}.core-properties+xml",
    "/docProps/app.xml": f"{_OFFICE}.extended-properties+xml",
}
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LINKS = (
    _DECLARATION
    + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/officeDocument" Target="word/document.xml"/>'
    b'<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/'
    b'relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    b'<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/extended-properties" Target="docProps/app.xml"/></Relationships>'
)
_APP_PROPERTIES = (
    _DECLARATION + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>Family Safeguarding workbook</Application></Properties>'
)


class TemplateProblemError(ValueError):
    """A Word template cannot be used; the message says what its owner must mend."""


class CompiledTemplate(msgspec.Struct, frozen=True):
    """A template with all that follows from its bytes done once; threads may share it."""

    tagged: dict[str, Template]
    parts: dict[str, bytes]


@functools.lru_cache(maxsize=32)
def compile_template(template: bytes) -> CompiledTemplate:
    """Do once what depends on the template alone.

    docxtpl joins the tags that Word cuts up and lifts `{%p` and `{%tr` out of their paragraphs
    and rows. Its own rendering is not used: it loses the rest of a document after a character
    that XML cannot carry, and takes many times longer.

    Raises: TemplateProblemError if a style that lists and tables need is missing;
    jinja2.TemplateSyntaxError for a broken tag.
    """
    parts = read_parts(template)
    styles = _style_ids(parts["word/styles.xml"])
    missing = [name for name in NEEDED_STYLES if name.lower() not in styles]
    if missing:
        raise TemplateProblemError("The template has no style named " + ", ".join(missing))
    environment = new_environment(styles)
    tagged = {
        name: environment.from_string(source) for name, source in template_sources(template).items()
    }
    others = {name: part for name, part in parts.items() if name not in tagged}
    return CompiledTemplate(tagged=tagged, parts=anonymous(others))


def template_sources(template: bytes) -> dict[str, str]:
    """Return each part that may hold tags as Jinja source, by the part's name."""
    word = DocxTemplate(io.BytesIO(template))
    return {
        name: word.patch_xml(word.xml_to_string(_without_revisions(parse_part(part))))
        for name, part in read_parts(template).items()
        if _TAGGED_PARTS.fullmatch(name)
    }


def new_environment(styles: dict[str, str]) -> ImmutableSandboxedEnvironment:
    """Make the Jinja environment of one template, which knows the filters `words` and `length`.

    Autoescape: an ampersand in an answer must not break the document. StrictUndefined: no silent
    gaps. The immutable sandbox: a template is edited by people and must not become a program.
    """
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=_finalize
    )
    environment.globals.clear()
    environment.filters = {"words": words_filter(styles), "length": len}
    return environment


def _finalize(value: object) -> object:
    return inline(value) if isinstance(value, str) else value


def _style_ids(styles: bytes) -> dict[str, str]:
    """Map style names to ids: a Word in another language writes other ids, never other names."""
    named = {}
    for style in parse_part(styles).iter(W + "style"):
        name = style.find(W + "name")
        if name is not None:
            named[str(name.get(W + "val")).lower()] = str(style.get(W + "styleId"))
    return named


def _without_revisions(tree: etree._Element) -> etree._Element:
    """Drop Word's marks of which editing session typed which letter."""
    for element in tree.iter():
        for name in [name for name in element.keys() if str(name).startswith(W + "rsid")]:  # noqa: SIM118 - an element's own iteration gives its children
            del element.attrib[name]
    for element in list(tree.iter(W + "rsids", W + "proofErr")):
        _remove(element)
    return tree


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def anonymous(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Drop every part and link that says who made the template, or when."""
    kept = {name: _cleaned(name, part) for name, part in parts.items() if not _LEFT_OUT.match(name)}
    kept[_ROOT_LINKS] = _LINKS
    kept["docProps/app.xml"] = _APP_PROPERTIES
    return kept


def _cleaned(name: str, part: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return part
    tree = _without_revisions(parse_part(part))
    folder = posixpath.dirname(posixpath.dirname(name))
    for entry in list(tree):
        target = entry.get("PartName", "")[1:] if name == _TYPES else ""
        if name.endswith(".rels") and entry.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(folder, entry.get("Target", "")))
        if _LEFT_OUT.match(target):
            _remove(entry)
    if name == _TYPES:
        for part_name, content_type in _OUR_TYPES.items():
            kind = tree.tag.replace("Types", "Override")
            etree.SubElement(tree, kind, PartName=part_name, ContentType=content_type)
    return serialise(tree)
