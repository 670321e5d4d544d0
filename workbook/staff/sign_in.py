"""From a request to the worker behind it, and from a form to proof that it is theirs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency

from workbook.clock import london_day, utc_now
from workbook.errors import (
    FirstPasswordError,
    ForgedFormError,
    LockedError,
    NotSignedInError,
    SecondStepNeededError,
)
from workbook.site import Site
from workbook.staff import queries, rules, service
from workbook.staff.access import Actor
from workbook.staff.desk import Desk
from workbook.staff.door import Caller, seat
from workbook.staff.queries import OpenSignIn
from workbook.staff.refusals import DESK
from workbook.wall.viewer import Viewer
from workbook.web import csrf
from workbook.web.forms import Form, Upload

AnyRequest = Request[Any, Any, Any]
TOUCH_AFTER = timedelta(minutes=1)


class Present(msgspec.Struct, frozen=True):
    """Somebody's sign-in as this request finds it: open, or locked for want of use."""

    actor: Actor
    state: rules.State


def caller_of(request: AnyRequest, site: Site) -> Caller:
    """Return where a request comes from."""
    return Caller(
        address=request.client.host if request.client else "",
        device=rules.device_words(request.headers.get("user-agent", "")),
        origin=site.settings.address or str(request.base_url).rstrip("/"),
    )


def is_use(headers: Mapping[str, str]) -> bool:
    """Tell whether a request shows that somebody is there: a page opened or a form sent.

    What a page asks for by itself in the background does not.
    """
    return headers.get("sec-fetch-mode", "navigate") == "navigate"


def find_sign_in(request: AnyRequest, site: Site, now: datetime) -> OpenSignIn | None:
    """Return the sign-in that the cookie names, even one that is over."""
    key = request.cookies.get(site.cookie, "")
    if not key:
        return None
    with site.database.reading(seat(now)) as session:
        return queries.open_sign_in(session, key_hash=rules.key_hash(key))


def find_present(request: AnyRequest, site: Site, now: datetime) -> Present:
    """Return who is signed in, be it locked.

    Raises:
        NotSignedInError: there is no such sign-in, or it is over.
    """
    found = find_sign_in(request, site, now)
    state = state_of(site, found, now) if found else "ended"
    if found is None or state == "ended":
        raise NotSignedInError("Sign in, and you will be taken back to where you were.")
    worker = found.worker
    viewer = Viewer(
        worker_id=worker.id,
        discipline=worker.discipline,
        team_id=worker.team_id,
        today=london_day(now),
    )
    if found.sitting_in:
        viewer = viewer.sitting_with(
            found.sitting_in, found.sitting_with, cleared=found.sitting_since,
            stopped=found.sitting_stopped,
        )  # fmt: skip
    actor = Actor(
        viewer=viewer,
        name=worker.name,
        employer=worker.employer,
        sign_in=found.id,
        csrf=csrf.token(found.id, site.secret.encode()),
        how=found.how,
        staff_families=found.staff_families,
    )
    if state == "open" and now - found.seen_at > TOUCH_AFTER and is_use(request.headers):
        with site.database.writing(seat(now)) as session:
            service.touch(session, key=request.cookies[site.cookie], now=now)
    return Present(actor, state)


def state_of(site: Site, found: OpenSignIn, now: datetime) -> rules.State:
    """Return whether a sign-in is open, locked or over, by this installation's times."""
    return rules.state_of(
        started_at=found.started_at,
        seen_at=found.seen_at,
        locked_at=found.locked_at,
        now=now,
        hours=site.settings.session_hours,
        idle_minutes=site.settings.idle_minutes,
    )


def provide_desk(request: AnyRequest, site: NamedDependency[Site]) -> Desk:
    """Give a handler the desk of whoever is signed in.

    Raises:
        NotSignedInError: nobody is, or the sign-in is over.
        LockedError: the sign-in was not used for a while.
        FirstPasswordError: the worker has yet to choose a password of their own.
        SecondStepNeededError: the worker's role asks for a second step first.
    """
    desk = provide_own_desk(request, site)
    if desk.actor.how == "password" and desk.actor.discipline in rules.SECOND_STEP_DISCIPLINES:
        raise SecondStepNeededError("Your role signs in with a second step. Set one up first.")
    return desk


def provide_own_desk(request: AnyRequest, site: NamedDependency[Site]) -> Desk:
    """Give a page about the worker's own account its desk: there the second step is set up.

    Raises:
        NotSignedInError: nobody is signed in, or the sign-in is over.
        LockedError: the sign-in was not used for a while.
        FirstPasswordError: the worker has yet to choose a password of their own.
    """
    now = utc_now()
    present = find_present(request, site, now)
    if present.state == "locked":
        raise LockedError("Show that it is you, and you will be back where you were.")
    if present.actor.is_sitting and not request.route_handler.opt.get("sitting"):
        raise LockedError("You are sitting with a family. Show that it is you to go on.")
    if present.actor.how == rules.FIRST and not request.route_handler.opt.get("first"):
        raise FirstPasswordError("Choose a password of your own first.")
    return desk_of(request, site, present.actor, now)


def provide_locked_desk(request: AnyRequest, site: NamedDependency[Site]) -> Desk:
    """Give the unlocking pages the desk of a sign-in that may be locked. They show no record.

    Raises:
        NotSignedInError: nobody is signed in, or the sign-in is over.
    """
    now = utc_now()
    return desk_of(request, site, find_present(request, site, now).actor, now)


def desk_of(request: AnyRequest, site: Site, actor: Actor, now: datetime) -> Desk:
    """Put a worker at their desk."""
    desk = Desk(actor=actor, site=site, now=now, caller=caller_of(request, site))
    request.state[DESK] = desk  # should the request be refused
    return desk


async def provide_form(request: AnyRequest, desk: NamedDependency[Desk]) -> Form:
    """Give a handler what was posted, once it is sure that this worker's own page sent it.

    Raises:
        ForgedFormError: another site sent it, or its token belongs to another sign-in.
    """
    return await checked_form(request, desk)


async def provide_own_form(request: AnyRequest, own_desk: NamedDependency[Desk]) -> Form:
    """Give a page about the worker's own account what was posted; see `provide_form`."""
    return await checked_form(request, own_desk)


async def provide_locked_form(request: AnyRequest, locked_desk: NamedDependency[Desk]) -> Form:
    """Give an unlocking page what was posted; see `provide_form`."""
    return await checked_form(request, locked_desk)


async def checked_form(request: AnyRequest, desk: Desk) -> Form:
    """Return what was posted by this worker's own page.

    Raises:
        ForgedFormError: another site sent it, or its token belongs to another sign-in.
    """
    form = Form.of(await posted_pairs(request))
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not csrf.is_same_origin(headers, str(request.base_url)) or not csrf.is_valid(
        form.one(csrf.FIELD), desk.actor.sign_in, desk.site.secret.encode()
    ):
        raise ForgedFormError("Go back to the page, reload it and send the form again.")
    return form


async def provide_door_form(request: AnyRequest) -> Form:
    """Give the sign-in page what was posted. Nobody is signed in, so no token is asked for."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not csrf.is_same_origin(headers, str(request.base_url)):
        return Form.of([])
    return Form.of(await posted_pairs(request))


async def posted_pairs(request: AnyRequest) -> list[tuple[str, str]]:
    """Return the posted fields in order; a file sent where words belong counts as empty."""
    fields = await request.form()
    return [(name, value if isinstance(value, str) else "") for name, value in fields.multi_items()]


async def provide_upload(request: AnyRequest, form: NamedDependency[Form]) -> Upload:
    """Give a handler the file that came with a form, once the form was checked.

    What the file was called where it came from is not given: nothing is to be made of it.
    """
    del form  # its check comes first
    sent = (await request.form()).get(Upload.FIELD)
    return Upload(await sent.read() if isinstance(sent, UploadFile) else None)


async def keep_what_was_sent(request: AnyRequest) -> None:
    """Before a POST is answered: hold its fields, should nobody be signed in any more."""
    if request.method == "POST":
        request.state["sent"] = await posted_pairs(request)
