"""The answers and agreed wordings of a record that a report takes, as passages. Pure."""

from datetime import datetime
from typing import Final

import msgspec

from exports.reports.answers_said import lines_said
from exports.reports.gathered import Gathered
from exports.reports.source import Line, Passage
from exports.rules import SURVIVOR_WORKER, Recipient, covers, names_for
from modules.answers import is_answered, wording
from modules.catalogue import Catalogue, UnknownDefinitionError
from modules.schema import Section
from workbook.clock import london_day
from workbook.entries.rules import SavedContribution
from workbook.families.rules import FamilyFile
from workbook.programme.rules import (
    CurrentAnswer,
    CurrentSummary,
    Place,
    SavedSummary,
    current_summaries,
    section_as_seen,
)
from workbook.web.filters import join_names

CODE: Final = "RCPC"
OBSERVED: Final = "observed"
OWN_WORDS: Final = frozenset({"child_own_words", "parent_own_words"})
# In words that a family may read: nobody is called by what they are said to have done.
ROLES: Final = {
    "social_worker": "Social worker",
    "team_manager": "Team manager",
    "childrens_practitioner": "Children’s practitioner",
    "da_survivor_worker": "Domestic abuse worker",
    "da_perpetrator_worker": "Domestic abuse worker",
    "mental_health_practitioner": "Mental health practitioner",
    "recovery_worker": "Recovery worker",
    "fgdm_coordinator": "Family group coordinator",
    "conference_chair": "Conference chair",
    "business_support": "Business support",
    "senior_practitioner": "Senior practitioner",
    "legal_adviser": "Legal adviser",
    "quality_auditor": "Quality auditor",
    "information_governance": "Information governance",
    "caldicott_guardian": "Caldicott Guardian",
}


class Said:
    """One record and one reader: what of the first is about the second's children, as passages."""

    def __init__(self, *, gathered: Gathered, recipient: Recipient, catalogue: Catalogue) -> None:
        self.gathered = gathered
        self.recipient = recipient
        self.catalogue = catalogue
        family = gathered.family
        self.children = tuple(one for one in family.children if one.id in recipient.children)
        self.names = names_for(recipient, family)
        self.disciplines = {worker.id: worker.discipline for worker in family.workers}
        self.numbers = {module.key: n for n, module in enumerate(catalogue.modules, 1)}
        self.titles = {module.key: module.title for module in catalogue}

    def passages(self) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
        """Return the answers and the agreed wordings that this report takes."""
        gathered, recipient = self.gathered, self.recipient
        current = current_summaries(
            contributions=[
                one for one in gathered.contributions if may_say(one, recipient, gathered.family)
            ],
            summaries=[
                one for one in gathered.summaries if may_say(one, recipient, gathered.family)
            ],
            catalogue=self.catalogue,
        )
        answers: list[Passage] = []
        agreed: list[Passage] = []
        for summary in current.values():
            is_agreed = summary.agreed is not None and self._is_asked_for(summary)
            if is_agreed:
                agreed.append(self._agreed(summary))
            for answer in summary.answers:
                is_own_words = getattr(answer.question, "voice", None) in OWN_WORDS
                if CODE not in answer.question.feeds or (is_agreed and not is_own_words):
                    continue
                if is_own_words:
                    answers += self._earlier(summary, answer)
                answers.append(self._answer(summary, answer))
        return tuple(one for one in answers if one.lines), tuple(agreed)

    def _earlier(self, summary: CurrentSummary, newest: CurrentAnswer) -> list[Passage]:
        """Return what was said before, oldest first: people's words do not replace their words."""
        said = {str(newest.answer)}
        found = []
        for contribution in summary.contributions:
            answer = contribution.answers.get(newest.question.key)
            if not is_answered(answer) or str(answer) in said:
                continue
            said.add(str(answer))
            before = msgspec.structs.replace(newest, answer=answer, source=contribution)
            found.append(self._answer(summary, before))
        return found[::-1]

    def _is_asked_for(self, summary: CurrentSummary) -> bool:
        section = self._section(summary)
        return section is not None and any(CODE in asked.feeds for asked in section.questions)

    def _section(self, summary: CurrentSummary) -> Section | None:
        """Return the section as it is asked now, else as it was last asked."""
        place = summary.place
        return newest_section(self.catalogue, place) or next(
            (
                found
                for one in (summary.agreed, *summary.contributions)
                if one
                and (found := section_as_seen(self.catalogue, place, version=one.module_version))
            ),
            None,
        )

    def _answer(self, summary: CurrentSummary, answer: CurrentAnswer) -> Passage:
        source = answer.source
        return self._passage(
            summary,
            question_key=answer.question.key,
            question=answer.question.label,
            lines=lines_said(wording(answer.question, answer.answer, names=self.names)),
            voice=_whose_words(answer),
            by=source.recorded_by,
            discipline=source.discipline,
            at=source.occurred_at,
            entry_id=source.entry_id,
        )

    def _agreed(self, summary: CurrentSummary) -> Passage:
        agreed = summary.agreed
        if agreed is None:
            raise ValueError("there is no agreed wording")
        return self._passage(
            summary,
            question_key="agreed",
            question=self._section_title(summary),
            lines=(Line(agreed.words),),
            voice="",
            by=agreed.recorded_by,
            discipline=agreed.discipline,
            at=agreed.recorded_at,
            entry_id=next(iter(agreed.derived_from), ""),
        )

    def _passage(
        self,
        summary: CurrentSummary,
        *,
        question_key: str,
        question: str,
        lines: tuple[Line, ...],
        voice: str,
        by: str,
        discipline: str,
        at: datetime,
        entry_id: str,
    ) -> Passage:
        place = summary.place
        return Passage(
            module_key=place.module_key,
            module_title=self.titles.get(place.module_key, _spoken(place.module_key)),
            # What the programme no longer holds comes last.
            module_number=self.numbers.get(place.module_key, len(self.numbers) + 1),
            section_key=place.section_key,
            section_title=self._section_title(summary),
            question_key=question_key,
            question=question,
            subject_kind=place.subject_kind,  # type: ignore[arg-type]
            subject_ids=place.subject_ids,
            subject=join_names(self._called(person) for person in place.subject_ids),
            lines=lines,
            voice=voice,
            author=self.names.get(by, "a colleague"),
            discipline=self._role(discipline),
            badge=discipline,
            occurred_on=london_day(at),
            entry_id=entry_id,
        )

    def _section_title(self, summary: CurrentSummary) -> str:
        section = self._section(summary)
        return section.title if section else _spoken(summary.place.section_key)

    def _role(self, discipline: str) -> str:
        is_kept = self.recipient.is_family and discipline == SURVIVOR_WORKER
        return "" if is_kept else ROLES.get(discipline, "")

    def _called(self, person: str) -> str:
        member = self.gathered.family.member(person)
        if member is None or person not in self.names:
            return "someone"
        return member.first_name if member.is_child else member.name


def may_say(
    one: SavedContribution | SavedSummary, recipient: Recipient, family: FamilyFile
) -> bool:
    """Tell whether a copy may hold what is about these people.

    `family` is the family as the readers may know it: of somebody who is kept from them nothing
    is said, not even about “someone”.
    """
    return is_about(one, recipient) and set(one.subject_ids) <= {each.id for each in family.members}


def is_about(one: SavedContribution | SavedSummary, recipient: Recipient) -> bool:
    """Tell whether a copy for this reader may speak of whom this is about."""
    return covers(
        recipient,
        subject_kind=one.subject_kind,
        subject_ids=one.subject_ids,
        discipline=one.discipline,
    )


def newest_section(catalogue: Catalogue, place: Place) -> Section | None:
    """Return a section as it is asked now; None when the programme has dropped it."""
    try:
        return catalogue.section(place.module_key, place.section_key)
    except UnknownDefinitionError:
        return None


def _whose_words(answer: CurrentAnswer) -> str:
    """Return whose words an answer is; what was only watched is nobody's words."""
    how = answer.source.answers.get(f"{answer.question.key}_how")
    if how in (OBSERVED, [OBSERVED]):
        return OBSERVED
    return getattr(answer.question, "voice", None) or ""


def _spoken(key: str) -> str:
    return key.replace("_", " ").capitalize()
