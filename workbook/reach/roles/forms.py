"""The page of roles: what waits for a second person, and the form that asks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from workbook.reach.roles.rules import Asked
from workbook.staff.access import DISCIPLINES
from workbook.staff.rules import StaffMember
from workbook.staff.step_up import StepUp
from workbook.web.forms import Form, WithProblems
from workbook.web.parts import Chip
from workbook.web.questions import Option

MOST_WORDS = 500
ANSWERS: Final = {"yes": "Yes, they get it", "no": "No, nothing changes"}


class AskedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One request; `action` where this worker is the second person."""

    worker: str
    held: str
    joins: str
    wanted: str
    words: str
    asked_by: str
    at: datetime
    says: str
    action: str


class RolePage(WithProblems, frozen=True, kw_only=True):
    """One request, and the answers where this worker is the second person."""

    heading: str
    line: AskedLine
    answers: tuple[Chip, ...]
    step_up: StepUp | None


class WelcomePage(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed to somebody new. It is shown once."""

    heading: str = "They can start"
    name: str
    sign_in_name: str
    password: str


class RolesPage(WithProblems, frozen=True, kw_only=True):
    """What waits, what was decided, and the form."""

    waiting: tuple[AskedLine, ...]
    decided: tuple[AskedLine, ...]
    asks: bool
    staff: tuple[Option, ...]
    roles: tuple[Option, ...]
    worker: str
    discipline: str
    words: str
    step_up: StepUp


def roles_page(
    asked: Iterable[Asked],
    staff: Iterable[StaffMember],
    *,
    worker_id: str,
    asks: bool,
    step_up: StepUp,
    form: Form | None = None,
) -> RolesPage:
    """Return the page with the form as typed so far."""
    lines = [(one.approved is None, _line(one, worker_id)) for one in asked]
    return RolesPage(
        waiting=tuple(line for waits, line in lines if waits),
        decided=tuple(line for waits, line in lines if not waits),
        asks=asks,
        staff=tuple(
            Option(one.id, f"{one.name}, {DISCIPLINES[one.discipline]}, {one.team_name}")
            for one in staff
            if one.id != worker_id
        ),
        roles=tuple(Option(code, name) for code, name in DISCIPLINES.items()),
        worker=form.one("worker") if form else "",
        discipline=form.one("discipline") if form else "",
        words=form.one("words") if form else "",
        step_up=step_up,
        problems=form.problems if form else (),
    )


def _line(one: Asked, worker_id: str) -> AskedLine:
    decided = "Agreed" if one.approved else "Not agreed"
    ways = (one.sign_in_name, one.account_key and f"account {one.account_key}")
    joins = f"{one.team_name}, {one.employer}. Signs in as {' or '.join(filter(None, ways))}."
    return AskedLine(
        worker=one.worker_name,
        held="" if one.is_awaited else DISCIPLINES.get(one.held, one.held),
        joins=joins if one.is_awaited else "",
        wanted=DISCIPLINES.get(one.discipline, one.discipline),
        words=one.words,
        asked_by=one.asked_name,
        at=one.recorded_at,
        says="Waits for a second person"
        if one.approved is None
        else f"{decided} by {one.decided_name}",
        action=f"/roles/{one.id}" if one.may_be_decided_by(worker_id) else "",
    )


def role_page(
    one: Asked, *, worker_id: str, step_up: StepUp | None, form: Form | None = None
) -> RolePage:
    """Return the page of one request with what was chosen so far."""
    decides = one.may_be_decided_by(worker_id)
    chosen = form.one("approved") if form else ""
    return RolePage(
        heading="Should they get this role?" if decides else "A role that was asked for",
        line=_line(one, worker_id),
        answers=tuple(Chip(key, words, checked=key == chosen) for key, words in ANSWERS.items())
        if decides
        else (),
        step_up=step_up if decides else None,
        problems=form.problems if form else (),
    )


def read_answer(form: Form) -> bool:
    """Read whether the second person agrees."""
    return form.choice("approved", ANSWERS, required="Choose yes or no") == "yes"


def read_request(form: Form, staff: Iterable[StaffMember]) -> tuple[str, str, str]:
    """Read for whom, which role and why."""
    worker = form.choice("worker", [one.id for one in staff], required="Choose who")
    discipline = form.choice("discipline", DISCIPLINES, required="Choose a role")
    words = form.text("words", MOST_WORDS, required="Say why, in a sentence")
    return worker, discipline, words
