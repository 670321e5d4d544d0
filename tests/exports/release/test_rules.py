"""What is held back, where, and what lets it go."""

import time
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from exports import rules as readers
from exports.documents import fill
from exports.drafting import TEMPLATES
from exports.gate.facts import Protected, protected_for
from exports.gate.record import FamilyFacts, Household
from exports.package import read_parts, write_parts
from exports.release.rules import (
    ELSEWHERE,
    Excerpt,
    Found,
    Held,
    Request,
    excerpt,
    fingerprint,
    held_back,
    outstanding,
    request_for,
)
from exports.reports.pieces import pieces
from exports.reports.review_conference import build
from exports.reports.source import ConferenceSource, Line
from exports.rules import Recipient
from tests.exports.builders import PASSAGES, almost_empty, full, passage
from tests.exports.release.secrets import ADDRESS, HINT, SLIP

GUARD = protected_for(
    FamilyFacts(readers=("dad",), households=(Household(address=ADDRESS, protected=True),))
)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def searched(source: ConferenceSource, *guards: Protected, file_name: str = "x.docx") -> Any:  # noqa: ANN401
    content = fill(TEMPLATES["review-conference"].read_bytes(), build(source))
    return held_back(
        pieces(source), read_parts(content), guards=guards or (GUARD,), file_name=file_name
    )


def said(*texts: str) -> ConferenceSource:
    return msgspec.structs.replace(
        almost_empty(), passages=tuple(passage("sustaining.common.analysis", one) for one in texts)
    )


def test_a_slip_is_held_back_in_its_passage_and_a_hint_is_another() -> None:
    sure, maybe = searched(said(SLIP, "Calm.", HINT))
    assert (sure.text, sure.is_certain, sure.can_be_left_out) == (SLIP, True, True)
    assert (maybe.text, maybe.is_certain) == (HINT, False)
    assert sure.entry_id == "e" * 32


def test_a_clean_report_is_not_held_back() -> None:
    assert searched(full()) == ()
    assert searched(said("Calm at home.")) == ()


def test_what_runs_over_two_passages_is_put_to_both() -> None:
    rows = (("What", "Who"), ("She is at 41", "Mum"))
    source = msgspec.structs.replace(
        almost_empty(),
        passages=(
            passage("children.day.x", lines=(Line(rows=rows), Line("QX3 4"), Line("ZZ ok"))),
        ),
    )
    held = searched(source)
    assert {one.text for one in held} >= {"QX3 4"}
    assert all(one.can_be_left_out for one in held)


@pytest.mark.parametrize("field", ["council", "prepared_by"])
def test_what_stands_in_no_passage_is_held_back_and_cannot_be_left_out(field: str) -> None:
    source = msgspec.structs.replace(almost_empty(), **{field: "Quillon Terrace Council"})
    (one,) = searched(source)
    assert (one.place, one.can_be_left_out, one.is_certain) == (ELSEWHERE, False, True)


def test_a_file_name_and_a_hidden_part_are_searched_too() -> None:
    assert len(searched(said("Calm."), file_name="report-41-quillon-terrace.docx")) == 1
    content = fill(TEMPLATES["review-conference"].read_bytes(), build(said("Calm.")))
    parts = {**read_parts(content), "docProps/custom.xml": b"<x>41 Quillon Terrace</x>"}
    held = held_back(
        pieces(said("Calm.")),
        read_parts(write_parts(parts)),
        guards=(GUARD,),
        file_name="x.docx",
    )
    assert [one.can_be_left_out for one in held] == [False]


def test_a_copy_for_two_groups_must_pass_both() -> None:
    knows = protected_for(
        FamilyFacts(
            readers=("mum",),
            households=(Household(address=ADDRESS, protected=True, members=("mum",)),),
        )
    )
    assert searched(said(SLIP), knows) == ()
    assert len(searched(said(SLIP), knows, GUARD)) == 1


def held(key: str, severity: str) -> Held:
    found = Found(start=0, end=1, severity=severity, why="x")  # type: ignore[arg-type]
    return Held(key=key, place="", text="x", found=(found,))


def request(**given: Any) -> Request:  # noqa: ANN401
    usual = {
        "id": "r", "family_id": "f", "report": "review-conference", "readers": ("dad",),
        "label": "Dad", "leave_out": (), "reasons": {}, "words": "", "fingerprint": "p",
        "recorded_at": NOW, "recorded_by": "sal", "by_name": "Sal", "by_employer": "",
    }  # fmt: skip
    return Request(**(usual | given))


@pytest.mark.parametrize(
    ("severity", "confirmed", "decided", "holds"),
    [
        ("certain", (), "", True),
        ("certain", ("k",), "", True),
        ("certain", ("k",), "refused", True),
        ("certain", (), "approved", False),
        ("possible", (), "", True),
        ("possible", ("k",), "", False),
        ("possible", ("other",), "", True),
        ("possible", (), "approved", False),
    ],
)
def test_a_certain_finding_goes_with_a_second_person_and_a_possible_one_with_its_author(
    severity: str, confirmed: tuple[str, ...], decided: str, *, holds: bool
) -> None:
    asked = request(reasons={"k": "Said in court."}, decided=decided)
    left = outstanding([held("k", severity)], confirmed=confirmed, approved=asked)
    assert bool(left) is holds


def test_a_yes_is_for_the_passages_it_was_asked_for() -> None:
    asked = request(reasons={"k": "Said in court."}, decided="approved")
    both = [held("k", "certain"), held("l", "certain")]
    assert [one.key for one in outstanding(both, confirmed=(), approved=asked)] == ["l"]


def test_the_newest_request_of_this_author_for_this_copy_counts() -> None:
    old, new = request(id="a"), request(id="b", recorded_at=NOW.replace(hour=10))
    others = [request(id="c", fingerprint="q"), request(id="d", recorded_by="tom")]
    found = request_for([old, *others, new], fingerprint="p", author_id="sal")
    assert found == new
    assert request_for(others, fingerprint="p", author_id="sal") is None


def test_a_fingerprint_is_of_words_readers_and_writer_and_not_of_the_day() -> None:
    dad = Recipient(keys=("dad",), label="Dad", audience="family")
    source = said("Calm.")
    same = fingerprint(source, report_name="a", recipient=dad)
    tomorrow = msgspec.structs.replace(
        source, prepared_on=source.prepared_on.replace(day=21), period_to=source.prepared_on
    )
    assert fingerprint(tomorrow, report_name="a", recipient=dad) == same
    for other in (
        fingerprint(said("Calm!"), report_name="a", recipient=dad),
        fingerprint(source, report_name="b", recipient=dad),
        fingerprint(source, report_name="a", recipient=msgspec.structs.replace(dad, keys=("mum",))),
        fingerprint(
            msgspec.structs.replace(source, prepared_by="Tom"), report_name="a", recipient=dad
        ),
    ):
        assert other != same


def test_an_excerpt_shows_what_was_found_and_shortens_the_rest() -> None:
    text = f"{'a ' * 80}41 Quillon Terrace{' b' * 80}"
    start = text.index("41")
    found = (Found(start=start, end=start + 18, severity="certain", why="x"),)
    one = Held(key="k", place="", text=text, found=found)
    before, middle, after = excerpt(one)
    assert middle == Excerpt("41 Quillon Terrace", is_found=True)
    assert before.words.startswith("… ")
    assert after.words.endswith(" …")
    assert len(before.words) < 70


def test_a_report_of_twenty_pages_is_searched_in_less_than_a_third_of_a_second() -> None:
    many = tuple(
        msgspec.structs.replace(one, question=f"{one.question} {number}")
        for number in range(12)
        for one in PASSAGES
    )
    source = msgspec.structs.replace(full(), passages=many)
    content = fill(TEMPLATES["review-conference"].read_bytes(), build(source))
    parts = read_parts(content)
    spent = []
    for _ in range(3):
        began = time.process_time()
        held_back(pieces(source), parts, guards=(GUARD,), file_name="x.docx")
        spent.append(time.process_time() - began)
    print(f"{len(many)} passages, {len(content):,} bytes: {min(spent):.3f} s")
    assert min(spent) < 0.3


def test_the_conference_label_is_never_a_person() -> None:
    assert readers.CONFERENCE_LABEL == "conference members"
