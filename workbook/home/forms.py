"""What the first page, the page of news and the team's page are filled with."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from modules.catalogue import Catalogue
from workbook.entries.rules import KINDS, SavedAction, title
from workbook.families.rules import STAGES, FamilyFile, current_stages, most_serious
from workbook.home import rules
from workbook.home.rules import Due, News, Unfinished, VisitRule
from workbook.programme.rules import ModuleActivity
from workbook.timeline.rules import shorten
from workbook.web.filters import (
    ago,
    as_day,
    plural,
    short_day,
    short_weekday_day,
)
from workbook.web.parts import DueState, ModuleState

SHOWN_NEWS: Final = 6
SHOWN_DUE: Final = 6
GROUPS: Final = {"late": "Late", "today": "Today", "soon": "Next 7 days"}


class DueLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do: whose, what, when and the link or button that does it.

    With an `action_id` a button marks that action done; else `do_href` leads to where it is done.
    """

    on: date
    name: str
    href: str
    what: str
    do: str
    do_href: str = ""
    action_id: str = ""


class DueGroup(msgspec.Struct, frozen=True, kw_only=True):
    """What is late, due today or due within seven days; `rest` folds away."""

    state: str
    heading: str
    lines: tuple[tuple[DueLine, str], ...]
    rest: tuple[tuple[DueLine, str], ...]


class DraftLine(msgspec.Struct, frozen=True):
    """Something put aside: whose, what, how much and when it was saved."""

    name: str
    what: str
    href: str
    saved: str


class NewsLine(msgspec.Struct, frozen=True):
    """One entry a colleague added."""

    discipline: str
    title: str
    href: str
    about: str


class FamilyLine(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table of families."""

    name: str
    href: str
    children: str
    new: int
    until: str
    worker: str
    plan: str
    category: str
    last_visit: str
    visit_due: str
    visit_state: DueState
    programme: tuple[ModuleState, ...]
    next: str
    record_href: str


def visit_lines(
    families: Iterable[FamilyFile], *, visits: Mapping[str, date], rule: VisitRule, today: date
) -> list[DueLine]:
    """Return a line for each visit that is due within seven days, or late."""
    lines = []
    for family in families:
        on = rules.visit_due(family, last_visit=visits.get(family.id), rule=rule, today=today)
        if on is not None and rules.when_due(on, today):
            stage = most_serious(current_stages(family, today).values())
            lines.append(
                DueLine(
                    on=on,
                    name=family.name,
                    href=f"/families/{family.id}",
                    what=f"{STAGES[stage.stage]} visit" if stage else "Visit",
                    do="Record visit",
                    do_href=f"/families/{family.id}/record?kind=home_visit",
                )
            )
    return lines


def action_lines(
    actions: Iterable[SavedAction], *, worker_id: str, names: Mapping[str, str], today: date
) -> list[DueLine]:
    """Return a line for each of the worker's own open actions due within seven days, or late."""
    return [
        DueLine(
            on=action.due_on,
            name=names[action.family_id],
            href=f"/families/{action.family_id}",
            what=f"Action: {shorten(action.text, 24)}",
            do="Mark done",
            action_id=action.id,
        )
        for action in actions
        if action.owner_id == worker_id and rules.when_due(action.due_on, today)
    ]


def due_lines(dues: Iterable[Due], *, names: Mapping[str, str], today: date) -> list[DueLine]:
    """Return a line for what other packages say is due; the same for several is one line."""
    near = [due for due in dues if rules.when_due(due.on, today) and due.family_id in names]

    def same(due: Due) -> tuple[date, str, str]:
        return (due.on, due.what, due.href)

    lines = []
    for (on, what, href), group in itertools.groupby(sorted(near, key=same), key=same):
        families = list(group)
        first, alone = families[0], len(families) == 1
        lines.append(
            DueLine(
                on=on,
                name=names[first.family_id] if alone else what,
                href=f"/families/{first.family_id}" if alone else "",
                what=what if alone else f"{len(families)} of your families",
                do=first.do,
                do_href=href,
            )
        )
    return lines


def due_groups(lines: Iterable[DueLine], *, today: date) -> tuple[DueGroup, ...]:
    """Put what is to be done into late, today and the next seven days, soonest first.

    Among what is late, visits and meetings stand before actions: there may be many of those.
    """

    def order(line: DueLine) -> tuple[bool, date, str, str]:
        return (bool(line.action_id) and line.on < today, line.on, line.name, line.what)

    groups: dict[str, list[tuple[DueLine, str]]] = {}
    for line in sorted(lines, key=order):
        state = rules.when_due(line.on, today)
        if state is not None:
            groups.setdefault(state, []).append((line, _when(line.on, today)))
    return tuple(
        DueGroup(
            state=state,
            heading=heading,
            lines=tuple(groups[state][:SHOWN_DUE]),
            rest=tuple(groups[state][SHOWN_DUE:]),
        )
        for state, heading in GROUPS.items()
        if state in groups
    )


def draft_lines(
    drafts: Iterable[Unfinished], *, names: Mapping[str, str], now: datetime
) -> tuple[DraftLine, ...]:
    """Return what was put aside, with how many words and when it was saved."""
    return tuple(
        DraftLine(
            name=names[draft.family_id],
            what=KINDS.get(draft.kind, "Entry").lower(),
            href=f"/families/{draft.family_id}/record?draft={draft.id}",
            saved=f"{plural(draft.words, 'word')}, saved {ago(draft.saved_at, now)}",
        )
        for draft in drafts
        if draft.family_id in names
    )


def news_lines(news: Iterable[News], families: Iterable[FamilyFile]) -> tuple[NewsLine, ...]:
    """Return what colleagues added, in the order given."""
    by_id = {family.id: family for family in families}
    return tuple(
        NewsLine(
            one.entry.discipline,
            title(one.entry, by_id[one.entry.family_id].names),
            f"/families/{one.entry.family_id}/entries/{one.entry.id}",
            ", ".join(
                (
                    by_id[one.entry.family_id].name,
                    short_weekday_day(one.entry.occurred_at),
                    one.author,
                )
            ),
        )
        for one in news
        if one.entry.family_id in by_id
    )


def family_lines(
    families: Sequence[FamilyFile],
    *,
    visits: Mapping[str, date],
    rule: VisitRule,
    activity: Mapping[str, Mapping[str, ModuleActivity]],
    actions: Sequence[SavedAction],
    dues: Sequence[Due],
    new: Mapping[str, int],
    until: Mapping[str, datetime],
    catalogue: Catalogue,
    records: bool,
    today: date,
) -> tuple[FamilyLine, ...]:
    """Return the table of families, the next visit first, then by name."""
    lines = []
    for family in families:
        on = rules.visit_due(family, last_visit=visits.get(family.id), rule=rule, today=today)
        coming = rules.next_thing(family.id, actions=actions, dues=dues, today=today)
        plan, category = rules.plan_words(family, today)
        work = activity.get(family.id, {})
        visited = visits.get(family.id)
        line = FamilyLine(
            name=family.name,
            href=f"/families/{family.id}",
            children=rules.children_words(family, today),
            new=new.get(family.id, 0),
            until=until_words(until.get(family.id)),
            worker=rules.social_workers(family, today),
            plan=plan,
            category=category,
            last_visit=short_day(visited) if visited else "Not yet",
            visit_due=rules.visit_words(on, today),
            visit_state=rules.visit_state(on, today),
            programme=tuple(
                work.get(module.key, ModuleActivity()).state for module in catalogue.modules
            ),
            next=f"{shorten(coming[0], 8)}, {short_day(coming[1])}" if coming else "Nothing set",
            record_href=f"/families/{family.id}/record" if records else "",
        )
        lines.append((on or date.max, line.name, line))
    return tuple(line for _, _, line in sorted(lines, key=lambda one: one[:2]))


def until_words(until: datetime | None) -> str:
    """Say until when a family is open to somebody who only covers it; "" for all others."""
    return f"Cover until {short_day(until - timedelta(minutes=1))}" if until else ""


def _when(on: date, today: date) -> str:
    if on < today:
        day = short_weekday_day(on)
        return f"Was due {day}" if on.year == today.year else f"Was due {day} {on.year}"
    return "Today" if on == today else short_weekday_day(as_day(on))
