"""The files of a family, and one file: told of, shown, given out."""

from typing import Final

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from workbook.attachments import forms, queries
from workbook.attachments.adding import pages as adding
from workbook.attachments.finding import find
from workbook.attachments.rules import KINDS, PICTURES, SavedAttachment, given_name, may_withdraw
from workbook.attachments.withdrawing import pages as withdrawing
from workbook.errors import NotFoundError
from workbook.families import forms as family_forms
from workbook.families.queries import family_file, worker_names
from workbook.programme.queries import module_activity
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.web.headers import NOTHING_ALLOWED

FILES: Final = "/families/{family_id:str}/files"
FILE: Final = f"{FILES}/{{attachment_id:str}}"


class FilePages(Controller):
    """Files, for those who may see them."""

    @get(FILES, sync_to_thread=True, name="attachments.files", opt={"may": May.READ_CASE})
    def files(self, desk: NamedDependency[Desk], family_id: FromPath[str]) -> Response[str]:
        """Show every file of the family that stands, newest first."""
        desk.require(May.READ_CASE)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            found = queries.of_family(session, family_id=family.id)
            names = worker_names(session, ids={one.recorded_by for one, _ in found})
            activity = module_activity(session, family_ids=[family.id])[family.id]
        desk.note_reading("files_opened", family_id=family.id)
        page = forms.FilesPage(
            identity=family_forms.identity(family, actor=desk.actor, today=desk.today),
            side=family_forms.side(
                family,
                actor=desk.actor,
                catalogue=desk.catalogue,
                current="files",
                states={key: each.state for key, each in activity.items()},
            ),
            files=forms.file_rows(found, family, names),
        )
        return desk.page("workbook/attachments/files.html", page, title=f"{family.name}: files")

    @get(FILE, sync_to_thread=True, name="attachments.file", opt={"may": May.READ})
    def file(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], attachment_id: FromPath[str]
    ) -> Response[str]:
        """Show one file: what it is, who may see it, and the picture if it is one."""
        desk.require(May.READ)
        with desk.reading() as session:
            family, one, entry = find(session, family_id, attachment_id)
            ids = {one.recorded_by, one.withdrawn_by or ""}
            names = family.names | worker_names(session, ids=ids)
        desk.note_reading("attachment_opened", family_id=family.id, object_id=one.id)
        who = {"worker_id": desk.actor.id, "discipline": desk.actor.discipline}
        page = forms.file_page(
            one,
            family,
            names,
            identity=family_forms.identity(family, actor=desk.actor, today=desk.today),
            entry_href=f"/families/{family.id}/entries/{entry.id}",
            may_withdraw=may(desk.actor, May.RECORD) and may_withdraw(one, **who),
        )
        return desk.page("workbook/attachments/file.html", page, title=one.title)

    @get(f"{FILE}/picture", sync_to_thread=True, name="attachments.picture", opt={"may": May.READ})
    def picture(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], attachment_id: FromPath[str]
    ) -> Response[bytes]:
        """Give our own page a picture to show. It is the one that we drew ourselves."""
        desk.require(May.READ)
        return give_out(desk, family_id, attachment_id, act="attachment_shown", only=PICTURES)

    @get(f"{FILE}/content", sync_to_thread=True, name="attachments.content", opt={"may": May.READ})
    def content(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], attachment_id: FromPath[str]
    ) -> Response[bytes]:
        """Give a file out, to be kept and opened elsewhere."""
        desk.require(May.READ)
        return give_out(desk, family_id, attachment_id, act="attachment_downloaded")


def give_out(
    desk: Desk,
    family_id: str,
    attachment_id: str,
    *,
    act: str,
    only: frozenset[str] = frozenset(KINDS),
) -> Response[bytes]:
    """Note that somebody is given a file, and then give it.

    Raises:
        NotFoundError: there is no such file, it may not be seen, or is not of the kinds asked for.
    """
    with desk.reading() as session:
        family, one, _ = find(session, family_id, attachment_id)
        if one.kind not in only:
            raise NotFoundError(family_id=family.id)
        content = queries.content(session, family_id=family.id, attachment_id=one.id)
    desk.note_reading(act, family_id=family.id, object_id=one.id)
    return sealed_off(one, content)


def sealed_off(one: SavedAttachment, content: bytes) -> Response[bytes]:
    """Return the answer that holds a file: nothing in it may run, load or be framed here."""
    return Response(
        content,
        media_type=KINDS[one.kind][1],
        headers={
            "content-disposition": f'attachment; filename="{given_name(one)}"',
            "content-security-policy": NOTHING_ALLOWED.decode(),
        },
    )


PAGES: Final = (FilePages, *adding.PAGES, *withdrawing.PAGES)
