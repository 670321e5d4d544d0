"""The form that asks for an account for somebody new."""

import re
from collections.abc import Iterable
from typing import Final

from workbook.staff.access import DISCIPLINES
from workbook.staff.joining.rules import Newcomer, TeamName
from workbook.staff.step_up import StepUp
from workbook.web.forms import Form, WithProblems
from workbook.web.questions import Option

MOST_NAME: Final = 120
MOST_KEY: Final = 200
MOST_WORDS: Final = 500
SIGN_IN_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{2,79}")
FIELDS: Final = ("name", "discipline", "team", "employer", "sign_in_name", "account_key", "words")
BAD_NAME: Final = "Use small letters, figures, dots and hyphens, three or more and no space"
NO_WAY: Final = "Say how they are to sign in"


class JoiningPage(WithProblems, frozen=True, kw_only=True):
    """The form as typed so far. `provider` is the council's sign-in by name, "" without one."""

    heading: str = "Add somebody"
    typed: dict[str, str]
    roles: tuple[Option, ...]
    teams: tuple[Option, ...]
    provider: str
    step_up: StepUp


def joining_page(
    teams: Iterable[TeamName],
    *,
    provider: str,
    employer: str,
    step_up: StepUp,
    form: Form | None = None,
) -> JoiningPage:
    """Return the form; empty, it names the council as the employer."""
    typed = {name: form.one(name) if form else "" for name in FIELDS}
    return JoiningPage(
        typed=typed if form else typed | {"employer": employer},
        roles=tuple(Option(code, name) for code, name in DISCIPLINES.items()),
        teams=tuple(Option(one.id, one.name) for one in teams),
        provider=provider,
        step_up=step_up,
        problems=form.problems if form else (),
    )


def read_newcomer(
    form: Form, teams: Iterable[TeamName], *, has_provider: bool
) -> tuple[Newcomer, str]:
    """Read who is to join, how they sign in, and why."""
    newcomer = Newcomer(
        name=form.text("name", MOST_NAME, required="Enter their name"),
        discipline=form.choice("discipline", DISCIPLINES, required="Choose a role"),
        employer=form.text("employer", MOST_NAME, required="Enter who employs them"),
        team_id=form.choice("team", [one.id for one in teams], required="Choose a team"),
        sign_in_name=form.text("sign_in_name", MOST_NAME).casefold(),
        account_key=form.text("account_key", MOST_KEY) if has_provider else "",
    )
    if newcomer.sign_in_name and not SIGN_IN_NAME.fullmatch(newcomer.sign_in_name):
        form.refuse("sign_in_name", BAD_NAME)
    if not newcomer.sign_in_name and not newcomer.account_key:
        form.refuse("account_key" if has_provider else "sign_in_name", NO_WAY)
    return newcomer, form.text("words", MOST_WORDS, required="Say why, in a sentence")
