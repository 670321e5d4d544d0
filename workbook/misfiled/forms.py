"""The page that asks that an entry be moved to the family it belongs to, and decides on it."""

from collections.abc import Iterable
from typing import Any, Final

from workbook.entries.rules import SavedEntry, title
from workbook.families.rules import FamilyFile
from workbook.misfiled.rules import Asked, left_behind
from workbook.web.filters import day, join_names
from workbook.web.forms import Form, WithProblems

MOST_REASON: Final = 2_000
FIELDS: Final = frozenset({"csrf", "submit_key", "reference", "reason", "answer"})
HEADING: Final = "Belongs to another family"


class MovingPage(WithProblems, frozen=True, kw_only=True):
    """Asking, or deciding on what somebody asked. `note`: what is to be waited for."""

    heading: str
    back_href: str
    action: str
    title: str
    asked: str
    why: str
    to: str
    left: str
    note: str
    may_ask: bool
    may_decide: bool
    reference: str
    reason: str
    submit_key: str


def moving_page(
    version: SavedEntry,
    asked: Asked | None,
    *,
    family: FamilyFile,
    to: str,
    left: Iterable[str],
    names: dict[str, str],
    worker_id: str,
    manages: bool,
    submit_key: str,
    form: Form | None = None,
) -> MovingPage:
    """Return the page as it stands for this worker."""
    back = f"/families/{family.id}/entries/{version.id}"
    mine = asked is not None and asked.recorded_by == worker_id
    note = ""
    if asked is not None and (mine or not manages):
        note = "The team manager decides. Until then the entry stays here."
        if mine and manages:
            note = "Another manager decides: you asked for this yourself."
    who = names.get(asked.recorded_by, "A colleague") if asked else ""
    return MovingPage(
        heading=HEADING,
        back_href=back,
        action=f"{back}/moving",
        title=title(version, family.names),
        asked=f"{who} asked on {day(asked.recorded_at)}" if asked else "",
        why=asked.reason if asked else "",
        to=to,
        left=join_names(left) if asked else "",
        note=note,
        may_ask=asked is None,
        may_decide=asked is not None and manages and not mine,
        reference=form.one("reference") if form else "",
        reason=form.one("reason") if form else "",
        submit_key=submit_key,
        problems=form.problems if form else (),
    )


def read_asking(form: Form) -> tuple[str, str]:
    """Read to which family the entry belongs, by its exact reference, and why."""
    reference = form.text("reference", 40, required="Enter the reference of the right family")
    reason = form.text("reason", MOST_REASON, required="Say why it belongs there, in a sentence")
    if form.unknown(FIELDS) or len(form.one("submit_key")) != 32:  # noqa: PLR2004 -- an id
        form.refuse("", "Open the page again: this form is not complete")
    return reference, reason


def stays_behind(
    row: dict[str, Any] | None, parts: list[tuple[str, dict[str, Any]]], asked: Asked
) -> list[str]:
    """Say what of the entry this worker may read does not go along."""
    return left_behind(row, parts, asked.staying) if row else []
