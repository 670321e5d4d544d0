"""Modules of one family: how far each has got, and the wording each section stands at."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, Literal

import msgspec

from modules.answers import Answer, merge
from modules.catalogue import Catalogue
from modules.errors import UnknownDefinitionError
from modules.schema import Narrative, Question, Section
from workbook.entries.rules import SavedContribution
from workbook.marking.rules import Kept, LaidOver, is_as_tight, marks_of
from workbook.wall.marks import CHILD_PRIVATE, MARKS, TEAM

STATUSES: Final = {
    "not_started": "Not started",
    "in_progress": "In progress",
    "ready_for_review": "Ready for review",
    "complete": "Complete",
    "not_applicable": "Does not apply",
    "paused": "Paused",
    "reopened": "Reopened",
}
State = Literal["done", "now", "not"]
STATES: Final[dict[str, State]] = {
    "not_started": "not",
    "in_progress": "now",
    "ready_for_review": "now",
    "complete": "done",
    "not_applicable": "not",
    "paused": "now",
    "reopened": "now",
}
CLOSED: Final = frozenset({"complete", "not_applicable"})
WITH_REASON: Final = frozenset({"not_applicable", "paused", "reopened"})


class SavedStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One step in how far a module has got, and why where a reason is needed."""

    id: str
    family_id: str
    module_key: str
    status: str
    reason: str
    restarts_on: date | None
    recorded_at: datetime
    recorded_by: str
    discipline: str
    replaces_id: str | None


class ModuleActivity(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader may know of the work on one module with one family.

    `sessions` counts the entries that added to it, each once. `disciplines` are in the order of
    their names.
    """

    status: str = "not_started"
    sessions: int = 0
    last_at: datetime | None = None
    disciplines: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """Return how a card and a bar show it."""
        return STATES[self.status]


class Place(msgspec.Struct, frozen=True):
    """Where a wording belongs: one section of one module about one subject."""

    module_key: str
    section_key: str
    subject_kind: str
    subject_ids: tuple[str, ...]


class Evidence(SavedContribution, frozen=True, kw_only=True):
    """A contribution with what decides who may be given what is made of it."""

    recorded_at: datetime
    mark_persons: tuple[str, ...]
    share_ok: str


class SavedSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One agreed wording of a section about one subject."""

    id: str
    family_id: str
    module_key: str
    module_version: int
    section_key: str
    subject_kind: str
    subject_ids: tuple[str, ...]
    words: str
    derived_from: tuple[str, ...]
    mark: str
    mark_persons: tuple[str, ...]
    recorded_at: datetime
    recorded_by: str
    discipline: str
    replaces_id: str | None


class CurrentAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer one question stands at, under the words the worker saw."""

    question: Question
    module_version: int
    answer: Answer
    source: SavedContribution


class CurrentSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The current wording of one section about one subject, and what lies beneath.

    `agreed` is what was last agreed and stands before `answers`, which are the newest given to
    each question. `contributions` are newest first.
    """

    place: Place
    agreed: SavedSummary | None
    answers: tuple[CurrentAnswer, ...]
    contributions: tuple[SavedContribution, ...]


def status_of(newest: SavedStatus | None, *, sessions: int) -> str:
    """Return how far a module has got: what was last decided, else what the work says.

    Work done on a module that nobody has opened by hand has started it.
    """
    if newest is not None and not (newest.status == "not_started" and sessions):
        return newest.status
    return "in_progress" if sessions else "not_started"


def next_statuses(status: str, *, is_manager: bool) -> tuple[str, ...]:
    """Return what a module may become. Only a manager says that it does not apply.

    What is complete or set aside is opened again first, so that the record says why.
    """
    if status in CLOSED:
        return ("reopened",)
    steps = ("in_progress", "ready_for_review", "complete", "paused", "not_applicable")
    return tuple(
        step for step in steps if step != status and (is_manager or step != "not_applicable")
    )


def place_of(saved: SavedContribution | SavedSummary) -> Place:
    """Return where a contribution or an agreed wording belongs."""
    return Place(saved.module_key, saved.section_key, saved.subject_kind, saved.subject_ids)


def current_summaries(
    *,
    contributions: Iterable[SavedContribution],
    summaries: Iterable[SavedSummary],
    catalogue: Catalogue,
) -> dict[Place, CurrentSummary]:
    """Return the current wording of every section and subject that has one.

    Takes contributions in force and the summaries a reader may see, in any order: the wall has
    chosen them, so a reader from whom something is kept gets what it would be had that never been
    recorded. The newest summary stands, and beneath it the newest answer to each question.
    In the order of the programme, then of the module's sections.
    """
    given: dict[Place, list[SavedContribution]] = {}
    for contribution in sorted(contributions, key=_newest_first, reverse=True):
        given.setdefault(place_of(contribution), []).append(contribution)
    agreed: dict[Place, SavedSummary] = {}
    for summary in sorted(summaries, key=lambda each: (each.recorded_at, each.id)):
        agreed[place_of(summary)] = summary
    order = _order(catalogue)
    places = sorted(
        {*given, *agreed},
        key=lambda place: (
            order.get((place.module_key, place.section_key), (len(order), 0)),
            place.subject_kind,
            place.subject_ids,
        ),
    )
    return {
        place: CurrentSummary(
            place=place,
            agreed=agreed.get(place),
            answers=answers_of(given.get(place, []), catalogue),
            contributions=tuple(given.get(place, [])),
        )
        for place in places
    }


def _newest_first(contribution: SavedContribution) -> tuple[datetime, datetime, str]:
    recorded_at = getattr(contribution, "recorded_at", contribution.occurred_at)
    return (contribution.occurred_at, recorded_at, contribution.id)


def _order(catalogue: Catalogue) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (module.key, section.key): (number, place)
        for number, module in enumerate(catalogue.modules)
        for place, section in enumerate(module.sections)
    }


def answers_of(
    newest_first: Sequence[SavedContribution], catalogue: Catalogue
) -> tuple[CurrentAnswer, ...]:
    """Return the newest answer to each question, in the order in which they are asked."""
    by_id = {contribution.id: contribution for contribution in newest_first}
    current = merge((contribution.id, contribution.answers) for contribution in newest_first)
    found = []
    for key, answer in current.items():
        source = by_id[answer.contribution]
        section = section_as_seen(catalogue, place_of(source), version=source.module_version)
        asked = section.question(key) if section else None
        found.append(
            (
                section.questions.index(asked) if section and asked else len(current),
                CurrentAnswer(
                    question=asked or Narrative(key=key, label=key.replace("_", " ").capitalize()),
                    module_version=source.module_version,
                    answer=answer.answer,
                    source=source,
                ),
            )
        )
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def section_as_seen(catalogue: Catalogue, place: Place, *, version: int) -> Section | None:
    """Return the section in the words its worker saw; None when no such definition is left."""
    try:
        return catalogue.section(place.module_key, place.section_key, version=version)
    except UnknownDefinitionError:
        return None


def kept_of(source: Evidence | SavedSummary, laid: LaidOver) -> tuple[Kept, ...]:
    """Return the marks that count now for something a wording is made of."""
    return marks_of(own_mark(source), laid.get(source.id, ()))


def own_mark(source: Evidence | SavedSummary) -> Kept:
    """Return the mark that something was written with."""
    return Kept(mark=source.mark, persons=source.mark_persons, discipline=source.discipline)


def allowed_marks(
    sources: Iterable[Evidence | SavedSummary], *, discipline: str, laid: LaidOver
) -> list[str]:
    """Return the marks that keep a wording as tightly as everything it is made of.

    `laid`: what was laid over the sources since.

    From the most open. None when the sources are kept to people who have nobody in common: they
    cannot be put into one wording. A child's wish about who hears it goes with their words.
    """
    made_of = tuple(sources)
    kept = [(one.mark, one.discipline) for source in made_of for one in kept_of(source, laid)]
    for source in made_of:
        wish = getattr(source, "share_ok", "yes")
        if wish != "yes":
            kept.append((TEAM if wish == "too_young" else CHILD_PRIVATE, discipline))
    return [
        mark for mark in MARKS if all(is_as_tight((mark, discipline), source) for source in kept)
    ]
