"""The page of a family’s actions."""

from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from workbook.entries import queries, service
from workbook.entries.doing import forms
from workbook.entries.doing.forms import ActionsPage
from workbook.entries.rules import SavedAction
from workbook.errors import NotFoundError
from workbook.families import forms as family_forms
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

ADDRESS: Final = "/families/{family_id:str}/actions"
TEMPLATE: Final = "workbook/entries/actions.html"


class ActionPages(Controller):
    """What is to be done for one family."""

    @get(ADDRESS, sync_to_thread=True, name="entries.actions", opt={"may": May.READ_CASE})
    def show(self, desk: NamedDependency[Desk], family_id: FromPath[str]) -> Response[str]:
        """Show what is still to be done, by owner and date, then what became of the rest."""
        desk.require(May.READ_CASE)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            actions = queries.family_actions(session, family_id=family.id)
        desk.note_reading("actions_opened", family_id=family.id)
        page = actions_page(desk, family, actions)
        return desk.page(TEMPLATE, page, title=f"{family.name}: actions")

    @post(ADDRESS, sync_to_thread=True, name="entries.action_closed", opt={"may": May.RECORD})
    def close(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], family_id: FromPath[str]
    ) -> Response[Any]:
        """Say what became of one action."""
        desk.require(May.RECORD)
        closing = forms.read_closing(form)
        if closing is None:
            return again(desk, form, family_id)
        with desk.writing() as session:
            service.close_action(
                session,
                action_id=closing.action_id,
                outcome=closing.outcome,
                note=closing.note,
                family_id=family_id,
                actor=desk.actor,
                now=desk.now,
            )
        return see_other(f"/families/{family_id}/actions")


def again(desk: Desk, form: Form, family_id: str) -> Response[str]:
    """Show the page again with what was typed beside its action.

    Raises:
        NotFoundError: there is no such open action in this family.
    """
    about = form.one("action")
    with desk.reading() as session:
        family = family_file(session, family_id=family_id)
        actions = queries.family_actions(session, family_id=family.id)
    if about not in {one.id for one in actions if not one.outcome}:
        raise NotFoundError(family_id=family.id)
    page = msgspec.structs.replace(
        actions_page(desk, family, actions),
        problems=forms.linked(form.problems, action_id=about),
        about=about,
        note=form.one("note"),
    )
    return desk.again(TEMPLATE, page, title=f"{family.name}: actions")


def actions_page(desk: Desk, family: FamilyFile, actions: list[SavedAction]) -> ActionsPage:
    """Return the page of what is to be done."""
    side = family_forms.side(
        family,
        actor=desk.actor,
        catalogue=desk.catalogue,
        current="actions",
        open_actions=sum(not one.outcome for one in actions),
    )
    closed = forms.closed_lines(actions, family=family)
    return ActionsPage(
        identity=family_forms.identity(family, actor=desk.actor, today=desk.today),
        # How far each module has got is known above this package: better no list than a wrong one.
        side=msgspec.structs.replace(side, modules=()),
        address=f"/families/{family.id}/actions",
        may_close=may(desk.actor, May.RECORD),
        owners=forms.open_lines(actions, family=family, worker_id=desk.actor.id, today=desk.today),
        closed=closed[: forms.MOST_CLOSED],
        closed_before=max(len(closed) - forms.MOST_CLOSED, 0),
        record_href=f"/families/{family.id}/record" if may(desk.actor, May.RECORD) else "",
    )


PAGES: Final = (ActionPages,)
