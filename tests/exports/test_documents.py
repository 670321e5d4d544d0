"""A filled document carries what was written, and nothing of who made it."""

import io
import zipfile
from pathlib import Path

import jinja2
import msgspec
import pytest
from docx import Document
from docxtpl import DocxTemplate
from jinja2.sandbox import SecurityError
from lxml import etree

from exports.accessibility import check_accessible
from exports.compiled import TemplateProblemError, new_environment
from exports.documents import Report, fill
from exports.package import read_parts, write_parts
from exports.reports.review_conference import build
from exports.word.paper import new_paper, packed
from exports.word.writing import each, say
from exports.wordxml import mend
from tests.exports.builders import PASSAGES, almost_empty, full, passage

TEMPLATE = (Path(__file__).parents[2] / "exports/word/review_conference.docx").read_bytes()


class Letter(Report, frozen=True, kw_only=True):
    words: str = ""
    names: tuple[str, ...] = ()


def letter(**changes: object) -> Letter:
    made = Letter(title="Letter", subject="A try", council="Council", recipient="Copy for Nan")
    return msgspec.structs.replace(made, **changes)


def template(*paragraphs: str) -> bytes:
    document = new_paper()
    say(document, "{{ title }}", "Heading 1")
    for text in paragraphs:
        say(document, text)
    return packed(document, title="Try")


def text_of(docx: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(docx)).paragraphs)


HOSTILE = [
    "שלום עולם 12",
    "میرا نام علی ہے",
    "👩\u200d👩\u200d👧\u200d👦 ❤\ufe0f 🇬🇧",
    "zero\u200bwidth \u200e\u2066mark\u2069",
    "<w:p/> </w:t> & < > \" ' ]]> <!-- -->",
    "{{ 7*7 }} {% for x in y %} {# gone? #} {_{ }_} {%p endfor %}",
    "Ty\u0302 Gwyn, Zażółć gęślą, Nguyễn",
    "a\tb",
    "  spaces  kept  ",
    "one\nbreak",
    "x" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_out_as_it_went_in(text: str) -> None:
    made = fill(template("{{ words }}", "{{p words | words(2) }}"), letter(words=text))
    assert text_of(made).count(text) == 2


def test_text_comes_out_as_it_went_in_through_the_whole_report() -> None:
    odd = [text for text in HOSTILE if "\n" not in text]
    passages = tuple(passage("sustaining.common.analysis", text) for text in odd)
    made = fill(TEMPLATE, build(msgspec.structs.replace(full(), passages=passages)))
    told = text_of(made)
    assert [text for text in odd if text not in told] == []


@pytest.mark.parametrize("text", ["a\ud800b", "a\x00b", "a\x07b", "a\x0cb", "a\ufffeb"])
def test_a_character_xml_cannot_carry_loses_nothing_after_it(text: str) -> None:
    made = fill(template("{{ words }}", "the end"), letter(words=text, title=text))
    assert text_of(made).endswith("b\nthe end")


def test_word_s_bullets_become_bullets() -> None:
    pasted = "•\tToast\no\tButter\n1.\tRing housing"
    made = Document(io.BytesIO(fill(template("{{p words | words(2) }}"), letter(words=pasted))))
    assert [(p.style.name, p.text) for p in made.paragraphs[1:]] == [
        ("List Bullet", "Toast"),
        ("List Bullet 2", "Butter"),
        ("List Number", "1.\tRing housing"),
    ]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert fill(TEMPLATE, build(full())) == fill(bytes(bytearray(TEMPLATE)), build(full()))


def test_the_compiled_way_says_what_docxtpl_says() -> None:
    plain = DocxTemplate(io.BytesIO(TEMPLATE))
    fields = msgspec.to_builtins(build(full()))
    styles = {style.name.lower(): style.style_id for style in plain.get_docx().styles}
    plain.render(fields, jinja_env=new_environment(styles), autoescape=True)
    out = io.BytesIO()
    plain.save(out)
    ours, theirs = fill(TEMPLATE, build(full())), out.getvalue()
    trees = [etree.fromstring(read_parts(docx)["word/document.xml"]) for docx in (ours, theirs)]
    mend(trees[1])
    ours, theirs = (etree.tostring(tree, method="c14n2") for tree in trees)
    assert ours == theirs


def test_a_field_the_report_has_not_stops_the_document() -> None:
    with pytest.raises(jinja2.UndefinedError, match="school"):
        fill(template("{{ school }}"), letter())


@pytest.mark.parametrize(
    "attack",
    [
        "{{ words.__class__.__mro__ }}",
        "{{ names.append('x') }}",
        "{{ ''.join.__globals__ }}",
    ],
)
def test_a_template_cannot_reach_python(attack: str) -> None:
    with pytest.raises((SecurityError, jinja2.UndefinedError)):
        fill(template(attack), letter(names=("a",)))


def test_a_template_without_list_styles_is_refused_by_name() -> None:
    parts = read_parts(template("{{ words }}"))
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b'"List Bullet"', b'"Bullets"')
    with pytest.raises(TemplateProblemError, match="List Bullet"):
        fill(write_parts(parts), letter())


def test_a_cell_whose_loop_is_empty_still_opens() -> None:
    document = new_paper()
    say(document, "{{ title }}", "Heading 1")
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    with each(cell, "name in names"):
        say(cell, "{{ name }}")
    made = Document(io.BytesIO(fill(packed(document, title="Try"), letter())))
    assert len(made.tables[0].rows[0].cells[0].paragraphs) == 1


def test_nothing_of_the_template_s_makers_goes_out() -> None:
    document = Document(io.BytesIO(template("{{ words }}")))
    document.core_properties.author = "Made-up Maker"
    document.core_properties.last_modified_by = "Made-up Maker"
    document.element.body[0].set(f"{{{document.element.nsmap['w']}}}rsidR", "00C0FFEE")
    out = io.BytesIO()
    document.save(out)
    parts = {**read_parts(out.getvalue()), "docProps/custom.xml": b"<x>Made-up Maker</x>"}
    everything = b"".join(read_parts(fill(write_parts(parts), letter(words="x"))).values())
    for trace in (b"Made-up Maker", b"C0FFEE", b"python-docx", b"revision", b"dcterms", b"2013"):
        assert trace not in everything


def test_no_part_but_those_a_reader_needs_goes_out() -> None:
    made = fill(TEMPLATE, build(full()))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
        assert package.testzip() is None
    assert sorted(read_parts(made)) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/header1.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
        "word/webSettings.xml",
    ]


def test_every_link_and_type_names_a_part_that_is_there() -> None:
    parts = read_parts(fill(TEMPLATE, build(full())))
    links = etree.fromstring(parts["word/_rels/document.xml.rels"])
    types = etree.fromstring(parts["[Content_Types].xml"])
    assert {f"word/{link.get('Target')}" for link in links} <= parts.keys()
    assert {kind.get("PartName")[1:] for kind in types if kind.get("PartName")} <= parts.keys()


def test_properties_name_the_report_the_council_and_the_reader() -> None:
    properties = Document(io.BytesIO(fill(TEMPLATE, build(full())))).core_properties
    assert properties.title == "Report for child protection review conference"
    assert properties.subject == "Maya (9 years) and Tobi (5 years). Conference on 30 November 2026"
    assert properties.author == "Exampleshire Council"
    assert properties.comments == "Copy for Grace Okafor"
    assert properties.language == "en-GB"


def test_the_reader_stands_on_every_page_and_pages_are_numbered() -> None:
    parts = read_parts(fill(TEMPLATE, build(full())))
    assert b"Copy for Grace Okafor" in parts["word/header1.xml"]
    assert b"NUMPAGES" in parts["word/footer1.xml"]


@pytest.mark.parametrize("source", [almost_empty(), full()], ids=["almost empty", "full"])
def test_every_document_is_accessible(source) -> None:  # noqa: ANN001 - a parametrised source
    assert check_accessible(fill(TEMPLATE, build(source))) == []


def test_a_long_report_is_whole() -> None:
    many = tuple(
        msgspec.structs.replace(
            one, lines=tuple(one.lines) * 30, question=f"{one.question} {number}"
        )
        for number in range(6)
        for one in PASSAGES
    )
    made = fill(TEMPLATE, build(msgspec.structs.replace(full(), passages=many)))
    assert check_accessible(made) == []
    tables = Document(io.BytesIO(made)).tables
    told = text_of(made) + "".join(
        cell.text for table in tables for row in table.rows for cell in row.cells
    )
    assert told.count("Change is real and still new.") == 180
    assert told.count("Grace keeps bedtime steady") == 180
