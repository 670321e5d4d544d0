"""What became of an action is told to those who see the action."""

import pytest
from sqlalchemy import select

from tests.builders.entries import an_action, put
from tests.builders.families import NOW, TODAY, a_family
from workbook.db import Database, new_id
from workbook.entries.tables import ActionOutcome
from workbook.wall.viewer import Viewer

SAID = "She has moved."


@pytest.mark.parametrize(
    ("discipline", "seen"),
    [("da_survivor_worker", [SAID]), ("da_perpetrator_worker", []), ("recovery_worker", [])],
)
def test_the_outcome_of_a_kept_action_is_kept_with_it(
    either_database: Database, discipline: str, seen: list[str]
) -> None:
    family = a_family(either_database)
    kept = an_action(either_database, family, mark="survivor_protected")
    row = {
        "id": new_id(), "recorded_at": NOW, "recorded_by": family.workers["social_worker"],
        "family_id": family.id, "action_id": kept, "outcome": "done", "note": SAID,
    }  # fmt: skip
    put(either_database, ActionOutcome, row)
    who = Viewer(
        worker_id=family.workers[discipline], discipline=discipline, team_id=family.team_id,
        today=TODAY,
    )  # fmt: skip

    with either_database.reading(who) as session:
        assert session.scalars(select(ActionOutcome.note)).all() == seen
