"""Who may know a family: questions for information governance, and one’s own details."""

from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from workbook.errors import NotFoundError
from workbook.reach.matches import forms, queries, service
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

QUESTIONS: Final = "workbook/reach/questions.html"
DETAILS: Final = "workbook/reach/details.html"
TITLE: Final = "Who may know a family?"
OWN: Final = "Your own address and telephone"


class MatchPages(Controller):
    """A match is a question, never an automatic bar."""

    @get("/matches", sync_to_thread=True, name="reach.questions", opt={"may": May.KEEP_REGISTER})
    def questions(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show the questions that wait."""
        desk.require(May.KEEP_REGISTER)
        return desk.page(QUESTIONS, questions_page(desk), title=TITLE, active="conflicts")

    @post(
        "/matches/{proposal_id:str}",
        sync_to_thread=True,
        name="reach.question_decided",
        opt={"may": May.KEEP_REGISTER},
    )
    def decide(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], proposal_id: FromPath[str]
    ) -> Response[Any]:
        """Close the family to the worker, or put the question away with a reason."""
        desk.require(May.KEEP_REGISTER)
        knows, words = forms.read_decision(form, proposal_id)
        with desk.writing() as session:
            question = queries.question(session, proposal_id=proposal_id)
            if question is None:
                raise NotFoundError(proposal_id=proposal_id)
            if question.outcome is None and not form.problems:
                service.decide(
                    session,
                    question=question,
                    knows=knows,
                    words=words,
                    actor=desk.actor,
                    keyring=desk.site.keyring,
                    now=desk.now,
                )
        if question.outcome is None and form.problems:
            page = msgspec.structs.replace(questions_page(desk, form), asked=proposal_id)
            return desk.again(QUESTIONS, page, title=TITLE, active="conflicts")
        return see_other("/matches")

    @get("/own-details", sync_to_thread=True, name="reach.details", opt={"may": "signed_in"})
    def details(self, desk: NamedDependency[Desk], kept: FromQuery[str] = "") -> Response[str]:
        """Ask for what the nightly questions compare. What was given is never shown again."""
        return desk.page(DETAILS, forms.DetailsPage(kept=kept == "1"), title=OWN, active="")

    @post("/own-details", sync_to_thread=True, name="reach.details_kept", opt={"may": "signed_in"})
    def keep(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[Any]:
        """Keep only what cannot be turned back into words."""
        details = forms.read_details(form, desk.site.keyring.blind)
        if form.problems:
            page = forms.DetailsPage(
                address=form.one("address"),
                postcode=form.one("postcode"),
                phone=form.one("phone"),
                problems=form.problems,
            )
            return desk.again(DETAILS, page, title=OWN, active="")
        with desk.writing() as session:
            service.keep_details(session, details=details, actor=desk.actor, now=desk.now)
        return see_other("/own-details?kept=1")


def questions_page(desk: Desk, form: Form | None = None) -> forms.QuestionsPage:
    """Return the questions that wait."""
    with desk.reading() as session:
        found = queries.questions(session)
    return forms.questions_page(found, desk.site.keyring, form=form)


PAGES: Final = (MatchPages,)
