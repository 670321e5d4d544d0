"""The Word templates and the reports they print fit each other."""

import io
import re
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement

from exports.accessibility import check_accessible
from exports.documents import fill
from exports.package import read_parts, write_parts
from exports.reports.review_conference import ReviewConferenceReport, build
from exports.template_fields import fields_offered, fields_used
from exports.word.make_templates import review_conference
from tests.exports.builders import full

TEMPLATE = (Path(__file__).parents[2] / "exports/word/review_conference.docx").read_bytes()

# Printed whole by the filter `words`, which knows how.
OFFERED = fields_offered(ReviewConferenceReport, frozenset({"lines"}))
# A template may also ask whether there is any of a list.
LISTS = {path[: at.start()] for path in OFFERED for at in re.finditer(r"\[\]", path)}
# For the page, which links to sources; a document never prints it. The subject is a property.
# A quote under a person's own heading does not name them again.
FOR_THE_PAGE = ("entry_id", "badge", "module")
NOT_PRINTED = {path for path in OFFERED if path.endswith(FOR_THE_PAGE)} | {
    "subject",
    "lives[].quotes[].person",
    "views[].quotes[].person",
}


def test_every_field_the_template_names_is_in_the_report() -> None:
    assert fields_used(TEMPLATE) - OFFERED - LISTS == set()


def test_every_field_of_the_report_is_named_in_the_template() -> None:
    assert OFFERED - NOT_PRINTED - fields_used(TEMPLATE) == set()


def test_the_template_kept_is_the_one_the_script_makes() -> None:
    assert read_parts(TEMPLATE) == read_parts(review_conference())


def test_the_template_holds_no_picture_and_no_trace_of_its_making() -> None:
    parts = read_parts(TEMPLATE)
    assert [name for name in parts if "thumbnail" in name or "media" in name] == []
    assert [name for name, part in parts.items() if b"python-docx" in part] == []


def filled() -> dict[str, bytes]:
    return read_parts(fill(TEMPLATE, build(full())))


@pytest.mark.parametrize(
    ("part", "old", "new", "complaint"),
    [
        ("docProps/core.xml", rb"<dc:title>[^<]*", b"<dc:title>", "no title"),
        ("word/styles.xml", rb'w:lang w:val="en-GB"', b'w:lang w:val="en-US"', "British English"),
        ("word/document.xml", rb'"Heading2"', b'"Heading3"', "of level 3 follows one of level 1"),
        ("word/document.xml", rb"<w:tblHeader/>", b"", "table 1 has no head"),
        ("word/document.xml", rb"<w:tblCaption [^>]*>", b"", "table 1 has no alternative text"),
        ("word/header1.xml", rb"Grace Okafor", b"", "whose copy it is"),
        ("word/footer1.xml", rb"NUMPAGES", b"PAGE", "number of how many"),
    ],
)
def test_finds_what_keeps_a_reader_out(part: str, old: bytes, new: bytes, complaint: str) -> None:
    parts = filled()
    parts[part] = re.sub(old, new, parts[part])
    assert complaint in "; ".join(check_accessible(write_parts(parts)))


def test_finds_a_picture_without_words() -> None:
    document = Document(io.BytesIO(write_parts(filled())))
    drawn = OxmlElement("wp:docPr")
    drawn.set("name", "Genogram")
    document.paragraphs[0].runs[0].element.append(drawn)
    out = io.BytesIO()
    document.save(out)
    assert "the picture Genogram has no alternative text" in check_accessible(out.getvalue())
