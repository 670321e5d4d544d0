"""What the pages about who reaches a family answer."""

from tests.matrix.answers import AGAIN, NOT_FOUND, REFUSED, SAVED, Answer, the
from tests.matrix.cells import Cell
from tests.matrix.expectations import has_route


def opening(found: int) -> Answer:
    """An opening is looked into by somebody else; what was looked into already is only shown."""

    def answer(cell: Cell) -> int:
        row, who = cell.world.row("route", cell.ids["route_id"]), the(cell)
        if row is None or row["kind"] != "break_glass" or row["worker_id"] == who.id:
            return NOT_FOUND
        manages = has_route(cell.world, who, row["family_id"])
        if who.discipline != "privacy_monitor" and not manages:
            return NOT_FOUND
        is_done = any(one["route_id"] == row["id"] for one in cell.world.rows["route_review"])
        return SAVED if found == AGAIN and is_done else found

    return answer


def conflict(found: int) -> Answer:
    """Every conflict is in the register; one that was ended is only shown."""

    def answer(cell: Cell) -> int:
        row = cell.world.row("conflict", cell.ids["conflict_id"])
        if row is None:
            return NOT_FOUND
        is_done = any(one["conflict_id"] == row["id"] for one in cell.world.rows["conflict_end"])
        return SAVED if found == AGAIN and is_done else found

    return answer


def colleague(found: int) -> Answer:
    """A manager sees the workers of the own team, and lets go whoever is still there."""

    def answer(cell: Cell) -> int:
        workers = cell.world.workers.values()
        one = next((each for each in workers if each.id == cell.ids["worker_id"]), None)
        if one is None or one.team != the(cell).team:
            return NOT_FOUND
        gone = one.has_left or one.id == the(cell).id
        return NOT_FOUND if found == SAVED and gone else found

    return answer


def role(cell: Cell) -> int:
    """A second person decides; what was decided stays so."""
    row = cell.world.row("role_request", cell.ids["role_id"])
    if row is None:
        return NOT_FOUND
    if any(one["request_id"] == row["id"] for one in cell.world.rows["role_decision"]):
        return SAVED
    # A second person comes back without showing that it is them.
    return REFUSED if the(cell).id in {row["recorded_by"], row["worker_id"]} else AGAIN


def role_shown(cell: Cell) -> int:
    """Show a request to whoever decides about roles, their own too."""
    return 200 if cell.world.row("role_request", cell.ids["role_id"]) else NOT_FOUND


def question(cell: Cell) -> int:
    """A question that waits comes back without a reason; one that was decided stays so.

    Nobody is shown one about themself.
    """
    row = cell.world.row("match_proposal", cell.ids["proposal_id"])
    if row is None or row["worker_id"] == the(cell).id:
        return NOT_FOUND
    rows = cell.world.rows["match_decision"]
    return SAVED if any(one["proposal_id"] == row["id"] for one in rows) else AGAIN
