"""Adding to one section of a module, about one subject."""

from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy.orm import Session

from modules.schema import Module, Section
from workbook import audit
from workbook.db import new_id
from workbook.errors import NotFoundError, ReusedSubmitError
from workbook.families.queries import family_file, ties
from workbook.families.rules import FamilyFile, danger, kept_from
from workbook.programme import service
from workbook.programme.adding import forms
from workbook.programme.adding.forms import Filled, Target
from workbook.programme.forms import SENT_BEFORE
from workbook.programme.subjects import choices, find_subject
from workbook.programme.tracks import is_named_to
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.wall.marks import SURVIVOR_PROTECTED
from workbook.web.forms import Form
from workbook.web.responses import see_other

TEMPLATE: Final = "workbook/programme/add.html"
CHOOSE: Final = "workbook/programme/choose.html"


class ChoosePage(msgspec.Struct, frozen=True, kw_only=True):
    """The page that asks whom it is about, where a section can be about several."""

    heading: str
    back: str
    back_href: str
    danger: tuple[str, str]
    links: tuple[tuple[str, str], ...]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What an address asks for: a section of a module of a family, and the subject if named."""

    family: FamilyFile
    module: Module
    section: Section
    target: Target | None

    @property
    def address(self) -> str:
        """Return the address of the page without its subject."""
        return f"/families/{self.family.id}/modules/{self.module.key}/{self.section.key}"


class AddingPages(Controller):
    """The form that adds to one section."""

    @get(
        "/families/{family_id:str}/modules/{module_key:str}/{section_key:str}/add",
        sync_to_thread=True,
        name="programme.add",
        opt={"may": May.RECORD},
    )
    def show(
        self,
        desk: NamedDependency[Desk],
        family_id: FromPath[str],
        module_key: FromPath[str],
        section_key: FromPath[str],
        subject: FromQuery[str | None] = None,
    ) -> Response[str]:
        """Show the whole form of the section; first ask about whom, where that is open."""
        desk.require(May.RECORD)
        with desk.reading() as session:
            asked = find(session, desk, (family_id, module_key, section_key), subject)
        desk.note_reading("module_opened", family_id=family_id, object_id=asked.module.key)
        if asked.target is None:
            return choose(desk, asked)
        return give(desk, asked, asked.target, Filled(submit_key=new_id()))

    @post(
        "/families/{family_id:str}/modules/{module_key:str}/{section_key:str}/add",
        sync_to_thread=True,
        name="programme.added",
        opt={"may": May.RECORD},
    )
    def save(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        module_key: FromPath[str],
        section_key: FromPath[str],
        subject: FromQuery[str | None] = None,
    ) -> Response[Any]:
        """Record what was added, once however often the form is sent."""
        desk.require(May.RECORD)
        with desk.writing() as session:
            asked = find(session, desk, (family_id, module_key, section_key), subject)
            if asked.target is None:
                return choose(desk, asked)
            new = forms.read_contribution(form, asked.target, now=desk.now)
            key = form.one("submit_key")
            try:
                if new and service.add_contribution(
                    session, new, actor=desk.actor, family=asked.family, now=desk.now
                ):
                    act = desk.act("entry_recorded", family_id=family_id, object_id=new.entry_id)
                    audit.note(session, act, now=desk.now, after=asked.family.chain_end)
            except ReusedSubmitError:
                new, key = None, new_id()
                form.refuse("", SENT_BEFORE)
        if new is None:
            filled = Filled(typed=form.whole, problems=form.problems, submit_key=key or new_id())
            return give(desk, asked, asked.target, filled)
        return see_other(f"/families/{family_id}/modules/{module_key}#section-{section_key}")


def find(session: Session, desk: Desk, keys: tuple[str, str, str], subject: str | None) -> Asked:
    """Return what an address asks for.

    Raises:
        NotFoundError: there is no such family, section or subject, or not for this worker.
    """
    family_id, module_key, section_key = keys
    module = next((each for each in desk.catalogue.modules if each.key == module_key), None)
    section = module.section(section_key) if module else None
    if module is None or section is None:
        raise NotFoundError
    if not is_named_to(section, desk.actor.discipline, has_words=False):
        raise NotFoundError
    family = family_file(session, family_id=family_id)
    about = find_subject(family, section, subject)
    asked = Asked(family=family, module=module, section=section, target=None)
    if about is None:
        return asked
    kept: tuple[str, ...] = ()
    if SURVIVOR_PROTECTED in {section.mark, *(section.mark_of(one) for one in section.questions)}:
        kept = kept_from(family, ties(session, family_id=family.id), today=desk.today)
    target = Target(
        family=family,
        module=module,
        section=section,
        about=about,
        discipline=desk.actor.discipline,
        today=desk.today,
        kept_from=kept,
        worker_id=desk.actor.id,
    )
    return msgspec.structs.replace(asked, target=target)


def give(desk: Desk, asked: Asked, target: Target, filled: Filled) -> Response[str]:
    """Give back the form, empty or to be put right."""
    page = forms.add_page(
        target,
        filled,
        address=f"{asked.address}/add?subject={forms.subject_text(target)}",
        danger=danger(asked.family, desk.today),
    )
    if filled.problems:
        return desk.again(TEMPLATE, page, title=page.heading)
    return desk.page(TEMPLATE, page, title=page.heading)


def choose(desk: Desk, asked: Asked, act: str = "add") -> Response[str]:
    """Ask about whom it is."""
    page = ChoosePage(
        heading=f"{asked.section.title}: about whom?",
        back=asked.module.title,
        back_href=f"/families/{asked.family.id}/modules/{asked.module.key}",
        danger=danger(asked.family, desk.today),
        links=tuple(
            (f"{asked.address}/{act}?subject={text}", name)
            for text, name in choices(asked.family, asked.section)
        ),
    )
    return desk.page(CHOOSE, page, title=page.heading)
