"""What the pages that set up a second step show and take."""

import msgspec

from workbook.staff.second_step.rules import QrCode
from workbook.staff.step_up import StepUp
from workbook.web.forms import Problem

LONGEST_NAME = 60


class CodePage(msgspec.Struct, frozen=True, kw_only=True):
    """Setting up an app for codes: the picture, the key in letters, and the first code."""

    heading: str = "Set up codes"
    exchange: str
    letters: str
    picture: QrCode
    replaces: bool
    step_up: StepUp
    problems: tuple[Problem, ...] = ()

    def problem(self, field: str) -> str:
        """Return what was wrong with a field, "" if nothing was."""
        return next((one.message for one in self.problems if one.field == field), "")


class PasskeyPage(msgspec.Struct, frozen=True, kw_only=True):
    """Adding a passkey."""

    heading: str = "Add a passkey"
    name: str = ""
    exchange: str = ""
    step_up: StepUp
    problems: tuple[Problem, ...] = ()

    def problem(self, field: str) -> str:
        """Return what was wrong with a field, "" if nothing was."""
        return next((one.message for one in self.problems if one.field == field), "")


class RemovePage(msgspec.Struct, frozen=True, kw_only=True):
    """Taking away codes or a passkey, once the worker has shown that it is them."""

    heading: str
    words: str
    button: str
    action: str
    step_up: StepUp
    problems: tuple[Problem, ...] = ()
