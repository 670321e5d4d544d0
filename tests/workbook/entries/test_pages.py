"""Recording an entry: what is saved, how often, in how few statements, by whom."""

import re
from datetime import timedelta

from tests.browser import counted_statements
from tests.builders.entries import an_action
from tests.builders.families import NOW, TODAY, a_family
from tests.builders.recording import a_full_visit, a_note, address, rows, typed_texts
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.entries.tables import Action, ActionOutcome, Contribution, Entry, Ruler, Voice
from workbook.families.queries import family_file
from workbook.site import Site
from workbook.wall.viewer import Viewer


class TestSharing:
    """Saving what the form says."""

    def test_saves_everything_in_eight_statements(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        browser = signed_in(family)
        with counted_statements(site.database) as sent:
            answer = browser.post(address(family), a_full_visit(family))
        assert len(sent) == 8
        [entry] = rows(site, family, Entry)
        assert answer.headers["location"] == f"/families/{family.id}?saved={entry.id}"
        assert entry.statutory_visit
        assert entry.children == [
            {"person": family.child, "seen": True, "seen_alone": True, "bedroom_seen": True,
             "reason": ""}
        ]  # fmt: skip
        assert (entry.headline, entry.affects) == ("First calm week", [family.child])
        assert {(one.module_key, one.section_key) for one in rows(site, family, Contribution)} == {
            ("children", "day"),
            ("daily_care", "home"),
        }
        assert {(one.words, one.voice, one.share_ok) for one in rows(site, family, Voice)} == {
            ("I like toast.", "child_own_words", "yes_with_changes"),
            ("Mornings are better.", "parent_own_words", "yes"),
        }
        [ruler] = rows(site, family, Ruler)
        assert (ruler.importance, ruler.confidence, ruler.readiness) == (8, 6, None)
        [action] = rows(site, family, Action)
        assert (action.owner_id, action.entry_id) == (family.workers["social_worker"], entry.id)
        assert action.due_on == TODAY + timedelta(weeks=2)

    def test_closes_the_actions_that_were_ticked(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        action = an_action(site.database, family)
        browser, sent = signed_in(family), a_note(done=[action])
        first = browser.post(address(family), sent).headers["location"]
        assert [one.action_id for one in rows(site, family, ActionOutcome)] == [action]
        assert browser.post(address(family), sent).headers["location"] == first

    def test_saves_a_form_that_is_sent_twice_once(self, site: Site, signed_in: SignedIn) -> None:
        family, browser_of = a_family(site.database), signed_in
        browser, sent = browser_of(family), a_full_visit(family)
        first = browser.post(address(family), sent)
        second = browser.post(address(family), sent)
        assert first.headers["location"] == second.headers["location"]
        for table, number in ((Entry, 1), (Contribution, 2), (Voice, 2), (Ruler, 1), (Action, 1)):
            assert len(rows(site, family, table)) == number

    def test_refuses_the_same_key_with_other_words(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        browser, sent = signed_in(family), a_note()
        browser.post(address(family), sent)
        browser.post(address(family), sent | {"note": "Other words."}, expect=422)
        assert [one.note for one in rows(site, family, Entry)] == ["A visit."]

    def test_never_takes_a_form_with_something_more_for_one_sent_before(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        browser, sent = signed_in(family), a_note()
        browser.post(address(family), sent)
        more = sent | {"action-0-text": "Ring the school", f"voice-{family.child}-words": "Toast"}

        shown = browser.post(address(family), more, expect=422).text

        typed = typed_texts(shown)
        assert (typed["action-0-text"], typed[f"voice-{family.child}-words"]) == (
            "Ring the school",
            "Toast",
        )
        key = re.findall(r'name="submit_key" value="([0-9a-f]{32})"', shown)
        assert key != [sent["submit_key"]]
        given = {f"voice-{family.child}-share": "yes", f"voice-{family.child}-how": "spoke alone"}
        browser.post(address(family), more | given | {"submit_key": key})
        assert [one.text for one in rows(site, family, Action)] == ["Ring the school"]
        assert len(rows(site, family, Entry)) == 2

    def test_offers_nothing_to_a_worker_without_a_route(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        mine, theirs = a_family(site.database), a_family(site.database)
        browser = signed_in(mine)
        browser.get(address(theirs), expect=404)
        browser.post(address(theirs), a_note(), expect=404)
        browser.post(address(theirs), a_note(later="1"), expect=404)
        assert rows(site, theirs, Entry) == []

    def test_refuses_those_who_do_not_record(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        for role in ("business_support", "conference_chair"):
            signed_in(family, by=role).post(address(family), a_note(), expect=403)

    def test_keeps_the_chain_of_the_audit_whole(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        browser = signed_in(family)
        for _ in range(2):
            browser.post(address(family), a_note(note=f"Note {new_id()}"))
        who = Viewer(
            worker_id=family.workers["social_worker"], discipline="social_worker",
            team_id=family.team_id, today=TODAY,
        )  # fmt: skip
        with site.database.reading(who) as session:
            assert family_file(session, family_id=family.id).chain_end.number == 2


def test_begins_with_the_kind_that_was_asked_for(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    browser = signed_in(family)
    html = " ".join(browser.get(f"{address(family)}?kind=phone_call").text.split())
    assert 'id="kind-phone_call" checked' in html
    assert 'id="statutory" name="statutory" value="1" checked' not in html
    home = " ".join(browser.get(f"{address(family)}?kind=home_visit").text.split())
    assert 'id="statutory" name="statutory" value="1" checked' in home


def test_opens_the_modules_that_the_worker_added_to_last(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    browser = signed_in(family)
    browser.post(address(family), a_full_visit(family))
    html = " ".join(browser.get(address(family)).text.split())
    assert 'id="module-children" checked' in html
    assert 'id="module-daily_care" checked' in html
    assert 'id="module-recovery" checked' not in html
    assert "Last time 8" in html


def test_gives_a_note_about_children_to_each_child_seen(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    sent = a_note(**{"module-children-section": "day", "module-children-words": "Calm."})
    signed_in(family).post(address(family), sent)
    assert [one.subject_ids for one in rows(site, family, Contribution)] == [[family.child]]


def test_says_the_time_of_the_day_before(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    signed_in(family).post(address(family), a_note())
    [entry] = rows(site, family, Entry)
    assert entry.occurred_at < NOW
