"""The second step at the door: a code, or a passkey that stands for both steps."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from workbook.clock import utc_now
from workbook.site import Site
from workbook.staff import door, queries, rules
from workbook.staff.arrival import Errand, door_frame, errand_in, let_in
from workbook.staff.exchange import service as exchange
from workbook.staff.pages import SignInPage, show_sign_in
from workbook.staff.second_step import passkeys
from workbook.staff.second_step import queries as second_step
from workbook.staff.sign_in import AnyRequest, caller_of
from workbook.web import responses
from workbook.web.forms import Form, Problem

WRONG_CODE = Problem("code", "The code is not right, was used before, or it is too soon")
WRONG_PASSKEY = Problem("", "The passkey was not accepted. Try again, or use your password")


class SecondStepPage(msgspec.Struct, frozen=True, kw_only=True):
    """After a right password: the code of the worker's app, or a passkey."""

    heading: str = "Your second step"
    errand: Errand = Errand()
    code: bool
    passkeys: bool
    problems: tuple[Problem, ...] = ()


class SecondStepPages(Controller):
    """The second step at the door. The exchange in the cookie says whose password was right."""

    @get(
        "/sign-in/second-step",
        sync_to_thread=True,
        name="staff.second_step",
        opt={"may": "anyone"},
    )
    def show(self, request: AnyRequest, site: NamedDependency[Site]) -> Response[Any]:
        """Ask for the code, or the passkey."""
        return show_second_step(request, site, utc_now())

    @post(
        "/sign-in/second-step",
        sync_to_thread=True,
        name="staff.second_step_taken",
        opt={"may": "anyone"},
    )
    def take(
        self, request: AnyRequest, door_form: NamedDependency[Form], site: NamedDependency[Site]
    ) -> Response[Any]:
        """Check the code; none is taken twice."""
        now, key = utc_now(), request.cookies.get(site.door_cookie, "")
        asked, worker = waiting_at_door(site, key=key, now=now)
        if asked is None or worker is None:
            return responses.see_other("/sign-in")
        right = door.judge(
            site,
            worker_id=worker.id,
            discipline=worker.discipline,
            address=caller_of(request, site).address,
            now=now,
            right=lambda: door.is_right_code(
                site, worker_id=worker.id, code=door_form.one("code"), now=now
            ),
        )
        if not right:
            return show_second_step(request, site, now, problems=(WRONG_CODE,))
        with site.database.writing(door.seat(now)) as session:
            exchange.take(session, keyring=site.keyring, kind="second_step", key=key, now=now)
        return let_in(
            request,
            site,
            worker=worker,
            how="password_and_code",
            errand=msgspec.convert(asked.detail, Errand),
            now=now,
        )

    @post(
        "/sign-in/passkey/begin",
        sync_to_thread=True,
        name="staff.passkey_asked",
        opt={"may": "anyone"},
    )
    def ask_passkey(
        self, request: AnyRequest, door_form: NamedDependency[Form], site: NamedDependency[Site]
    ) -> Response[bytes]:
        """Give the page's script a challenge for a passkey to sign; it names nobody."""
        del door_form
        host = passkeys.host_of(caller_of(request, site).origin)
        key, challenge = door.begin_passkey(site, now=utc_now())
        return challenge_for_script(
            key, passkeys.options_to_show(challenge=challenge, host=host or "-")
        )

    @post(
        "/sign-in/passkey", sync_to_thread=True, name="staff.passkey_shown", opt={"may": "anyone"}
    )
    def take_passkey(
        self, request: AnyRequest, door_form: NamedDependency[Form], site: NamedDependency[Site]
    ) -> Response[Any]:
        """Check what the passkey answered. It stands for password and second step in one."""
        now = utc_now()
        known = door.shown_passkey(
            site,
            key=door_form.one("exchange"),
            answer=door_form.one("passkey"),
            origin=caller_of(request, site).origin,
            now=now,
        )
        with site.database.reading(door.seat(now)) as session:
            worker = queries.staff_member(session, worker_id=known.worker_id) if known else None
        errand = errand_in(door_form)
        if worker is None:
            page = SignInPage(errand=errand, problems=(WRONG_PASSKEY,))
            return show_sign_in(request, site, page, status=422)
        return let_in(request, site, worker=worker, how="passkey", errand=errand, now=now)


def challenge_for_script(key: str, options: str) -> Response[bytes]:
    """Give a script what the browser needs to ask for a passkey."""
    body = b'{"exchange":"%b","options":%b}' % (key.encode(), options.encode())
    return Response(body, status_code=200, media_type="application/json")


def waiting_at_door(
    site: Site, *, key: str, now: datetime
) -> tuple[exchange.UnderWay | None, rules.StaffMember | None]:
    """Return whose password was right, and what they were doing."""
    with site.database.reading(door.seat(now)) as session:
        asked = exchange.look(session, keyring=site.keyring, kind="second_step", key=key, now=now)
        if asked is None or asked.worker_id is None:
            return None, None
        return asked, queries.staff_member(session, worker_id=asked.worker_id)


def show_second_step(
    request: AnyRequest, site: Site, now: datetime, *, problems: tuple[Problem, ...] = ()
) -> Response[Any]:
    """Give back the page that asks for the second step; the first one when nobody waits for it."""
    key = request.cookies.get(site.door_cookie, "")
    asked, worker = waiting_at_door(site, key=key, now=now)
    if asked is None or worker is None:
        return responses.see_other("/sign-in")
    with site.database.reading(door.seat(now)) as session:
        ways = second_step.ways(session, worker_id=worker.id)
    page = SecondStepPage(
        errand=msgspec.convert(asked.detail, Errand),
        code=ways.code,
        passkeys=bool(ways.passkeys),
        problems=problems,
    )
    title = f"{'Error: ' if problems else ''}{page.heading}"
    return responses.page(
        site.environment,
        "workbook/staff/second_step.html",
        status=422 if problems else 200,
        page=page,
        frame=door_frame(site, title),
    )
