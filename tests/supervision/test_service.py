"""A form that comes back: nothing typed on it is lost, and what was asked for is done."""

import pytest

from supervision.tables import DiscussionAddendum, DiscussionSignOff, FamilyDiscussion
from tests.builders.entries import an_entry
from tests.builders.families import TODAY, BuiltFamily, a_family
from tests.supervision.steps import (
    DECIDED,
    Fields,
    a_session,
    addendum_of,
    count,
    fields_of,
    readonly_words,
    screen,
)
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.site import Site
from workbook.wall.marks import SURVIVOR_PROTECTED

SIGN: Fields = {"do": "sign-off"}
ACTION: Fields = {"action-1": "Ring school", "by-1": TODAY.isoformat()}


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    """A family with its team."""
    return a_family(site.database)


def more(family: BuiltFamily, name: str) -> Fields:
    """Return what was typed on a form after the browser's way back."""
    worker = family.workers["social_worker"]
    return {
        "action": ACTION,
        "risk": {f"risk-{family.child}": "high"},
        "safety": {f"safety-{family.child}": "4"},
        "trajectory": {f"way-{family.child}": "worse"},
        "attendance": {f"here-{worker}": "absent"},
        "dissent": {"dissent-who-1": worker, "dissent-view-1": "Too soon"},
        "told": {"told-how": "By telephone"},
        "fgdm": {"fgdm": "no"},
        "next due": {"next-due": "2027-02-01"},
        "worker's words": {f"worried-{worker}": "Late for school"},
        "worker's rating": {f"own-risk-{worker}-{family.child}": "high"},
        "worker's mark": {f"well-{worker}": "Calm", f"mark-{worker}": "adult_private"},
    }[name]


class TestSendingAgain:
    @pytest.mark.parametrize(
        "name",
        [
            "action", "risk", "safety", "trajectory", "attendance", "dissent", "told", "fgdm",
            "next due", "worker's words", "worker's rating", "worker's mark",
        ],
    )  # fmt: skip
    def test_keeps_what_was_typed_after_the_way_back(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn, name: str
    ) -> None:
        an_entry(site.database, family)
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        form = screen(manager, address, family) | DECIDED
        manager.post(place, form)
        typed = more(family, name)

        page = manager.post(place, form | typed, expect=422).text

        shown = fields_of(page)
        assert {field: shown[field] for field in typed} == typed
        assert shown["submit_key"] != form["submit_key"]
        assert "You saved this form before" in page
        manager.post(place, shown)
        if name == "action":
            assert "Ring school" in manager.get(place).text
        else:
            now = screen(manager, address, family)
            assert {field: now[field] for field in typed} == typed

    def test_does_not_agree_the_same_action_twice(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        form = screen(manager, address, family) | DECIDED | ACTION
        manager.post(place, form)
        second: Fields = {"action-2": "See Kim alone", "by-2": TODAY.isoformat()}

        shown = fields_of(manager.post(place, form | second, expect=422).text)
        manager.post(place, shown)

        page = manager.get(f"/families/{family.id}/supervision").text
        assert page.count("Ring school") == 1
        assert page.count("See Kim alone") == 1

    def test_is_the_same_after_a_colleague_saved_over_it(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        an_entry(site.database, family)
        manager, worker = signed_in(family, by="team_manager"), signed_in(family)
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        form = screen(manager, address, family) | DECIDED | ACTION
        manager.post(place, form)
        own = f"well-{family.workers['social_worker']}"
        worker.post(place, screen(worker, address, family) | {own: "Changed since"})

        manager.post(place, form)

        assert count(site, family, FamilyDiscussion) == 2
        assert screen(manager, address, family)[own] == "Changed since"


class TestSigningOffAfterASave:
    def test_signs_what_this_form_saved(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        form = screen(manager, address, family) | DECIDED
        manager.post(place, form)

        manager.post(place, form | SIGN)
        manager.post(place, form | SIGN)

        assert count(site, family, FamilyDiscussion) == 1
        assert count(site, family, DiscussionSignOff) == 1
        assert "Signed off" in manager.get(f"/families/{family.id}/supervision").text

    def test_does_not_sign_what_a_colleague_saved_since(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager, worker = signed_in(family, by="team_manager"), signed_in(family)
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        form = screen(manager, address, family) | DECIDED
        manager.post(place, form)
        worker.post(place, screen(worker, address, family) | {"decision": "Step up"})

        page = manager.post(place, form | SIGN, expect=409).text

        assert "Step up" in page
        assert fields_of(page)["decision"] == "Stay as we are"
        assert count(site, family, DiscussionSignOff) == 0


class TestSavingAfterASignOff:
    def test_gives_back_what_was_typed(self, family: BuiltFamily, signed_in: SignedIn) -> None:
        manager, worker = signed_in(family, by="team_manager"), signed_in(family)
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        late: Fields = {
            **screen(worker, address, family), **ACTION, "hypotheses": "He is tired",
            f"risk-{family.child}": "very_high",
        }  # fmt: skip
        manager.post(place, screen(manager, address, family) | DECIDED | SIGN)

        page = worker.post(place, late, expect=409).text

        words = readonly_words(page)
        assert "What we think is going on: He is tired" in words
        assert "Kim: risk we agree on: Very high" in words
        assert "Action: Ring school, " in words
        assert "Stay as we are" not in words
        sent = addendum_of(page)
        assert sent["words"] == words
        worker.post(f"{place}/addendum", sent)
        assert "He is tired" in manager.get(f"/families/{family.id}/supervision").text

    def test_offers_nothing_as_an_addendum_that_is_kept_from_its_readers(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        an_entry(site.database, family, by="da_survivor_worker", mark=SURVIVOR_PROTECTED)
        manager, worker = signed_in(family, by="team_manager"), signed_in(family)
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        own = f"worried-{family.workers['da_survivor_worker']}"
        late = screen(worker, address, family) | {own: "By the canal", "decision": "Step up"}
        manager.post(place, screen(manager, address, family) | DECIDED | SIGN)

        page = worker.post(place, late, expect=409).text

        assert "By the canal" in readonly_words(page)
        assert "By the canal" not in addendum_of(page)["words"]
        assert "Step up" in addendum_of(page)["words"]


class TestAddenda:
    def test_needs_the_key_of_its_form(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        manager.post(place, screen(manager, address, family) | DECIDED | SIGN)

        shown = [
            manager.post(
                f"{place}/addendum", {"words": "Heard since", "submit_key": key}, expect=422
            ).text
            for key in ("", "x", "A" * 32)
        ]

        assert {addendum_of(page)["words"] for page in shown} == {"Heard since"}
        assert count(site, family, DiscussionAddendum) == 0
        manager.post(f"{place}/addendum", addendum_of(shown[-1]))
        assert count(site, family, DiscussionAddendum) == 1

    def test_keeps_other_words_sent_with_the_same_form(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        manager.post(place, screen(manager, address, family) | DECIDED | SIGN)
        words: Fields = {"words": "Heard since", "submit_key": new_id()}
        manager.post(f"{place}/addendum", words)

        page = manager.post(f"{place}/addendum", words | {"words": "More"}, expect=422).text
        manager.post(f"{place}/addendum", addendum_of(page))

        history = manager.get(f"/families/{family.id}/supervision").text
        assert "Heard since" in history
        assert "More" in history
