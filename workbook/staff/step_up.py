"""Showing once more that it is you, within a form that should not be sent lightly.

A page shows `parts.step_up(page.step_up)` above its button, with `asked(desk)` in its struct, and
its POST calls `confirm(desk, form)` when everything else in the form is right.
"""

import msgspec

from workbook.staff import queries, service
from workbook.staff.desk import Desk
from workbook.wall.viewer import doorkeeper
from workbook.web.forms import Form

FIELD = "step_password"
WRONG = "Your password is not right, or it is too soon to try again"
# What a form may carry for this, besides its own fields.
FIELDS = frozenset({FIELD})


class StepUp(msgspec.Struct, frozen=True):
    """How this worker can show that it is them; `problem` is what was wrong the last time."""

    ways: tuple[str, ...]
    problem: str = ""


def asked(desk: Desk, form: Form | None = None) -> StepUp:
    """Return what the form asks for. Give the `form` too when it is shown again."""
    with desk.site.database.reading(doorkeeper(desk.today)) as session:
        found = queries.credentials_of(session, worker_id=desk.actor.id)
    problems = [one.message for one in (form.problems if form else ()) if one.field == FIELD]
    return StepUp(ways=("password",) if found else (), problem="".join(problems[:1]))


def confirm(desk: Desk, form: Form) -> bool:
    """Tell whether the worker showed that it is them; if not, the form has the problem in it.

    Call it last, once nothing else is wrong with the form and it was not saved before under its
    submit key: a wrong answer counts towards the growing delay, and a code works once. Call it
    outside `desk.writing()`, which holds the only writer.
    """
    with desk.site.database.writing(doorkeeper(desk.today)) as session:
        right = service.confirm_password(
            session, worker_id=desk.actor.id, password=form.one(FIELD), now=desk.now
        )
    if not right:
        form.refuse(FIELD, WRONG)
    return right
