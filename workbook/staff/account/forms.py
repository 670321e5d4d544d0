"""What the pages about a worker's own account show and take."""

import msgspec

from workbook.staff.account.queries import OwnSignIn
from workbook.staff.rules import HOW
from workbook.staff.second_step.rules import Ways
from workbook.staff.step_up import StepUp
from workbook.web.forms import WithProblems


class SignInLine(msgspec.Struct, frozen=True, kw_only=True):
    """One open sign-in in the list."""

    sign_in: OwnSignIn
    how: str
    is_this: bool


class AccountPage(msgspec.Struct, frozen=True, kw_only=True):
    """A worker's own account."""

    heading: str = "Your account"
    name: str
    role: str
    employer: str
    ways: Ways
    must_set_up: bool
    passkeys_work: bool
    sign_ins: tuple[SignInLine, ...]
    done: str = ""


class AccountForm(WithProblems, frozen=True, kw_only=True):
    """A form of the worker's own account, in which they show once more that it is them."""

    heading: str
    step_up: StepUp


class PasswordPage(AccountForm, frozen=True, kw_only=True):
    """Choosing a new password."""


def lines(sign_ins: list[OwnSignIn], *, this: str) -> tuple[SignInLine, ...]:
    """Return the open sign-ins for the list, this one marked."""
    return tuple(
        SignInLine(sign_in=one, how=HOW.get(one.how, ""), is_this=one.id == this)
        for one in sign_ins
    )
