"""How long the matrix's records are kept, a hold on one, and an entry asked to be elsewhere."""

from datetime import date

from tests.builders.families import TODAY
from tests.matrix.making import Making
from tests.matrix.workers import Somebody
from workbook.entries.tables import Misfiling
from workbook.misfiled.tables import MisfilingDecision, MisfilingRequest
from workbook.retention.tables import HoldLiftingRequest, LegalHold, RetentionDate

LATER = date(TODAY.year + 30, 1, 1)


def keep(making: Making, families: dict[str, str], workers: dict[str, Somebody]) -> None:
    """Add how long every record is kept; one is held, and its lifting is asked for.

    Its reference is a canary of its own: whoever keeps records learns it, and no more of a family.
    """
    for row in list(making.rows["family"]):
        making.add(
            RetentionDate, family_id=row["id"], reference=lambda word: f"T-{word}",
            team_id=row["team_id"], state="keep", keep_until=LATER, rule="child_in_need",
            schedule="v1", lines=[], asks=[], alone=[], replaces_id=None,
        )  # fmt: skip
    team = next(row["team_id"] for row in making.rows["family"] if row["id"] == families["own"])
    manager = workers["team_manager in"].id
    held = making.add(
        LegalHold, covers="family", family_id=families["own"], person_id=None, team_id=team,
        review_on=LATER, recorded_by=manager,
    )  # fmt: skip
    making.add(
        HoldLiftingRequest, hold_id=held["id"], family_id=families["own"], team_id=team,
        recorded_by=manager,
    )  # fmt: skip
    asks = workers["social_worker in"]
    entry = next(row for row in making.rows["entry"] if row["family_id"] == families["own"])
    of = {"family_id": families["own"], "discipline": asks.discipline}
    asked = making.add(
        MisfilingRequest, **of, recorded_by=asks.id, entry_id=entry["id"],
        entry_ids=[entry["id"]], to_family_id=families["second"], staying=[], left_out=[],
    )  # fmt: skip
    replaced = {row["replaced_id"] for row in making.rows["entry_succession"]}
    waits = next(
        row
        for row in making.rows["entry"]
        if row["family_id"] == families["own"]
        and row["id"] not in {entry["id"], *replaced}
        and not row["withdraws"]
        and row["mark"] == "team"
    )
    making.add(
        MisfilingRequest, **of, recorded_by=asks.id, entry_id=waits["id"],
        entry_ids=[waits["id"]], to_family_id=families["second"], staying=[], left_out=[],
    )  # fmt: skip
    making.add(
        MisfilingDecision, **(of | {"discipline": "team_manager"}), recorded_by=manager,
        request_id=asked["id"], approved=False,
    )  # fmt: skip
    making.add(
        Misfiling, family_id=families["own"], kind="came", entry_id=entry["id"],
        request_id=asked["id"],
    )  # fmt: skip
