"""A survivor's words start out protected; only their writer's own choice opens them."""

import pytest

from supervision.guarding import Guard, survivor_guard
from supervision.tables import DiscussionPart
from tests.builders.entries import an_entry, put
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.supervision.steps import DECIDED, Fields, a_session, count, screen
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.families.rules import FamilyFile, Member, Tie, Withheld
from workbook.families.tables import Relationship
from workbook.site import Site
from workbook.wall.marks import SURVIVOR_PROTECTED, TEAM

CANARY = "Saffron-canary moves to the coast"


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    """A family in which it is known who uses abuse."""
    family = a_family(site.database)
    abuse_is_known(site, family)
    return family


def abuse_is_known(site: Site, family: BuiltFamily) -> None:
    """Add the tie between the person using abuse and the survivor."""
    put(
        site.database,
        Relationship,
        {
            "id": new_id(), "recorded_at": NOW, "recorded_by": family.workers["social_worker"],
            "family_id": family.id, "discipline": "social_worker", "employer": "",
            "mark": SURVIVOR_PROTECTED, "mark_persons": [family.other], "a_id": family.other,
            "b_id": family.survivor, "kind": "abuse_towards", "starts_on": None, "ends_on": None,
        },
    )  # fmt: skip


class TestASurvivorsWordsWithoutAnEntry:
    def test_are_kept_from_the_worker_for_the_person_using_abuse(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        own = family.workers["da_survivor_worker"]
        form = screen(manager, address, family) | DECIDED
        assert form[f"mark-{own}"] == SURVIVOR_PROTECTED

        manager.post(place, form | {f"worried-{own}": CANARY})

        assert CANARY in signed_in(family, by="da_survivor_worker").get(place).text
        for page in (place, f"/families/{family.id}/supervision"):
            assert CANARY not in signed_in(family, by="da_perpetrator_worker").get(page).text

    def test_are_kept_where_the_form_says_nothing_of_who_may_read(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        own = family.workers["da_survivor_worker"]
        form = screen(manager, address, family) | {f"worried-{own}": CANARY}
        del form[f"mark-{own}"]

        manager.post(place, form)

        assert CANARY not in signed_in(family, by="da_perpetrator_worker").get(place).text

    def test_may_be_opened_deliberately_and_stay_open(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        own = family.workers["da_survivor_worker"]
        words: Fields = {f"well-{own}": "She came to the group", f"mark-{own}": TEAM}

        manager.post(place, screen(manager, address, family) | words)

        assert (
            "She came to the group" in signed_in(family, by="da_perpetrator_worker").get(place).text
        )
        assert screen(manager, address, family)[f"mark-{own}"] == TEAM

    def test_do_not_close_the_rows_of_others(
        self, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        manager = signed_in(family, by="team_manager")

        form = screen(manager, a_session(manager), family)

        others = set(family.workers.values()) - {family.workers["da_survivor_worker"]}
        assert {form[f"mark-{one}"] for one in others if f"mark-{one}" in form} == {TEAM}

    def test_look_the_same_to_the_other_worker_written_or_not(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        own = family.workers["da_survivor_worker"]
        other = signed_in(family, by="da_perpetrator_worker")
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        manager.post(place, screen(manager, address, family) | DECIDED)
        before = screen(other, address, family)

        manager.post(place, screen(manager, address, family) | {f"worried-{own}": CANARY})

        after = screen(other, address, family)
        differing = {name for name in before | after if before.get(name) != after.get(name)}
        assert differing == {"submit_key", "replaces"}
        assert count(site, family, DiscussionPart) == 1


def a_file(*withheld: Withheld) -> FamilyFile:
    """Return a family of two adults and what is kept from them."""
    return FamilyFile(
        id="f", reference="T-1", name="Reed and Vane", team_id="t", opened_on=TODAY,
        closed_on=None, withheld=withheld,
        members=tuple(Member(id=one, name=one, kind="adult") for one in ("ann", "bob")),
    )  # fmt: skip


def abuse(by: str, towards: str) -> Tie:
    """Return the tie of abuse."""
    return Tie(a_id=by, b_id=towards, kind="abuse_towards", starts_on=None, ends_on=None)


class TestGuard:
    def test_keeps_nobody_out_where_no_abuse_is_known(self) -> None:
        partners = Tie(a_id="ann", b_id="bob", kind="partner", starts_on=None, ends_on=None)

        found = survivor_guard(a_file(), [partners], discipline="team_manager", on=TODAY)

        assert found == Guard(is_needed=False)

    def test_keeps_out_whoever_uses_abuse(self) -> None:
        found = survivor_guard(a_file(), [abuse("bob", "ann")], discipline="team_manager", on=TODAY)

        assert found == Guard(is_needed=True, kept_from=("bob",))

    def test_keeps_out_whom_something_is_withheld_from_but_not_the_survivor(self) -> None:
        kept = Withheld(
            what="where", from_persons=("bob", "ann"), why="danger", until=None, whole_record=False
        )

        found = survivor_guard(
            a_file(kept), [abuse("eve", "ann")], discipline="team_manager", on=TODAY
        )

        assert found.kept_from == ("eve", "bob")

    def test_is_there_for_whoever_cannot_be_told_of_abuse(self) -> None:
        found = survivor_guard(a_file(), [], discipline="da_perpetrator_worker", on=TODAY)

        assert found == Guard(is_needed=True)


class TestTheMarkOfAPart:
    def test_does_not_trust_the_form_about_what_was_pulled(
        self, site: Site, family: BuiltFamily, signed_in: SignedIn
    ) -> None:
        an_entry(site.database, family, by="da_survivor_worker", note=f"{CANARY}.",
                 mark=SURVIVOR_PROTECTED, mark_persons=[family.other])  # fmt: skip
        manager = signed_in(family, by="team_manager")
        address = a_session(manager)
        place = f"{address}/families/{family.id}"
        own = family.workers["da_survivor_worker"]
        form = screen(manager, address, family) | {f"mark-{own}": TEAM}
        del form[f"source-{own}"]

        manager.post(place, form)

        assert CANARY in signed_in(family).get(place).text
        assert CANARY not in signed_in(family, by="da_perpetrator_worker").get(place).text
