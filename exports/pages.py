"""Reports: look at a copy, give it out, and find it again."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from exports import forms, queries, rules, service
from exports.drafting import Author, Draft, draft
from exports.forms import Answered
from exports.queries import Frozen
from exports.release.forms import (
    MOST_WORDS,
    field_names,
    read_choices,
    report_address,
    still_held,
)
from exports.release.pages import ReleasePages
from exports.release.service import Asking, ask
from exports.subject_access import pages as subject_access
from workbook.errors import NotFoundError
from workbook.families.forms import identity, side
from workbook.families.queries import family_file
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REPORT = "review-conference"


def author(desk: Desk) -> Author:
    """Return the signed-in worker as the author of a document."""
    return Author.of(desk.actor, council=desk.site.settings.council)


def drafted(
    desk: Desk,
    *,
    family_id: str,
    readers: Sequence[str],
    leave_out: Collection[str] = (),
    with_reasons: bool = True,
) -> Draft:
    """Return a copy of the report for these readers, made and searched but not given out."""
    return draft(
        desk.site.database,
        author=author(desk),
        catalogue=desk.catalogue,
        family_id=family_id,
        report_name=REPORT,
        readers=readers,
        today=desk.today,
        with_reasons=with_reasons,
        leave_out=leave_out,
    )


def word_file(document: Frozen) -> Response[bytes]:
    """Send a document as it was frozen."""
    return Response(
        document.content,
        media_type=WORD,
        headers={"content-disposition": f'attachment; filename="{document.file_name}"'},
    )


def submit_key(desk: Desk, form: Form) -> str:
    """Return the key of this showing of the form, which nobody else can use."""
    return f"{desk.actor.id}:{form.one('submit_key')}"[:80]


class ReportPages(Controller):
    """The report for a review conference, and the log of documents."""

    path = "/families/{family_id:str}"

    @get("/report", sync_to_thread=True, name="exports.report", opt={"may": May.ISSUE})
    def show(
        self,
        family_id: FromPath[str],
        desk: NamedDependency[Desk],
        reader: FromQuery[list[str] | None] = None,
        leave_out: FromQuery[list[str] | None] = None,
        may_go: FromQuery[list[str] | None] = None,
    ) -> Response[str]:
        """Show the document as it will be for these readers, and what holds it back.

        The address holds ids of readers and keys of passages, never a word of the record.
        """
        desk.require(May.ISSUE)
        copy = drafted(
            desk,
            family_id=family_id,
            readers=reader or (rules.CONFERENCE,),
            leave_out=frozenset(leave_out or ()),
        )
        desk.note_reading(
            "report_previewed",
            family_id=family_id,
            object_id=copy.recipient.key,
            report=copy.report_name,
            audience=copy.recipient.audience,
            readers=list(copy.recipient.readers),
            **service.stopped(copy.held),
        )
        page = forms.report_page(copy, actor=desk.actor, may_go=may_go or ())
        return desk.page("exports/report.html", page, title=page.heading)

    @post(
        "/report", sync_to_thread=True, name="exports.issue", status_code=200,
        opt={"may": May.ISSUE},
    )  # fmt: skip
    def issue(
        self, family_id: FromPath[str], desk: NamedDependency[Desk], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Give the copy out: the answer is the Word file itself, frozen in the log.

        The same form says what happens to passages that are held back, and asks a second person.
        """
        desk.require(May.ISSUE)
        copy = drafted(
            desk,
            family_id=family_id,
            readers=form.all("reader"),
            leave_out=frozenset(form.all("leave_out")),
            with_reasons=form.one("do") in {"settle", "ask"},
        )
        allowed = {"csrf", "submit_key", "reader", "leave_out", "may_go", "do", "words"}
        key = form.one("submit_key")
        if not key or form.unknown(allowed | field_names(copy.held)):
            raise NotFoundError("Open the report again, then download it.", family_id=family_id)
        if form.one("do") == "settle":
            return self._settle(desk, form, copy)
        if form.one("do") == "ask":
            return self._ask(desk, form, copy)
        document = service.issue(
            desk.site.database,
            author=author(desk),
            catalogue=desk.catalogue,
            copy=copy,
            submit_key=submit_key(desk, form),
            now=desk.now,
            confirmed=form.all("may_go"),
        )
        return word_file(document)

    def _settle(self, desk: Desk, form: Form, copy: Draft) -> Response[Any]:
        """Leave passages out, take the author's word for them, or ask a second person."""
        may_go = set(form.all("may_go"))
        chosen = read_choices(form, still_held(copy, may_go=may_go, author_id=desk.actor.id))
        if form.problems:
            answered = Answered(chosen=chosen, problems=form.problems)
            page = forms.report_page(
                copy, actor=desk.actor, may_go=may_go, answered=answered,
                submit_key=form.one("submit_key"),
            )  # fmt: skip
            return desk.again("exports/report.html", page, title=page.heading)
        may_go |= {*chosen.keys("go")}
        leave_out = {*copy.without, *chosen.keys("leave")}
        if chosen.reasons:
            asked = drafted(
                desk, family_id=copy.family.id, readers=copy.recipient.keys,
                leave_out=leave_out, with_reasons=False,
            )  # fmt: skip
            self._send(desk, asked, reasons=chosen.reasons, words="", key=submit_key(desk, form))
        return see_other(report_address(copy, leave_out=leave_out, may_go=may_go))

    def _ask(self, desk: Desk, form: Form, copy: Draft) -> Response[Any]:
        """Ask a second person to read a copy that nothing else holds back."""
        words = form.text("words", MOST_WORDS)
        may_go = form.all("may_go")
        if still_held(copy, may_go=may_go, author_id=desk.actor.id):
            form.refuse("", "Say first what should happen to the passages that are held back")
        if form.problems:
            answered = Answered(typed=words, problems=form.problems)
            page = forms.report_page(
                copy, actor=desk.actor, may_go=may_go, answered=answered,
                submit_key=form.one("submit_key"),
            )  # fmt: skip
            return desk.again("exports/report.html", page, title=page.heading)
        approved = copy.request_of(desk.actor.id)
        reasons = approved.reasons if approved else {}
        self._send(desk, copy, reasons=reasons, words=words, key=submit_key(desk, form))
        return see_other(report_address(copy, leave_out=copy.without, may_go=may_go))

    def _send(
        self, desk: Desk, copy: Draft, *, reasons: Mapping[str, str], words: str, key: str
    ) -> None:
        asking = Asking(
            family_id=copy.family.id,
            report=copy.report_name,
            readers=copy.recipient.keys,
            label=copy.recipient.label,
            leave_out=copy.without,
            reasons=reasons,
            words=words,
            fingerprint=copy.fingerprint,
            submit_key=key,
        )
        with desk.writing() as session:
            ask(session, asking, actor=desk.actor, now=desk.now)

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


PAGES = (ReportPages, ReleasePages, *subject_access.PAGES)
