"""Agreeing the wording of one section about one subject."""

from typing import Annotated, Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import new_id
from workbook.errors import ReusedSubmitError, SupersededError
from workbook.families.rules import danger
from workbook.programme import queries, service
from workbook.programme.adding.forms import Target
from workbook.programme.adding.pages import Asked, choose, find
from workbook.programme.agreeing import forms
from workbook.programme.agreeing.forms import ALL, Basis, Typed
from workbook.programme.forms import SENT_BEFORE
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

TEMPLATE: Final = "workbook/programme/agree.html"
STALE: Final = "Somebody saved another wording since you opened this. Both are below."
With = Annotated[str, QueryParameter(name="with")]


class AgreeingPages(Controller):
    """The form that agrees a wording."""

    @get(
        "/families/{family_id:str}/modules/{module_key:str}/{section_key:str}/summary",
        sync_to_thread=True,
        name="programme.agree",
        opt={"may": May.SUMMARISE},
    )
    def show(
        self,
        desk: NamedDependency[Desk],
        family_id: FromPath[str],
        module_key: FromPath[str],
        section_key: FromPath[str],
        subject: FromQuery[str | None] = None,
        takes: With = "",
    ) -> Response[str]:
        """Show the wording that stands, to be written anew."""
        desk.require(May.SUMMARISE)
        with desk.reading() as session:
            asked = find(session, desk, (family_id, module_key, section_key), subject)
            made = read_basis(session, asked.target, takes) if asked.target else None
        desk.note_reading("module_opened", family_id=family_id, object_id=asked.module.key)
        if made is None:
            return choose(desk, asked, "summary")
        return give(desk, asked, made, Typed(submit_key=new_id()))

    @post(
        "/families/{family_id:str}/modules/{module_key:str}/{section_key:str}/summary",
        sync_to_thread=True,
        name="programme.agreed",
        opt={"may": May.SUMMARISE},
    )
    def save(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        module_key: FromPath[str],
        section_key: FromPath[str],
        subject: FromQuery[str | None] = None,
        takes: With = "",
    ) -> Response[Any]:
        """Save the wording; when a colleague's came first, show both and save neither."""
        desk.require(May.SUMMARISE)
        is_stale, new, key = False, None, form.one("submit_key")
        with desk.writing() as session:
            asked = find(session, desk, (family_id, module_key, section_key), subject)
            if asked.target is None:
                return choose(desk, asked, "summary")
            made = read_basis(session, asked.target, takes)
            new = forms.read_wording(form, made)
            try:
                if new and service.agree_wording(
                    session, new, actor=desk.actor, family=asked.family, now=desk.now
                ):
                    act = desk.act("wording_agreed", family_id=family_id, object_id=module_key)
                    audit.note(session, act, now=desk.now, after=asked.family.chain_end)
            except SupersededError:
                is_stale = True
                form.refuse("words", STALE)
            except ReusedSubmitError:
                new, key = None, new_id()
                form.refuse("words", SENT_BEFORE)
        if new is None or is_stale:
            typed = Typed(
                submit_key=key or new_id(),
                words=form.one("words"),
                mark=form.one("mark"),
                problems=form.problems,
                is_stale=is_stale,
            )
            return give(desk, asked, made, typed)
        return see_other(f"/families/{family_id}/modules/{module_key}#section-{section_key}")


def read_basis(session: Session, target: Target, takes: str) -> Basis:
    """Read what a wording of this section about this subject is made of."""
    family_id, module_key = target.family.id, target.module.key
    return forms.basis(
        target,
        evidence=queries.evidence(session, family_id=family_id, module_key=module_key),
        wordings=queries.summaries(session, family_id=family_id, module_keys=[module_key]),
        takes_all=takes == ALL,
    )


def give(desk: Desk, asked: Asked, made: Basis, typed: Typed) -> Response[str]:
    """Give back the form, ready to write or to be put right."""
    page = forms.agree_page(
        made,
        typed,
        catalogue=desk.catalogue,
        address=f"{asked.address}/summary",
        danger=danger(asked.family, desk.today),
    )
    if typed.problems:
        status = 409 if typed.is_stale else 422
        return desk.again(TEMPLATE, page, title=page.heading, status=status)
    return desk.page(TEMPLATE, page, title=page.heading)
