"""Keeping something closer: at once, with all that goes with it, and shown wherever it is shown."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from supervision.tables import DiscussionPart, FamilyDiscussion, SupervisionSession
from tests.browser import counted_statements
from tests.builders.entries import (
    an_action,
    an_entry,
    an_entry_with_parts,
    contribution_row,
    entry_row,
    put,
    voice_row,
)
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.builders.recording import a_full_visit, address, rows
from tests.workbook.conftest import SignedIn
from workbook import audit
from workbook.db import new_id
from workbook.entries.tables import Action, Contribution, Entry, Ruler, Voice
from workbook.families.tables import (
    ContactDetail,
    FamilyMember,
    Household,
    HouseholdMember,
    Relationship,
)
from workbook.programme.tables import SectionSummary
from workbook.site import Site
from workbook.wall.viewer import Viewer, importer

OTHER = "da_perpetrator_worker"


def marks(family: BuiltFamily) -> str:
    return f"/families/{family.id}/marks"


def keep(mark: str, *objects: str) -> dict[str, str | list[str]]:
    return {"object": list(objects), "mark": mark}


def an_abuse_tie(site: Site, family: BuiltFamily) -> str:
    tie = {
        "id": new_id(), "family_id": family.id, "recorded_at": NOW, "recorded_by": "importer",
        "discipline": "importer", "employer": "", "mark": "survivor_protected",
        "mark_persons": [family.other], "a_id": family.other, "b_id": family.survivor,
        "kind": "abuse_towards", "starts_on": None, "ends_on": None,
    }  # fmt: skip
    put(site.database, Relationship, tie)
    return str(tie["id"])


class TestAnEntry:
    def test_one_press_shuts_it_with_every_part_and_every_version(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        first = an_entry_with_parts(site.database, family)
        second = an_entry(site.database, family, replaces_id=first, reason="Time")
        assert len(rows(site, family, Entry, by=OTHER)) == 2

        answer = signed_in(family).post(marks(family), keep("survivor_protected", second))

        assert answer.headers["location"] == f"/families/{family.id}/entries/{second}"
        for table in (Entry, Voice, Ruler, Contribution):
            assert rows(site, family, table, by=OTHER) == [], table
            assert rows(site, family, table, by="da_survivor_worker") != [], table
        signed_in(family, by=OTHER).get(f"/families/{family.id}/entries/{first}", expect=404)

    def test_it_takes_with_it_what_was_made_of_it(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        apart = an_entry(site.database, family)
        for made_of in (entry, apart):
            put(site.database, SectionSummary, a_wording(family, made_of))
        parts = [a_part(site, family, made_of) for made_of in (entry, apart)]

        signed_in(family).post(marks(family), keep("survivor_protected", entry))

        assert [one.derived_from for one in rows(site, family, SectionSummary, by=OTHER)] == [
            [apart]
        ]
        assert [one.id for one in rows(site, family, DiscussionPart, by=OTHER)] == [parts[1]]
        assert len(rows(site, family, SectionSummary)) == 2

    def test_its_actions_go_with_it(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        browser = signed_in(family)
        browser.post(address(family), a_full_visit(family))
        [entry] = rows(site, family, Entry)
        assert rows(site, family, Action, by=OTHER) != []

        browser.post(marks(family), keep("survivor_protected", entry.id))

        assert rows(site, family, Action, by=OTHER) == []

    def test_the_page_and_the_timeline_say_the_mark_that_counts_now(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        an_abuse_tie(site, family)
        entry = an_entry(site.database, family)
        browser = signed_in(family)
        browser.post(marks(family), keep("survivor_protected", entry))

        assert "Not for Bob Vane" in browser.get(f"/families/{family.id}/entries/{entry}").text
        assert "Not for Bob Vane" in browser.get(f"/families/{family.id}").text

    def test_a_second_press_lays_nothing_more(self, site: Site, signed_in: SignedIn) -> None:
        from workbook.marking.tables import Tightening  # noqa: PLC0415 -- only counted here

        family = a_family(site.database)
        entry = an_entry_with_parts(site.database, family)
        browser = signed_in(family)
        for _ in range(2):
            browser.post(marks(family), keep("staff_safety", entry))

        assert len(rows(site, family, Tightening)) == 5  # the entry, a voice, two rulers, an answer

    def test_it_is_noted_without_a_word_of_what_was_kept(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        signed_in(family).post(marks(family), keep("staff_safety", entry))
        noted = [one for one in rows_of_log(site, family) if one.act == "mark_tightened"]
        [one] = noted
        assert (one.object_id, one.detail["mark"], one.detail["rows"]) == (entry, "staff_safety", 1)

    @pytest.mark.parametrize(
        ("by", "status"),
        [("da_perpetrator_worker", 303), ("childrens_practitioner", 303), ("recovery_worker", 303),
         ("business_support", 404)],
    )  # fmt: skip
    def test_whoever_may_read_it_may_keep_it_closer(
        self, site: Site, signed_in: SignedIn, by: str, status: int
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        browser = signed_in(family, by=by)
        sent = keep("survivor_protected", entry)
        answer = browser.post(marks(family), sent, expect=status)
        if by == OTHER:
            assert answer.headers["location"] == f"/families/{family.id}"

    @pytest.mark.parametrize(
        "mark", ["team", "family_shared", "third_party", "legal_privileged", "x"]
    )
    def test_it_never_opens_anything(self, site: Site, signed_in: SignedIn, mark: str) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family, mark="survivor_protected", by="da_survivor_worker")
        browser = signed_in(family, by="da_survivor_worker")
        browser.post(marks(family), keep(mark, entry), expect=422)

    def test_another_familys_entry_is_not_there(self, site: Site, signed_in: SignedIn) -> None:
        family, strange = a_family(site.database), a_family(site.database)
        entry = an_entry(site.database, strange)
        signed_in(family).post(marks(family), keep("staff_safety", entry), expect=404)

    def test_a_health_workers_words_are_kept_to_their_discipline(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family, by="recovery_worker")
        signed_in(family, by="mental_health_practitioner").post(
            marks(family), keep("health_restricted", entry)
        )
        readers = [by for by in family.workers if rows(site, family, Entry, by=by)]
        assert "recovery_worker" in readers
        assert not {"social_worker", "mental_health_practitioner", OTHER} & set(readers)

    def test_marks_laid_over_cost_the_pages_no_statement_more(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry_with_parts(site.database, family)
        browser = signed_in(family)
        pages = [f"/families/{family.id}{end}" for end in ("", f"/entries/{entry}", "/network")]
        counts = []
        for _ in range(2):
            with counted_statements(site.database) as sent:
                for page in pages:
                    browser.get(page)
            counts.append(len(sent))
            browser.post(marks(family), keep("staff_safety", entry))
        assert counts[0] == counts[1]


class TestAPart:
    def test_one_voice_can_be_kept_closer_than_its_entry(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        row = entry_row(family)
        put(site.database, Entry, row)
        put(site.database, Voice, voice_row(family, row), voice_row(family, row, words="No."))
        first, _ = sorted(rows(site, family, Voice), key=lambda one: one.words)
        signed_in(family).post(marks(family), keep("child_private", first.id))

        assert [one.words for one in rows(site, family, Voice, by=OTHER)] == ["No."]
        page = signed_in(family).get(f"/families/{family.id}/entries/{row['id']}").text
        assert "Kim Reed asked us to keep this" in page

    def test_an_answer_takes_the_wording_of_its_section_with_it(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        row = entry_row(family)
        put(site.database, Entry, row)
        put(site.database, Contribution, contribution_row(row))
        for section in ("common", "worries"):
            put(site.database, SectionSummary,
                a_wording(family, row["id"]) | {"section_key": section})  # fmt: skip
        [answer] = rows(site, family, Contribution)
        signed_in(family).post(marks(family), keep("adult_private", answer.id))

        assert rows(site, family, Contribution, by=OTHER) == []
        left = rows(site, family, SectionSummary, by=OTHER)
        assert [one.section_key for one in left] == ["worries"]
        assert len(rows(site, family, Entry, by=OTHER)) == 1

    def test_an_action_without_an_entry_can_be_kept(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        action = an_action(site.database, family)
        answer = signed_in(family).post(marks(family), keep("survivor_protected", action))
        assert answer.headers["location"] == f"/families/{family.id}"
        assert rows(site, family, Action, by=OTHER) == []


class TestTheNetworkPage:
    def test_a_person_a_tie_an_address_and_a_number_can_be_kept(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        own = {"family_id": family.id, "recorded_at": NOW, "recorded_by": "importer"}
        home = own | {"id": new_id(), "address": "9 Open Road", "protected": False, "known_by": []}
        put(site.database, Household, home)
        put(site.database, HouseholdMember, own | {
            "id": new_id(), "household_id": home["id"], "person_id": family.survivor,
            "protected": False, "starts_on": TODAY - timedelta(days=9), "ends_on": None,
        })  # fmt: skip
        contact = own | {
            "id": new_id(), "person_id": family.survivor, "channel": "mobile",
            "value": "01632 960007", "safe": True, "sealed": False,
        }  # fmt: skip
        put(site.database, ContactDetail, contact)
        tie = own | {
            "id": new_id(), "discipline": "importer", "employer": "", "mark": "team",
            "mark_persons": [], "a_id": family.survivor, "b_id": family.child,
            "kind": "parent_of", "starts_on": None, "ends_on": None,
        }  # fmt: skip
        put(site.database, Relationship, tie)
        browser, other = signed_in(family), signed_in(family, by=OTHER)
        network = f"/families/{family.id}/network"
        before = other.get(network).text
        for words in ("9 Open Road", "01632 960007", "Is parent of Kim Reed"):
            assert words in before

        for one in (home["id"], contact["id"], tie["id"]):
            answer = browser.post(marks(family), keep("survivor_protected", str(one)))
            assert answer.headers["location"] == network
        [place] = [
            one for one in rows(site, family, FamilyMember) if one.person_id == family.survivor
        ]
        after = other.get(network).text
        for words in ("9 Open Road", "01632 960007", "Is parent of Kim Reed"):
            assert words not in after
        assert rows(site, family, HouseholdMember, by=OTHER) == []
        browser.post(marks(family), keep("third_party", place.id))
        assert "Ann Reed" not in other.get(network).text
        assert "9 Open Road" in browser.get(network).text


def a_wording(family: BuiltFamily, *made_of: str) -> dict[str, Any]:
    return {
        "id": new_id(), "family_id": family.id, "recorded_at": NOW,
        "recorded_by": family.workers["social_worker"], "discipline": "social_worker",
        "employer": "C", "mark": "team", "mark_persons": [], "module_key": "starting",
        "module_version": 1, "section_key": "common", "subject_kind": "family", "subject_ids": [],
        "words": "Agreed.", "derived_from": list(made_of), "replaces_id": None,
        "submit_key": new_id(),
    }  # fmt: skip


def a_part(site: Site, family: BuiltFamily, *made_of: str) -> str:
    own = {"recorded_at": NOW, "recorded_by": family.workers["social_worker"]}
    held = {
        "id": new_id(), "team_id": family.team_id, "held_on": TODAY - timedelta(days=len(new_id())),
        "chair_id": family.workers["team_manager"],
    } | own  # fmt: skip
    with site.database.writing(importer(TODAY)) as session:
        there = session.scalar(select(SupervisionSession.id))
        if there is None:
            session.execute(insert(SupervisionSession), [held])
            there = held["id"]
    discussion = own | {
        "id": new_id(), "family_id": family.id, "session_id": there, "children": [],
        "attendance": {}, "agreed": {}, "trajectory": {}, "dissent": [], "family_told": {},
        "fgdm_considered": {}, "next_due": None, "replaces_id": None, "submit_key": new_id(),
    }  # fmt: skip
    part = own | {
        "id": new_id(), "family_id": family.id, "discipline": "social_worker", "employer": "C",
        "mark": "team", "mark_persons": [], "discussion_id": discussion["id"],
        "worker_id": family.workers["social_worker"], "ratings": {}, "sources": list(made_of),
    }  # fmt: skip
    put(site.database, FamilyDiscussion, discussion)
    put(site.database, DiscussionPart, part)
    return str(part["id"])


def rows_of_log(site: Site, family: BuiltFamily) -> list[Any]:
    who = Viewer(
        worker_id=family.workers["social_worker"], discipline="social_worker",
        team_id=family.team_id, today=TODAY,
    )  # fmt: skip
    with site.database.reading(who) as session:
        found = session.execute(
            select(audit.AuditEvent.__table__).where(audit.AuditEvent.chain == family.id)
        )
        return list(found)
