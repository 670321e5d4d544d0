"""Passages of a report can be named, and left out before anything is made of them."""

import msgspec
import pytest

from exports.reports.pieces import Piece, pieces, without
from exports.reports.review_conference import build
from exports.reports.source import ConferenceSource, Line
from tests.exports.builders import almost_empty, full, passage


def words_of(source: ConferenceSource) -> str:
    return msgspec.json.encode(build(source)).decode()


def test_every_passage_of_a_report_is_a_piece_with_a_key_of_its_own() -> None:
    source = full()
    found = pieces(source)
    assert len({one.key for one in found}) == len(found)
    rows = sum(
        len(line.rows) - 1 if line.rows else 1 for one in source.passages for line in one.lines
    )
    others = (
        source.voices, source.events, source.goals, source.plan_lines, source.actions,
        source.recommendations, source.adults, source.contributors,
    )  # fmt: skip
    assert len(found) == rows + sum(map(len, others))


def test_a_key_is_of_the_words_and_their_place() -> None:
    first, again = pieces(full()), pieces(full())
    assert [one.key for one in first] == [one.key for one in again]
    changed = msgspec.structs.replace(
        almost_empty(), passages=(passage("children.day.x", "Kim laughs."),)
    )
    other = msgspec.structs.replace(
        almost_empty(), passages=(passage("children.day.x", "Kim laughs!"),)
    )
    elsewhere = msgspec.structs.replace(
        almost_empty(), passages=(passage("children.night.x", "Kim laughs."),)
    )
    assert len({pieces(one)[0].key for one in (changed, other, elsewhere)}) == 3


@pytest.mark.parametrize("at", range(len(pieces(full()))))
def test_what_is_left_out_is_gone_and_nothing_else(at: int) -> None:
    source = full()
    found = pieces(source)
    left = pieces(without(source, {found[at].key}))
    assert left == (*found[:at], *found[at + 1 :])


def test_a_table_goes_with_the_last_of_its_rows_and_a_passage_with_its_last_line() -> None:
    rows = (("What", "Who"), ("Toast", "Nan"), ("Tea", "Mum"))
    source = msgspec.structs.replace(
        almost_empty(),
        passages=(passage("children.day.x", lines=(Line(rows=rows), Line("Calm."))),),
    )
    table = [one.key for one in pieces(source) if one.text != "Calm."]
    (kept,) = without(source, {table[0]}).passages
    assert kept.lines[0].rows == (rows[0], rows[2])
    (kept,) = without(source, table).passages
    assert kept.lines == (Line("Calm."),)
    assert without(source, {one.key for one in pieces(source)}).passages == ()


def test_no_heading_remembers_what_was_left_out() -> None:
    source = msgspec.structs.replace(
        almost_empty(), passages=(passage("allotment.beds.grown", "Beans at the canal."),)
    )
    keys = {one.key for one in pieces(source)}
    assert words_of(without(source, keys)) == words_of(almost_empty())
    assert "Growing things together" in words_of(source)


def test_leaving_out_nothing_changes_nothing() -> None:
    source = full()
    assert without(source, ()) is source
    assert without(source, {"no such key"}) == source


def test_a_piece_says_where_it_stands() -> None:
    source = msgspec.structs.replace(
        almost_empty(), passages=(passage("children.health.summary", "Well.", about="maya"),)
    )
    (one,) = pieces(source)
    assert one == Piece(
        key=one.key, place="Our children: Health (Maya), “Summary”", text="Well.",
        entry_id="e" * 32, on=source.passages[0].occurred_on,
    )  # fmt: skip
