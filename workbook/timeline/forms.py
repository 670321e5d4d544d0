"""What the pages of the family workbook are filled with."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from modules.catalogue import Catalogue
from workbook.entries.rules import KINDS, SavedAction, SavedRuler, SavedVoice, title
from workbook.families.rules import FamilyFile
from workbook.marking.rules import Kept
from workbook.programme.rules import STATUSES, ModuleActivity
from workbook.timeline import rules
from workbook.timeline.rules import Event, Held, Tally, Told
from workbook.wall import marks
from workbook.web.filters import as_day, day, join_names, month_day, plural, short_day
from workbook.web.parts import ModuleCard, SideLink, Tag, TimelineItem, Voice
from workbook.web.words import DISCIPLINES, VOICES

MOST_ACTIONS: Final = 5
SAID: Final = frozenset({"ready_for_review", "not_applicable", "paused", "reopened"})
COLLEAGUE: Final = "a colleague"
SOMEBODY: Final = "someone in the family"


class ActionLine(msgspec.Struct, frozen=True):
    """One open action: what, whose, by when and how late in words."""

    text: str
    owner: str
    due: str
    is_late: bool


class EventLine(msgspec.Struct, frozen=True, kw_only=True):
    """One significant event of the chronology."""

    day: date
    headline: str
    href: str
    kind: str
    children: str
    impact: str
    source: str
    discipline: str
    marks: tuple[str, ...]


def mark_notes(present: Iterable[Kept], names: Mapping[str, str]) -> tuple[str, ...]:
    """Say in words whom an entry is kept from; nothing where everybody may read it."""
    return tuple(words for one in present if (words := _mark_note(one, names)))


def _mark_note(one: Kept, names: Mapping[str, str]) -> str:
    who = join_names(names[person] for person in one.persons if person in names)
    kept_to = DISCIPLINES[one.discipline].name.lower() if one.discipline in DISCIPLINES else ""
    words = {
        marks.SURVIVOR_PROTECTED: f"Not for {who or 'the person using abuse'}",
        marks.ADULT_PRIVATE: f"Private to {who or 'one adult'}",
        marks.CHILD_PRIVATE: f"{who or 'A child'} asked us to keep this private",
        marks.HEALTH_RESTRICTED: f"Health detail kept to {kept_to}",
        marks.THIRD_PARTY: "Told to us in confidence",
        marks.LEGAL_PRIVILEGED: "Legal advice: social worker and manager only",
        marks.POLICE_RESTRICTED: f"Police or MARAC: for {who or 'named workers'} only",
        marks.STAFF_SAFETY: "For staff safety: goes into no document",
    }
    return words.get(one.mark, "")


def module_cards(
    catalogue: Catalogue, activity: Mapping[str, ModuleActivity], *, family_id: str
) -> tuple[ModuleCard, ...]:
    """Return a card for each module of the council's programme."""
    cards = []
    for number, module in enumerate(catalogue.modules, 1):
        work = activity.get(module.key, ModuleActivity())
        # Said only where the card's own three states would not say it.
        said = [STATUSES[work.status]] if work.status in SAID else []
        if work.last_at is not None:
            said.append(f"{plural(work.sessions, 'session')}, last {short_day(work.last_at)}")
        cards.append(
            ModuleCard(
                number=number,
                name=module.title,
                href=f"/families/{family_id}/modules/{module.key}",
                state=work.state,
                about=". ".join(said),
                disciplines=work.disciplines,
            )
        )
    return tuple(cards)


def programme_note(cards: tuple[ModuleCard, ...], *, opened_on: date, today: date) -> str:
    """Say how far the programme has got: "2 of 8 completed, 4 in progress. Week 11."."""
    done = sum(card.state == "done" for card in cards)
    now = sum(card.state == "now" for card in cards)
    week = rules.week_number(opened_on, today)
    return f"{done} of {len(cards)} completed, {now} in progress. Week {week}."


def action_lines(
    actions: Iterable[SavedAction], *, family: FamilyFile, today: date
) -> tuple[ActionLine, ...]:
    """Return the first open actions by date due, late ones in words."""
    names = family.names
    return tuple(
        ActionLine(
            text=rules.shorten(action.text, 30),
            owner=names.get(action.owner_id, COLLEAGUE if action.owner_is_worker else SOMEBODY),
            due=f"late, was {short_day(action.due_on)}"
            if action.due_on < today
            else f"by {short_day(action.due_on)}",
            is_late=action.due_on < today,
        )
        for action in list(actions)[:MOST_ACTIONS]
    )


def filters(family: FamilyFile, tally: Tally, *, show: str) -> tuple[SideLink, ...]:
    """Return the ways to narrow the timeline: only disciplines that wrote something are offered."""
    present = [key for key in DISCIPLINES if key in tally.written]
    wanted = [("", "Everything")]
    wanted += [(key, DISCIPLINES[key].name) for key in present] if len(present) > 1 else []
    wanted += [("significant", "Significant events"), ("voice", "Child’s voice")]
    address = f"/families/{family.id}"
    return tuple(
        SideLink(
            text=text,
            href=f"{address}{f'?show={key}' if key else ''}#timeline",
            current=key == show,
        )
        for key, text in wanted
    )


def timeline_items(
    told: Iterable[Told],
    *,
    family: FamilyFile,
    voices: Iterable[SavedVoice],
    modules: Mapping[str, set[str]],
    rulers: Iterable[SavedRuler],
    catalogue: Catalogue,
    case: bool,
) -> tuple[TimelineItem, ...]:
    """Return the entries in the order given; `case`: modules open to this worker, so they lead."""
    heard: dict[str, list[SavedVoice]] = {}
    for voice in voices:
        heard.setdefault(voice.entry_id, []).append(voice)
    moved = rules.changes(rulers)
    at = f"/families/{family.id}/modules" if case else ""
    return tuple(
        _item(
            one,
            family=family,
            voices=heard.get(one.entry.id, []),
            tags=(
                *_module_tags(modules.get(one.entry.id, set()), catalogue, at=at),
                *(
                    Tag(f"{rules.first_name(adult, family)}: {words.lower()}")
                    for adult, words in moved.get(one.entry.id, ())
                ),
            ),
        )
        for one in told
    )


def events(
    told: Iterable[Told], kept: Iterable[Event], *, family: FamilyFile, child: str
) -> tuple[EventLine, ...]:
    """Return the chronology: every significant event, or those that affect one child.

    `told` are entries, `kept` what other packages keep; on one day the entries come first.
    """
    lines = (*_recorded(told, family, child), *_kept(kept, family, child))
    return tuple(sorted(lines, key=lambda line: line.day))


def _recorded(told: Iterable[Told], family: FamilyFile, child: str) -> Iterator[EventLine]:
    return (
        EventLine(
            day=as_day(one.entry.occurred_at),
            headline=one.entry.headline,
            href=f"/families/{family.id}/entries/{one.entry.id}",
            kind=rules.event_words(one.entry.event_type),
            children=_first_names(one.entry.affects, family),
            impact=one.entry.impact,
            source=one.author,
            discipline=one.entry.discipline,
            marks=_notes(one, family),
        )
        for one in told
        if not child or child in one.entry.affects
    )


def _kept(kept: Iterable[Event], family: FamilyFile, child: str) -> Iterator[EventLine]:
    return (
        EventLine(
            day=one.on,
            headline=one.headline,
            href=one.href,
            kind=one.kind,
            children=_first_names(one.affects, family),
            impact=one.impact,
            source=one.source,
            discipline=one.discipline,
            marks=(),
        )
        for one in kept
        if not child or child in one.affects
    )


def _first_names(people: Iterable[str], family: FamilyFile) -> str:
    names = family.names
    return join_names(rules.first_name(person, family) for person in people if person in names)


def child_filters(family: FamilyFile, *, child: str) -> tuple[SideLink, ...]:
    """Return the ways to narrow the chronology: everyone, or one child."""
    address = f"/families/{family.id}/chronology"
    return (
        SideLink("All children", address, current=not child),
        *(
            SideLink(one.first_name, f"{address}?child={one.id}", current=one.id == child)
            for one in family.children
        ),
    )


def _item(
    told: Told, *, family: FamilyFile, voices: Iterable[SavedVoice], tags: tuple[Tag, ...]
) -> TimelineItem:
    entry = told.entry
    children = {child.id for child in family.children}
    event = rules.event_words(entry.event_type) or "Recorded in the chronology"
    return TimelineItem(
        id=entry.id,
        title=title(entry, family.names),
        href=f"/families/{family.id}/entries/{entry.id}",
        discipline=entry.discipline,
        occurred=entry.occurred_at,
        kind=_kind(told),
        author=told.author,
        text=rules.shorten(entry.note),
        significant=event if entry.is_significant else "",
        marks=_notes(told, family),
        voices=tuple(
            Voice(
                words=rules.shorten(voice.words),
                who=rules.first_name(voice.person_id, family),
                kind="Child’s voice"
                if voice.person_id in children
                else VOICES.get(voice.voice, "In their own words"),
            )
            for voice in voices
        ),
        tags=tags,
        corrected=f"Corrected on {month_day(entry.recorded_at)}: {entry.reason}"
        if entry.replaces_id
        else "",
    )


def _kind(told: Told) -> str:
    kind = KINDS.get(told.entry.kind, "Entry")
    return f"{kind}, statutory" if told.entry.statutory_visit else kind


def _notes(told: Told, family: FamilyFile) -> tuple[str, ...]:
    entry = told.entry
    present = family.marks(entry.id, entry.mark, entry.mark_persons, discipline=entry.discipline)
    return mark_notes(present, family.names)


def _module_tags(keys: set[str], catalogue: Catalogue, *, at: str) -> list[Tag]:
    """Name the modules an entry added to, in the order of the programme, each leading there."""
    return [
        Tag(f"Module {number}: {module.title}", f"{at}/{module.key}" if at else "")
        for number, module in enumerate(catalogue.modules, 1)
        if module.key in keys
    ]


def held_lines(
    held: Iterable[Held], *, family: FamilyFile, worker_id: str, today: date
) -> tuple[str, ...]:
    """Say which discipline holds something that is not shown here, and whom to ask [security 3.3].

    One line a discipline: no title, no day, no number.
    """
    return tuple(_held_line(one, family, worker_id=worker_id, today=today) for one in held)


def _held_line(one: Held, family: FamilyFile, *, worker_id: str, today: date) -> str:
    who = DISCIPLINES[one.discipline].name if one.discipline in DISCIPLINES else "A colleague"
    colleagues = [
        worker.name
        for worker in family.working(today)
        if worker.discipline == one.discipline and worker.id != worker_id
    ]
    ask = join_names(colleagues, "or") or "the family’s team"
    return f"{who}, last in {one.month:%B %Y}: ask {ask}"


def moved_lines(left: Iterable[datetime]) -> tuple[str, ...]:
    """Say what stands where entries were that belong to another family, and no more of them."""
    return tuple(
        f"An entry was here that belongs to another family. It was moved on {day(at)}."
        for at in left
    )
