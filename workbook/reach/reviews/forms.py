"""The list of openings, and the page of one."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from workbook.encryption import Keyring
from workbook.families.acts import ACTS
from workbook.reach.reviews.rules import Looked, Opened
from workbook.reach.rules import MOST_WORDS, OUTCOMES, REASONS, opened
from workbook.web.filters import short_weekday_day
from workbook.web.forms import Form, WithProblems
from workbook.web.parts import DueState
from workbook.web.questions import Option


class OpeningLine(msgspec.Struct, frozen=True, kw_only=True):
    """One opening in the list."""

    href: str
    family: str
    worker: str
    discipline: str
    at: datetime
    why: str
    state: DueState
    says: str


class OpeningsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Those to look into first, then those that were."""

    waiting: tuple[OpeningLine, ...]
    done: tuple[OpeningLine, ...]
    says_done: bool = False


class LookedLine(msgspec.Struct, frozen=True):
    """One thing that was opened."""

    at: datetime
    did: str


class ReviewPage(WithProblems, frozen=True, kw_only=True):
    """One opening: who, when, why, what they opened; and the form, or what came of it."""

    heading: str
    family: str
    family_href: str
    worker: str
    discipline: str
    team: str
    starts_at: datetime
    ends_at: datetime
    why: str
    reason: str
    due: str
    state: DueState
    looked: tuple[LookedLine, ...]
    action: str
    outcomes: tuple[Option, ...]
    outcome: str
    outcome_words: str
    words: str
    reviewer: str
    reviewed_at: datetime | None


def family_words(one: Opened) -> str:
    """Name the family, or say which record it is to whoever may not know the name."""
    return one.family_name or f"Record {one.family_id[:8]}"


def openings_page(found: Iterable[Opened], *, today: date, says_done: bool = False) -> OpeningsPage:
    """Put those to look into first, the oldest on top."""
    lines = [(one, _line(one, today)) for one in found]
    waiting = [line for one, line in lines if one.outcome is None]
    done = [line for one, line in lines if one.outcome is not None]
    return OpeningsPage(waiting=tuple(reversed(waiting)), done=tuple(done), says_done=says_done)


def due_words(one: Opened, today: date) -> tuple[str, DueState]:
    """Say by when an opening is to be looked into."""
    due = one.due_on()
    if one.is_late(today):
        return f"Late: was due {short_weekday_day(due)}", "late"
    return ("Today", "today") if due == today else (f"By {short_weekday_day(due)}", "ok")


def _line(one: Opened, today: date) -> OpeningLine:
    says, state = due_words(one, today)
    if one.outcome is not None:
        says, state = OUTCOMES.get(one.outcome, one.outcome), "ok"
    return OpeningLine(
        href=f"/openings/{one.id}",
        family=family_words(one),
        worker=one.worker_name,
        discipline=one.discipline,
        at=one.starts_at,
        why=REASONS.get(one.reason_code, ""),
        state=state,
        says=says,
    )


def review_page(
    one: Opened,
    looked: Iterable[Looked],
    *,
    keyring: Keyring,
    today: date,
    form: Form | None = None,
) -> ReviewPage:
    """Return the page of one opening, with the form as typed so far."""
    due, state = due_words(one, today)
    words = opened(keyring, one.words or "", table="route_review", row_id=one.review_id or "")
    return ReviewPage(
        heading=f"{one.worker_name} opened {family_words(one)}",
        family=family_words(one),
        family_href=f"/families/{one.family_id}" if one.family_name else "",
        worker=one.worker_name,
        discipline=one.discipline,
        team=one.team_name,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        why=REASONS.get(one.reason_code, ""),
        reason=opened(keyring, one.reason, table="route", row_id=one.id),
        due=due,
        state=state,
        looked=tuple(LookedLine(each.at, ACTS.get(each.act, each.act)) for each in looked),
        action=f"/openings/{one.id}",
        outcomes=tuple(Option(code, said) for code, said in OUTCOMES.items()),
        outcome=form.one("outcome") if form else one.outcome or "",
        outcome_words=OUTCOMES.get(one.outcome or "", ""),
        words=form.one("words") if form else words,
        reviewer=one.reviewer or "",
        reviewed_at=one.reviewed_at,
        problems=form.problems if form else (),
    )


def read_review(form: Form) -> tuple[str, str]:
    """Read what was found: words are needed unless it was right to open it."""
    outcome = form.choice("outcome", OUTCOMES, required="Choose what you found")
    required = "" if outcome in ("", "justified") else "Say what you found, in a sentence"
    return outcome, form.text("words", MOST_WORDS, required=required)
