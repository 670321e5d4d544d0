"""Who works with this family; and one worker of the team, with cover and leaving."""

from datetime import timedelta
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from workbook.errors import NotFoundError
from workbook.families import forms as family_forms
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile
from workbook.home.queries import my_families
from workbook.network.pages import side_of
from workbook.reach.working import forms, service
from workbook.staff import queries as staff
from workbook.staff.access import DISCIPLINES, NO_CONTENT, May, may
from workbook.staff.desk import Desk
from workbook.staff.rules import StaffMember
from workbook.web.forms import Form
from workbook.web.responses import see_other

DAY: Final = timedelta(days=1)
WORKERS: Final = "/families/{family_id:str}/workers"
ONE: Final = "/team/workers/{worker_id:str}"
TEMPLATE: Final = "workbook/reach/workers.html"
WORKER: Final = "workbook/reach/worker.html"


class WorkingPages(Controller):
    """Access follows who works with a family."""

    @get(WORKERS, sync_to_thread=True, name="reach.workers", opt={"may": May.READ})
    def workers(self, desk: NamedDependency[Desk], family_id: FromPath[str]) -> Response[str]:
        """Show who works with the family, who covers and who did."""
        desk.require(May.READ)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            page = workers_page(session, desk, family)
        desk.note_reading("workers_opened", family_id=family.id)
        return desk.page(TEMPLATE, page, title=f"{family.name}: who works with this family")

    @post(WORKERS, sync_to_thread=True, name="reach.given", opt={"may": May.MANAGE_TEAM})
    def give(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], family_id: FromPath[str]
    ) -> Response[Any]:
        """Put a worker down for the family, or name them to cover it."""
        desk.require(May.MANAGE_TEAM)
        with desk.writing() as session:
            family = family_file(session, family_id=family_id)
            given = forms.read_given(form, somebody(session, desk), today=desk.today)
            if not form.problems:
                service.give(
                    session, family_ids=[family.id], given=given, actor=desk.actor, now=desk.now
                )
        if form.problems:
            with desk.reading() as session:
                page = workers_page(session, desk, family, form)
            title = f"{family.name}: who works with this family"
            return desk.again(TEMPLATE, page, title=title)
        return see_other(f"/families/{family.id}/workers")

    @post(f"{WORKERS}/end", sync_to_thread=True, name="reach.let_go", opt={"may": May.MANAGE_TEAM})
    def end(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], family_id: FromPath[str]
    ) -> Response[Any]:
        """End somebody’s time with the family, or their cover, as of now."""
        desk.require(May.MANAGE_TEAM)
        wanted = form.one("end")
        with desk.writing() as session:
            family = family_file(session, family_id=family_id)
            member = next((w for w in family.workers if w.involvement_id == wanted), None)
            way = next((w for w in family.ways if w.id == wanted and w.kind == "cover"), None)
            if member is not None:
                service.end_involvement(
                    session,
                    family=family,
                    member=member,
                    on=desk.today - DAY,
                    actor=desk.actor,
                    now=desk.now,
                )
            elif way is not None:
                service.end_cover(session, family=family, way=way, actor=desk.actor, now=desk.now)
            else:
                raise NotFoundError(family_id=family.id)
        return see_other(f"/families/{family.id}/workers")

    @get(ONE, sync_to_thread=True, name="reach.worker", opt={"may": May.MANAGE_TEAM})
    def worker(self, desk: NamedDependency[Desk], worker_id: FromPath[str]) -> Response[str]:
        """Show one worker of the team and the families they work with."""
        desk.require(May.MANAGE_TEAM)
        with desk.reading() as session:
            page = worker_page(session, desk, own_worker(session, desk, worker_id))
        return desk.page(WORKER, page, title=page.heading, active="team")

    @post(ONE, sync_to_thread=True, name="reach.covered", opt={"may": May.MANAGE_TEAM})
    def cover(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], worker_id: FromPath[str]
    ) -> Response[Any]:
        """Name somebody to cover all families of one worker."""
        desk.require(May.MANAGE_TEAM)
        with desk.writing() as session:
            worker = own_worker(session, desk, worker_id)
            given = forms.read_given(
                form, somebody(session, desk), today=desk.today, only_cover=True
            )
            if not form.problems:
                ids = [family.id for family in families_of(session, desk, worker_id)]
                service.give(session, family_ids=ids, given=given, actor=desk.actor, now=desk.now)
        if form.problems:
            with desk.reading() as session:
                page = worker_page(session, desk, worker, form)
            return desk.again(WORKER, page, title=page.heading, active="team")
        return see_other(f"/team/workers/{worker_id}")

    @post(f"{ONE}/left", sync_to_thread=True, name="reach.left", opt={"may": May.MANAGE_TEAM})
    def left(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], worker_id: FromPath[str]
    ) -> Response[Any]:
        """Let a worker of the team go; their families are listed for handing over."""
        del form  # it is only there to prove that the worker's own page sent it
        desk.require(May.MANAGE_TEAM)
        with desk.reading() as session:
            worker = own_worker(session, desk, worker_id)
        if worker.id == desk.actor.id:
            raise NotFoundError(worker_id=worker_id)
        service.leave(
            desk.site.database,
            worker_id=worker.id,
            actor=desk.actor,
            now=desk.now,
            on=desk.today,
        )
        return see_other(f"/team/workers/{worker_id}")


def somebody(session: Session, desk: Desk) -> list[StaffMember]:
    """Return those who may be given a family: anybody who reads records, but not oneself."""
    return [
        one
        for one in staff.staff(session)
        if one.discipline not in NO_CONTENT and one.id != desk.actor.id
    ]


def workers_page(
    session: Session, desk: Desk, family: FamilyFile, form: Form | None = None
) -> forms.WorkersPage:
    """Return the page, with the manager’s forms as typed so far."""
    manages = may(desk.actor, May.MANAGE_TEAM)
    working, before = forms.works_lines(family, today=desk.today, ends=manages)
    address = f"/families/{family.id}"
    return forms.WorkersPage(
        identity=family_forms.identity(family, actor=desk.actor, today=desk.today),
        side=side_of(session, desk, family, "workers"),
        working=working,
        covering=forms.cover_lines(family, now=desk.now, ends=manages),
        before=before,
        give=forms.give_part(
            somebody(session, desk), action=f"{address}/workers", today=desk.today, form=form
        )
        if manages
        else None,
        close_href=f"{address}/close" if manages else "",
        is_closed=family.closed_on is not None,
    )


def own_worker(session: Session, desk: Desk, worker_id: str) -> StaffMember:
    """Return a worker of this manager’s team, even one who has left.

    Raises:
        NotFoundError: there is none, or they are of another team.
    """
    found = staff.one_worker(session, worker_id=worker_id)
    if found is None or found.team_id != desk.actor.viewer.team_id:
        raise NotFoundError(worker_id=worker_id)
    return found


def families_of(session: Session, desk: Desk, worker_id: str) -> list[FamilyFile]:
    """Return the open families of this manager that a worker works with today."""
    return [
        family
        for family in my_families(session)
        if any(worker.id == worker_id for worker in family.working(desk.today))
    ]


def worker_page(
    session: Session, desk: Desk, worker: StaffMember, form: Form | None = None
) -> forms.WorkerPage:
    """Return the page of one worker, with the form as typed so far."""
    address = f"/team/workers/{worker.id}"
    has_left = worker.left_on is not None
    about = f"{DISCIPLINES[worker.discipline]}, {worker.employer}"
    return forms.WorkerPage(
        heading=worker.name,
        about=f"{about}. Has left: hand these families over." if has_left else about,
        families=tuple(
            (family.name, f"/families/{family.id}/workers")
            for family in families_of(session, desk, worker.id)
        ),
        give=forms.give_part(
            [one for one in somebody(session, desk) if one.id != worker.id],
            action=address,
            today=desk.today,
            only_cover=True,
            form=form,
        ),
        leave_action="" if has_left or worker.id == desk.actor.id else f"{address}/left",
    )


PAGES: Final = (WorkingPages,)
