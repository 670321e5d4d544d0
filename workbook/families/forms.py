"""The head and the side of every page about a family."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from modules.catalogue import Catalogue
from workbook.audit import Opening
from workbook.families import acts, rules
from workbook.families.rules import FamilyFile
from workbook.staff.access import DISCIPLINES, Actor, May, may
from workbook.web.filters import person_age
from workbook.web.parts import Identity, SideLink, SideModule, SideNavigation

# What may be shown with somebody of the family in the room; the rest waits.
SHOWN_SITTING: Final = frozenset({"", "chronology"})


def identity(family: FamilyFile, *, actor: Actor, today: date, link: bool = True) -> Identity:
    """Return the head of a page about this family, with what this worker may do."""
    children = ", ".join(
        f"{child.first_name} {person_age(child, today)}".strip() for child in family.children
    )
    danger, more = rules.danger(family, today)
    address = f"/families/{family.id}"
    return Identity(
        name=family.name,
        href=address if link else "",
        facts=tuple(
            fact for fact in (children, rules.stage_words(family, today), family.reference) if fact
        ),
        record_href=f"{address}/record" if may(actor, May.RECORD) else "",
        report_href=f"{address}/report" if may(actor, May.ISSUE) else "",
        danger=danger,
        danger_more=more,
        known_href="" if actor.is_sitting else f"{address}/known-to-me",
        sitting_href=f"{address}/sitting"
        if may(actor, May.READ_CASE) and not actor.is_sitting
        else "",
    )


def side(
    family: FamilyFile,
    *,
    actor: Actor,
    catalogue: Catalogue,
    current: str,
    states: dict[str, str] | None = None,
    open_actions: int = 0,
) -> SideNavigation:
    """Return the way around one workbook. `current` is the last part of the page's address."""
    address = f"/families/{family.id}"
    case = may(actor, May.READ_CASE)
    wanted = [
        ("Overview and timeline", "", True, 0),
        ("Family and network", "network", True, 0),
        ("Actions", "actions", case, open_actions),
        ("Chronology", "chronology", case, 0),
        ("Supervision", "supervision", case, 0),
        ("Files", "files", case, 0),
        ("Documents", "documents", case, 0),
        ("Who works with this family", "workers", True, 0),
        ("Who opened this record", "openings", True, 0),
    ]
    if actor.is_sitting:
        wanted = [one for one in wanted if one[1] in SHOWN_SITTING]
    links = tuple(
        SideLink(
            text=text,
            href=f"{address}/{end}" if end else address,
            current=end == current,
            count=count,
        )
        for text, end, shown, count in wanted
        if shown
    )
    known = states or {}
    modules = tuple(
        SideModule(
            number=number,
            name=module.title,
            href=f"{address}/modules/{module.key}",
            state=known.get(module.key, "not"),  # type: ignore[arg-type]
            current=current == f"modules/{module.key}",
        )
        for number, module in enumerate(catalogue.modules, 1)
    )
    return SideNavigation(
        label=f"{family.name} workbook", links=links, modules=modules if case else ()
    )


class OpeningLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of who opened or changed the record."""

    at: datetime
    who: str
    discipline: str
    did: str
    stands_out: bool = False


def opening_lines(
    openings: Iterable[Opening], *, names: Mapping[str, str]
) -> tuple[OpeningLine, ...]:
    """Say who did what. What no worker did, the record was brought in with."""
    return tuple(
        OpeningLine(
            at=opening.at,
            who=names.get(opening.worker_id, "The service"),
            discipline=opening.discipline if opening.discipline in DISCIPLINES else "",
            did=acts.said(opening.act, opening.detail, names),
            stands_out=opening.act in acts.STAND_OUT,
        )
        for opening in openings
    )
