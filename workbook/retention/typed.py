"""What was typed in a form about keeping records, and what no form of them may hold."""

from collections.abc import Mapping
from typing import Final

from workbook.staff.step_up import FIELDS as STEP_UP_FIELDS
from workbook.web.forms import Form, WithProblems

NOT_ASKED: Final = "This form holds something it did not ask for. Open the page again"
FIELDS: Final = frozenset(
    {
        "csrf",
        "submit_key",
        "checked",
        "answer",
        "reason",
        "why",
        "ask_again_on",
        "person",
        "review_on",
    }
    | STEP_UP_FIELDS
)


class Typed(WithProblems, frozen=True, kw_only=True):
    """What was typed in a form that comes back, and what is wrong with it."""

    values: Mapping[str, tuple[str, ...]] = {}

    def one(self, name: str) -> str:
        """Return what was typed in one field."""
        return self.values.get(name, ("",))[-1]


def refuse_unknown(form: Form) -> None:
    """Refuse what a form did not ask for, and one without its key."""
    if form.unknown(FIELDS):
        form.refuse("", NOT_ASKED)
    if len(form.one("submit_key")) != 32:  # noqa: PLR2004 -- the length of an id
        form.refuse("", "Open the page again: this form is not complete")
