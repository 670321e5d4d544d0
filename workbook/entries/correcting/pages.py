"""Correcting an entry: a new version takes the place of the one that stands."""

from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from workbook.db import new_id
from workbook.entries import queries, service
from workbook.entries.carrying import (
    Filling,
    Instead,
    completed,
    filling,
)
from workbook.entries.correcting import forms
from workbook.entries.correcting.forms import Correcting, Theirs
from workbook.entries.forms import Filled
from workbook.entries.ground import Ground
from workbook.entries.keeping import is_opened, require_whole
from workbook.entries.pages import ground_of, known, open_ids, saved_address, sent_before
from workbook.entries.recording import KEY, read_recording
from workbook.entries.rules import SavedEntry, may_correct
from workbook.entries.versions.history import chain_of
from workbook.entries.versions.pages import found
from workbook.errors import NotAllowedError, SupersededError
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form, Problem
from workbook.web.responses import see_other

ADDRESS: Final = "/families/{family_id:str}/entries/{entry_id:str}/correct"
TEMPLATE: Final = "workbook/entries/correct.html"
CONFLICT: Final = 409
CHANGED: Final = Problem("", "Somebody saved a newer version while you were writing")


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The version to be corrected, as its form holds it."""

    ground: Ground
    version: SavedEntry
    filling: Filling


class CorrectPages(Controller):
    """The form that corrects an entry."""

    @get(ADDRESS, sync_to_thread=True, name="entries.correct", opt={"may": May.RECORD})
    def show(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], entry_id: FromPath[str]
    ) -> Response[str]:
        """Show the form filled from the version, and ask for a reason."""
        desk.require(May.RECORD)
        with desk.reading() as session:
            opened = open_version(
                session, desk, family_file(session, family_id=family_id), entry_id
            )
            if entry_id in queries.successions(session, family_id=family_id):
                raise SupersededError(service.NO_LONGER_STANDS, entry_id=entry_id)
            page = forms.correct_page(
                opened.ground,
                Filled(typed=opened.filling.typed, submit_key=new_id()),
                known(session, opened.ground),
                Correcting(version=opened.version, carried=opened.filling.carried),
            )
        desk.note_reading("entry_opened", family_id=family_id, object_id=entry_id)
        return desk.page(TEMPLATE, page, title=page.heading)

    @post(ADDRESS, sync_to_thread=True, name="entries.corrected", opt={"may": May.RECORD})
    def save(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[Any]:
        """Save the correction once, or show what took the version’s place in the meantime."""
        desk.require(May.RECORD)
        reading = forms.without_reason(form)
        try:
            with desk.writing() as session:
                family = family_file(session, family_id=family_id)
                opened = open_version(session, desk, family, entry_id)
                saved = save_correction(session, desk, form, reading, opened)
        except SupersededError:
            before, key = sent_before(desk, form, family_id)
            if before is not None:
                return see_other(before)
            return conflict(desk, form, (family_id, entry_id), key=key)
        if saved is not None:
            return see_other(saved_address(family_id, saved))
        # The first sending of this form may have closed the very actions it ticks.
        if form.ticked("done") and (before := sent_before(desk, form, family_id)[0]):
            return see_other(before)
        correcting = Correcting(
            version=opened.version, carried=opened.filling.carried, reason=form.one("reason")
        )
        return again(desk, form, opened.ground, correcting, forms.problems_of(form, reading))


def open_version(session: Session, desk: Desk, family: FamilyFile, entry_id: str) -> Opened:
    """Return a version with what of it the form can hold.

    Raises:
        NotFoundError: it is not there or may not be seen.
        NotAllowedError: this worker may not save a newer version of it, or not see it whole.
    """
    version = found(session, family, entry_id)
    if not may_correct(version, worker_id=desk.actor.id, discipline=desk.actor.discipline):
        raise NotAllowedError(
            "Its author can correct an entry; or the family’s social worker or the team manager, "
            "unless a health worker wrote it.",
            entry_id=version.id,
        )
    ground = ground_of(desk, family)
    parts = queries.old_parts(session, entry_id=version.id)
    require_whole(parts.ids, version, family)
    return Opened(ground=ground, version=version, filling=filling(version, parts, ground))


def save_correction(
    session: Session, desk: Desk, form: Form, reading: Form, opened: Opened
) -> str | None:
    """Save the correction and return its id; None when something has to be put right.

    Raises:
        SupersededError: the form was sent before, or the version no longer stands.
    """
    family, carried = opened.ground.family, opened.filling.carried
    reason = forms.read_reason(form)
    recording = read_recording(
        reading,
        opened.ground,
        open_actions=open_ids(session, reading, family),
        holds_more=not carried.is_empty,
    )
    if is_opened(recording, opened.version, opened.ground):
        reading.refuse("mark", forms.OPENS)
    if form.problems or reading.problems:
        return None
    recording = msgspec.structs.replace(recording, id=form.fingerprint())
    instead = Instead(version=opened.version, reason=reason, carried=carried)
    return service.record_entry(
        session,
        family=family,
        recording=completed(recording, instead),
        actor=desk.actor,
        now=desk.now,
        instead=instead,
    )


def conflict(desk: Desk, form: Form, ids: tuple[str, str], *, key: str) -> Response[str]:
    """Show what took the version’s place beside what was typed, ready to correct that instead.

    Where this worker may not read or correct the newest, they are told and keep what they typed.
    """
    family_id, entry_id = ids
    with desk.reading() as session:
        family = family_file(session, family_id=family_id)
        chain = chain_of(entry_id, queries.successions(session, family_id=family_id))
        newest = queries.entry(session, family_id=family_id, entry_id=chain[-1])
        target = entry_id
        who = {"worker_id": desk.actor.id, "discipline": desk.actor.discipline}
        if newest is not None and may_correct(newest, **who):
            target = newest.id
        opened = open_version(session, desk, family, target)
    theirs: Theirs = forms.theirs_of(newest, names=family.names)
    correcting = Correcting(
        version=opened.version,
        carried=opened.filling.carried,
        reason=form.one("reason"),
        theirs=theirs,
    )
    return again(desk, form, opened.ground, correcting, (CHANGED,), key=key, status=CONFLICT)


def again(
    desk: Desk,
    form: Form,
    ground: Ground,
    correcting: Correcting,
    problems: tuple[Problem, ...],
    *,
    key: str = "",
    status: int = 422,
) -> Response[str]:
    """Show the form again with everything typed."""
    key = key or form.one("submit_key")
    filled = Filled(
        typed={name: values for name, values in form.whole.items() if name != "reason"},
        problems=problems,
        submit_key=key if KEY.fullmatch(key) else new_id(),
    )
    with desk.reading() as session:
        page = forms.correct_page(ground, filled, known(session, ground), correcting)
    return desk.again(TEMPLATE, page, title=page.heading, status=status)


PAGES: Final = (CorrectPages,)
