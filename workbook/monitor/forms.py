"""What the page of odd openings shows: one card for each worker, family and day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from workbook.families.acts import FOUND
from workbook.monitor import rules
from workbook.monitor.queries import Odd
from workbook.staff.rules import StaffMember
from workbook.web.filters import plural
from workbook.web.forms import Form, Problem
from workbook.web.parts import Chip

MOST_WORDS = 2_000


class OddCard(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker opened of one family on one day, why it is asked about, what came of it.

    `key` tells the forms of the page apart. `href` leads to who opened the record, for those who
    may see it.
    """

    key: str
    ids: tuple[str, ...]
    on: date
    who: str
    discipline: str
    family: str
    href: str
    why: tuple[str, ...]
    outcome: str = ""
    words: str = ""
    by: str = ""
    is_own: bool = False
    chips: tuple[Chip, ...] = ()
    problems: tuple[Problem, ...] = ()


class FindingsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Openings to look into, and what was looked into lately."""

    note: str
    to_look_into: tuple[OddCard, ...]
    looked_into: tuple[OddCard, ...]
    problems: tuple[Problem, ...] = ()


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says who looked into findings."""

    ids: tuple[str, ...]
    outcome: str
    words: str


def read_decision(form: Form) -> Decision:
    """Read every field. It holds only when `form.problems` is empty afterwards."""
    ids = form.all("finding")
    key = ids[0] if ids else ""
    return Decision(
        ids=ids,
        outcome=form.choice(
            f"outcome-{key}", rules.OUTCOMES, required="Choose what came of looking into it"
        ),
        words=form.text(f"words-{key}", MOST_WORDS, required="Write what you found"),
    )


def findings_page(
    found: Sequence[Odd],
    *,
    staff: Mapping[str, StaffMember],
    references: Mapping[str, str],
    opens: frozenset[str],
    worker_id: str,
    sent: Decision | None = None,
    problems: tuple[Problem, ...] = (),
) -> FindingsPage:
    """Return the page: what nobody has looked into first. `opens`: families that may be opened.

    `sent` and `problems`: what was typed on one card and what was wrong with it.
    """
    groups: dict[tuple[object, ...], list[Odd]] = {}
    for one in found:
        state = (one.outcome, one.words, one.by)
        groups.setdefault((one.on_day, one.worker_id, one.family_id, state), []).append(one)
    cards = [
        _card(each, staff=staff, references=references, opens=opens, worker_id=worker_id)
        for each in groups.values()
    ]
    shown = [_typed(card, sent, problems) for card in cards]
    waiting = tuple(card for card in shown if not card.outcome)
    return FindingsPage(
        note=plural(len(waiting), "opening") + " to look into",
        to_look_into=waiting,
        looked_into=tuple(card for card in shown if card.outcome),
        problems=problems,
    )


def _card(
    found: Sequence[Odd],
    *,
    staff: Mapping[str, StaffMember],
    references: Mapping[str, str],
    opens: frozenset[str],
    worker_id: str,
) -> OddCard:
    first = found[0]
    who, by = staff.get(first.worker_id), staff.get(first.by)
    return OddCard(
        key=first.id,
        ids=tuple(one.id for one in found),
        on=first.on_day,
        who=who.name if who else "Somebody who left",
        discipline=who.discipline if who else "",
        family=references.get(first.family_id, ""),
        href=f"/families/{first.family_id}/openings" if first.family_id in opens else "",
        why=tuple(FOUND[one.rule] for one in found),
        outcome=rules.OUTCOMES.get(first.outcome, ""),
        words=first.words,
        by=by.name if by else "",
        is_own=first.worker_id == worker_id,
        chips=_chips(""),
    )


def _chips(chosen: str) -> tuple[Chip, ...]:
    return tuple(
        Chip(value=value, text=text, checked=value == chosen)
        for value, text in rules.OUTCOMES.items()
    )


def _typed(card: OddCard, sent: Decision | None, problems: Iterable[Problem]) -> OddCard:
    """Return a card with what was typed on it."""
    if sent is None or card.key not in sent.ids:
        return card
    own = tuple(problems)
    return msgspec.structs.replace(card, words=sent.words, chips=_chips(sent.outcome), problems=own)
