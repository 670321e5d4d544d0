"""What the report page shows: the document as it will be, whom it is for, what is left out."""

from collections.abc import Iterable
from datetime import date

import msgspec

from exports.preview import Portion, portions
from exports.queries import Issued
from exports.reports.leaving_out import LeftOut, Missing
from exports.rules import REPORTS
from exports.service import Draft
from workbook.db import new_id
from workbook.staff.access import Actor
from workbook.web.parts import SideNavigation


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """One person a copy can be for."""

    label: str
    href: str
    is_chosen: bool


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out of a copy for one reason."""

    why: str
    things: tuple[LeftOut, ...]


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """The report page."""

    heading: str
    family: str
    family_href: str
    stamp: str
    facts: tuple[tuple[str, str], ...]
    readers: tuple[Reader, ...]
    portions: tuple[Portion, ...]
    kept: tuple[Kept, ...]
    left_out: int
    missing: tuple[Missing, ...]
    recipient: str
    submit_key: str
    action: str
    title: str


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


def report_page(copy: Draft, *, actor: Actor) -> ReportPage:
    """Return the page for one copy, ready to be given out."""
    del actor
    address = f"/families/{copy.family.id}"
    report = copy.report
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
                label=one.label[:1].upper() + one.label[1:],
                href=f"{address}/report?reader={one.key}",
                is_chosen=one.key == copy.recipient.key,
            )
            for one in copy.recipients
        ),
        portions=tuple(portion for portion in portions(report) if portion.pieces),
        kept=kept(copy.left_out),
        left_out=len(copy.left_out),
        missing=copy.missing,
        recipient=copy.recipient.key,
        submit_key=new_id(),
        action=f"{address}/report",
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
                title=REPORTS.get(one.report, one.report),
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
