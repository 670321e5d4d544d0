"""The manager closes a family’s workbook, and opens it again."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from workbook.families.queries import family_file
from workbook.reach.closing import forms, service
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

ADDRESS: Final = "/families/{family_id:str}/close"
TEMPLATE: Final = "workbook/reach/closing.html"


class ClosingPages(Controller):
    """Open or closed."""

    @get(ADDRESS, sync_to_thread=True, name="reach.closing", opt={"may": May.MANAGE_TEAM})
    def show(self, desk: NamedDependency[Desk], family_id: FromPath[str]) -> Response[str]:
        """Ask when and why."""
        desk.require(May.MANAGE_TEAM)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
        desk.note_reading("closing_opened", family_id=family.id)
        page = forms.closing_page(family, today=desk.today)
        return desk.page(TEMPLATE, page, title=page.heading)

    @post(ADDRESS, sync_to_thread=True, name="reach.closed", opt={"may": May.MANAGE_TEAM})
    def save(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], family_id: FromPath[str]
    ) -> Response[Any]:
        """Close it, or open it again; a form for the other state comes back."""
        desk.require(May.MANAGE_TEAM)
        with desk.writing() as session:
            family = family_file(session, family_id=family_id)
            on, reason = forms.read_closing(form, family, today=desk.today)
            if (form.one("closed") == "1") is not (family.closed_on is not None):
                form.refuse("", "Somebody else has changed this in the meantime. Look again")
            if not form.problems:
                service.change(
                    session, family=family, on=on, reason=reason, actor=desk.actor, now=desk.now
                )
        if form.problems:
            page = forms.closing_page(family, today=desk.today, form=form)
            return desk.again(TEMPLATE, page, title=page.heading)
        gone = family.closed_on is None and on <= desk.actor.viewer.lately
        return see_other("/" if gone else f"/families/{family.id}/workers")


PAGES: Final = (ClosingPages,)
