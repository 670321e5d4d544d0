"""Keeping something closer: one form, one press."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from workbook.errors import NotFoundError
from workbook.families.queries import family_file, ties
from workbook.families.rules import FamilyFile
from workbook.marking.forms import NAME_SOMEBODY
from workbook.marking.rules import HEALTH, Kept
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.tightening import forms, queries, rules, service
from workbook.tightening.queries import DerivedSources
from workbook.tightening.rules import Found, NotOfferedError
from workbook.wall.marks import POLICE_RESTRICTED, readers
from workbook.web.forms import Form
from workbook.web.responses import see_other

ADDRESS: Final = "/families/{family_id:str}/marks"
NAMES_PAGE: Final = "workbook/tightening/names.html"
NOT_OFFERED: Final = (
    "It is kept as closely as this already, or your role does not use this mark. Look at it again."
)


class MarkPages(Controller):
    """Tighter marks."""

    @post(ADDRESS, sync_to_thread=True, name="tightening.kept", opt={"may": May.READ})
    def keep(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        derived_sources: NamedDependency[DerivedSources],
        family_id: FromPath[str],
    ) -> Response[Any]:
        """Keep one thing closer at once. Nobody has to be asked; opening it again takes two.

        Of what the police or a MARAC told it is asked first who else may read it.
        """
        desk.require(May.READ)
        with desk.writing() as session:
            family = family_file(session, family_id=family_id)
            whole = [found_in(session, family, one) for one in form.all("object") or ("",)]
            colleagues = family.colleagues(desk.actor.id, desk.today)
            named = form.choices("named", colleagues)
            if form.one("mark") == POLICE_RESTRICTED and not named:
                return ask_names(desk, form, family, whole)
            for found in whole:
                kept = chosen(session, desk, family, found, form.one("mark"), named)
                if kept is not None:
                    service.tighten(
                        session,
                        found,
                        kept,
                        family=family,
                        derived=derived_sources,
                        actor=desk.actor,
                        now=desk.now,
                    )
        return see_other(where_to(whole[0], form.one("mark"), family=family, desk=desk))


def ask_names(desk: Desk, form: Form, family: FamilyFile, whole: Sequence[Found]) -> Response[Any]:
    """Give the page that asks who else may read what is kept to named workers."""
    if form.one("step"):
        form.refuse("named", NAME_SOMEBODY)
    page = forms.names_page(
        whole,
        family,
        colleagues=family.colleagues(desk.actor.id, desk.today),
        back_href=where_to(whole[0], "", family=family, desk=desk),
        problems=form.problems,
        today=desk.today,
    )
    if form.problems:
        return desk.again(NAMES_PAGE, page, title=page.heading)
    return desk.page(NAMES_PAGE, page, title=page.heading)


def found_in(session: Session, family: FamilyFile, object_id: str) -> Found:
    """Return what is to be kept.

    Raises:
        NotFoundError: it is not there, another family’s, or may not be seen.
    """
    found = queries.find(session, family_id=family.id, object_id=object_id)
    if found is None:
        raise NotFoundError(family_id=family.id)
    return found


def chosen(
    session: Session,
    desk: Desk,
    family: FamilyFile,
    found: Found,
    mark: str,
    named: Sequence[str] = (),
) -> Kept | None:
    """Return the mark with its persons; None where it counts already, as after a second press.

    `named`: who else may read it. Whoever wrote it may anyway, and is named too.

    Raises:
        NotOfferedError: the mark would not keep it closer, or is not this worker’s to give.
    """
    if mark in {one.mark for one in rules.present(found, family)}:
        return None
    offered = rules.offered(
        found,
        family,
        discipline=desk.actor.discipline,
        ties=ties(session, family_id=family.id),
        today=desk.today,
    )
    for one in offered:
        if one.mark == POLICE_RESTRICTED == mark:
            authors = [found.recorded_by] if found.recorded_by in family.names else []
            names = tuple(dict.fromkeys((*named, desk.actor.id, *authors)))
            return msgspec.structs.replace(one, persons=names)
        if one.mark == mark:
            return one
    raise NotOfferedError(NOT_OFFERED, object_id=found.id)


def where_to(found: Found, mark: str, *, family: FamilyFile, desk: Desk) -> str:
    """Return the page it stands on; the workbook, for whoever may no longer read it."""
    address = f"/families/{family.id}"
    actor = desk.actor
    whose = found.discipline if found.discipline in HEALTH else actor.discipline
    is_shut = mark not in {"", POLICE_RESTRICTED} and actor.discipline not in readers(mark, whose)
    if found.kind not in {"entry", "contribution", "voice", "action", "attachment"}:
        return f"{address}/network"
    if (is_shut and found.recorded_by != actor.id) or not (found.entry_id or found.kind == "entry"):
        return address
    return f"{address}/entries/{found.entry_id or found.id}"


PAGES: Final[tuple[type[Any], ...]] = (MarkPages,)
