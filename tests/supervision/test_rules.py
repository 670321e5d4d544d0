"""What is pulled for supervision, which part stands, and when the next one is due."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from supervision.rules import (
    Pulled,
    SavedPart,
    Standing,
    agenda,
    lacks,
    next_due,
    next_family,
    pull,
    since,
    standing_parts,
    working_day,
)
from workbook.entries.rules import SavedContribution, SavedEntry
from workbook.wall.marks import HEALTH_RESTRICTED, SURVIVOR_PROTECTED, TEAM

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


def entry(entry_id: str, day: int = 10, **given: Any) -> SavedEntry:  # noqa: ANN401
    """Return an entry of this day of November."""
    moment = NOON.replace(day=day)
    values: dict[str, Any] = {
        "id": entry_id, "family_id": "f", "occurred_at": moment, "recorded_at": moment,
        "recorded_by": "w", "discipline": "social_worker", "employer": "", "kind": "home_visit",
        "statutory_visit": False, "note": "", "present": (), "children": (), "reveals": (),
        "headline": "", "event_type": "", "impact": "", "affects": (), "mark": TEAM,
        "mark_persons": (), "replaces_id": None, "withdraws": False, "reason": "",
    }  # fmt: skip
    return SavedEntry(**values | given)


def contribution(entry_id: str, answers: dict[str, Any], mark: str = TEAM) -> SavedContribution:
    """Return what an entry added."""
    return SavedContribution(
        id=f"c-{entry_id}", entry_id=entry_id, occurred_at=NOON, recorded_by="w",
        discipline="social_worker", module_key="starting", module_version=1, section_key="common",
        subject_kind="family", subject_ids=(), answers=answers, mark=mark,
    )  # fmt: skip


def part(part_id: str, version: str, **given: Any) -> SavedPart:  # noqa: ANN401
    """Return one worker's part."""
    values: dict[str, Any] = {
        "id": part_id, "discussion_id": version, "worker_id": "w", "recorded_at": NOON,
        "recorded_by": "tm", "discipline": "team_manager", "well": part_id, "worried": "",
        "ratings": {}, "sources": (), "mark": TEAM, "mark_persons": (),
    }  # fmt: skip
    return SavedPart(**values | given)


class TestPull:
    def test_takes_strengths_and_worries_each_once(self) -> None:
        answers = {
            "strengths": [{"strength": "Calm"}, {"strength": "Calm"}, {"strength": ""}],
            "worries": [{"worry": "Late for school"}, {"evidence": "School"}],
        }

        found = pull("w", entries=[entry("a")], contributions=[contribution("a", answers)], laid={})

        assert (found.well, found.worried) == ("Calm", "Late for school")

    def test_takes_the_first_sentence_of_the_newest_note_without_strengths(self) -> None:
        entries = [entry("b", 12, note=" Home by 3.30 p.m. She laughed! Then tea."), entry("a")]

        found = pull("w", entries=entries, contributions=[], laid={})

        assert found.well == "Home by 3.30 p.m."
        assert found.worried == ""

    def test_counts_only_the_workers_own_entries(self) -> None:
        entries = [entry("c", 13, recorded_by="x"), entry("b", 12), entry("a", 9)]

        found = pull("w", entries=entries, contributions=[], laid={})

        assert (found.contacts, found.last_on, found.sources) == (2, date(2026, 11, 12), ("b", "a"))

    def test_brings_nothing_for_a_worker_without_entries(self) -> None:
        assert pull("w", entries=[], contributions=[], laid={}) == Pulled()

    @pytest.mark.parametrize("answer", [{"empty": "not_asked"}, "text", None, ["text"]])
    def test_is_not_troubled_by_an_answer_that_is_no_table(self, answer: object) -> None:
        given = [contribution("a", {"strengths": answer})]

        assert (
            pull("w", entries=[entry("a", note="Calm.")], contributions=given, laid={}).well
            == "Calm."
        )

    def test_is_kept_as_tightly_as_its_tightest_source(self) -> None:
        entries = [
            entry("a", mark=SURVIVOR_PROTECTED, mark_persons=("bob",)),
            entry("b", 9, mark_persons=("ann",)),
        ]

        found = pull("w", entries=entries, contributions=[], laid={})

        assert (found.mark, found.mark_persons) == (SURVIVOR_PROTECTED, ("bob", "ann"))

    def test_is_kept_as_tightly_as_what_an_open_entry_added(self) -> None:
        added = [contribution("a", {}, HEALTH_RESTRICTED)]

        assert (
            pull("w", entries=[entry("a")], contributions=added, laid={}).mark == HEALTH_RESTRICTED
        )


class TestSince:
    def test_takes_what_happened_or_was_written_down_since(self) -> None:
        entries = [
            entry("new", 12),
            entry("told later", 3, recorded_at=NOON.replace(day=12)),
            entry("corrected", 3, recorded_at=NOON.replace(day=12), replaces_id="x"),
            entry("heard", 4),
            entry("after", 20),
        ]

        found = since(entries, last=date(2026, 11, 5), until=date(2026, 11, 15))

        assert [one.id for one in found] == ["new", "told later"]


class TestStanding:
    def test_lets_a_later_part_take_the_place_of_one_its_writer_could_read(self) -> None:
        found = standing_parts([part("old", "v1"), part("new", "v2")], ("v1", "v2"), laid={})

        assert [one.id for one in found["w"]] == ["new"]

    def test_keeps_words_that_the_later_writer_did_not_know_of(self) -> None:
        closed = part("closed", "v1", mark=SURVIVOR_PROTECTED, discipline="da_survivor_worker",
                      recorded_by="das")  # fmt: skip
        open_one = part("open", "v2", discipline="da_perpetrator_worker", recorded_by="dap")

        found = standing_parts([closed, open_one], ("v1", "v2"), laid={})

        assert [one.id for one in found["w"]] == ["open", "closed"]


class TestDue:
    @pytest.mark.parametrize(
        ("day", "moved"),
        [
            (date(2026, 11, 24), date(2026, 11, 24)),
            (date(2026, 11, 28), date(2026, 11, 30)),
            (date(2026, 12, 25), date(2026, 12, 29)),
            (date(2027, 1, 1), date(2027, 1, 4)),
            (date(2027, 3, 26), date(2027, 3, 30)),
        ],
        ids=["a Tuesday", "a Saturday", "Christmas and its substitute", "New Year", "Easter"],
    )
    def test_falls_on_a_working_day(self, day: date, moved: date) -> None:
        assert working_day(day) == moved

    def test_is_a_month_on(self) -> None:
        assert next_due(date(2026, 11, 24)) == date(2026, 12, 24)
        assert next_due(date(2027, 1, 31)) == date(2027, 3, 1)


class TestAgenda:
    def test_begins_with_those_never_discussed_then_the_overdue(self) -> None:
        stands = [
            Standing(family_id="3", name="C", last_on=NOON.date(), next_due=date(2026, 12, 20)),
            Standing(family_id="2", name="B", last_on=NOON.date(), next_due=date(2026, 11, 1)),
            Standing(family_id="1", name="D", last_on=None, next_due=None),
        ]

        assert [one.family_id for one in agenda(stands, today=NOON.date())] == ["1", "2", "3"]

    def test_goes_round_to_what_is_still_to_be_done(self) -> None:
        assert next_family(["a", "b", "c"], "c", {"c", "a"}) == "b"
        assert next_family(["a", "b"], "b", {"a", "b"}) == ""

    def test_wants_a_decision_and_why(self) -> None:
        assert [field for field, _ in lacks(decision=" ", rationale="")] == [
            "decision",
            "rationale",
        ]
        assert lacks(decision="Go on", rationale="It helps") == []
