"""The module page, opened as each kind of worker, and the status of a module."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from modules.catalogue import Catalogue
from tests.browser import Browser, counted_statements
from tests.builders.entries import an_entry, contribution_row, entry_row, put
from tests.builders.families import TODAY, BuiltFamily, a_family
from tests.workbook.conftest import SignedIn
from workbook.app import build_site
from workbook.db import new_id
from workbook.entries.tables import Contribution, Entry
from workbook.programme.tables import ModuleStatus
from workbook.settings import Settings
from workbook.site import Site
from workbook.wall.viewer import Viewer

HOSTILE = "<script>alert(1)</script> & {{ 7 * 7 }} שלום \u200b🙂\n\tand a tab"
CANARIES = {
    "team": ("screen", "family", "team", "social_worker"),
    "private": ("screen", "family", "adult_private", "childrens_practitioner"),
    "survivor": ("survivor", "adult", "survivor_protected", "da_survivor_worker"),
    "strength": ("survivor", "adult", "team", "da_survivor_worker"),
    "abuse": ("perpetrator", "adult", "team", "da_perpetrator_worker"),
}
GIVEN = {
    "social_worker": {"team", "private", "survivor", "strength", "abuse"},
    "team_manager": {"team", "private", "survivor", "strength", "abuse"},
    "da_survivor_worker": {"team", "private", "survivor", "strength", "abuse"},
    "childrens_practitioner": {"team", "private", "strength", "abuse"},
    "recovery_worker": {"team", "private", "strength", "abuse"},
    "da_perpetrator_worker": {"team", "abuse"},
    "conference_chair": {"team", "strength", "abuse"},
}


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    return a_family(site.database)


def add(site: Site, family: BuiltFamily, **given: object) -> str:
    """Add an entry with one contribution; what is no column of an entry is the contribution's."""
    own = {name: given.pop(name) for name in ("mark", "by", "days_ago") if name in given}
    row = entry_row(family, **own)
    put(site.database, Entry, row)
    put(site.database, Contribution, contribution_row(row, **given))
    return str(row["id"])


def page(browser: Browser, family: BuiltFamily, module: str = "starting") -> str:
    return browser.get(f"/families/{family.id}/modules/{module}").text


class TestModulePage:
    @pytest.mark.parametrize("discipline", GIVEN)
    def test_gives_each_worker_exactly_what_they_may_read(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily, discipline: str
    ) -> None:
        for canary, (section, kind, mark, by) in CANARIES.items():
            question = {"screen": "in_words", "survivor": "safety_plan"}.get(
                section, "triggers_and_choices"
            )
            add(
                site, family, module_key="safe_relationships", section_key=section, by=by,
                mark=mark, subject_kind=kind, answers={question: f"canary-{canary}"},
                subject_ids=[family.survivor] if kind == "adult" else [],
            )  # fmt: skip

        text = page(signed_in(family, by=discipline), family, "safe_relationships")

        assert set(re.findall(r"canary-(\w+)", text)) == GIVEN[discipline]

    def test_does_not_name_the_survivors_section_to_the_worker_for_the_person_using_abuse(
        self, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        text = page(signed_in(family, by="da_perpetrator_worker"), family, "safe_relationships")

        assert "Work with the survivor" not in text
        assert "safety plan" not in text.lower()
        assert "Work with the person using abuse" in text

    @pytest.mark.parametrize("discipline", ["business_support", "fgdm_coordinator"])
    def test_is_not_for_those_around_the_case(
        self, signed_in: SignedIn, family: BuiltFamily, discipline: str
    ) -> None:
        browser = signed_in(family, by=discipline)

        browser.get(f"/families/{family.id}/modules/starting", expect=403)

    def test_gives_the_same_answer_for_no_family_no_module_and_another_teams_family(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        browser, theirs = signed_in(family), a_family(site.database)

        for address in (
            f"/families/{new_id()}/modules/starting",
            f"/families/{theirs.id}/modules/starting",
            f"/families/{family.id}/modules/no_such",
        ):
            assert "Page not found" in browser.get(address, expect=404).text

    def test_shows_every_answer_with_its_words_voice_author_and_entry(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        entry = add(site, family, module_key="children", section_key="wishes",
                    subject_kind="child", subject_ids=[family.child],
                    answers={"three_wishes": "A dog"})  # fmt: skip

        text = page(signed_in(family), family, "children")

        assert "Three wishes" in text
        assert "Child’s own words" in text
        assert "A dog" in text
        assert f"/families/{family.id}/entries/{entry}" in text

    def test_says_why_a_question_is_empty(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        add(site, family, answers={"analysis": {"empty": "not_safe_to_ask"}})

        assert "Not safe to ask" in page(signed_in(family), family)

    def test_keeps_hostile_text_as_it_was_typed(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        add(site, family, answers={"analysis": HOSTILE, "not_known_any_more": HOSTILE})

        text = page(signed_in(family), family)

        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7 * 7 }} שלום \u200b🙂" in text

    def test_takes_ten_statements_with_three_hundred_contributions(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        rows = [entry_row(family, days_ago=number / 10) for number in range(300)]
        put(site.database, Entry, *rows)
        put(
            site.database,
            Contribution,
            *(contribution_row(row, answers={"analysis": "Words of a day. " * 8}) for row in rows),
        )
        browser = signed_in(family)

        with counted_statements(site.database) as sent:
            answer = browser.get(f"/families/{family.id}/modules/starting")

        assert len(sent) <= 10
        assert "300 contributions beneath" in answer.text
        assert len(gzip.compress(answer.content)) < 80_000

    def test_says_what_is_still_wanted_of_each_child_and_where_to_add_it(
        self, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        text = page(signed_in(family), family, "children")

        href = f"/families/{family.id}/modules/children/common/add?subject={family.child}"
        assert f'<a class="govuk-link" href="{href}">No child’s voice in the last 8 weeks' in text

    def test_says_who_still_has_what_to_add(self, signed_in: SignedIn, family: BuiltFamily) -> None:
        text = page(signed_in(family), family, "recovery")

        assert "Recovery Worker" in text.split("Who still has what to add")[1]

    def test_shows_no_way_to_write_to_the_chair(
        self, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        text = page(signed_in(family, by="conference_chair"), family)

        assert "/add" not in text
        assert "Change how far" not in text

    def test_says_when_an_entry_behind_the_agreed_wording_was_corrected(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        entry = add(site, family, answers={"analysis": "First words"})
        browser = signed_in(family)
        address = f"/families/{family.id}/modules/starting/common/summary?subject="
        fields = {"words": "Agreed words", "mark": "team", "source": entry, "replaces": ""}
        browser.post(address, fields | {"submit_key": new_id()})
        assert "corrected or withdrawn since" not in page(browser, family)

        an_entry(site.database, family, replaces_id=entry, note="Corrected")

        assert "corrected or withdrawn since" in page(browser, family)


class TestStatus:
    @pytest.fixture
    def send(self, signed_in: SignedIn, family: BuiltFamily) -> Callable[..., str]:
        browsers: dict[str, Browser] = {}

        def send(expect: int = 303, by: str = "social_worker", **fields: str) -> str:
            browser = browsers.setdefault(by, signed_in(family, by=by))
            given = {"submit_key": new_id(), "replaces": "", "reason": ""} | fields
            return browser.post(
                f"/families/{family.id}/modules/starting", given, expect=expect
            ).text

        return send

    def saved(self, site: Site, family: BuiltFamily) -> list[ModuleStatus]:
        viewer = Viewer(
            worker_id=family.workers["social_worker"],
            discipline="social_worker",
            team_id=family.team_id,
            today=TODAY,
        )
        with site.database.reading(viewer) as session:
            return list(session.scalars(select(ModuleStatus).order_by(ModuleStatus.recorded_at)))

    def test_is_kept_with_its_author(
        self, site: Site, family: BuiltFamily, send: Callable[..., str]
    ) -> None:
        send(status="ready_for_review")

        [row] = self.saved(site, family)
        assert (row.status, row.recorded_by) == (
            "ready_for_review",
            family.workers["social_worker"],
        )

    def test_sent_twice_is_saved_once(
        self, site: Site, family: BuiltFamily, send: Callable[..., str]
    ) -> None:
        key = new_id()
        send(status="complete", submit_key=key)
        send(status="complete", submit_key=key)

        assert len(self.saved(site, family)) == 1

    def test_refuses_the_same_form_with_other_words(self, send: Callable[..., str]) -> None:
        key = new_id()
        send(status="complete", submit_key=key)

        assert "already sent" in send(422, status="ready_for_review", submit_key=key)

    def test_refuses_to_go_over_what_a_colleague_said_since(
        self, site: Site, family: BuiltFamily, send: Callable[..., str]
    ) -> None:
        send(status="ready_for_review", by="team_manager")

        text = send(409, status="paused", reason="Holiday kept",
                    restarts_on=(TODAY + timedelta(days=9)).isoformat())  # fmt: skip

        assert "Holiday kept" in text
        assert self.saved(site, family)[0].id in text
        assert len(self.saved(site, family)) == 1

    def test_only_a_manager_sets_a_module_aside_and_says_why(
        self, site: Site, family: BuiltFamily, send: Callable[..., str]
    ) -> None:
        send(403, status="not_applicable", reason="No need")
        assert "Say why" in send(422, status="not_applicable", by="team_manager")
        send(status="not_applicable", reason="No need", by="team_manager")

        assert [row.status for row in self.saved(site, family)] == ["not_applicable"]

    def test_a_pause_says_why_and_until_when(self, send: Callable[..., str]) -> None:
        text = send(422, status="paused", restarts_on=TODAY.isoformat(), reason="Kept words")

        assert "Enter a day that is still to come" in text
        assert "Kept words" in text

    def test_what_is_complete_is_opened_again_first(
        self, site: Site, family: BuiltFamily, send: Callable[..., str]
    ) -> None:
        send(status="complete")
        [first] = self.saved(site, family)
        send(403, status="paused", reason="x", replaces=first.id,
             restarts_on=(TODAY + timedelta(days=9)).isoformat())  # fmt: skip
        send(status="reopened", reason="New worries", replaces=first.id)

        assert [row.replaces_id for row in self.saved(site, family)] == [None, first.id]

    @pytest.mark.parametrize(
        "fields", [{}, {"status": "finished"}, {"status": "complete", "submit_key": "x"}]
    )
    def test_a_form_that_is_not_whole_is_shown_again(
        self, send: Callable[..., str], fields: dict[str, str]
    ) -> None:
        assert "There is a problem" in send(422, **fields)

    def test_is_not_for_the_chair(self, send: Callable[..., str]) -> None:
        send(403, status="complete", by="conference_chair")


def test_another_programme_has_the_same_pages_without_code(database_url: str) -> None:
    three = Path(__file__).parents[2] / "definitions" / "valid" / "three"
    site = build_site(
        Settings(database_url=database_url, session_secret="x" * 32, programme=str(three))
    )
    family = a_family(site.database)
    browser = Browser(site, worker_id=family.workers["social_worker"])
    address = f"/families/{family.id}/modules/our_story"
    try:
        assert "nothing told yet" in browser.get(address).text.lower()
        fields = {"answer-told": "We moved here by boat", "on": TODAY.isoformat(), "mark": "team"}
        browser.post(f"{address}/talk/add?subject=", fields | {"submit_key": new_id()})
        text = browser.get(address).text
    finally:
        browser.close()
        site.database.close()

    assert "What the family told us" in text
    assert "We moved here by boat" in text
    assert "nothing told yet" not in text.lower()
    assert [module.key for module in Catalogue.load(three).modules] == [
        module.key for module in site.catalogue.modules
    ]
