"""The page that asks for something to be opened, and the page that decides."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from workbook.entries.rules import SavedEntry, title
from workbook.families.rules import FamilyFile, danger
from workbook.loosening.rules import choices
from workbook.loosening.service import Wish
from workbook.marking.forms import chips
from workbook.marking.rules import Asked, Kept, needs_contact
from workbook.staff.access import DISCIPLINES
from workbook.staff.step_up import FIELDS as STEP_UP_FIELDS
from workbook.staff.step_up import StepUp
from workbook.tightening.rules import KINDS, Found, persons_of, present
from workbook.wall.marks import LABELS, READERS
from workbook.web.filters import join_names, moment
from workbook.web.forms import Form, Problem, WithProblems
from workbook.web.parts import Chip

MOST_REASON: Final = 2_000
MOST_CONTACT: Final = 300
CONTACT: Final = "Say who at the police or the MARAC agreed, and when"
FIELDS: Final = frozenset({"csrf", "submit_key", "mark", "reason", "police_contact"})
DECIDING: Final = frozenset({"csrf", "answer", "words"}) | STEP_UP_FIELDS
ANSWERS: Final = {"yes": "Yes, open it", "no": "No, keep it as it is"}
COLLEAGUE: Final = "A colleague"


class AskPage(WithProblems, frozen=True, kw_only=True):
    """The page that asks. Without `marks` there is nothing that could be asked for."""

    heading: str
    back: str
    back_href: str
    danger: tuple[str, str]
    action: str
    about: str
    kept: tuple[str, ...]
    marks: tuple[Chip, ...]
    reason: str
    asks_contact: bool
    police_contact: str
    decides: str
    waiting_href: str
    submit_key: str


class DecidePage(WithProblems, frozen=True, kw_only=True):
    """The page of one asking: what, why, and the answer or who may give it."""

    heading: str
    back: str
    back_href: str
    danger: tuple[str, str]
    action: str
    about: str
    kept: tuple[str, ...]
    wished: str
    readers: str
    asked_by: str
    asked_at: str
    reason: str
    police_contact: str
    answers: tuple[Chip, ...]
    words: str
    outcome: str
    said: str
    decides: str
    step_up: StepUp | None


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be opened, in its family; `entry` where it is one, or a part of one."""

    found: Found
    family: FamilyFile
    entry: SavedEntry | None = None

    @property
    def href(self) -> str:
        """Return the page on which it stands."""
        address = f"/families/{self.family.id}"
        if self.entry is not None:
            return f"{address}/entries/{self.entry.id}"
        kinds = {"member", "tie", "household", "contact"}
        return f"{address}/network" if self.found.kind in kinds else address

    @property
    def words(self) -> str:
        """Say what it is."""
        if self.entry is None:
            return KINDS[self.found.kind]
        name = title(self.entry, self.family.names)
        whole = self.found.kind == "entry"
        return name if whole else f"{KINDS[self.found.kind]}, in “{name}”"

    @property
    def kept(self) -> tuple[str, ...]:
        """Say how it is kept now."""
        return chips(present(self.found, self.family), self.family.names)


def who_words(deciders: Iterable[str], names: Mapping[str, str]) -> str:
    """Say who may decide: disciplines, or workers by name."""
    said = (DISCIPLINES.get(one) or names.get(one, COLLEAGUE) for one in deciders)
    return join_names(said, "or")


def ask_page(
    thing: Thing,
    *,
    deciders: Iterable[str],
    waiting: Asked | None,
    typed: Mapping[str, str],
    submit_key: str,
    today: date,
    problems: tuple[Problem, ...] = (),
) -> AskPage:
    """Return the page that asks, with what was typed."""
    family, found = thing.family, thing.found
    marks = choices(found, family)
    chosen = typed.get("mark") or (marks[0] if len(marks) == 1 else "")
    return AskPage(
        heading="Ask for it to be opened",
        back="Back",
        back_href=thing.href,
        danger=danger(family, today),
        action=f"/families/{family.id}/marks/{found.id}/loosen",
        about=thing.words,
        kept=thing.kept,
        marks=tuple(
            Chip(value=mark, text=LABELS[mark], note=READERS[mark], checked=mark == chosen)
            for mark in marks
        ),
        reason=typed.get("reason", ""),
        asks_contact=needs_contact(present(found, family)),
        police_contact=typed.get("police_contact", ""),
        decides=who_words(deciders, family.names),
        waiting_href=f"/families/{family.id}/loosenings/{waiting.id}" if waiting else "",
        submit_key=submit_key,
        problems=problems,
    )


def decide_page(
    thing: Thing,
    asked: Asked,
    *,
    step_up: StepUp | None,
    names: Mapping[str, str],
    today: date,
    typed: Mapping[str, str],
    problems: tuple[Problem, ...] = (),
) -> DecidePage:
    """Return the page of one asking; with `step_up` this worker is the second person."""
    outcome = ""
    if asked.approved is not None and asked.decided_at is not None:
        who = names.get(asked.decided_by, COLLEAGUE)
        did = "opened it" if asked.approved else "kept it as it is"
        outcome = f"{who} {did}, {moment(asked.decided_at)}."
    return DecidePage(
        heading="Should this be opened?",
        back="Back",
        back_href=thing.href,
        danger=danger(thing.family, today),
        action=f"/families/{thing.family.id}/loosenings/{asked.id}",
        about=thing.words,
        kept=thing.kept,
        wished=LABELS[asked.mark],
        readers=READERS[asked.mark],
        asked_by=names.get(asked.recorded_by, COLLEAGUE),
        asked_at=moment(asked.recorded_at),
        reason=asked.reason,
        police_contact=asked.police_contact,
        answers=tuple(
            Chip(value=value, text=text, checked=typed.get("answer") == value)
            for value, text in ANSWERS.items()
        )
        if step_up
        else (),
        step_up=step_up,
        words=typed.get("words", ""),
        outcome=outcome,
        said=asked.words,
        decides=who_words(
            (one for one in asked.deciders if one != asked.recorded_by),
            {**thing.family.names, **names},
        ),
        problems=problems,
    )


def read_wish(form: Form, thing: Thing, *, submit_key: str, today: date) -> Wish:
    """Read what is asked for, and why; of what the police told, who there agreed as well."""
    found, family = thing.found, thing.family
    mark = form.choice(
        "mark", choices(found, family), required="Choose who should be able to read it"
    )
    reason = form.text("reason", MOST_REASON, required="Say why, in a sentence")
    contact = ""
    if needs_contact(present(found, family)):
        contact = form.text("police_contact", MOST_CONTACT, required=CONTACT)
    for name in form.unknown(FIELDS):
        form.refuse("", f"This form has no question {name[:40]!r}")
    persons = persons_of(mark, found, family, ties=(), today=today)
    if mark == found.mark:
        persons = found.mark_persons
    kept = Kept(mark=mark or found.mark, persons=persons, discipline=found.discipline)
    return Wish(mark=kept, reason=reason, submit_key=submit_key, police_contact=contact)


def read_answer(form: Form) -> tuple[bool, str]:
    """Read the second person’s yes or no, and their words."""
    answer = form.choice("answer", ANSWERS, required="Choose yes or no")
    no = "Say why it stays as it is, in a sentence" if answer == "no" else ""
    words = form.text("words", MOST_REASON, required=no)
    for name in form.unknown(DECIDING):
        form.refuse("", f"This form has no question {name[:40]!r}")
    return answer == "yes", words
