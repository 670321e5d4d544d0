"""Choose who is in the room; until the worker unlocks, the screen shows what they may have."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from workbook.families.forms import identity
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile
from workbook.sitting import forms, service
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

TEMPLATE: Final = "workbook/sitting/sitting.html"
TITLE: Final = "Sit with the family"
ADDRESS: Final = "/families/{family_id:str}/sitting"


class SittingPages(Controller):
    """Turning the screen to a family."""

    @get(ADDRESS, sync_to_thread=True, name="sitting.show", opt={"may": May.READ_CASE})
    def show(self, desk: NamedDependency[Desk], family_id: FromPath[str]) -> Response[str]:
        """Ask who is in the room."""
        desk.require(May.READ_CASE)
        family = found(desk, family_id)
        desk.note_reading("family_opened", family_id=family.id)
        return desk.page(TEMPLATE, page(desk, family), title=TITLE)

    @post(ADDRESS, sync_to_thread=True, name="sitting.begin", opt={"may": May.READ_CASE})
    def begin(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
    ) -> Response[Any]:
        """Begin, and show the family's workbook as these people may see it."""
        desk.require(May.READ_CASE)
        family = found(desk, family_id)
        known = [one.id for one in family.members]
        persons = form.choices("persons", known, required="Choose who is in the room")
        if form.problems:
            return desk.again(TEMPLATE, page(desk, family, form), title=TITLE)
        stopped = desk.site.gate_for_sitting(
            desk.site.database, viewer=desk.actor.viewer, family_id=family.id,
            persons=tuple(persons), now=desk.now,
        )  # fmt: skip
        with desk.writing() as session:
            service.begin(
                session, family_id=family.id, persons=persons, stopped=stopped, actor=desk.actor,
                now=desk.now,
            )  # fmt: skip
        return see_other(f"/families/{family.id}")


def found(desk: Desk, family_id: str) -> FamilyFile:
    """Return the family; see `workbook.families.queries.family_file`."""
    with desk.reading() as session:
        return family_file(session, family_id=family_id)


def page(desk: Desk, family: FamilyFile, form: Form | None = None) -> forms.SittingPage:
    """Return the question for this family."""
    return forms.sitting_page(family, identity(family, actor=desk.actor, today=desk.today), form)


PAGES = (SittingPages,)
