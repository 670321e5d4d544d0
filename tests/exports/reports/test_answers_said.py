"""Answers as the modules word them become lines of a report."""

from exports.reports.answers_said import lines_said
from exports.reports.source import Line
from modules.answer_wording import Line as Worded


def test_a_heading_and_its_rows_are_one_table() -> None:
    worded = [
        Worded("heading", cells=("Who", "Lives here")),
        Worded("row", cells=("Grace", "Yes")),
        Worded("row", cells=("Darren", "No")),
        Worded("words", text="Since September."),
        Worded("heading", cells=("Day",)),
    ]
    assert lines_said(worded) == (
        Line(rows=(("Who", "Lives here"), ("Grace", "Yes"), ("Darren", "No"))),
        Line("Since September."),
        Line(rows=(("Day",),)),
    )


def test_a_pair_keeps_its_label() -> None:
    assert lines_said([Worded("pair", text="91%", label="Autumn")]) == (Line("91%", "Autumn"),)
