"""A report from the command line: in whose name, for whom, and what stops it."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from exports.command import Wanted, Written, ask_second_person, write_report
from exports.release import queries as requests
from exports.release import service
from exports.release.rules import HeldBackError, Request
from exports.rules import UnknownReportError
from exports.tables import IssuedDocument
from modules.catalogue import Catalogue
from tests.builders.entries import contribution_row, entry_row, put
from tests.builders.families import NOW, BuiltFamily
from tests.exports.record import COUNCIL, a_copy, a_tied_family, author
from tests.exports.release.secrets import HINT, SLIP, a_hidden_home, typed
from workbook.audit import AuditEvent
from workbook.cli import cli
from workbook.db import Database, new_id
from workbook.entries.tables import Contribution, Entry
from workbook.errors import NotFoundError
from workbook.staff.access import Actor

THREE = Path(__file__).parents[1] / "definitions/valid/three"


def written(
    database: Database,
    catalogue: Catalogue,
    family: BuiltFamily,
    **given: Any,  # noqa: ANN401
) -> Written:
    return write_report(database, wanted(catalogue, family, **given), now=NOW)


def wanted(catalogue: Catalogue, family: BuiltFamily, **given: Any) -> Wanted:  # noqa: ANN401
    asked: dict[str, Any] = {
        "reference": family.reference, "report": "review-conference",
        "recipients": ("conference_members",),
    }  # fmt: skip
    return Wanted(catalogue=catalogue, council=COUNCIL, **asked | given)


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


def request_of(database: Database, family: BuiltFamily, request_id: str) -> Request:
    with database.reading(author(family).viewer) as session:
        found = requests.request(session, family_id=family.id, request_id=request_id)
    assert found is not None
    return found


def decided(database: Database, family: BuiltFamily, request: Request, outcome: str) -> None:
    """Let the manager decide, as the page does."""
    viewer = author(family, by="team_manager").viewer
    manager = Actor(viewer=viewer, name="Manager", employer=COUNCIL, sign_in="", csrf="")
    with database.writing(viewer) as session:
        service.decide(
            session, request, outcome=outcome, words="Read.", submit_key=new_id(), actor=manager,
            now=NOW,
        )  # fmt: skip


def test_asks_a_second_person_once_and_writes_what_they_agreed_to(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_hidden_home(database, family)
    typed(database, family, SLIP, HINT)
    slips = wanted(catalogue, family, recipients=(family.other,))
    with pytest.raises(HeldBackError):
        write_report(database, slips, now=NOW)

    waits = ask_second_person(database, slips, why="Said in court.", now=NOW)
    again = ask_second_person(database, slips, why="Asked again.", now=NOW)
    assert waits is not None
    assert again == waits
    assert list(waits.reasons.values()) == ["Said in court."] * 2
    with pytest.raises(HeldBackError) as held:
        write_report(database, slips, now=NOW)
    assert held.value.request == waits

    decided(database, family, waits, "approved")
    assert ask_second_person(database, slips, why="x", now=NOW) is None
    made = write_report(database, slips, now=NOW)
    assert made.content.startswith(b"PK")
    assert not made.needs_second_reader
    with database.reading(author(family).viewer) as session:
        acts = list(session.scalars(select(AuditEvent.act).order_by(AuditEvent.number)))
    assert acts.count("document_stopped") == 2
    assert [one for one in acts if one != "document_stopped"] == [
        "release_asked", "release_approved", "document_issued",
    ]  # fmt: skip


def test_what_was_refused_is_not_written_and_says_by_whom(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_hidden_home(database, family)
    clean = wanted(catalogue, family, recipients=(family.other,))
    waits = ask_second_person(database, clean, why="Please read it.", now=NOW)
    assert waits is not None
    assert (waits.reasons, waits.words) == ({}, "Please read it.")
    for outcome in ("", "refused"):
        if outcome:
            decided(database, family, waits, outcome)
        with pytest.raises(HeldBackError) as held:
            write_report(database, clean, now=NOW)
        assert held.value.request is not None
        assert held.value.request.decided == outcome
    newer = ask_second_person(database, clean, why="It is mended.", now=NOW)
    assert newer is not None
    assert newer.id != waits.id


def test_another_reader_or_writer_needs_a_yes_of_their_own(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_hidden_home(database, family)
    typed(database, family, SLIP)
    slips = wanted(catalogue, family, recipients=(family.other,))
    waits = ask_second_person(database, slips, why="Said in court.", now=NOW)
    assert waits is not None
    decided(database, family, request_of(database, family, waits.id), "approved")
    for other in (
        wanted(catalogue, family, recipients=(family.child,)),
        wanted(catalogue, family, recipients=(family.other,),
               author=family.workers["team_manager"]),
    ):  # fmt: skip
        with pytest.raises(HeldBackError):
            write_report(database, other, now=NOW)


def test_what_is_left_out_needs_nobody_but_the_second_reader(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_hidden_home(database, family)
    typed(database, family, SLIP)
    dropped = wanted(catalogue, family, recipients=(family.other,), drop_flagged=True)
    assert write_report(database, dropped, now=NOW).needs_second_reader
    waits = ask_second_person(database, dropped, why="Please read it.", now=NOW)
    assert waits is not None
    assert (waits.reasons, len(waits.leave_out)) == ({}, 1)
    decided(database, family, waits, "approved")
    assert not write_report(database, dropped, now=NOW).needs_second_reader


def test_the_command_says_what_stops_it_whom_it_asked_and_what_they_said(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    family = a_tied_family(database)
    a_hidden_home(database, family)
    typed(database, family, SLIP)
    output = tmp_path / "copy.docx"

    def run(*more: str) -> Result:
        return CliRunner().invoke(
            cli,
            ["report", family.reference, "review-conference", "--for", family.other,
             "--output", str(output), *more],
            env={"WORKBOOK_DATABASE_URL": database_url},
        )  # fmt: skip

    first, asked, waiting = run(), run("--ask", "Said in court."), run()
    assert [one.exit_code for one in (first, asked, waiting)] == [3, 3, 3]
    assert "41 Quillon Terrace" in first.stderr
    assert "--ask" in first.stderr
    for one in (asked, waiting):
        assert "the same command writes it" in one.stderr
    assert not output.exists()
    with database.reading(author(family).viewer) as session:
        (request,) = requests.requests(session, family_id=family.id)
    decided(database, family, request, "approved")
    last = run()
    assert (last.exit_code, last.stderr) == (0, "")
    assert output.read_bytes().startswith(b"PK")
