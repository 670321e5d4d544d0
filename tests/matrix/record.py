"""What is recorded of a family of the matrix: entries of every mark, wordings, actions, drafts."""

from typing import Any

from tests.builders.families import NOW, TODAY
from tests.matrix.making import Making, Row
from tests.matrix.workers import DAY, Somebody
from workbook.attachments.tables import Attachment
from workbook.entries.tables import (
    Action,
    ActionOutcome,
    Contribution,
    Draft,
    Entry,
    EntrySuccession,
    Ruler,
    Score,
    Voice,
)
from workbook.programme.tables import ModuleStatus, SectionSummary
from workbook.wall.marks import MARKS

AUTHORS = ("da_survivor_worker", "mental_health_practitioner")


def record(
    making: Making,
    of: Row,
    people: dict[str, str],
    authors: dict[str, Somebody],
    *,
    marks: tuple[str, ...],
) -> None:
    """Add entries of every mark by several disciplines, versions, wordings, actions and drafts."""
    for mark in marks:
        named = (authors["team_manager"].id, authors["da_perpetrator_worker"].id)
        for author in AUTHORS:
            _entry(making, of, people, authors[author], mark, named=named)
        _wording(making, of, authors["social_worker"], mark)
    _entry(making, of, people, authors["da_perpetrator_worker"], "health_restricted")
    old = _entry(making, of, people, authors["social_worker"], "team")
    new = _entry(
        making, of, people, authors["social_worker"], "survivor_protected", replaces_id=old["id"]
    )
    gone = _entry(making, of, people, authors["social_worker"], "team")
    end = _entry(
        making, of, people, authors["social_worker"], "team", replaces_id=gone["id"],
        withdraws=True,
    )  # fmt: skip
    for one, by in ((old, new), (gone, end)):
        making.add(
            EntrySuccession, family_id=of["family_id"], replaced_id=one["id"], by_id=by["id"],
            recorded_by=by["recorded_by"],
        )  # fmt: skip
    for author in ("social_worker", "da_survivor_worker"):
        making.add(
            Draft, family_id=of["family_id"], recorded_by=authors[author].id,
            fields=lambda word: [["kind", "phone_call"], ["note", word]],
        )  # fmt: skip
    making.add(
        ModuleStatus, **(of | {"recorded_by": authors["social_worker"].id}), module_key="recovery",
        status="paused",
    )  # fmt: skip


def _entry(
    making: Making,
    of: Row,
    people: dict[str, str],
    author: Somebody,
    mark: str,
    named: tuple[str, ...] = (),
    **given: Any,  # noqa: ANN401
) -> Row:
    """Add an entry with one of each of its parts, its author's own action among them."""
    at = NOW - (2 + len(making.rows.get("entry", [])) % 7) * DAY
    signed = of | {"recorded_by": author.id, "discipline": author.discipline, "mark": mark}
    if mark == "police_restricted":
        signed["mark_persons"] = list(named)
    entry = making.add(
        Entry, **signed, occurred_at=at, recorded_at=at, kind="home_visit",
        present=[people["child"]], **given,
    )  # fmt: skip
    part = signed | {"entry_id": entry["id"], "occurred_at": at, "recorded_at": at}
    making.add(Voice, **part, person_id=people["child"], voice="child_own_words", share_ok="yes")
    making.add(
        Contribution, **part, module_key="starting", section_key="why", subject_kind="adult",
        subject_ids=[people["survivor"]], answers=lambda word: {"reason_plain": word},
        share_ok="yes",
    )  # fmt: skip
    goal = next(row for row in making.rows["change_goal"] if row["family_id"] == of["family_id"])
    making.add(Ruler, **part, adult_id=people["survivor"], goal_id=goal["id"])
    making.add(Score, **part, instrument="DASH", version="SafeLives 24", total=3)
    action = making.add(
        Action, **signed, entry_id=entry["id"], owner_id=author.id, owner_is_worker=True,
        due_on=TODAY + 3 * DAY,
    )  # fmt: skip
    file = making.add(
        Attachment, **signed, entry_id=entry["id"], kind="txt", reason="", scanned="not_scanned",
        content=lambda word: word.encode(),
    )  # fmt: skip
    if mark == "team":
        making.add(
            Attachment, **signed, entry_id=entry["id"], title="", content=None,
            withdraws_id=file["id"],
        )  # fmt: skip
    if given.get("withdraws"):
        making.add(
            ActionOutcome, family_id=of["family_id"], recorded_by=author.id,
            action_id=action["id"], outcome="done",
        )  # fmt: skip
    return entry


def _wording(making: Making, of: Row, author: Somebody, mark: str) -> None:
    making.add(
        SectionSummary, **(of | {"recorded_by": author.id, "mark": mark}), module_key="starting",
        section_key=("why", "who", "story", "identity", "safe", "agree", "goals", "common")[
            MARKS.index(mark) % 8
        ],
        subject_kind="family",
    )  # fmt: skip
