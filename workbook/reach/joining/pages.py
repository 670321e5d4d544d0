"""Ask for an account for somebody new, with the role they are to have."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from workbook.reach.joining import forms
from workbook.reach.roles import service
from workbook.staff import step_up
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.staff.joining import queries
from workbook.staff.joining.rules import Newcomer
from workbook.staff.provider import queries as provider
from workbook.web.forms import Form
from workbook.web.responses import see_other

NEW: Final = "/roles/new"
TAKEN: Final = "Somebody signs in by this already, or is to. Choose another"


class JoiningPages(Controller):
    """Two people for each account: one asks here, a second agrees where roles are decided."""

    @get(NEW, sync_to_thread=True, name="reach.join", opt={"may": May.GIVE_ROLES})
    def show(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show the form."""
        desk.require(May.GIVE_ROLES)
        return give(desk)

    @post(NEW, sync_to_thread=True, name="reach.join_asked", opt={"may": May.GIVE_ROLES})
    def ask(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[Any]:
        """Ask for the account. Nothing opens until a second person agrees."""
        desk.require(May.GIVE_ROLES)
        issuer = desk.site.settings.provider_issuer
        with desk.reading() as session:
            newcomer, words = forms.read_newcomer(
                form, queries.teams(session), has_provider=issuer is not None
            )
        refuse_taken(desk, form, newcomer)
        if form.problems or not step_up.confirm(desk, form):
            return give(desk, form)
        with desk.writing() as session:
            service.ask_to_join(
                session, newcomer, words=words, issuer=issuer, actor=desk.actor, now=desk.now
            )
        return see_other("/roles")


def refuse_taken(desk: Desk, form: Form, newcomer: Newcomer) -> None:
    """Leave in the form that a name or an account is somebody's."""
    issuer = desk.site.settings.provider_issuer or ""
    with desk.reading() as session:
        if queries.is_taken(session, sign_in_name=newcomer.sign_in_name):
            form.refuse("sign_in_name", TAKEN)
        if provider.worker_of(session, issuer=issuer, account_key=newcomer.account_key):
            form.refuse("account_key", TAKEN)


def give(desk: Desk, form: Form | None = None) -> Response[str]:
    """Give back the form, with what was typed."""
    settings = desk.site.settings
    with desk.reading() as session:
        teams = queries.teams(session)
    page = forms.joining_page(
        teams,
        provider=settings.provider_name if settings.provider_issuer else "",
        employer=settings.council,
        step_up=step_up.asked(desk, form),
        form=form,
    )
    show = desk.again if form else desk.page
    return show("workbook/reach/join.html", page, title=page.heading, active="roles")


PAGES: Final = (JoiningPages,)
