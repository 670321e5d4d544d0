"""A made-up record for tests of documents: a family with its ties, and what is added to it."""

from typing import Any

from exports import drafting, rules
from exports.drafting import Author, Draft
from modules.catalogue import Catalogue
from tests.builders.entries import (
    Row,
    contribution_row,
    entry_row,
    put,
    ruler_row,
    voice_row,
)
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from workbook.db import Database, new_id
from workbook.entries.tables import Action, Contribution, Entry, Ruler, Voice
from workbook.families.tables import FamilyMember, ParentalResponsibility, Person, Relationship
from workbook.wall.viewer import IMPORTER, Viewer

COUNCIL = "Testing Council"


def a_tied_family(database: Database, **given: Any) -> BuiltFamily:  # noqa: ANN401
    """Add a family in which both adults are parents of the child."""
    family = a_family(database, **given)
    for parent in (family.survivor, family.other):
        a_tie(database, family, parent, "parent_of", family.child)
    return family


def a_tie(
    database: Database,
    family: BuiltFamily,
    one: str,
    kind: str,
    other: str,
    **given: Any,  # noqa: ANN401
) -> None:
    """Add a tie between two people."""
    row = _marked(family) | {
        "a_id": one, "b_id": other, "kind": kind, "starts_on": None, "ends_on": None,
    }  # fmt: skip
    put(database, Relationship, row | given)


def a_person(database: Database, family: BuiltFamily, name: str, **given: Any) -> str:  # noqa: ANN401
    """Add somebody to the family and return their id."""
    person = {
        "id": new_id(), "recorded_at": NOW, "recorded_by": IMPORTER, "name": name, "known_as": "",
        "born": None, "due": None, "died": None, "identity": "",
    }  # fmt: skip
    put(database, Person, person)
    place = {"person_id": person["id"], "kind": "network_member", "side": "friend"}
    put(database, FamilyMember, _marked(family) | place | given)
    return str(person["id"])


def responsibility(database: Database, family: BuiltFamily, adult: str, held: str = "yes") -> None:
    """Say whether an adult holds parental responsibility for the child."""
    row = {
        "id": new_id(), "recorded_at": NOW, "recorded_by": IMPORTER, "family_id": family.id,
        "adult_id": adult, "child_id": family.child, "held": held,
    }  # fmt: skip
    put(database, ParentalResponsibility, row)


def _marked(family: BuiltFamily) -> Row:
    return {
        "id": new_id(), "recorded_at": NOW, "recorded_by": IMPORTER, "family_id": family.id,
        "discipline": "social_worker", "employer": COUNCIL, "mark": "team", "mark_persons": [],
    }  # fmt: skip


def a_full_entry(
    database: Database,
    family: BuiltFamily,
    words: str = "CANARY",
    *,
    share_ok: str = "yes",
    **given: Any,  # noqa: ANN401
) -> str:
    """Add an entry with one of everything a report can take, each with these words in it."""
    seen = {"person": family.child, "seen": True, "seen_alone": True, "bedroom_seen": True}
    entry = entry_row(
        family,
        **{
            "note": f"{words} in the note",
            "headline": f"{words} in the headline",
            "impact": f"{words} in the impact",
            "affects": [family.child],
            "statutory_visit": True,
            "children": [seen],
            "present": [family.survivor, family.child],
        }
        | given,
    )
    put(database, Entry, entry)
    put(
        database, Voice,
        voice_row(family, entry, words=f"{words} as a voice", share_ok=share_ok),
        voice_row(family, entry, person_id=family.survivor, words=f"{words} of a parent",
                  voice="parent_own_words", share_ok=share_ok),
    )  # fmt: skip
    put(
        database, Ruler,
        ruler_row(entry, family.survivor, family.goal),
        ruler_row(entry, family.other, family.other_goal, importance=9),
    )  # fmt: skip
    about = {"subject_kind": "child", "subject_ids": [family.child], "share_ok": share_ok}
    put(
        database, Contribution,
        contribution_row(entry, answers={
            "child_voice": f"{words} of the child", "child_voice_how": ["spoke alone"],
            "lived_experience": f"{words} of a day"}, **about),
        contribution_row(entry, section_key="why", share_ok=share_ok, subject_kind="adult",
                         subject_ids=[family.survivor],
                         answers={"reason_plain": f"{words} of why"}),
    )  # fmt: skip
    action = {name: entry[name] for name in _marked(family) if name != "id"}
    put(
        database, Action,
        action | {"id": new_id(), "entry_id": entry["id"], "discussion_id": None,
                  "text": f"{words} to do", "owner_id": entry["recorded_by"],
                  "owner_is_worker": True, "child_id": None, "due_on": TODAY},
    )  # fmt: skip
    return str(entry["id"])


def author(family: BuiltFamily, *, by: str = "social_worker") -> Author:
    """Return the family's worker of this discipline as the author of a document."""
    viewer = Viewer(
        worker_id=family.workers[by], discipline=by, team_id=family.team_id, today=TODAY
    )
    return Author(viewer=viewer, name="Social Work Worker", employer=COUNCIL, council=COUNCIL)


def a_copy(
    database: Database,
    catalogue: Catalogue,
    family: BuiltFamily,
    *readers: str,
    **given: Any,  # noqa: ANN401
) -> Draft:
    """Make the review conference report for these readers, without giving it out."""
    made: dict[str, Any] = {"author": author(family), "with_reasons": False} | given
    return drafting.draft(
        database, catalogue=catalogue, family_id=family.id, report_name="review-conference",
        readers=readers or (rules.CONFERENCE,), today=TODAY, **made,
    )  # fmt: skip


def document(copy: Draft) -> bytes:
    """Return the Word file of a copy."""
    return copy.content
