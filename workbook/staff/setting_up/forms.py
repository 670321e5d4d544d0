"""What the pages that set up a second step show and take."""

from workbook.staff.account.forms import AccountForm
from workbook.staff.second_step.rules import QrCode

LONGEST_NAME = 60


class CodePage(AccountForm, frozen=True, kw_only=True):
    """Setting up an app for codes: the picture, the key in letters, and the first code."""

    heading: str = "Set up codes"
    exchange: str
    letters: str
    picture: QrCode
    replaces: bool


class PasskeyPage(AccountForm, frozen=True, kw_only=True):
    """Adding a passkey."""

    heading: str = "Add a passkey"
    name: str = ""
    exchange: str = ""


class RemovePage(AccountForm, frozen=True, kw_only=True):
    """Taking away codes or a passkey, once the worker has shown that it is them."""

    words: str
    button: str
    action: str
