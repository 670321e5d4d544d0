"""“I know these people”, the yearly question, and the register of conflicts of interest."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy.orm import Session

from workbook.errors import NotFoundError
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile
from workbook.home.queries import my_families
from workbook.reach.conflicts import forms, queries, service
from workbook.reach.conflicts.rules import ASKED_EVERY, SavedConflict
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

KNOWN: Final = "/families/{family_id:str}/known-to-me"
CONFLICT: Final = "/conflicts/{conflict_id:str}"
ONE: Final = "workbook/reach/conflict.html"


class ConflictPages(Controller):
    """Whoever knows a family has no way to it."""

    @get(KNOWN, sync_to_thread=True, name="reach.known", opt={"may": May.READ})
    def ask(self, desk: NamedDependency[Desk], family_id: FromPath[str]) -> Response[str]:
        """Ask once before the family is closed to this worker."""
        desk.require(May.READ)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
        desk.note_reading("known_page_opened", family_id=family.id)
        page = known_page(family)
        return desk.page("workbook/reach/known.html", page, title=page.heading)

    @post(KNOWN, sync_to_thread=True, name="reach.declared", opt={"may": May.READ})
    def declare(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], family_id: FromPath[str]
    ) -> Response[Any]:
        """Close the family to this worker at once."""
        desk.require(May.READ)
        words = forms.read_words(form)
        with desk.writing() as session:
            family = family_file(session, family_id=family_id)
            if not form.problems:
                service.declare(
                    session,
                    family=family,
                    words=words,
                    actor=desk.actor,
                    keyring=desk.site.keyring,
                    now=desk.now,
                )
        if form.problems:
            page = known_page(family, form)
            return desk.again("workbook/reach/known.html", page, title=page.heading)
        return see_other("/known-to-me?declared=1")

    @get("/known-to-me", sync_to_thread=True, name="reach.yearly", opt={"may": May.READ})
    def yearly(self, desk: NamedDependency[Desk], declared: FromQuery[str] = "") -> Response[str]:
        """Ask whether the worker knows anybody in the families open to them."""
        desk.require(May.READ)
        with desk.reading() as session:
            families = my_families(session)
            answered = queries.has_answered(
                session, worker_id=desk.actor.id, since=desk.now - ASKED_EVERY
            )
        page = forms.YearlyPage(
            families=tuple((one.name, f"/families/{one.id}/known-to-me") for one in families),
            declared=declared == "1",
            answered=answered,
        )
        return desk.page("workbook/reach/yearly.html", page, title="Do you know these people?")

    @post("/known-to-me", sync_to_thread=True, name="reach.answered", opt={"may": May.READ})
    def answered(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[Any]:
        """Keep that the worker knows nobody else, for a year."""
        del form  # it is only there to prove that the worker's own page sent it
        desk.require(May.READ)
        with desk.writing() as session:
            service.answer(session, actor=desk.actor, knows=False, now=desk.now)
        return see_other("/")

    @get("/conflicts", sync_to_thread=True, name="reach.register", opt={"may": May.KEEP_REGISTER})
    def register(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show every conflict of interest, what holds first."""
        desk.require(May.KEEP_REGISTER)
        with desk.reading() as session:
            page = forms.register_page(queries.register(session), desk.site.keyring)
        title = "Conflicts of interest"
        return desk.page("workbook/reach/register.html", page, title=title, active="conflicts")

    @get(CONFLICT, sync_to_thread=True, name="reach.conflict", opt={"may": May.KEEP_REGISTER})
    def show(self, desk: NamedDependency[Desk], conflict_id: FromPath[str]) -> Response[str]:
        """Show one conflict, and how to end it."""
        desk.require(May.KEEP_REGISTER)
        with desk.reading() as session:
            one = found(session, conflict_id)
        page = forms.conflict_page(one, desk.site.keyring, worker_id=desk.actor.id)
        return desk.page(ONE, page, title=page.heading, active="conflicts")

    @post(CONFLICT, sync_to_thread=True, name="reach.ended", opt={"may": May.KEEP_REGISTER})
    def end(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], conflict_id: FromPath[str]
    ) -> Response[Any]:
        """End a conflict that no longer holds: never one’s own."""
        desk.require(May.KEEP_REGISTER)
        words = forms.read_words(form, required="Say why it no longer holds")
        with desk.writing() as session:
            one = found(session, conflict_id)
            if one.ended_at is None and not form.problems:
                service.end(
                    session,
                    conflict=one,
                    words=words,
                    actor=desk.actor,
                    keyring=desk.site.keyring,
                    now=desk.now,
                )
        if one.ended_at is None and form.problems:
            page = forms.conflict_page(one, desk.site.keyring, worker_id=desk.actor.id, form=form)
            return desk.again(ONE, page, title=page.heading, active="conflicts")
        return see_other("/conflicts")


def known_page(family: FamilyFile, form: Form | None = None) -> forms.KnownPage:
    """Return the question about one family."""
    address = f"/families/{family.id}"
    return forms.KnownPage(
        heading=f"Do you know {family.name}?",
        action=f"{address}/known-to-me",
        back_href=address,
        words=form.one("words") if form else "",
        problems=form.problems if form else (),
    )


def found(session: Session, conflict_id: str) -> SavedConflict:
    """Return the conflict.

    Raises:
        NotFoundError: it is not there.
    """
    one = queries.conflict(session, conflict_id=conflict_id)
    if one is None:
        raise NotFoundError(conflict_id=conflict_id)
    return one


PAGES: Final = (ConflictPages,)
