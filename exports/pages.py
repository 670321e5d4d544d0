"""Reports: look at a copy, give it out, and find it again."""

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from exports import forms, queries, rules, service
from exports.queries import Frozen
from exports.service import Author, Draft
from workbook.errors import NotFoundError
from workbook.families.forms import identity, side
from workbook.families.queries import family_file
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REPORT = "review-conference"


def author(desk: Desk) -> Author:
    """Return the signed-in worker as the author of a document."""
    return Author.of(desk.actor, council=desk.site.settings.council)


def drafted(desk: Desk, *, family_id: str, reader: str, with_reasons: bool = True) -> Draft:
    """Return a copy of the report for this reader, made but not given out."""
    return service.draft(
        desk.site.database,
        author=author(desk),
        catalogue=desk.catalogue,
        family_id=family_id,
        report_name=REPORT,
        recipient_key=reader,
        today=desk.today,
        with_reasons=with_reasons,
    )


def word_file(document: Frozen) -> Response[bytes]:
    """Send a document as it was frozen."""
    return Response(
        document.content,
        media_type=WORD,
        headers={"content-disposition": f'attachment; filename="{document.file_name}"'},
    )


class ReportPages(Controller):
    """The report for a review conference, and the log of documents."""

    path = "/families/{family_id:str}"

    @get("/report", sync_to_thread=True, name="exports.report", opt={"may": May.ISSUE})
    def show(
        self,
        family_id: FromPath[str],
        desk: NamedDependency[Desk],
        reader: FromQuery[str] = rules.CONFERENCE,
    ) -> Response[str]:
        """Show the document as it will be for this reader, and what it leaves out and why."""
        desk.require(May.ISSUE)
        copy = drafted(desk, family_id=family_id, reader=reader)
        desk.note_reading(
            "report_previewed",
            family_id=family_id,
            object_id=copy.recipient.key,
            report=copy.report_name,
            audience=copy.recipient.audience,
            readers=list(copy.recipient.readers),
        )
        page = forms.report_page(copy, actor=desk.actor)
        return desk.page("exports/report.html", page, title=page.heading)

    @post(
        "/report", sync_to_thread=True, name="exports.issue", status_code=200,
        opt={"may": May.ISSUE},
    )  # fmt: skip
    def issue(
        self, family_id: FromPath[str], desk: NamedDependency[Desk], form: NamedDependency[Form]
    ) -> Response[bytes]:
        """Give the copy out: the answer is the Word file itself, frozen in the log."""
        desk.require(May.ISSUE)
        key = form.one("submit_key")
        if not key or form.unknown({"csrf", "submit_key", "reader"}):
            raise NotFoundError("Open the report again, then download it.", family_id=family_id)
        copy = drafted(desk, family_id=family_id, reader=form.one("reader"), with_reasons=False)
        document = service.issue(
            desk.site.database,
            author=author(desk),
            catalogue=desk.catalogue,
            copy=copy,
            submit_key=f"{desk.actor.id}:{key}"[:80],
            now=desk.now,
        )
        return word_file(document)

    @get("/documents", sync_to_thread=True, name="exports.documents", opt={"may": May.READ_CASE})
    def documents(self, family_id: FromPath[str], desk: NamedDependency[Desk]) -> Response[str]:
        """Show what was given out about this family, to whom and by whom."""
        desk.require(May.READ_CASE)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            lines = queries.issued(session, family_id=family_id)
        desk.note_reading("documents_opened", family_id=family_id)
        page = forms.documents_page(
            lines,
            identity=identity(family, actor=desk.actor, today=desk.today),
            side=side(family, actor=desk.actor, catalogue=desk.catalogue, current="documents"),
            family_id=family_id,
        )
        return desk.page("exports/documents.html", page, title=f"{family.name}: documents")

    @get(
        "/documents/{document_id:str}", sync_to_thread=True, name="exports.document",
        opt={"may": May.READ_CASE},
    )  # fmt: skip
    def document(
        self, family_id: FromPath[str], document_id: FromPath[str], desk: NamedDependency[Desk]
    ) -> Response[bytes]:
        """Send a document exactly as it was given out."""
        desk.require(May.READ_CASE)
        with desk.reading() as session:
            found = queries.frozen(session, family_id=family_id, document_id=document_id)
        if found is None:
            raise NotFoundError(family_id=family_id)
        desk.note_reading(
            "document_opened", family_id=family_id, object_id=document_id, reader=found.recipient
        )
        return word_file(found)


PAGES = (ReportPages,)
