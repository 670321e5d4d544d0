"""A version's parts, and which of them the form can hold: the rest is carried over as it is.

A correction takes the place of a whole version, so a part that the form does not show (a score, a
table of answers, an action with its date) would fall out of the record if it were not carried.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from workbook.clock import LONDON
from workbook.entries.ground import ADULT_ROWS, EVENTS, HOWS, RULERS, WISHES, Ground, Recording
from workbook.entries.keeping import first_mark, kept_apart
from workbook.entries.module_notes import Offer, field, offered
from workbook.entries.rules import SavedEntry
from workbook.wall.marks import POLICE_RESTRICTED, SURVIVOR_PROTECTED, tightest

Typed = Mapping[str, tuple[str, ...]]
TICKED: Final = ("1",)


class OldContribution(msgspec.Struct, frozen=True, kw_only=True):
    """A contribution of the version that is corrected."""

    id: str
    module_key: str
    module_version: int
    section_key: str
    subject_kind: str
    subject_ids: tuple[str, ...]
    answers: dict[str, Any]
    share_ok: str
    mark: str
    mark_persons: tuple[str, ...]


class OldVoice(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's words in the version that is corrected."""

    id: str
    person_id: str
    words: str
    voice: str
    how: str
    share_ok: str
    mark: str
    mark_persons: tuple[str, ...]


class OldRuler(msgspec.Struct, frozen=True, kw_only=True):
    """An adult's rulers in the version that is corrected."""

    id: str
    adult_id: str
    goal_id: str
    importance: int | None
    confidence: int | None
    readiness: int | None
    mark: str
    mark_persons: tuple[str, ...]


class OldScore(msgspec.Struct, frozen=True, kw_only=True):
    """A score in the version that is corrected."""

    id: str
    instrument: str
    version: str
    with_whom: str
    total: int
    risk_item_positive: bool | None
    mark: str
    mark_persons: tuple[str, ...]


class OldAction(msgspec.Struct, frozen=True, kw_only=True):
    """An action of the version that is corrected that is still to be done."""

    id: str
    text: str
    owner_id: str
    owner_is_worker: bool
    child_id: str | None
    due_on: date
    mark: str
    mark_persons: tuple[str, ...]


class OldParts(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of one version, or those of them that are carried over."""

    contributions: tuple[OldContribution, ...] = ()
    voices: tuple[OldVoice, ...] = ()
    rulers: tuple[OldRuler, ...] = ()
    scores: tuple[OldScore, ...] = ()
    actions: tuple[OldAction, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no part at all."""
        return not any(getattr(self, name) for name in self.__struct_fields__)

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of all parts."""
        return frozenset(one.id for name in self.__struct_fields__ for one in getattr(self, name))

    def without(self, ids: Iterable[str]) -> "OldParts":
        """Return the parts but these."""
        gone = frozenset(ids)
        left = {
            name: tuple(one for one in getattr(self, name) if one.id not in gone)
            for name in self.__struct_fields__
        }
        return OldParts(**left)


class Instead(msgspec.Struct, frozen=True, kw_only=True):
    """What makes an entry a correction: of which version, why, and what is carried over."""

    version: SavedEntry
    reason: str
    carried: OldParts


class Filling(msgspec.Struct, frozen=True, kw_only=True):
    """A version as the form holds it, and the parts that it cannot hold."""

    typed: Typed
    carried: OldParts


def filling(version: SavedEntry, parts: OldParts, ground: Ground) -> Filling:
    """Return what stands on the form when a version is to be corrected.

    A part that somebody kept closer than the rest is carried over, so that it stays so.
    """
    typed: dict[str, tuple[str, ...]] = dict(_itself(version, ground))
    held: set[str] = set()
    free = parts.without(kept_apart(version, ground.family))
    for fields, ids in (
        _notes(version, free.contributions, ground),
        _children_said(free.voices, ground),
        _adults_said(free.voices, ground),
        _readings(free.rulers, ground),
    ):
        typed.update(fields)
        held.update(ids)
    return Filling(typed=typed, carried=parts.without(held))


def _itself(version: SavedEntry, ground: Ground) -> Iterable[tuple[str, tuple[str, ...]]]:
    local = version.occurred_at.astimezone(LONDON)
    days = {ground.today: "today", ground.today - timedelta(days=1): "yesterday"}
    yield "kind", (version.kind,)
    yield "day", (days.get(local.date(), "other"),)
    yield "date", (local.date().isoformat(),)
    yield "time", (f"{local:%H:%M}",)
    seen = (one.person for one in version.children if one.seen)
    yield "present", tuple(dict.fromkeys((*version.present, *seen)))
    yield "alone", tuple(one.person for one in version.children if one.seen_alone)
    yield "bedroom", tuple(one.person for one in version.children if one.bedroom_seen)
    for one in version.children:
        yield f"reason-{one.person}", (one.reason,)
    if version.statutory_visit:
        yield "statutory", TICKED
    yield "note", (version.note,)
    if version.headline:
        yield "significant", TICKED
    yield "headline", (version.headline,)
    yield "event_type", (version.event_type if version.event_type in EVENTS else "",)
    yield "impact", (version.impact,)
    yield "affects", version.affects
    first = first_mark(version, ground)
    yield "mark", (first.mark,)
    kept = first.mark == SURVIVOR_PROTECTED
    yield "kept_from", first.persons if kept else ground.withheld_from
    is_named = first.mark == POLICE_RESTRICTED
    yield "mark_persons", () if kept or is_named else first.persons
    yield "named", first.persons if is_named else ()
    yield "reveals", version.reveals


Fields = tuple[dict[str, tuple[str, ...]], list[str]]


def _notes(version: SavedEntry, contributions: Sequence[OldContribution], ground: Ground) -> Fields:
    """Put one note a module on the form: the same words about one or several people."""
    modules = offered(ground.catalogue, ground.discipline)
    notes: dict[str, list[OldContribution]] = {}
    for one in contributions:
        module, given = modules.get(one.module_key, (None, ()))
        offer = next((each for each in given if each.section.key == one.section_key), None)
        if module is None or offer is None or module.version != one.module_version:
            continue
        if not _is_short(one, offer, version):
            continue
        before = notes.setdefault(one.module_key, [])
        if not before or _is_same_note(before[0], one):
            before.append(one)
    typed: dict[str, tuple[str, ...]] = {"module": tuple(notes)}
    for key, same in notes.items():
        (words,) = same[0].answers.values()
        typed[field(key, "section")] = (same[0].section_key,)
        typed[field(key, "words")] = (words,)
        typed[field(key, "subject")] = tuple(person for one in same for person in one.subject_ids)
    return typed, [one.id for same in notes.values() for one in same]


def _is_short(one: OldContribution, offer: Offer, version: SavedEntry) -> bool:
    """Tell whether saving it through the form would give the very same contribution."""
    answer = one.answers.get(offer.question.key)
    wish = "no" if offer.question.voice == "child_own_words" else "yes"
    mark = tightest([version.mark, offer.section.mark_for(frozenset({offer.question.key}))])
    return (
        len(one.answers) == 1
        and isinstance(answer, str)
        and one.subject_kind == offer.subject
        and one.share_ok == wish
        and one.mark == mark
    )


def _is_same_note(first: OldContribution, other: OldContribution) -> bool:
    return (first.section_key, first.answers) == (other.section_key, other.answers) and bool(
        first.subject_ids
    )


def _children_said(voices: Sequence[OldVoice], ground: Ground) -> Fields:
    typed: dict[str, tuple[str, ...]] = {}
    held = []
    for child in ground.family.children:
        name = f"voice-{child.id}"
        for one in voices:
            kind = "observed" if one.how == "observed" else "child_own_words"
            if (
                one.person_id == child.id
                and f"{name}-words" not in typed
                and one.voice == kind
                and one.how in ("", *HOWS)
                and one.share_ok in WISHES
            ):
                typed |= {
                    f"{name}-words": (one.words,),
                    f"{name}-share": (one.share_ok,),
                    f"{name}-how": (one.how,),
                }
                held.append(one.id)
    return typed, held


def _adults_said(voices: Sequence[OldVoice], ground: Ground) -> Fields:
    kinds = {one.id: "parent_own_words" for one in ground.family.adults}
    kinds |= {one.id: "network" for one in ground.family.network}
    fitting = [
        one
        for one in voices
        if kinds.get(one.person_id) == one.voice and not one.how and one.share_ok == "yes"
    ]
    typed: dict[str, tuple[str, ...]] = {}
    held = []
    for row, one in zip(ADULT_ROWS, fitting, strict=False):
        typed[f"adult-{row}-person"] = (one.person_id,)
        typed[f"adult-{row}-words"] = (one.words,)
        held.append(one.id)
    return typed, held


def _readings(rulers: Sequence[OldRuler], ground: Ground) -> Fields:
    typed: dict[str, tuple[str, ...]] = {}
    held = []
    owners = {goal.id: goal.owner_id for goal in ground.family.goals}
    for one in rulers:
        if owners.get(one.goal_id) != one.adult_id:
            continue
        if any(f"ruler-{one.goal_id}-{name}" in typed for name in RULERS):
            continue
        for name in RULERS:
            figure = getattr(one, name)
            typed[f"ruler-{one.goal_id}-{name}"] = ("" if figure is None else str(figure),)
        held.append(one.id)
    return typed, held


def completed(recording: Recording, instead: Instead) -> Recording:
    """Return a correction with what the form could not show of the version before.

    A brother who was not seen that day, and a kind of event that is no longer offered.
    """
    version = instead.version
    told = {one.person for one in recording.children}
    unseen = tuple(one for one in version.children if not one.seen and one.person not in told)
    kind = recording.event_type
    if recording.headline and not kind and version.event_type not in EVENTS:
        kind = version.event_type
    return msgspec.structs.replace(
        recording, children=(*recording.children, *unseen), event_type=kind
    )
