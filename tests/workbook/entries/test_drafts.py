"""Finishing later: a form put aside comes back as it was typed, to its author alone."""

from tests.builders.families import a_family
from tests.builders.recording import a_full_visit, a_note, address, rows, typed_texts
from tests.workbook.conftest import SignedIn
from workbook.entries.tables import Draft, Entry
from workbook.site import Site


class TestDrafts:
    """Finishing later."""

    def test_opens_a_form_again_as_it_was_typed(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        browser = signed_in(family)
        sent = a_full_visit(family, later="1") | {"note": "  half a\n\n<b>sentence"}
        assert browser.post(address(family), sent).headers["location"] == "/"
        [draft] = rows(site, family, Draft)
        assert rows(site, family, Entry) == []
        html = browser.get(f"{address(family)}?draft={draft.id}").text
        texts = typed_texts(html)
        assert texts["note"] == "  half a\n\n<b>sentence"
        assert texts["headline"] == "First calm week"
        assert f'id="alone-{family.child}" checked' in " ".join(html.split())
        assert str(sent["submit_key"]) in html

    def test_is_over_once_it_is_shared(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        browser, sent = signed_in(family), a_note()
        browser.post(address(family), sent | {"later": "1"})
        browser.post(address(family), sent | {"later": "1", "note": "A longer visit."})
        drafts = rows(site, family, Draft)
        newest = next(one for one in drafts if one.replaces_id)
        assert f"draft={newest.id}" in browser.get("/").text
        browser.post(address(family), sent)
        assert "draft=" not in browser.get("/").text
        browser.get(f"{address(family)}?draft={newest.id}", expect=404)

    def test_puts_aside_what_was_added_after_it_was_shared(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        browser, sent = signed_in(family), a_note()
        browser.post(address(family), sent)
        browser.post(address(family), sent | {"later": "1", "note": "A visit, and more."})
        [draft] = rows(site, family, Draft)
        html = browser.get(f"{address(family)}?draft={draft.id}").text
        assert typed_texts(html)["note"] == "A visit, and more."

    def test_is_its_authors_alone(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        signed_in(family).post(address(family), a_note(later="1"))
        [draft] = rows(site, family, Draft)
        signed_in(family, by="team_manager").get(f"{address(family)}?draft={draft.id}", expect=404)

    def test_keeps_a_form_that_could_not_be_shared(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        signed_in(family).post(address(family), a_note(later="1", kind="", time="25:00"))
        assert len(rows(site, family, Draft)) == 1
