"""A second person reads a copy, and says whether it may go."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from exports.drafting import Draft
from exports.release import forms, queries, service
from exports.release.deciding import copy_of, why_not
from exports.release.rules import Request
from workbook.db import new_id
from workbook.errors import NotFoundError
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

ADDRESS: Final = "/families/{family_id:str}/releases/{release_id:str}"
TEMPLATE: Final = "exports/release.html"
FIELDS: Final = frozenset({"csrf", "submit_key", "outcome", "words"})


class ReleasePages(Controller):
    """One copy that waits for a second person."""

    @get(ADDRESS, sync_to_thread=True, name="exports.release", opt={"may": May.ISSUE})
    def show(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], release_id: FromPath[str]
    ) -> Response[str]:
        """Show the copy as it would go out, what it was asked for, and the decision."""
        desk.require(May.ISSUE)
        request = found(desk, family_id=family_id, request_id=release_id)
        copy = copy_for(desk, request)
        desk.note_reading("release_opened", family_id=family_id, object_id=release_id)
        page = forms.release_page(copy, request, actor_id=desk.actor.id, submit_key=new_id())
        return desk.page(TEMPLATE, page, title=page.heading)

    @post(ADDRESS, sync_to_thread=True, name="exports.decide", opt={"may": May.ISSUE})
    def decide(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        release_id: FromPath[str],
    ) -> Response[str] | Redirect:
        """Record what the second person says; with an approval only for exactly this copy."""
        desk.require(May.ISSUE)
        request = found(desk, family_id=family_id, request_id=release_id)
        key = form.one("submit_key")
        if not key or form.unknown(FIELDS):
            raise NotFoundError("Open the copy again, then decide.", family_id=family_id)
        outcome = form.choice("outcome", ("approved", "refused"), required="Say whether it may go")
        words = form.text(
            "words",
            forms.MOST_WORDS,
            required="Say what has to change" if outcome == "refused" else "",
        )
        copy = copy_for(desk, request)
        if outcome == "approved" and (why := why_not(copy, request)):
            form.refuse("", why)
        if form.problems:
            page = forms.release_page(
                copy, request, actor_id=desk.actor.id, submit_key=key,
                outcome=outcome, typed=words, problems=form.problems,
            )  # fmt: skip
            return desk.again(TEMPLATE, page, title=page.heading)
        with desk.writing() as session:
            service.decide(
                session, request, outcome=outcome, words=words,
                submit_key=f"{desk.actor.id}:{key}"[:80], actor=desk.actor, now=desk.now,
            )  # fmt: skip
        return see_other(f"/families/{family_id}/releases/{release_id}")


def found(desk: Desk, *, family_id: str, request_id: str) -> Request:
    """Return one request.

    Raises:
        NotFoundError: it is not there, not of this family, or this worker may not see it.
    """
    with desk.reading() as session:
        request = queries.request(session, family_id=family_id, request_id=request_id)
    if request is None:
        raise NotFoundError(family_id=family_id)
    return request


def copy_for(desk: Desk, request: Request) -> Draft:
    """Return the copy as its author would give it out, made with what this worker may read."""
    return copy_of(
        desk.site.database,
        request,
        viewer=desk.actor.viewer,
        catalogue=desk.catalogue,
        council=desk.site.settings.council,
        today=desk.today,
    )


PAGES: Final[tuple[type[Any], ...]] = (ReleasePages,)
