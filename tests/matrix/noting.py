"""Whether each opening is in the log of the family, and each refusal in that of the system."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.matrix.cells import Cell

REFUSED = {403, 404}
COUNT = "select chain, act, object_id, count(*) from audit_event__t group by 1, 2, 3"


def acts(path: Path) -> Counter[tuple[str, str, str]]:
    """Count what the log holds: chain, act and what it was done to."""
    with closing(sqlite3.connect(path)) as owner:
        return Counter({(chain, act, of): n for chain, act, of, n in owner.execute(COUNT)})


def not_noted(cell: Cell, status: int, added: Counter[tuple[str, str, str]]) -> str:
    """Say what is missing from the log after somebody asked for a page; "" when nothing is."""
    if cell.who is None or cell.who.has_left or not cell.family:
        return ""
    if status == 200:
        opened = [act for chain, act, _ in added if chain == cell.family]
        return "" if opened and "rows_saved" not in opened else "opened, and not noted"
    if status in REFUSED:
        known = cell.family if len(cell.family) == 32 else ""
        return "" if ("system", "refused", known) in added else "refused, and not noted"
    return ""
