"""Adding a file to an entry: asked for, looked into, kept once."""

import hashlib
from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from workbook.attachments import queries, service
from workbook.attachments.adding import forms
from workbook.attachments.adding.forms import Filled, Said
from workbook.attachments.looking.refusing import MEGA, RefusedFileError
from workbook.attachments.rules import NewAttachment
from workbook.attachments.taking import take
from workbook.db import new_id
from workbook.entries.recording import KEY
from workbook.entries.rules import SavedEntry
from workbook.errors import NotFoundError, ReusedSubmitError, SupersededError
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile, danger
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form, Problem, Upload
from workbook.web.responses import see_other

ADDRESS: Final = "/families/{family_id:str}/entries/{entry_id:str}/files/add"
TEMPLATE: Final = "workbook/attachments/add.html"
# Twice as much as a file may be, so that one that is too large is told so with words kept.
LARGEST_BODY: Final = 24 * MEGA
CONFLICT: Final = 409
GONE: Final = Problem("", "The entry was withdrawn, so nothing can be added to it")
SENT_BEFORE: Final = (
    "You sent this form before, with other words or another file. Send it again to keep this as a"
    " file of its own"
)


class Place(msgspec.Struct, frozen=True):
    """Where a file is added: the family, and the newest version of the entry."""

    family: FamilyFile
    entry: SavedEntry


class AddFilePages(Controller):
    """The form that adds a file."""

    @get(ADDRESS, sync_to_thread=True, name="attachments.add", opt={"may": May.RECORD})
    def show(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], entry_id: FromPath[str]
    ) -> Response[str]:
        """Show the form."""
        desk.require(May.RECORD)
        with desk.reading() as session:
            place = find(session, family_id, entry_id)
        if place.entry.withdraws:
            raise SupersededError(f"{GONE.message}.", entry_id=entry_id)
        desk.note_reading("entry_opened", family_id=family_id, object_id=place.entry.id)
        page = page_of(desk, place, Filled(submit_key=new_id()))
        return desk.page(TEMPLATE, page, title=page.heading)

    @post(
        ADDRESS, sync_to_thread=True, name="attachments.added", opt={"may": May.RECORD},
        request_max_body_size=LARGEST_BODY,
    )  # fmt: skip
    def save(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        upload: NamedDependency[Upload],
        family_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[Any]:
        """Keep the file once, however often the form is sent."""
        desk.require(May.RECORD)
        with desk.reading() as session:
            place = find(session, family_id, entry_id)
        said = forms.read_said(form, place.entry, place.family, discipline=desk.actor.discipline)
        new = looked_into(desk, form, upload, said)
        if new is None:
            return again(desk, form, place)
        try:
            with desk.writing() as session:
                place = find(session, family_id, entry_id)
                if place.entry.withdraws:
                    form.refuse("", GONE.message)
                else:
                    new = msgspec.structs.replace(new, entry_id=place.entry.id)
                    service.add_attachment(
                        session, new=new, family=place.family, actor=desk.actor, now=desk.now
                    )
        except SupersededError:
            return sent_or_again(desk, form, place, new)
        if form.problems:
            return again(desk, form, place, status=CONFLICT)
        return see_other(f"/families/{family_id}/entries/{place.entry.id}#part-files")


def find(session: Session, family_id: str, entry_id: str) -> Place:
    """Return where the file is added.

    Raises:
        NotFoundError: there is no such entry, or its newest version may not be seen.
    """
    family = family_file(session, family_id=family_id)
    newest = queries.lineage(session, family_id=family.id, entry_id=entry_id).newest
    if newest is None:
        raise NotFoundError(family_id=family.id)
    return Place(family, newest)


def looked_into(desk: Desk, form: Form, upload: Upload, said: Said) -> NewAttachment | None:
    """Look into the file; None when something is to be put right, all of it said at once.

    It is done before anything is written: a large picture takes its time, and writers take turns.
    """
    if not upload.content:
        form.refuse(
            Upload.FIELD,
            "Choose a file" if upload.content is None else "The file is empty. Choose another",
        )
        return None
    try:
        looked, scanned = take(upload.content, scanner=desk.site.settings.scanner)
    except RefusedFileError as error:
        form.refuse(Upload.FIELD, str(error))
        return None
    if form.problems:
        return None
    sent = hashlib.sha256(upload.content).hexdigest()
    return NewAttachment(
        id=hashlib.sha256(f"{form.fingerprint()}{sent}".encode()).hexdigest()[:32],
        submit_key=said.submit_key,
        entry_id="",
        title=said.title,
        mark=said.mark,
        mark_persons=said.mark_persons,
        kind=looked.kind,
        content=looked.content,
        notes=looked.notes,
        scanned=scanned,
    )


def sent_or_again(desk: Desk, form: Form, place: Place, new: NewAttachment) -> Response[Any]:
    """Lead to the entry if this very form was sent before, or show it again with a key of its own.

    Raises:
        SupersededError: it was not sent before: somebody saved in the same moment.
    """
    try:
        with desk.reading() as session:
            was_sent = service.sent_before(session, submit_key=new.submit_key, attachment_id=new.id)
    except ReusedSubmitError:
        form.refuse("", SENT_BEFORE)
        return again(desk, form, place, key=new_id())
    if not was_sent:
        raise SupersededError(service.TAKEN, entry_id=place.entry.id)
    return see_other(f"/families/{place.family.id}/entries/{place.entry.id}#part-files")


def again(
    desk: Desk, form: Form, place: Place, *, key: str = "", status: int = 422
) -> Response[str]:
    """Show the form again with everything typed; the file has to be chosen again."""
    key = key or form.one("submit_key")
    filled = forms.shown_again(form, key=key if KEY.fullmatch(key) else new_id())
    page = page_of(desk, place, filled)
    return desk.again(TEMPLATE, page, title=page.heading, status=status)


def page_of(desk: Desk, place: Place, filled: Filled) -> forms.AddFilePage:
    """Return the page with what stands on it."""
    return forms.add_page(
        place.entry,
        place.family,
        filled,
        discipline=desk.actor.discipline,
        danger=danger(place.family, desk.today),
    )


PAGES: Final = (AddFilePages,)
