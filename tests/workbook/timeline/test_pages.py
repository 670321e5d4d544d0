"""The family workbook and the chronology, opened as each kind of worker."""

import gzip
from datetime import timedelta

import pytest

from tests.browser import counted_statements
from tests.builders.entries import (
    an_action,
    an_entry,
    an_entry_with_parts,
    entry_row,
    many_entries,
    put,
    ruler_row,
)
from tests.builders.families import TODAY, BuiltFamily, a_family
from tests.workbook.conftest import SignedIn
from workbook.entries.tables import Entry, Ruler
from workbook.site import Site

CANARIES = {
    "team": ("team", "social_worker"),
    "private": ("adult_private", "childrens_practitioner"),
    "survivor": ("survivor_protected", "da_survivor_worker"),
    "health": ("health_restricted", "mental_health_practitioner"),
    "legal": ("legal_privileged", "social_worker"),
    "perpetrator": ("team", "da_perpetrator_worker"),
}
READS = {
    "social_worker": {"team", "private", "survivor", "legal", "perpetrator"},
    "team_manager": {"team", "private", "survivor", "legal", "perpetrator"},
    "da_survivor_worker": {"team", "private", "survivor", "perpetrator"},
    "da_perpetrator_worker": {"team", "perpetrator"},
    "mental_health_practitioner": {"team", "private", "health", "perpetrator"},
    "business_support": set(),
    "fgdm_coordinator": set(),
}


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    return a_family(site.database)


class TestWorkbook:
    @pytest.mark.parametrize("discipline", READS)
    def test_shows_each_worker_exactly_what_they_may_read(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily, discipline: str
    ) -> None:
        for canary, (mark, by) in CANARIES.items():
            an_entry(
                site.database,
                family,
                by=by,
                mark=mark,
                mark_persons=[family.other] if mark == "survivor_protected" else [],
                note=f"canary-{canary}",
                headline=f"headline-{canary}",
            )

        page = signed_in(family, by=discipline).get(f"/families/{family.id}").text

        assert {canary for canary in CANARIES if f"canary-{canary}" in page} == READS[discipline]
        assert {canary for canary in CANARIES if f"headline-{canary}" in page} == READS[discipline]

    def test_tells_nobody_of_the_other_side_what_is_kept_from_whom(
        self, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        shown = {
            discipline
            for discipline in ("social_worker", "da_perpetrator_worker", "business_support")
            if "Keep from Bob Vane: where they live."
            in signed_in(family, by=discipline).get(f"/families/{family.id}").text
        }

        assert shown == {"social_worker"}

    def test_is_not_there_for_a_worker_without_a_route(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        stranger = a_family(site.database, name="Elsewhere")

        signed_in(stranger).get(f"/families/{family.id}", expect=404)
        signed_in(family).get(f"/families/{'0' * 32}", expect=404)

    def test_says_what_to_do_when_nothing_is_recorded(
        self, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        page = signed_in(family).get(f"/families/{family.id}").text

        assert "Nothing is recorded yet." in page
        assert "No rulers yet." in page
        assert "No open actions." in page

    def test_shows_how_far_the_programme_has_got(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_entry_with_parts(site.database, family, days_ago=3)

        page = signed_in(family).get(f"/families/{family.id}").text

        assert "0 of 8 completed, 1 in progress. Week 15." in page
        assert "1 session, last " in page

    def test_shows_one_adults_rulers_and_never_two_on_one_picture(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        first = entry_row(family, days_ago=9)
        put(site.database, Entry, first)
        put(
            site.database,
            Ruler,
            ruler_row(first, family.survivor, family.goal, importance=9),
            ruler_row(first, family.other, family.other_goal, importance=1),
        )
        browser = signed_in(family)

        ann = browser.get(f"/families/{family.id}?rulers={family.survivor}-{family.goal}").text
        bob = browser.get(f"/families/{family.id}?rulers={family.other}-{family.other_goal}").text

        assert ann.count('<svg class="fs-chart"') == bob.count('<svg class="fs-chart"') == 1
        assert "Importance: 9 on" in ann
        assert "Importance: 1 on" not in ann
        assert "Importance: 1 on" in bob
        assert "Importance: 9 on" not in bob

    def test_says_in_words_which_actions_are_late(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_action(site.database, family, text="Ring school", due_on=TODAY - timedelta(days=2))

        page = signed_in(family).get(f"/families/{family.id}").text

        assert "Ring school" in page
        assert "late, was " in page

    def test_shows_a_correction_and_not_what_it_replaced(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        old = an_entry(site.database, family, note="The wrong day")
        an_entry(site.database, family, note="The right day", replaces_id=old, reason="Mixed up")

        page = signed_in(family).get(f"/families/{family.id}").text

        assert "The right day" in page
        assert "Corrected on " in page
        assert "Mixed up" in page
        assert "The wrong day" not in page

    def test_does_not_show_what_a_kept_correction_replaced(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        old = an_entry(site.database, family, note="canary before")
        an_entry(
            site.database,
            family,
            note="canary after",
            replaces_id=old,
            mark="survivor_protected",
            mark_persons=[family.other],
        )

        page = signed_in(family, by="da_perpetrator_worker").get(f"/families/{family.id}").text

        assert "canary" not in page

    def test_says_who_an_entry_is_kept_from(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_entry(site.database, family, mark="survivor_protected", mark_persons=[family.other])

        assert "Not for Bob Vane" in signed_in(family).get(f"/families/{family.id}").text

    def test_narrows_the_timeline(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_entry(site.database, family, note="by-sw")
        an_entry(site.database, family, by="recovery_worker", note="by-rw", headline="Relapse")
        an_entry_with_parts(site.database, family, note="heard")
        browser, address = signed_in(family), f"/families/{family.id}?show="

        def notes(show: str) -> set[str]:
            page = browser.get(f"{address}{show}").text
            return {note for note in ("by-sw", "by-rw", "heard") if note in page}

        assert notes("recovery_worker") == {"by-rw"}
        assert notes("significant") == {"by-rw"}
        assert notes("voice") == {"heard"}
        assert notes("") == {"by-sw", "by-rw", "heard"}

    @pytest.mark.parametrize("query", ["show=gossip", "page=0", "page=x", "page=2", "page=9999999"])
    def test_has_no_page_for_an_address_that_means_nothing(
        self, signed_in: SignedIn, family: BuiltFamily, query: str
    ) -> None:
        signed_in(family).get(f"/families/{family.id}?{query}", expect=404)

    def test_goes_back_through_every_entry_once(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        many_entries(site.database, family, 120)
        browser = signed_in(family)

        pages = [browser.get(f"/families/{family.id}?page={number}").text for number in (1, 2, 3)]

        found = [note for page in pages for note in range(120) if f"Note {note}. " in page]
        assert sorted(found) == list(range(120))
        assert "Earlier: 70 entries since " in pages[0]
        assert "Later entries" in pages[1]
        assert "Earlier: " not in pages[2]

    def test_says_that_an_entry_was_saved(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        entry = an_entry(site.database, family)
        browser = signed_in(family)

        page = browser.get(f"/families/{family.id}?saved={entry}").text

        assert "Saved and shared with the team." in page
        assert f"/families/{family.id}/entries/{entry}" in page
        assert "Saved" not in browser.get(f"/families/{family.id}?saved=<script>").text

    def test_shows_text_exactly_as_it_was_typed(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_entry(site.database, family, note="<b>&{{ x }}</b> غريس 🧸", headline="<i>&{{ y }}</i>")

        page = signed_in(family).get(f"/families/{family.id}").text

        assert "&lt;b&gt;&amp;{{ x }}&lt;/b&gt; غريس 🧸" in page
        assert "&lt;i&gt;&amp;{{ y }}&lt;/i&gt;" in page

    def test_opens_in_the_same_few_statements_and_bytes_with_years_of_history(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        figures = []
        for more in (200, 1_800):
            many_entries(site.database, family, more)
            browser = signed_in(family)
            with counted_statements(site.database) as sent:
                page = browser.get(f"/families/{family.id}")
            figures.append((len(sent), len(gzip.compress(page.content))))

        assert figures[0][0] == figures[1][0] <= 12
        assert max(size for _, size in figures) <= 80_000

    def test_writes_nothing_but_that_it_was_opened(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        browser = signed_in(family)

        with counted_statements(site.database) as sent:
            browser.get(f"/families/{family.id}")

        written = [statement for statement in sent if not statement.lower().startswith("select")]
        assert len(written) == 1
        assert "audit_event" in written[0]


class TestChronology:
    def test_shows_significant_events_oldest_first(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_entry(site.database, family, days_ago=2, headline="Second event")
        an_entry(site.database, family, days_ago=9, headline="First event", impact="Kim slept")
        an_entry(site.database, family, note="Nothing new")

        page = signed_in(family).get(f"/families/{family.id}/chronology").text

        assert 0 < page.index("First event") < page.index("Second event")
        assert "Kim slept" in page
        assert "Nothing new" not in page

    def test_shows_what_affects_one_child(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_entry(site.database, family, headline="About Kim", affects=[family.child])
        an_entry(site.database, family, headline="About nobody yet")

        page = signed_in(family).get(f"/families/{family.id}/chronology?child={family.child}").text

        assert "About Kim" in page
        assert "About nobody yet" not in page

    def test_is_not_there_for_a_child_of_another_family(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        stranger = a_family(site.database, name="Elsewhere")
        address = f"/families/{family.id}/chronology?child={stranger.child}"

        signed_in(family).get(address, expect=404)

    def test_holds_back_what_is_kept_from_a_worker(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_entry(
            site.database,
            family,
            headline="canary",
            mark="survivor_protected",
            mark_persons=[family.other],
        )
        address = f"/families/{family.id}/chronology"

        assert "canary" not in signed_in(family, by="da_perpetrator_worker").get(address).text
        assert "canary" in signed_in(family, by="da_survivor_worker").get(address).text

    def test_is_refused_to_those_outside_the_case(
        self, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        browser = signed_in(family, by="business_support")

        browser.get(f"/families/{family.id}/chronology", expect=403)

    def test_says_what_belongs_there_while_it_is_empty(
        self, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        page = signed_in(family).get(f"/families/{family.id}/chronology").text

        assert "No significant events yet." in page
