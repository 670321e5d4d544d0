"""The form that agrees a wording: what it starts from, what it is taken from, who may see it."""

from collections.abc import Sequence
from typing import Final

import msgspec

from modules.answers import Line
from modules.catalogue import Catalogue
from workbook.families.rules import FamilyFile
from workbook.marking.rules import all_persons, named_by_all
from workbook.programme.adding.forms import Target
from workbook.programme.forms import submit_key
from workbook.programme.rules import (
    Evidence,
    SavedSummary,
    allowed_marks,
    answers_of,
    kept_of,
    own_mark,
    place_of,
)
from workbook.programme.service import NewWording
from workbook.programme.showing import (
    ShownContribution,
    Source,
    kept_words,
    said_of,
    source_of,
)
from workbook.programme.subjects import subject_ids_text
from workbook.programme.tracks import HEALTH_WORKERS
from workbook.wall.marks import HEALTH_RESTRICTED, LABELS, POLICE_RESTRICTED, READERS, TEAM
from workbook.web.forms import Form, Problem, WithProblems
from workbook.web.parts import Chip, SaveBar

MOST_WORDS: Final = 20_000
ALL: Final = "all"
TOGETHER: Final = (
    "What these words come from is kept to different people. Leave the closer kept entries out"
)


class Older(msgspec.Struct, frozen=True, kw_only=True):
    """One wording agreed before."""

    words: str
    source: Source


class AgreePage(msgspec.Struct, frozen=True, kw_only=True):
    """The page that agrees a wording. `theirs` is what a colleague saved in the meantime."""

    heading: str
    back: str
    back_href: str
    danger: tuple[str, str]
    action: str
    words: str
    problem: str
    theirs: Older | None
    marks: tuple[Chip, ...]
    mark: str
    mark_problem: str
    left_out: int
    left_out_href: str
    taken_from: tuple[ShownContribution, ...]
    sources: tuple[str, ...]
    older: tuple[Older, ...]
    replaces: str
    submit_key: str
    problems: tuple[Problem, ...]
    bar: SaveBar


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What a wording is made of: the evidence it takes in, and the wording it starts from.

    `left_out` is what is kept closer than the section usually is: it comes in when it is asked
    for, because it then decides who may read the whole. `wordings` are all there are, oldest
    first; `start` is the newest that fits what is taken.
    """

    target: Target
    taken: tuple[Evidence, ...]
    left_out: tuple[Evidence, ...]
    wordings: tuple[SavedSummary, ...]
    start: SavedSummary | None
    takes_all: bool

    @property
    def newest(self) -> SavedSummary | None:
        """Return the wording that stands now."""
        return self.wordings[-1] if self.wordings else None

    @property
    def sources(self) -> list[Evidence | SavedSummary]:
        """Return everything whose words may be in the new wording."""
        return [*self.taken, *([self.start] if self.start else [])]

    @property
    def marks(self) -> list[str]:
        """Return the marks that keep the wording as tightly as all that it is made of.

        A health mark is offered to health workers, or where something here already has it.
        """
        discipline = self.target.discipline
        kept = (one for source in self.sources for one in kept_of(source, self.target.family.laid))
        is_health = discipline in HEALTH_WORKERS or any(
            one.mark == HEALTH_RESTRICTED for one in kept
        )
        laid = self.target.family.laid
        allowed = allowed_marks(self.sources, discipline=discipline, laid=laid)
        return [
            mark
            for mark in allowed
            if (mark != HEALTH_RESTRICTED or is_health)
            and (mark != POLICE_RESTRICTED or self.named)
        ]

    @property
    def named(self) -> tuple[str, ...]:
        """Return the workers who may read all that the police told and that is in it."""
        laid = self.target.family.laid
        return named_by_all(one for source in self.sources for one in kept_of(source, laid))


def basis(
    target: Target,
    *,
    evidence: Sequence[Evidence],
    wordings: Sequence[SavedSummary],
    takes_all: bool,
) -> Basis:
    """Return what a wording of this section about this subject is made of.

    Where everything is kept closer than usual there is nothing else to start from.
    """
    mine = [each for each in evidence if place_of(each) == target.place]
    usual = [each for each in mine if _is_usual(each, target)]
    takes_all = takes_all or not usual
    before = [each for each in wordings if place_of(each) == target.place]
    fitting = [each for each in before if takes_all or _is_usual(each, target)]
    return Basis(
        target=target,
        taken=tuple(mine if takes_all else usual),
        left_out=() if takes_all else tuple(each for each in mine if each not in usual),
        wordings=tuple(before),
        start=fitting[-1] if fitting else None,
        takes_all=takes_all,
    )


def _is_usual(source: Evidence | SavedSummary, target: Target) -> bool:
    """Tell whether a source is no closer kept than the section, or than the team."""
    laid = target.family.laid
    allowed = allowed_marks([source], discipline=target.discipline, laid=laid)
    return target.section.mark in allowed or TEAM in allowed


class Typed(WithProblems, frozen=True, kw_only=True):
    """What stands on the form: what was typed, or nothing yet."""

    submit_key: str
    words: str | None = None
    mark: str = ""
    is_stale: bool = False


def agree_page(
    made: Basis, typed: Typed, *, catalogue: Catalogue, address: str, danger: tuple[str, str]
) -> AgreePage:
    """Return the form, started from what stands now or with everything typed."""
    target, family = made.target, made.target.family
    name = f": {target.about.name}" if target.about.name else ""
    subject = f"{address}?subject={subject_ids_text(target.about.ids)}"
    back_href = f"/families/{family.id}/modules/{target.module.key}"
    chosen = typed.mark or (made.marks[0] if made.marks else "")
    return AgreePage(
        heading=f"Agree a wording for {target.section.title}{name}",
        back=target.module.title,
        back_href=back_href,
        danger=danger,
        action=f"{subject}&with={ALL}" if made.takes_all else subject,
        words=first_words(made, catalogue) if typed.words is None else typed.words,
        problem=typed.problem("words"),
        theirs=_older(made.newest, family) if typed.is_stale and made.newest else None,
        marks=tuple(
            Chip(value=mark, text=LABELS[mark], note=READERS[mark], checked=mark == chosen)
            for mark in made.marks
        ),
        mark=LABELS.get(chosen, ""),
        mark_problem=typed.problem("mark"),
        left_out=len(made.left_out),
        left_out_href=f"{subject}&with={ALL}",
        taken_from=tuple(_shown(each, family, catalogue) for each in made.taken),
        sources=tuple(dict.fromkeys(each.entry_id for each in made.taken)),
        older=tuple(_older(each, family) for each in reversed(made.wordings)),
        replaces=made.newest.id if made.newest else "",
        submit_key=typed.submit_key,
        problems=typed.problems,
        bar=SaveBar(
            button="Save this wording", form="agree", later_text="Cancel", later_href=back_href
        ),
    )


def _shown(each: Evidence, family: FamilyFile, catalogue: Catalogue) -> ShownContribution:
    return ShownContribution(
        source=source_of(each, family),
        said=tuple(said_of(answer, family) for answer in answers_of((each,), catalogue)),
    )


def _older(wording: SavedSummary, family: FamilyFile) -> Older:
    source = Source(
        who=family.names.get(wording.recorded_by, ""),
        discipline=wording.discipline,
        on=wording.recorded_at,
        href="",
        kept=kept_words(wording, family),
    )
    return Older(words=wording.words, source=source)


def first_words(made: Basis, catalogue: Catalogue) -> str:
    """Return what the form starts from: the wording before, else the answers as plain text."""
    if made.start is not None:
        return made.start.words
    blocks = []
    for answer in answers_of(made.taken, catalogue):
        said = said_of(answer, made.target.family)
        lines = "\n".join(_plain(line) for line in said.lines)
        blocks.append(f"# {said.label}\n{lines}")
    return "\n\n".join(blocks)


def _plain(line: Line) -> str:
    if line.cells:
        # A cell on one line: neighbouring lines with tabs are read as a table again.
        return "\t".join(" ".join(cell.split()) for cell in line.cells)
    return f"{line.label}: {line.text}" if line.label else line.text


def read_wording(form: Form, made: Basis) -> NewWording | None:
    """Read the form; None when something has to be put right."""
    words = form.text("words", MOST_WORDS, required="Write the wording you agreed")
    if not made.marks:
        form.refuse("words", TOGETHER)
    mark = form.choice("mark", made.marks, required="Choose who can see it" if made.marks else "")
    shown = {each.entry_id for each in made.taken}
    taken = [entry for entry in dict.fromkeys(form.all("source")) if entry in shown]
    key = submit_key(form)
    if form.problems:
        return None
    carried = made.start.derived_from if made.start else ()
    laid = made.target.family.laid
    persons = [
        person
        for source in made.sources
        for person in all_persons(own_mark(source), laid.get(source.id, ()))
    ]
    return NewWording(
        id=form.fingerprint(),
        place=made.target.place,
        module_version=made.target.module.version,
        words=words,
        derived_from=tuple(dict.fromkeys((*taken, *carried))),
        mark=mark,
        mark_persons=made.named if mark == POLICE_RESTRICTED else tuple(dict.fromkeys(persons)),
        replaces=form.one("replaces"),
        submit_key=key,
    )
