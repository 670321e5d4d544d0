"""Odd openings: what nobody has looked into yet, and saying what came of it."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from workbook.errors import NotFoundError
from workbook.home.queries import my_families
from workbook.monitor import forms, queries, service
from workbook.monitor.forms import Decision
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.staff.queries import staff
from workbook.wall.viewer import monitor
from workbook.web.forms import Form
from workbook.web.responses import see_other

TEMPLATE: Final = "workbook/monitor/findings.html"
TITLE: Final = "Odd openings"


class MonitorPages(Controller):
    """For managers and the privacy monitor: who opened what, and no word of any record."""

    @get("/odd-openings", sync_to_thread=True, name="monitor.findings", opt={"may": May.LOOK_INTO})
    def findings(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show the openings that a rule asked about, those nobody has looked into first."""
        desk.require(May.LOOK_INTO)
        return desk.page(TEMPLATE, findings_page(desk), title=TITLE, active="odd_openings")

    @post("/odd-openings", sync_to_thread=True, name="monitor.decided", opt={"may": May.LOOK_INTO})
    def decide(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[Any]:
        """Keep what came of looking into the openings of one worker, family and day."""
        desk.require(May.LOOK_INTO)
        decision = forms.read_decision(form)
        if not decision.ids:
            raise NotFoundError
        if form.problems:
            page = findings_page(desk, decision, form)
            return desk.again(TEMPLATE, page, title=TITLE, active="odd_openings")
        with desk.writing() as session:
            service.look_into(
                session,
                finding_ids=decision.ids,
                outcome=decision.outcome,
                words=decision.words,
                actor=desk.actor,
                now=desk.now,
            )
        return see_other("/odd-openings")


def findings_page(
    desk: Desk, sent: Decision | None = None, form: Form | None = None
) -> forms.FindingsPage:
    """Read the findings as this worker; references and names as the account that may."""
    with desk.reading() as session:
        found = queries.odd_openings(session, since=desk.today - queries.SHOWN_FOR)
        opens = {one.id for one in my_families(session)} if may(desk.actor, May.READ) else set()
    with desk.site.database.reading(monitor(desk.today)) as session:
        references = queries.references(session, ids={one.family_id for one in found})
        people = {one.id: one for one in staff(session)}
    return forms.findings_page(
        found,
        staff=people,
        references=references,
        opens=frozenset(opens),
        worker_id=desk.actor.id,
        sent=sent,
        problems=form.problems if form else (),
    )


PAGES: Final[tuple[type[Any], ...]] = (MonitorPages,)
