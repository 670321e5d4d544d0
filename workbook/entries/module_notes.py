"""Short notes to modules: which questions a worker is offered, and whom an answer is about."""

from typing import Final

import msgspec

from modules.catalogue import Catalogue
from modules.schema import Module, Narrative, Section, Subject
from workbook.families.rules import FamilyFile
from workbook.wall.marks import HEALTH_RESTRICTED, OPENS_TO, SURVIVOR_PROTECTED
from workbook.web.forms import Form

MOST_WORDS: Final = 20_000
HEALTH: Final = frozenset({"mental_health_practitioner", "recovery_worker"})
# Those to whom the survivor's sealed track may be named: who reads `survivor_protected`.
SURVIVOR_READERS: Final = OPENS_TO[SURVIVOR_PROTECTED]
NOTED_SUBJECTS: Final = frozenset({"family", "child", "adult"})
COMMON: Final = "common"


class Offer(msgspec.Struct, frozen=True):
    """One section that a short note can go to, by its lead question."""

    section: Section
    question: Narrative

    @property
    def subject(self) -> Subject:
        """Return what the note is about."""
        return self.section.subject_of(self.question)


class ModuleNote(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to one lead question about one subject."""

    module_key: str
    module_version: int
    section_key: str
    question_key: str
    subject_kind: str
    subject_ids: tuple[str, ...]
    words: str
    mark: str
    share_ok: str = "yes"


def offers(module: Module, discipline: str) -> tuple[Offer, ...]:
    """Return the sections of a module that this discipline can add a short note to.

    Left out are a sealed track that may not be named to them, health detail of another
    discipline, pairs (they have their own form), and the child’s voice, which has its own box
    with the child’s wish about who hears it.
    """
    return tuple(
        Offer(section, question)
        for section in module.sections
        if section.key != COMMON
        and (question := section.lead_question) is not None
        and question.per is None
        and section.subject_of(question) in NOTED_SUBJECTS
        and (section.track != "survivor" or discipline in SURVIVOR_READERS)
        and (section.mark != HEALTH_RESTRICTED or discipline in HEALTH)
    )


def offered(catalogue: Catalogue, discipline: str) -> dict[str, tuple[Module, tuple[Offer, ...]]]:
    """Return the modules with something to offer, by key, in the order of the programme."""
    found = ((module, offers(module, discipline)) for module in catalogue.modules)
    return {module.key: (module, given) for module, given in found if given}


def first_offer(given: tuple[Offer, ...], discipline: str) -> Offer:
    """Return the section chosen beforehand: one meant for this discipline, else the first."""
    return next((one for one in given if discipline in one.section.disciplines), given[0])


def field(module_key: str, end: str) -> str:
    """Return the name of one field of a module's panel."""
    return f"module-{module_key}-{end}"


def read_notes(
    form: Form,
    *,
    family: FamilyFile,
    catalogue: Catalogue,
    discipline: str,
    seen: tuple[str, ...],
    present: tuple[str, ...],
) -> tuple[ModuleNote, ...]:
    """Read the panels in which something was written.

    Whether a module's chip is ticked does not matter: closing a panel loses no words.
    """
    modules = offered(catalogue, discipline)
    form.choices("module", frozenset(modules))
    notes: list[ModuleNote] = []
    for module, given in modules.values():
        words = form.text(field(module.key, "words"), MOST_WORDS)
        key = form.choice(field(module.key, "section"), frozenset(one.section.key for one in given))
        people = frozenset(one.id for one in (*family.children, *family.adults))
        chosen = form.choices(field(module.key, "subject"), people)
        offer = next(
            (one for one in given if one.section.key == key), first_offer(given, discipline)
        )
        if not words:
            continue
        subjects = _subjects(
            form, module, offer, family=family, chosen=chosen, seen=seen, present=present
        )
        notes += [
            ModuleNote(
                module_key=module.key,
                module_version=module.version,
                section_key=offer.section.key,
                question_key=offer.question.key,
                subject_kind=offer.subject,
                subject_ids=subject,
                words=words,
                mark=offer.section.mark_for(frozenset({offer.question.key})),
                # A short note holds no wish: a child's own words wait until they were asked.
                share_ok="no" if offer.question.voice == "child_own_words" else "yes",
            )
            for subject in subjects
        ]
    return tuple(notes)


def _subjects(
    form: Form,
    module: Module,
    offer: Offer,
    *,
    family: FamilyFile,
    chosen: tuple[str, ...],
    seen: tuple[str, ...],
    present: tuple[str, ...],
) -> list[tuple[str, ...]]:
    """Return whom a note is about: each of them gets it.

    Without a choice a note about a child is about the children who were seen, else about all. A
    note about an adult is never guessed: what one parent says may not stand under the other.
    """
    if offer.subject == "family":
        return [()]
    if offer.subject == "child":
        everybody = [one.id for one in family.children]
        ids = [one for one in everybody if one in chosen]
        ids = ids or [one for one in everybody if one in seen] or everybody
        missing = "a child"
    else:
        everybody = [one.id for one in family.adults]
        ids = [one for one in everybody if one in chosen]
        here = [one for one in everybody if one in present]
        ids = ids or (here if len(here) == 1 else [])
        missing = "the parent or carer"
    if not ids:
        form.refuse(
            field(module.key, "subject"), f"{module.title}: choose {missing} your note is about"
        )
    return [(one,) for one in ids]
