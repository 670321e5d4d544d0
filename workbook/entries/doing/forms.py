"""What stands on the page of actions, and what its forms send."""

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from workbook.entries.rules import SavedAction
from workbook.families.rules import FamilyFile
from workbook.web.filters import day, short_day
from workbook.web.forms import Form, Problem
from workbook.web.parts import Identity, SideNavigation

OUTCOMES: Final = {"done": "Done", "not_needed": "No longer needed"}
FIELDS: Final = frozenset({"csrf", "submit_key", "action", "outcome", "note"})
MOST_NOTE: Final = 2_000
MOST_CLOSED: Final = 100
COLLEAGUE: Final = "A colleague"
SOMEBODY: Final = "Somebody in the family"


class OpenLine(msgspec.Struct, frozen=True, kw_only=True):
    """One action that is still to be done."""

    id: str
    text: str
    child: str
    due: str
    is_late: bool
    from_href: str


class OwnersLines(msgspec.Struct, frozen=True, kw_only=True):
    """The open actions of one owner, by date due."""

    owner: str
    lines: tuple[OpenLine, ...]


class ClosedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One action and what became of it."""

    text: str
    owner: str
    due: str
    outcome: str
    from_href: str


class ActionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The actions of one family."""

    identity: Identity
    side: SideNavigation
    address: str
    may_close: bool
    owners: tuple[OwnersLines, ...]
    closed: tuple[ClosedLine, ...]
    closed_before: int
    record_href: str
    problems: tuple[Problem, ...] = ()
    about: str = ""
    note: str = ""


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """What one form says became of one action."""

    action_id: str
    outcome: str
    note: str


def open_lines(
    actions: Iterable[SavedAction], *, family: FamilyFile, worker_id: str, today: date
) -> tuple[OwnersLines, ...]:
    """Return what is still to be done: the reader’s own first, then by owner; each by date."""
    by_owner: dict[str, list[SavedAction]] = {}
    for action in actions:
        if not action.outcome:
            by_owner.setdefault(action.owner_id, []).append(action)
    names = family.names
    order = sorted(
        by_owner,
        key=lambda owner: (owner != worker_id, owner not in names, names.get(owner, ""), owner),
    )
    return tuple(
        OwnersLines(
            owner=_owner(by_owner[owner][0], family) + (" (you)" if owner == worker_id else ""),
            lines=tuple(_open_line(one, family, today=today) for one in by_owner[owner]),
        )
        for owner in order
    )


def _open_line(action: SavedAction, family: FamilyFile, *, today: date) -> OpenLine:
    child = family.member(action.child_id) if action.child_id else None
    late = action.due_on < today
    return OpenLine(
        id=action.id,
        text=action.text,
        child=child.first_name if child else "",
        due=f"late, was {short_day(action.due_on)}" if late else f"by {short_day(action.due_on)}",
        is_late=late,
        from_href=_from(action),
    )


def closed_lines(actions: Iterable[SavedAction], *, family: FamilyFile) -> tuple[ClosedLine, ...]:
    """Return what is done or no longer needed, what was due last first."""
    closed = [action for action in actions if action.outcome]
    closed.sort(key=lambda action: (action.due_on, action.id), reverse=True)
    return tuple(
        ClosedLine(
            text=one.text,
            owner=_owner(one, family),
            due=day(one.due_on),
            outcome=OUTCOMES.get(one.outcome, one.outcome),
            from_href=_from(one),
        )
        for one in closed
    )


def _owner(action: SavedAction, family: FamilyFile) -> str:
    return family.names.get(action.owner_id) or (COLLEAGUE if action.owner_is_worker else SOMEBODY)


def _from(action: SavedAction) -> str:
    return f"/families/{action.family_id}/entries/{action.entry_id}" if action.entry_id else ""


def read_closing(form: Form) -> Closing | None:
    """Read what became of one action; None when something is to be put right."""
    outcome = form.choice("outcome", OUTCOMES, required="Say what became of it")
    wanted = "Say why it is no longer needed" if outcome == "not_needed" else ""
    # Each action has a box of its own, so the problem leads to that one.
    action_id = form.one("action")
    note = form.text("note", MOST_NOTE)
    if wanted and not note:
        form.refuse(f"note-{action_id}", wanted)
    if form.unknown(FIELDS):
        form.refuse("", "This form holds something it did not ask for. Open the page again")
    if form.problems:
        return None
    return Closing(action_id=action_id, outcome=outcome, note=note)


def linked(problems: Iterable[Problem], *, action_id: str) -> tuple[Problem, ...]:
    """Return the problems so that each leads to the action it is about."""
    shown = {"note": f"note-{action_id}", f"note-{action_id}": f"note-{action_id}"}
    return tuple(Problem(shown.get(one.field, ""), one.message) for one in problems)
