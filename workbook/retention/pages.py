"""Keeping records: the list of what asks for something, one record's page, and certificates."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from workbook.db import new_id
from workbook.errors import NotAllowedError, NotFoundError
from workbook.families.queries import family_file, worker_names
from workbook.families.rules import FamilyFile
from workbook.retention import forms, queries, service
from workbook.retention.forms import RecordPage
from workbook.retention.holds import forms as hold_forms
from workbook.retention.holds.forms import HoldLine
from workbook.retention.rules import Schedule
from workbook.retention.schedules import load_schedule
from workbook.retention.standing import CHECKED, REASONS, Hold, Kept, Order, may_order
from workbook.retention.typed import Typed
from workbook.staff import step_up
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.parts import Chip
from workbook.web.responses import see_other

LIST: Final = "/retention"
RECORD: Final = "/retention/{record_id:str}"
TITLE: Final = "How long records are kept"
KEEPS: Final = "information_governance"
NOBODY: Final = Typed()


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What was read for one record's page."""

    kept: Kept
    orders: Sequence[Order]
    standing: tuple[Hold, ...]
    names: dict[str, str]
    family: FamilyFile | None


class RetentionPages(Controller):
    """Keeping records."""

    @get(LIST, sync_to_thread=True, name="retention.list", opt={"may": May.KEEP_RECORDS})
    def show(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show every record that asks for something."""
        desk.require(May.KEEP_RECORDS)
        return give_list(desk)

    @post(LIST, sync_to_thread=True, name="retention.hold_all", opt={"may": May.KEEP_RECORDS})
    def hold_all(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[Any]:
        """Hold everything, as an inquiry asks."""
        desk.require(May.KEEP_RECORDS)
        if desk.actor.discipline != KEEPS:
            raise NotAllowedError("Information governance holds every record at once.")
        hold = hold_forms.read_hold(form, kept=None, people=(), today=desk.today)
        if form.problems:
            return give_list(desk, form)
        with desk.writing() as session:
            service.lay_hold(session, hold=hold, actor=desk.actor, now=desk.now)
        return see_other(LIST)

    @get(RECORD, sync_to_thread=True, name="retention.record", opt={"may": May.KEEP_RECORDS})
    def record(self, desk: NamedDependency[Desk], record_id: FromPath[str]) -> Response[str]:
        """Show how long one record is kept, what holds it and what is to be decided."""
        desk.require(May.KEEP_RECORDS)
        with desk.reading() as session:
            read = read_record(session, record_id)
        desk.note_reading("retention_opened", family_id=read.kept.family_id)
        return give_record(desk, record_id)

    @post(
        f"{RECORD}/order", sync_to_thread=True, name="retention.order",
        opt={"may": May.KEEP_RECORDS},
    )  # fmt: skip
    def order(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], record_id: FromPath[str]
    ) -> Response[Any]:
        """Put a record forward for destruction."""
        desk.require(May.KEEP_RECORDS)
        with desk.reading() as session:
            read = read_record(session, record_id)
        checked = forms.read_checked(form)
        if cannot := may_order(read.kept, read.orders, read.standing, today=desk.today):
            form.refuse("", cannot)
        if form.problems:
            return give_record(desk, record_id, form)
        with desk.writing() as session:
            service.put_forward(
                session, kept=read.kept, checked=checked, submit_key=form.one("submit_key"),
                actor=desk.actor, now=desk.now,
            )  # fmt: skip
        return see_other(f"{LIST}/{record_id}")

    @post(
        f"{RECORD}/decision", sync_to_thread=True, name="retention.decision",
        opt={"may": May.KEEP_RECORDS},
    )  # fmt: skip
    def decide(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], record_id: FromPath[str]
    ) -> Response[Any]:
        """Approve or refuse an order, as a second person who shows that it is them."""
        desk.require(May.KEEP_RECORDS)
        with desk.reading() as session:
            read = read_record(session, record_id)
        decision = forms.read_decision(form, today=desk.today)
        order = next((one for one in read.orders if one.is_waiting), None)
        if order is None:
            form.refuse("", "Nothing waits for a decision here any more")
        elif order.recorded_by == desk.actor.id:
            raise NotAllowedError(service.NOT_YOURSELF, order_id=order.id)
        elif decision is not None and decision.approved:
            if not order.export_sha256:
                form.refuse("", "Export the record first")
            if read.standing:
                form.refuse("", "A legal hold keeps it")
        if form.problems or decision is None or order is None or not step_up.confirm(desk, form):
            return give_record(desk, record_id, form)
        with desk.writing() as session:
            service.decide(session, order=order, decision=decision, actor=desk.actor, now=desk.now)
        return see_other(f"{LIST}/{record_id}")

    @get(
        "/retention/certificates/{certificate_id:str}", sync_to_thread=True,
        name="retention.certificate", opt={"may": May.KEEP_RECORDS},
    )  # fmt: skip
    def certificate(
        self, desk: NamedDependency[Desk], certificate_id: FromPath[str]
    ) -> Response[str]:
        """Give out a certificate as it was issued, to be kept or printed."""
        desk.require(May.KEEP_RECORDS)
        with desk.reading() as session:
            found = queries.certificate(queries.Seen(session), certificate_id=certificate_id)
        if found is None:
            raise NotFoundError
        desk.note_reading("certificate_opened", family_id=found.family_id, object_id=found.id)
        name = f"certificate-of-destruction-{found.id[:8]}.html"
        return Response(
            found.content,
            media_type="text/html; charset=utf-8",
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )


def schedule_of(desk: Desk) -> Schedule:
    """Return the council's schedule."""
    return load_schedule(desk.site.settings.retention_schedule)


def typed_of(form: Form | None) -> Typed:
    """Return what was typed in a form that comes back."""
    return Typed(values=form.whole, problems=form.problems) if form else NOBODY


def give_list(desk: Desk, form: Form | None = None) -> Response[str]:
    """Give back the list; with what was typed, as a form to put right."""
    with desk.reading() as session:
        source = queries.Seen(session)
        kept, orders = queries.kept(source), queries.orders(source)
        holds = queries.holds(source)
        names = names_of(session, orders, holds.standing)
    page = forms.retention_page(
        kept,
        orders,
        lines_of(desk, holds.standing, names, kept),
        held=frozenset(one.family_id for one in kept if holds.on(one.family_id)),
        schedule=schedule_of(desk),
        may_hold_all=desk.actor.discipline == KEEPS,
        submit_key=new_id(),
        typed=typed_of(form),
    )
    give = desk.again if form else desk.page
    return give("workbook/retention/list.html", page, title=TITLE, active="records")


def read_record(session: Session, record_id: str) -> Read:
    """Read how one record stands.

    Raises:
        NotFoundError: there is none, it was never worked out, or this worker may not see it.
    """
    source = queries.Seen(session)
    kept = queries.kept_as(source, record_id=record_id)
    if kept is None:
        raise NotFoundError
    try:
        family: FamilyFile | None = family_file(session, family_id=kept.family_id)
    except NotFoundError:
        family = None
    people = [one.id for one in family.members] if family else kept.alone
    orders = queries.orders(source, family_id=kept.family_id)
    standing = queries.holds(source).on(kept.family_id, people)
    names = names_of(session, orders, standing) | (family.names if family else {})
    return Read(kept=kept, orders=orders, standing=standing, names=names, family=family)


def names_of(session: Session, orders: Sequence[Order], holds: Sequence[Hold]) -> dict[str, str]:
    """Return the names of everybody who put forward, decided or held."""
    ids = {one.recorded_by for one in orders} | {one.recorded_by for one in holds}
    ids |= {one.decided_by for one in orders} | {one.asked_by for one in holds}
    return worker_names(session, ids=ids - {""})


def lines_of(
    desk: Desk, holds: Sequence[Hold], names: dict[str, str], kept: Sequence[Kept]
) -> tuple[HoldLine, ...]:
    """Say the holds as this worker may change them."""
    return hold_forms.hold_lines(
        holds,
        names=names,
        references={one.family_id: one.reference for one in kept},
        worker_id=desk.actor.id,
        may_change=desk.actor.discipline == KEEPS,
        today=desk.today,
    )


def give_record(desk: Desk, record_id: str, form: Form | None = None) -> Response[str]:
    """Give back one record's page; with what was typed, as a form to put right."""
    with desk.reading() as session:
        read = read_record(session, record_id)
    page = record_page(desk, read, form)
    give = desk.again if form else desk.page
    return give("workbook/retention/record.html", page, title=page.heading, active="records")


def record_page(desk: Desk, read: Read, form: Form | None) -> RecordPage:
    """Return the page of one record."""
    schedule, typed = schedule_of(desk), typed_of(form)
    waiting = next((one for one in read.orders if one.is_waiting), None)
    cannot = may_order(read.kept, read.orders, read.standing, today=desk.today)
    note = ""
    if waiting is not None and waiting.recorded_by == desk.actor.id:
        note = "A second person decides. You put this forward yourself."
    elif waiting is not None and not waiting.export_sha256:
        note = "Before it can be approved, whoever runs the service exports the record."
    may_decide = waiting is not None and waiting.recorded_by != desk.actor.id
    people = read.family.members if read.family else ()
    return RecordPage(
        heading=f"Record {read.kept.reference}",
        address=f"{LIST}/{read.kept.id}",
        family_href=f"/families/{read.kept.family_id}" if read.family else "",
        says=forms.says(read.kept, schedule),
        rules=forms.rule_lines(read.kept, schedule, read.names),
        holds=lines_of(desk, read.standing, read.names, [read.kept]),
        orders=tuple(forms.order_line(one, read.names) for one in read.orders),
        cannot=cannot if waiting is None else "",
        may_order=not cannot,
        may_decide=may_decide,
        decide_note=note,
        export_command=f"workbook retention export {read.kept.reference}" if waiting else "",
        checks=tuple(
            Chip(key, words, checked=key in typed.values.get("checked", ()))
            for key, words in CHECKED.items()
        ),
        answers=(
            Chip("approve", "Destroy it", checked=typed.one("answer") == "approve"),
            Chip("refuse", "Keep it for now", checked=typed.one("answer") == "refuse"),
        ),
        reasons=tuple(
            Chip(key, words, checked=typed.one("why") == key) for key, words in REASONS.items()
        ),
        people=tuple(Chip(one.id, one.name) for one in people),
        submit_key=new_id(),
        step_up=step_up.asked(desk, form) if may_decide else None,
        typed=typed,
    )


PAGES: Final = (RetentionPages,)
