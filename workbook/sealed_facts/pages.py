"""Opening a sealed fact, and sealing one."""

import re
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy.orm import Session

from workbook.db import new_id
from workbook.errors import NotAllowedError, NotFoundError
from workbook.families.queries import family_file, homes
from workbook.families.rules import FamilyFile
from workbook.sealed_facts import forms, queries, service
from workbook.sealed_facts.rules import KEEPERS, SavedFact
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

KEY: Final = re.compile("[0-9a-f]{32}")
OPEN: Final = "/families/{family_id:str}/sealed/{fact_id:str}/open"
ADD: Final = "/families/{family_id:str}/sealed/add"
OPENED_PAGE: Final = "workbook/sealed_facts/opened.html"
SEAL_PAGE: Final = "workbook/sealed_facts/seal.html"


class SealedPages(Controller):
    """Sealed facts of one family."""

    @post(OPEN, status_code=200, sync_to_thread=True, name="sealed.opened", opt={"may": May.READ})
    def open(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        fact_id: FromPath[str],
    ) -> Response[str]:
        """Show what one fact says. That this worker looked is noted in the same breath."""
        del form  # it is only there to prove that the worker's own page sent it
        desk.require(May.READ)
        with desk.writing() as session:
            family = family_file(session, family_id=family_id)
            fact = found(session, family, fact_id)
            value = service.open_fact(
                session,
                fact,
                keyring=desk.site.keyring,
                family_id=family.id,
                actor=desk.actor,
                now=desk.now,
            )
            line = forms.line(fact, family, homes(session, family_id=family.id))
        page = forms.OpenedPage(
            heading=line.words,
            back=f"{family.name}: family and network",
            back_href=f"/families/{family.id}/network",
            value=value,
            known=line.known,
        )
        return desk.page(OPENED_PAGE, page, title=page.heading)

    @get(ADD, sync_to_thread=True, name="sealed.add", opt={"may": May.RECORD})
    def ask(
        self,
        desk: NamedDependency[Desk],
        family_id: FromPath[str],
        replaces: FromQuery[str] = "",
    ) -> Response[str]:
        """Show the form that seals a fact, or changes one."""
        desk.require(May.RECORD)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            require_keeper(desk)
            page = seal_page(session, family, Form({}, ()), replaces, key=new_id())
        desk.note_reading("network_opened", family_id=family_id)
        return desk.page(SEAL_PAGE, page, title=page.heading)

    @post(ADD, sync_to_thread=True, name="sealed.added", opt={"may": May.RECORD})
    def save(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], family_id: FromPath[str]
    ) -> Response[Any]:
        """Seal it, once however often the form is sent."""
        desk.require(May.RECORD)
        with desk.writing() as session:
            family = family_file(session, family_id=family_id)
            require_keeper(desk)
            key = form.one("submit_key")
            sent = queries.of_form(session, submit_key=key)
            replaces = "" if sent else form.one("replaces")
            replaced = found(session, family, replaces) if replaces else None
            new = forms.read_fact(form, family, replaced)
            if not KEY.fullmatch(key):
                form.refuse("", "Open this page again before you save")
                key = new_id()
            if form.problems:
                page = seal_page(session, family, form, replaces, key=key)
                return desk.again(SEAL_PAGE, page, title=page.heading)
            service.add_fact(
                session,
                new,
                keyring=desk.site.keyring,
                family_id=family.id,
                actor=desk.actor,
                now=desk.now,
            )
        return see_other(f"/families/{family_id}/network#sealed")


def require_keeper(desk: Desk) -> None:
    """Stop unless this worker’s role keeps sealed facts.

    Raises:
        NotAllowedError: it does not: the worker of the person using abuse never does.
    """
    if desk.actor.discipline not in KEEPERS:
        raise NotAllowedError("Your role keeps no sealed facts.", worker_id=desk.actor.id)


def found(session: Session, family: FamilyFile, fact_id: str) -> SavedFact:
    """Return one fact that stands.

    Raises:
        NotFoundError: it is not there, another family’s, or may not be seen.
    """
    fact = queries.fact(session, family_id=family.id, fact_id=fact_id)
    if fact is None:
        raise NotFoundError(family_id=family.id)
    return fact


def seal_page(
    session: Session, family: FamilyFile, form: Form, replaces: str, *, key: str
) -> forms.SealPage:
    """Return the form, empty or with everything typed."""
    return forms.seal_page(
        family,
        form=form,
        replaced=found(session, family, replaces) if replaces else None,
        homes=homes(session, family_id=family.id),
        submit_key=key,
    )


PAGES: Final[tuple[type[Any], ...]] = (SealedPages,)
