"""The made-up case records: what each reader's report must and must not hold."""

import json
import re
import unicodedata
import zipfile
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from exports.command import Wanted, write_report
from modules.catalogue import Catalogue
from workbook.cases.queries import id_in_record
from workbook.cases.service import bring_in_folder
from workbook.db import Database
from workbook.errors import NothingGoesError
from workbook.wall.viewer import importer

CASES = Path(__file__).parent.parent.parent.parent / "shared" / "cases"
FOLDERS = [
    folder
    for folder in sorted(path.parent for path in CASES.glob("*/expected.json"))
    if json.loads((folder / "expected.json").read_text())["report"]
    == "review_child_protection_conference"
]
pytestmark = pytest.mark.skipif(not FOLDERS, reason="the case records are not beside this checkout")


def folded(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = "".join(one for one in text if unicodedata.category(one) != "Cf")
    text = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return re.sub(r"\s+", " ", text).strip()


def everything_in(docx: bytes) -> str:
    """All text of all parts, their names and their attributes."""
    found = []
    with zipfile.ZipFile(BytesIO(docx)) as parts:
        for name in parts.namelist():
            found.append(name)
            body = parts.read(name)
            if name.endswith((".xml", ".rels")):
                tree = etree.fromstring(body)
                found += [" ".join("".join(p.itertext()) for p in tree.iter("{*}p"))]
                found += ["".join(tree.itertext())]
                found += [value for one in tree.iter() for value in one.attrib.values()]
            else:
                found.append(body.decode("utf-8", "replace"))
    return folded("\n".join(found))


class Brought:
    """One case brought in, and what is expected of it."""

    def __init__(self, folder: Path, database: Database, catalogue: Catalogue) -> None:
        self.expected: dict[str, Any] = json.loads((folder / "expected.json").read_text())
        family = json.loads((folder / "family.json").read_text())
        self.reference = family["reference"]
        self.day = date.fromisoformat(self.expected["as_of"])
        self.now = datetime.combine(self.day, time(12), tzinfo=UTC)
        self.database, self.catalogue = database, catalogue
        bring_in_folder(database, folder, catalogue, self.now)

    def report_for(self, recipient: str) -> tuple[str, bytes]:
        with self.database.reading(importer(self.day)) as session:
            person = id_in_record(session, reference=self.reference, name=recipient)
        wanted = Wanted(
            catalogue=self.catalogue, council="A Council", reference=self.reference,
            report="review-conference", recipients=(person or recipient,),
        )  # fmt: skip
        written = write_report(self.database, wanted, now=self.now)
        return written.file_name, written.content


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def brought(request: pytest.FixtureRequest, database: Database, catalogue: Catalogue) -> Brought:
    return Brought(request.param, database, catalogue)


def test_each_reader_is_given_what_they_must_have_and_nothing_they_must_not(
    brought: Brought,
) -> None:
    wrong = []
    checked = 0
    for recipient, wanted in brought.expected["recipients"].items():
        if recipient in brought.expected["receives_nothing"]:
            continue
        file_name, content = brought.report_for(recipient)
        said = everything_in(content) + folded(file_name)
        wrong += [
            f"{recipient} lacks {p!r}" for p in wanted["must_contain"] if folded(p) not in said
        ]
        wrong += [f"{recipient} has {p!r}" for p in wanted["must_not_contain"] if folded(p) in said]
        checked += len(wanted["must_contain"]) + len(wanted["must_not_contain"])

    print(f"{checked} phrases looked for, {len(wrong)} wrong")
    assert wrong == []


def test_no_document_goes_to_those_who_receive_nothing(brought: Brought) -> None:
    for recipient in brought.expected["receives_nothing"]:
        with pytest.raises(NothingGoesError):
            brought.report_for(recipient)
