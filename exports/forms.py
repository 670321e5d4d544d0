"""What the report page shows: the document as it will be, whom it is for, what is left out."""

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from exports.drafting import Draft
from exports.preview import Portion, portions
from exports.queries import Issued
from exports.release.forms import (
    Chosen,
    HeldLine,
    Waiting,
    held_lines,
    report_address,
    still_held,
    waiting,
)
from exports.reports.leaving_out import LeftOut, Missing
from exports.rules import REPORTS
from workbook.db import new_id
from workbook.staff.access import Actor
from workbook.web.forms import Problem
from workbook.web.parts import SideNavigation

# What stands in the log of documents under each name.
TITLES: Final = REPORTS | {"subject-access": "Answer to a request for one’s own record"}


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """One person a copy can be for."""

    key: str
    label: str
    href: str
    is_chosen: bool


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out of a copy for one reason."""

    why: str
    things: tuple[LeftOut, ...]


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """The report page. `may_download` says that nothing holds the copy back any more.

    `readers` are one by one; `is_joint` that this copy is for several of them. `held` is what the
    last gate holds back and nobody has decided, `settled` how many passages its author has.
    """

    heading: str
    family: str
    family_href: str
    stamp: str
    facts: tuple[tuple[str, str], ...]
    readers: tuple[Reader, ...]
    is_joint: bool
    not_for: tuple[tuple[str, str], ...]
    portions: tuple[Portion, ...]
    kept: tuple[Kept, ...]
    left_out: int
    missing: tuple[Missing, ...]
    held: tuple[HeldLine, ...]
    settled: int
    without: int
    start_again: str
    may_go: tuple[str, ...]
    leave_out: tuple[str, ...]
    needs_second_reader: bool
    waiting: Waiting | None
    may_download: bool
    chosen: tuple[str, ...]
    submit_key: str
    action: str
    title: str
    typed: str = ""
    problems: tuple[Problem, ...] = ()


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen and typed on the report page, when it is shown again."""

    chosen: Chosen = Chosen()
    typed: str = ""
    problems: tuple[Problem, ...] = ()


class DocumentLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log of documents."""

    title: str
    recipient: str
    made_by: str
    made_on: date
    covers: tuple[date, date]
    href: str
    fingerprint: str


class DocumentsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The log of documents of one family."""

    identity: object
    side: SideNavigation
    lines: tuple[DocumentLine, ...]
    report_href: str


def report_page(
    copy: Draft,
    *,
    actor: Actor,
    may_go: Iterable[str] = (),
    answered: Answered | None = None,
    submit_key: str = "",
) -> ReportPage:
    """Return the page for one copy: what it says, what holds it back, or the button."""
    again = answered or Answered()
    address = f"/families/{copy.family.id}"
    report = copy.report
    confirmed = {one.key for one in copy.held} & {*may_go}
    held = still_held(copy, may_go=confirmed, author_id=actor.id)
    request = copy.request_of(actor.id)
    asked = request.reasons if request and request.is_open else {}
    is_read = not copy.needs_second_reader or (request is not None and request.is_approved)
    return ReportPage(
        heading=REPORTS[copy.report_name],
        family=copy.family.name,
        family_href=address,
        stamp=report.recipient,
        title=report.title,
        facts=(
            ("Children", report.children_named),
            ("Written by", f"{report.prepared_by}, {report.prepared_on}"),
            ("Covers", f"{report.period_from} to {report.period_to}"),
        ),
        readers=tuple(
            Reader(
                key=one.key,
                label=one.label[:1].upper() + one.label[1:],
                href=f"{address}/report?reader={one.key}",
                is_chosen=one.key in copy.recipient.keys,
            )
            for one in copy.recipients
        ),
        is_joint=len(copy.recipient.keys) > 1,
        not_for=copy.not_for,
        portions=tuple(portion for portion in portions(report) if portion.pieces),
        kept=kept(copy.left_out),
        left_out=len(copy.left_out) + len(copy.without),
        missing=copy.missing,
        held=held_lines(
            [one for one in held if one.key not in asked],
            family_id=copy.family.id,
            chosen=again.chosen,
            problems=again.problems,
        ),
        settled=len(confirmed),
        without=len(copy.without),
        start_again=report_address(copy),
        may_go=tuple(sorted(confirmed)),
        leave_out=copy.without,
        needs_second_reader=copy.needs_second_reader,
        waiting=waiting(request),
        may_download=not held and is_read,
        chosen=copy.recipient.keys,
        submit_key=submit_key or new_id(),
        action=f"{address}/report",
        typed=again.typed,
        problems=again.problems,
    )


def kept(left_out: Iterable[LeftOut]) -> tuple[Kept, ...]:
    """Put what is left out under its reasons, the rarest first: that is what needs a thought."""
    by_reason: dict[str, list[LeftOut]] = {}
    for one in left_out:
        by_reason.setdefault(one.why, []).append(one)
    return tuple(
        Kept(why=why, things=tuple(things))
        for why, things in sorted(by_reason.items(), key=lambda item: len(item[1]))
    )


def documents_page(
    lines: Iterable[Issued], *, identity: object, side: SideNavigation, family_id: str
) -> DocumentsPage:
    """Return the log of documents of one family."""
    address = f"/families/{family_id}"
    return DocumentsPage(
        identity=identity,
        side=side,
        report_href=f"{address}/report",
        lines=tuple(
            DocumentLine(
                title=TITLES.get(one.report, one.report),
                recipient=one.recipient_label,
                made_by=one.made_by_name,
                made_on=one.recorded_at,
                covers=(one.covers_from, one.covers_to),
                href=f"{address}/documents/{one.id}",
                fingerprint=one.sha256[:12],
            )
            for one in lines
        ),
    )
