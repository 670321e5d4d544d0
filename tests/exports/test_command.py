"""A report from the command line: in whose name, for whom, and what stops it."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from exports.command import Written, write_report
from exports.rules import UnknownReportError
from exports.tables import IssuedDocument
from modules.catalogue import Catalogue
from tests.builders.entries import contribution_row, entry_row, put
from tests.builders.families import NOW, BuiltFamily
from tests.exports.record import COUNCIL, a_copy, a_tied_family, author
from workbook.audit import AuditEvent
from workbook.db import Database
from workbook.entries.tables import Contribution, Entry
from workbook.errors import NotFoundError

THREE = Path(__file__).parents[1] / "definitions/valid/three"


def written(
    database: Database,
    catalogue: Catalogue,
    family: BuiltFamily,
    **given: Any,  # noqa: ANN401
) -> Written:
    wanted = {
        "reference": family.reference, "report": "review-conference",
        "recipients": ("conference_members",), "author": "",
    } | given  # fmt: skip
    return write_report(database, catalogue=catalogue, council=COUNCIL, now=NOW, **wanted)


def made_by(database: Database, family: BuiltFamily) -> list[str]:
    with database.reading(author(family).viewer) as session:
        return list(session.scalars(select(IssuedDocument.recorded_by)))


def test_the_social_worker_writes_unless_somebody_is_named(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    first = written(database, catalogue, family)
    assert first.label == "copy for conference members"
    assert made_by(database, family) == [family.workers["social_worker"]]

    written(database, catalogue, family, author=family.workers["team_manager"])
    assert sorted(made_by(database, family)) == sorted(
        [family.workers["social_worker"], family.workers["team_manager"]]
    )


def test_what_is_written_is_logged_like_any_other_copy(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    made = written(database, catalogue, family, recipients=(family.survivor,))
    with database.reading(author(family).viewer) as session:
        document = session.execute(
            select(IssuedDocument.content, IssuedDocument.recipient, IssuedDocument.file_name)
        ).one()
        acts = list(session.scalars(select(AuditEvent.act)))

    assert document == (made.content, family.survivor, made.file_name)
    assert acts == ["document_issued"]


@pytest.mark.parametrize(
    ("wrong", "value", "error"),
    [
        ("reference", "FS-0000", NotFoundError),
        ("recipients", ("somebody",), NotFoundError),
        ("author", "Nobody at All", NotFoundError),
        ("report", "closure", UnknownReportError),
        ("report", "letter", UnknownReportError),
    ],
)
def test_what_is_not_there_stops_with_words_and_makes_nothing(
    database: Database, catalogue: Catalogue, wrong: str, value: object, error: type[Exception]
) -> None:
    family = a_tied_family(database)
    with pytest.raises(error):
        written(database, catalogue, family, **{wrong: value})
    assert made_by(database, family) == []


def test_nobody_else_can_be_named_as_the_author(database: Database, catalogue: Catalogue) -> None:
    family = a_tied_family(database)
    for discipline in ("da_perpetrator_worker", "conference_chair", "business_support"):
        with pytest.raises(NotFoundError):
            written(database, catalogue, family, author=family.workers[discipline])


def test_a_programme_with_other_names_flows_into_the_report(database: Database) -> None:
    family, catalogue = a_tied_family(database), Catalogue.load(THREE)
    entry = entry_row(family, mark="family_shared")
    put(database, Entry, entry)
    put(
        database, Contribution,
        contribution_row(entry, module_key="our_story", section_key="talk", module_version=2,
                         answers={"told": "We came here by boat."}),
    )  # fmt: skip
    report = a_copy(database, catalogue, family, family.survivor).report

    assert [chapter.title for chapter in report.chapters] == ["Our story"]
    assert [section.title for section in report.chapters[0].sections] == ["What we talked about"]
    assert "We came here by boat." in str(report)


def test_what_was_recorded_in_a_programme_since_dropped_stops_nothing(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    entry = entry_row(family, mark="family_shared")
    put(database, Entry, entry)
    put(
        database, Contribution,
        contribution_row(entry, module_key="our_story", section_key="talk", module_version=2,
                         answers={"told": "We came here by boat."}),
    )  # fmt: skip

    copy = a_copy(database, catalogue, family, family.survivor, with_reasons=True)
    assert copy.left_out == ()
