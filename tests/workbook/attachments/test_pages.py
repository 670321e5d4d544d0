"""The files of a family: who finds one, how it is given out, and what becomes of it."""

import gzip

import pytest

from tests.browser import counted_statements
from tests.builders.attachments import an_attachment
from tests.builders.entries import an_entry
from tests.builders.families import TODAY, BuiltFamily, a_family
from tests.builders.uploads import a_picture
from tests.workbook.conftest import SignedIn
from workbook import audit
from workbook.db import new_id
from workbook.site import Site
from workbook.wall.viewer import Viewer


def address(family: BuiltFamily, attachment: str) -> str:
    return f"/families/{family.id}/files/{attachment}"


def acts(site: Site, family: BuiltFamily) -> list[str]:
    viewer = Viewer(
        worker_id=family.workers["social_worker"], discipline="social_worker",
        team_id=family.team_id, today=TODAY,
    )  # fmt: skip
    with site.database.reading(viewer) as session:
        return [one.act for one in audit.openings(session, family_id=family.id)]


class TestGivingOut:
    """A file leaves only as a file, under a name of ours, and it is noted."""

    def test_it_can_do_nothing_in_the_browser_and_its_name_tells_nothing(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database, name="Reed")
        file = an_attachment(
            site.database, family, an_entry(site.database, family), title="Kim Reed’s letter",
            kind="pdf", content=b"%PDF-1.7 letter",
        )  # fmt: skip
        answer = signed_in(family).get(f"{address(family, file)}/content")
        assert answer.content == b"%PDF-1.7 letter"
        headers = answer.headers
        assert headers["content-disposition"] == f'attachment; filename="file-{file[:8]}.pdf"'
        assert headers["content-type"] == "application/pdf"
        assert headers["content-security-policy"].endswith("sandbox")
        assert "script-src" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert acts(site, family)[0] == "attachment_downloaded"

    def test_a_picture_is_shown_on_our_own_page_and_nothing_else_is(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        picture = an_attachment(
            site.database, family, entry, kind="jpg", content=a_picture(), title="A drawing"
        )
        letter = an_attachment(site.database, family, entry)
        browser = signed_in(family)
        page = browser.get(address(family, picture)).text
        assert f'<img src="{address(family, picture)}/picture" alt="A drawing">' in page
        answer = browser.get(f"{address(family, picture)}/picture")
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-security-policy"].endswith("sandbox")
        assert "<img" not in browser.get(address(family, letter)).text
        browser.get(f"{address(family, letter)}/picture", expect=404)
        assert acts(site, family)[:3] == [
            "attachment_opened", "attachment_shown", "attachment_opened",
        ]  # fmt: skip

    def test_says_what_was_found_and_that_no_scanner_saw_it(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        file = an_attachment(
            site.database, family, an_entry(site.database, family), notes=["outside"]
        )
        page = signed_in(family).get(address(family, file)).text
        assert "asks for something from another place" in page
        assert "Not scanned for viruses" in page


class TestWho:
    """A file is found by whoever its mark opens to, and who may read its entry by now."""

    @pytest.mark.parametrize(
        ("mark", "reader", "status"),
        [
            ("survivor_protected", "da_perpetrator_worker", 404),
            ("survivor_protected", "da_survivor_worker", 200),
            ("adult_private", "conference_chair", 404),
            ("legal_privileged", "recovery_worker", 404),
            ("health_restricted", "team_manager", 404),
            ("team", "da_perpetrator_worker", 200),
            ("team", "business_support", 404),
            ("team", "fgdm_coordinator", 404),
        ],
    )
    def test_only_those_its_mark_opens_to(
        self, site: Site, signed_in: SignedIn, mark: str, reader: str, status: int
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        file = an_attachment(
            site.database, family, entry, mark=mark, title="Kept close", kind="jpg",
            content=a_picture(), by="mental_health_practitioner",
        )  # fmt: skip
        browser = signed_in(family, by=reader)
        for end in ("", "/content", "/picture"):
            browser.get(address(family, file) + end, expect=status)
        if reader not in {"business_support", "fgdm_coordinator"}:
            listed = browser.get(f"/families/{family.id}/files").text
            assert ("Kept close" in listed) == (status == 200)
            shown = browser.get(f"/families/{family.id}/entries/{entry}").text
            assert ("Kept close" in shown) == (status == 200)

    def test_nobody_without_a_route_to_the_family(self, site: Site, signed_in: SignedIn) -> None:
        family, other = a_family(site.database), a_family(site.database)
        file = an_attachment(site.database, other, an_entry(site.database, other))
        browser = signed_in(family)
        for path in (address(family, file), address(other, file), f"/families/{other.id}/files"):
            browser.get(path, expect=404)
        browser.get(f"{address(other, file)}/content", expect=404)

    def test_when_its_entry_is_kept_closer_it_is_too(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        older = an_entry(site.database, family, days_ago=3)
        file = an_attachment(site.database, family, older, title="An open letter")
        newer = an_entry(
            site.database, family, replaces_id=older, mark="survivor_protected",
            mark_persons=[family.other],
        )  # fmt: skip
        kept_out = signed_in(family, by="da_perpetrator_worker")
        kept_out.get(address(family, file), expect=404)
        kept_out.get(f"{address(family, file)}/content", expect=404)
        assert "An open letter" not in kept_out.get(f"/families/{family.id}/files").text
        shown = kept_out.get(f"/families/{family.id}/entries/{older}").text
        assert "An open letter" not in shown
        browser = signed_in(family)
        assert "An open letter" in browser.get(f"/families/{family.id}/entries/{newer}").text
        browser.get(f"{address(family, file)}/content")

    def test_it_stays_with_its_entry_through_versions_and_goes_with_it(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        first = an_entry(site.database, family, days_ago=4)
        file = an_attachment(site.database, family, first, title="An old letter")
        second = an_entry(site.database, family, replaces_id=first, days_ago=3, headline="Mended")
        browser = signed_in(family)
        listed = browser.get(f"/families/{family.id}/files").text
        assert "An old letter" in listed
        assert f"/entries/{second}" in listed
        assert "An old letter" in browser.get(f"/families/{family.id}/entries/{second}").text
        an_entry(site.database, family, replaces_id=second, withdraws=True, days_ago=2)
        assert "An old letter" not in browser.get(f"/families/{family.id}/files").text
        browser.get(address(family, file))


class TestWithdrawing:
    """A file is withdrawn by a row of its own, with a reason."""

    def test_it_is_no_longer_listed_or_shown_and_says_why(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        file = an_attachment(
            site.database, family, entry, kind="jpg", content=a_picture(), title="A wrong photo"
        )
        browser = signed_in(family)
        assert "Withdraw a file" in browser.get(f"{address(family, file)}/withdraw").text
        fields = {"submit_key": new_id(), "reason": "Of another family"}
        for _ in range(2):
            answer = browser.post(f"{address(family, file)}/withdraw", fields)
            assert answer.headers["location"] == address(family, file)
        page = browser.get(address(family, file)).text
        assert "Of another family" in page
        assert "<img" not in page
        assert "/withdraw" not in page
        assert "A wrong photo" not in browser.get(f"/families/{family.id}/files").text
        assert "Withdrawn" in browser.get(f"/families/{family.id}/entries/{entry}").text
        browser.get(f"{address(family, file)}/withdraw", expect=409)
        browser.post(
            f"{address(family, file)}/withdraw", fields | {"reason": "Other words"}, expect=422
        )
        browser.post(
            f"{address(family, file)}/withdraw", {"submit_key": new_id(), "reason": "x"}, expect=409
        )
        assert "attachment_withdrawn" in acts(site, family)

    def test_asks_why_and_keeps_what_was_typed(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        file = an_attachment(site.database, family, an_entry(site.database, family))
        browser = signed_in(family)
        path = f"{address(family, file)}/withdraw"
        sent = {"submit_key": new_id(), "reason": " "}
        assert "Say why" in browser.post(path, sent, expect=422).text
        sent["reason"] = "Long words " * 300
        assert "Long words Long words" in browser.post(path, sent, expect=422).text

    def test_is_for_who_added_it_and_those_who_answer_for_the_family(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        file = an_attachment(
            site.database, family, an_entry(site.database, family), by="recovery_worker"
        )
        for reader, status in (
            ("recovery_worker", 200), ("social_worker", 200), ("team_manager", 200),
            ("da_survivor_worker", 403), ("conference_chair", 403),
        ):  # fmt: skip
            browser = signed_in(family, by=reader)
            browser.get(f"{address(family, file)}/withdraw", expect=status)
        sent = {"submit_key": new_id(), "reason": "Not mine"}
        signed_in(family, by="da_survivor_worker").post(
            f"{address(family, file)}/withdraw", sent, expect=403
        )


def test_the_pages_stay_within_their_budgets(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    entries = [an_entry(site.database, family) for _ in range(40)]
    for entry in entries:
        an_attachment(site.database, family, entry, content=b"x" * 50_000)
    browser = signed_in(family)
    counts = {}
    for name, path in {
        "workbook": f"/families/{family.id}",
        "entry": f"/families/{family.id}/entries/{entries[0]}",
        "files": f"/families/{family.id}/files",
    }.items():
        browser.get(path)
        with counted_statements(site.database) as sent:
            page = browser.get(path)
        counts[name] = len(sent)
        about_files = [one for one in sent if "attachment" in one]
        assert len(about_files) == {"workbook": 0, "entry": 1, "files": 1}[name]
        assert not any(".content" in one for one in about_files)
        assert len(gzip.compress(page.content)) < 80_000
    print(f"statements: {counts}")
    assert counts["workbook"] <= 12
    assert counts["files"] <= 10


class TestWhatWasLaidOverIt:
    """A file’s page says the marks that count now, not the one it was added with."""

    def test_every_page_says_the_mark_that_was_laid_over_it(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        file = an_attachment(site.database, family, entry, title="An open letter")
        browser = signed_in(family)
        places = (
            address(family, file), f"/families/{family.id}/files",
            f"/families/{family.id}/entries/{entry}",
        )  # fmt: skip
        before = [browser.get(place).text for place in places]
        kept = {"object": [entry], "mark": "survivor_protected"}
        browser.post(f"/families/{family.id}/marks", kept)

        after = [browser.get(place).text for place in places]

        assert ["Not for Bob Vane" in page for page in before] == [False] * 3
        assert ["Not for Bob Vane" in page for page in after] == [True] * 3
        assert after[2].count("Not for Bob Vane") == 2  # the entry and, beneath it, the file
        adding = browser.get(f"/families/{family.id}/entries/{entry}/files/add").text
        assert "Who can see it: Protects a survivor." in adding
        assert "As the entry is kept by now." in adding

    @pytest.mark.parametrize("by", ["social_worker", "team_manager"])
    def test_an_author_who_is_shut_out_loses_what_somebody_else_withdrew(
        self, site: Site, signed_in: SignedIn, by: str
    ) -> None:
        family = a_family(site.database)
        author = "recovery_worker"
        entry = an_entry(site.database, family, by=author)
        file = an_attachment(site.database, family, entry, title="An open letter", by=author)
        other = an_attachment(site.database, family, entry, title="A second letter", by=author)
        kept = {"object": [entry], "mark": "survivor_protected"}
        signed_in(family).post(f"/families/{family.id}/marks", kept)
        theirs = signed_in(family, by=author)
        theirs.get(address(family, file))
        sent = {"submit_key": new_id(), "reason": "It tells where she is."}
        signed_in(family, by=by).post(f"{address(family, file)}/withdraw", sent)

        for place in ("files", f"entries/{entry}"):
            page = theirs.get(f"/families/{family.id}/{place}").text
            assert "An open letter" not in page
            assert "A second letter" in page
            assert "where she is" not in page
        for end in ("", "/content", "/withdraw"):
            theirs.get(address(family, file) + end, expect=404)
        theirs.get(address(family, other))
        # Those whom the marks let in still find it, withdrawn, and why.
        page = signed_in(family).get(address(family, file)).text
        assert "where she is" in page

    def test_who_withdrew_their_own_file_still_finds_it(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        author = "recovery_worker"
        entry = an_entry(site.database, family, by=author)
        file = an_attachment(site.database, family, entry, by=author)
        kept = {"object": [entry], "mark": "survivor_protected"}
        signed_in(family).post(f"/families/{family.id}/marks", kept)
        theirs = signed_in(family, by=author)
        sent = {"submit_key": new_id(), "reason": "It was the wrong one."}
        theirs.post(f"{address(family, file)}/withdraw", sent)

        assert "It was the wrong one." in theirs.get(address(family, file)).text
