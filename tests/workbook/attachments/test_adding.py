"""Adding a file to an entry: kept once, marked as tight as the entry, nothing typed lost."""

import hashlib

import msgspec
import pytest
from sqlalchemy import select

from tests.browser import Browser, counted_statements
from tests.builders.entries import an_entry
from tests.builders.families import TODAY, BuiltFamily, a_family
from tests.builders.staff import signed_in_since
from tests.builders.uploads import a_pdf, a_picture, a_picture_with_secrets, a_word_file
from tests.workbook.conftest import SignedIn
from workbook import audit
from workbook.attachments.tables import Attachment
from workbook.db import Database, new_id
from workbook.site import Site
from workbook.wall.viewer import Viewer

HOSTILE = "غريس 👩‍👧 a\u200bb <&{{ x }} end"


def address(family: BuiltFamily, entry: str) -> str:
    return f"/families/{family.id}/entries/{entry}/files/add"


def kept(database: Database, family: BuiltFamily, by: str = "social_worker") -> list[Attachment]:
    viewer = Viewer(
        worker_id=family.workers[by], discipline=by, team_id=family.team_id, today=TODAY
    )
    with database.reading(viewer) as session:
        return list(session.scalars(select(Attachment).order_by(Attachment.recorded_at)))


def add(
    browser: Browser, family: BuiltFamily, entry: str, content: bytes, **given: str
) -> dict[str, str]:
    fields = {"submit_key": new_id(), "title": "A drawing of home"} | given
    browser.post(address(family, entry), fields, file=("x.bin", content))
    return fields


def test_keeps_the_picture_that_was_drawn_anew_and_nothing_it_was_called(
    site: Site, signed_in: SignedIn
) -> None:
    family = a_family(site.database)
    entry = an_entry(site.database, family)
    browser = signed_in(family)
    sent = a_picture_with_secrets("JPEG")
    fields = {"submit_key": new_id(), "title": HOSTILE}
    answer = browser.post(
        address(family, entry), fields, file=("Kim Reed at 1 Nowhere Row.exe", sent)
    )
    assert answer.headers["location"] == f"/families/{family.id}/entries/{entry}#part-files"
    [row] = kept(site.database, family)
    assert (row.title, row.kind, row.entry_id, row.mark) == (HOSTILE, "jpg", entry, "team")
    assert row.content is not None
    assert row.sha256 == hashlib.sha256(row.content).hexdigest()
    assert row.size == len(row.content)
    for word in (b"QZPLACE", b"QZAUTHOR", b"Nowhere Row"):
        assert word not in row.content
    page = browser.get(f"/families/{family.id}/entries/{entry}").text
    assert HOSTILE.replace("&", "&amp;").replace("<", "&lt;") in page
    assert "Nowhere Row.exe" not in page
    with site.database.reading(
        Viewer(worker_id=family.workers["social_worker"], discipline="social_worker",
               team_id=family.team_id, today=TODAY)
    ) as session:  # fmt: skip
        acts = [one.act for one in audit.openings(session, family_id=family.id)]
    assert "attachment_added" in acts


@pytest.mark.parametrize(
    ("content", "kind"), [(a_pdf(), "pdf"), (a_word_file(), "docx"), (b"A note.", "txt")]
)
def test_what_a_file_is_called_does_not_matter(
    site: Site, signed_in: SignedIn, content: bytes, kind: str
) -> None:
    family = a_family(site.database)
    add(signed_in(family), family, an_entry(site.database, family), content)
    assert [(row.kind, row.content) for row in kept(site.database, family)] == [(kind, content)]


def test_a_form_sent_twice_is_kept_once(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    entry = an_entry(site.database, family)
    browser, content = signed_in(family), a_picture()
    fields = add(browser, family, entry, content)
    browser.post(address(family, entry), fields, file=("again.jpg", content))
    assert len(kept(site.database, family)) == 1


@pytest.mark.parametrize("other", ["words", "file"])
def test_the_same_form_with_other_words_or_another_file_comes_back_with_a_key_of_its_own(
    site: Site, signed_in: SignedIn, other: str
) -> None:
    family = a_family(site.database)
    entry = an_entry(site.database, family)
    browser = signed_in(family)
    fields = add(browser, family, entry, b"A note.")
    changed = fields | ({"title": "Another"} if other == "words" else {})
    content = b"A note." if other == "words" else b"Another note."
    page = browser.post(address(family, entry), changed, expect=422, file=("a", content)).text
    assert changed["title"] in page
    assert "Choose the file again" in page
    assert fields["submit_key"] not in page
    assert len(kept(site.database, family)) == 1


class TestProblems:
    """What is wrong is said at once, with everything typed kept and the file to be chosen again."""

    def test_everything_typed_is_kept_and_the_file_is_asked_for_again(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        path = address(family, an_entry(site.database, family))
        browser = signed_in(family)
        sent = {"submit_key": new_id(), "title": HOSTILE + "x" * 200, "mark": "adult_private",
                "kept_from": [family.other]}  # fmt: skip
        page = browser.post(path, sent, expect=422, file=("a", b"A note.")).text
        assert HOSTILE.replace("&", "&amp;").replace("<", "&lt;") in page
        assert "Use 160 characters or fewer" in page
        assert "Choose whose it is" in page
        assert "Choose the file again" in page
        assert 'id="mark-adult_private" checked' in page
        assert f'id="kept_from-{family.other}" checked' in page
        assert sent["submit_key"] in page

    def test_a_file_that_is_not_taken_says_why(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        path = address(family, an_entry(site.database, family))
        browser = signed_in(family)
        fields = {"submit_key": new_id(), "title": "A letter"}
        for content, words in (
            (b"MZ\x90", "This file is a program"),
            (a_pdf(trailer=b"/Encrypt 1 0 R"), "locked with a password"),
            (b"a" * (11 * 1024 * 1024), "larger than 10 MB"),
            (b"", "The file is empty"),
        ):
            page = browser.post(path, fields, expect=422, file=("a.jpg", content)).text
            assert words in page
            assert 'value="A letter"' in page
        page = browser.post(path, fields, expect=422).text
        assert "Choose a file" in page
        assert kept(site.database, family) == []

    def test_more_than_any_file_may_be_is_not_even_read(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        path = address(family, an_entry(site.database, family))
        fields = {"submit_key": new_id(), "title": "A letter"}
        signed_in(family).post(path, fields, expect=413, file=("a", b"a" * (25 * 1024 * 1024)))

    def test_other_forms_take_no_more_than_before(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        path = f"/families/{family.id}/record"
        signed_in(family).post(path, expect=413, file=("a", b"a" * (4 * 1024 * 1024)))

    def test_a_scanner_that_is_set_up_and_silent_keeps_the_file_out(self, site: Site) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        silent = msgspec.structs.replace(site.settings, scanner="unix:/nowhere/scanner")
        browser = Browser(
            msgspec.structs.replace(site, settings=silent),
            worker_id=family.workers["social_worker"],
        )
        sent = {"submit_key": new_id(), "title": "A letter"}
        page = browser.post(address(family, entry), sent, expect=422, file=("a", b"A note.")).text
        browser.close()
        assert "does not answer" in page
        assert kept(site.database, family) == []

    def test_a_forged_form_is_refused(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        path = address(family, an_entry(site.database, family))
        forged = {"csrf": "0" * 64, "submit_key": new_id(), "title": "A letter"}
        signed_in(family).post(path, forged, expect=403, file=("a", b"A note."))
        assert kept(site.database, family) == []

    def test_words_survive_a_sign_in_that_ran_out(self, site: Site) -> None:
        family = a_family(site.database)
        path = address(family, an_entry(site.database, family))
        late = Browser(site, worker_id=family.workers["social_worker"])
        signed_in_since(site.database, hours=13)
        page = late.post(
            path, {"submit_key": new_id(), "title": "Typed before"}, expect=401,
            file=("a", b"A note."),
        ).text  # fmt: skip
        late.close()
        assert 'name="kept"' in page
        assert "Typed before" not in page  # it is sealed: others may stand before this screen
        assert "A note." not in page


class TestMarks:
    """A file is marked like its entry, or tighter."""

    def test_it_is_marked_like_its_entry_unless_somebody_chooses(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(
            site.database, family, mark="survivor_protected", mark_persons=[family.other]
        )
        add(signed_in(family), family, entry, b"A note.")
        [row] = kept(site.database, family)
        assert (row.mark, row.mark_persons) == ("survivor_protected", [family.other])
        assert kept(site.database, family, "da_perpetrator_worker") == []

    def test_it_can_be_tighter_and_never_looser(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        browser = signed_in(family)
        entry = an_entry(site.database, family, mark="adult_private", mark_persons=[family.other])
        page = browser.get(address(family, entry)).text
        assert 'id="mark-team"' not in page
        assert 'id="mark-survivor_protected"' in page
        loose = {"submit_key": new_id(), "title": "A letter", "mark": "team"}
        browser.post(address(family, entry), loose, expect=422, file=("a", b"A note."))
        add(browser, family, entry, b"A note.", mark="survivor_protected")
        assert [row.mark for row in kept(site.database, family)] == ["survivor_protected"]

    def test_whom_the_entry_is_kept_from_the_file_is_kept_from_too(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(
            site.database, family, mark="survivor_protected", mark_persons=[family.other]
        )
        add(signed_in(family), family, entry, b"A note.", kept_from=family.survivor)
        [row] = kept(site.database, family)
        assert set(row.mark_persons) == {family.other, family.survivor}

    @pytest.mark.parametrize(
        ("mark", "by", "status"),
        [
            ("survivor_protected", "da_perpetrator_worker", 404),
            ("health_restricted", "recovery_worker", 404),
            ("team", "conference_chair", 403),
            ("team", "business_support", 403),
            ("team", "da_perpetrator_worker", 200),
        ],
    )
    def test_only_who_may_read_the_entry_and_record_can_add(
        self, site: Site, signed_in: SignedIn, mark: str, by: str, status: int
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(
            site.database, family, mark=mark, by="mental_health_practitioner",
            mark_persons=[family.other],
        )  # fmt: skip
        browser = signed_in(family, by=by)
        browser.get(address(family, entry), expect=status)
        sent = {"submit_key": new_id(), "title": "A letter"}
        browser.post(
            address(family, entry), sent, expect=303 if status == 200 else status,
            file=("a", b"A note."),
        )  # fmt: skip


class TestVersions:
    """A file is the entry's, through all its versions."""

    def test_it_is_added_to_the_newest_version(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        older = an_entry(site.database, family)
        newer = an_entry(site.database, family, replaces_id=older, mark="legal_privileged")
        add(signed_in(family), family, older, b"A note.")
        assert [(row.entry_id, row.mark) for row in kept(site.database, family)] == [
            (newer, "legal_privileged")
        ]

    def test_nothing_is_added_to_what_was_withdrawn(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        older = an_entry(site.database, family)
        an_entry(site.database, family, replaces_id=older, withdraws=True)
        browser = signed_in(family)
        browser.get(address(family, older), expect=409)
        sent = {"submit_key": new_id(), "title": "Typed all the same"}
        page = browser.post(address(family, older), sent, expect=409, file=("a", b"A note.")).text
        assert "Typed all the same" in page
        assert kept(site.database, family) == []

    def test_an_entry_of_another_family_takes_nothing(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family, other = a_family(site.database), a_family(site.database)
        entry = an_entry(site.database, other)
        signed_in(family).get(address(family, entry), expect=404)
        signed_in(family).get(address(other, entry), expect=404)


def test_saving_a_file_takes_few_statements(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    entry = an_entry(site.database, family)
    browser = signed_in(family)
    with counted_statements(site.database) as sent:
        add(browser, family, entry, b"A note.")
    print(f"adding a file: {len(sent)} statements")
    assert len(sent) <= 10
