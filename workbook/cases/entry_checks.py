"""Checks of entries: order, times, what they name, and what they replace."""

from typing import Final

from workbook.cases.entry_shapes import Case, EntryRecord
from workbook.cases.known import Known, Problems, Spot

FILE: Final = "entries.jsonl"


def ids_are_given_once(case: Case, known: Known) -> Problems:
    """An entry's id names one line."""
    del known
    first: dict[str, int] = {}
    for entry in case.entries:
        if entry.id in first:
            yield Spot(FILE, entry.line).wrong(
                f"the id {entry.id!r} is taken by line {first[entry.id]}; give another"
            )
        first.setdefault(entry.id, entry.line)


def lines_are_in_order_of_recording(case: Case, known: Known) -> Problems:
    """Entries stand in the order in which they were recorded."""
    del known
    last: EntryRecord | None = None
    for entry in case.entries:
        if last is not None and entry.recorded_at < last.recorded_at:
            yield Spot(FILE, entry.line).wrong(
                f"recorded_at is earlier than that of line {last.line}; put the lines in order of"
                " recording"
            )
        last = entry


def nothing_is_recorded_before_it_happens(case: Case, known: Known) -> Problems:
    """What is recorded has happened."""
    del known
    for entry in case.entries:
        if entry.occurred_at > entry.recorded_at:
            yield Spot(FILE, entry.line).wrong(
                "occurred_at is later than recorded_at; mend one of the times"
            )


def people_and_workers_are_known(case: Case, known: Known) -> Problems:
    """Everybody that an entry names is known."""
    for entry in case.entries:
        spot = Spot(FILE, entry.line)
        yield from spot.named("author", (entry.author,), known.workers, "worker")
        yield from spot.named("present", entry.present, known.persons, "person")
        yield from spot.named("reveals", entry.reveals, known.persons, "person")
        yield from spot.named("mark, persons", entry.mark.persons, known.persons, "person")
        speakers = (each.person for each in entry.voices)
        yield from spot.named("voices", speakers, known.persons, "person")
        owners = (each.owner for each in entry.actions)
        yield from spot.named("actions, owner", owners, known.persons | known.workers, "person")
        if entry.significant is not None:
            yield from spot.named("affects", entry.significant.affects, known.children, "child")


def rulers_are_about_goals(case: Case, known: Known) -> Problems:
    """A ruler is one adult's for one goal."""
    for entry in case.entries:
        spot = Spot(FILE, entry.line)
        yield from spot.named("rulers", (r.adult for r in entry.rulers), known.grown, "adult")
        yield from spot.named("rulers", (r.goal for r in entry.rulers), known.goals, "goal")


def visits_say_who_was_seen(case: Case, known: Known) -> Problems:
    """A child is seen before being seen alone; a visit says why a child was not [domain 2.6]."""
    for entry in case.entries:
        spot = Spot(FILE, entry.line)
        children = [each.person for each in entry.children]
        yield from spot.named("children", children, known.children, "child")
        yield from spot.once("children", children)
        for child in entry.children:
            if child.seen_alone and not child.seen:
                yield spot.wrong(f"children, {child.person}: seen alone but not seen; mend one")
            if entry.statutory_visit and not child.seen_alone and not child.reason.strip():
                yield spot.wrong(
                    f"children, {child.person}: a statutory visit without seeing the child alone"
                    " needs its reason; add it"
                )


def corrections_follow_what_they_replace(case: Case, known: Known) -> Problems:
    """A correction names one earlier entry that nothing else has replaced, and says why."""
    by_id = {entry.id: entry for entry in reversed(case.entries)}
    gone: dict[str, int] = {}
    for entry in case.entries:
        spot = Spot(FILE, entry.line)
        target = entry.replaces or entry.withdraws
        if entry.replaces is not None and entry.withdraws is not None:
            yield spot.wrong("has both replaces and withdraws; keep one")
        if target is None:
            continue
        if not entry.reason.strip():
            yield spot.wrong("a correction needs its reason; add it")
        yield from spot.named("replaces or withdraws", (target,), known.entries, "entry")
        if target in gone:
            yield spot.wrong(f"{target!r} is superseded by line {gone[target]}; name that one")
        gone.setdefault(target, entry.line)
        before = by_id.get(target)
        if before is not None and (
            before.line >= entry.line or before.recorded_at >= entry.recorded_at
        ):
            yield spot.wrong(f"is recorded before {target!r}, which it corrects; mend the order")


CHECKS: Final = (
    ids_are_given_once,
    lines_are_in_order_of_recording,
    nothing_is_recorded_before_it_happens,
    people_and_workers_are_known,
    rulers_are_about_goals,
    visits_say_who_was_seen,
    corrections_follow_what_they_replace,
)
