"""Saying that an entry belongs to another family, and moving it there as a second person."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from workbook.db import new_id
from workbook.entries import queries as entries
from workbook.entries.rules import SavedEntry
from workbook.entries.versions.history import chain_of
from workbook.entries.versions.pages import allowed
from workbook.errors import NotAllowedError, NotFoundError
from workbook.families.queries import family_file, family_id_of, worker_names
from workbook.families.rules import FamilyFile
from workbook.misfiled import forms, queries, service
from workbook.misfiled.rules import Asked, stays
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.wall.viewer import carrier
from workbook.web.forms import Form
from workbook.web.responses import see_other

ADDRESS: Final = "/families/{family_id:str}/entries/{entry_id:str}/moving"
UNKNOWN: Final = "There is no family with this reference that you work with"
CHANGED: Final = "The entry was changed since this was asked. Leave it here, and ask again"

STAYS: Final = (
    "Somebody keeps it, or a part of it, closer than it was written. Withdraw it here, and record"
    " it in the right family"
)


class MovingPages(Controller):
    """An entry in the wrong family."""

    @get(ADDRESS, sync_to_thread=True, name="misfiled.moving", opt={"may": May.RECORD})
    def show(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], entry_id: FromPath[str]
    ) -> Response[str]:
        """Ask where the entry belongs, or show what was asked."""
        desk.require(May.RECORD)
        answer = give(desk, family_id, entry_id)
        desk.note_reading("entry_opened", family_id=family_id, object_id=entry_id)
        return answer

    @post(ADDRESS, sync_to_thread=True, name="misfiled.moved", opt={"may": May.RECORD})
    def send(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[Any]:
        """Take what was asked, or what was decided."""
        desk.require(May.RECORD)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            version = allowed(session, desk, family, entry_id)
            asked = standing(session, version)
        done = (
            ask(desk, form, family, version)
            if asked is None
            else decide(desk, form, family, version, asked)
        )
        if not done:
            return give(desk, family_id, entry_id, form)
        return see_other(f"/families/{family_id}/entries/{entry_id}")


def standing(session: Session, version: SavedEntry) -> Asked | None:
    """Return the request about an entry that is not refused."""
    found = queries.asked(session, family_id=version.family_id, entry_id=version.id)
    return next((one for one in found if one.approved is not False), None)


def ask(desk: Desk, form: Form, family: FamilyFile, version: SavedEntry) -> bool:
    """Keep what a worker asks; tell whether the form was right."""
    reference, reason = forms.read_asking(form)
    if form.problems:
        return False
    with desk.reading() as session:
        try:
            there = family_file(session, family_id=family_id_of(session, reference=reference))
        except NotFoundError:
            form.refuse("reference", UNKNOWN)
            return False
        if there.id == family.id:
            form.refuse("reference", "The entry is in this family already")
            return False
        chain = chain_of(version.id, entries.successions(session, family_id=family.id))
        closed = [one.id for one in entries.actions_of(session, entry_id=version.id) if one.outcome]
    if stays(version.mark, chain, family.laid):
        form.refuse("", STAYS)
        return False
    both = {one.id for one in family.members} & {one.id for one in there.members}
    wish = Asked(
        id=new_id(),
        family_id=family.id,
        entry_id=version.id,
        entry_ids=tuple(chain),
        to_family_id=there.id,
        staying=tuple(sorted(both)),
        left_out=tuple(closed),
        reason=reason,
        recorded_at=desk.now,
        recorded_by=desk.actor.id,
    )
    with desk.writing() as session:
        service.ask_moving(session, wish=wish, submit_key=form.one("submit_key"), actor=desk.actor)
    return True


def decide(desk: Desk, form: Form, family: FamilyFile, version: SavedEntry, asked: Asked) -> bool:
    """Move the entry or leave it, as a second person; tell whether the form was right."""
    if not may(desk.actor, May.MANAGE_TEAM):
        raise NotAllowedError("The team manager decides where an entry belongs.")
    if asked.recorded_by == desk.actor.id:
        raise NotAllowedError(service.NOT_YOURSELF, request_id=asked.id)
    answer = form.choice("answer", ("move", "leave"), required="Choose what is to happen")
    with desk.reading() as session:
        chain = chain_of(asked.entry_id, entries.successions(session, family_id=asked.family_id))
    if answer == "move" and tuple(chain) != asked.entry_ids:
        form.refuse("", CHANGED)
    if answer == "move" and stays(version.mark, chain, family.laid):
        form.refuse("", STAYS)
    if form.problems:
        return False
    # Approved before, and something came between: it is only to be carried over.
    if asked.approved is None:
        with desk.writing() as session:
            service.decide(
                session, asked=asked, approved=answer == "move", actor=desk.actor, now=desk.now
            )
    if answer == "move":
        viewer = carrier(desk.now, desk.today)
        service.carry_over(desk.site.database, request_id=asked.id, viewer=viewer, now=desk.now)
    return True


def give(desk: Desk, family_id: str, entry_id: str, form: Form | None = None) -> Response[str]:
    """Give back the page; with what was typed, as a form to put right."""
    with desk.reading() as session:
        family = family_file(session, family_id=family_id)
        version = allowed(session, desk, family, entry_id)
        asked = standing(session, version)
        to, left, names = "", [], {}
        if asked is not None:
            row = queries.entry_row(session, entry_id=version.id)
            parts = queries.part_rows(session, entry_ids=asked.entry_ids)
            left = forms.stays_behind(row, parts, asked)
            names = worker_names(session, ids=[asked.recorded_by])
            to = reference_of(session, asked.to_family_id)
    page = forms.moving_page(
        version,
        asked,
        family=family,
        to=to,
        left=left,
        names=names,
        worker_id=desk.actor.id,
        manages=may(desk.actor, May.MANAGE_TEAM),
        submit_key=new_id(),
        form=form,
    )
    shown = desk.again if form else desk.page
    return shown("workbook/misfiled/moving.html", page, title=page.heading)


def reference_of(session: Session, family_id: str) -> str:
    """Return the reference of the other family to whoever may open it."""
    try:
        return family_file(session, family_id=family_id).reference
    except NotFoundError:
        return "a family that you cannot open"


PAGES: Final = (MovingPages,)
