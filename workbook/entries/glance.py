"""What stands beside the form: open actions, the last entry, the children’s last words, rulers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from workbook.entries.rules import SavedAction, SavedEntry, SavedRuler, SavedVoice
from workbook.families.rules import FamilyFile, Goal, Tie
from workbook.web.filters import month_day, short_day
from workbook.web.parts import Ruler, Voice

MOST_LAST: Final = 280
SCALES: Final = {
    "importance": ("How important is it to {} to change this?", "not at all", "most important"),
    "confidence": ("How confident is {} of managing it?", "not at all", "fully"),
    "readiness": ("How ready is {} to start?", "not ready", "started"),
}


class OpenAction(msgspec.Struct, frozen=True, kw_only=True):
    """One thing still to be done, to be ticked off with this entry."""

    id: str
    text: str
    who: str
    due: str
    late: bool
    checked: bool


class LastEntry(msgspec.Struct, frozen=True, kw_only=True):
    """The entry before this one."""

    discipline: str
    on: str
    author: str
    text: str


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker needs in sight while writing."""

    actions: tuple[OpenAction, ...]
    last: LastEntry | None
    voices: tuple[Voice, ...]
    href: str


class GoalRulers(msgspec.Struct, frozen=True, kw_only=True):
    """The rulers of one adult for one goal."""

    name: str
    words: str
    rulers: tuple[Ruler, ...]

    @property
    def opened(self) -> bool:
        """Tell whether something was read, or has to be put right."""
        return any(one.value is not None or one.problem for one in self.rulers)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded before and may be seen by this worker."""

    actions: Sequence[SavedAction] = ()
    entries: Sequence[SavedEntry] = ()
    voices: Sequence[SavedVoice] = ()
    rulers: Sequence[SavedRuler] = ()
    modules: tuple[str, ...] = ()
    abuse: tuple[Tie, ...] = ()


def glance(family: FamilyFile, known: Known, *, done: Sequence[str], today: date) -> Glance:
    """Return what stands beside the form. `done` are the actions already ticked."""
    names = family.names
    return Glance(
        actions=tuple(
            OpenAction(
                id=action.id,
                text=action.text,
                who=names.get(action.owner_id, "Somebody who has left"),
                due=short_day(action.due_on),
                late=action.due_on < today,
                checked=action.id in done,
            )
            for action in known.actions
        ),
        last=_last(known.entries, names),
        voices=tuple(_last_words(family, known)),
        href=f"/families/{family.id}",
    )


def _last(entries: Sequence[SavedEntry], names: Mapping[str, str]) -> LastEntry | None:
    if not entries:
        return None
    last = entries[0]
    text = last.note or last.headline
    return LastEntry(
        discipline=last.discipline,
        on=month_day(last.occurred_at),
        author=names.get(last.recorded_by, ""),
        text=text if len(text) <= MOST_LAST else f"{text[:MOST_LAST].rsplit(' ', 1)[0]} …",
    )


def _last_words(family: FamilyFile, known: Known) -> Iterable[Voice]:
    for child in family.children:
        said = [one for one in known.voices if one.person_id == child.id]
        if said:
            words = said[-1].words
            short = words if len(words) <= MOST_LAST else f"{words[:MOST_LAST]} …"
            yield Voice(words=short, who=child.first_name)


def goal_rulers(
    family: FamilyFile,
    rulers: Sequence[SavedRuler],
    *,
    typed: Mapping[str, Sequence[str]],
    problems: Mapping[str, str],
) -> tuple[GoalRulers, ...]:
    """Return the rulers to ask about, each with its last reading."""
    found = []
    for goal in family.goals:
        owner = family.member(goal.owner_id)
        if owner is None:
            continue
        found.append(
            GoalRulers(
                name=owner.first_name,
                words=goal.words,
                rulers=tuple(
                    _ruler(goal, scale, owner.first_name, rulers, typed, problems)
                    for scale in SCALES
                ),
            )
        )
    return tuple(found)


def _ruler(
    goal: Goal,
    scale: str,
    owner: str,
    rulers: Sequence[SavedRuler],
    typed: Mapping[str, Sequence[str]],
    problems: Mapping[str, str],
) -> Ruler:
    name = f"ruler-{goal.id}-{scale}"
    legend, low, high = SCALES[scale]
    read = [one for one in rulers if one.goal_id == goal.id and getattr(one, scale) is not None]
    value = next(iter(typed.get(name, ())), "")
    return Ruler(
        name=name,
        legend=legend.format(owner),
        low=low,
        high=high,
        value=int(value) if value.isascii() and value.isdigit() and len(value) < 3 else None,  # noqa: PLR2004
        before=getattr(read[-1], scale) if read else None,
        before_on=short_day(read[-1].occurred_at) if read else "",
        problem=problems.get(name, ""),
    )
