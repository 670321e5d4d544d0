"""What the pages of supervision show: sessions, one family's screen, what was said before."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from supervision.forms import Values
from supervision.gathering import Agenda, Gathered
from supervision.rules import RISKS, WAYS, SavedSession, Standing
from supervision.starting import OwnPart, marks_for
from supervision.telling import ActionLine, Told, kept_words
from workbook.entries.rules import KINDS, SavedEntry
from workbook.families.rules import Member
from workbook.wall.marks import LABELS
from workbook.web.filters import day, month_day, plural, short_day
from workbook.web.forms import Problem
from workbook.web.parts import Chip, DueState, Identity, Ruler, SideNavigation
from workbook.web.questions import Option

SHOWN_SOURCES: Final = 3


class SessionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One session in the list."""

    href: str
    held_on: date
    chair: str


class FamilyLine(msgspec.Struct, frozen=True, kw_only=True):
    """One family in the agenda. `state` is "", "now", "done" or "signed"."""

    name: str
    href: str
    state: str = ""
    last: str = ""
    due: str = ""
    due_state: DueState = "ok"


class SessionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The team's sessions, and every family with when it is due."""

    starts: bool
    held_on: str
    problems: tuple[Problem, ...]
    sessions: tuple[SessionLine, ...]
    families: tuple[FamilyLine, ...]


class SessionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One session: its families, done and to do."""

    heading: str
    note: str
    done: int
    families: tuple[FamilyLine, ...]


class SourceLink(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that words come from."""

    id: str
    text: str
    href: str


class PartRow(msgspec.Struct, frozen=True, kw_only=True):
    """One worker's row."""

    worker_id: str
    name: str
    discipline: str
    contacts: str
    sources: tuple[SourceLink, ...]
    more_sources: tuple[SourceLink, ...]
    source_ids: tuple[str, ...]
    kept: str
    marks: tuple[Option, ...]


class ChildRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is agreed for one child."""

    id: str
    name: str
    risks: tuple[Chip, ...]
    risk_before: str
    safety: Ruler
    ways: tuple[Chip, ...]


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """What a child said, and where it is written down."""

    who: str
    words: str
    voice: str
    on: datetime
    href: str


class HistoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every discussion of one family."""

    identity: Identity
    side: SideNavigation
    told: tuple[Told, ...]


class FamilyPage(msgspec.Struct, frozen=True, kw_only=True):
    """One family in one session: the screen to write on."""

    heading: str
    session_note: str
    session_href: str
    family_name: str
    family_href: str
    facts: tuple[str, ...]
    seen_alone: str
    drift: str
    danger: tuple[str, str]
    agenda: tuple[FamilyLine, ...]
    done: str
    address: str
    values: Values
    problems: tuple[Problem, ...]
    submit_key: str
    replaces: str
    since: str
    pulled: str
    workers: tuple[tuple[str, str, str], ...]
    parts: tuple[PartRow, ...]
    last: Told | None
    last_actions: tuple[ActionLine, ...]
    quotes: tuple[Quote, ...]
    children: tuple[ChildRow, ...]
    people: tuple[Option, ...]
    child_options: tuple[Option, ...]
    actions: tuple[ActionLine, ...]
    action_rows: tuple[int, ...]
    dissent_rows: tuple[int, ...]
    signs: bool
    next_name: str
    saved: str
    theirs: Told | None

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return self.values.get(name, "")

    def problem(self, name: str) -> str:
        """Return what is wrong with one field."""
        return next((one.message for one in self.problems if one.field == name), "")


class SignedPage(msgspec.Struct, frozen=True, kw_only=True):
    """One discussion that was signed off, and the form that adds to it."""

    heading: str
    session_note: str
    session_href: str
    agenda: tuple[FamilyLine, ...]
    done: str
    address: str
    told: Told
    unsaved: str
    words: str
    adds: bool
    submit_key: str
    problems: tuple[Problem, ...]
    next_name: str
    next_href: str

    def problem(self, name: str) -> str:
        """Return what is wrong with one field."""
        return next((one.message for one in self.problems if one.field == name), "")


def due_words(stands: Standing, today: date) -> tuple[str, DueState]:
    """Say when a family is due: "5 days late", "Today", "1 December"."""
    if stands.last_on is None:
        return ("Never discussed", "today")
    if stands.next_due is None:
        return ("Not set", "ok")
    if stands.next_due < today:
        return (f"{plural((today - stands.next_due).days, 'day')} late", "late")
    if stands.next_due == today:
        return ("Today", "today")
    return (month_day(stands.next_due), "ok")


def family_lines(families: Iterable[Standing], *, today: date) -> tuple[FamilyLine, ...]:
    """Return every family with when it was last discussed and is due."""
    lines = []
    for one in families:
        words, state = due_words(one, today)
        lines.append(
            FamilyLine(
                name=one.name,
                href=f"/families/{one.family_id}/supervision",
                last=day(one.last_on) if one.last_on else "Never",
                due=words,
                due_state=state,
            )
        )
    return tuple(lines)


def agenda_lines(
    agenda: Agenda, *, session: SavedSession, current: str = ""
) -> tuple[FamilyLine, ...]:
    """Return the families of a session with done or to do."""
    found = []
    for one in agenda.families:
        state = "signed" if agenda.done.get(one.family_id) else "done"
        state = state if one.family_id in agenda.done else ""
        words, due_state = due_words(one, session.held_on)
        found.append(
            FamilyLine(
                name=one.name,
                href=f"/supervision/{session.id}/families/{one.family_id}",
                state="now" if one.family_id == current else state,
                last=day(one.last_on) if one.last_on else "Never",
                due=words,
                due_state=due_state,
            )
        )
    return tuple(found)


def _source(entry_id: str, found: Gathered) -> SourceLink | None:
    entry = found.entries.get(entry_id)
    if entry is None:
        return None
    return SourceLink(
        id=entry.id,
        text=f"{short_day(entry.occurred_at)}, {_kind(entry)}",
        href=f"/families/{found.family.id}/entries/{entry.id}",
    )


def _kind(entry: SavedEntry) -> str:
    return KINDS.get(entry.kind, "Entry").lower()


def part_row(part: OwnPart, found: Gathered, *, discipline: str) -> PartRow:
    """Return one worker's row."""
    pulled = part.pulled
    links = [link for one in part.sources if (link := _source(one, found))]
    last = f", last {short_day(pulled.last_on)}" if pulled.last_on else ""
    return PartRow(
        worker_id=part.worker.id,
        name=part.worker.name,
        discipline=part.worker.discipline,
        contacts=plural(pulled.contacts, "contact") + last if pulled.contacts else "no contacts",
        sources=tuple(links[:SHOWN_SOURCES]),
        more_sources=tuple(links[SHOWN_SOURCES:]),
        source_ids=part.sources,
        kept=kept_words(*(one.mark for one in part.all_kept), part.first_mark),
        marks=tuple(Option(mark, LABELS[mark]) for mark in marks_for(part.mark, discipline)),
    )


def child_row(child: Member, found: Gathered, values: Values) -> ChildRow:
    """Return what is agreed for one child, with last time's."""
    before = found.last.newest.agreed.get(child.id, {}) if found.last else {}
    on = month_day(found.last.session.held_on) if found.last else ""
    figure = values.get(f"safety-{child.id}", "")
    return ChildRow(
        id=child.id,
        name=child.first_name,
        risks=_chips(RISKS, values.get(f"risk-{child.id}", "")),
        risk_before=f"{on}: {RISKS.get(str(before['risk']), before['risk'])}"
        if before.get("risk")
        else "",
        safety=Ruler(
            name=f"safety-{child.id}",
            legend=f"How safe is {child.first_name}?",
            low="not safe",
            high="safe enough to close",
            value=int(figure) if figure.isdecimal() else None,
            before=before.get("safety"),
            before_on=on,
        ),
        ways=_chips(WAYS, values.get(f"way-{child.id}", "")),
    )


def _chips(words: Mapping[str, str], chosen: str) -> tuple[Chip, ...]:
    return tuple(
        Chip(value=value, text=text, checked=value == chosen) for value, text in words.items()
    )
