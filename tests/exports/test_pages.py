"""The report page and the log of documents."""

import io
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from docx import Document
from sqlalchemy import func, select

from exports.tables import IssuedDocument
from tests.browser import Browser, counted_statements
from tests.builders.entries import put
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.exports.record import a_full_entry, a_tied_family, author
from workbook.audit import AuditEvent
from workbook.db import new_id
from workbook.families.tables import Withholding
from workbook.site import Site
from workbook.wall import marks
from workbook.wall.viewer import IMPORTER

CASE_DISCIPLINES = ("social_worker", "team_manager")
OTHERS = (
    "childrens_practitioner", "da_survivor_worker", "da_perpetrator_worker",
    "mental_health_practitioner", "recovery_worker", "fgdm_coordinator", "conference_chair",
    "business_support",
)  # fmt: skip
HOSTILE = "<script>&{{7*7}}\u202e\u05e9\u05dc\u05d5\u05dd \U0001f469\u200d\U0001f467\t\u2022 Word’s"
SignIn = Callable[..., Browser]


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    return a_tied_family(site.database)


@pytest.fixture
def signed_in(site: Site) -> Iterator[SignIn]:
    browsers: list[Browser] = []

    def sign_in(family: BuiltFamily, *, by: str = "social_worker") -> Browser:
        browsers.append(Browser(site, worker_id=family.workers[by]))
        return browsers[-1]

    yield sign_in
    for browser in browsers:
        browser.close()


def count_issued(site: Site, family: BuiltFamily) -> tuple[int, int]:
    """Count the frozen documents and what the audit says of them."""
    with site.database.reading(author(family).viewer) as session:
        documents = session.scalar(select(func.count(IssuedDocument.id)))
        noted = session.scalar(
            select(func.count(AuditEvent.id)).where(AuditEvent.act == "document_issued")
        )
    return documents or 0, noted or 0


def words_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *tables])


def test_one_click_from_the_family_page_shows_the_report_and_one_more_gives_it(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    browser = signed_in(family)
    assert f'href="/families/{family.id}/report"' in browser.get(f"/families/{family.id}").text
    page = browser.get(f"/families/{family.id}/report").text
    assert page.count(">Download Word</button>") == 1
    answer = browser.post(
        f"/families/{family.id}/report",
        {"submit_key": new_id(), "reader": "conference_members"},
        expect=200,
    )
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "Copy for conference members" in words_of(answer.content)
    assert count_issued(site, family) == (1, 1)


def test_the_file_name_names_nobody(family: BuiltFamily, signed_in: SignIn) -> None:
    answer = signed_in(family).post(
        f"/families/{family.id}/report",
        {"submit_key": new_id(), "reader": family.survivor},
        expect=200,
    )
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="review-conference-{family.reference}-{TODAY}.docx"'
    )


def test_the_same_form_sent_twice_is_one_document(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    browser, path = signed_in(family), f"/families/{family.id}/report"
    form: dict[str, str | list[str]] = {"submit_key": new_id(), "reader": family.survivor}
    first = browser.post(path, form, expect=200)
    a_full_entry(site.database, family, mark="family_shared")
    second = browser.post(path, form, expect=200)

    assert second.content == first.content
    assert count_issued(site, family) == (1, 1)


def test_the_same_form_for_another_reader_or_family_is_refused(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    team = {"team": family.team_id, **family.workers}
    other_family = a_tied_family(site.database, team=team)
    browser, key = signed_in(family), new_id()
    form: dict[str, str | list[str]] = {"submit_key": key, "reader": "conference_members"}
    browser.post(f"/families/{family.id}/report", form, expect=200)

    browser.post(f"/families/{family.id}/report", form | {"reader": family.survivor}, expect=422)
    browser.post(f"/families/{other_family.id}/report", form, expect=422)
    assert count_issued(site, family) == (1, 1)


def test_what_was_given_out_is_kept_byte_for_byte(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    browser = signed_in(family)
    given = browser.post(
        f"/families/{family.id}/report",
        {"submit_key": new_id(), "reader": family.survivor},
        expect=200,
    ).content
    a_full_entry(site.database, family, mark="family_shared")
    log = browser.get(f"/families/{family.id}/documents").text
    with site.database.reading(author(family).viewer) as session:
        frozen = session.execute(
            select(IssuedDocument.id, IssuedDocument.sha256, IssuedDocument.recipient)
        ).one()

    assert "Ann Reed" in log
    assert frozen.sha256 == sha256(given).hexdigest()
    assert frozen.recipient == family.survivor
    path = f"/families/{family.id}/documents/{frozen.id}"
    assert path in log
    assert browser.get(path).content == given
    with site.database.reading(author(family).viewer) as session:
        acts = set(session.scalars(select(AuditEvent.act)))
    assert {"document_issued", "document_opened", "documents_opened"} <= acts


@pytest.mark.parametrize("discipline", OTHERS)
def test_only_the_social_worker_and_the_manager_make_reports(
    family: BuiltFamily, signed_in: SignIn, discipline: str
) -> None:
    browser = signed_in(family, by=discipline)
    browser.get(f"/families/{family.id}/report", expect=403)
    browser.post(
        f"/families/{family.id}/report",
        {"submit_key": new_id(), "reader": "conference_members"},
        expect=403,
    )


@pytest.mark.parametrize("discipline", CASE_DISCIPLINES)
@pytest.mark.parametrize(
    ("mark", "is_printed"), [("family_shared", True), ("team", True), ("health_restricted", False),
                             ("survivor_protected", False), ("legal_privileged", False)],
)  # fmt: skip
def test_what_a_copy_prints_goes_by_its_reader_whoever_writes_it(
    site: Site,
    family: BuiltFamily,
    signed_in: SignIn,
    *,
    discipline: str,
    mark: str,
    is_printed: bool,
) -> None:
    a_full_entry(site.database, family, mark=mark, by=discipline)
    page = signed_in(family, by=discipline).get(f"/families/{family.id}/report").text
    assert ("CANARY as a voice" in page) is is_printed
    assert ("left out of this copy, and why" in page) is not is_printed


def test_the_writer_is_told_what_is_left_out_and_why(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    entry = a_full_entry(site.database, family, mark=marks.SURVIVOR_PROTECTED)
    a_full_entry(site.database, family, "Wish", mark="family_shared", share_ok="no")
    path = f"/families/{family.id}/report?reader={family.other}"
    page = signed_in(family).get(path).text

    assert "Marked “Protects a survivor”." in page
    assert "They asked that it is not passed on." in page
    assert f"/families/{family.id}/entries/{entry}" in page
    assert "CANARY" not in page


def test_what_is_left_out_is_told_by_the_mark_that_holds_now(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    entry = a_full_entry(site.database, family, mark="family_shared")
    browser = signed_in(family)
    kept = {"object": [entry], "mark": marks.SURVIVOR_PROTECTED}
    browser.post(f"/families/{family.id}/marks", kept)
    page = browser.get(f"/families/{family.id}/report?reader={family.other}").text

    assert "Marked “Protects a survivor”." in page
    assert "Marked “Share with the family”." not in page
    assert "Open to the family" not in page


def test_another_team_and_a_stranger_see_that_there_is_nothing(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    elsewhere = a_family(site.database)
    stranger = signed_in(elsewhere, by="team_manager")
    for path in ("report", "documents", f"documents/{new_id()}"):
        stranger.get(f"/families/{family.id}/{path}", expect=404)
    browser = signed_in(family)
    for reader in (elsewhere.survivor, new_id(), "nobody", family.workers["social_worker"]):
        browser.get(f"/families/{family.id}/report?reader={reader}", expect=404)
        browser.post(
            f"/families/{family.id}/report", {"submit_key": new_id(), "reader": reader}, expect=404
        )
    assert count_issued(site, family) == (0, 0)


def test_a_document_of_another_family_is_not_there(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    team = {"team": family.team_id, **family.workers}
    other = a_tied_family(site.database, team=team)
    browser = signed_in(family)
    form: dict[str, str | list[str]] = {"submit_key": new_id(), "reader": "conference_members"}
    browser.post(f"/families/{other.id}/report", form, expect=200)
    with site.database.reading(author(family).viewer) as session:
        document = session.scalar(select(IssuedDocument.id))

    browser.get(f"/families/{family.id}/documents/{document}", expect=404)


def test_nothing_goes_to_somebody_from_whom_the_whole_record_is_kept(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    row = {
        "id": new_id(), "recorded_at": NOW, "recorded_by": IMPORTER, "family_id": family.id,
        "what": "the whole record", "from_persons": [family.other], "why": "danger",
        "until": None, "whole_record": True,
    }  # fmt: skip
    put(site.database, Withholding, row)
    browser = signed_in(family)
    browser.get(f"/families/{family.id}/report?reader={family.other}", expect=403)
    browser.post(
        f"/families/{family.id}/report",
        {"submit_key": new_id(), "reader": family.other},
        expect=403,
    )
    assert family.other not in browser.get(f"/families/{family.id}/report").text
    assert count_issued(site, family) == (0, 0)


@pytest.mark.parametrize("strange", [{"submit_key": ""}, {"note": "x"}])
def test_a_form_that_is_not_ours_makes_nothing(
    site: Site, family: BuiltFamily, signed_in: SignIn, strange: dict[str, str]
) -> None:
    form = {"submit_key": new_id(), "reader": "conference_members"} | strange
    signed_in(family).post(f"/families/{family.id}/report", {**form}, expect=404)
    assert count_issued(site, family) == (0, 0)


def test_what_was_typed_stands_in_page_and_file_as_it_was(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    a_full_entry(site.database, family, HOSTILE, mark="family_shared")
    browser = signed_in(family)
    page = browser.get(f"/families/{family.id}/report").text
    answer = browser.post(
        f"/families/{family.id}/report",
        {"submit_key": new_id(), "reader": family.survivor},
        expect=200,
    )
    assert "<script>&{{" not in page
    assert (
        HOSTILE.split("\t", maxsplit=1)[0]
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("&{", "&amp;{")
        in page
    )
    assert HOSTILE in words_of(answer.content)


def test_the_record_is_read_in_as_many_statements_however_much_there_is(
    site: Site, family: BuiltFamily, signed_in: SignIn
) -> None:
    browser, path = signed_in(family), f"/families/{family.id}/report"
    counts = []
    for number in (1, 12):
        for _ in range(number):
            a_full_entry(site.database, family, mark="family_shared")
        with counted_statements(site.database) as sent:
            browser.get(path)
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 30, "two readings of the record, the sign-in and the audit"
