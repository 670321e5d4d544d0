"""What the police or a MARAC told: for the workers who are named, and unknown to everybody else."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.builders.entries import an_entry, an_entry_with_parts
from tests.builders.families import TODAY, BuiltFamily, a_family
from tests.builders.recording import a_full_visit, a_note, address, rows
from tests.builders.staff import PASSWORD, a_password
from tests.workbook.conftest import SignedIn
from workbook.attachments.tables import Attachment
from workbook.audit import AuditEvent
from workbook.db import new_id
from workbook.entries.tables import (
    Action,
    Contribution,
    Entry,
    EntrySuccession,
    Ruler,
    Voice,
)
from workbook.marking.tables import LooseningDecision, LooseningRequest, Tightening
from workbook.site import Site
from workbook.staff.access import DISCIPLINES
from workbook.wall.viewer import Viewer, importer

MARK = "police_restricted"
NAMED = "childrens_practitioner"
PARTS = (Entry, Voice, Ruler, Contribution, Action)


def told(family: BuiltFamily, *named: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401
    return a_note(mark=MARK, named=[family.workers[one] for one in named or (NAMED,)], **given)


def keep(family: BuiltFamily, one: str, *named: str, **more: str) -> dict[str, Any]:
    names = [family.workers[each] for each in named]
    return {"object": one, "mark": MARK, "named": names, **more}


def readers(site: Site, family: BuiltFamily, table: type[Any]) -> set[str]:
    return {one for one in DISCIPLINES if rows(site, family, table, by=one)}


class TestAnEntry:
    def test_opens_to_its_author_and_to_whom_they_named_and_to_no_role(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        signed_in(family).post(address(family), told(family))

        [entry] = rows(site, family, Entry)
        assert entry.mark_persons == [family.workers[NAMED], family.workers["social_worker"]]
        assert readers(site, family, Entry) == {"social_worker", NAMED}
        for by in ("team_manager", "da_survivor_worker", "conference_chair"):
            browser = signed_in(family, by=by)
            browser.get(f"/families/{family.id}/entries/{entry.id}", expect=404)
            for page in ("", "/chronology", "/openings"):
                assert entry.id not in browser.get(f"/families/{family.id}{page}").text
        shown = signed_in(family, by=NAMED).get(f"/families/{family.id}/entries/{entry.id}").text
        assert "Police or MARAC: for" in shown

    def test_goes_with_every_part_that_is_written_in_it(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        sent = a_full_visit(family) | {"mark": MARK, "named": [family.workers[NAMED]]}
        signed_in(family).post(address(family), sent)

        for table in PARTS:
            assert readers(site, family, table) <= {"social_worker", NAMED}, table
        assert readers(site, family, Voice) == {"social_worker", NAMED}

    def test_a_note_to_a_section_is_kept_from_those_too_from_whom_the_section_is(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        other = "da_perpetrator_worker"
        sent = told(family, other, **{
            "module-safe_relationships-section": "survivor",
            "module-safe_relationships-subject": [family.survivor],
            "module-safe_relationships-words": "Chain on, ring 999.",
        })  # fmt: skip
        signed_in(family).post(address(family), sent)

        assert readers(site, family, Entry) == {"social_worker", other}
        assert readers(site, family, Contribution) == {"social_worker"}

    def test_somebody_else_has_to_be_named(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        page = signed_in(family).post(address(family), a_note(mark=MARK, named=[]), expect=422)
        assert "Choose who else may read it" in page.text
        nobody = a_note(mark=MARK, named=[family.workers["business_support"]])
        signed_in(family).post(address(family), nobody, expect=422)
        assert rows(site, family, Entry) == []

    def test_a_correction_names_nobody_more(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        browser = signed_in(family)
        browser.post(address(family), told(family))
        [entry] = rows(site, family, Entry)
        place = f"/families/{family.id}/entries/{entry.id}/correct"
        page = browser.get(place).text
        assert f'value="{family.workers["team_manager"]}"' in page

        more = told(family, NAMED, "team_manager", reason="Date")
        assert browser.post(place, more, expect=422)
        browser.post(place, told(family, NAMED, reason="Date", note="Better."))

        assert readers(site, family, Entry) == {"social_worker", NAMED}
        newest = [one for one in rows(site, family, Entry) if one.replaces_id]
        assert [one.note for one in newest] == ["Better."]

    def test_goes_to_no_reader_of_a_document(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        signed_in(family).post(address(family), told(family))
        for audience, persons in (("conference", ()), ("family", (family.survivor,))):
            viewer = Viewer(
                worker_id=family.workers["social_worker"], discipline="social_worker",
                team_id=family.team_id, today=TODAY,
            ).for_readers(audience, persons)  # fmt: skip
            with site.database.reading(viewer) as session:
                assert session.scalars(select(Entry.id)).all() == []


class TestKeepingCloser:
    def test_asks_who_else_may_read_it_and_then_counts_at_once(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry_with_parts(site.database, family)
        browser = signed_in(family)
        place = f"/families/{family.id}/marks"

        first = browser.post(place, {"object": entry, "mark": MARK}, expect=200)
        assert "Who else may read it?" in first.text
        assert rows(site, family, Tightening) == []
        second = browser.post(place, keep(family, entry, step="names"), expect=422)
        assert "Choose who else may read it" in second.text

        browser.post(place, keep(family, entry, NAMED, step="names"))
        for table in PARTS[:4]:
            assert readers(site, family, table) == {"social_worker", NAMED}, table

    def test_names_narrow_what_another_mark_keeps_and_never_widen_it(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(
            site.database, family, mark="survivor_protected", mark_persons=[family.other]
        )
        named = ("da_perpetrator_worker", "da_survivor_worker")
        signed_in(family).post(f"/families/{family.id}/marks", keep(family, entry, *named))
        assert readers(site, family, Entry) == {"social_worker", "da_survivor_worker"}

    def test_the_log_does_not_say_what_kind_of_thing_it_is(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family)
        signed_in(family).post(f"/families/{family.id}/marks", keep(family, entry, NAMED))
        with site.database.reading(importer(TODAY)) as session:
            noted = session.execute(select(AuditEvent.act, AuditEvent.detail)).all()
        assert "mark_tightened" in [one.act for one in noted]
        assert MARK not in str(noted)


class TestOpening:
    @pytest.fixture
    def kept(self, site: Site, signed_in: SignedIn) -> BuiltFamily:
        family = a_family(site.database)
        signed_in(family).post(address(family), told(family))
        return family

    def wish(self, **given: str) -> dict[str, Any]:
        return {"submit_key": new_id(), "mark": "team", "reason": "The plan was agreed.", **given}

    def ask(self, site: Site, family: BuiltFamily) -> str:
        [entry] = rows(site, family, Entry)
        return f"/families/{family.id}/marks/{entry.id}/loosen"

    def test_needs_the_police_contact(
        self, site: Site, signed_in: SignedIn, kept: BuiltFamily
    ) -> None:
        page = signed_in(kept).post(self.ask(site, kept), self.wish(), expect=422)
        assert "Say who at the police or the MARAC agreed, and when" in page.text
        assert rows(site, kept, LooseningRequest) == []

    def test_is_decided_by_somebody_named_and_unknown_to_everybody_else(
        self, site: Site, signed_in: SignedIn, kept: BuiltFamily
    ) -> None:
        worker, manager = signed_in(kept), signed_in(kept, by="team_manager")
        wish = self.wish(police_contact="DS A. Field, 20 November")
        place = worker.post(self.ask(site, kept), wish).headers["location"]

        assert readers(site, kept, LooseningRequest) == {"social_worker", NAMED}
        assert "asks for something" not in manager.get("/").text
        manager.get(place, expect=404)
        worker.post(place, {"answer": "yes", "words": ""}, expect=403)
        page = signed_in(kept, by=NAMED).get(place).text
        assert "DS A. Field, 20 November" in page

        a_password(site.database, kept.workers[NAMED])
        yes = {"answer": "yes", "words": "", "step_password": PASSWORD}
        signed_in(kept, by=NAMED).post(place, yes)
        assert readers(site, kept, LooseningDecision) == {"social_worker", NAMED}
        gone = {one.replaced_id for one in rows(site, kept, EntrySuccession)}
        [now] = [one for one in rows(site, kept, Entry) if one.id not in gone]
        assert now.mark == "team"
        assert "conference_chair" in readers(site, kept, Entry)


def test_a_file_with_it_is_for_the_same_people(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    browser = signed_in(family)
    browser.post(address(family), told(family))
    [entry] = rows(site, family, Entry)
    sent = {"submit_key": new_id(), "title": "Letter", "mark": MARK}
    place = f"/families/{family.id}/entries/{entry.id}/files/add"
    browser.post(place, sent, file=("a.txt", b"Told by the police."))
    assert readers(site, family, Attachment) == {"social_worker", NAMED}
