"""Checks of answers and scores against the programme in use."""

from typing import Final

from modules.answers import check_brought
from modules.catalogue import Catalogue, UnknownDefinitionError
from modules.scores import total_problem
from workbook.cases.entry_shapes import Case, ContributionRecord, ScoreRecord
from workbook.cases.known import Known, Problems, Spot

FILE: Final = "entries.jsonl"


def answers_fit(case: Case, known: Known, catalogue: Catalogue) -> Problems:
    """Answers belong to questions of the programme, fit them, and are about somebody known."""
    for entry in case.entries:
        spot = Spot(FILE, entry.line)
        for contribution in entry.contributions:
            yield from _subject(contribution, spot, known)
            yield from _answers(contribution, spot, catalogue)
        for score in entry.scores:
            yield from _score(score, spot, catalogue)


def _answers(contribution: ContributionRecord, spot: Spot, catalogue: Catalogue) -> Problems:
    place = f"{contribution.module}/{contribution.section}"
    try:
        section = catalogue.section(contribution.module, contribution.section)
    except UnknownDefinitionError as unknown:
        yield spot.wrong(f"contributions: {unknown}; use one of the programme’s")
        return
    for key, answer in contribution.answers.items():
        question = section.question(key)
        if question is None:
            asked = ", ".join(each.key for each in section.questions)
            yield spot.wrong(f"{place} has no question {key!r}; use one of {asked}")
            continue
        for problem in check_brought(question, answer):
            yield spot.wrong(f"{place}, {key}: {problem}")


def _subject(contribution: ContributionRecord, spot: Spot, known: Known) -> Problems:
    subject = contribution.subject
    wanted = {"family": 0, "child": 1, "adult": 1, "pair": 2}[subject.kind]
    if len(subject.ids) != wanted:
        yield spot.wrong(
            f"subject: {subject.kind} takes {wanted} ids and has {len(subject.ids)}; mend the ids"
        )
    among, kind = known.persons, "person"
    if subject.kind == "child":
        among, kind = known.children, "child"
    elif subject.kind == "adult":
        among, kind = known.grown, "adult"
    yield from spot.named("subject", subject.ids, among, kind)


def _score(score: ScoreRecord, spot: Spot, catalogue: Catalogue) -> Problems:
    try:
        instrument = catalogue.instrument(score.instrument, score.version)
    except UnknownDefinitionError as unknown:
        yield spot.wrong(f"scores: {unknown}; use one of the programme’s")
        return
    if problem := total_problem(instrument, score.total):
        yield spot.wrong(f"scores: {problem}; mend it")
