"""Opening what is kept: one person asks, another decides, and only what was asked for opens."""

from typing import Any

import pytest

from tests.browser import Browser
from tests.builders.entries import an_entry, an_entry_with_parts
from tests.builders.families import BuiltFamily, a_family
from tests.builders.recording import a_note, rows
from tests.builders.staff import PASSWORD, a_password
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.entries.tables import Contribution, Entry, EntrySuccession, Voice
from workbook.marking.tables import LooseningDecision, LooseningRequest, Tightening
from workbook.site import Site

OTHER = "da_perpetrator_worker"
Wish = dict[str, str | list[str]]


def keep(family: BuiltFamily, browser: Any, mark: str, one: str) -> None:  # noqa: ANN401
    browser.post(f"/families/{family.id}/marks", {"object": one, "mark": mark})


def ask_of(family: BuiltFamily, one: str) -> str:
    return f"/families/{family.id}/marks/{one}/loosen"


def a_wish(mark: str = "team", **given: str | list[str]) -> Wish:
    return {"submit_key": new_id(), "mark": mark, "reason": "The risk has passed.", **given}


def asked(family: BuiltFamily, browser: Any, one: str, mark: str = "team") -> str:  # noqa: ANN401
    return str(browser.post(ask_of(family, one), a_wish(mark)).headers["location"])


YES: Wish = {"answer": "yes", "words": "", "step_password": PASSWORD}


def the_manager(site: Site, signed_in: SignedIn, family: BuiltFamily) -> Browser:
    """The second person, who can show that it is them."""
    a_password(site.database, family.workers["team_manager"])
    return signed_in(family, by="team_manager")


def standing(site: Site, family: BuiltFamily, by: str = "social_worker") -> list[Any]:
    gone = {one.replaced_id for one in rows(site, family, EntrySuccession, by=by)}
    return [one for one in rows(site, family, Entry, by=by) if one.id not in gone]


class TestOpening:
    def test_what_was_laid_over_an_entry_is_lifted_by_a_second_person(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry_with_parts(site.database, family)
        worker, manager = signed_in(family), the_manager(site, signed_in, family)
        keep(family, worker, "survivor_protected", entry)
        place = asked(family, worker, entry)
        assert rows(site, family, Entry, by=OTHER) == []
        assert "Somebody asks for something to be opened" in manager.get("/").text

        manager.post(place, YES)

        assert [one.id for one in standing(site, family, OTHER)] == [entry]
        assert len(rows(site, family, Voice, by=OTHER)) == 1
        assert len(rows(site, family, Contribution, by=OTHER)) == 1
        assert "It was opened." in worker.get(f"/families/{family.id}/entries/{entry}").text
        assert "asks for something" not in manager.get("/").text

    def test_a_tighter_mark_of_its_own_takes_a_new_version_with_every_part(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        mine = {"mark": "survivor_protected", "mark_persons": [family.other]}
        worker = signed_in(family)
        sent = a_note(mark="survivor_protected", kept_from=[family.other],
                      **{"module-children-section": "day", "module-children-words": "Quiet.",
                         "module": ["children"]})  # fmt: skip
        worker.post(f"/families/{family.id}/record", sent)
        [before] = rows(site, family, Entry)
        assert (before.mark, before.mark_persons) == (mine["mark"], mine["mark_persons"])

        the_manager(site, signed_in, family).post(asked(family, worker, before.id), YES)

        [after] = standing(site, family, OTHER)
        assert (after.mark, after.replaces_id, after.note) == ("team", before.id, before.note)
        assert after.recorded_by == family.workers["team_manager"]
        assert "The risk has passed." in after.reason
        [answer] = rows(site, family, Contribution, by=OTHER)
        assert (answer.entry_id, answer.mark) == (after.id, "team")

    def test_a_no_keeps_it_and_says_why(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        worker, manager = signed_in(family), the_manager(site, signed_in, family)
        keep(family, worker, "survivor_protected", entry)
        place = asked(family, worker, entry)
        manager.post(place, {"answer": "no", "words": ""}, expect=422)
        manager.post(place, {"answer": "no", "words": "Not yet.", "step_password": PASSWORD})

        assert rows(site, family, Entry, by=OTHER) == []
        assert "Not yet." in worker.get(place).text
        manager.post(place, YES, expect=409)

    def test_what_somebody_kept_by_itself_stays_when_its_entry_opens(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry_with_parts(site.database, family)
        worker, manager = signed_in(family), the_manager(site, signed_in, family)
        [voice] = rows(site, family, Voice)
        keep(family, worker, "child_private", voice.id)
        keep(family, worker, "survivor_protected", entry)
        manager.post(asked(family, worker, entry), YES)
        assert len(rows(site, family, Entry, by=OTHER)) == 1
        assert rows(site, family, Voice, by=OTHER) == []

        manager.post(asked(family, worker, voice.id), YES)
        assert len(rows(site, family, Voice, by=OTHER)) == 1


class TestTheSecondPerson:
    def test_shows_that_it_is_them_with_the_answer(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        worker, manager = signed_in(family), the_manager(site, signed_in, family)
        keep(family, worker, "survivor_protected", entry)
        place = asked(family, worker, entry)
        assert "Show that it is you" in manager.get(place).text

        for given in ("", "x" * 20):
            again = manager.post(place, {**YES, "step_password": given}, expect=422)
            assert 'id="answer-yes" checked' in again.text

        assert rows(site, family, LooseningDecision) == []

    def test_nobody_decides_on_what_they_asked_for(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        worker = signed_in(family)
        keep(family, worker, "survivor_protected", entry)
        place = asked(family, worker, entry)
        assert "Save the decision" not in worker.get(place).text
        worker.post(place, YES, expect=403)
        assert rows(site, family, LooseningDecision) == []

    @pytest.mark.parametrize(
        ("author", "mark", "decides"),
        [
            ("social_worker", "survivor_protected", {"social_worker", "team_manager"}),
            ("da_survivor_worker", "survivor_protected", {"da_survivor_worker", "team_manager"}),
            ("mental_health_practitioner", "health_restricted", {"mental_health_practitioner"}),
            ("social_worker", "legal_privileged", {"social_worker", "team_manager"}),
            ("recovery_worker", "adult_private", {"recovery_worker"}),
        ],
    )
    def test_is_of_the_authors_discipline_or_the_manager(
        self, site: Site, signed_in: SignedIn, author: str, mark: str, decides: set[str]
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family, by=author, mark=mark)
        signed_in(family, by=author).post(ask_of(family, entry), a_wish())
        [made] = rows(site, family, LooseningRequest)
        working = {"social_worker", "team_manager", "da_survivor_worker", "recovery_worker",
                   "mental_health_practitioner"}  # fmt: skip
        assert set(made.deciders) & working == decides

    def test_another_role_may_read_the_asking_and_not_decide(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        worker = signed_in(family)
        keep(family, worker, "staff_safety", entry)
        place = asked(family, worker, entry)
        signed_in(family, by="recovery_worker").post(place, YES, expect=403)

    def test_what_may_not_be_read_is_not_there(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family, mark="survivor_protected")
        other = signed_in(family, by=OTHER)
        other.get(ask_of(family, entry), expect=404)
        place = asked(family, signed_in(family), entry)
        other.get(place, expect=404)


class TestAsking:
    def test_the_same_form_twice_asks_once(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family, mark="survivor_protected")
        browser, wish = signed_in(family), a_wish()
        for _ in range(2):
            browser.post(ask_of(family, entry), wish)
        assert len(rows(site, family, LooseningRequest)) == 1

    @pytest.mark.parametrize("given", [{"mark": "legal_privileged"}, {"mark": ""}, {"reason": " "}])
    def test_comes_back_with_every_word(
        self, site: Site, signed_in: SignedIn, given: dict[str, str]
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family, mark="survivor_protected")
        wish = a_wish() | given
        page = signed_in(family).post(ask_of(family, entry), wish, expect=422).text
        assert str(wish["reason"]).strip() in page


class TestCorrecting:
    def test_cannot_open_an_entry(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family, mark="survivor_protected",
                         mark_persons=[family.other])  # fmt: skip
        sent = a_note(mark="team", reason="Time")
        page = signed_in(family).post(
            f"/families/{family.id}/entries/{entry}/correct", sent, expect=422
        )
        assert "Ask for it to be opened" in page.text
        assert len(rows(site, family, Entry)) == 1

    def test_keeps_what_was_laid_over_the_version_and_its_parts(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry_with_parts(site.database, family)
        browser = signed_in(family)
        [voice] = rows(site, family, Voice)
        keep(family, browser, "child_private", voice.id)
        keep(family, browser, "survivor_protected", entry)
        sent = a_note(mark="survivor_protected", kept_from=[family.other], reason="Time")
        browser.post(f"/families/{family.id}/entries/{entry}/correct", sent)

        [new] = standing(site, family)
        over = {one.object_id for one in rows(site, family, Tightening)}
        new_voice = next(one for one in rows(site, family, Voice) if one.entry_id == new.id)
        assert new.id in over
        marks = {
            one.mark for one in rows(site, family, Tightening) if one.object_id == new_voice.id
        }
        assert marks == {"child_private", "survivor_protected"}
        assert rows(site, family, Entry, by=OTHER) == []

    def test_starts_from_the_mark_that_counts_now(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        browser = signed_in(family)
        keep(family, browser, "staff_safety", entry)
        page = browser.get(f"/families/{family.id}/entries/{entry}/correct").text
        assert 'value="staff_safety" id="mark-staff_safety" checked' in page

    def test_whoever_may_not_read_a_part_cannot_drop_it(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry_with_parts(site.database, family, by="childrens_practitioner")
        [voice] = rows(site, family, Voice)
        keep(family, signed_in(family, by="recovery_worker"), "health_restricted", voice.id)
        assert rows(site, family, Voice) == []
        sent = a_note(reason="Time")
        signed_in(family).post(f"/families/{family.id}/entries/{entry}/correct", sent, expect=403)
