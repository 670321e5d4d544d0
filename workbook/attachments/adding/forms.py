"""What the form that adds a file shows, and what it means."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import msgspec

from workbook.attachments.looking.refusing import LARGEST, MEGA
from workbook.attachments.rules import offered_marks, who_reads
from workbook.entries.ground import OWNED_MARKS
from workbook.entries.recording import KEY
from workbook.entries.rules import SavedEntry, title
from workbook.families.rules import FamilyFile
from workbook.wall.marks import ADULT_PRIVATE, CHILD_PRIVATE, LABELS, SURVIVOR_PROTECTED
from workbook.web.forms import Form, Problem, WithProblems
from workbook.web.parts import Chip

MOST_TITLE: Final = 160
FIELDS: Final = frozenset(
    {"csrf", "submit_key", "title", "file", "mark", "mark_persons", "kept_from"}
)
AGAIN: Final = "Choose the file again: nothing was kept yet, and a browser does not hold a file"
# For the browser’s own window; what is taken is decided by what is in the file.
ACCEPT: Final = ".jpg,.jpeg,.png,.gif,.webp,.pdf,.docx,.xlsx,.pptx,.txt,.eml"


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the form: what was typed, or nothing yet."""

    typed: Mapping[str, Sequence[str]] | None = None
    problems: tuple[Problem, ...] = ()
    submit_key: str


class AddFilePage(WithProblems, frozen=True, kw_only=True):
    """The form that adds a file to an entry."""

    heading: str
    back_href: str
    danger: tuple[str, str]
    entry: str
    action: str
    submit_key: str
    title: str
    largest: str
    accept: str
    mark: str
    mark_opened: bool
    marks: tuple[Chip, ...]
    mark_persons: tuple[Chip, ...]
    kept_from: tuple[Chip, ...]


class Said(msgspec.Struct, frozen=True):
    """What the form says of a file, besides the file."""

    title: str
    mark: str
    mark_persons: tuple[str, ...]
    submit_key: str


def add_page(
    entry: SavedEntry, family: FamilyFile, filled: Filled, *, discipline: str,
    danger: tuple[str, str],
) -> AddFilePage:  # fmt: skip
    """Return the form, empty or with everything typed."""
    typed = filled.typed or {}
    mark = next(reversed(typed.get("mark", ())), "") or entry.mark
    mark = mark if mark in LABELS else entry.mark
    owned = entry.mark_persons if entry.mark in OWNED_MARKS else ()
    kept = entry.mark_persons if entry.mark == SURVIVOR_PROTECTED else ()
    fresh = filled.typed is None
    address = f"/families/{family.id}/entries/{entry.id}"
    marks = offered_marks(entry.mark, author=entry.discipline, discipline=discipline)
    return AddFilePage(
        heading="Add a file",
        back_href=address,
        danger=danger,
        entry=title(entry, family.names),
        action=f"{address}/files/add",
        submit_key=filled.submit_key,
        problems=filled.problems,
        title=next(reversed(typed.get("title", ())), ""),
        largest=f"{LARGEST // MEGA} MB",
        accept=ACCEPT,
        mark=_as_entry(entry, family) if mark == entry.mark else LABELS[mark],
        mark_opened=mark != entry.mark or any(
            one.field in {"mark", "mark_persons", "kept_from"} for one in filled.problems
        ),
        marks=tuple(
            _mark(one, chosen=mark, entry=entry, family=family) for one in marks
        ),
        mark_persons=_people(family, owned if fresh else typed.get("mark_persons", ())),
        kept_from=_people(family, kept if fresh else typed.get("kept_from", ()), grown=True),
    )  # fmt: skip


def read_said(form: Form, entry: SavedEntry, family: FamilyFile, *, discipline: str) -> Said:
    """Read everything but the file. It holds only when `form.problems` is empty afterwards.

    Whom the entry is kept from, the file is kept from too.
    """
    for name in form.unknown(FIELDS):
        form.refuse("", f"This form has no question {name[:40]!r}")
    key = form.one("submit_key")
    if not KEY.fullmatch(key):
        form.refuse("", "Open this page again before you save")
    words = form.text("title", MOST_TITLE, required="Say what the file is, in a few words")
    marks = offered_marks(entry.mark, author=entry.discipline, discipline=discipline)
    mark = form.choice("mark", marks) or entry.mark
    people = frozenset(one.id for one in family.members)
    owned, kept = form.choices("mark_persons", people), form.choices("kept_from", people)
    persons = kept if mark == SURVIVOR_PROTECTED else owned if mark in OWNED_MARKS else ()
    if mark == entry.mark:
        persons = tuple(dict.fromkeys((*entry.mark_persons, *persons)))
    if mark in {ADULT_PRIVATE, CHILD_PRIVATE} and not persons:
        form.refuse("mark_persons", "Choose whose it is")
    return Said(words, mark, persons, key)


def shown_again(form: Form, *, key: str) -> Filled:
    """Return what stands on the form when it is shown again: all but the file."""
    problems = form.problems
    if not any(one.field == "file" for one in problems):
        problems = (*problems, Problem("file", AGAIN))
    on_page = FIELDS - {"csrf", "submit_key"}
    return Filled(
        typed=form.whole,
        problems=tuple(
            one if one.field in on_page else Problem("", one.message) for one in problems
        ),
        submit_key=key,
    )


def _mark(mark: str, *, chosen: str, entry: SavedEntry, family: FamilyFile) -> Chip:
    label, who = LABELS[mark], who_reads(mark)
    if mark == entry.mark and (label := _as_entry(entry, family)) != LABELS[mark]:
        who = "As the entry is kept by now."
    note = "" if who == f"{label}." else who
    return Chip(value=mark, text=label, note=note, checked=mark == chosen)


def _as_entry(entry: SavedEntry, family: FamilyFile) -> str:
    """Say how the entry is kept by now: what was laid over it is laid over its file too."""
    kept = family.marks(entry.id, entry.mark, entry.mark_persons, discipline=entry.discipline)
    return "; ".join(LABELS[one.mark] for one in kept)


def _people(
    family: FamilyFile, chosen: Collection[str], *, grown: bool = False
) -> tuple[Chip, ...]:
    children = () if grown else family.children
    return tuple(
        Chip(
            value=one.id,
            text=one.first_name if one.is_child else one.name,
            checked=one.id in chosen,
        )
        for one in (*children, *family.adults, *family.network)
    )
