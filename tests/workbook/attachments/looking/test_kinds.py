"""What is taken and what is not, told by what is in the file and never by its name."""

import struct
from io import BytesIO
from typing import Final

import pytest
from PIL import Image

from tests.builders.uploads import (
    MAINS,
    OFFICE,
    TIES,
    a_huge_png,
    a_pdf,
    a_picture,
    a_word_file,
    an_office_file,
    ties,
    zipped,
)
from workbook.attachments.looking.kinds import look
from workbook.attachments.looking.refusing import LARGEST, TEST_VIRUS, RefusedFileError
from workbook.attachments.rules import OUTSIDE

FIELD: Final = (
    '<w:document xmlns:w="urn:w"><w:p><w:r><w:instrText>{}</w:instrText></w:r></w:p></w:document>'
)
VBA: Final = "application/vnd.ms-office.vbaProject"
EMBEDDED: Final = f"{OFFICE}spreadsheetml.sheet"


def field(words: str) -> dict[str, bytes | str]:
    return {"word/footnotes.xml": FIELD.format(words)}


def nested(depth: int) -> bytes:
    inner = an_office_file("xlsx")
    for _ in range(depth):
        inner = an_office_file(parts={"word/embeddings/a.xlsx": inner}, types={"xlsx": EMBEDDED})
    return inner


def one_entry_said_to_be_locked() -> bytes:
    content = bytearray(an_office_file())
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 1)
    return bytes(content)


BAD: Final[dict[str, tuple[bytes, str]]] = {
    "nothing": (b"", "empty"),
    "too large": (b"a" * (LARGEST + 1), "larger than 10 MB"),
    "the scanners’ test file": (TEST_VIRUS, "virus"),
    "the scanners’ test file in a Word file": (
        an_office_file(parts={"word/a.xml": b"<a>" + TEST_VIRUS.replace(b"&", b"") + b"</a>",
                              "word/b.jpeg": TEST_VIRUS}, types={"jpeg": "image/jpeg"}), "virus"),
    "a program for Windows": (b"MZ\x90\0" + b"\0" * 99, "program"),
    "a program for Linux": (b"\x7fELF" + b"\0" * 99, "program"),
    "a packed folder": (zipped({"a.txt": "a"}), "packed folder"),
    "an empty packed folder": (b"PK\x05\x06" + b"\0" * 18, "packed folder"),
    "a packed folder of another kind": (b"Rar!\x1a\x07\0", "packed folder"),
    "a packed file": (b"\x1f\x8b\x08" + b"\0" * 20, "packed folder"),
    "a phone’s own picture": (b"\0\0\0\x18ftypheic" + b"\0" * 20, "HEIC"),
    "a film": (b"\0\0\0\x18ftypmp42" + b"\0" * 20, "Films"),
    "an old or locked office file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "password"),
    "a web page": (b"<!DOCTYPE html><script>alert(1)</script>", "web page"),
    "a drawing with a script": (b"<svg xmlns='urn:svg'><script/></svg>", "web page"),
    "a program as text": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "rich text": (b"{\\rtf1\\ansi a}", "program"),
    "text of another century": ("Zoë".encode("latin-1"), "not taken"),
    "text with what cannot be read": (b"a\0b", "not taken"),
    "an e-mail with a file in it": (
        b"From: a@b.example\nMIME-Version: 1.0\n\nContent-Disposition: attachment\n\nTVqQ\n",
        "files in it"),
    "a picture that breaks off": (a_picture()[:200], "broken"),
    "the head of a picture alone": (b"\xff\xd8\xff\xe0", "broken"),
    "a picture with too many pixels": (a_huge_png(), "too many pixels"),
    "sound called a picture": (b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40, "broken"),
    "a PDF that breaks off": (a_pdf()[:-9], "not whole"),
    "a locked PDF": (a_pdf(trailer=b"/Encrypt 9 0 R"), "password"),
    "a PDF with a script": (
        a_pdf(b"4 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj\n"), "program"),
    "a PDF with a script whose name is disguised": (
        a_pdf(b"4 0 obj<</S/J#61vaScr#69pt/JS(1)>>endobj\n"), "program"),
    "a PDF with a script packed away": (
        a_pdf(packed=b"4 0 <</S/JavaScript/JS(1)>>"), "program"),
    "a PDF packed so that nobody can look": (
        a_pdf(b"8 0 obj<</Type/ObjStm/N 1/First 4/Filter[/ASCIIHexDecode/FlateDecode]>>"
              b"stream\nabc\nendstream endobj\n"), "looked into"),
    "a PDF that starts a program": (
        a_pdf(b"4 0 obj<</S/Launch/F(calc.exe)>>endobj\n"), "program"),
    "a PDF with a file in it": (
        a_pdf(b"4 0 obj<</Type/Filespec/EF<<>>/Names<</EmbeddedFiles 5 0 R>>>>endobj\n"), "file"),
    "a PDF that unpacks without end": (a_pdf(packed=b"4 0 " + b"\0" * 70_000_000), "unpacks"),
    "a Word file with macros": (
        an_office_file(parts={"word/vbaProject.bin": b"x"}, types={"bin": VBA}), "macros"),
    "a Word file with macros under another name": (
        an_office_file(parts={"word/a.dat": b"x"}, types={"dat": VBA}), "macros"),
    "a Word file that says it may hold macros": (
        an_office_file(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    "an Excel file with macros of the old kind": (
        an_office_file("xlsx", parts={"xl/macrosheets/sheet1.xml": "<a/>"}), "macros"),
    "an Excel file that runs a program by a link": (
        an_office_file("xlsx", parts={"xl/externalLinks/externalLink1.xml":
                       '<externalLink xmlns="urn:x"><ddeLink ddeService="cmd"/></externalLink>'}),
        "macros"),
    "a Word file that runs a program by a field": (
        an_office_file(parts=field("DDEAUTO c:\\\\cmd")), "macros"),
    "a Word file with a field cut into pieces": (
        an_office_file(parts={"word/footnotes.xml": FIELD.format(
            "DD</w:instrText></w:r><w:r><w:instrText>E cmd")}), "macros"),
    "a Word file with controls": (
        an_office_file(parts={"word/activeX/activeX1.xml": "<a/>"}), "macros"),
    "a Word file with an object in it": (
        an_office_file(parts={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"},
                       types={"bin": f"{OFFICE}oleObject"}), "another file"),
    "a Word file with a program called a picture": (
        an_office_file(parts={"word/media/a.png": b"MZ\x90"}, types={"png": "image/png"}),
        "another file"),
    "a Word file with a web page in it": (
        an_office_file(parts={"word/afchunk.html": b"<p>"}, types={"html": "text/html"}),
        "another file"),
    "a Word file within a Word file within a Word file": (nested(3), "another file"),
    "a Word file that is locked": (one_entry_said_to_be_locked(), "password"),
    "a Word file that unpacks without end": (
        an_office_file(parts={"word/a.xml": b"<a>" + b" " * 30_000_000 + b"</a>"}), "unpacks"),
    "a Word file that leaves its folder": (an_office_file(parts={"../../a.xml": "<a/>"}), "broken"),
    "a Word file that defines its own words": (
        an_office_file(parts={"word/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "broken"),
    "a Word file whose parts are written to be hidden": (
        an_office_file(parts={"word/a.xml": "<a/>".encode("utf-16")}), "broken"),
    "a Word file with something before it": (b"PK\x03\x04 " + an_office_file(), "broken"),
    "a Word file without its list": (zipped({MAINS["docx"][0]: "<a/>"}), "packed folder"),
    "a Word file that is an Excel file too": (
        an_office_file(parts={"xl/workbook.xml": "<a/>"}, types={"xml": MAINS["xlsx"][1]}),
        "packed folder"),
}  # fmt: skip

GOOD: Final[dict[str, tuple[bytes, str]]] = {
    "a photo": (a_picture("JPEG"), "jpg"),
    "a photo in grey": (a_picture("JPEG", mode="L"), "jpg"),
    "a photo for print": (a_picture("JPEG", mode="CMYK"), "jpg"),
    "a photo from the web": (a_picture("WEBP"), "jpg"),
    "a drawing": (a_picture("PNG", mode="RGBA"), "png"),
    "a drawing in few colours": (a_picture("GIF", mode="P"), "png"),
    "a scan in black and white": (a_picture("PNG", mode="1"), "png"),
    "a PDF": (a_pdf(), "pdf"),
    "a PDF with packed objects": (a_pdf(packed=b"4 0 <</Type/Annot>>"), "pdf"),
    "a Word file": (a_word_file(), "docx"),
    "an Excel file": (an_office_file("xlsx"), "xlsx"),
    "a PowerPoint file": (an_office_file("pptx"), "pptx"),
    "a Word file with a workbook in it": (nested(1), "docx"),
    "a Word file with a picture": (
        an_office_file(parts={"word/media/a.png": a_picture("PNG")}, types={"png": "image/png"}),
        "docx"),
    "text": ("Zoë said “no”.\r\nThen yes.\n".encode(), "txt"),
    "text with a mark of its byte order": (b"\xef\xbb\xbfa note", "txt"),
    "an e-mail": (b"From: a@b.example\nSubject: Visit\n\nSee you at ten.\n", "txt"),
}  # fmt: skip

OUT: Final = "http://elsewhere.example/"
REACHING_OUT: Final[dict[str, bytes]] = {
    "a template": an_office_file(parts={
        "word/_rels/settings.xml.rels": ties((f"{TIES}attachedTemplate", f"{OUT}a.dotx", True))}),
    "a picture": an_office_file(parts={
        "word/_rels/document.xml.rels": ties((f"{TIES}image", f"{OUT}a.png", True))}),
    "an object": an_office_file(parts={
        "word/_rels/document.xml.rels": ties((f"{TIES}oleObject", f"{OUT}a.doc", True))}),
    "a frame": an_office_file(parts={
        "word/_rels/webSettings.xml.rels": ties((f"{TIES}frame", f"{OUT}a", True))}),
    "another workbook": an_office_file("xlsx", parts={
        "xl/externalLinks/_rels/a.xml.rels": ties((f"{TIES}externalLinkPath", "file:///x", True))}),
    "a link to another machine": an_office_file(parts={
        "word/_rels/document.xml.rels": ties((f"{TIES}hyperlink", "\\\\elsewhere\\share", True))}),
    "a film": an_office_file("pptx", parts={
        "ppt/slides/_rels/slide1.xml.rels": ties((f"{TIES}video", f"{OUT}a.mp4", True))}),
    "a picture by a field": an_office_file(parts=field(f'INCLUDEPICTURE "{OUT}a.png"')),
    "a text by a field": an_office_file(parts=field(f'INCLUDETEXT "{OUT}a.txt"')),
    "a cell that fetches": an_office_file("xlsx", parts={
        "xl/worksheets/sheet1.xml": f'<s xmlns="urn:s"><f>_xlfn.WEBSERVICE("{OUT}")</f></s>'}),
    "a workbook inside a report": an_office_file(parts={"word/embeddings/a.xlsx": an_office_file(
        "xlsx", parts={"xl/_rels/a.rels": ties((f"{TIES}image", OUT, True))})},
        types={"xlsx": EMBEDDED}),
    "a PDF that sends": a_pdf(b"4 0 obj<</S/SubmitForm/F(http://elsewhere.example)>>endobj\n"),
    "a PDF that opens another": a_pdf(b"4 0 obj<</S/GoToR/F(a.pdf)>>endobj\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_refuses_a_bad_file_and_says_what_helps(name: str) -> None:
    content, words = BAD[name]
    with pytest.raises(RefusedFileError) as refused:
        look(content)
    assert words.lower() in str(refused.value).lower()


def test_thirty_bad_files_and_more_are_refused() -> None:
    refused = 0
    for content, _ in BAD.values():
        with pytest.raises(RefusedFileError):
            look(content)
        refused += 1
    print(f"{refused} bad files tried, {refused} refused")
    assert refused >= 30


@pytest.mark.parametrize("name", GOOD)
def test_takes_what_people_send(name: str) -> None:
    content, kind = GOOD[name]
    looked = look(content)
    assert (looked.kind, looked.notes) == (kind, ())


def test_whatever_asks_for_something_outside_is_taken_and_says_so() -> None:
    said = {name: look(content).notes for name, content in REACHING_OUT.items()}
    flagged = sum(notes == (OUTSIDE,) for notes in said.values())
    print(f"{len(said)} files that reach out, {flagged} flagged")
    assert {name for name, notes in said.items() if notes != (OUTSIDE,)} == set()


def test_a_link_that_waits_to_be_clicked_is_no_reason_to_warn() -> None:
    linked = {"word/_rels/document.xml.rels": ties((f"{TIES}hyperlink", OUT, True))}
    assert look(an_office_file(parts=linked)).notes == ()


def test_office_files_pdf_and_text_are_kept_byte_for_byte() -> None:
    for content in (a_word_file(), a_pdf(), an_office_file("xlsx"), b"A note.\r\n"):
        assert look(content).content == content


def test_bytes_at_random_are_refused_or_taken_and_nothing_breaks() -> None:
    import random  # noqa: PLC0415 -- only this test throws dice

    chance = random.Random(3)  # noqa: S311 -- noise, not keys
    wholes = [content for content, _ in GOOD.values()]
    tried = 0
    for _ in range(1_500):
        content = bytearray(chance.choice(wholes))
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        cut = bytes(
            content[: chance.randint(1, len(content))] if chance.random() < 0.3 else content
        )
        try:
            kept = look(cut)
        except RefusedFileError:
            pass
        else:
            if kept.kind in {"jpg", "png"}:
                Image.open(BytesIO(kept.content)).load()
        tried += 1
    print(f"{tried} damaged files looked into, none broke the service")
