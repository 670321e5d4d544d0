"""Open a family you do not work with: ask exactly, say why, show that it is you."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from workbook.db import new_id
from workbook.errors import NotFoundError
from workbook.reach.break_glass import forms, queries, service
from workbook.reach.break_glass.rules import Known, Question
from workbook.staff import step_up
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

ASK: Final = "workbook/reach/ask.html"
ANSWER: Final = "workbook/reach/answer.html"
TITLE: Final = "Open a family you do not work with"


class BreakGlassPages(Controller):
    """The way in for a day."""

    @get("/open-a-family", sync_to_thread=True, name="reach.ask", opt={"may": May.BREAK_GLASS})
    def ask(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show the question."""
        desk.require(May.BREAK_GLASS)
        return desk.page(ASK, forms.ask_page(blocked=blocked(desk)), title=TITLE, active="")

    @post(
        "/open-a-family/asked",
        sync_to_thread=True,
        name="reach.asked",
        opt={"may": May.BREAK_GLASS},
        status_code=200,
    )
    def asked(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[str]:
        """Say only whether it is known, open or closed, and with which team."""
        desk.require(May.BREAK_GLASS)
        question = forms.read_question(form, desk.site.keyring)
        if question is None:
            page = forms.ask_page(form, blocked=blocked(desk))
            return desk.again(ASK, page, title=TITLE, active="")
        found = service.ask(
            desk.site.database,
            actor=desk.actor,
            key=question.key,
            most=desk.site.settings.asked_after_a_day,
            now=desk.now,
        )
        page = answer(desk, form, question, found)
        return desk.page(ANSWER, page, title=TITLE, active="")

    @post("/open-a-family", sync_to_thread=True, name="reach.opened", opt={"may": May.BREAK_GLASS})
    def open(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[Any]:
        """Open one of the families that were found, for a day."""
        desk.require(May.BREAK_GLASS)
        question = forms.read_question(form, desk.site.keyring)
        if question is None:
            return desk.again(ASK, forms.ask_page(form), title=TITLE, active="")
        site, actor = desk.site, desk.actor
        found = service.found_again(site.database, actor=actor, key=question.key, now=desk.now)
        chosen = next((one for one in found if one.family_id == form.one("family")), None)
        if chosen is None and (not found or form.one("family")):
            raise NotFoundError
        if chosen is None:
            form.refuse("family", "Choose which of them to open")
            chosen = found[0]
        code, reason = forms.read_reason(form)
        sent = form.one("submit_key")
        if was_opened(desk, sent):
            return see_other(f"/families/{chosen.family_id}")
        if form.problems or (waits(desk, chosen)) or not step_up.confirm(desk, form):
            page = answer(desk, form, question, found)
            return desk.again(ANSWER, page, title=TITLE, active="")
        opening = service.Opening(
            id=sent if forms.KEY.fullmatch(sent) else new_id(),
            family_id=chosen.family_id,
            reason_code=code,
            reason=reason,
        )
        service.open_family(
            site.database, actor=actor, opening=opening, known=chosen, keyring=site.keyring,
            now=desk.now,
        )  # fmt: skip
        return see_other(f"/families/{chosen.family_id}")


def blocked(desk: Desk) -> str:
    """Say why this worker may open nothing yet, "" when they may."""
    with desk.reading() as session:
        return service.standing(session, worker_id=desk.actor.id)


def waits(desk: Desk, chosen: Known) -> bool:
    """Tell whether an earlier opening stands in the way of this one."""
    return service.kind_of(desk.actor, chosen) == "break_glass" and bool(blocked(desk))


def was_opened(desk: Desk, sent: str) -> bool:
    """Tell whether this very form was sent before."""
    with desk.reading() as session:
        return queries.own_route(session, route_id=sent, worker_id=desk.actor.id) is not None


def answer(
    desk: Desk, form: Form, question: Question, found: tuple[Known, ...]
) -> forms.AnswerPage:
    """Return the answer, with the form as typed so far."""
    with desk.reading() as session:
        there = queries.open_already(session, family_ids=[one.family_id for one in found])
        standing = service.standing(session, worker_id=desk.actor.id)
    reviewed = any(service.kind_of(desk.actor, one) == "break_glass" for one in found)
    sent = form.one("submit_key")
    return forms.answer_page(
        form,
        question=question,
        found=found,
        open_already=there,
        blocked=standing if reviewed else "",
        reviewed=reviewed,
        submit_key=sent if forms.KEY.fullmatch(sent) else new_id(),
        step_up=step_up.asked(desk, form),
    )


PAGES: Final = (BreakGlassPages,)
