"""A Word file is searched in every part, not only in its text."""

import io

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from exports.gate.facts import protected_for
from exports.gate.record import Contact, FamilyFacts, Household
from exports.gate.searching import Flag, search_file
from exports.package import read_parts

PROTECTED = protected_for(
    FamilyFacts(
        readers=("dad",),
        households=(
            Household(address="Flat 3, 27 Tannery Walk, Ottermere, QX7 2HB", protected=True),
        ),
        contacts=(Contact(owner="mum", value="lea.keepsafe@example.invalid", sealed=True),),
        withheld=("the address",),
    )
)


def made(*, name: str = "review-report.docx", **changes: str) -> tuple[Flag, ...]:
    """Make a report with one thing changed, and search the file."""
    document = Document()
    document.add_heading("Review child protection conference", 1)
    document.add_paragraph("Tia said: “I do talking at school now.”")
    document.core_properties.author = changes.get("author", "")
    document.core_properties.title = changes.get("title", "Report")
    document.sections[0].header.paragraphs[0].text = changes.get("header", "Official")
    document.add_table(1, 2).cell(0, 1).text = changes.get("cell", "")
    split = document.add_paragraph("She ")
    for piece in changes.get("runs", "").split("|"):
        split.add_run(piece).bold = True
    if "link" in changes:
        document.part.relate_to(changes["link"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    if "alt" in changes:
        document.element.body[0].set("descr", changes["alt"])
    out = io.BytesIO()
    document.save(out)
    return search_file(read_parts(out.getvalue()), PROTECTED, file_name=name)


def test_a_clean_file_is_left_alone() -> None:
    assert made() == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"runs": "lives at 27 Tan|nery W|alk now"},
        {"runs": "lives at Fl|at |3"},
        {"cell": "Ottermere"},
        {"header": "QX7 2HB"},
        {"title": "Visit to 27 Tannery Walk"},
        {"author": "lea.keepsafe@example.invalid"},
        {"link": "mailto:lea.keepsafe@example.invalid"},
        {"alt": "Map of Ottermere"},
        {"name": "report_27-Tannery_Walk.docx"},
    ],
)
def test_a_sealed_fact_is_found_wherever_it_stands_in_the_file(changes: dict[str, str]) -> None:
    assert "certain" in {flag.severity for flag in made(**changes)}


def test_entities_are_read_and_pictures_own_texts_searched() -> None:
    parts = {
        "word/document.xml": b"<w:p><w:t>27 Tannery&#160;Walk</w:t></w:p>",
        "word/media/genogram.svg": b"<svg><title>Ottermere</title></svg>",
        "word/media/map.png": b"\x89PNG\x00tEXtComment\x0027 Tannery Walk\x00\xff",
    }
    assert {flag.key for flag in search_file(parts, PROTECTED, file_name="a.docx")} == set(parts)
