"""Marks laid over what was written: tightened, asked to be loosened, and loosened again by two."""

from tests.matrix.making import Making, Row
from tests.matrix.workers import Somebody
from workbook.marking.tables import Lifting, LooseningDecision, LooseningRequest, Tightening

# Rows of these tables have a mark laid over: the first of the family's is shut, the second lifted.
TABLES = (
    "entry", "voice", "contribution", "action", "section_summary", "family_member", "household",
    "contact_detail",
)  # fmt: skip


def tighten(making: Making, family: str, workers: dict[str, Somebody]) -> None:
    """Lay marks over rows of a family, and take some away."""
    for table in TABLES:
        rows = [row for row in making.rows[table] if row["family_id"] == family]
        # From the last: a child who is kept from the writer would leave no report to anybody.
        open_ones = [
            row for row in rows[::-1] if row.get("mark", "team") in {"team", "family_shared"}
        ]
        for row, mark, is_granted in zip(
            (*open_ones[:2], *open_ones[:1]),
            ("survivor_protected", "legal_privileged", "health_restricted"),
            (False, True, None),
            strict=False,
        ):
            laid = making.add(
                Tightening, family_id=family, object_id=row["id"], mark=mark,
                discipline="mental_health_practitioner",
                for_discipline="mental_health_practitioner" if mark == "health_restricted" else "",
            )  # fmt: skip
            _ask(making, laid, workers, is_granted=is_granted)


def _ask(
    making: Making, laid: Row, workers: dict[str, Somebody], *, is_granted: bool | None
) -> None:
    """Ask that a mark be taken away; a second person says yes or no, or has not said yet."""
    family = laid["family_id"]
    asked = making.add(
        LooseningRequest, family_id=family, object_id=laid["object_id"], mark="team",
        police_contact="", recorded_by=workers["social_worker in"].id, discipline="social_worker",
        deciders=["team_manager"],
    )  # fmt: skip
    if is_granted is None:
        return
    decided = making.add(
        LooseningDecision, family_id=family, request_id=asked["id"], approved=is_granted,
        recorded_by=workers["team_manager in"].id, discipline="team_manager",
    )  # fmt: skip
    if is_granted:
        making.add(Lifting, family_id=family, tightening_id=laid["id"], decision_id=decided["id"])
