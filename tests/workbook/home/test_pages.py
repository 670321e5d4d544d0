"""The first page, what is new, and the team's page, opened as each kind of worker."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.browser import counted_statements
from tests.builders.entries import a_draft, an_action, an_entry, an_entry_with_parts, put
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family, a_team
from tests.builders.reach import closed
from tests.workbook.conftest import SignedIn
from workbook import app
from workbook.audit import openings
from workbook.db import new_id
from workbook.entries.tables import ActionOutcome
from workbook.home.queries import DueSources
from workbook.home.rules import Due
from workbook.site import Site
from workbook.wall.viewer import Viewer


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    return a_family(site.database)


@pytest.fixture
def supervision() -> Iterator[None]:
    """Group supervision of every family in four days' time, last held 40 days ago."""
    kept = app.DUE_SOURCES

    def source(_: Session, family_ids: tuple[str, ...], today: date) -> list[Due]:
        on, last_on = today + timedelta(days=4), today - timedelta(days=40)
        return [
            Due(
                family_id=one, what="Group supervision", on=on, last_on=last_on, href="/supervision"
            )
            for one in family_ids
        ]

    app.DUE_SOURCES = DueSources((source,))
    yield
    app.DUE_SOURCES = kept


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def to_do(html: str) -> str:
    return plain(html.split('id="to-do"')[1].split("</section>", maxsplit=1)[0])


class TestHome:
    def test_tells_the_social_worker_that_a_visit_is_late_and_leads_to_the_form(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_entry(site.database, family, statutory_visit=True, days_ago=16)

        page = signed_in(family).get("/").text

        assert "Late Reed and Vane Child protection visit" in to_do(page)
        assert f'href="/families/{family.id}/record?kind=home_visit"' in page
        assert "2 days late" in page

    def test_does_not_ask_for_a_visit_that_is_weeks_away(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_entry(site.database, family, statutory_visit=True, days_ago=1)

        page = signed_in(family).get("/").text

        assert "Nothing is due in the next 7 days." in page

    def test_does_not_count_a_visit_that_was_withdrawn(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        visit = an_entry(site.database, family, statutory_visit=True, days_ago=1)
        an_entry(site.database, family, replaces_id=visit, withdraws=True, note="")

        assert "Late Reed and Vane" in to_do(signed_in(family).get("/").text)

    @pytest.mark.parametrize(
        "discipline",
        ["da_survivor_worker", "da_perpetrator_worker", "mental_health_practitioner",
         "business_support", "fgdm_coordinator", "team_manager"],
    )  # fmt: skip
    def test_tells_nobody_but_social_workers_of_visits(
        self, signed_in: SignedIn, family: BuiltFamily, discipline: str
    ) -> None:
        page = signed_in(family, by=discipline).get("/").text

        assert "Record visit" not in page
        assert family.name in page

    def test_lists_ones_own_actions_and_nobody_elses(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_action(site.database, family, text="Mine", owner="recovery_worker")
        an_action(site.database, family, text="Somebody’s")
        an_action(
            site.database,
            family,
            text="Mine but far",
            owner="recovery_worker",
            due_on=TODAY + timedelta(days=8),
        )

        page = to_do(signed_in(family, by="recovery_worker").get("/").text)

        assert "Today Reed and Vane Action: Mine Today Mark done" in page
        assert "Somebody’s" not in page
        assert "Mine but far" not in page

    def test_marks_an_action_done_in_place_and_once(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        action = an_action(site.database, family, text="Ring the school")
        browser = signed_in(family)

        answers = [browser.post(f"/to-do/{action}/done") for _ in range(2)]

        assert [answer.headers["location"] for answer in answers] == ["/#to-do"] * 2
        assert "Ring the school" not in browser.get("/").text
        viewer = Viewer(
            worker_id=family.workers["social_worker"],
            discipline="social_worker",
            team_id=family.team_id,
            today=TODAY,
        )
        with site.database.reading(viewer) as session:
            acts = [one.act for one in openings(session, family_id=family.id)]
        assert acts == ["action_closed"]

    def test_marks_nothing_of_a_colleagues_done(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        action = an_action(site.database, family)

        signed_in(family, by="recovery_worker").post(f"/to-do/{action}/done", expect=404)
        signed_in(family).post(f"/to-do/{new_id()}/done", expect=404)
        assert "Ring the school" in signed_in(family).get("/").text

    def test_leaves_out_an_action_with_an_outcome(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        action = an_action(site.database, family, text="Ring the school")
        outcome = {"id": new_id(), "recorded_at": NOW, "recorded_by": "x", "family_id": family.id}
        put(
            site.database,
            ActionOutcome,
            outcome | {"action_id": action, "outcome": "not_needed", "note": "They rang us"},
        )

        assert "Ring the school" not in signed_in(family).get("/").text

    def test_offers_unfinished_drafts_to_whoever_wrote_them(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        draft = a_draft(site.database, family)

        page = signed_in(family).get("/").text

        assert "Reed and Vane , phone call 4 words, saved 2 hours ago" in plain(page)
        assert f"/families/{family.id}/record?draft={draft}" in page
        assert draft not in signed_in(family, by="team_manager").get("/").text

    def test_shows_six_of_what_is_new_and_all_of_it_on_its_own_page(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        for number in range(8):
            an_entry(site.database, family, by="recovery_worker", headline=f"News {number}.")
        an_entry(site.database, family, headline="My own")
        an_entry(site.database, family, by="recovery_worker", headline="Old", days_ago=8)
        browser = signed_in(family)

        home, page = browser.get("/").text, browser.get("/new").text

        assert len(re.findall(r"News \d\.", home)) == 6
        assert "See all 8" in home
        assert "8 new" in home
        assert len(re.findall(r"News \d\.", page)) == 8
        assert "My own" not in home + page
        assert ">Old<" not in home + page

    @pytest.mark.parametrize(
        ("discipline", "sees"),
        [
            ("social_worker", {"team", "survivor"}),
            ("team_manager", {"team", "survivor"}),
            ("da_survivor_worker", {"team", "survivor"}),
            ("da_perpetrator_worker", {"team"}),
            ("mental_health_practitioner", {"team", "health"}),
            ("business_support", set()),
        ],
    )
    def test_holds_back_news_that_is_kept_from_a_worker(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily, discipline: str, sees: set[str]
    ) -> None:
        marks = {"team": "team", "survivor": "survivor_protected", "health": "health_restricted"}
        for canary, mark in marks.items():
            an_entry(
                site.database,
                family,
                by="childrens_practitioner" if canary != "health" else "mental_health_practitioner",
                mark=mark,
                mark_persons=[family.other] if canary == "survivor" else [],
                headline=f"canary-{canary}",
            )
        browser = signed_in(family, by=discipline)
        # What a worker wrote themselves is not news to them.
        own = {"health"} if discipline == "mental_health_practitioner" else set()

        for page in (browser.get("/").text, browser.get("/new").text):
            assert {canary for canary in marks if f"canary-{canary}" in page} == sees - own

    def test_leaves_out_families_that_are_closed_or_elsewhere(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        team = a_team(site.database)
        mine = a_family(site.database, team, name="Open family")
        long_ago = TODAY - timedelta(days=60)
        a_family(site.database, team, name="Closed family", closed_on=long_ago)
        a_family(site.database, name="Elsewhere family")

        page = signed_in(mine).get("/").text

        assert "Open family" in page
        assert "Closed family" not in page
        assert "Elsewhere family" not in page

    def test_says_which_families_were_closed_while_a_worker_still_sees_them(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        browser = signed_in(family)
        assert "Closed lately" not in browser.get("/").text
        closed(site.database, family, TODAY - timedelta(days=3))
        page = browser.get("/").text
        assert "Closed lately 1" in plain(page)
        assert f'href="/families/{family.id}"' in page

        long_ago = a_family(site.database, closed_on=TODAY - timedelta(days=60))
        assert "Closed lately" not in signed_in(long_ago).get("/").text

    def test_shows_how_far_each_familys_programme_has_got(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        an_entry_with_parts(site.database, family)

        page = signed_in(family).get("/").text

        assert "Programme: 0 of 8 modules completed, 1 in progress" in page

    def test_names_each_familys_social_worker_to_the_manager(
        self, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        page = signed_in(family, by="team_manager").get("/").text

        assert "All families of the team" in page
        assert "Social Work Worker" in page

    @pytest.mark.usefixtures("supervision")
    def test_gathers_what_other_packages_say_is_due(self, site: Site, signed_in: SignedIn) -> None:
        team = a_team(site.database)
        families = [a_family(site.database, team, name=f"Family {n}") for n in range(3)]

        page = signed_in(families[0], by="recovery_worker").get("/").text

        assert to_do(page).count("Group supervision 3 of your families") == 1

    @pytest.mark.usefixtures("supervision")
    def test_opens_in_the_same_few_statements_with_many_families(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        team = a_team(site.database)
        counts = []
        for more in (2, 20):
            for number in range(more):
                made = a_family(site.database, team, name=f"Family {number}")
                an_entry_with_parts(site.database, made, by="recovery_worker")
                an_action(site.database, made)
            browser = signed_in(made)
            with counted_statements(site.database) as sent:
                browser.get("/")
            counts.append(len(sent))

        assert counts[0] == counts[1] <= 12

    def test_writes_nothing(self, signed_in: SignedIn, family: BuiltFamily, site: Site) -> None:
        browser = signed_in(family)

        with counted_statements(site.database) as sent:
            for path in ("/", "/new"):
                browser.get(path)

        assert [one for one in sent if not one.lower().startswith("select")] == []


class TestTeam:
    @pytest.mark.usefixtures("supervision")
    def test_shows_the_manager_families_visits_and_supervision(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        team = a_team(site.database)
        first = a_family(site.database, team, name="First family")
        second = a_family(site.database, team, name="Second family", stage="child_in_need")
        an_entry(site.database, second, statutory_visit=True, days_ago=2)

        page = plain(signed_in(first, by="team_manager").get("/team").text)

        assert "Social Work Worker 2 1 of 2 1 visit late" in page
        assert "40 days ago" in page
        assert "First family Social Work Worker Child protection" in page

    @pytest.mark.parametrize("discipline", ["social_worker", "business_support"])
    def test_is_refused_to_everybody_else(
        self, signed_in: SignedIn, family: BuiltFamily, discipline: str
    ) -> None:
        signed_in(family, by=discipline).get("/team", expect=403)
