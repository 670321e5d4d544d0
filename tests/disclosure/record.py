"""Entries drawn by chance with their parts, wordings and actions, and marks laid over them."""

import random
from datetime import timedelta
from typing import Any, Final

import msgspec

from tests.builders.families import NOW, TODAY
from tests.matrix.making import Making, Row
from workbook.entries.tables import (
    Action,
    ActionOutcome,
    Contribution,
    Entry,
    EntrySuccession,
    Ruler,
    Voice,
)
from workbook.marking.tables import Lifting, LooseningDecision, LooseningRequest, Tightening
from workbook.programme.tables import SectionSummary
from workbook.wall.marks import MARKS

WISHES: Final = ("yes", "yes", "yes", "yes_with_changes", "no", "too_young")
COVERED: Final = (
    "entry", "voice", "contribution", "action", "section_summary", "relationship", "family_member",
)  # fmt: skip
Question = tuple[str, str, str, str]


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """A family while it is drawn."""

    chance: random.Random
    making: Making
    family: str
    workers: dict[str, str]
    people: dict[str, list[str]]
    goals: list[tuple[str, str]]

    def everybody(self) -> list[str]:
        """Return everybody in the family."""
        return [one for people in self.people.values() for one in people]

    def some_people(self, likely: float) -> list[str]:
        """Return one or two people, or most often nobody."""
        if self.chance.random() >= likely:
            return []
        return self.chance.sample(self.everybody(), self.chance.choice([1, 1, 2]))

    def mark(self, *, open_share: float = 0.75) -> str:
        """Return a mark, most often one under which something may be given."""
        if self.chance.random() < open_share:
            return self.chance.choice(["family_shared", "family_shared", "team"])
        return self.chance.choice(MARKS)

    def signed(self, mark: str, by: str = "social_worker") -> Row:
        """Return what a marked row has of its author."""
        return {"family_id": self.family, "recorded_by": self.workers[by], "discipline": by,
                "mark": mark}  # fmt: skip


def write(drawing: Drawing, place: int, questions: tuple[Question, ...]) -> None:
    """Record an entry with some of everything an entry may hold."""
    chance, making = drawing.chance, drawing.making
    by = chance.choice(list(drawing.workers))
    at = NOW - timedelta(days=chance.randint(1, 160), minutes=place)
    marked = drawing.signed(drawing.mark(), by) | {
        "mark_persons": drawing.some_people(0.12), "recorded_at": at,
    }  # fmt: skip
    children = drawing.people["child"]
    entry = making.add(
        Entry, **marked, occurred_at=at, kind="home_visit", statutory_visit=True,
        affects=chance.choice([[], [chance.choice(children)]]),
        present=[children[0]], reason="",
        children=[{"person": children[0], "seen": True, "seen_alone": True, "bedroom_seen": True}],
    )  # fmt: skip
    part = marked | {"entry_id": entry["id"], "occurred_at": at}
    for _ in range(chance.randint(0, 2)):
        making.add(
            Voice, **part, person_id=chance.choice(drawing.everybody()), voice="observed",
            share_ok=chance.choice(WISHES),
        )  # fmt: skip
    for _ in range(chance.randint(0, 2)):
        _contribute(drawing, part, chance.choice(questions))
    goal, adult = chance.choice(drawing.goals)
    making.add(
        Ruler, **part, goal_id=goal, adult_id=adult, importance=chance.randint(0, 10),
        confidence=None, readiness=None,
    )  # fmt: skip
    _act(drawing, marked, entry, children)
    if chance.random() < 0.5:
        _agree(drawing, entry, chance.choice(questions), by)
    if chance.random() < 0.12:
        _end(drawing, entry)


def _subject(drawing: Drawing, kind: str) -> list[str]:
    chance, people = drawing.chance, drawing.people
    child, adult = chance.choice(people["child"]), chance.choice(people["adult"])
    return {"family": [], "child": [child], "adult": [adult], "pair": [adult, child]}[kind]


def _contribute(drawing: Drawing, part: Row, question: Question) -> None:
    module, section, key, kind = question
    drawing.making.add(
        Contribution, **part, module_key=module, section_key=section, subject_kind=kind,
        subject_ids=_subject(drawing, kind), answers=lambda word: {key: word},
        share_ok=drawing.chance.choice(WISHES),
    )  # fmt: skip


def _act(drawing: Drawing, marked: Row, entry: Row, children: list[str]) -> None:
    chance = drawing.chance
    action = drawing.making.add(
        Action, **marked, entry_id=entry["id"], owner_id=entry["recorded_by"],
        owner_is_worker=True, child_id=chance.choice([None, *children]),
        due_on=TODAY + timedelta(days=chance.randint(1, 30)),
    )  # fmt: skip
    if chance.random() < 0.3:
        drawing.making.add(
            ActionOutcome, family_id=drawing.family, action_id=action["id"], outcome="done",
            recorded_by=entry["recorded_by"],
        )  # fmt: skip


def _agree(drawing: Drawing, entry: Row, question: Question, by: str) -> None:
    """Agree a wording from this entry; an author may have made it more open than its source."""
    module, section, _, kind = question
    drawing.making.add(
        SectionSummary, **drawing.signed(drawing.mark(), by), module_key=module,
        section_key=section, subject_kind=kind, subject_ids=_subject(drawing, kind),
        derived_from=[entry["id"]], mark_persons=entry["mark_persons"],
        recorded_at=entry["occurred_at"],
    )  # fmt: skip


def _end(drawing: Drawing, entry: Row) -> None:
    """Let a later version take an entry’s place, with a mark of its own, or withdraw it."""
    at = entry["occurred_at"] + timedelta(seconds=9)
    later = drawing.making.add(
        Entry, **drawing.signed(drawing.mark()), recorded_at=at, occurred_at=at, kind="home_visit",
        replaces_id=entry["id"], withdraws=drawing.chance.random() < 0.5,
        headline="", impact="",
    )  # fmt: skip
    drawing.making.add(
        EntrySuccession, family_id=drawing.family, replaced_id=entry["id"], by_id=later["id"],
        recorded_by=later["recorded_by"],
    )  # fmt: skip


def keep_some(drawing: Drawing) -> None:
    """Lay tighter marks over a few rows; two people took some of them away again."""
    chance, making = drawing.chance, drawing.making
    for table in COVERED:
        for row in making.rows.get(table, []):
            if chance.random() < 0.06:
                _tighten(drawing, row)


def _tighten(drawing: Drawing, row: Row) -> None:
    chance, making, own = drawing.chance, drawing.making, {"family_id": drawing.family}
    mark = chance.choice(["team", *MARKS])
    laid = making.add(
        Tightening, **own, object_id=row["id"], mark=mark, mark_persons=drawing.some_people(0.3),
        discipline="social_worker",
        for_discipline=row["discipline"] if mark == "health_restricted" else "",
    )  # fmt: skip
    if chance.random() < 0.3:
        asked = making.add(
            LooseningRequest, **own, object_id=row["id"], mark="team", discipline="social_worker"
        )
        decided: dict[str, Any] = making.add(
            LooseningDecision, **own, request_id=asked["id"], approved=True,
            discipline="team_manager",
        )  # fmt: skip
        making.add(Lifting, **own, tightening_id=laid["id"], decision_id=decided["id"])
