"""The form that adds to one section: every question about one subject, and who may see it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final

import msgspec

from modules.answers import read_answers, strange_fields
from modules.completeness import About
from modules.schema import Module, Question, Section
from workbook.clock import LONDON, london_day
from workbook.families.rules import FamilyFile, Goal
from workbook.marking.forms import named_chips, read_named
from workbook.marking.rules import Kept, beside, is_as_tight
from workbook.programme.asking import Sheet, questions
from workbook.programme.forms import submit_key
from workbook.programme.rules import Place
from workbook.programme.service import NewContribution
from workbook.programme.subjects import subject_ids_text
from workbook.programme.tracks import HEALTH_WORKERS
from workbook.wall.marks import (
    ADULT_PRIVATE,
    CHILD_PRIVATE,
    HEALTH_RESTRICTED,
    LABELS,
    MARKS,
    POLICE_RESTRICTED,
    READERS,
)
from workbook.web.forms import Form, Problem
from workbook.web.parts import Chip, SaveBar
from workbook.web.questions import Asked

PREFIX: Final = "answer-"
WISH_QUESTION: Final = "child_voice_share_ok"
WISHES: Final = {
    "yes": "yes",
    "yes with changes": "yes_with_changes",
    "no": "no",
    "too young": "too_young",
}
RULERS: Final = ("importance", "confidence", "readiness")
NOON: Final = time(12)
MOST_WORDS: Final = 5_000


class GoalQuestions(msgspec.Struct, frozen=True, kw_only=True):
    """The questions asked for each change goal, for one of them."""

    words: str
    asked: tuple[Asked, ...]


class AddPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page that adds to one section."""

    heading: str
    back: str
    back_href: str
    danger: tuple[str, str]
    action: str
    purpose: str
    mark: str
    mark_opened: bool
    asked: tuple[Asked, ...]
    goals: tuple[GoalQuestions, ...]
    on: Asked
    marks: tuple[Chip, ...]
    kept_from: tuple[Chip, ...]
    named: tuple[Chip, ...]
    named_problem: str
    submit_key: str
    problems: tuple[Problem, ...]
    bar: SaveBar


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the form: what was typed, or nothing yet."""

    typed: Mapping[str, tuple[str, ...]] = {}
    problems: tuple[Problem, ...] = ()
    submit_key: str


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One section about one subject of one family, and who adds to it.

    `kept_from`: everybody who uses abuse, where the section is kept from them.
    """

    family: FamilyFile
    module: Module
    section: Section
    about: About
    discipline: str
    today: date
    kept_from: tuple[str, ...] = ()
    worker_id: str = ""

    @property
    def colleagues(self) -> dict[str, str]:
        """Return whom the worker may name as those who alone may read it."""
        return self.family.colleagues(self.worker_id, self.today)

    @property
    def place(self) -> Place:
        """Return where the contribution belongs."""
        return Place(self.module.key, self.section.key, self.about.kind, self.about.ids)

    @property
    def goals(self) -> tuple[Goal, ...]:
        """Return the change goals that rulers are asked about: those this adult owns."""
        if self.about.kind != "adult":
            return ()
        return tuple(goal for goal in self.family.goals if goal.owner_id in self.about.ids)

    def questions(self, *, per: str | None = None) -> list[Question]:
        """Return the questions about this subject, once each or for each goal."""
        kind = self.about.kind
        return [
            asked
            for asked in self.section.questions
            if asked.per == per
            and (self.section.subject_of(asked) == kind or kind in asked.also_about)
        ]


def add_page(target: Target, filled: Filled, *, address: str, danger: tuple[str, str]) -> AddPage:
    """Return the form, empty or with everything typed."""
    people = tuple((one.id, one.name) for one in target.family.members)
    sheet = Sheet(prefix=PREFIX, typed=filled.typed, problems=filled.problems, people=people)
    chosen = sheet.one("mark") or target.section.mark
    kept = sheet.all("kept_from") or target.kept_from
    withheld = {
        person
        for each in target.family.withheld
        if each.is_current(target.today)
        for person in each.from_persons
    }
    name = f": {target.about.name}" if target.about.name else ""
    return AddPage(
        heading=f"Add to {target.section.title}{name}",
        back=target.module.title,
        back_href=f"/families/{target.family.id}/modules/{target.module.key}",
        danger=danger,
        action=address,
        purpose=target.section.purpose,
        mark=LABELS.get(chosen, ""),
        mark_opened=bool(
            sheet.problem("mark")
            or sheet.problem("named")
            or sheet.all("kept_from")
            or chosen != target.section.mark
        ),
        asked=tuple(one for asked in target.questions() for one in questions(asked, sheet)),
        goals=tuple(
            GoalQuestions(words=goal.words, asked=tuple(_goal_questions(target, goal, sheet)))
            for goal in target.goals
            if target.questions(per="goal")
        ),
        on=Asked(
            kind="day",
            key="on",
            label="When was this said or seen?",
            value=sheet.one("on") or target.today.isoformat(),
            problem=sheet.problem("on"),
        ),
        marks=tuple(
            Chip(value=mark, text=LABELS[mark], note=READERS[mark], checked=mark == chosen)
            for mark in offered_marks(target)
        ),
        kept_from=tuple(
            Chip(
                value=one.id,
                text=one.name,
                checked=one.id in kept,
                tone="warn" if one.id in withheld else "",
            )
            for one in (*target.family.adults, *target.family.network)
        ),
        named=named_chips(target.colleagues, sheet.all("named")),
        named_problem=sheet.problem("named"),
        submit_key=filled.submit_key,
        problems=filled.problems,
        bar=SaveBar(
            button="Share with the team",
            form="add",
            later_text="Cancel",
            later_href=f"/families/{target.family.id}/modules/{target.module.key}",
        ),
    )


def _goal_questions(target: Target, goal: Goal, sheet: Sheet) -> list[Asked]:
    of_goal = msgspec.structs.replace(sheet, prefix=goal_prefix(goal))
    asked = [one for each in target.questions(per="goal") for one in questions(each, of_goal)]
    return [msgspec.structs.replace(one, empty_reasons=()) for one in asked]


def goal_prefix(goal: Goal) -> str:
    """Return what the names of one goal's fields begin with."""
    return f"goal-{goal.id}-"


def offered_marks(target: Target) -> list[str]:
    """Return the marks a contribution may be given: as tight as the section's, or tighter.

    What the police told is kept from everybody whom the section is kept from as well.
    """
    return [
        mark
        for mark in MARKS
        if (
            mark != HEALTH_RESTRICTED
            or target.discipline in HEALTH_WORKERS
            or mark == target.section.mark
        )
        and (
            mark == POLICE_RESTRICTED
            or is_as_tight((mark, target.discipline), (target.section.mark, target.discipline))
        )
    ]


def read_contribution(form: Form, target: Target, *, now: datetime) -> NewContribution | None:
    """Read the form; None when something has to be put right."""
    people = {one.id for one in target.family.members}
    fields = form.whole
    asked = target.questions()
    section = msgspec.structs.replace(target.section, questions=tuple(asked))
    answers: dict[str, Any] = {}
    if asked:
        answers, problems = read_answers(section, fields, prefix=PREFIX, people=people)
        for problem in problems:
            form.refuse(problem.field, problem.message)
        for each in asked:
            _add_note(form, answers, each)
    for name in strange_fields(section, list(fields), prefix=PREFIX):
        form.refuse("", f"This form has no question {name[len(PREFIX) :][:40]!r}")
    rulers = _read_goals(form, target, answers)
    occurred_at = _occurred(form, target, now=now)
    mark = form.choice("mark", offered_marks(target)) or target.section.mark
    outside = {one.id for one in (*target.family.adults, *target.family.network)}
    kept_from = form.choices("kept_from", outside)
    named = read_named(form, mark, target.colleagues, worker_id=target.worker_id)
    key = submit_key(form)
    if not answers and not form.problems:
        first = (target.questions() or target.questions(per="goal"))[0]
        form.refuse(f"{PREFIX}{first.key}", "Write something, or say why it is empty")
    if form.problems or occurred_at is None:
        return None
    default = section.mark_for(frozenset(answers))
    mark = _tighter(target, mark, default=default)
    kept = Kept(mark=mark, persons=named, discipline=target.discipline)
    usual = Kept(mark=default, persons=target.kept_from, discipline=target.discipline)
    return NewContribution(
        entry_id=form.fingerprint(),
        place=target.place,
        module_version=target.module.version,
        answers=answers,
        occurred_at=occurred_at,
        mark=mark,
        mark_persons=named
        or (
            target.about.ids
            if mark in (ADULT_PRIVATE, CHILD_PRIVATE)
            else kept_from or target.kept_from
        ),
        beside=beside(kept, (usual,)) if mark == POLICE_RESTRICTED else (),
        share_ok=_wish(answers),
        submit_key=key,
        rulers=rulers,
    )


def _add_note(form: Form, answers: dict[str, Any], asked: Question) -> None:
    """Keep what a worker wrote beside the reason for leaving a question empty."""
    note = form.text(f"{PREFIX}{asked.key}-empty-note", MOST_WORDS)
    answer = answers.get(asked.key)
    if not note:
        return
    if isinstance(answer, dict) and "empty" in answer:
        words = answer.get("words")
        answers[asked.key] = answer | {"words": f"{words}\n{note}" if words else note}
    else:
        form.refuse(f"{PREFIX}{asked.key}-empty", "Choose why this is empty, or take the note out")


def _read_goals(form: Form, target: Target, answers: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Read what was asked for each goal: into the answers whole, and the figures as rulers."""
    rulers: dict[str, dict[str, int]] = {}
    asked = [msgspec.structs.replace(each, per=None) for each in target.questions(per="goal")]
    if not asked:
        return rulers
    section = msgspec.structs.replace(target.section, questions=tuple(asked))
    for goal in target.goals:
        given, problems = read_answers(section, form.whole, prefix=goal_prefix(goal))
        for problem in problems:
            form.refuse(problem.field, problem.message)
        for key, answer in given.items():
            answers.setdefault(key, {})[goal.id] = answer
            score = answer.get("score") if isinstance(answer, dict) else answer
            if key in RULERS and isinstance(score, int):
                rulers.setdefault(goal.id, {})[key] = score
    return rulers


def _occurred(form: Form, target: Target, *, now: datetime) -> datetime | None:
    day = form.day("on", required="Enter the day this was said or seen")
    if day is None:
        return None
    if day > target.today:
        form.refuse("on", "Enter today or a day that is past")
    return now if day == london_day(now) else datetime.combine(day, NOON, tzinfo=LONDON)


def _tighter(target: Target, chosen: str, *, default: str) -> str:
    if chosen == POLICE_RESTRICTED:
        return chosen
    is_tight = is_as_tight((chosen, target.discipline), (default, target.discipline))
    return chosen if is_tight else default


def _wish(answers: Mapping[str, Any]) -> str:
    """Return who the child is happy for to hear it: nobody, where their words came without it."""
    answer = answers.get(WISH_QUESTION)
    value = answer.get("value") if isinstance(answer, dict) else answer
    if isinstance(value, str) and value in WISHES:
        return WISHES[value]
    return "no" if "child_voice" in answers else "yes"


def subject_text(target: Target) -> str:
    """Return the subject as the address of its form holds it."""
    return subject_ids_text(target.about.ids)
