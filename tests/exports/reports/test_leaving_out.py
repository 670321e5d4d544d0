"""What the writer is told to look at before a copy goes out."""

from datetime import date, timedelta

import msgspec
import pytest

from exports.reports.leaving_out import missing
from exports.reports.source import Child, Voice
from tests.exports.builders import almost_empty, passage

TODAY = date(2026, 11, 20)
KIM = Child(person_id="kim", name="Kim Reed", age="9")


def said(days_ago: int) -> Voice:
    on = TODAY - timedelta(days=days_ago)
    return Voice(
        person_id="kim", person="Kim", kind="child", words="Toast.", said_on=on, author="Sal"
    )


@pytest.mark.parametrize(
    ("voices", "words", "is_ready"),
    [
        ((), "Nothing in Kim’s own words", False),
        ((said(29),), "Kim’s voice is more than 28 days old", False),
        ((said(28),), "Kim’s voice from the last 28 days", True),
        ((said(90), said(2)), "Kim’s voice from the last 28 days", True),
    ],
)
def test_each_childs_voice_is_wanted_from_the_last_28_days(
    voices: tuple[Voice, ...], words: str, *, is_ready: bool
) -> None:
    source = msgspec.structs.replace(almost_empty(), children=(KIM,), voices=voices)
    first = missing(source, address="/families/f", today=TODAY)[0]
    assert (first.words, first.is_ready) == (words, is_ready)
    assert bool(first.href) is not is_ready


def test_what_is_missing_leads_to_where_it_is_mended() -> None:
    lines = missing(almost_empty(), address="/families/f", today=TODAY)
    assert [line.href for line in lines] == ["/families/f/record"] * 3


def test_what_is_there_is_ready() -> None:
    source = msgspec.structs.replace(
        almost_empty(), passages=(passage("children.common.strengths", "Kim laughs."),)
    )
    ready = [line.words for line in missing(source, address="/f", today=TODAY) if line.is_ready]
    assert ready == ["What is going well"]
