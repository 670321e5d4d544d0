"""Signing in and out."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from workbook.clock import utc_now
from workbook.errors import NotSignedInError
from workbook.site import Demonstration, Site
from workbook.staff import door, kept, queries, rules, service
from workbook.staff.arrival import (
    Errand,
    door_frame,
    errand_in,
    let_in,
    own_path,
    set_cookie,
)
from workbook.staff.desk import Desk
from workbook.staff.exchange import service as exchange
from workbook.staff.provider.client import Provider
from workbook.staff.second_step import passkeys
from workbook.staff.second_step import queries as second_step
from workbook.staff.sign_in import AnyRequest, caller_of, find_sign_in
from workbook.staff.signing_out.pages import leave_by_provider
from workbook.web import responses
from workbook.web.forms import Form, Problem

WRONG = Problem("name", "The name or the password is not right, or it is too soon to try again")


class SignInPage(msgspec.Struct, frozen=True, kw_only=True):
    """The sign-in page. `kept` are the sealed words of a form that was sent too late."""

    heading: str = "Sign in"
    name: str = ""
    errand: Errand = Errand()
    problems: tuple[Problem, ...] = ()
    passkeys: bool = False
    provider: str = ""
    demonstration: Demonstration | None = None
    code: str = ""


def show_sign_in(
    request: AnyRequest, site: Site, page: SignInPage, *, status: int = 200
) -> Response[str]:
    """Give back the sign-in page."""
    page = msgspec.structs.replace(
        page,
        demonstration=site.demonstration,
        code=site.demonstration.code(utc_now()) if site.demonstration else "",
        passkeys=passkeys.host_of(caller_of(request, site).origin) is not None,
        provider=site.settings.provider_name if site.settings.provider_issuer else "",
    )
    title = f"{'Error: ' if page.problems else ''}{page.heading}"
    return responses.page(
        site.environment,
        "workbook/staff/sign_in.html",
        status=status,
        page=page,
        frame=door_frame(site, title),
    )


def has_right_password(
    request: AnyRequest, site: Site, *, name: str, password: str, now: datetime
) -> tuple[rules.StaffMember | None, str]:
    """Return the worker whose name and password these are, and how they sign in with it.

    A wrong one slows the next down.
    """
    with site.database.reading(door.seat(now)) as session:
        found = queries.credentials(session, sign_in_name=name.strip().casefold())
    right = door.judge(
        site,
        worker_id=found.worker_id if found else None,
        discipline=found.discipline if found else "",
        address=caller_of(request, site).address,
        now=now,
        right=lambda: service.is_right_password(found, password),
    )
    if not right or found is None:
        return None, ""
    with site.database.reading(door.seat(now)) as session:
        worker = queries.staff_member(session, worker_id=found.worker_id)
    return worker, rules.FIRST if found.is_first else "password"


class SignInPages(Controller):
    """The door."""

    @get("/sign-in", sync_to_thread=True, name="staff.sign_in", opt={"may": "anyone"})
    def show(
        self, request: AnyRequest, site: NamedDependency[Site], back_to: FromQuery[str] = "/"
    ) -> Response[str]:
        """Show the sign-in page."""
        page = SignInPage(errand=Errand(back_to=own_path(back_to)))
        return show_sign_in(request, site, page)

    @post("/sign-in", sync_to_thread=True, name="staff.signed_in", opt={"may": "anyone"})
    def sign_in(
        self, request: AnyRequest, door_form: NamedDependency[Form], site: NamedDependency[Site]
    ) -> Response[Any]:
        """Check the password, and ask for the second step of those who have one."""
        name, errand, now = door_form.one("name"), errand_in(door_form), utc_now()
        password = door_form.one("password")
        worker, how = has_right_password(request, site, name=name, password=password, now=now)
        if worker is None:
            page = SignInPage(name=name, errand=errand, problems=(WRONG,))
            return show_sign_in(request, site, page, status=422)
        with site.database.reading(door.seat(now)) as session:
            ways = second_step.ways(session, worker_id=worker.id)
        if not ways.second_step:
            return let_in(request, site, worker=worker, how=how, errand=errand, now=now)
        with site.database.writing(door.seat(now)) as session:
            key = exchange.begin(
                session,
                keyring=site.keyring,
                kind="second_step",
                worker_id=worker.id,
                detail=msgspec.structs.asdict(errand),
                now=now,
            )
        response = responses.see_other("/sign-in/second-step")
        set_cookie(response, site, key, name=site.door_cookie)
        return response

    @post("/sign-out", sync_to_thread=True, name="staff.sign_out", opt={"may": "signed_in"})
    def sign_out(
        self,
        request: AnyRequest,
        locked_desk: NamedDependency[Desk],
        locked_form: NamedDependency[Form],
        provider: NamedDependency[Provider | None],
    ) -> Response[Any]:
        """End this sign-in for good and clear what the browser kept."""
        del locked_form  # it is only there to prove that the worker's own page sent it
        site = locked_desk.site
        with site.database.writing(door.seat(locked_desk.now)) as session:
            sealed = service.sign_out(session, key=request.cookies.get(site.cookie, ""))
        response = leave_by_provider(
            site, provider, worker_id=locked_desk.actor.id, sealed=sealed
        ) or responses.see_other("/sign-in")
        response.delete_cookie(site.cookie, path="/")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def ask_to_sign_in(request: AnyRequest, _: NotSignedInError) -> Response[Any]:
    """Answer a request without a sign-in: never lose what was typed, never say what is there."""
    site: Site = request.app.state["site"]
    if request.method in ("GET", "HEAD"):
        path = own_path(request.url.path)
        return responses.see_other("/sign-in" if path == "/" else f"/sign-in?back_to={path}")
    ended = find_sign_in(request, site, utc_now())
    sent = request.state.get("sent", [])
    errand = Errand(
        back_to=own_path(request.url.path),
        kept=kept.seal(site, worker_id=ended.worker.id, pairs=sent) if ended else "",
    )
    page = SignInPage(heading="Sign in to carry on", errand=errand)
    return show_sign_in(request, site, page, status=401)
