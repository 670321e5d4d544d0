"""What the form that records an entry means: posted fields into one plain struct."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import msgspec

from workbook.clock import LONDON, london_day
from workbook.entries import module_notes
from workbook.entries.ground import (
    ACTION_ROWS,
    ADULT_ROWS,
    DAYS,
    EVENTS,
    HOWS,
    OWNED_MARKS,
    RULERS,
    WEEKS,
    WISHES,
    Ground,
    NewAction,
    Reading,
    Recording,
    Spoken,
    default_mark,
)
from workbook.entries.module_notes import MOST_WORDS
from workbook.entries.rules import KINDS, ChildSeen, counts_as_statutory
from workbook.families.rules import FamilyFile, Member
from workbook.marking.forms import read_named
from workbook.marking.rules import offered_marks
from workbook.wall.marks import ADULT_PRIVATE, CHILD_PRIVATE, SURVIVOR_PROTECTED
from workbook.web.forms import Form

MOST_LINE: Final = 300
KEY: Final = re.compile("[0-9a-f]{32}")
EARLIEST: Final = date(2000, 1, 1)
NAMES: Final = frozenset(
    {
        "csrf", "submit_key", "later", "kind", "day", "date", "time", "present", "alone", "bedroom",
        "statutory", "module", "note", "significant", "headline", "event_type", "affects", "impact",
        "mark", "kept_from", "mark_persons", "named", "reveals", "done",
    }
)  # fmt: skip


def read_recording(
    form: Form, ground: Ground, *, open_actions: Collection[str], holds_more: bool = False
) -> Recording:
    """Read every field. It holds only when `form.problems` is empty afterwards.

    `holds_more`: there is more to the entry than the form shows, so that it may be empty.
    """
    family = ground.family
    for name in form.unknown(NAMES | own_names(ground)):
        form.refuse("", f"This form has no question {name[:40]!r}")
    people = frozenset(one.id for one in family.members)
    kind = form.choice("kind", KINDS, required="Choose what kind of contact it was")
    occurred_at = read_moment(form, now=ground.now)
    present = form.choices("present", people)
    children = _children(form, family, present)
    seen = tuple(child.person for child in children if child.seen)
    mark = form.choice("mark", sum(offered_marks(ground.discipline), ()))
    significant = form.ticked("significant")
    recording = Recording(
        id=form.fingerprint(),
        submit_key=_submit_key(form),
        kind=kind,
        occurred_at=occurred_at or ground.now,
        statutory_visit=counts_as_statutory(
            kind=kind, discipline=ground.discipline, wanted=form.ticked("statutory")
        ),
        note=form.text("note", MOST_WORDS),
        present=present,
        children=children,
        notes=module_notes.read_notes(
            form,
            family=family,
            catalogue=ground.catalogue,
            discipline=ground.discipline,
            seen=seen,
            present=present,
        ),
        voices=(*_children_spoke(form, family), *_adults_spoke(form, family)),
        readings=_readings(form, family),
        actions=_actions(form, ground),
        done=_done(form, open_actions),
        headline=_line(form, "headline", "Write one line for the chronology", asked=significant),
        event_type=form.choice("event_type", EVENTS) if significant else "",
        impact=form.text("impact", MOST_WORDS) if significant else "",
        affects=form.choices("affects", {one.id for one in family.children}) if significant else (),
        mark=mark or default_mark(ground.discipline),
        mark_persons=form.choices("mark_persons", people),
        kept_from=form.choices("kept_from", people),
        reveals=form.choices("reveals", people),
    )
    return _settled(form, recording, ground, holds_more=holds_more)


def _submit_key(form: Form) -> str:
    key = form.one("submit_key")
    if not KEY.fullmatch(key):
        form.refuse("", "Open this page again before you save")
    return key


def own_names(ground: Ground) -> frozenset[str]:
    """Return the names of the fields that this family and this programme have."""
    modules = module_notes.offered(ground.catalogue, ground.discipline)
    names = {f"module-{key}-{end}" for key in modules for end in ("section", "subject", "words")}
    for child in ground.family.children:
        names.add(f"reason-{child.id}")
        names |= {f"voice-{child.id}-{end}" for end in ("words", "share", "how")}
    names |= {f"ruler-{goal.id}-{end}" for goal in ground.family.goals for end in RULERS}
    names |= {f"adult-{row}-{end}" for row in ADULT_ROWS for end in ("person", "words")}
    names |= {f"action-{row}-{end}" for row in ACTION_ROWS for end in ("text", "owner", "weeks")}
    return frozenset(names)


def _settled(form: Form, recording: Recording, ground: Ground, *, holds_more: bool) -> Recording:
    """Return the recording with its mark's people, after refusing one that says nothing."""
    kept = recording.kept_from or ground.kept_from
    owned = recording.mark_persons if recording.mark in OWNED_MARKS else ()
    if recording.mark in {ADULT_PRIVATE, CHILD_PRIVATE} and not owned:
        form.refuse("mark_persons", "Choose whose it is")
    named = read_named(form, recording.mark, ground.colleagues, worker_id=ground.worker_id)
    said = (
        recording.note, recording.notes, recording.voices, recording.readings, recording.actions,
        recording.done, recording.headline,
    )  # fmt: skip
    if not any(said) and not holds_more and not form.problems:
        form.refuse("note", "Write what happened, or what somebody said")
    return msgspec.structs.replace(
        recording,
        kept_from=kept,
        mark_persons=named or (kept if recording.mark == SURVIVOR_PROTECTED else owned),
    )


def read_moment(form: Form, *, now: datetime) -> datetime | None:
    """Read when it happened, from London’s clock, as a moment in UTC.

    In the hour that comes twice in autumn the first is meant. A time that the clocks leave out in
    spring, or that is still to come, is a problem.
    """
    which = form.choice("day", DAYS, required="Choose the day")
    today = london_day(now)
    day: date | None = {"today": today, "yesterday": today - timedelta(days=1)}.get(which)
    if which == "other":
        day = form.day("date", required="Enter the day it happened")
    at: time | None = form.clock("time", required="Enter the time it happened")
    if day is None or at is None:
        return None
    if day < EARLIEST:
        form.refuse("date", "Check the year")
        return None
    moment = datetime.combine(day, at, tzinfo=LONDON)
    utc = moment.astimezone(UTC)
    if utc.astimezone(LONDON).replace(tzinfo=None) != moment.replace(tzinfo=None):
        form.refuse("time", "There was no such time: the clocks went forward")
    elif utc > now:
        form.refuse("date" if day > today else "time", "Enter a time that is past")
    return utc


def _line(form: Form, name: str, required: str, *, asked: bool) -> str:
    return form.text(name, MOST_LINE, required=required) if asked else ""


def _children(form: Form, family: FamilyFile, present: Collection[str]) -> tuple[ChildSeen, ...]:
    ids = {one.id for one in family.children}
    alone, bedroom = form.choices("alone", ids), form.choices("bedroom", ids)
    found = []
    for child in family.children:
        reason = form.text(f"reason-{child.id}", MOST_LINE)
        seen = child.id in present or child.id in alone
        if not seen and child.id not in bedroom and not reason:
            continue
        found.append(
            ChildSeen(
                person=child.id,
                seen=seen,
                seen_alone=child.id in alone,
                bedroom_seen=child.id in bedroom,
                reason=reason,
            )
        )
    return tuple(found)


def _children_spoke(form: Form, family: FamilyFile) -> list[Spoken]:
    found = []
    for child in family.children:
        name = f"voice-{child.id}"
        words = form.text(f"{name}-words", MOST_WORDS)
        share = form.choice(f"{name}-share", WISHES)
        how = form.choice(f"{name}-how", HOWS)
        if not words:
            continue
        voice = "observed" if how == "observed" else "child_own_words"
        # A child who was not asked has not said yes.
        wish = share or "no"
        found.append(Spoken(person_id=child.id, words=words, voice=voice, how=how, share_ok=wish))
    return found


def _adults_spoke(form: Form, family: FamilyFile) -> list[Spoken]:
    grown: dict[str, Member] = {one.id: one for one in (*family.adults, *family.network)}
    found = []
    for row in ADULT_ROWS:
        words = form.text(f"adult-{row}-words", MOST_WORDS)
        person = form.choice(f"adult-{row}-person", grown)
        if not words:
            continue
        if not person:
            form.refuse(f"adult-{row}-person", "Choose who said it")
            continue
        voice = "parent_own_words" if grown[person].kind == "adult" else "network"
        found.append(Spoken(person_id=person, words=words, voice=voice, how="", share_ok="yes"))
    return found


def _readings(form: Form, family: FamilyFile) -> tuple[Reading, ...]:
    found = []
    for goal in family.goals:
        read = {name: form.whole_number(f"ruler-{goal.id}-{name}", 0, 10) for name in RULERS}
        if any(figure is not None for figure in read.values()):
            found.append(Reading(adult_id=goal.owner_id, goal_id=goal.id, **read))
    return tuple(found)


def _actions(form: Form, ground: Ground) -> tuple[NewAction, ...]:
    owners = ground.owners
    found = []
    for row in ACTION_ROWS:
        text = form.text(f"action-{row}-text", MOST_LINE)
        owner = form.choice(f"action-{row}-owner", owners)
        weeks = form.choice(f"action-{row}-weeks", WEEKS)
        if not text:
            continue
        owner = owner or (ground.worker_id if ground.worker_id in owners else "")
        if not owner:
            form.refuse(f"action-{row}-owner", "Choose who does it")
            continue
        found.append(
            NewAction(
                text=text,
                owner_id=owner,
                owner_is_worker=owners[owner],
                due_on=ground.today + timedelta(weeks=int(weeks or "1")),
            )
        )
    return tuple(found)


def _done(form: Form, open_actions: Collection[str]) -> tuple[str, ...]:
    ticked = tuple(dict.fromkeys(form.all("done")))
    if any(one not in open_actions for one in ticked):
        form.refuse("done", "An action you ticked is no longer open: look at the list again")
    return ticked
