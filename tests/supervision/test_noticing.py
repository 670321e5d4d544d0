"""Drift after three unchanged sessions, and who saw which child alone."""

from datetime import UTC, datetime
from typing import Any

import pytest

from supervision.noticing import drift_words, is_drifting, seen_alone_words
from supervision.rules import SavedDiscussion
from tests.supervision.test_rules import entry
from workbook.entries.rules import ChildSeen
from workbook.families.rules import FamilyFile, Member, TeamMember

HIGH: dict[str, Any] = {"risk": "high", "safety": 4}


def said(way: str = "", agreed: dict[str, Any] | None = None) -> SavedDiscussion:
    """Return what was said of one child in one session."""
    return SavedDiscussion(
        id="d", session_id="s", family_id="f", recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
        recorded_by="w", children=("kim",), attendance={}, child_voice="", family_view="",
        hypotheses="", agreed={"kim": agreed} if agreed else {},
        trajectory={"kim": way} if way else {}, decision="", rationale="", dissent=(),
        family_told={}, fgdm_considered={}, next_due=None, replaces_id=None, submit_key="",
    )  # fmt: skip


def a_family(*children: str) -> FamilyFile:
    """Return a family with these children and one worker."""
    day = datetime(2026, 1, 1, tzinfo=UTC).date()
    return FamilyFile(
        id="f", reference="T-1", name="Reed", team_id="t", opened_on=day, closed_on=None,
        members=tuple(
            Member(id=one, name=f"{one.title()} Reed", kind="child") for one in children
        ),
        workers=(
            TeamMember(id="w", name="Sam Worker", discipline="social_worker", employer="",
                       starts_on=day, ends_on=None),
        ),
    )  # fmt: skip


class TestIsDrifting:
    @pytest.mark.parametrize(
        "newest_first",
        [
            [said("same"), said("same"), said("same")],
            [said("drifting"), said("same"), said("same"), said("better")],
            [said(agreed=HIGH), said("same", HIGH), said(agreed=HIGH)],
        ],
    )
    def test_asks_after_three_unchanged_sessions(self, newest_first: list[SavedDiscussion]) -> None:
        assert is_drifting("kim", newest_first)

    @pytest.mark.parametrize(
        "newest_first",
        [
            [],
            [said("same"), said("same")],
            [said("same"), said("better"), said("same")],
            [said("worse", HIGH), said("same", HIGH), said("same", HIGH)],
            [said(agreed=HIGH), said(agreed=HIGH | {"safety": 5}), said(agreed=HIGH)],
            [said(), said(), said()],
        ],
    )
    def test_asks_nothing_before_that(self, newest_first: list[SavedDiscussion]) -> None:
        assert not is_drifting("kim", newest_first)

    def test_names_the_child(self) -> None:
        words = drift_words(a_family("kim", "lee"), [said("same")] * 3)

        assert words == "Nothing has changed for Kim in the last 3 sessions. Is it drifting?"
        assert drift_words(a_family("lee"), [said("same")] * 3) == ""


class TestSeenAlone:
    def test_says_when_and_by_whom_last_and_whom_nobody_saw(self) -> None:
        alone = ChildSeen(person="kim", seen=True, seen_alone=True, bedroom_seen=False)
        seen = ChildSeen(person="lee", seen=True, seen_alone=False, bedroom_seen=False)
        newest_first = [entry("b", 12, children=(alone, seen)), entry("a", 3, children=(alone,))]

        assert seen_alone_words(a_family("kim", "lee"), newest_first) == (
            "Last seen alone: Kim on 12 November by Sam Worker. "
            "Nothing here says that Lee was seen alone."
        )

    def test_says_nothing_of_a_family_without_children(self) -> None:
        assert seen_alone_words(a_family(), [entry("a")]) == ""
