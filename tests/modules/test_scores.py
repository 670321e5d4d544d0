"""Scored tools: ranges and bands, for every total there is."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.catalogue import Catalogue, UnknownDefinitionError
from modules.scores import Instrument, band, instrument_problems, total_problem

CATALOGUE = Catalogue.load()
BANDED = [tool for tool in CATALOGUE.instruments if tool.bands]


def a_tool(**changes: object) -> Instrument:
    return msgspec.structs.replace(CATALOGUE.instrument("PHQ-9", "standard"), **changes)


@given(st.data())
def test_every_total_in_range_has_exactly_one_band(data: st.DataObject) -> None:
    tool = data.draw(st.sampled_from(BANDED))
    total = data.draw(st.integers(tool.minimum, tool.maximum))

    assert band(tool, total) in {each.label for each in tool.bands}
    assert sum(each.low <= total <= each.high for each in tool.bands) == 1


@given(st.data())
def test_a_total_out_of_range_has_no_band(data: st.DataObject) -> None:
    tool = data.draw(st.sampled_from(CATALOGUE.instruments))
    total = data.draw(st.integers().filter(lambda n: not tool.minimum <= n <= tool.maximum))

    assert total_problem(tool, total)
    with pytest.raises(ValueError, match="whole number"):
        band(tool, total)


@pytest.mark.parametrize("total", [True, 3.5, "3", None])
def test_a_total_that_is_no_whole_number_is_refused(total: object) -> None:
    assert total_problem(a_tool(), total)


@pytest.mark.parametrize(
    ("code", "version", "total", "expected"),
    [
        ("DASH", "SafeLives 24", 14, "visible high risk"),
        ("DASH", "SafeLives 24", 13, "medium"),
        ("AUDIT", "10 item", 33, "possible dependence"),
        ("SADQ", "20 item", 9, "mild"),
        ("PHQ-9", "standard", 15, "moderately severe"),
        ("GAD-7", "standard", 16, "severe"),
        ("CORE-10", "adult", 26, "severe"),
        ("SDQ", "teacher", 12, "slightly raised"),
        ("GCP2", "grade", 3, None),
    ],
)
def test_bands_are_the_published_ones(
    code: str, version: str, total: int, expected: str | None
) -> None:
    assert band(CATALOGUE.instrument(code, version), total) == expected


def test_the_tools_with_a_risk_item_say_so() -> None:
    assert {tool.code for tool in CATALOGUE.instruments if tool.risk_item} == {"PHQ-9", "CORE-10"}


def test_the_survivors_score_is_protected_and_feeds_no_report() -> None:
    dash = CATALOGUE.instrument("DASH")

    assert (dash.mark, dash.feeds, dash.disciplines) == (
        "survivor_protected",
        (),
        ("da_survivor_worker",),
    )


def test_an_unknown_tool_is_unknown() -> None:
    with pytest.raises(UnknownDefinitionError):
        CATALOGUE.instrument("PHQ-9", "of another kind")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"mark": "secret"}, "mark 'secret'"),
        ({"disciplines": ("gardener",)}, "discipline 'gardener'"),
        ({"feeds": ("NEWS",)}, "report 'NEWS'"),
        ({"minimum": 27}, "minimum must be below maximum"),
        ({"maximum": 30}, "the bands end at 27"),
        ({"bands": a_tool().bands[1:]}, "must begin at 0"),
    ],
)
def test_a_wrong_tool_says_what_is_wrong(changes: dict[str, object], expected: str) -> None:
    assert any(expected in problem for problem in instrument_problems(a_tool(**changes)))
