"""What a module still lacks, said for its page: rules as data over a small struct of facts."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from modules.answer_shapes import Answer, is_answered, is_settled, is_shown
from modules.completeness_rules import (
    Answered,
    AnsweredPerChild,
    AnsweredPerSubject,
    AnsweredWithinWeeks,
    AtLeastEntries,
    OneOf,
    RepeatedWhen,
    Rule,
    SectionsIndependent,
)
from modules.schema import Module, Question, Section
from modules.vocabulary import TRACKS


class About(msgspec.Struct, frozen=True):
    """Whom an answer can be about: the family (no ids), a child, an adult, a pair."""

    kind: str
    ids: tuple[str, ...]
    name: str


class Given(msgspec.Struct, frozen=True):
    """One answer in force: where, about whom, what, and the day it was given."""

    section: str
    question: str
    ids: tuple[str, ...]
    answer: Answer
    on: date


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What completeness is judged on: only what the reader may see.

    `given` holds every answer in force to this module, old ones too. `tracks` are the sealed
    tracks the reader may read and `hidden` the sections whose answers the reader may not see:
    nothing is said about what is out of sight, as it would be wrong or give something away.
    """

    about: tuple[About, ...]
    given: tuple[Given, ...]
    today: date
    tracks: frozenset[str] = frozenset(TRACKS)
    hidden: frozenset[str] = frozenset()


class Missing(msgspec.Struct, frozen=True):
    """One thing a module lacks: its section, whom it is about, and a sentence."""

    section: str
    ids: tuple[str, ...]
    sentence: str


class _Judged:
    """One module's facts, asked about by the rules."""

    def __init__(self, module: Module, facts: Facts) -> None:
        self.module = module
        self.facts = facts
        self._by_place: dict[tuple[str, tuple[str, ...]], list[Given]] = {}
        for given in sorted(facts.given, key=lambda each: each.on, reverse=True):
            place = f"{given.section}.{given.question}"
            self._by_place.setdefault((place, given.ids), []).append(given)
            self._by_place.setdefault((place, ("*",)), []).append(given)

    def answers(self, place: str, about: About | None) -> list[Given]:
        """Return what was answered, newest first; without a subject, about anybody."""
        return self._by_place.get((place, ("*",) if about is None else about.ids), [])

    def is_settled(self, place: str, about: About | None) -> bool:
        """Say whether nothing is owed here: an answer, or a reason that stands by itself."""
        return any(is_settled(given.answer) for given in self.answers(place, about))

    def subjects(self, place: str) -> list[About]:
        """Return those a question is about, less the ones this module was screened out for."""
        section = self.module.section(place.partition(".")[0])
        question = section.question(place.partition(".")[2]) if section else None
        if section is None or question is None:
            return []
        kind = section.subject_of(question)
        return [
            about
            for about in self.facts.about
            if about.kind == kind and (place == self.module.screen or not self._is_out(about))
        ]

    def is_screened_out(self) -> bool:
        """Say whether a module that is screened for the family as a whole does not apply."""
        screen = self.module.screen
        return screen is not None and any(
            about.kind == "family" and self._said_out(screen, about)
            for about in self.subjects(screen)
        )

    def _is_out(self, about: About) -> bool:
        screen = self.module.screen
        return screen is not None and about.kind == "adult" and self._said_out(screen, about)

    def _said_out(self, place: str, about: About) -> bool:
        newest = next(iter(self.answers(place, about)), None)
        answer = newest.answer if newest else None
        return (answer.get("value") if isinstance(answer, dict) else answer) == "out"


def missing(module: Module, facts: Facts) -> tuple[Missing, ...]:
    """Return what a module lacks before it is complete, in the order of its rules.

    A module screened out lacks nothing but a missing screening answer. Sealed tracks are
    judged apart: a reader of one is told nothing of the other.
    """
    judged = _Judged(module, facts)
    sealed = {
        section.key
        for section in module.sections
        if section.key in facts.hidden
        or (section.track is not None and section.track not in facts.tracks)
    }
    found: list[Missing] = []
    for rule in module.complete_when:
        places = _places(rule)
        if judged.is_screened_out() and places != (module.screen,):
            continue
        found += [each for each in JUDGES[type(rule)](judged, rule) if each.section not in sealed]
    return tuple(dict.fromkeys(found))


def owed(section: Section, answers: Mapping[str, Answer], *, subject: str) -> tuple[Question, ...]:
    """Return the required questions about one kind of subject that are still open.

    Rulers are left out: they are recorded with the entry, for each change goal.
    """
    return tuple(
        question
        for question in section.questions
        if question.required
        and question.per is None
        and section.subject_of(question) == subject
        and is_shown(question, answers)
        and not is_settled(answers.get(question.key))
    )


def _places(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, SectionsIndependent):
        return ()
    if isinstance(rule, AnsweredWithinWeeks | AtLeastEntries):
        return (rule.question,)
    return rule.questions


def _lacks(place: str, about: About | None, say: str) -> Missing:
    is_named = about is not None and about.kind != "family"
    name = about.name if about is not None and is_named else ""
    sentence = f"{name}: {say}" if name else say[:1].upper() + say[1:]
    return Missing(place.partition(".")[0], about.ids if about else (), sentence)


def _answered(judged: _Judged, rule: Answered) -> Iterator[Missing]:
    for place in rule.questions:
        if judged.subjects(place) and not judged.is_settled(place, None):
            yield _lacks(place, None, rule.say)


def _answered_per_subject(
    judged: _Judged, rule: AnsweredPerSubject | AnsweredPerChild
) -> Iterator[Missing]:
    for place in rule.questions:
        for about in judged.subjects(place):
            if not judged.is_settled(place, about):
                yield _lacks(place, about, rule.say)


def _answered_within_weeks(judged: _Judged, rule: AnsweredWithinWeeks) -> Iterator[Missing]:
    since = judged.facts.today - timedelta(weeks=rule.weeks)
    weeks = "week" if rule.weeks == 1 else f"{rule.weeks} weeks"
    for about in _each_or_any(judged, rule.question, rule.per):
        recent = (given for given in judged.answers(rule.question, about) if given.on >= since)
        if not any(is_answered(given.answer) for given in recent):
            yield _lacks(rule.question, about, f"{rule.say} in the last {weeks}")


def _at_least_entries(judged: _Judged, rule: AtLeastEntries) -> Iterator[Missing]:
    for about in _each_or_any(judged, rule.question, rule.per):
        answers = [given.answer for given in judged.answers(rule.question, about)]
        rows = sum(len(each) if isinstance(each, list) else is_answered(each) for each in answers)
        if rows < rule.count:
            yield _lacks(rule.question, about, rule.say)


def _one_of(judged: _Judged, rule: OneOf) -> Iterator[Missing]:
    first = rule.questions[0]
    for about in _each_or_any(judged, first, rule.per):
        if not any(judged.is_settled(place, about) for place in rule.questions):
            yield _lacks(first, about, rule.say)


def _repeated_when(judged: _Judged, rule: RepeatedWhen) -> Iterator[Missing]:
    for place in rule.questions:
        for about in judged.subjects(place):
            answers = judged.answers(place, about)
            newest = answers[0].answer if answers else None
            value = newest.get("value") if isinstance(newest, dict) else newest
            if value == rule.value and len(answers) == 1:
                yield _lacks(place, about, rule.say)


def _sections_independent(judged: _Judged, rule: SectionsIndependent) -> Iterator[Missing]:
    """Lack nothing: the rule says how the others are judged, and `missing` keeps to it."""
    del judged, rule
    yield from ()


def _each_or_any(judged: _Judged, place: str, per: str) -> list[About] | list[None]:
    subjects = judged.subjects(place)
    return subjects if per == "each" else [None] if subjects else []


JUDGES: Mapping[type, Callable[[_Judged, Any], Iterator[Missing]]] = {
    Answered: _answered,
    AnsweredPerSubject: _answered_per_subject,
    AnsweredPerChild: _answered_per_subject,
    AnsweredWithinWeeks: _answered_within_weeks,
    AtLeastEntries: _at_least_entries,
    OneOf: _one_of,
    RepeatedWhen: _repeated_when,
    SectionsIndependent: _sections_independent,
}
