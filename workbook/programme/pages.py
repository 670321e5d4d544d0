"""One part of the programme with one family: the module page, and how far it has got."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from modules.schema import Module
from workbook import audit
from workbook.db import new_id
from workbook.errors import NotFoundError, SupersededError
from workbook.families.queries import family_file
from workbook.programme import forms, queries, service
from workbook.programme.adding.pages import AddingPages
from workbook.programme.agreeing.pages import AgreeingPages
from workbook.programme.forms import StatusForm
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

TEMPLATE = "workbook/programme/module.html"


class ModulePages(Controller):
    """The module page."""

    @get(
        "/families/{family_id:str}/modules/{module_key:str}",
        sync_to_thread=True,
        name="programme.module",
        opt={"may": May.READ_CASE, "sitting": True},
    )
    def show(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], module_key: FromPath[str]
    ) -> Response[str]:
        """Show what each section says now, what lies beneath and what is still wanted."""
        desk.require(May.READ_CASE)
        read = read_module(desk, family_id=family_id, module_key=module_key)
        desk.note_reading("module_opened", family_id=family_id, object_id=read.module.key)
        return give(desk, read)

    @post(
        "/families/{family_id:str}/modules/{module_key:str}",
        sync_to_thread=True,
        name="programme.change_status",
        opt={"may": May.SUMMARISE},
    )
    def change_status(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        module_key: FromPath[str],
    ) -> Response[Any]:
        """Say how far the module has got."""
        desk.require(May.SUMMARISE)
        module = module_of(desk, module_key)
        change = forms.read_status(form, module_key=module.key, today=desk.today)
        if form.problems or change is None:
            read = read_module(desk, family_id=family_id, module_key=module_key)
            return give(desk, read, typed=forms.typed_status(form))
        try:
            with desk.writing() as session:
                family = family_file(session, family_id=family_id)
                if service.change_status(
                    session, change, actor=desk.actor, family=family, now=desk.now
                ):
                    act = desk.act("module_status", family_id=family.id, object_id=module.key)
                    audit.note(session, act, now=desk.now, after=family.chain_end)
        except SupersededError:
            read = read_module(desk, family_id=family_id, module_key=module_key)
            form.refuse("status", "Somebody changed this after you opened the page. See it above.")
            return give(desk, read, typed=forms.typed_status(form), status=409)
        return see_other(f"/families/{family_id}/modules/{module.key}")


def module_of(desk: Desk, module_key: str) -> Module:
    """Return a module of the programme in use.

    Raises:
        NotFoundError: the programme has no such module.
    """
    found = next((each for each in desk.catalogue.modules if each.key == module_key), None)
    if found is None:
        raise NotFoundError
    return found


def read_module(desk: Desk, *, family_id: str, module_key: str) -> forms.Read:
    """Read everything the module page shows, however much was contributed."""
    module = module_of(desk, module_key)
    with desk.reading() as session:
        family = family_file(session, family_id=family_id)
        statuses = queries.newest_statuses(session, family_ids=[family.id])
        activity = queries.module_activity(session, family_ids=[family.id], statuses=statuses)
        summaries = queries.summaries(session, family_id=family.id, module_keys=[module.key])
        sources = {entry for summary in summaries for entry in summary.derived_from}
        return forms.Read(
            family=family,
            module=module,
            evidence=queries.evidence(session, family_id=family.id, module_key=module.key),
            summaries=summaries,
            replaced=queries.replaced(session, family_id=family.id, entry_ids=sources),
            statuses=statuses,
            activity=activity[family.id],
        )


def give(
    desk: Desk, read: forms.Read, *, typed: StatusForm | None = None, status: int = 422
) -> Response[str]:
    """Give back the module page; with what was typed, as a form to put right."""
    page = forms.module_page(
        read,
        actor=desk.actor,
        catalogue=desk.catalogue,
        today=desk.today,
        submit_key=new_id(),
        typed=typed,
    )
    title = f"{read.family.name}: {read.module.title}"
    if typed is not None:
        return desk.again(TEMPLATE, page, title=title, status=status)
    return desk.page(TEMPLATE, page, title=title)


PAGES = (ModulePages, AddingPages, AgreeingPages)
