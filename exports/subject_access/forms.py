"""What the pages of a request show, and what a decision was typed as."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from exports.subject_access import rules
from exports.subject_access.rules import (
    ASKERS,
    CHOICES,
    GROUNDS,
    STEPS,
    Choice,
    Decision,
    Item,
    Proposal,
    SavedRequest,
)
from exports.subject_access.service import Decided
from workbook.db import new_id
from workbook.families.rules import FamilyFile
from workbook.staff.step_up import StepUp
from workbook.wall.marks import LABELS
from workbook.web.filters import plural
from workbook.web.forms import Form, Problem, WithProblems
from workbook.web.parts import Identity, SideNavigation

MOST_WORDS: Final = 2_000
OFFERED_STEPS: Final = ("identity", "paused", "resumed", "extended", "sent")
ON_A_PAGE: Final = 60


class RequestLine(msgspec.Struct, frozen=True, kw_only=True):
    """One request in the register."""

    person: str
    href: str
    asked_on: date
    due_on: date
    state: str
    is_late: bool


class RegisterPage(msgspec.Struct, frozen=True, kw_only=True):
    """The register, and the way to a new request."""

    lines: tuple[RequestLine, ...]
    reference: str = ""
    problems: tuple[Problem, ...] = ()


class BeginPage(WithProblems, frozen=True, kw_only=True):
    """A new request: who asks, about whom, since when."""

    identity: Identity
    action: str
    submit_key: str
    people: tuple[tuple[str, str], ...]
    askers: tuple[tuple[str, str], ...] = tuple(ASKERS.items())
    person: str = ""
    asks: str = ""
    asked_on: str = ""
    words: str = ""


class Filter(msgspec.Struct, frozen=True):
    """One choice of which items are shown."""

    text: str
    href: str
    current: bool


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """One item with what is proposed and what was decided."""

    key: str
    at: datetime
    title: str
    text: str
    by: str
    discipline: str
    mark: str
    proposal: Proposal
    decided: Decision | None
    choice: str
    ground: str
    leave_out: str
    words: str
    problems: tuple[Problem, ...] = ()

    @property
    def proposed(self) -> str:
        """Return the proposal in words."""
        said = CHOICES[self.proposal.choice]
        asked = " Ask first." if self.proposal.must_ask else ""
        return f"{said}. {self.proposal.why}{asked}".strip()

    @property
    def settled(self) -> str:
        """Return the decision in words; "" where there is none."""
        if self.decided is None:
            return ""
        ground = f": {GROUNDS[self.decided.ground]}" if self.decided.ground else ""
        return f"{CHOICES[self.decided.choice]}{ground}. {self.decided.by_name}"


class WorkPage(msgspec.Struct, frozen=True, kw_only=True):
    """The workspace of one request."""

    heading: str
    identity: Identity
    side: SideNavigation
    facts: tuple[tuple[str, str], ...]
    steps: tuple[tuple[date, str, str, str], ...]
    lines: tuple[ItemLine, ...]
    filters: tuple[Filter, ...]
    more_href: str
    open_count: int
    easy: tuple[str, ...]
    action: str
    submit_key: str
    may_decide: bool
    may_check: bool
    is_checked: bool
    is_sent: bool
    offered_steps: tuple[tuple[str, str], ...]
    today: date
    choices: tuple[tuple[str, str], ...] = tuple(CHOICES.items())
    grounds: tuple[tuple[str, str], ...] = tuple(GROUNDS.items())
    flags: tuple[str, ...] = ()
    step_up: StepUp | None = None
    problems: tuple[Problem, ...] = ()


def register_lines(
    requests: Iterable[SavedRequest], *, names: Mapping[str, str], today: date
) -> tuple[RequestLine, ...]:
    """Return the register, what is due first on top."""
    lines = [
        RequestLine(
            person=names.get(request.person_id, "Somebody"),
            href=f"/families/{request.family_id}/subject-access/{request.id}",
            asked_on=request.asked_on,
            due_on=(due := rules.due_on(request, today=today)),
            state=state_of(request),
            is_late=not request.is_sent and due < today,
        )
        for request in requests
    ]
    return tuple(sorted(lines, key=lambda line: (line.state == "Sent", line.due_on)))


def state_of(request: SavedRequest) -> str:
    """Return where a request stands, in a word or two."""
    if request.is_sent:
        return "Sent"
    if request.is_paused:
        return "Paused: we asked for something to be made clear"
    if not any(step.kind == "identity" for step in request.steps):
        return "We do not know yet for certain who is asking"
    return "Being worked on"


def begin_page(family: FamilyFile, identity: Identity, form: Form | None = None) -> BeginPage:
    """Return the form of a new request as typed so far."""
    page = BeginPage(
        identity=identity,
        action=f"/families/{family.id}/subject-access/new",
        submit_key=form.one("submit_key") if form else new_id(),
        people=tuple((member.id, member.name) for member in family.members),
    )
    if form is None:
        return page
    return msgspec.structs.replace(
        page, person=form.one("person"), asks=form.one("asks"), asked_on=form.one("asked_on"),
        words=form.one("words"), problems=form.problems,
    )  # fmt: skip


def item_line(
    item: Item, proposal: Proposal, decided: Decision | None, form: Form | None = None
) -> ItemLine:
    """Return one item; its form filled from what was typed, decided or proposed."""
    typed = form if form is not None and form.one("item") == item.key else None
    standing = decided or proposal
    return ItemLine(
        key=item.key, at=item.at, title=item.title, text=item.text, by=item.by,
        discipline=item.discipline, mark=LABELS[item.mark], proposal=proposal, decided=decided,
        choice=typed.one("choice") if typed else standing.choice,
        ground=typed.one("ground") if typed else standing.ground,
        leave_out=typed.one("leave_out") if typed else "\n".join(standing.leave_out),
        words=typed.one("words") if typed else decided.words if decided else "",
        problems=typed.problems if typed else (),
    )  # fmt: skip


def read_decision(
    form: Form, items: Mapping[str, Item], standing: Mapping[str, Decision]
) -> Decided:
    """Read what is decided of one item; problems are put in the form."""
    key = form.one("item")
    choice: Choice = form.choice("choice", tuple(CHOICES), required="Say what they are given")  # type: ignore[assignment]
    needs_ground = choice in {"part", "withhold"}
    ground = form.choice(
        "ground", tuple(GROUNDS), required="Say on what ground" if needs_ground else ""
    )
    words = form.text("words", MOST_WORDS)
    typed = form.text(
        "leave_out", MOST_WORDS,
        required="Say which words are left out, a line each" if choice == "part" else "",
    )  # fmt: skip
    left = tuple(dict.fromkeys(line.strip() for line in typed.split("\n") if line.strip()))
    item = items.get(key)
    if choice == "part" and item is not None:
        missing = [words for words in left if words not in item.text and words not in item.title]
        if missing:
            form.refuse("leave_out", f"Not in it as written: {missing[0]}")
    return Decided(
        item=key, choice=choice, ground=ground if needs_ground else "",
        leave_out=left if choice == "part" else (), words=words,
        replaces_id=standing[key].id if key in standing else None,
    )  # fmt: skip


def facts_of(request: SavedRequest, *, open_count: int, today: date) -> tuple[tuple[str, str], ...]:
    """Return what stands beside the heading of a request."""
    due = rules.due_on(request, today=today)
    return (
        ("Who asks", ASKERS[request.asks]),
        ("Asked on", f"{request.asked_on:%-d %B %Y}"),
        ("Answer by", f"{due:%-d %B %Y}"),
        ("State", state_of(request)),
        ("To decide", plural(open_count, "item") if open_count else "Nothing"),
    )


def step_lines(request: SavedRequest) -> tuple[tuple[date, str, str, str], ...]:
    """Return what happened to a request, oldest first."""
    return tuple(
        (step.happens_on, STEPS[step.kind], step.words, step.by_name) for step in request.steps
    )
