"""The page of questions, and the form for a worker’s own address and number."""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from workbook.encryption import Keyring
from workbook.reach.matches.rules import Question
from workbook.reach.matches.service import about
from workbook.reach.matching import Traits, address_of, hashed, phone_of, postcode_of
from workbook.reach.rules import MOST_WORDS
from workbook.web.forms import Form, Problem, WithProblems


class QuestionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One question and where its answer is sent."""

    id: str
    worker: str
    about: str
    at: datetime
    action: str


class QuestionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The questions that wait. `asked` is the one whose form comes back, with what was typed."""

    lines: tuple[QuestionLine, ...]
    asked: str = ""
    words: str = ""
    problems: tuple[Problem, ...] = ()


class DetailsPage(WithProblems, frozen=True, kw_only=True):
    """The form for one’s own address and number. Nothing that was given is ever shown again."""

    address: str = ""
    postcode: str = ""
    phone: str = ""
    kept: bool = False


def questions_page(
    found: Iterable[Question], keyring: Keyring, *, form: Form | None = None
) -> QuestionsPage:
    """Return the questions with their forms."""
    lines = tuple(
        QuestionLine(
            id=one.id,
            worker=one.worker_name,
            about=about(one, keyring),
            at=one.recorded_at,
            action=f"/matches/{one.id}",
        )
        for one in found
    )
    if form is None:
        return QuestionsPage(lines=lines)
    return QuestionsPage(lines=lines, words=form.one("words"), problems=form.problems)


def read_decision(form: Form, proposal_id: str) -> tuple[bool, str]:
    """Read whether they know each other, and why not when they do not."""
    knows = form.one("knows") == "yes"
    words = form.text("words", MOST_WORDS)
    if not knows and not words:
        form.refuse(f"words-{proposal_id}", "Say how you know that they do not know each other")
    return knows, words


def read_details(form: Form, blind: Callable[[str], str]) -> dict[str, str]:
    """Read a worker’s own details as keyed hashes; what is left empty is kept empty."""
    address = form.text("address", 200)
    postcode = form.text("postcode", 12)
    phone = form.text("phone", 30)
    if postcode and not postcode_of(postcode):
        form.refuse("postcode", "Enter a full postcode, like AB1 2CD")
    if phone and not phone_of(phone):
        form.refuse("phone", "Enter a full telephone number")
    traits = Traits(
        postcode=frozenset({postcode_of(postcode)}),
        address=frozenset({address_of(f"{address}, {postcode}")}),
        phone=frozenset({phone_of(phone)}),
    )
    kept = hashed(traits, blind)
    return {kind: next(iter(getattr(kept, kind)), "") for kind in ("postcode", "address", "phone")}
