"""What a page shows of a copy that is held back or waits, and what was chosen there."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

import msgspec

from exports.drafting import Draft
from exports.preview import Portion, portions
from exports.release.rules import Excerpt, Held, Request, beyond, excerpt, outstanding
from workbook.web.forms import Form, Problem
from workbook.web.parts import Chip

LEAVE, GO, ASK = "leave", "go", "ask"
CHOICES: Final = (LEAVE, GO, ASK)
MOST_WORDS: Final = 2_000
CHOOSE: Final = "Say what should happen to this"
WHY: Final = "Say why it may go all the same: a second person decides on that"
CERTAIN: Final = "Must not go"
POSSIBLE: Final = "Please look"


class HeldLine(msgspec.Struct, frozen=True, kw_only=True):
    """One passage that is held back, as the page shows it."""

    key: str
    tag: str
    is_certain: bool
    is_hidden: bool
    place: str
    whys: tuple[str, ...]
    excerpt: tuple[Excerpt, ...]
    href: str
    choices: tuple[Chip, ...] = ()
    reason: str = ""
    problem: str = ""
    reason_problem: str = ""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A copy that a second person was asked about, and what they said."""

    asked_at: datetime
    href: str
    outcome: str
    by: str
    words: str
    decided_at: datetime | None


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen for the passages held back: by key, with reasons for those asked about."""

    choice: Mapping[str, str] = {}
    reasons: Mapping[str, str] = {}

    def keys(self, choice: str) -> tuple[str, ...]:
        """Return the passages for which this was chosen."""
        return tuple(key for key, made in self.choice.items() if made == choice)


class ReleasePage(msgspec.Struct, frozen=True, kw_only=True):
    """The page on which a second person reads a copy and decides."""

    heading: str
    family: str
    family_href: str
    asked_by: str
    asked_at: datetime
    label: str
    words: str
    reasons: tuple[tuple[HeldLine, str], ...]
    others: tuple[HeldLine, ...]
    left_out: int
    is_own: bool
    is_same: bool
    may_approve: bool
    request: Waiting | None
    stamp: str
    title: str
    portions: tuple[Portion, ...]
    action: str
    submit_key: str
    chips: tuple[Chip, ...]
    typed: str
    problems: tuple[Problem, ...]


def read_choices(form: Form, held: Iterable[Held]) -> Chosen:
    """Read what should happen to each passage held back; every one needs an answer."""
    choice: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for one in held:
        made = form.choice(f"do-{one.key}", allowed(one), required=f"{CHOOSE}: {one.place}")
        choice[one.key] = made
        reason = form.text(f"reason-{one.key}", MOST_WORDS, required=WHY if made == ASK else "")
        if made == ASK:
            reasons[one.key] = reason
    return Chosen(choice=choice, reasons=reasons)


def allowed(one: Held) -> tuple[str, ...]:
    """Return what may be done with a passage: only a second person lets a certain one go."""
    return (*((LEAVE,) if one.can_be_left_out else ()), ASK if one.is_certain else GO)


def field_names(held: Iterable[Held]) -> set[str]:
    """Return the names of the fields that these passages have on the page."""
    return {name for one in held for name in (f"do-{one.key}", f"reason-{one.key}")}


def held_lines(
    held: Iterable[Held],
    *,
    family_id: str,
    chosen: Chosen | None = None,
    problems: Iterable[Problem] = (),
) -> tuple[HeldLine, ...]:
    """Return the passages that are held back, what is sure before what a person must look at."""
    wrong = {one.field: one.message for one in problems}
    return tuple(
        _held_line(one, family_id=family_id, chosen=chosen or Chosen(), wrong=wrong)
        for one in sorted(held, key=lambda one: not one.is_certain)
    )


def _held_line(one: Held, *, family_id: str, chosen: Chosen, wrong: Mapping[str, str]) -> HeldLine:
    words = {
        LEAVE: "Leave it out of this copy",
        GO: "I have read it: it may go",
        ASK: "Ask a second person",
    }
    made = chosen.choice.get(one.key, "")
    return HeldLine(
        key=one.key,
        tag=CERTAIN if one.is_certain else POSSIBLE,
        is_certain=one.is_certain,
        is_hidden=one.is_hidden,
        place=one.place,
        whys=one.whys,
        excerpt=excerpt(one),
        href=f"/families/{family_id}/entries/{one.entry_id}" if one.entry_id else "",
        choices=tuple(
            Chip(
                value=value,
                text=words[value],
                checked=value == made,
                opens=f"why-{one.key}" if value == ASK else "",
            )
            for value in allowed(one)
        ),
        reason=chosen.reasons.get(one.key, ""),
        problem=wrong.get(f"do-{one.key}", ""),
        reason_problem=wrong.get(f"reason-{one.key}", ""),
    )


def waiting(request: Request | None) -> Waiting | None:
    """Return where a request stands."""
    if request is None:
        return None
    return Waiting(
        asked_at=request.recorded_at,
        href=f"/families/{request.family_id}/releases/{request.id}",
        outcome=request.decided,
        by=request.decided_by,
        words=request.decided_words,
        decided_at=request.decided_at,
    )


def report_address(
    copy: Draft, *, leave_out: Iterable[str] = (), may_go: Iterable[str] = ()
) -> str:
    """Return the address of the report page for this copy: ids and keys only, never words."""
    asked = [("reader", key) for key in copy.recipient.keys]
    asked += [("leave_out", key) for key in sorted({*leave_out})]
    asked += [("may_go", key) for key in sorted({*may_go})]
    return f"/families/{copy.family.id}/report?{urlencode(asked)}"


def release_page(
    copy: Draft,
    request: Request,
    *,
    actor_id: str,
    submit_key: str,
    outcome: str = "",
    typed: str = "",
    problems: tuple[Problem, ...] = (),
) -> ReleasePage:
    """Return the page for the one who reads a copy before it goes out."""
    address = f"/families/{copy.family.id}"
    lines = held_lines(copy.held, family_id=copy.family.id)
    asked = tuple(line for line in lines if line.key in request.reasons)
    return ReleasePage(
        heading="Read a copy before it goes out",
        family=copy.family.name,
        family_href=address,
        asked_by=request.by_name,
        asked_at=request.recorded_at,
        label=request.label,
        words=request.words,
        reasons=tuple((line, request.reasons[line.key]) for line in asked),
        others=tuple(line for line in lines if line.key not in request.reasons),
        left_out=len(request.leave_out),
        is_own=request.recorded_by == actor_id,
        is_same=copy.fingerprint == request.fingerprint,
        may_approve=not beyond(copy.held, request),
        request=None if request.is_open else waiting(request),
        stamp=copy.report.recipient,
        title=copy.report.title,
        portions=tuple(portion for portion in portions(copy.report) if portion.pieces),
        action=f"{address}/releases/{request.id}",
        submit_key=submit_key,
        chips=tuple(
            Chip(value=value, text=text, checked=value == outcome)
            for value, text in (("approved", "It may go"), ("refused", "It must not go like this"))
        ),
        typed=typed,
        problems=problems,
    )


def still_held(copy: Draft, *, may_go: Iterable[str], author_id: str) -> tuple[Held, ...]:
    """Return what holds this copy back now, with what its author and a second person said."""
    return outstanding(copy.held, confirmed=frozenset(may_go), approved=copy.request_of(author_id))
