"""What the pages about who reaches a family answer."""

from tests.matrix.answers import AGAIN, NOT_FOUND, SAVED, Answer, the
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
