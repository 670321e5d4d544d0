"""What the gate is told of a family comes from its record and from those linked with it."""

import pytest

from exports import rules
from exports.command import draft_without_flagged
from exports.release.queries import Consents, consents
from exports.release.rules import Held
from modules.catalogue import Catalogue
from tests.builders.entries import entry_row, put
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.exports.record import a_copy, a_full_entry, a_person, a_tie, a_tied_family, author
from tests.exports.release.secrets import (
    HINT,
    SLIP,
    a_hidden_home,
    a_sealed_number,
    typed,
)
from workbook.db import Database, new_id
from workbook.entries.tables import Entry
from workbook.families.tables import FamilyMember, Withholding
from workbook.network.tables import NetworkMember
from workbook.wall.viewer import IMPORTER


def certain(held: tuple[Held, ...]) -> list[str]:
    return [one.text for one in held if one.is_certain]


def test_a_protected_address_and_a_sealed_number_are_kept_from_everybody_but_their_owner(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_hidden_home(database, family)
    a_sealed_number(database, family, "07700 900417")
    number = "Ring oh double seven double oh, nine double oh, four one seven."
    typed(database, family, SLIP, number)
    for reader in (family.other, family.child, rules.CONFERENCE):
        held = certain(a_copy(database, catalogue, family, reader).held)
        assert sorted(held) == sorted([SLIP, number])
    assert certain(a_copy(database, catalogue, family, family.survivor).held) == []


def test_with_several_readers_what_one_may_not_know_is_kept_from_all(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_hidden_home(database, family)
    typed(database, family, SLIP)
    for readers in (
        (family.survivor, family.other),
        (rules.CONFERENCE, family.survivor),
        (rules.CONFERENCE, family.survivor, family.child),
    ):
        assert certain(a_copy(database, catalogue, family, *readers).held) == [SLIP]


def test_several_readers_together_are_given_nobodys_rulers(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    for days in (9, 2):
        a_full_entry(database, family, f"On {days}", mark="family_shared", days_ago=days)
    alone = a_copy(database, catalogue, family, family.survivor).report
    both = a_copy(database, catalogue, family, family.survivor, family.other).report
    assert [len(goal.rulers) for goal in alone.goals] != [0, 0]
    assert [len(goal.rulers) for goal in both.goals] == [0, 0]


def test_the_survivors_worker_is_not_named_to_the_person_using_abuse(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_tie(
        database, family, family.other, "abuse_towards", family.survivor, mark="survivor_protected"
    )
    words = "Survivor Worker came with her."
    typed(database, family, words)
    assert certain(a_copy(database, catalogue, family, family.other).held) == [words]
    assert certain(a_copy(database, catalogue, family, family.survivor).held) == []


def test_whoever_rang_in_confidence_is_not_named(database: Database, catalogue: Catalogue) -> None:
    family = a_tied_family(database)
    caller = a_person(database, family, "Zelda Quince", mark="third_party")
    row = entry_row(family, mark="third_party", mark_persons=[caller], note="She rang about noise.")
    put(database, Entry, row | {"reveals": [caller]})
    words = "Zelda Quince saw them in the park."
    typed(database, family, words)
    assert certain(a_copy(database, catalogue, family, family.other).held) == [words]


def test_what_is_withheld_by_name_is_not_named_while_it_is_withheld(
    database: Database, catalogue: Catalogue
) -> None:
    for until, held in ((None, 1), (TODAY.replace(year=TODAY.year - 1), 0)):
        family = a_tied_family(database)
        a_person(database, family, "Freya Corrie")
        row = {
            "id": new_id(), "recorded_at": NOW, "recorded_by": IMPORTER, "family_id": family.id,
            "what": "Freya’s name", "from_persons": [family.other], "why": "she asked",
            "until": until, "whole_record": False,
        }  # fmt: skip
        put(database, Withholding, row)
        typed(database, family, "She was with Freya C. on Friday.")
        assert len(certain(a_copy(database, catalogue, family, family.other).held)) == held
        assert certain(a_copy(database, catalogue, family, family.survivor).held) == []


def joined(database: Database, family: BuiltFamily, person: str) -> None:
    row = {
        "id": new_id(), "recorded_at": NOW, "recorded_by": IMPORTER, "family_id": family.id,
        "discipline": "social_worker", "employer": "", "mark": "team", "mark_persons": [],
        "person_id": person, "kind": "adult", "side": "both",
    }  # fmt: skip
    put(database, FamilyMember, row)


@pytest.mark.parametrize("may_see", [True, False])
def test_a_linked_family_counts_whether_or_not_the_author_may_see_it(
    database: Database, catalogue: Catalogue, *, may_see: bool
) -> None:
    family = a_tied_family(database)
    team = {"team": family.team_id, **family.workers} if may_see else None
    linked = a_family(database, team=team, name="Linked")
    joined(database, linked, family.survivor)
    a_hidden_home(database, linked, of=family.survivor)
    typed(database, family, SLIP)
    (held,) = a_copy(database, catalogue, family, family.other).held
    assert (held.is_certain, held.is_hidden) == (True, not may_see)
    assert certain(a_copy(database, catalogue, family, family.survivor).held) == []


def test_what_only_kept_notes_hold_is_asked_about(database: Database, catalogue: Catalogue) -> None:
    family = a_tied_family(database)
    a_hidden_home(database, family)
    put(
        database, Entry,
        entry_row(family, mark="survivor_protected", mark_persons=[family.other],
                  note="The new school has a friend called Philippa in it."),
    )  # fmt: skip
    typed(database, family, "Kim plays with Philippa.")
    (one,) = a_copy(database, catalogue, family, family.other).held
    assert (one.is_certain, one.whys) == (False, ("a name that only withheld notes hold",))


def test_leaving_out_goes_on_until_nothing_is_held_back(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_hidden_home(database, family)
    before = a_copy(database, catalogue, family, family.other).content
    typed(database, family, SLIP, HINT)

    def make(leave_out: set[str] | None = None) -> object:
        return a_copy(database, catalogue, family, family.other, leave_out=leave_out or ())

    held = draft_without_flagged(make, drop_flagged=False)
    left = draft_without_flagged(make, drop_flagged=True)
    assert len(held.held) == 2
    assert left.held == ()
    assert len(left.without) == 2
    assert left.content == before, "as if it had never been typed"


def test_family_and_friends_are_known_by_what_they_last_agreed_to(database: Database) -> None:
    family = a_tied_family(database)
    friend = a_person(database, family, "Pat Friend")
    row = {
        "recorded_by": IMPORTER, "family_id": family.id, "person_id": friend, "tie": "friend",
        "closeness": {}, "consent_to_contact": "yes", "offers": [], "worries": "",
        "must_not_meet": [], "must_not_know": [],
    }  # fmt: skip
    found = []
    for hour, consent in ((9, "yes"), (10, "no")):
        given = {"id": new_id(), "recorded_at": NOW.replace(hour=hour), "consent_to_hold": consent}
        put(database, NetworkMember, row | given)
        with database.reading(author(family).viewer) as session:
            found.append(consents(session, family_id=family.id))
    assert found == [Consents(held=(friend,), contacted=frozenset({friend})), Consents()]
