"""Give a role: an administrator asks, a second person decides."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from workbook.errors import NotAllowedError, NotFoundError
from workbook.reach.roles import forms, queries, service
from workbook.reach.roles.rules import Asked
from workbook.reach.working.service import leave
from workbook.staff import queries as staff
from workbook.staff import step_up
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

TEMPLATE: Final = "workbook/reach/roles.html"
TITLE: Final = "Roles"
ONE: Final = "/roles/{role_id:str}"


class RolePages(Controller):
    """Two people for each role."""

    @get("/roles", sync_to_thread=True, name="reach.roles", opt={"may": May.DECIDE_ROLES})
    def roles(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show what waits for a second person, and ask for a role."""
        desk.require(May.DECIDE_ROLES)
        return desk.page(TEMPLATE, roles_page(desk), title=TITLE, active="roles")

    @post("/roles", sync_to_thread=True, name="reach.role_asked", opt={"may": May.GIVE_ROLES})
    def ask(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[Any]:
        """Ask for a role for somebody else."""
        desk.require(May.GIVE_ROLES)
        with desk.reading() as session:
            worker, discipline, words = forms.read_request(form, staff.staff(session))
        if worker == desk.actor.id:
            form.refuse("worker", "Somebody else asks for a role for you")
        if form.problems or not step_up.confirm(desk, form):
            return desk.again(TEMPLATE, roles_page(desk, form), title=TITLE, active="roles")
        with desk.writing() as session:
            service.ask(
                session,
                worker_id=worker,
                discipline=discipline,
                words=words,
                actor=desk.actor,
                now=desk.now,
            )
        return see_other("/roles")

    @post("/roles/left", sync_to_thread=True, name="reach.staff_left", opt={"may": May.GIVE_ROLES})
    def left(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[Any]:
        """Let a worker of any team go."""
        desk.require(May.GIVE_ROLES)
        worker_id = form.one("leaver")
        if not worker_id:
            form.refuse("leaver", "Choose who has left")
            return desk.again(TEMPLATE, roles_page(desk, form), title=TITLE, active="roles")
        if worker_id == desk.actor.id:
            raise NotFoundError(worker_id=worker_id)
        leave(
            desk.site.database,
            worker_id=worker_id,
            actor=desk.actor,
            now=desk.now,
            on=desk.today,
        )
        return see_other("/roles")

    @get(ONE, sync_to_thread=True, name="reach.role", opt={"may": May.DECIDE_ROLES})
    def role(self, desk: NamedDependency[Desk], role_id: FromPath[str]) -> Response[str]:
        """Show what is asked for, and to the second person the two answers."""
        desk.require(May.DECIDE_ROLES)
        return give_role(desk, find_request(desk, role_id))

    @post(ONE, sync_to_thread=True, name="reach.role_decided", opt={"may": May.DECIDE_ROLES})
    def decide(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], role_id: FromPath[str]
    ) -> Response[Any]:
        """Agree to a role that somebody else asked for, or do not; who decides shows who it is."""
        desk.require(May.DECIDE_ROLES)
        asked = find_request(desk, role_id)
        if asked.approved is not None:
            return see_other("/roles")
        if not asked.may_be_decided_by(desk.actor.id):
            raise NotAllowedError(service.NOT_YOURS)
        approved = forms.read_answer(form)
        if form.problems or not step_up.confirm(desk, form):
            return give_role(desk, asked, form)
        with desk.writing() as session:
            password = service.decide(
                session, asked=asked, approved=approved, actor=desk.actor, now=desk.now
            )
        return give_password(desk, asked, password) if password else see_other("/roles")


def find_request(desk: Desk, role_id: str) -> Asked:
    """Return one request.

    Raises:
        NotFoundError: it is not there for this worker.
    """
    with desk.reading() as session:
        asked = queries.request(session, request_id=role_id)
    if asked is None:
        raise NotFoundError(request_id=role_id)
    return asked


def give_role(desk: Desk, asked: Asked, form: Form | None = None) -> Response[str]:
    """Give back the page of one request, with what was chosen so far."""
    shown = step_up.asked(desk, form) if asked.may_be_decided_by(desk.actor.id) else None
    page = forms.role_page(asked, worker_id=desk.actor.id, step_up=shown, form=form)
    give = desk.again if form else desk.page
    return give("workbook/reach/role.html", page, title=page.heading, active="roles")


def give_password(desk: Desk, asked: Asked, password: str) -> Response[str]:
    """Show the first password of somebody new: here, now, and never again."""
    page = forms.WelcomePage(
        name=asked.worker_name, sign_in_name=asked.sign_in_name or "", password=password
    )
    return desk.page("workbook/reach/welcome.html", page, title=page.heading, active="roles")


def roles_page(desk: Desk, form: Form | None = None) -> forms.RolesPage:
    """Return the page with the form as typed so far."""
    with desk.reading() as session:
        asked, everybody = queries.requests(session), staff.staff(session)
    return forms.roles_page(
        asked,
        everybody,
        worker_id=desk.actor.id,
        asks=may(desk.actor, May.GIVE_ROLES),
        step_up=step_up.asked(desk, form),
        form=form,
    )


PAGES: Final = (RolePages,)
