"""What is answered to whoever asks for something to be opened, decides on it, or opens a fact."""

from tests.matrix.answers import (
    AGAIN,
    CHANGED,
    NOT_FOUND,
    REFUSED,
    Answer,
    entry_of,
    stands,
    the,
    withdrawing,
)
from tests.matrix.cells import Cell
from tests.matrix.expectations import MAY, READS
from tests.matrix.making import Row

# What can be kept closer and asked to be opened, by the table it stands in.
TABLES = (
    "entry", "contribution", "voice", "action", "attachment", "family_member", "household",
    "contact_detail",
)  # fmt: skip


def sealed_fact(cell: Cell) -> int:
    """Whoever keeps people safe in this family is told what a fact says."""
    row = cell.row("sealed_fact", "fact_id")
    return 200 if row and READS["sealed_fact"](cell.world, the(cell), row) else NOT_FOUND


def _seen(cell: Cell, object_id: str) -> tuple[str, Row] | None:
    """Return what is asked about with its table, if it is this family's and may be seen."""
    for table in TABLES:
        row = cell.world.row(table, object_id)
        if row and row["family_id"] == cell.family and READS[table](cell.world, the(cell), row):
            return table, row
    return None


def kept_closer(found: int) -> Answer:
    """Whoever sees something may ask for it; of an entry only the version that stands."""

    def answer(cell: Cell) -> int:
        seen = _seen(cell, cell.ids["object_id"])
        if seen is None:
            return NOT_FOUND
        table, row = seen
        return found if table != "entry" or stands(cell, row) else CHANGED

    return answer


def loosening(cell: Cell) -> int:
    """Whoever sees what was asked about sees who asked and what was said."""
    row = cell.row("loosening_request", "request_id")
    may = row and READS["loosening_request"](cell.world, the(cell), row)
    return 200 if row and may and _seen(cell, row["object_id"]) else NOT_FOUND


def loosening_decided(cell: Cell) -> int:
    """Only the second person may decide, once; without an answer the form comes back."""
    row = cell.row("loosening_request", "request_id")
    if row is None or loosening(cell) == NOT_FOUND:
        return NOT_FOUND
    decided = any(one["request_id"] == row["id"] for one in cell.world.rows["loosening_decision"])
    seen = _seen(cell, row["object_id"])
    if not decided and seen and seen[0] == "entry" and not stands(cell, seen[1]):
        return CHANGED
    if row["recorded_by"] == the(cell).id or the(cell).discipline not in row["deciders"]:
        return REFUSED
    return CHANGED if decided else AGAIN


def moved(cell: Cell) -> int:
    """Where somebody asked to move an entry, only a manager who did not ask may say."""
    found, row = withdrawing(AGAIN)(cell), entry_of(cell)
    if found != AGAIN or row is None:
        return found
    answered = {one["request_id"] for one in cell.world.rows["misfiling_decision"]}
    for asked in cell.world.rows["misfiling_request"]:
        waits = asked["entry_id"] == row["id"] and asked["id"] not in answered
        if waits and READS["misfiling_request"](cell.world, the(cell), asked):
            decides = the(cell).discipline in MAY["manage_team"]
            return AGAIN if decides and asked["recorded_by"] != the(cell).id else REFUSED
    return found
