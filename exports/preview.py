"""The document as it will be, in pieces that a page can show with their sources."""

from collections.abc import Iterable

import msgspec

from exports.reports.placing import Part, Point, Statement
from exports.reports.review_conference import ReviewConferenceReport
from exports.reports.rows import ChildLife, Quote

NOTHING = "Nothing has been recorded yet."
NO_ADVICE = "No recommendation has been recorded yet."


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
    badge: str = ""
    module: str = ""


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """One heading of the document and what stands under it."""

    id: str
    title: str
    pieces: tuple[Piece, ...]


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
        (
            "What we make of it: should the plan continue?",
            _parts(report.analysis) or [Piece(texts=(NO_ADVICE,))],
        ),
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
        entry_id=said.entry_id if said.source else "",
        badge=said.badge,
        module=said.module,
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
            badge=quote.badge,
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
            entry_id=point.entry_id if point.source else "",
            badge=point.badge,
            module=point.module,
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
