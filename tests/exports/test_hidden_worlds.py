"""A copy says the same, byte for byte, as if what is kept from its reader had never been written.

Each pair adds something that the reader may not have to a record with much in it, and makes the
copy again.
"""

from collections.abc import Callable
from functools import partial

import pytest

from exports import rules
from modules.catalogue import Catalogue
from tests.builders.families import BuiltFamily
from tests.exports.record import a_copy, a_full_entry, a_person, a_tie, a_tied_family, document
from workbook.db import Database
from workbook.wall import marks

Add = Callable[[Database, BuiltFamily], object]

CLOSED = [mark for mark in marks.MARKS if mark not in {marks.FAMILY_SHARED, marks.TEAM}]
READERS = ("conference", "survivor", "other", "child")
FAMILY = READERS[1:]
AUTHORS = {
    "health_restricted": "mental_health_practitioner",
    "survivor_protected": "da_survivor_worker",
}


def key_of(reader: str, family: BuiltFamily) -> str:
    return rules.CONFERENCE if reader == "conference" else str(getattr(family, reader))


def an_entry(mark: str, database: Database, family: BuiltFamily) -> None:
    a_full_entry(
        database, family, mark=mark, by=AUTHORS.get(mark, "social_worker"), days_ago=0.5,
        mark_persons=[family.other] if mark == marks.SURVIVOR_PROTECTED else [],
    )  # fmt: skip


def an_entry_kept_from(reader: str, database: Database, family: BuiltFamily) -> None:
    kept = [key_of(reader, family)]
    a_full_entry(database, family, mark="family_shared", mark_persons=kept, days_ago=0.5)


def a_hidden_tie(mark: str, database: Database, family: BuiltFamily) -> None:
    a_tie(database, family, family.other, "abuse_towards", family.survivor, mark=mark)
    friend = a_person(database, family, "CANARY Friend", mark=mark)
    a_tie(database, family, friend, "carer_of", family.child, mark=mark)
    a_tie(database, family, friend, "married", family.other, mark=mark)


PAIRS: list[tuple[str, str, Add]] = [
    *(
        (f"an entry marked {mark}", reader, partial(an_entry, mark))
        for mark in CLOSED
        for reader in READERS
    ),
    *(("an entry for the team", reader, partial(an_entry, marks.TEAM)) for reader in FAMILY),
    *((f"an entry kept from the {who}", who, partial(an_entry_kept_from, who)) for who in FAMILY),
    *(
        (f"ties marked {mark}", reader, partial(a_hidden_tie, mark))
        for mark in ("survivor_protected", "child_private", "third_party")
        for reader in READERS
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "add"),
    [pytest.param(reader, add, id=f"{what}, for {reader}") for what, reader, add in PAIRS],
)
def test_a_copy_does_not_change_with_what_is_kept_from_its_reader(
    database: Database, catalogue: Catalogue, reader: str, add: Add
) -> None:
    family = a_tied_family(database)
    a_full_entry(database, family, "Shared", mark="family_shared", days_ago=9)
    a_full_entry(database, family, "Ours", mark="team", days_ago=8)
    key = key_of(reader, family)
    before = a_copy(database, catalogue, family, key)
    add(database, family)
    after = a_copy(database, catalogue, family, key)

    assert document(after) == document(before)
    assert after.report == before.report


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("wish", ["no", "yes_with_changes"])
def test_a_wish_keeps_words_from_every_copy(
    database: Database, catalogue: Catalogue, reader: str, wish: str
) -> None:
    family = a_tied_family(database)
    a_full_entry(database, family, mark="family_shared", share_ok=wish)
    said = str(a_copy(database, catalogue, family, key_of(reader, family)).report)

    assert "CANARY in the headline" in said
    assert "CANARY as a voice" not in said
    assert "CANARY of the child" not in said
    assert "CANARY of a parent" not in said


@pytest.mark.parametrize("reader", READERS)
def test_a_copy_does_change_with_what_may_be_shared(
    database: Database, catalogue: Catalogue, reader: str
) -> None:
    family = a_tied_family(database)
    key = key_of(reader, family)
    before = a_copy(database, catalogue, family, key)
    a_full_entry(database, family, mark="family_shared")
    after = a_copy(database, catalogue, family, key)

    assert document(after) != document(before)
    for words in ("as a voice", "of the child", "of a day", "of why", "in the headline", "to do"):
        assert f"CANARY {words}" in str(after.report)


@pytest.mark.parametrize("reader", READERS)
def test_no_copy_takes_the_raw_note(database: Database, catalogue: Catalogue, reader: str) -> None:
    family = a_tied_family(database)
    a_full_entry(database, family, mark="family_shared")

    assert "CANARY in the note" not in str(
        a_copy(database, catalogue, family, key_of(reader, family)).report
    )
