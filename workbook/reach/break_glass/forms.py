"""The question, its answer, and the form that opens a family for a day."""

import re
from typing import Final

import msgspec

from workbook.encryption import Keyring
from workbook.reach.break_glass.rules import Known, Question
from workbook.reach.rules import (
    MOST_WORDS,
    REASONS,
    SHORTEST_REASON,
    person_asked,
    reference_asked,
)
from workbook.staff.step_up import StepUp
from workbook.web.filters import day
from workbook.web.forms import Form, WithProblems
from workbook.web.questions import Option

KEY: Final = re.compile("[0-9a-f]{32}")
ASKED_BY: Final = ("reference", "name", "born")


class AskPage(WithProblems, frozen=True, kw_only=True):
    """The question. `blocked`: why nothing can be opened yet, though it can be asked."""

    reference: str = ""
    name: str = ""
    born: str = ""
    blocked: str = ""


class KnownLine(msgspec.Struct, frozen=True, kw_only=True):
    """One family that is known, and how to come in: a link where there is a way already."""

    family_id: str
    words: str
    href: str = ""


class AnswerPage(AskPage, frozen=True, kw_only=True):
    """The answer, and the form that opens what is known."""

    asked: str
    lines: tuple[KnownLine, ...]
    reviewed: bool
    reasons: tuple[Option, ...]
    family: str
    reason_code: str
    reason: str
    submit_key: str
    step_up: StepUp

    @property
    def openable(self) -> tuple[Option, ...]:
        """Return what this worker has no way to yet."""
        return tuple(Option(line.family_id, line.words) for line in self.lines if not line.href)


def read_question(form: Form, keyring: Keyring) -> Question | None:
    """Read a reference, or a full name with a date of birth; None when something lacks."""
    reference = form.text("reference", 40)
    name, born = form.text("name", 160), form.day("born")
    if form.problems:
        return None
    if reference and not name:
        return Question(key=keyring.blind(reference_asked(reference)), words=reference)
    if name and born:
        words = f"{name}, born {day(born)}"
        return Question(key=keyring.blind(person_asked(name, born)), words=words)
    if name:
        form.refuse("born", "Enter the date of birth")
    else:
        form.refuse("reference", "Enter the family’s reference, or a full name and date of birth")
    return None


def ask_page(form: Form | None = None, *, blocked: str = "") -> AskPage:
    """Return the question as typed so far."""
    if form is None:
        return AskPage(blocked=blocked)
    return AskPage(
        **{name: form.one(name) for name in ASKED_BY}, blocked=blocked, problems=form.problems
    )


def answer_page(
    form: Form,
    *,
    question: Question,
    found: tuple[Known, ...],
    open_already: set[str],
    blocked: str,
    reviewed: bool,
    submit_key: str,
    step_up: StepUp,
) -> AnswerPage:
    """Return what is known of what was asked, and the form as typed so far."""
    return AnswerPage(
        **msgspec.structs.asdict(ask_page(form, blocked=blocked)),
        asked=question.words,
        lines=tuple(
            KnownLine(
                family_id=one.family_id,
                words=one.words,
                href=f"/families/{one.family_id}" if one.family_id in open_already else "",
            )
            for one in found
        ),
        reviewed=reviewed,
        reasons=tuple(Option(code, words) for code, words in REASONS.items()),
        family=form.one("family"),
        reason_code=form.one("reason_code"),
        reason=form.one("reason"),
        submit_key=submit_key,
        step_up=step_up,
    )


def read_reason(form: Form) -> tuple[str, str]:
    """Read why: the nearest of the reasons, and the worker’s own words."""
    code = form.choice("reason_code", REASONS, required="Choose the nearest reason")
    words = form.text("reason", MOST_WORDS, required="Say why you need to open this family")
    if 0 < len(words) < SHORTEST_REASON:
        form.refuse("reason", f"Say a little more: at least {SHORTEST_REASON} characters")
    return code, words
