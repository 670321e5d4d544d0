"""What was opened by somebody who does not work with the family, and what came of it."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy.orm import Session

from workbook.errors import NotFoundError
from workbook.reach.reviews import forms, queries, service
from workbook.reach.reviews.rules import Opened
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

ADDRESS: Final = "/openings/{route_id:str}"
TEMPLATE: Final = "workbook/reach/review.html"
TITLE: Final = "Openings to look into"


class ReviewPages(Controller):
    """Looking into openings."""

    @get("/openings", sync_to_thread=True, name="reach.openings", opt={"may": May.LOOK_INTO})
    def openings(self, desk: NamedDependency[Desk], done: FromQuery[str] = "") -> Response[str]:
        """List what is to be looked into, the oldest first, and what was."""
        desk.require(May.LOOK_INTO)
        with desk.reading() as session:
            found = queries.openings(session, worker_id=desk.actor.id)
        page = forms.openings_page(found, today=desk.today, says_done=done == "1")
        return desk.page("workbook/reach/openings.html", page, title=TITLE, active="openings")

    @get(ADDRESS, sync_to_thread=True, name="reach.opening", opt={"may": May.LOOK_INTO})
    def show(self, desk: NamedDependency[Desk], route_id: FromPath[str]) -> Response[str]:
        """Show who opened what, when and why, what they looked at, and ask what was found."""
        desk.require(May.LOOK_INTO)
        with desk.reading() as session:
            page = page_of(session, desk, found(session, desk, route_id))
        return desk.page(TEMPLATE, page, title=page.heading, active="openings")

    @post(ADDRESS, sync_to_thread=True, name="reach.reviewed", opt={"may": May.LOOK_INTO})
    def save(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], route_id: FromPath[str]
    ) -> Response[Any]:
        """Keep what was found; the worker may then open another family."""
        desk.require(May.LOOK_INTO)
        outcome, words = forms.read_review(form)
        with desk.writing() as session:
            opened = found(session, desk, route_id)
            if opened.outcome is None and not form.problems:
                service.review(
                    session,
                    opened=opened,
                    outcome=outcome,
                    words=words,
                    actor=desk.actor,
                    keyring=desk.site.keyring,
                    now=desk.now,
                )
        if opened.outcome is None and form.problems:
            with desk.reading() as session:
                page = page_of(session, desk, opened, form)
            return desk.again(TEMPLATE, page, title=page.heading, active="openings")
        return see_other("/openings?done=1")


def found(session: Session, desk: Desk, route_id: str) -> Opened:
    """Return the opening.

    Raises:
        NotFoundError: it is not there, not for this worker, or their own.
    """
    opened = queries.opening(session, route_id=route_id, worker_id=desk.actor.id)
    if opened is None:
        raise NotFoundError(route_id=route_id)
    return opened


def page_of(
    session: Session, desk: Desk, opened: Opened, form: Form | None = None
) -> forms.ReviewPage:
    """Return the page of one opening."""
    return forms.review_page(
        opened,
        queries.looked_at(session, opened),
        keyring=desk.site.keyring,
        today=desk.today,
        form=form,
    )


PAGES: Final = (ReviewPages,)
