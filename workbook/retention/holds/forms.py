"""What the pages about legal holds show, and what their forms send."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from workbook.retention.service import NewHold
from workbook.retention.standing import COVERS, Hold, Kept
from workbook.retention.typed import Typed, refuse_unknown
from workbook.staff.step_up import StepUp
from workbook.web.filters import day
from workbook.web.forms import Form
from workbook.web.parts import Chip

MOST_REASON: Final = 2_000
SOMEBODY: Final = "Somebody"
ANSWERS: Final = {"lift": "Lift it", "keep": "Keep it"}


class HoldLine(msgspec.Struct, frozen=True, kw_only=True):
    """One hold that stands. `may_lift`, `may_answer`: what this worker can do about it."""

    id: str
    what: str
    reason: str
    who: str
    since: str
    review: str
    is_late: bool
    asked: str
    asked_why: str
    may_lift: bool
    may_answer: bool


class HoldPage(msgspec.Struct, frozen=True, kw_only=True):
    """One hold: a reason to lift it is asked for, or a second person answers."""

    heading: str
    action: str
    hold: HoldLine
    answers: tuple[Chip, ...]
    submit_key: str
    step_up: StepUp | None
    typed: Typed


def _what_is_held(hold: Hold, names: Mapping[str, str], references: Mapping[str, str]) -> str:
    reference = references.get(hold.family_id or "", "")
    if hold.covers == "family" and reference:
        return f"Family {reference}"
    if hold.covers == "person":
        return names.get(hold.person_id or "", COVERS["person"])
    return COVERS[hold.covers]


def hold_lines(
    holds: Iterable[Hold],
    *,
    names: Mapping[str, str],
    references: Mapping[str, str],
    worker_id: str,
    may_change: bool,
    today: date,
) -> tuple[HoldLine, ...]:
    """Say the holds that stand. One on everything is for information governance to change."""
    return tuple(
        HoldLine(
            id=hold.id,
            what=_what_is_held(hold, names, references),
            reason=hold.reason,
            who=names.get(hold.recorded_by, SOMEBODY),
            since=day(hold.recorded_at),
            review=day(hold.review_on),
            is_late=hold.review_on < today,
            asked=names.get(hold.asked_by, SOMEBODY) if hold.asked_id else "",
            asked_why=hold.asked_why,
            may_lift=not hold.asked_id and (may_change or hold.family_id is not None),
            may_answer=bool(hold.asked_id)
            and hold.asked_by != worker_id
            and (may_change or hold.family_id is not None),
        )
        for hold in holds
    )


def read_hold(form: Form, *, kept: Kept | None, people: Iterable[str], today: date) -> NewHold:
    """Read a hold on a family or one person of it; on everything without a family."""
    refuse_unknown(form)
    reason = form.text("reason", MOST_REASON, required="Say why it has to be kept")
    review = form.day("review_on", required="Enter the day to look at the hold again")
    if review is not None and review <= today:
        form.refuse("review_on", "Enter a day that is still to come")
    person = form.choice("person", tuple(people)) if kept else ""
    return NewHold(
        covers="person" if person else "family" if kept else "everything",
        reason=reason,
        review_on=review or today,
        submit_key=form.one("submit_key"),
        family_id=kept.family_id if kept else None,
        person_id=person or None,
        team_id=kept.team_id if kept else "",
    )


def read_lifting(form: Form) -> str:
    """Read why a hold is no longer needed."""
    refuse_unknown(form)
    return form.text("reason", MOST_REASON, required="Say why the hold is no longer needed")


def read_answer(form: Form) -> bool:
    """Read whether a second person lifts the hold."""
    refuse_unknown(form)
    return form.choice("answer", ANSWERS, required="Choose what is to happen") == "lift"
