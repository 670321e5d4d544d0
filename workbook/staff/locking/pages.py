"""Locked after a while without use: the way back in, for the page itself and for its script."""

from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from workbook.clock import utc_now
from workbook.errors import LockedError, SecondStepNeededError
from workbook.site import Site
from workbook.staff import door, kept, service, step_up
from workbook.staff.arrival import (
    Errand,
    door_frame,
    errand_in,
    go_back,
    own_path,
    set_cookie,
)
from workbook.staff.desk import Desk
from workbook.staff.second_step import passkeys
from workbook.staff.second_step import queries as second_step
from workbook.staff.second_step.pages import challenge_for_script
from workbook.staff.sign_in import AnyRequest, desk_of, find_present
from workbook.web import responses
from workbook.web.forms import Form, Problem

WRONG = Problem("password", step_up.WRONG)
WRONG_PASSKEY = Problem("password", step_up.WRONG_PASSKEY)


class UnlockPage(msgspec.Struct, frozen=True, kw_only=True):
    """A locked sign-in: who it is, what unlocks it, and what they were doing."""

    heading: str
    name: str
    csrf: str
    ways: tuple[str, ...]
    provider: str
    errand: Errand
    problems: tuple[Problem, ...] = ()
    is_sitting: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the page's script is told."""

    ways: tuple[str, ...] = ()
    provider: str = ""
    problem: str = ""


def answer(words: Answer, *, status: int = 200) -> Response[bytes]:
    """Give the page's script its answer."""
    body = msgspec.json.encode(words)
    return Response(body, status_code=status, media_type="application/json")


def ways_to_unlock(desk: Desk) -> tuple[str, ...]:
    """Return what unlocks this sign-in. A code is not asked for: the sign-in has had it."""
    with desk.site.database.reading(door.seat(desk.now)) as session:
        ways = second_step.ways(session, worker_id=desk.actor.id)
    have = {
        "password": ways.password,
        "passkey": bool(ways.passkeys),
        "provider": desk.actor.how == "provider",
    }
    return tuple(name for name, is_there in have.items() if is_there)


def show_unlock(
    desk: Desk, errand: Errand, *, problems: tuple[Problem, ...] = (), status: int = 200
) -> Response[str]:
    """Give back the page that asks who is there. It shows the worker's name and nothing else."""
    page = UnlockPage(
        heading="Unlock to carry on",
        name=desk.actor.name,
        csrf=desk.actor.csrf,
        ways=ways_to_unlock(desk),
        provider=desk.site.settings.provider_name,
        errand=errand,
        problems=problems,
        is_sitting=desk.actor.is_sitting,
    )
    title = f"{'Error: ' if problems else ''}{page.heading}"
    return responses.page(
        desk.site.environment,
        "workbook/staff/unlock.html",
        status=status,
        page=page,
        frame=door_frame(desk.site, title),
    )


def has_shown_who(desk: Desk, form: Form) -> bool:
    """Tell whether a password or a passkey shows that it is the worker."""
    if form.one("passkey"):
        known = door.shown_passkey(
            desk.site,
            key=form.one("exchange"),
            answer=form.one("passkey"),
            origin=desk.caller.origin,
            now=desk.now,
            worker_id=desk.actor.id,
        )
        return known is not None
    return step_up.has_right_password(desk, form.one("password"))


class LockingPages(Controller):
    """Locking and unlocking. None of these shows a word of any record."""

    @get("/unlock", sync_to_thread=True, name="locking.unlock", opt={"may": "signed_in"})
    def show(
        self,
        request: AnyRequest,
        locked_desk: NamedDependency[Desk],
        back_to: FromQuery[str] = "/",
    ) -> Response[Any]:
        """Ask who is there; lead straight back when nothing is locked."""
        present = find_present(request, locked_desk.site, locked_desk.now)
        if present.state == "open" and not present.actor.is_sitting:
            return responses.see_other(own_path(back_to))
        return show_unlock(locked_desk, Errand(back_to=own_path(back_to)))

    @post("/unlock", sync_to_thread=True, name="locking.unlocked", opt={"may": "signed_in"})
    def unlock(
        self,
        locked_desk: NamedDependency[Desk],
        locked_form: NamedDependency[Form],
    ) -> Response[Any]:
        """Unlock, under a new key; forms that were open before still count."""
        desk, is_script = locked_desk, bool(locked_form.one("quiet"))
        if not has_shown_who(desk, locked_form):
            wrong = WRONG_PASSKEY if locked_form.one("passkey") else WRONG
            if is_script:
                return answer(Answer(problem=wrong.message), status=422)
            return show_unlock(desk, errand_in(locked_form), problems=(wrong,), status=422)
        with desk.site.database.writing(door.seat(desk.now)) as session:
            key = service.unlock(session, sign_in_id=desk.actor.sign_in, now=desk.now)
        response: Response[Any] = (
            answer(Answer())
            if is_script
            else go_back(
                desk.site,
                worker_id=desk.actor.id,
                errand=errand_in(locked_form),
                token=desk.actor.csrf,
            )
        )
        set_cookie(response, desk.site, key)
        return response

    @post("/lock", sync_to_thread=True, name="locking.lock", opt={"may": "signed_in"})
    def lock(
        self,
        request: AnyRequest,
        locked_desk: NamedDependency[Desk],
        locked_form: NamedDependency[Form],
    ) -> Response[Any]:
        """Lock for the page's script, which has hidden the page; say what unlocks it."""
        del locked_form
        site = locked_desk.site
        with site.database.writing(door.seat(locked_desk.now)) as session:
            service.lock(session, key=request.cookies.get(site.cookie, ""), now=locked_desk.now)
        return answer(
            Answer(ways=ways_to_unlock(locked_desk), provider=site.settings.provider_name)
        )

    @post("/in-use", sync_to_thread=True, name="locking.in_use", opt={"may": "signed_in"})
    def in_use(
        self,
        request: AnyRequest,
        own_desk: NamedDependency[Desk],
        own_form: NamedDependency[Form],
    ) -> Response[Any]:
        """Take it from the page's script that somebody types, points or scrolls."""
        del own_form
        with own_desk.site.database.writing(door.seat(own_desk.now)) as session:
            service.touch(
                session, key=request.cookies.get(own_desk.site.cookie, ""), now=own_desk.now
            )
        return answer(Answer())

    @post("/confirm/passkey", sync_to_thread=True, name="locking.passkey", opt={"may": "signed_in"})
    def ask_passkey(
        self, locked_desk: NamedDependency[Desk], locked_form: NamedDependency[Form]
    ) -> Response[bytes]:
        """Give the page's script a challenge for one of the worker's own passkeys to sign."""
        del locked_form
        desk = locked_desk
        key, challenge = door.begin_passkey(desk.site, now=desk.now, worker_id=desk.actor.id)
        with desk.site.database.reading(door.seat(desk.now)) as session:
            have = second_step.credential_ids(session, worker_id=desk.actor.id)
        host = passkeys.host_of(desk.caller.origin) or "-"
        options = passkeys.options_to_show(challenge=challenge, host=host, have=have)
        return challenge_for_script(key, options)


def ask_to_unlock(request: AnyRequest, error: LockedError) -> Response[Any]:
    """Answer a request of a locked sign-in: what was typed is kept, and nothing is shown."""
    site: Site = request.app.state["site"]
    if request.method in ("GET", "HEAD"):
        path = own_path(request.url.path)
        return responses.see_other("/unlock" if path == "/" else f"/unlock?back_to={path}")
    now = utc_now()
    desk = desk_of(request, site, find_present(request, site, now).actor, now)
    sent = request.state.get("sent", [])
    errand = Errand(
        back_to=own_path(request.url.path),
        kept=kept.seal(site, worker_id=desk.actor.id, pairs=sent),
    )
    return show_unlock(desk, errand, status=error.status)


def ask_for_second_step(_: AnyRequest, __: SecondStepNeededError) -> Response[Any]:
    """Lead a worker whose role asks for a second step to where they set it up."""
    return responses.see_other("/account")
