"""Take over answers as the modules word them: the rows of a table come together."""

from collections.abc import Iterable

from exports.reports.source import Line
from modules import answer_wording


def lines_said(lines: Iterable[answer_wording.Line]) -> tuple[Line, ...]:
    """Return the lines of one answer for a report; a heading starts a table, rows go on with it."""
    said: list[Line] = []
    for line in lines:
        if line.kind == "row" and said and said[-1].rows:
            said[-1] = Line(rows=(*said[-1].rows, line.cells))
        elif line.kind in {"heading", "row"}:
            said.append(Line(rows=(line.cells,)))
        else:
            said.append(Line(line.text, line.label))
    return tuple(said)
