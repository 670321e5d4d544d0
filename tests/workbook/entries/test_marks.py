"""Who can see what was recorded: the default of a discipline, and what a section tightens."""

import html5lib
import pytest

from tests.browser import XHTML
from tests.builders.families import a_family
from tests.builders.recording import a_note, address, rows
from tests.workbook.conftest import SignedIn
from workbook.entries.tables import Contribution, Entry
from workbook.site import Site


class TestMarks:
    """Who can see what was saved."""

    @pytest.mark.parametrize(
        ("by", "mark"),
        [
            ("social_worker", "team"),
            ("da_survivor_worker", "survivor_protected"),
            ("mental_health_practitioner", "health_restricted"),
            ("recovery_worker", "health_restricted"),
            ("da_perpetrator_worker", "team"),
        ],
    )
    def test_begins_with_the_mark_of_the_discipline(
        self, site: Site, signed_in: SignedIn, by: str, mark: str
    ) -> None:
        family = a_family(site.database)
        browser = signed_in(family, by=by)
        tree = html5lib.parse(browser.get(address(family)).text)
        chosen = [
            one.get("value")
            for one in tree.iter(f"{XHTML}input")
            if one.get("name") == "mark" and one.get("checked") is not None
        ]
        assert chosen == [mark]
        browser.post(address(family), a_note())
        assert [one.mark for one in rows(site, family, Entry, by=by)] == [mark]

    def test_keeps_a_survivors_words_from_whoever_uses_abuse(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        signed_in(family, by="da_survivor_worker").post(address(family), a_note())
        [entry] = rows(site, family, Entry, by="da_survivor_worker")
        assert entry.mark_persons == [family.other]

    def test_tightens_a_note_to_its_section(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        sent = a_note(
            mark="team",
            **{
                "module-safe_relationships-section": "survivor",
                "module-safe_relationships-subject": [family.survivor],
                "module-safe_relationships-words": "Chain on, ring 999.",
            },
        )
        signed_in(family).post(address(family), sent)
        [added] = rows(site, family, Contribution)
        assert (added.mark, added.mark_persons) == ("survivor_protected", [family.other])
        assert rows(site, family, Contribution, by="da_perpetrator_worker") == []

    def test_never_opens_an_entry_by_its_section(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        sent = a_note(
            mark="survivor_protected",
            **{"module-children-section": "day", "module-children-words": "Quiet."},
        )
        signed_in(family).post(address(family), sent)
        [added] = rows(site, family, Contribution)
        assert added.mark == "survivor_protected"

    @pytest.mark.parametrize("by", ["da_perpetrator_worker", "childrens_practitioner"])
    def test_names_no_sealed_track_to_others(
        self, site: Site, signed_in: SignedIn, by: str
    ) -> None:
        family = a_family(site.database)
        browser = signed_in(family, by=by)
        assert "Work with the survivor" not in browser.get(address(family)).text
        sent = a_note(**{
            "module-safe_relationships-section": "survivor",
            "module-safe_relationships-words": "x",
        })  # fmt: skip
        browser.post(address(family), sent, expect=422)

    def test_offers_legal_advice_only_to_those_who_may_read_it(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        browser = signed_in(family, by="childrens_practitioner")
        browser.post(address(family), a_note(mark="legal_privileged"), expect=422)
