"""The report for a review child protection conference: every field, and how it is built.

Headings follow what review conferences ask [domain 6.2]; the words are the Word template's.
"""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from exports.documents import Report
from exports.reports.placing import (
    COMMON,
    Chapter,
    Part,
    Place,
    Point,
    chapters,
    day,
    parts,
    place_of,
    points,
    statements,
)
from exports.reports.quoting import quotes
from exports.reports.rows import (
    ActionRow,
    ChildLife,
    ChildRow,
    EventRow,
    Goal,
    Quote,
    RulerRow,
    View,
    VisitRow,
)
from exports.reports.source import (
    Action,
    Adult,
    ChangeGoal,
    Child,
    ConferenceSource,
    Contributor,
    Engagement,
    Passage,
    PlanLine,
    Recommendation,
    Voice,
)

TITLE = "Report for child protection review conference"
ASKED_ABOVE = "child_voice"
_ASKED = {
    "importance": "How important is this change?",
    "confidence": "How sure are you that you can do it?",
    "readiness": "How ready are you to start?",
}


class ReviewConferenceReport(Report, frozen=True, kw_only=True):
    """Every field that `word/review_conference.docx` may name.

    `entry_id` is for the page, which links to sources; a document never prints it.
    """

    reference: str
    children_named: str
    prepared_by: str
    prepared_on: str
    conference_on: str
    period_from: str
    period_to: str
    children: tuple[ChildRow, ...]
    adults: tuple[Adult, ...]
    household: tuple[Part, ...]
    why: tuple[Part, ...]
    goals: tuple[Goal, ...]
    changes: tuple[Part, ...]
    lives: tuple[ChildLife, ...]
    strengths: tuple[Point, ...]
    worries: tuple[Point, ...]
    views: tuple[View, ...]
    chapters: tuple[Chapter, ...]
    network_quotes: tuple[Quote, ...]
    network: tuple[Part, ...]
    plan_lines: tuple[PlanLine, ...]
    plan_agreed_on: str
    events: tuple[EventRow, ...]
    visits: tuple[VisitRow, ...]
    core_groups: str
    engagement: tuple[Engagement, ...]
    recommendations: tuple[Recommendation, ...]
    analysis: tuple[Part, ...]
    actions: tuple[ActionRow, ...]
    next_steps: tuple[Part, ...]
    contributors: tuple[Contributor, ...]


def build(source: ConferenceSource) -> ReviewConferenceReport:
    """Put what the reader may have under the headings of the report.

    Nothing of the source is left out: a passage without a place of its own gets a chapter under
    its module's title. Nothing is added either: no sentence or number hints at another record.
    """
    placed: defaultdict[Place, list[Passage]] = defaultdict(list)
    for passage in (*source.summaries, *source.passages):
        placed[place_of(passage)].append(passage)
    names = _listed(
        f"{child.name} ({child.age})" if child.age else child.name for child in source.children
    )
    conference = day(source.conference_on)
    return ReviewConferenceReport(
        title=TITLE,
        subject=". ".join(filter(None, [names, conference and f"Conference on {conference}"])),
        council=source.council,
        recipient=f"Copy for {source.recipient}",
        reference=source.reference,
        children_named=names,
        prepared_by=source.prepared_by,
        prepared_on=day(source.prepared_on),
        conference_on=conference,
        period_from=day(source.period_from),
        period_to=day(source.period_to),
        children=tuple(
            ChildRow(_named(child), child.age, child.plan, day(child.plan_since))
            for child in source.children
        ),
        adults=source.adults,
        household=parts(placed["household"], _section_title),
        why=parts(placed["why"]),
        goals=tuple(map(_goal, source.goals)),
        changes=parts(placed["changes"]),
        lives=_lives(source, placed),
        strengths=points(placed["strengths"]),
        worries=points(placed["worries"]),
        views=_views(source.voices, parts(placed["views"])),
        chapters=chapters(placed["module"]),
        network_quotes=quotes(source.voices, kind="network"),
        network=parts(placed["network"], _section_title),
        plan_lines=source.plan_lines,
        plan_agreed_on=day(source.plan_agreed_on),
        events=tuple(
            EventRow(
                day(event.happened_on),
                event.headline,
                _listed(event.children),
                event.impact,
                event.entry_id,
            )
            for event in sorted(source.events, key=lambda event: event.happened_on)
        ),
        visits=_visits(source),
        core_groups=str(source.core_groups_held) if source.core_groups_held else "",
        engagement=source.engagement,
        recommendations=source.recommendations,
        analysis=parts(placed["analysis"]),
        actions=_actions(source.actions),
        next_steps=parts(placed["actions"]),
        contributors=source.contributors,
    )


def _named(child: Child) -> str:
    return f"{child.name}, known as {child.known_as}" if child.known_as else child.name


def _section_title(passage: Passage) -> str:
    return "" if passage.section_key == COMMON else passage.section_title


def _listed(names: Iterable[str]) -> str:
    """Join names as people do: Maya, Tobi and Isla."""
    *most, last = tuple(names) or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def _views(voices: Iterable[Voice], written: tuple[Part, ...]) -> tuple[View, ...]:
    """Bring what each adult said in passing and what was asked of them under one name."""
    asked = {part.heading: part.statements for part in written}
    quoted: defaultdict[str, list[Quote]] = defaultdict(list)
    for quote in quotes(voices, kind="adult"):
        quoted[quote.person].append(quote)
    return tuple(
        View(name, tuple(quoted[name]), asked.get(name, ()))
        for name in sorted({**asked, **quoted}, key=bool)
    )


def _goal(goal: ChangeGoal) -> Goal:
    about = [
        goal.for_whom and f"For {goal.for_whom}",
        goal.owner and f"{goal.owner} takes the lead",
    ]
    return Goal(
        goal.words,
        " · ".join(filter(None, about)),
        tuple(
            RulerRow(
                ruler.adult,
                _ASKED[ruler.measure],
                f"{ruler.first} out of 10 on {day(ruler.first_on)}",
                f"{ruler.latest} out of 10 on {day(ruler.latest_on)}",
            )
            for ruler in goal.rulers
        ),
    )


def _lives(source: ConferenceSource, placed: dict[Place, list[Passage]]) -> tuple[ChildLife, ...]:
    """Give each child of the family, and any other child that is spoken of, a heading."""
    named = {child.person_id: child.name for child in source.children}
    for place in ("own_words", "day", "child", "impact"):
        for passage in placed[place]:
            named.setdefault(passage.subject_ids[0], passage.subject)
    for voice in source.voices:
        if voice.kind == "child":
            named.setdefault(voice.person_id, voice.person)
    return tuple(
        _life(person_id, name, voices=source.voices, placed=placed)
        for person_id, name in named.items()
    )


def _life(
    person_id: str,
    name: str,
    *,
    voices: Iterable[Voice],
    placed: dict[Place, list[Passage]],
) -> ChildLife:
    def about(place: Place) -> tuple[Passage, ...]:
        return tuple(passage for passage in placed[place] if passage.subject_ids[0] == person_id)

    return ChildLife(
        name=name,
        quotes=quotes(voices, kind="child", person_id=person_id),
        # The heading above them asks already.
        own_words=statements(
            tuple(
                msgspec.structs.replace(one, question="")
                if one.question_key == ASKED_ABOVE
                else one
                for one in about("own_words")
            )
        ),
        normal_day=statements(about("day")),
        sections=parts(about("child"), lambda passage: passage.section_title),
        impact=statements(about("impact")),
    )


def _visits(source: ConferenceSource) -> tuple[VisitRow, ...]:
    return tuple(
        VisitRow(
            row.child,
            str(row.statutory),
            str(row.seen),
            str(row.seen_alone),
            str(row.bedroom_seen),
            day(row.last_seen_alone) or "Not in this time",
        )
        for row in source.visits
    )


def _actions(actions: Iterable[Action]) -> tuple[ActionRow, ...]:
    """List what is still to do first, soonest first, then what is done."""
    return tuple(
        ActionRow(
            action.text,
            action.owner,
            day(action.due_on),
            f"Done on {day(action.done_on)}" if action.done_on else "To do",
        )
        for action in sorted(
            actions,
            key=lambda action: (
                action.done_on is not None,
                action.due_on is None,
                action.due_on or action.done_on or "",
            ),
        )
    )
