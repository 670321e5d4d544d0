"""The workspace of one request: what is proposed and decided of each item, and the answer."""

from typing import Any, Final
from urllib.parse import urlencode

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from exports.subject_access import extract, forms, rules, service
from exports.subject_access.gathering import Work, make_answer, withheld_rows, work_on
from workbook.db import new_id
from workbook.errors import NotFoundError
from workbook.families.forms import identity, side
from workbook.staff import step_up
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other
from workbook.web.tables_out import csv_bytes

ADDRESS: Final = "/families/{family_id:str}/subject-access/{subject_id:str}"
TEMPLATE: Final = "exports/subject_access/work.html"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class WorkPages(Controller):
    """One request."""

    @get(ADDRESS, sync_to_thread=True, name="subject.work", opt={"may": May.READ_CASE})
    def show(
        self,
        desk: NamedDependency[Desk],
        family_id: FromPath[str],
        subject_id: FromPath[str],
        show: FromQuery[str] = "",
        start: FromQuery[str] = "0",
    ) -> Response[str]:
        """Show what is to be decided, or everything, in the order in which it happened."""
        desk.require(May.READ_CASE)
        work = work_on(desk, family_id=family_id, request_id=subject_id)
        desk.note_reading("subject_request_opened", family_id=family_id, object_id=subject_id)
        first = int(start) if start.isdecimal() and len(start) < len("1000000") else 0
        page = work_page(desk, work, show=show, first=first)
        return desk.page(TEMPLATE, page, title=page.heading, active="subject")

    @post(ADDRESS, sync_to_thread=True, name="subject.decide", opt={"may": May.RELEASE})
    def decide(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        subject_id: FromPath[str],
    ) -> Response[Any]:
        """Decide about one item, give all that is proposed to be given, or note a step."""
        desk.require(May.RELEASE)
        work = work_on(desk, family_id=family_id, request_id=subject_id)
        what = form.one("do")
        if what == "step":
            take_step(desk, form, work)
        elif what == "accept":
            chosen = service.accepted(work.undecided, [*set(work.easy) & set(form.all("easy"))])
            if chosen:
                with desk.writing() as session:
                    service.decide(session, work.request, chosen, actor=desk.actor, now=desk.now)
        else:
            decide_one(desk, form, work)
        if form.problems:
            page = work_page(desk, work, form=form)
            return desk.again(TEMPLATE, page, title=page.heading, active="subject")
        return see_other(f"/families/{family_id}/subject-access/{subject_id}")

    @post(f"{ADDRESS}/check", sync_to_thread=True, name="subject.check", opt={"may": May.READ_CASE})
    def check(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        subject_id: FromPath[str],
    ) -> Response[Any]:
        """Record what a second person says of all decisions."""
        desk.require(May.READ_CASE)
        work = work_on(desk, family_id=family_id, request_id=subject_id)
        service.require_second(work.request, work.decisions, actor=desk.actor)
        kind = form.choice("outcome", ("checked", "returned"), required="Say whether it may go")
        needs = "Say what has to change" if kind == "returned" else ""
        words = form.text("checked_words", forms.MOST_WORDS, required=needs)
        if kind == "checked" and work.undecided:
            form.refuse("outcome", "Something is still to be decided")
        if form.problems or not step_up.confirm(desk, form):
            page = work_page(desk, work, form=form)
            return desk.again(TEMPLATE, page, title=page.heading, active="subject")
        with desk.writing() as session:
            service.add_step(
                session, work.request, kind=kind, happens_on=desk.today, words=words,
                submit_key=key_of(desk, form), actor=desk.actor, now=desk.now,
                fingerprint=work.mark,
            )  # fmt: skip
        return see_other(f"/families/{family_id}/subject-access/{subject_id}")

    @post(
        f"{ADDRESS}/answer", sync_to_thread=True, name="subject.answer", status_code=200,
        opt={"may": May.RELEASE},
    )  # fmt: skip
    def answer(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        subject_id: FromPath[str],
    ) -> Response[Any]:
        """Make the answer: the finished file, searched once more and frozen."""
        desk.require(May.RELEASE)
        work = work_on(desk, family_id=family_id, request_id=subject_id)
        if work.undecided or not rules.is_checked(work.request, mark=work.mark):
            form.refuse("", "A second person has to look at exactly these decisions first")
            page = work_page(desk, work, form=form)
            return desk.again(TEMPLATE, page, title=page.heading, active="subject")
        try:
            document = make_answer(desk, work, submit_key=key_of(desk, form))
        except extract.StillProtectedError as stopped:
            form.refuse("", stopped.message)
            page = work_page(desk, work, form=form, flags=named(stopped))
            return desk.again(TEMPLATE, page, title=page.heading, active="subject", status=409)
        name = f'attachment; filename="{document.file_name}"'
        return Response(document.content, media_type=WORD, headers={"content-disposition": name})

    @get(f"{ADDRESS}/withheld", sync_to_thread=True, name="subject.withheld",
         opt={"may": May.READ_CASE})  # fmt: skip
    def withheld(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], subject_id: FromPath[str]
    ) -> Response[bytes]:
        """Give the inside list of what was not given, on what ground, by whom."""
        desk.require(May.READ_CASE)
        work = work_on(desk, family_id=family_id, request_id=subject_id)
        desk.note_reading("subject_withheld_opened", family_id=family_id, object_id=subject_id)
        return Response(
            csv_bytes(withheld_rows(work)), media_type="text/csv; charset=utf-8",
            headers={"content-disposition": 'attachment; filename="not-given.csv"'},
        )  # fmt: skip


def take_step(desk: Desk, form: Form, work: Work) -> None:
    """Note what happened to the request; problems are put in the form."""
    kind = form.choice("kind", forms.OFFERED_STEPS, required="Say what happened")
    on = form.day("happens_on", required="Enter the day")
    needs = "Say why it is complex" if kind == "extended" else ""
    words = form.text("step_words", forms.MOST_WORDS, required=needs)
    if on is not None and on > desk.today:
        form.refuse("happens_on", "Enter a day that has been")
    if kind == "sent" and not rules.is_checked(work.request, mark=work.mark):
        form.refuse("kind", "A second person has to look at it before it is sent")
    if form.problems or on is None:
        return
    with desk.writing() as session:
        service.add_step(
            session, work.request, kind=kind, happens_on=on, words=words,
            submit_key=key_of(desk, form), actor=desk.actor, now=desk.now,
        )  # fmt: skip


def decide_one(desk: Desk, form: Form, work: Work) -> None:
    """Decide about one item; problems are put in the form."""
    items = {item.key: item for item in work.items}
    decided = forms.read_decision(form, items, work.decisions)
    if decided.item not in items:
        form.refuse("", "What was written has changed since: look at it again")
    if not form.problems:
        with desk.writing() as session:
            service.decide(session, work.request, [decided], actor=desk.actor, now=desk.now)


def key_of(desk: Desk, form: Form) -> str:
    """Return the key under which this form is saved once."""
    key = form.one("submit_key")
    if not key:
        raise NotFoundError("Open the request again, then send the form.")
    return f"{desk.actor.id}:{key}"[:80]


def named(stopped: extract.StillProtectedError) -> tuple[str, ...]:
    """Return what still stands in the answer, as far as this worker may know."""
    unseen = (rules.UNSEEN,) if stopped.unseen else ()
    return (*(flag.words for flag in stopped.flags), *unseen)


def work_page(
    desk: Desk,
    work: Work,
    *,
    show: str = "",
    first: int = 0,
    form: Form | None = None,
    flags: tuple[str, ...] = (),
) -> forms.WorkPage:
    """Return the workspace as this worker sees it."""
    address = f"/families/{work.family.id}/subject-access/{work.request.id}"
    tried = form.one("item") if form else ""
    wanted = work.items if show == "all" or tried in work.decisions else work.undecided
    page = wanted[first : first + forms.ON_A_PAGE]
    if tried and tried not in {item.key for item in page}:
        page = (*(item for item in work.items if item.key == tried), *page)
    after = first + forms.ON_A_PAGE
    more = f"{address}?{urlencode({'show': show, 'start': after})}" if after < len(wanted) else ""
    decides = may(desk.actor, May.RELEASE) and not work.request.is_sent
    second = service.may_check(work.request, work.decisions, actor=desk.actor)
    return forms.WorkPage(
        heading=f"{work.person}: request for their own record",
        identity=identity(work.family, actor=desk.actor, today=desk.today),
        side=side(work.family, actor=desk.actor, catalogue=desk.catalogue, current="subject"),
        facts=forms.facts_of(work.request, open_count=len(work.undecided), today=desk.today),
        steps=forms.step_lines(work.request),
        lines=tuple(
            forms.item_line(item, work.proposals[item.key], work.decisions.get(item.key), form)
            for item in page
        ),
        filters=(
            forms.Filter("To decide", address, show != "all"),
            forms.Filter("Everything", f"{address}?show=all", show == "all"),
        ),
        more_href=more, open_count=len(work.undecided), easy=work.easy, action=address,
        submit_key=new_id(), may_decide=decides,
        may_check=second and not work.request.is_sent,
        is_checked=not work.undecided and rules.is_checked(work.request, mark=work.mark),
        is_sent=work.request.is_sent,
        offered_steps=tuple((kind, rules.STEPS[kind]) for kind in forms.OFFERED_STEPS),
        today=desk.today, flags=flags,
        step_up=step_up.asked(desk, form) if second else None,
        problems=form.problems if form else (),
    )  # fmt: skip
