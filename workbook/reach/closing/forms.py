"""The form that closes a family’s workbook, or opens it again."""

from datetime import date

from workbook.families.rules import FamilyFile
from workbook.web.filters import day
from workbook.web.forms import Form, WithProblems

MOST_REASON = 500


class ClosingPage(WithProblems, frozen=True, kw_only=True):
    """Whether it is open or closed, since when, and what to say for the other."""

    heading: str
    action: str
    back_href: str
    is_closed: bool
    since: str
    why: str
    on: str
    reason: str


def closing_page(family: FamilyFile, *, today: date, form: Form | None = None) -> ClosingPage:
    """Return the form as typed so far."""
    address = f"/families/{family.id}"
    is_closed = family.closed_on is not None
    return ClosingPage(
        heading=f"{'Open' if is_closed else 'Close'} the workbook of {family.name}"
        + (" again" if is_closed else ""),
        action=f"{address}/close",
        back_href=f"{address}/workers",
        is_closed=is_closed,
        since=day(family.closed_on) if family.closed_on else "",
        why=family.closed_why,
        on=form.one("on") if form else today.isoformat(),
        reason=form.one("reason") if form else "",
        problems=form.problems if form else (),
    )


def read_closing(form: Form, family: FamilyFile, *, today: date) -> tuple[date, str]:
    """Read the day, not in the future and not before the family was opened, and why."""
    on = form.day("on", required="Enter the date")
    since = family.closed_on or family.opened_on
    if on is not None and on > today:
        form.refuse("on", "Enter today or a day before")
    if on is not None and on < since:
        form.refuse("on", f"Enter {day(since)} or a day after it")
    reason = form.text("reason", MOST_REASON, required="Say why, in a sentence")
    return on or today, reason
