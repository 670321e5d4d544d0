"""Who is in the room."""

import msgspec

from workbook.families.rules import FamilyFile
from workbook.web.forms import Form, Problem
from workbook.web.parts import Chip, Identity


class SittingPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page that asks who looks at the screen."""

    identity: Identity
    action: str
    back_href: str
    people: tuple[Chip, ...]
    problems: tuple[Problem, ...] = ()


def sitting_page(family: FamilyFile, identity: Identity, form: Form | None = None) -> SittingPage:
    """Return the question; with a form, as it was answered so far."""
    chosen = form.all("persons") if form else ()
    return SittingPage(
        identity=identity,
        action=f"/families/{family.id}/sitting",
        back_href=f"/families/{family.id}",
        people=tuple(
            Chip(value=one.id, text=one.name, checked=one.id in chosen) for one in family.members
        ),
        problems=form.problems if form else (),
    )
