"""One section on a page: what it says now about each subject, and what lies beneath."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Final

import msgspec

from modules.answers import Line, wording
from modules.catalogue import Catalogue
from modules.schema import Module, Narrative, Section
from workbook.entries.rules import SavedContribution
from workbook.families.rules import FamilyFile
from workbook.programme.rules import (
    CurrentAnswer,
    CurrentSummary,
    Evidence,
    Place,
    SavedSummary,
    answers_of,
    section_as_seen,
)
from workbook.programme.subjects import about, subject_ids_text, subject_kinds, subject_name
from workbook.programme.tracks import is_named_to
from workbook.staff.access import Actor, May, may
from workbook.wall.marks import LABELS, TEAM
from workbook.web.words import VOICES

SEALED: Final = {"survivor": "Sealed. Only those who may read it see that it is here."}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, in lines, under the words the worker saw."""

    label: str
    voice: str
    lines: tuple[Line, ...]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Whose words they are, when, and the entry they stand in."""

    who: str
    discipline: str
    on: datetime
    href: str
    kept: str = ""


class ShownContribution(msgspec.Struct, frozen=True, kw_only=True):
    """What one contribution says: all of it beneath a summary, or what of it still stands."""

    source: Source
    said: tuple[Said, ...]


class ShownWording(msgspec.Struct, frozen=True, kw_only=True):
    """The agreed wording, and what has happened since."""

    words: str
    source: Source
    since: int
    corrected: bool


class ShownSubject(msgspec.Struct, frozen=True, kw_only=True):
    """What a section says about one subject."""

    id: str
    name: str
    agreed: ShownWording | None
    answers: tuple[ShownContribution, ...]
    beneath: tuple[ShownContribution, ...]
    add_href: str
    agree_href: str


class ShownSection(msgspec.Struct, frozen=True, kw_only=True):
    """One section of the page. `empty` are those about whom nothing is recorded yet."""

    key: str
    title: str
    purpose: str
    sealed: str
    subjects: tuple[ShownSubject, ...]
    empty: tuple[tuple[str, str], ...]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What the sections of one module are shown from, and to whom.

    `replaced` are entries that were corrected or withdrawn since a wording was taken from them.
    """

    family: FamilyFile
    module: Module
    catalogue: Catalogue
    actor: Actor
    replaced: frozenset[str] = frozenset()

    def href(self, section_key: str, act: str, ids: tuple[str, ...] | None = None) -> str:
        """Return where something is done to a section."""
        address = f"/families/{self.family.id}/modules/{self.module.key}/{section_key}/{act}"
        return address if ids is None else f"{address}?subject={subject_ids_text(ids)}"


def sections(shown: Shown, current: Mapping[Place, CurrentSummary]) -> tuple[ShownSection, ...]:
    """Return the sections that this worker may be told of, in the order of the definition.

    A section that the newest version no longer has keeps its place at the end.
    """
    by_section: dict[str, dict[Place, CurrentSummary]] = {}
    for place, summary in current.items():
        by_section.setdefault(place.section_key, {})[place] = summary
    found = [
        _section(shown, section, by_section.get(section.key, {}))
        for section in shown.module.sections
        if is_named_to(section, shown.actor.discipline, has_words=bool(by_section.get(section.key)))
    ]
    for key, mine in by_section.items():
        if shown.module.section(key) is None:
            place, first = next(iter(mine.items()))
            newest = first.agreed or first.contributions[0]
            seen = section_as_seen(shown.catalogue, place, version=newest.module_version)
            if seen is not None:
                found.append(_section(shown, seen, mine, is_old=True))
    return tuple(found)


def _section(
    shown: Shown,
    section: Section,
    mine: Mapping[Place, CurrentSummary],
    *,
    is_old: bool = False,
) -> ShownSection:
    order = {one.ids: number for number, one in enumerate(about(shown.family))}
    places = sorted(mine, key=lambda place: order.get(place.subject_ids, len(order)))
    return ShownSection(
        key=section.key,
        title=section.title,
        purpose=section.purpose,
        sealed=SEALED.get(section.track or "", ""),
        subjects=tuple(_subject(shown, mine[place], is_old=is_old) for place in places),
        empty=() if is_old else tuple(_empty(shown, section, mine)),
    )


def _empty(
    shown: Shown, section: Section, mine: Mapping[Place, CurrentSummary]
) -> Iterator[tuple[str, str]]:
    if not may(shown.actor, May.RECORD):
        return
    kinds = subject_kinds(section)
    for one in about(shown.family):
        place = Place(shown.module.key, section.key, one.kind, one.ids)
        if one.kind in kinds - {"pair"} and place not in mine:
            yield (one.name or "The family", shown.href(section.key, "add", one.ids))
    if "pair" in kinds:
        yield ("A parent with a child", shown.href(section.key, "add"))


def _subject(shown: Shown, summary: CurrentSummary, *, is_old: bool) -> ShownSubject:
    place, actor = summary.place, shown.actor
    can_add = may(actor, May.RECORD) and not is_old
    can_agree = may(actor, May.SUMMARISE) and not is_old
    return ShownSubject(
        id="-".join(("at", place.section_key, place.subject_kind, *place.subject_ids)),
        name=subject_name(shown.family, place.subject_ids),
        agreed=_wording(shown, summary),
        answers=tuple(_standing(shown, summary)),
        beneath=tuple(_beneath(shown, each) for each in summary.contributions),
        add_href=shown.href(place.section_key, "add", place.subject_ids) if can_add else "",
        agree_href=shown.href(place.section_key, "summary", place.subject_ids) if can_agree else "",
    )


def _standing(shown: Shown, summary: CurrentSummary) -> Iterator[ShownContribution]:
    """Give the answers that stand, those of one contribution together under one author."""
    for _, run in groupby(summary.answers, key=lambda answer: answer.source.id):
        answers = list(run)
        yield ShownContribution(
            source=source_of(answers[0].source, shown.family),
            said=tuple(said_of(answer, shown.family) for answer in answers),
        )


def _beneath(shown: Shown, contribution: SavedContribution) -> ShownContribution:
    return ShownContribution(
        source=source_of(contribution, shown.family),
        said=tuple(
            said_of(answer, shown.family) for answer in answers_of((contribution,), shown.catalogue)
        ),
    )


def _wording(shown: Shown, summary: CurrentSummary) -> ShownWording | None:
    agreed = summary.agreed
    if agreed is None:
        return None
    return ShownWording(
        words=agreed.words,
        source=Source(
            who=shown.family.names.get(agreed.recorded_by, ""),
            discipline=agreed.discipline,
            on=agreed.recorded_at,
            href="",
            kept=kept_words(agreed, shown.family),
        ),
        since=sum(
            isinstance(each, Evidence) and each.recorded_at > agreed.recorded_at
            for each in summary.contributions
        ),
        corrected=bool(shown.replaced & set(agreed.derived_from)),
    )


def kept_words(saved: SavedContribution | SavedSummary, family: FamilyFile) -> str:
    """Return what is said of the marks that count now; nothing of the usual one."""
    kept = family.marks(saved.id, saved.mark, saved.mark_persons, discipline=saved.discipline)
    return "; ".join(LABELS[one.mark] for one in kept if one.mark != TEAM)


def source_of(saved: SavedContribution, family: FamilyFile) -> Source:
    """Say whose words a contribution holds, and where they stand."""
    return Source(
        who=family.names.get(saved.recorded_by, ""),
        discipline=saved.discipline,
        on=saved.occurred_at,
        href=f"/families/{family.id}/entries/{saved.entry_id}",
        kept=kept_words(saved, family),
    )


def said_of(answer: CurrentAnswer, family: FamilyFile) -> Said:
    """Say an answer under the words its worker saw."""
    asked = answer.question
    names = family.names | {goal.id: goal.words for goal in family.goals}
    voice = asked.voice if isinstance(asked, Narrative) else None
    return Said(
        label=asked.label,
        voice=VOICES[voice] if voice else "",
        lines=wording(asked, answer.answer, names=names),
    )
