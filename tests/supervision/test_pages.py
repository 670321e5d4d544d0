"""Group supervision of a family: who reads what, versions, sign-off, and what bad input gets."""

import html
from datetime import timedelta

import pytest

from supervision.tables import DiscussionPart, DiscussionSignOff, FamilyDiscussion
from tests.browser import counted_statements
from tests.builders.entries import an_entry, an_entry_with_parts, many_entries
from tests.builders.families import TODAY, WORKING, BuiltFamily, a_family, a_team
from tests.supervision.steps import DECIDED, Fields, a_session, count, fields_of, screen
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.site import Site
from workbook.wall.marks import SURVIVOR_PROTECTED

CANARY = "Saffron-canary lives by the canal"
HOSTILE = "\u202eevil <b>&{{ 7*7 }}</b>\t“quote” \U0001f469\u200d\U0001f467\n- one\n• two"


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    """A family with its team."""
    return a_family(site.database)


class TestSessions:
    def test_holds_one_session_a_team_and_day(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")

        assert a_session(manager) == a_session(manager)

    def test_only_the_manager_starts_one(self, family: BuiltFamily, signed_in: SignedIn) -> None:
        worker = signed_in(family)

        worker.post("/supervision", {"held-on": TODAY.isoformat()}, expect=403)

        assert "Start a session" not in worker.get("/supervision").text

    def test_says_what_is_wrong_with_a_day(self, family: BuiltFamily, signed_in: SignedIn) -> None:
        manager = signed_in(family, by="team_manager")

        page = manager.post("/supervision", {"held-on": "31 2 2026"}, expect=422).text

        assert "Enter a real date" in page
        assert 'value="31 2 2026"' in page

    def test_lists_a_family_never_discussed_first(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        team = family.workers | {"team": family.team_id}
        a_family(site.database, team, name="Zed and Young")
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        manager.post(f"{address}/families/{family.id}", screen(manager, address, family) | DECIDED)

        page = manager.get("/supervision").text

        assert page.index("Zed and Young") < page.index("Reed and Vane")
        assert "Never discussed" in page
        assert "1 of 2 done" in manager.get(address).text

    def test_another_team_finds_nothing(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        address = a_session(signed_in(family, by="team_manager"))
        stranger = signed_in(a_family(site.database, a_team(site.database)), by="team_manager")

        stranger.get(address, expect=404)
        stranger.get(f"{address}/families/{family.id}", expect=404)
        stranger.post(f"{address}/families/{family.id}", DECIDED, expect=404)
        stranger.get(f"/families/{family.id}/supervision", expect=404)

    def test_a_family_is_not_discussed_in_another_teams_session(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        other = a_family(site.database, a_team(site.database))
        address = a_session(signed_in(other, by="team_manager"))

        signed_in(family).get(f"{address}/families/{family.id}", expect=404)

    @pytest.mark.parametrize("by", ["business_support", "fgdm_coordinator"])
    def test_is_not_for_those_outside_the_case(
        self, family: BuiltFamily, signed_in: SignedIn, by: str
    ) -> None:
        browser = signed_in(family, by=by)

        browser.get("/supervision", expect=403)
        browser.get(f"/families/{family.id}/supervision", expect=403)


class TestScreen:
    def test_drafts_each_workers_part_from_their_own_entries(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        an_entry(site.database, family, note="Kim laughed a lot. Then tea.")
        manager = signed_in(family, by="team_manager")

        form = screen(manager, a_session(manager), family)

        worker = family.workers["social_worker"]
        assert form[f"well-{worker}"] == "Kim laughed a lot."
        assert form[f"here-{worker}"] == "present"

    def test_shows_the_childs_words_since_last_time(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        an_entry_with_parts(site.database, family)
        manager = signed_in(family, by="team_manager")

        page = manager.get(f"{a_session(manager)}/families/{family.id}").text

        assert "I like toast." in page

    def test_asks_whether_it_is_drifting_after_three_unchanged_sessions(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        same: Fields = {f"way-{family.child}": "same"}
        for days in (90, 60, 30):
            on = (TODAY - timedelta(days=days)).isoformat()
            address = manager.post("/supervision", {"held-on": on}).headers["location"]
            place = f"{address}/families/{family.id}"
            assert "Is it drifting?" not in manager.get(place).text
            manager.post(place, screen(manager, address, family) | DECIDED | same)

        page = manager.get(f"{a_session(manager)}/families/{family.id}").text

        assert "Nothing has changed for Kim in the last 3 sessions. Is it drifting?" in page

    def test_says_who_saw_a_child_alone_since_last_time(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        place = f"{a_session(manager)}/families/{family.id}"
        assert "Nothing here says that Kim was seen alone." in manager.get(place).text
        seen = {
            "person": family.child, "seen": True, "seen_alone": True, "bedroom_seen": False,
            "reason": "",
        }  # fmt: skip

        an_entry(site.database, family, children=[seen])

        assert "Last seen alone: Kim on " in manager.get(place).text

    def test_the_history_shows_how_far_each_module_has_got(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        worker = signed_in(family)
        address = f"/families/{family.id}/supervision"
        assert "(in progress)" not in worker.get(address).text

        an_entry_with_parts(site.database, family)

        assert "(in progress)" in worker.get(address).text

    def test_pulls_nothing_twice(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        an_entry(site.database, family, note="Heard already.", days_ago=40)
        manager = signed_in(family, by="team_manager")
        earlier = (TODAY - timedelta(days=30)).isoformat()
        first = manager.post("/supervision", {"held-on": earlier}).headers["location"]
        manager.post(f"{first}/families/{family.id}", screen(manager, first, family) | DECIDED)

        page = manager.get(f"{a_session(manager)}/families/{family.id}").text

        assert "Heard already." not in page
        assert "Stay as we are" in page

    def test_reads_many_entries_in_few_statements(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        many_entries(site.database, family, 60)
        manager = signed_in(family, by="team_manager")
        address = f"{a_session(manager)}/families/{family.id}"
        manager.get(address)

        with counted_statements(site.database) as sent:
            manager.get(address)

        assert len(sent) <= 14, "\n".join(sent)

    @pytest.mark.parametrize("by", WORKING)
    def test_is_written_on_only_by_those_who_have_a_place_in_it(
        self, family: BuiltFamily, signed_in: SignedIn, by: str
    ) -> None:
        address = a_session(signed_in(family, by="team_manager"))
        outside = {"business_support", "fgdm_coordinator", "conference_chair"}

        page = signed_in(family, by=by).get(
            f"{address}/families/{family.id}", expect=403 if by in outside else 200
        )

        assert ("Sign off" in page.text) == (by == "team_manager")


class TestWalls:
    def test_keeps_a_survivors_part_from_the_worker_for_the_person_using_abuse(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        an_entry(site.database, family, by="da_survivor_worker", note=f"{CANARY}.",
                 mark=SURVIVOR_PROTECTED)  # fmt: skip
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        form = screen(manager, address, family)
        assert CANARY in form[f"well-{family.workers['da_survivor_worker']}"]
        manager.post(place, form | DECIDED)

        other = signed_in(family, by="da_perpetrator_worker")

        assert CANARY not in other.get(place).text
        assert CANARY not in other.get(f"/families/{family.id}/supervision").text
        for by in ("social_worker", "da_survivor_worker"):
            assert CANARY in signed_in(family, by=by).get(place).text

    def test_their_saving_does_not_lose_what_they_cannot_see(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        an_entry(site.database, family, by="da_survivor_worker", note=f"{CANARY}.",
                 mark=SURVIVOR_PROTECTED)  # fmt: skip
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        manager.post(place, screen(manager, address, family) | DECIDED)
        other = signed_in(family, by="da_perpetrator_worker")
        survivor_worker = family.workers["da_survivor_worker"]
        changed: Fields = {f"well-{survivor_worker}": "In the open"}

        other.post(place, screen(other, address, family) | changed)

        well = screen(manager, address, family)[f"well-{survivor_worker}"]
        assert well == f"In the open\n{CANARY}."
        assert CANARY not in other.get(place).text

    def test_a_part_is_never_opened_wider_than_its_sources(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        an_entry(site.database, family, by="da_survivor_worker", note=f"{CANARY}.",
                 mark=SURVIVOR_PROTECTED)  # fmt: skip
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        form = screen(manager, address, family)
        form[f"mark-{family.workers['da_survivor_worker']}"] = "team"

        manager.post(f"{address}/families/{family.id}", form)

        other = signed_in(family, by="da_perpetrator_worker")
        assert CANARY not in other.get(f"/families/{family.id}/supervision").text

    def test_a_part_can_be_kept_closer_than_its_sources(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        worker = signed_in(family, by="da_survivor_worker")
        address = a_session(signed_in(family, by="team_manager"))
        own = family.workers["da_survivor_worker"]
        form = screen(worker, address, family)
        form |= {f"worried-{own}": CANARY, f"mark-{own}": SURVIVOR_PROTECTED}

        worker.post(f"{address}/families/{family.id}", form)

        history = f"/families/{family.id}/supervision"
        assert CANARY in worker.get(history).text
        assert CANARY not in signed_in(family, by="da_perpetrator_worker").get(history).text


class TestSaving:
    def test_a_save_with_nothing_written_is_a_save(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        worker = signed_in(family)
        address = a_session(signed_in(family, by="team_manager"))

        worker.post(f"{address}/families/{family.id}", screen(worker, address, family))

        assert count(site, family, FamilyDiscussion) == 1

    def test_each_save_is_a_version_and_only_what_changed_is_kept_again(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        an_entry(site.database, family)
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        manager.post(place, screen(manager, address, family) | DECIDED)

        manager.post(place, screen(manager, address, family) | {"decision": "Step down"})

        assert count(site, family, FamilyDiscussion) == 2
        assert count(site, family, DiscussionPart) == 1
        page = manager.get(f"/families/{family.id}/supervision").text
        assert "Step down" in page
        assert "Stay as we are" not in page

    def test_sending_a_form_twice_saves_once(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        form = screen(manager, address, family) | DECIDED | {"action-1": "Ring school"}

        first, second = manager.post(place, form), manager.post(place, form)

        assert first.headers["location"] == second.headers["location"]
        assert count(site, family, FamilyDiscussion) == 1
        manager.post(place, form | {"decision": "Another"}, expect=422)

    def test_shows_both_when_somebody_saved_first(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager, worker = signed_in(family, by="team_manager"), signed_in(family)
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        mine = screen(manager, address, family) | {"decision": "Mine"}
        worker.post(place, screen(worker, address, family) | {"decision": "Theirs"})

        page = manager.post(place, mine, expect=409).text

        assert "Theirs" in page
        assert fields_of(page)["decision"] == "Mine"
        assert count(site, family, FamilyDiscussion) == 1
        manager.post(place, fields_of(page))
        assert screen(manager, address, family)["decision"] == "Mine"

    def test_agreed_actions_are_open_actions_of_the_family(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager, worker = signed_in(family, by="team_manager"), signed_in(family)
        address = a_session(manager)
        action: Fields = {"action-1": "See Kim alone", "by-1": TODAY.isoformat()}

        manager.post(f"{address}/families/{family.id}", screen(manager, address, family) | action)

        assert "See Kim alone" in worker.get(f"/families/{family.id}").text
        assert "See Kim alone" in worker.get("/").text

    def test_keeps_hostile_text_as_typed(self, family: BuiltFamily, signed_in: SignedIn) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        names = ("decision", "hypotheses", f"well-{family.workers['social_worker']}")
        form = screen(manager, address, family) | dict.fromkeys(names, HOSTILE)

        manager.post(f"{address}/families/{family.id}", form)

        again = screen(manager, address, family)
        assert [again[name] for name in names] == [HOSTILE] * 3
        page = manager.get(f"/families/{family.id}/supervision").text
        assert "<b>&{{" not in page
        assert html.escape("<b>&{{ 7*7 }}</b>") in page

    @pytest.mark.parametrize(
        "bad",
        [
            {"owner-1": new_id(), "action-1": "Ring"},
            {"by-1": "soon", "action-1": "Ring"},
            {"next-due": "31 2 2027"},
            {"told-by": new_id()},
            {"fgdm": "perhaps"},
            {"submit_key": "x"},
            {"strange": "1"},
            {"decision": "x" * 20_001},
        ],
        ids=lambda bad: next(iter(bad)),
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn, bad: Fields
    ) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        form = screen(manager, address, family) | {"rationale": "Kept"} | bad

        page = manager.post(f"{address}/families/{family.id}", form, expect=422).text

        assert "There is a problem" in page
        assert fields_of(page)["rationale"] == "Kept"
        assert count(site, family, FamilyDiscussion) == 0

    def test_refuses_an_entry_of_another_family_as_a_source(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        other = a_family(site.database, family.workers | {"team": family.team_id})
        entry = an_entry(site.database, other)
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        form = screen(manager, address, family)
        form[f"source-{family.workers['social_worker']}"] = entry

        manager.post(f"{address}/families/{family.id}", form, expect=422)


class TestSignOff:
    def test_lists_what_is_missing_and_saves_nothing(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        form = screen(manager, address, family) | {"decision": "Go on", "do": "sign-off"}

        page = manager.post(f"{address}/families/{family.id}", form, expect=422).text

        assert 'href="#rationale"' in page
        assert 'href="#decision"' not in page
        assert count(site, family, FamilyDiscussion) == 0

    def test_is_the_managers(self, family: BuiltFamily, signed_in: SignedIn) -> None:
        worker = signed_in(family)
        address = a_session(signed_in(family, by="team_manager"))
        form = screen(worker, address, family) | DECIDED | {"do": "sign-off"}

        worker.post(f"{address}/families/{family.id}", form, expect=403)

    def test_goes_to_the_next_family_still_to_be_discussed(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        team = family.workers | {"team": family.team_id}
        other = a_family(site.database, team, name="Zed and Young")
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        ends = []
        for one in (family, other):
            form = screen(manager, address, one) | DECIDED | {"do": "sign-off"}
            place = f"{address}/families/{one.id}"
            ends.append(manager.post(place, form).headers["location"])

        assert ends == [f"{address}/families/{other.id}", address]

    def test_locks_and_takes_dated_words_only(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager, worker = signed_in(family, by="team_manager"), signed_in(family)
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        late = screen(worker, address, family)
        form = screen(manager, address, family) | DECIDED | {"do": "sign-off"}
        signed = manager.post(place, form)

        assert manager.post(place, form).headers["location"] == signed.headers["location"]
        assert count(site, family, DiscussionSignOff) == 1
        worker.post(place, late | {"decision": "Too late"}, expect=409)
        words: Fields = {"words": "Heard since", "submit_key": new_id()}
        worker.post(f"{place}/addendum", words)
        worker.post(f"{place}/addendum", words)
        worker.post(f"{place}/addendum", words | {"words": " "}, expect=422)

        page = worker.get(f"/families/{family.id}/supervision").text
        assert page.count("Heard since") == 1
        assert "Too late" not in page
        assert "Signed off" in page

    def test_takes_no_addendum_before_it(self, family: BuiltFamily, signed_in: SignedIn) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        words: Fields = {"words": "Heard since", "submit_key": new_id()}
        manager.post(f"{place}/addendum", words, expect=404)
        manager.post(place, screen(manager, address, family) | DECIDED)

        manager.post(f"{place}/addendum", words, expect=409)


class TestDue:
    def test_is_on_the_first_page_once_it_is_near(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager, worker = signed_in(family, by="team_manager"), signed_in(family)
        address = a_session(manager)
        soon: Fields = {"next-due": (TODAY + timedelta(days=3)).isoformat()}

        manager.post(f"{address}/families/{family.id}", screen(manager, address, family) | soon)

        assert "Group supervision" in worker.get("/").text
