"""Asking for something to be opened, and deciding on it."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from workbook.db import new_id
from workbook.entries import queries as entries
from workbook.entries.recording import KEY
from workbook.errors import NotFoundError, SupersededError
from workbook.families.queries import family_file, worker_names
from workbook.families.rules import FamilyFile
from workbook.loosening import forms, service
from workbook.loosening.forms import Thing
from workbook.marking import queries as marking
from workbook.marking.rules import Asked, who_decides
from workbook.staff import step_up
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.tightening import queries as tightening
from workbook.tightening.rules import present
from workbook.tightening.service import chain
from workbook.web.forms import Form
from workbook.web.responses import see_other

ASK: Final = "/families/{family_id:str}/marks/{object_id:str}/loosen"
DECIDE: Final = "/families/{family_id:str}/loosenings/{request_id:str}"
ASK_PAGE, DECIDE_PAGE = "workbook/loosening/ask.html", "workbook/loosening/decide.html"
NO_LONGER: Final = "Read what was saved since, and ask about the newest version."


class LooseningPages(Controller):
    """Opening takes two people."""

    @get(ASK, sync_to_thread=True, name="loosening.ask", opt={"may": May.READ_CASE})
    def ask(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], object_id: FromPath[str]
    ) -> Response[str]:
        """Ask for which mark, and why."""
        desk.require(May.READ_CASE)
        with desk.reading() as session:
            thing = thing_of(session, family_file(session, family_id=family_id), object_id)
            page = ask_page(session, desk, thing, Form({}, ()), submit_key=new_id())
        desk.note_reading("entry_opened", family_id=family_id, object_id=object_id)
        return desk.page(ASK_PAGE, page, title=page.heading)

    @post(ASK, sync_to_thread=True, name="loosening.asked", opt={"may": May.READ_CASE})
    def save(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        object_id: FromPath[str],
    ) -> Response[Any]:
        """Keep what was asked for, once however often the form is sent."""
        desk.require(May.READ_CASE)
        with desk.writing() as session:
            family = family_file(session, family_id=family_id)
            thing = thing_of(session, family, object_id)
            key = form.one("submit_key")
            if not KEY.fullmatch(key):
                form.refuse("", "Open this page again before you send it")
                key = new_id()
            wish = forms.read_wish(form, thing, submit_key=key, today=desk.today)
            if form.problems:
                page = ask_page(session, desk, thing, form, submit_key=key)
                return desk.again(ASK_PAGE, page, title=page.heading)
            request_id = service.ask(
                session, thing.found, wish, family=family, actor=desk.actor, now=desk.now
            )
        return see_other(f"/families/{family_id}/loosenings/{request_id}")

    @get(DECIDE, sync_to_thread=True, name="loosening.request", opt={"may": May.READ_CASE})
    def request(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], request_id: FromPath[str]
    ) -> Response[str]:
        """Show what was asked for and why, and to the second person the two answers."""
        desk.require(May.READ_CASE)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            asked = request_of(session, family, request_id)
            thing = thing_of(session, family, asked.object_id, stands=False)
            page = decide_page(session, desk, thing, asked, Form({}, ()))
        desk.note_reading("entry_opened", family_id=family_id, object_id=asked.object_id)
        return desk.page(DECIDE_PAGE, page, title=page.heading)

    @post(DECIDE, sync_to_thread=True, name="loosening.decided", opt={"may": May.READ_CASE})
    def decide(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        request_id: FromPath[str],
    ) -> Response[Any]:
        """Open it or keep it, once the second person shows that it is them.

        The same answer sent twice counts once.
        """
        desk.require(May.READ_CASE)
        address = f"/families/{family_id}/loosenings/{request_id}"
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            asked = request_of(session, family, request_id)
            thing = thing_of(session, family, asked.object_id, stands=asked.approved is None)
        approved, words = forms.read_answer(form)
        is_sent = (asked.approved, asked.words, asked.decided_by)
        if is_sent == (approved, words, desk.actor.id):
            return see_other(address)
        service.require_second(asked, actor=desk.actor)
        if form.problems or not step_up.confirm(desk, form):
            with desk.reading() as session:
                page = decide_page(session, desk, thing, asked, form)
            return desk.again(DECIDE_PAGE, page, title=page.heading)
        save_answer(desk, family, request_id, approved=approved, words=words)
        return see_other(address)


def save_answer(
    desk: Desk, family: FamilyFile, request_id: str, *, approved: bool, words: str
) -> None:
    """Keep the second person's answer, on what stands now."""
    with desk.writing() as session:
        asked = request_of(session, family, request_id)
        thing = thing_of(session, family, asked.object_id)
        versions: tuple[str, ...] = ()
        if thing.found.kind == "entry":
            versions = tuple(chain(session, thing.found.id, family_id=family.id))
        service.decide(
            session,
            asked,
            thing.found,
            approved=approved,
            words=words,
            chain=versions,
            family=family,
            actor=desk.actor,
            now=desk.now,
        )


def thing_of(session: Session, family: FamilyFile, object_id: str, *, stands: bool = True) -> Thing:
    """Return what is to be opened. `stands`: it must be the version that stands.

    Raises:
        NotFoundError: it is not there, another family’s, or may not be seen.
        SupersededError: a later version took its place.
    """
    found = tightening.find(session, family_id=family.id, object_id=object_id)
    if found is None:
        raise NotFoundError(family_id=family.id)
    entry_id = found.id if found.kind == "entry" else found.entry_id
    is_version = stands and found.kind == "entry"
    if is_version and entry_id in entries.successions(session, family_id=family.id):
        raise SupersededError(NO_LONGER, entry_id=entry_id)
    entry = entries.entry(session, family_id=family.id, entry_id=entry_id) if entry_id else None
    return Thing(found=found, family=family, entry=entry)


def request_of(session: Session, family: FamilyFile, request_id: str) -> Asked:
    """Return one asking.

    Raises:
        NotFoundError: it is not there or another family’s.
    """
    found = marking.asked(session, family_id=family.id, request_id=request_id)
    if not found:
        raise NotFoundError(family_id=family.id)
    return found[0]


def ask_page(
    session: Session, desk: Desk, thing: Thing, form: Form, *, submit_key: str
) -> forms.AskPage:
    """Return the page that asks, with what was typed and what waits already."""
    found, family = thing.found, thing.family
    before = marking.asked(session, family_id=family.id, object_ids=[found.id])
    deciders = who_decides(present(found, family), author=found.discipline)
    return forms.ask_page(
        thing,
        deciders=[one for one in deciders if one != desk.actor.id],
        waiting=next((one for one in before if one.approved is None), None),
        typed={name: form.one(name) for name in form.whole},
        submit_key=submit_key,
        today=desk.today,
        problems=form.problems,
    )


def decide_page(
    session: Session, desk: Desk, thing: Thing, asked: Asked, form: Form
) -> forms.DecidePage:
    """Return the page of one asking as this worker sees it."""
    others = {asked.recorded_by, asked.decided_by} - {"", *thing.family.names}
    names = thing.family.names | (worker_names(session, ids=others) if others else {})
    decides = asked.approved is None and asked.may_decide(
        worker_id=desk.actor.id, discipline=desk.actor.discipline
    )
    return forms.decide_page(
        thing,
        asked,
        step_up=step_up.asked(desk, form) if decides else None,
        names=names,
        today=desk.today,
        typed={name: form.one(name) for name in form.whole},
        problems=form.problems,
    )


PAGES: Final[tuple[type[Any], ...]] = (LooseningPages,)
