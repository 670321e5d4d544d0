"""What the report page shows: the document as it will be, whom it is for, what is left out."""

from collections.abc import Iterable
from datetime import date

import msgspec

from exports.queries import Issued
from exports.reports.leaving_out import LeftOut, Missing
from exports.reports.placing import Part, Point, Statement
from exports.reports.review_conference import ReviewConferenceReport
from exports.reports.rows import ChildLife, Quote
from exports.rules import REPORTS
from exports.service import Draft
from workbook.db import new_id
from workbook.staff.access import Actor
from workbook.web.parts import SideNavigation

NOTHING = "Nothing has been recorded yet."


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of the preview: a heading, a statement, a quotation or a table."""

    heading: str = ""
    label: str = ""
    texts: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    quote: str = ""
    source: str = ""
    entry_id: str = ""


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """One heading of the document and what stands under it."""

    id: str
    title: str
    pieces: tuple[Piece, ...]


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """One person a copy can be for."""

    label: str
    href: str
    is_chosen: bool


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """The report page."""

    heading: str
    family: str
    family_href: str
    stamp: str
    facts: tuple[tuple[str, str], ...]
    readers: tuple[Reader, ...]
    portions: tuple[Portion, ...]
    left_out: tuple[LeftOut, ...]
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
        left_out=copy.left_out,
        missing=copy.missing,
        recipient=copy.recipient.key,
        submit_key=new_id(),
        action=f"{address}/report",
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


def portions(report: ReviewConferenceReport) -> list[Portion]:
    """Return the document in the order and words in which it will be printed."""
    found = [
        ("Children and family", [*_people(report), *_parts(report.household)]),
        ("Why we are working with the family", _parts(report.why) or _nothing()),
        ("What has changed since the last conference", _changes(report) or _nothing()),
        ("What life is like for each child", [p for life in report.lives for p in _life(life)]),
        ("What is going well", _points(report.strengths) or _nothing()),
        ("What we are worried about", _points(report.worries) or _nothing()),
        ("What parents and carers say, in their words", _views(report) or _nothing()),
        *(
            (
                chapter.title,
                [
                    piece
                    for section in chapter.sections
                    for piece in (Piece(heading=section.title), *_parts(section.parts))
                ],
            )
            for chapter in report.chapters
        ),
        ("Family and friends, and the family’s own plan", _network(report)),
        (f"Significant events since {report.period_from}", _events(report)),
        ("Visits and sessions", _visits(report)),
        ("What we make of it: should the plan continue?", _parts(report.analysis) or _nothing()),
        ("Actions", [*_actions(report), *_parts(report.next_steps)] or _nothing()),
        ("Who wrote this", _writers(report)),
    ]
    return [
        Portion(id=f"part-{number}", title=title, pieces=tuple(pieces))
        for number, (title, pieces) in enumerate(found, 1)
    ]


def _nothing() -> list[Piece]:
    return [Piece(texts=(NOTHING,))]


def _statement(said: Statement) -> Piece:
    rows = next((line.rows for line in said.lines if line.rows), ())
    return Piece(
        label=said.label,
        texts=tuple(line.text for line in said.lines if line.text and not line.label),
        pairs=tuple((line.label, line.text) for line in said.lines if line.label),
        head=rows[0] if rows else (),
        rows=rows[1:],
        source=said.source,
        entry_id=said.entry_id,
    )


def _parts(parts: Iterable[Part]) -> list[Piece]:
    found = []
    for part in parts:
        found += [Piece(heading=part.heading)] if part.heading else []
        found += [_statement(said) for said in part.statements]
    return found


def _quotes(quotes: Iterable[Quote], *, named: bool = False) -> list[Piece]:
    return [
        Piece(
            label=quote.person if named else "",
            quote=quote.words,
            source=quote.source,
            entry_id=quote.entry_id,
        )
        for quote in quotes
    ]


def _people(report: ReviewConferenceReport) -> list[Piece]:
    children = tuple((one.name, one.age, one.plan, one.since) for one in report.children)
    adults = tuple((one.name, one.relation, one.parental_responsibility) for one in report.adults)
    found = [Piece(head=("Child", "Age", "Plan", "Since"), rows=children)] if children else []
    head = ("Adult", "Who they are to the children", "Parental responsibility")
    return [*found, Piece(head=head, rows=adults)] if adults else found


def _changes(report: ReviewConferenceReport) -> list[Piece]:
    found = []
    for goal in report.goals:
        found.append(Piece(heading=goal.words, texts=(goal.about,) if goal.about else ()))
        if goal.rulers:
            rows = tuple((one.adult, one.asked, one.first, one.latest) for one in goal.rulers)
            found.append(Piece(head=("Who", "What we asked", "First", "Latest"), rows=rows))
    return [*found, *_parts(report.changes)]


def _life(life: ChildLife) -> list[Piece]:
    found = [
        *_quotes(life.quotes),
        *(_statement(said) for said in life.own_words),
        *(_statement(said) for said in life.normal_day),
        *_parts(life.sections),
        *(_statement(said) for said in life.impact),
    ]
    return [Piece(heading=life.name), *(found or _nothing())]


def _points(points: Iterable[Point]) -> list[Piece]:
    return [
        Piece(
            texts=tuple(text for text in (point.text, point.detail) if text),
            source=point.source,
            entry_id=point.entry_id,
        )
        for point in points
    ]


def _views(report: ReviewConferenceReport) -> list[Piece]:
    found = []
    for view in report.views:
        found += [Piece(heading=view.name)] if view.name else []
        found += [*_quotes(view.quotes), *(_statement(said) for said in view.statements)]
    return found


def _network(report: ReviewConferenceReport) -> list[Piece]:
    plan = tuple((one.what, one.who, one.how_often, one.if_not) for one in report.plan_lines)
    head = ("What", "Who", "How often", "If it does not work")
    found = [*_quotes(report.network_quotes, named=True), *_parts(report.network)]
    return [*found, Piece(label="The family’s plan", head=head, rows=plan)] if plan else found


def _events(report: ReviewConferenceReport) -> list[Piece]:
    rows = tuple((one.on, one.headline, one.children, one.impact) for one in report.events)
    if not rows:
        return [Piece(texts=("No significant events have been recorded in this time.",))]
    return [Piece(head=("Date", "What happened", "Children", "What it meant for them"), rows=rows)]


def _visits(report: ReviewConferenceReport) -> list[Piece]:
    rows = tuple(
        (one.child, one.statutory, one.seen, one.seen_alone, one.bedroom_seen, one.last_seen_alone)
        for one in report.visits
    )
    head = ("Child", "Social worker’s visits", "Seen", "Seen alone", "Bedroom seen", "Last alone")
    note = "Counted from the visits whose record can be given to whoever this copy is for."
    return [Piece(head=head, rows=rows), Piece(texts=(note,))] if rows else []


def _actions(report: ReviewConferenceReport) -> list[Piece]:
    rows = tuple((one.text, one.owner, one.due, one.state) for one in report.actions)
    return [Piece(head=("What", "Who", "By when", "Done?"), rows=rows)] if rows else []


def _writers(report: ReviewConferenceReport) -> list[Piece]:
    rows = tuple((one.name, one.role, one.agency) for one in report.contributors)
    return [Piece(head=("Name", "Role", "Works for"), rows=rows)] if rows else []
