"""The page that records an entry: fresh, put aside and opened again, or to be put right."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

import msgspec

from modules.schema import Module
from workbook.clock import LONDON
from workbook.entries import module_notes
from workbook.entries.glance import Known, glance, goal_rulers
from workbook.entries.ground import (
    ACTION_ROWS,
    ADULT_ROWS,
    EVENTS,
    HOWS,
    WEEKS,
    WISHES,
    Ground,
    default_mark,
)
from workbook.entries.module_notes import SURVIVOR_READERS, Offer
from workbook.entries.record_page import (
    ActionRow,
    AdultRow,
    Panel,
    Reason,
    RecordPage,
    VoiceBox,
)
from workbook.entries.recording import NAMES, own_names
from workbook.entries.rules import KINDS
from workbook.families.rules import Member, Tie, danger, kept_from
from workbook.marking.forms import named_chips
from workbook.marking.rules import offered_marks
from workbook.staff.access import SOCIAL_WORK
from workbook.wall.marks import LABELS, READERS, SURVIVOR_PROTECTED
from workbook.web.filters import join_names, months_between, person_age, short_day
from workbook.web.forms import Problem
from workbook.web.parts import Chip
from workbook.web.questions import Option

ROUND_TO: Final = 5
YOUNGEST_ASKED: Final = 24  # months; before that a child is too young to be asked for a wish
UNLINKED: Final = frozenset({"csrf", "submit_key", "later"})


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the form: what was typed, or nothing yet and only a kind."""

    typed: Mapping[str, Sequence[str]] | None = None
    problems: tuple[Problem, ...] = ()
    submit_key: str
    kind: str = ""

    def one(self, name: str, fresh: str = "") -> str:
        """Return what stands in a field, `fresh` on a form nobody has touched."""
        if self.typed is None:
            return fresh
        return next(reversed(self.typed.get(name, ("",))), "")

    def all(self, name: str, fresh: Iterable[str] = ()) -> tuple[str, ...]:
        """Return everything chosen under a name."""
        return tuple(fresh if self.typed is None else self.typed.get(name, ()))


def record_page(ground: Ground, filled: Filled, known: Known) -> RecordPage:
    """Return the page with what stands on it."""
    family = ground.family
    kind = filled.one("kind", filled.kind)
    problems = _linked(filled.problems, ground)
    everybody = (*family.children, *family.adults, *family.network)
    now = ground.now.astimezone(LONDON)
    in_sight, folded = offered_marks(ground.discipline)
    kept = first_kept_from(ground, known.abuse)
    modules, panels = _modules(ground, filled, known)
    return RecordPage(
        heading="Record an entry",
        back=family.name,
        back_href=f"/families/{family.id}",
        danger=danger(family, ground.today),
        action=f"/families/{family.id}/record",
        submit_key=filled.submit_key,
        problems=problems,
        kinds=tuple(Chip(value=one, text=KINDS[one], checked=one == kind) for one in KINDS),
        days=_days(ground, filled),
        date=filled.one("date"),
        last_date=ground.today.isoformat(),
        time=filled.one("time", f"{now.replace(minute=now.minute // ROUND_TO * ROUND_TO):%H:%M}"),
        present=_people(everybody, filled.all("present"), ground=ground),
        alone=_people(family.children, filled.all("alone")),
        bedroom=_people(family.children, filled.all("bedroom")),
        reasons=tuple(
            Reason(f"reason-{one.id}", one.first_name, filled.one(f"reason-{one.id}"))
            for one in family.children
        ),
        offers_statutory=ground.discipline in SOCIAL_WORK,
        statutory=bool(filled.one("statutory", "1" if kind == "home_visit" else "")),
        modules=modules,
        panels=panels,
        note=filled.one("note"),
        voices=tuple(_voice(one, ground, filled) for one in family.children),
        wishes=_options(WISHES),
        hows=_options(HOWS),
        adults=tuple(
            AdultRow(f"adult-{row}", filled.one(f"adult-{row}-person"),
                     filled.one(f"adult-{row}-words"))
            for row in ADULT_ROWS
        ),
        grown=tuple(Option(one.id, one.name) for one in (*family.adults, *family.network)),
        rulers=goal_rulers(
            family,
            known.rulers,
            typed=filled.typed or {},
            problems={one.field: one.message for one in problems},
        ),
        significant=bool(filled.one("significant")),
        headline=filled.one("headline"),
        events=tuple(Option(one, one[0].upper() + one[1:].replace("'", "’")) for one in EVENTS),
        event_type=filled.one("event_type"),
        affects=_people(family.children, filled.all("affects")),
        impact=filled.one("impact"),
        marks=_marks(in_sight, ground, filled, kept),
        other_marks=_marks(folded, ground, filled, kept),
        kept_from=_people((*family.adults, *family.network), filled.all("kept_from", kept)),
        mark_persons=_people(everybody, filled.all("mark_persons")),
        named=named_chips(ground.colleagues, filled.all("named")),
        reveals=_people(everybody, filled.all("reveals")),
        actions=tuple(_action(row, ground, filled) for row in ACTION_ROWS),
        owners=tuple(_owners(ground)),
        weeks=_options(WEEKS),
        glance=glance(family, known, done=filled.all("done"), today=ground.today),
    )  # fmt: skip


def first_kept_from(ground: Ground, abuse: Iterable[Tie]) -> tuple[str, ...]:
    """Return from whom a survivor’s words are kept unless the author says otherwise.

    Whoever could read of abuse and reads of none is shown nobody.
    """
    ties = tuple(abuse)
    if not ties and ground.discipline in SURVIVOR_READERS:
        return ()
    return kept_from(ground.family, ties, today=ground.today)


def _linked(problems: Iterable[Problem], ground: Ground) -> tuple[Problem, ...]:
    """Return the problems, those of fields that are not on the page as the form’s own."""
    absent = set(UNLINKED)
    if not ground.family.children:
        absent |= {"alone", "bedroom", "affects"}
    if ground.discipline not in SOCIAL_WORK:
        absent.add("statutory")
    shown = (NAMES | own_names(ground)) - absent
    return tuple(one if one.field in shown else Problem("", one.message) for one in problems)


def _options(words: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(value, text) for value, text in words.items())


def _days(ground: Ground, filled: Filled) -> tuple[Chip, ...]:
    chosen = filled.one("day", "today")
    yesterday = ground.today - timedelta(days=1)
    return (
        Chip("today", "Today", short_day(ground.today), checked=chosen == "today"),
        Chip("yesterday", "Yesterday", short_day(yesterday), checked=chosen == "yesterday"),
        Chip("other", "Another day", checked=chosen == "other", opens="other-day"),
    )


def _people(
    people: Iterable[Member], chosen: Sequence[str], *, ground: Ground | None = None
) -> tuple[Chip, ...]:
    """Return people as chips; with the ground, children with their ages and whom to think of."""
    warned = ground.withheld_from if ground else ()
    return tuple(
        Chip(
            value=one.id,
            text=one.first_name if one.is_child else one.name,
            note=person_age(one, ground.today) if ground and one.is_child else "",
            checked=one.id in chosen,
            tone="warn" if one.id in warned else "",
        )
        for one in people
    )


def _modules(
    ground: Ground, filled: Filled, known: Known
) -> tuple[tuple[Chip, ...], tuple[Panel, ...]]:
    """Return a chip and a panel for each module; those a worker added to last are open."""
    offered = module_notes.offered(ground.catalogue, ground.discipline)
    opened = filled.all("module", known.modules)
    numbers = {module.key: number for number, module in enumerate(ground.catalogue.modules, 1)}
    chips = tuple(
        Chip(
            value=key,
            text=f"{numbers[key]} {module.short}",
            checked=key in opened,
            opens=f"panel-{key}",
        )
        for key, (module, _) in offered.items()
    )
    panels = tuple(_panel(module, given, ground, filled) for module, given in offered.values())
    return chips, panels


def _panel(module: Module, given: tuple[Offer, ...], ground: Ground, filled: Filled) -> Panel:
    def field(end: str) -> str:
        return module_notes.field(module.key, end)

    subjects = {one.subject for one in given}
    family = ground.family
    people = (
        *(family.children if "child" in subjects else ()),
        *(family.adults if "adult" in subjects else ()),
    )
    first = module_notes.first_offer(given, ground.discipline).section.key
    return Panel(
        id=f"panel-{module.key}",
        key=module.key,
        title=module.title,
        sections=tuple(Option(one.section.key, one.section.title) for one in given),
        section=filled.one(field("section"), first),
        subjects=_people(people, filled.all(field("subject"))),
        hint="Leave empty for every child you saw." if "child" in subjects else "",
        words=filled.one(field("words")),
    )


def _voice(child: Member, ground: Ground, filled: Filled) -> VoiceBox:
    name = f"voice-{child.id}"
    young = child.born is None or months_between(child.born, ground.today) < YOUNGEST_ASKED
    return VoiceBox(
        field=name,
        name=child.first_name,
        young=young,
        words=filled.one(f"{name}-words"),
        share=filled.one(f"{name}-share", "too_young" if young else ""),
        how=filled.one(f"{name}-how", "observed" if young else ""),
    )


def _marks(
    marks: Iterable[str], ground: Ground, filled: Filled, kept: Iterable[str]
) -> tuple[Chip, ...]:
    chosen = filled.one("mark", default_mark(ground.discipline))
    people = (ground.family.member(one) for one in kept)
    named = join_names((one.name for one in people if one), "or")
    labels = LABELS | ({SURVIVOR_PROTECTED: f"Not for {named}"} if named else {})
    return tuple(
        Chip(
            value=mark,
            text=labels[mark],
            note=READERS[mark].removeprefix(f"{labels[mark]}. "),
            checked=mark == chosen,
        )
        for mark in marks
    )


def _action(row: int, ground: Ground, filled: Filled) -> ActionRow:
    name = f"action-{row}"
    return ActionRow(
        name,
        filled.one(f"{name}-text"),
        filled.one(f"{name}-owner", ground.worker_id),
        filled.one(f"{name}-weeks", "1"),
    )


def _owners(ground: Ground) -> Iterable[Option]:
    names = ground.family.names
    if ground.worker_id in ground.owners:
        yield Option(ground.worker_id, "Me")
    for person in ground.owners:
        if person != ground.worker_id:
            yield Option(person, names[person])
