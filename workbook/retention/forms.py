"""What the pages about keeping records show, and what their forms send."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from workbook.retention.holds.forms import HoldLine
from workbook.retention.rules import Schedule, authority_of
from workbook.retention.service import Decision
from workbook.retention.standing import CHECKED, LAPSES, REASONS, Kept, Order
from workbook.retention.typed import Typed, refuse_unknown
from workbook.staff.step_up import StepUp
from workbook.web.filters import day
from workbook.web.forms import Form
from workbook.web.parts import Chip

SOMEBODY: Final = "Somebody"


class RecordLine(msgspec.Struct, frozen=True):
    """One record in a list: its reference, where its page is, and how it stands."""

    reference: str
    href: str
    words: str
    when: str


class RuleLine(msgspec.Struct, frozen=True):
    """One rule that holds for a record, until when, and on whose authority."""

    words: str
    about: str
    until: str
    authority: str
    decides: bool


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """How an order stands: each step that was taken, in words."""

    steps: tuple[str, ...]
    certificate_href: str


class RetentionPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every record that asks for something."""

    schedule: str
    waiting: tuple[RecordLine, ...]
    due: tuple[RecordLine, ...]
    asked: tuple[RecordLine, ...]
    done: tuple[RecordLine, ...]
    holds: tuple[HoldLine, ...]
    kept: int
    is_open: int
    may_hold_all: bool
    submit_key: str
    typed: Typed


class RecordPage(msgspec.Struct, frozen=True, kw_only=True):
    """How long one record is kept, what holds it, and what is to be decided."""

    heading: str
    address: str
    family_href: str
    says: str
    rules: tuple[RuleLine, ...]
    holds: tuple[HoldLine, ...]
    orders: tuple[OrderLine, ...]
    cannot: str
    may_order: bool
    may_decide: bool
    decide_note: str
    export_command: str
    checks: tuple[Chip, ...]
    answers: tuple[Chip, ...]
    reasons: tuple[Chip, ...]
    people: tuple[Chip, ...]
    submit_key: str
    step_up: StepUp | None
    typed: Typed


def rule_words(schedule: Schedule, key: str) -> str:
    """Return a rule in words; one of an older schedule by its key."""
    return next((one.words for one in schedule.rules if one.key == key), key.replace("_", " "))


def says(kept: Kept, schedule: Schedule) -> str:
    """Say how long a record is kept, in a sentence."""
    if kept.state == "open":
        return "The family is open, or one of its children is in another family that is."
    if kept.state == "asked":
        return "A child’s birthday is not known, so nothing here is destroyed until it is."
    until = day(kept.keep_until) if kept.keep_until else ""
    words = rule_words(schedule, kept.rule)
    if kept.state == "due":
        return f"Its time was over on {until}. {words}."
    return f"Kept until {until}. {words}."


def rule_lines(kept: Kept, schedule: Schedule, names: Mapping[str, str]) -> tuple[RuleLine, ...]:
    """Return every rule that holds, the longest first; a child by name where it may be read."""
    ordered = sorted(kept.lines, key=lambda line: line.until or date.max, reverse=True)
    return tuple(
        RuleLine(
            words=rule_words(schedule, line.rule),
            about=names.get(line.person, "A child") if line.person else "",
            until=day(line.until) if line.until else "Not known: no birthday",
            authority=next(
                (authority_of(one) for one in schedule.rules if one.key == line.rule), ""
            ),
            decides=line.rule == kept.rule and line.until == kept.keep_until,
        )
        for line in ordered
    )


def order_line(order: Order, names: Mapping[str, str]) -> OrderLine:
    """Say what became of an order, step by step."""
    by = names.get(order.recorded_by, SOMEBODY)
    steps = [f"Put forward by {by} on {day(order.recorded_at)}"]
    if order.exported_at is not None:
        steps.append(f"Exported on {day(order.exported_at)}")
    if order.approved is not None and order.decided_at is not None:
        word = "Approved" if order.approved else "Refused"
        decided = f"{word} by {names.get(order.decided_by, SOMEBODY)} on {day(order.decided_at)}"
        why = REASONS.get(order.reason, "")
        again = f"Ask again on {day(order.ask_again_on)}" if order.ask_again_on else ""
        steps.append(". ".join(filter(None, (decided, why, again))))
    if order.lapsed:
        steps.append(f"No longer counts. {LAPSES.get(order.lapsed, '')}")
    elif order.certificate_id:
        steps.append("Destroyed")
    elif order.approved:
        steps.append("Goes with the next run")
    return OrderLine(
        steps=tuple(steps),
        certificate_href=f"/retention/certificates/{order.certificate_id}"
        if order.certificate_id
        else "",
    )


def retention_page(
    kept: Sequence[Kept],
    orders: Sequence[Order],
    holds: tuple[HoldLine, ...],
    *,
    held: frozenset[str],
    schedule: Schedule,
    may_hold_all: bool,
    submit_key: str,
    typed: Typed,
) -> RetentionPage:
    """Return the list: what waits for somebody first, what was done last."""
    waiting = {one.family_id: one for one in orders if one.is_waiting or one.is_approved}

    def line(one: Kept, words: str) -> RecordLine:
        until = day(one.keep_until) if one.keep_until else ""
        return RecordLine(one.reference, f"/retention/{one.id}", words, until)

    return RetentionPage(
        schedule=f"{schedule.title}, {schedule.name}",
        waiting=tuple(
            line(one, "Approved: goes with the next run" if waiting[one.family_id].is_approved
                 else "Waits for a second person")
            for one in kept
            if one.family_id in waiting
        ),
        due=tuple(
            line(one, "Held" if one.family_id in held else rule_words(schedule, one.rule))
            for one in kept
            if one.state == "due" and one.family_id not in waiting
        ),
        asked=tuple(
            line(one, "A child’s birthday is not known") for one in kept if one.state == "asked"
        ),
        done=tuple(
            RecordLine(
                one.reference,
                f"/retention/certificates/{one.certificate_id}",
                "Certificate of destruction",
                day(one.keep_until),
            )
            for one in orders
            if one.certificate_id
        ),
        holds=holds,
        kept=sum(one.state == "keep" for one in kept),
        is_open=sum(one.state == "open" for one in kept),
        may_hold_all=may_hold_all,
        submit_key=submit_key,
        typed=typed,
    )  # fmt: skip


def read_checked(form: Form) -> tuple[str, ...]:
    """Read what was looked into: every one of them, or the record is not put forward."""
    refuse_unknown(form)
    checked = form.choices("checked", CHECKED, required="Tick each when you have looked into it")
    if checked and len(checked) < len(CHECKED):
        form.refuse("checked", "Tick each when you have looked into it")
    return checked


def read_decision(form: Form, *, today: date) -> Decision | None:
    """Read what a second person says; None when something is wrong."""
    refuse_unknown(form)
    answer = form.choice("answer", ("approve", "refuse"), required="Choose what is to happen")
    if form.problems:
        return None
    if answer == "approve":
        return Decision(approved=True)
    reason = form.choice("why", REASONS, required="Say why it is kept")
    again = form.day("ask_again_on", required="Enter the day to ask again")
    if again is not None and again <= today:
        form.refuse("ask_again_on", "Enter a day that is still to come")
    if form.problems:
        return None
    return Decision(approved=False, reason=reason, ask_again_on=again)
