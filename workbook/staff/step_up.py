"""Showing once more that it is you, within a form that should not be sent lightly.

A page shows `parts.step_up(page.step_up)` above its button, with `asked(desk)` in its struct, and
its POST calls `confirm(desk, form)` when everything else in the form is right.

Whoever has a second step shows that, others their password. Whoever came by the council's provider
and has nothing of ours goes there once more, in a tab beside the form.
"""

import msgspec

from workbook.staff import door, queries, service
from workbook.staff.desk import Desk
from workbook.staff.second_step import queries as second_step
from workbook.staff.second_step.rules import Ways
from workbook.web.forms import Form

PASSWORD, CODE = "step_password", "step_code"
PASSKEY, EXCHANGE = "step_passkey", "step_exchange"
FIELD = PASSWORD
WRONG = "Your password is not right, or it is too soon to try again"
WRONG_CODE = "The code is not right, was used before, or it is too soon"
WRONG_PASSKEY = "The passkey was not accepted. Try again"
NOT_SHOWN = "Show first, in the tab beside this one, that it is you"
# What a form may carry for this, besides its own fields.
FIELDS = frozenset({PASSWORD, CODE, PASSKEY, EXCHANGE})


class StepUp(msgspec.Struct, frozen=True):
    """How this worker can show that it is them; `problem` is what was wrong the last time."""

    ways: tuple[str, ...]
    problem: str = ""


def asked(desk: Desk, form: Form | None = None) -> StepUp:
    """Return what the form asks for. Give the `form` too when it is shown again."""
    with desk.site.database.reading(door.seat(desk.now)) as session:
        ways = second_step.ways(session, worker_id=desk.actor.id)
    problems = [one.message for one in (form.problems if form else ()) if one.field == FIELD]
    return StepUp(ways=ways_asked(desk, ways), problem="".join(problems[:1]))


def ways_asked(desk: Desk, ways: Ways) -> tuple[str, ...]:
    """Return the names of what counts for this worker, the best first."""
    if ways.second_step:
        names = {"passkey": bool(ways.passkeys), "code": ways.code}
        return tuple(name for name, have in names.items() if have)
    if ways.password:
        return ("password",)
    return ("provider",) if desk.actor.how == "provider" else ()


def confirm(desk: Desk, form: Form) -> bool:
    """Tell whether the worker showed that it is them; if not, the form has the problem in it.

    Call it last, once nothing else is wrong with the form and it was not saved before under its
    submit key: a wrong answer counts towards the growing delay, and a code works once. Call it
    outside `desk.writing()`, which holds the only writer.
    """
    with desk.site.database.reading(door.seat(desk.now)) as session:
        ways = ways_asked(desk, second_step.ways(session, worker_id=desk.actor.id))
    problem = WRONG
    if "passkey" in ways and form.one(PASSKEY):
        problem = "" if has_shown_passkey(desk, form) else WRONG_PASSKEY
    elif "code" in ways:
        problem = "" if has_right_code(desk, form.one(CODE)) else WRONG_CODE
    elif "passkey" in ways:
        problem = WRONG_PASSKEY
    elif "password" in ways:
        problem = "" if has_right_password(desk, form.one(PASSWORD)) else WRONG
    elif "provider" in ways:
        problem = "" if has_shown_at_provider(desk) else NOT_SHOWN
    if problem:
        form.refuse(FIELD, problem)
    return not problem


def has_right_password(desk: Desk, password: str) -> bool:
    """Check the password of the worker at this desk; a wrong one counts as at the door."""
    with desk.site.database.reading(door.seat(desk.now)) as session:
        found = queries.credentials_of(session, worker_id=desk.actor.id)
    return door.judge(
        desk.site,
        worker_id=desk.actor.id,
        discipline=desk.actor.discipline,
        address=desk.caller.address,
        now=desk.now,
        right=lambda: service.is_right_password(found, password),
    )


def has_right_code(desk: Desk, code: str) -> bool:
    """Check a code of the worker at this desk and use it up; a wrong one counts as at the door."""
    return door.judge(
        desk.site,
        worker_id=desk.actor.id,
        discipline=desk.actor.discipline,
        address=desk.caller.address,
        now=desk.now,
        right=lambda: door.is_right_code(
            desk.site, worker_id=desk.actor.id, code=code, now=desk.now
        ),
    )


def has_shown_passkey(desk: Desk, form: Form) -> bool:
    """Check what a passkey of the worker at this desk answered."""
    known = door.shown_passkey(
        desk.site,
        key=form.one(EXCHANGE),
        answer=form.one(PASSKEY),
        origin=desk.caller.origin,
        now=desk.now,
        worker_id=desk.actor.id,
    )
    return known is not None


def has_shown_at_provider(desk: Desk) -> bool:
    """Tell whether the worker has just been at the provider for this; it counts once."""
    with desk.site.database.writing(door.seat(desk.now)) as session:
        return service.take_shown(session, sign_in_id=desk.actor.sign_in, now=desk.now)
