"""Group case supervision: sessions, one family's screen, sign-off, what was said before."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import structs

from supervision import gathering, queries, rules, screens, service
from supervision.forms import posted_sources, read_discussion, read_key
from supervision.gathering import Agenda, Gathered
from supervision.service import NewDiscussion
from supervision.showing import (
    SessionLine,
    SessionPage,
    SessionsPage,
    agenda_lines,
    family_lines,
)
from supervision.starting import starting
from workbook import audit
from workbook.db import ViewerSession
from workbook.errors import ReusedSubmitError, SealedError, SupersededError
from workbook.home.queries import my_families
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.web.filters import weekday_day
from workbook.web.forms import Form
from workbook.web.responses import see_other

SENT: Final = "You added other words with this form before. Add these too if they still stand"
SIGN: Final = "sign-off"
MOST_WORDS: Final = 20_000


class SessionPages(Controller):
    """The team's sessions."""

    @get("/supervision", sync_to_thread=True, name="supervision.all", opt={"may": May.READ_CASE})
    def sessions(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show the team's sessions, and every family with when it is due."""
        desk.require(May.READ_CASE)
        page = read_sessions(desk)
        return desk.page(
            "supervision/sessions.html", page, title="Group supervision", active="supervision"
        )

    @post(
        "/supervision", sync_to_thread=True, name="supervision.start", opt={"may": May.MANAGE_TEAM}
    )
    def start(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[Any]:
        """Start the team's session of a day, or go to the one there is."""
        desk.require(May.MANAGE_TEAM)
        held_on = form.day("held-on", required="Enter the day of the session")
        if held_on is None or form.problems:
            page = read_sessions(desk, form)
            return desk.again(
                "supervision/sessions.html", page, title="Group supervision", active="supervision"
            )
        with desk.writing() as session:
            session_id = service.start_session(
                session, actor=desk.actor, held_on=held_on, now=desk.now
            )
        return see_other(f"/supervision/{session_id}")

    @get(
        "/supervision/{session_id:str}",
        sync_to_thread=True,
        name="supervision.session",
        opt={"may": May.READ_CASE},
    )
    def session(self, desk: NamedDependency[Desk], session_id: FromPath[str]) -> Response[str]:
        """Show one session: its families, done and to do."""
        desk.require(May.READ_CASE)
        with desk.reading() as session:
            held = gathering.find_session(
                session, session_id=session_id, team_id=desk.actor.viewer.team_id
            )
            agenda = gathering.agenda(session, held=held)
        heading = f"Group supervision, {weekday_day(held.held_on)}"
        page = SessionPage(
            heading=heading,
            note=f"Led by {held.chair}",
            done=len(agenda.done),
            families=agenda_lines(agenda, session=held),
        )
        return desk.page("supervision/session.html", page, title=heading, active="supervision")


class DiscussionPages(Controller):
    """One family in one session."""

    @get(
        "/supervision/{session_id:str}/families/{family_id:str}",
        sync_to_thread=True,
        name="supervision.family",
        opt={"may": May.SUPERVISE},
    )
    def family(
        self, desk: NamedDependency[Desk], session_id: FromPath[str], family_id: FromPath[str]
    ) -> Response[str]:
        """Show what each worker brings, and the form; or what was signed off."""
        desk.require(May.SUPERVISE)
        with desk.reading() as session:
            found, agenda = gather(session, desk, family_id=family_id, session_id=session_id)
        desk.note_reading("supervision_opened", family_id=family_id, object_id=session_id)
        return show(desk, found, agenda, screens.Typed(values=starting(found)))

    @post(
        "/supervision/{session_id:str}/families/{family_id:str}",
        sync_to_thread=True,
        name="supervision.save",
        opt={"may": May.SUPERVISE},
    )
    def save(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        session_id: FromPath[str],
        family_id: FromPath[str],
    ) -> Response[Any]:
        """Save what was said; sign it off when that is asked for and nothing lacks."""
        signs = form.one("do") == SIGN
        desk.require(May.SIGN_OFF if signs else May.SUPERVISE)
        try:
            with desk.writing() as session:
                found, agenda = gather(session, desk, family_id=family_id, session_id=session_id)
                new = read(session, desk, form, found, signs=signs)
                if new is not None:
                    keep(session, desk, found, new, signs=signs)
        except (SupersededError, ReusedSubmitError, SealedError) as error:
            with desk.reading() as session:
                found, agenda = gather(session, desk, family_id=family_id, session_id=session_id)
            return show(desk, found, agenda, screens.refused(form, found, error))
        if form.problems:
            return show(desk, found, agenda, screens.typed_on(form))
        following = agenda.after(family_id) if signs else None
        if signs and following is None:
            return see_other(f"/supervision/{session_id}")
        to = following.family_id if following else family_id
        return see_other(f"/supervision/{session_id}/families/{to}")

    @post(
        "/supervision/{session_id:str}/families/{family_id:str}/addendum",
        sync_to_thread=True,
        name="supervision.add",
        opt={"may": May.SUPERVISE},
    )
    def add(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        session_id: FromPath[str],
        family_id: FromPath[str],
    ) -> Response[Any]:
        """Add dated words to what was signed off."""
        desk.require(May.SUPERVISE)
        words = form.text("words", MOST_WORDS, required="Write what you want to add")
        key = read_key(form)
        is_sent = False
        with desk.writing() as session:
            found, agenda = gather(session, desk, family_id=family_id, session_id=session_id)
            if not form.problems:
                try:
                    add_words(session, desk, found, words=words, submit_key=key)
                except ReusedSubmitError:
                    is_sent = True
                    form.refuse("words", SENT)
        if form.problems:
            typed = screens.typed_on(form)
            return show(
                desk, found, agenda, structs.replace(typed, submit_key="") if is_sent else typed
            )
        return see_other(f"/supervision/{session_id}/families/{family_id}#addenda")

    @get(
        "/families/{family_id:str}/supervision",
        sync_to_thread=True,
        name="supervision.history",
        opt={"may": May.READ_CASE},
    )
    def history(self, desk: NamedDependency[Desk], family_id: FromPath[str]) -> Response[str]:
        """Show every discussion of one family, the newest first."""
        desk.require(May.READ_CASE)
        with desk.reading() as session:
            page = screens.history(session, desk, family_id=family_id)
        desk.note_reading("supervision_opened", family_id=family_id)
        return desk.page("supervision/history.html", page, title=page.identity.name)


def gather(
    session: ViewerSession, desk: Desk, *, family_id: str, session_id: str
) -> tuple[Gathered, Agenda]:
    """Read one family in one session, and the session's agenda."""
    found = gathering.gather(
        session, family_id=family_id, session_id=session_id, discipline=desk.actor.discipline
    )
    return found, gathering.agenda(session, held=found.session)


def read(
    session: ViewerSession, desk: Desk, form: Form, found: Gathered, *, signs: bool
) -> NewDiscussion | None:
    """Read the form; None when something has to be put right, or lacks for a sign-off."""
    new = read_discussion(
        form,
        found,
        discipline=desk.actor.discipline,
        marks=queries.source_marks(session, family=found.family, entry_ids=posted_sources(form)),
    )
    if not signs:
        return new
    lacks = rules.lacks(decision=form.one("decision"), rationale=form.one("rationale"))
    for field, words in lacks:
        form.refuse(field, words)
    return None if lacks else new


def keep(
    session: ViewerSession, desk: Desk, found: Gathered, new: NewDiscussion, *, signs: bool
) -> None:
    """Save the form, sign it off if that is asked for, and note both."""
    family = found.family
    saved = service.save_discussion(
        session,
        new,
        actor=desk.actor,
        family=family,
        session_id=found.session.id,
        before=found.before,
        standing=found.parts,
        now=desk.now,
    )
    acts = [desk.act("discussion_saved", family_id=family.id, object_id=saved)] if saved else []
    if signs and (version := saved or service.unsigned(found.before, submit_key=new.submit_key)):
        service.sign_off(
            session, discussion_id=version, actor=desk.actor, family=family, now=desk.now
        )
        acts.append(desk.act("discussion_signed_off", family_id=family.id, object_id=version))
    if acts:
        audit.note(session, *acts, now=desk.now, after=family.chain_end)


def add_words(
    session: ViewerSession, desk: Desk, found: Gathered, *, words: str, submit_key: str
) -> None:
    """Add dated words to what was signed off, and note it."""
    if service.add_addendum(
        session,
        words=words,
        submit_key=submit_key,
        discussed=found.before,
        actor=desk.actor,
        family=found.family,
        now=desk.now,
    ):
        act = desk.act("addendum_added", family_id=found.family.id, object_id=found.session.id)
        audit.note(session, act, now=desk.now, after=found.family.chain_end)


def show(desk: Desk, found: Gathered, agenda: Agenda, typed: screens.Typed) -> Response[str]:
    """Give back a family's screen: the form, or what was signed off."""
    template, page = screens.screen(desk, found, agenda, typed)
    if typed.problems:
        return desk.again(
            template, page, title=page.heading, active="supervision", status=typed.status
        )
    return desk.page(template, page, title=page.heading, active="supervision")


def read_sessions(desk: Desk, form: Form | None = None) -> SessionsPage:
    """Read the team's sessions, and every family the worker has a route to."""
    with desk.reading() as session:
        families = my_families(session)
        stands = queries.standing(session, family_ids=[family.id for family in families])
        held = queries.sessions(session, team_id=desk.actor.viewer.team_id)
    return SessionsPage(
        starts=may(desk.actor, May.MANAGE_TEAM),
        held_on=form.one("held-on") if form else desk.today.isoformat(),
        problems=form.problems if form else (),
        sessions=tuple(
            SessionLine(href=f"/supervision/{one.id}", held_on=one.held_on, chair=one.chair)
            for one in held
        ),
        families=family_lines(rules.agenda(stands.values(), today=desk.today), today=desk.today),
    )


PAGES: Final[tuple[type[Any], ...]] = (SessionPages, DiscussionPages)
