"""Legal holds: laying one, asking that it be lifted, and answering as a second person."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from workbook.db import new_id
from workbook.errors import NotAllowedError, NotFoundError
from workbook.retention import queries, service
from workbook.retention.holds import forms
from workbook.retention.pages import (
    KEEPS,
    LIST,
    RECORD,
    give_record,
    lines_of,
    names_of,
    read_record,
    typed_of,
)
from workbook.retention.standing import Hold, Kept
from workbook.staff import step_up
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.parts import Chip
from workbook.web.responses import see_other

HOLD: Final = "/retention/holds/{hold_id:str}"


class Standing(msgspec.Struct, frozen=True):
    """A hold that stands, with what is needed to name what it holds and by whom."""

    hold: Hold
    kept: Sequence[Kept]
    names: dict[str, str]


class HoldPages(Controller):
    """Legal holds."""

    @post(
        f"{RECORD}/hold", sync_to_thread=True, name="retention.hold",
        opt={"may": May.KEEP_RECORDS},
    )  # fmt: skip
    def hold(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], record_id: FromPath[str]
    ) -> Response[Any]:
        """Hold a family’s record, or everything about one person in it."""
        desk.require(May.KEEP_RECORDS)
        with desk.reading() as session:
            read = read_record(session, record_id)
        people = tuple(one.id for one in read.family.members) if read.family else ()
        hold = forms.read_hold(form, kept=read.kept, people=people, today=desk.today)
        if form.problems:
            return give_record(desk, record_id, form)
        with desk.writing() as session:
            service.lay_hold(session, hold=hold, actor=desk.actor, now=desk.now)
        return see_other(f"{LIST}/{record_id}")

    @get(HOLD, sync_to_thread=True, name="retention.held", opt={"may": May.KEEP_RECORDS})
    def show(self, desk: NamedDependency[Desk], hold_id: FromPath[str]) -> Response[str]:
        """Show one hold, and what this worker may say of it."""
        desk.require(May.KEEP_RECORDS)
        return give_hold(desk, find_hold(desk, hold_id))

    @post(HOLD, sync_to_thread=True, name="retention.lifting", opt={"may": May.KEEP_RECORDS})
    def lift(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], hold_id: FromPath[str]
    ) -> Response[Any]:
        """Ask that a hold be lifted, or answer as a second person who shows that it is them."""
        desk.require(May.KEEP_RECORDS)
        standing = find_hold(desk, hold_id)
        hold = standing.hold
        if hold.family_id is None and desk.actor.discipline != KEEPS:
            raise NotAllowedError("Information governance lifts what holds every record.")
        done = answer(desk, form, hold) if hold.asked_id else ask(desk, form, hold)
        if not done:
            return give_hold(desk, standing, form)
        record = next((one.id for one in standing.kept if one.family_id == hold.family_id), "")
        return see_other(f"{LIST}/{record}" if record else LIST)


def find_hold(desk: Desk, hold_id: str) -> Standing:
    """Return a hold that stands.

    Raises:
        NotFoundError: it does not, or this worker may not see it.
    """
    with desk.reading() as session:
        source = queries.Seen(session)
        hold = next((one for one in queries.holds(source).standing if one.id == hold_id), None)
        if hold is None:
            raise NotFoundError
        kept, names = queries.kept(source), names_of(session, (), (hold,))
    return Standing(hold, kept, names)


def ask(desk: Desk, form: Form, hold: Hold) -> bool:
    """Ask that a hold be lifted; if not, what is wrong is in the form."""
    reason = forms.read_lifting(form)
    if form.problems:
        return False
    with desk.writing() as session:
        service.ask_lifting(
            session, hold=hold, reason=reason, submit_key=form.one("submit_key"),
            actor=desk.actor, now=desk.now,
        )  # fmt: skip
    return True


def answer(desk: Desk, form: Form, hold: Hold) -> bool:
    """Lift a hold or keep it, as a second person; if not, what is wrong is in the form."""
    if hold.asked_by == desk.actor.id:
        raise NotAllowedError(service.NOT_YOURSELF, hold_id=hold.id)
    lifted = forms.read_answer(form)
    if form.problems or not step_up.confirm(desk, form):
        return False
    with desk.writing() as session:
        service.answer_lifting(session, hold=hold, lifted=lifted, actor=desk.actor, now=desk.now)
    return True


def give_hold(desk: Desk, standing: Standing, form: Form | None = None) -> Response[str]:
    """Give back one hold's page; with what was typed, as a form to put right."""
    [line] = lines_of(desk, (standing.hold,), standing.names, standing.kept)
    typed = typed_of(form)
    page = forms.HoldPage(
        heading="Legal hold",
        action=f"{LIST}/holds/{line.id}",
        hold=line,
        answers=tuple(
            Chip(key, words, checked=typed.one("answer") == key)
            for key, words in forms.ANSWERS.items()
        ),
        submit_key=new_id(),
        step_up=step_up.asked(desk, form) if line.may_answer else None,
        typed=typed,
    )
    give = desk.again if form else desk.page
    return give("workbook/retention/hold.html", page, title=page.heading, active="records")


PAGES: Final = (HoldPages,)
