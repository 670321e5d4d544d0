"""What the page of one entry says: every part, and who may read it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from modules.answers import Line, wording
from modules.catalogue import Catalogue
from modules.errors import UnknownDefinitionError
from modules.schema import Narrative
from workbook.entries.ground import WISHES
from workbook.entries.rules import (
    KINDS,
    SavedAction,
    SavedContribution,
    SavedEntry,
    SavedRuler,
    SavedScore,
    SavedVoice,
    title,
)
from workbook.entries.versions.history import COLLEAGUE
from workbook.entries.versions.readings import (
    SOMEONE,
    RulersOf,
    ScoreLine,
    SeenLine,
    rulers_shown,
    score_line,
    seen_lines,
)
from workbook.families.rules import FamilyFile
from workbook.marking.forms import chips, closer
from workbook.marking.rules import Kept, words_of
from workbook.wall.marks import READERS
from workbook.web.filters import join_names, short_day
from workbook.web.parts import Closer
from workbook.web.words import VOICES

OUTCOMES: Final = {"done": "Done", "not_needed": "No longer needed"}


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one version that this reader may read."""

    voices: Sequence[SavedVoice] = ()
    contributions: Sequence[SavedContribution] = ()
    rulers: Sequence[SavedRuler] = ()
    scores: Sequence[SavedScore] = ()
    actions: Sequence[SavedAction] = ()


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One person’s words, whose they are and what they wish."""

    who: str
    words: str
    kind: str
    how: str
    wish: str
    kept: tuple[str, ...]
    closer: Closer


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One answer under the words its worker saw."""

    label: str
    voice: str
    lines: tuple[Line, ...]


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What the entry added to one section about one subject."""

    module: str
    href: str
    section: str
    about: str
    kept: tuple[str, ...]
    answers: tuple[Answered, ...]
    closer: Closer


class ActionLine(msgspec.Struct, frozen=True, kw_only=True):
    """An action of the entry and what became of it."""

    text: str
    owner: str
    due: str
    outcome: str
    kept: tuple[str, ...]
    closer: Closer


class ShownEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One version of an entry, in words."""

    title: str
    discipline: str
    occurred_at: datetime
    recorded_at: datetime
    kind: str
    statutory: bool
    author: str
    employer: str
    people: str
    note: str
    withdrawn: str
    seen: tuple[SeenLine, ...]
    headline: str
    event_type: str
    affects: str
    impact: str
    said: tuple[Said, ...]
    rulers: tuple[RulersOf, ...]
    scores: tuple[ScoreLine, ...]
    added: tuple[Added, ...]
    actions: tuple[ActionLine, ...]
    marks: tuple[tuple[str, str], ...]
    closer: Closer
    reveals: str


def shown_entry(
    entry: SavedEntry,
    parts: Parts,
    *,
    family: FamilyFile,
    catalogue: Catalogue,
    names: Mapping[str, str],
    reader: str,
) -> ShownEntry:
    """Say everything of one version. `reader` is a discipline, `names` hold everybody’s."""
    present = family.marks(entry.id, entry.mark, entry.mark_persons, discipline=entry.discipline)
    inside = Inside(entry=entry, family=family, names=names, reader=reader)
    return ShownEntry(
        title=title(entry, dict(names)),
        discipline=entry.discipline,
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        kind=KINDS.get(entry.kind, "Entry"),
        statutory=entry.statutory_visit,
        author=names.get(entry.recorded_by, COLLEAGUE),
        employer=entry.employer,
        people=named(entry.present, names),
        note=entry.note,
        withdrawn=entry.reason if entry.withdraws else "",
        seen=tuple(seen_lines(entry, names)),
        headline=entry.headline,
        event_type=entry.event_type[:1].upper() + entry.event_type[1:].replace("'", "’"),
        affects=named(entry.affects, names),
        impact=entry.impact,
        said=tuple(
            Said(
                who=names.get(one.person_id, SOMEONE),
                words=one.words,
                kind=VOICES.get(one.voice, ""),
                how=one.how[:1].upper() + one.how[1:],
                wish=WISHES.get(one.share_ok, ""),
                kept=inside.kept(one),
                closer=inside.closer(one, f"what {names.get(one.person_id, SOMEONE)} said"),
            )
            for one in parts.voices
        ),
        rulers=tuple(rulers_shown(parts.rulers, family=family, names=names)),
        scores=tuple(score_line(one, catalogue) for one in parts.scores),
        added=tuple(
            added(one, inside=inside, catalogue=catalogue)
            for one in parts.contributions
            if is_shown(one, catalogue, reader=reader)
        ),
        actions=tuple(
            ActionLine(
                text=one.text,
                owner=names.get(one.owner_id, COLLEAGUE if one.owner_is_worker else SOMEONE),
                due=short_day(one.due_on),
                outcome=OUTCOMES.get(one.outcome, ""),
                kept=inside.kept(one),
                closer=inside.closer(one, "this action"),
            )
            for one in parts.actions
        ),
        marks=tuple((words_of(one, names), READERS[one.mark]) for one in present),
        closer=closer(
            entry.id,
            present=present,
            family_id=family.id,
            about="this entry",
            discipline=reader,
            author=entry.discipline,
            says_readers=True,
        ),
        reveals=named(entry.reveals, names),
    )


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """One version with what says who may read its parts now."""

    entry: SavedEntry
    family: FamilyFile
    names: Mapping[str, str]
    reader: str

    def present(self, part: SavedVoice | SavedContribution | SavedAction) -> tuple[Kept, ...]:
        """Return the marks that count for one part."""
        return self.family.marks(part.id, part.mark, part.mark_persons, discipline=part.discipline)

    def kept(self, part: SavedVoice | SavedContribution | SavedAction) -> tuple[str, ...]:
        """Say the marks of a part, where they are not those of the whole entry."""
        entry = self.entry
        whole = self.family.marks(
            entry.id, entry.mark, entry.mark_persons, discipline=entry.discipline
        )
        return chips((one for one in self.present(part) if one not in whole), self.names)

    def closer(self, part: SavedVoice | SavedContribution | SavedAction, about: str) -> Closer:
        """Return the control that keeps one part closer; it is opened by itself if so kept."""
        laid = self.family.laid.get(part.id, ())
        whole = {one.set_on_id for one in self.family.laid.get(self.entry.id, ())}
        return closer(
            part.id, present=self.present(part), family_id=self.family.id, about=about,
            discipline=self.reader, author=part.discipline,
            asks=any(one.set_on_id not in whole for one in laid),
        )  # fmt: skip


def named(people: Iterable[str], names: Mapping[str, str]) -> str:
    """Return these people’s names as a sentence does; "" of nobody."""
    known = [names[person] for person in people if person in names]
    return join_names(known) if known else ""


def is_shown(one: SavedContribution, catalogue: Catalogue, *, reader: str) -> bool:
    """Tell whether a contribution may be named: the survivor’s section never to the other track.

    The wall has let its words through by their mark, but the section’s title alone would tell.
    """
    try:
        section = catalogue.section(one.module_key, one.section_key, version=one.module_version)
    except UnknownDefinitionError:
        return True
    return section.track != "survivor" or reader != "da_perpetrator_worker"


def added(one: SavedContribution, *, inside: Inside, catalogue: Catalogue) -> Added:
    """Say a contribution under the titles and questions of the version it was given under."""
    family, names = inside.family, inside.names
    try:
        module = catalogue[one.module_key, one.module_version]
    except UnknownDefinitionError:
        module = None
    section = module.section(one.section_key) if module else None
    people = [family.member(person) for person in one.subject_ids]
    known = dict(names) | {goal.id: goal.words for goal in family.goals}
    answers = []
    for key, answer in one.answers.items():
        asked = (section.question(key) if section else None) or Narrative(
            key=key, label=key.replace("_", " ").capitalize()
        )
        voice = asked.voice if isinstance(asked, Narrative) else None
        lines = wording(asked, answer, names=known)
        answers.append(
            Answered(label=asked.label, voice=VOICES[voice] if voice else "", lines=lines)
        )
    return Added(
        module=module.title if module else one.module_key.replace("_", " ").capitalize(),
        href=f"/families/{family.id}/modules/{one.module_key}",
        section=section.title if section else one.section_key.replace("_", " ").capitalize(),
        about=join_names((each.first_name if each else SOMEONE for each in people), "with")
        if people
        else "",
        kept=inside.kept(one),
        answers=tuple(answers),
        closer=inside.closer(one, f"what was added to {section.title if section else 'a section'}"),
    )
