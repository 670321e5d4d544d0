"""What a module still lacks and who is to add it, judged on what the reader may see."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from modules.completeness import About, Facts, Given, missing, owed
from modules.schema import Module, Section
from workbook.clock import london_day
from workbook.families.rules import FamilyFile, TeamMember
from workbook.programme.rules import CurrentSummary, Evidence, Place
from workbook.programme.subjects import about, subject_ids_text, subject_kinds
from workbook.programme.tracks import is_named_to, is_out_of_sight, tracks_of
from workbook.staff.access import DISCIPLINES, Actor, May, may
from workbook.web.filters import join_names

MOST_NAMES = 4


class Lack(msgspec.Struct, frozen=True, kw_only=True):
    """What one person, or the family, still lacks: sentences, and where to add it."""

    name: str
    wanted: tuple[tuple[str, str], ...]


class Owes(msgspec.Struct, frozen=True, kw_only=True):
    """What some workers still have to add: section, about whom, where.

    When nobody `is_here`, `who` names the disciplines that are wanted.
    """

    who: str
    is_here: bool
    wanted: tuple[tuple[str, str, str], ...]


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One module of one family as one worker may see it."""

    family: FamilyFile
    module: Module
    current: Mapping[Place, CurrentSummary]
    evidence: list[Evidence]
    actor: Actor

    def add_href(self, section_key: str, ids: tuple[str, ...], *, chosen: bool = True) -> str:
        """Return where something is added; nothing for those who do not record."""
        if not may(self.actor, May.RECORD):
            return ""
        address = f"/families/{self.family.id}/modules/{self.module.key}/{section_key}/add"
        return f"{address}?subject={subject_ids_text(ids)}" if chosen else address

    def in_sight(self) -> list[Section]:
        """Return the sections of which this worker would see every answer."""
        discipline = self.actor.discipline
        return [
            section
            for section in self.module.sections
            if is_named_to(section, discipline, has_words=False)
            and not is_out_of_sight(self.module, section, discipline)
        ]


def lacks(judged: Judged, *, today: date) -> tuple[Lack, ...]:
    """Return what the module lacks before it is complete, by whom it is about."""
    in_sight = {section.key for section in judged.in_sight()}
    subjects = about(judged.family)
    found = missing(
        judged.module,
        Facts(
            about=subjects,
            given=tuple(_given(judged.evidence)),
            today=today,
            tracks=tracks_of(judged.actor.discipline),
            hidden=frozenset({section.key for section in judged.module.sections} - in_sight),
        ),
    )
    names = {one.ids: one.name for one in subjects}
    grouped: dict[str, list[tuple[str, str]]] = {}
    for each in found:
        name = names.get(each.ids, "")
        words = each.sentence.removeprefix(f"{name}: ")
        section = judged.module.section(each.section)
        chosen = bool(each.ids) or section is None or "family" in subject_kinds(section)
        href = judged.add_href(each.section, each.ids, chosen=chosen)
        grouped.setdefault(name, []).append((words[:1].upper() + words[1:], href))
    return tuple(Lack(name=name, wanted=tuple(wanted)) for name, wanted in grouped.items())


def _given(evidence: Iterable[Evidence]) -> Iterator[Given]:
    for each in evidence:
        on = london_day(each.occurred_at)
        for key, answer in each.answers.items():
            yield Given(each.section_key, key, each.subject_ids, answer, on)


def owes(judged: Judged, *, today: date) -> tuple[Owes, ...]:
    """Return who still has what to add: required questions nobody has answered yet.

    A discipline that nobody in the team of the family speaks for is named itself.
    """
    working = judged.family.working(today)
    by_worker: dict[tuple[str, bool], list[tuple[str, str, str]]] = {}
    for section in judged.in_sight():
        open_for = [one for one in about(judged.family) if _is_open(judged, section, one)]
        if not open_for:
            continue
        ids, chosen = (open_for[0].ids, True) if len(open_for) == 1 else ((), False)
        line = (section.title, _listed(open_for), judged.add_href(section.key, ids, chosen=chosen))
        for who in _recorders(section.disciplines or judged.module.disciplines, working):
            by_worker.setdefault(who, []).append(line)
    alike: dict[tuple[tuple[tuple[str, str, str], ...], bool], list[str]] = {}
    for (name, is_here), wanted in sorted(by_worker.items()):
        alike.setdefault((tuple(wanted), is_here), []).append(name)
    return tuple(
        Owes(who=join_names(who), is_here=is_here, wanted=wanted)
        for (wanted, is_here), who in alike.items()
    )


def _is_open(judged: Judged, section: Section, one: About) -> bool:
    screen = judged.module.screen
    if one.kind == "pair" or (screen and section.key != screen.partition(".")[0]
                              and _screened_out(judged, screen, one)):  # fmt: skip
        return False
    place = Place(judged.module.key, section.key, one.kind, one.ids)
    summary = judged.current.get(place)
    answers = {each.question.key: each.answer for each in summary.answers} if summary else {}
    return bool(owed(section, answers, subject=one.kind))


def _screened_out(judged: Judged, screen: str, one: About) -> bool:
    section, _, key = screen.partition(".")
    for subject in (("family", ()), (one.kind, one.ids)):
        summary = judged.current.get(Place(judged.module.key, section, *subject))
        for each in summary.answers if summary else ():
            answer = each.answer
            value = answer.get("value") if isinstance(answer, dict) else answer
            if each.question.key == key and value == "out":
                return True
    return False


def _listed(open_for: list[About]) -> str:
    names = [one.name or "the family" for one in open_for]
    return join_names(names) if len(names) <= MOST_NAMES else f"{len(names)} people"


def _recorders(
    disciplines: Iterable[str], working: tuple[TeamMember, ...]
) -> Iterator[tuple[str, bool]]:
    for discipline in disciplines:
        people = [worker for worker in working if worker.discipline == discipline]
        if not people:
            yield (DISCIPLINES[discipline], False)
        for worker in people:
            yield (worker.name, True)
