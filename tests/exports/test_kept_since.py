"""What was kept since it was written: a tie that let somebody read, a person who was spoken of."""

from typing import Any

import pytest
from sqlalchemy import select

from modules.catalogue import Catalogue
from tests.builders.entries import put
from tests.builders.families import NOW, TODAY, BuiltFamily
from tests.exports.record import a_copy, a_full_entry, a_tied_family
from workbook.db import Database, new_id
from workbook.errors import NothingGoesError
from workbook.families.tables import FamilyMember, Relationship
from workbook.marking.tables import Tightening
from workbook.wall.viewer import IMPORTER, Viewer


def tighten(database: Database, family: BuiltFamily, object_id: str) -> None:
    row = {
        "id": new_id(), "recorded_at": NOW, "recorded_by": IMPORTER, "family_id": family.id,
        "discipline": "social_worker", "employer": "Council", "object_id": object_id,
        "mark": "survivor_protected", "mark_persons": [], "for_discipline": "", "reason": "",
    }  # fmt: skip
    put(database, Tightening, row)


def found(database: Database, family: BuiltFamily, *where: Any) -> str:  # noqa: ANN401
    me = Viewer(
        worker_id=family.workers["social_worker"], discipline="social_worker",
        team_id=family.team_id, today=TODAY,
    )  # fmt: skip
    with database.reading(me) as session:
        return str(session.scalar(select(where[0]).where(*where[1:])))


def test_a_tie_that_was_kept_since_leads_no_report_to_anybody(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    assert a_copy(database, catalogue, family, family.other).report.children
    tie = found(database, family, Relationship.id, Relationship.a_id == family.other)
    tighten(database, family, tie)

    with pytest.raises(NothingGoesError):
        a_copy(database, catalogue, family, family.other)


def test_nothing_is_said_of_a_child_who_was_kept_since(
    database: Database, catalogue: Catalogue
) -> None:
    family = a_tied_family(database)
    a_full_entry(database, family, mark="family_shared")
    assert "CANARY of a day" in str(a_copy(database, catalogue, family).report)
    member = found(database, family, FamilyMember.id, FamilyMember.person_id == family.child)
    tighten(database, family, member)
    said = str(a_copy(database, catalogue, family).report)

    assert "Kim" not in said
    assert "CANARY of a day" not in said
    assert "CANARY as a voice" not in said
