"""Whether each opening is in the log of the family, and each refusal in that of the system."""

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

from tests.matrix.cells import Cell

REFUSED = {403, 404}
LAST = "select coalesce(max(rowid), 0) from audit_event__t"
LATER = "select chain, act, object_id from audit_event__t where rowid > ?"


class Log:
    """The log of one database, read beside the service. Opening it costs more than reading it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._owner: sqlite3.Connection | None = None
        self._read_to = 0

    def read_to_the_end(self) -> None:
        """Count from here."""
        self._read_to = self._ask(LAST)[0][0]

    def added(self) -> Counter[tuple[str, str, str]]:
        """Count what was added since: chain, act and what it was done to."""
        return Counter(self._ask(LATER, self._read_to))

    def close(self) -> None:
        """Let go of the file, so that another may take its place."""
        if self._owner is not None:
            self._owner.close()
        self._owner = None

    def _ask(self, statement: str, *values: int) -> list[tuple[Any, ...]]:
        if self._owner is None:
            self._owner = sqlite3.connect(self._path, check_same_thread=False)
        return self._owner.execute(statement, values).fetchall()


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
