"""Signing in and out."""

import json
from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from workbook.clock import london_day, utc_now
from workbook.errors import NotSignedInError
from workbook.site import SERVICE, Site
from workbook.staff import queries, rules, service
from workbook.staff.desk import Desk
from workbook.staff.sign_in import posted_pairs
from workbook.wall.viewer import doorkeeper
from workbook.web import csrf, responses
from workbook.web.forms import Form, Problem
from workbook.web.frame import Frame

AnyRequest = Request[Any, Any, Any]
WRONG = Problem("name", "The name or the password is not right, or it is too soon to try again")
MOST_KEPT = 400_000


class SignInPage(msgspec.Struct, frozen=True, kw_only=True):
    """The sign-in page. `kept` are the words of a form that was sent too late, to send again."""

    heading: str = "Sign in"
    name: str = ""
    back_to: str = "/"
    kept: str = ""
    problems: tuple[Problem, ...] = ()
    demonstration: tuple[tuple[str, str, str], ...] = ()


class CarryOnPage(msgspec.Struct, frozen=True, kw_only=True):
    """After signing in again: the form that was sent too late, whole, ready to send."""

    heading: str
    path: str
    fields: tuple[tuple[str, str], ...]


def frame(site: Site, title: str) -> Frame:
    """Return the frame of a page that needs nobody signed in."""
    return Frame(council=site.settings.council, service=SERVICE, title=title, assets=site.assets)


def own_path(path: str) -> str:
    """Return a path on this site; the first page for anything else."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def show_sign_in(site: Site, page: SignInPage, *, status: int = 200) -> Response[str]:
    """Give back the sign-in page."""
    page = msgspec.structs.replace(page, demonstration=site.demonstration)
    title = f"{'Error: ' if page.problems else ''}{page.heading}"
    return responses.page(
        site.environment,
        "workbook/staff/sign_in.html",
        status=status,
        page=page,
        frame=frame(site, title),
    )


class SignInPages(Controller):
    """The door."""

    @get("/sign-in", sync_to_thread=True, name="staff.sign_in", opt={"may": "anyone"})
    def show(self, site: NamedDependency[Site], back_to: FromQuery[str] = "/") -> Response[str]:
        """Show the sign-in page."""
        return show_sign_in(site, SignInPage(back_to=own_path(back_to)))

    @post("/sign-in", sync_to_thread=True, name="staff.signed_in", opt={"may": "anyone"})
    def sign_in(
        self, request: AnyRequest, door_form: NamedDependency[Form], site: NamedDependency[Site]
    ) -> Response[Any]:
        """Check the password, start a sign-in of its own and go back to where the worker was."""
        name, now = door_form.one("name"), utc_now()
        back_to, kept = own_path(door_form.one("back_to") or "/"), door_form.one("kept")
        with site.database.writing(doorkeeper(london_day(now))) as session:
            key = service.sign_in(session, name=name, password=door_form.one("password"), now=now)
        if key is None:
            page = SignInPage(name=name, back_to=back_to, kept=kept, problems=(WRONG,))
            return show_sign_in(site, page, status=422)
        old = request.cookies.get(site.cookie, "")
        response: Response[Any]
        if kept and was_same_worker(site, old=old, new=key):
            response = carry_on(site, key=key, path=back_to, kept=kept)
        else:
            response = responses.see_other(back_to)
        response.set_cookie(
            key=site.cookie,
            value=key,
            httponly=True,
            secure=site.settings.secure_cookies,
            samesite="lax",
            path="/",
        )
        return response

    @post("/sign-out", sync_to_thread=True, name="staff.sign_out", opt={"may": "signed_in"})
    def sign_out(
        self, request: AnyRequest, desk: NamedDependency[Desk], form: NamedDependency[Form]
    ) -> Response[Any]:
        """End this sign-in for good and clear what the browser kept."""
        del form  # it is only there to prove that the worker's own page sent it
        with desk.site.database.writing(doorkeeper(desk.today)) as session:
            service.sign_out(session, key=request.cookies.get(desk.site.cookie, ""))
        response = responses.see_other("/sign-in")
        response.delete_cookie(desk.site.cookie, path="/")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def was_same_worker(site: Site, *, old: str, new: str) -> bool:
    """Tell whether the sign-in that ran out was this worker's: words are never handed on."""
    with site.database.reading(doorkeeper(london_day(utc_now()))) as session:
        owners = [
            found.worker.id if found else None
            for key in (old, new)
            for found in [queries.open_sign_in(session, key_hash=rules.key_hash(key))]
        ]
    return owners[0] is not None and owners[0] == owners[1]


def carry_on(site: Site, *, key: str, path: str, kept: str) -> Response[str]:
    """Show the form that was sent too late, ready to be sent with the new sign-in's token."""
    fields = [(name, value) for name, value in json.loads(kept) if name != csrf.FIELD]
    token = csrf.token(rules.key_hash(key), site.secret.encode())
    page = CarryOnPage(
        heading="Your words are kept", path=path, fields=((csrf.FIELD, token), *fields)
    )
    return responses.page(
        site.environment,
        "workbook/staff/carry_on.html",
        page=page,
        frame=frame(site, page.heading),
    )


async def provide_door_form(request: AnyRequest) -> Form:
    """Give the sign-in page what was posted. Nobody is signed in, so no token is asked for."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not csrf.is_same_origin(headers, str(request.base_url)):
        return Form.of([])
    return Form.of(await posted_pairs(request))


async def keep_what_was_sent(request: AnyRequest) -> None:
    """Before a POST is answered: hold its fields, should nobody be signed in any more."""
    if request.method == "POST":
        request.state["sent"] = await posted_pairs(request)


def ask_to_sign_in(request: AnyRequest, _: NotSignedInError) -> Response[Any]:
    """Answer a request without a sign-in: never lose what was typed, never say what is there."""
    site: Site = request.app.state["site"]
    if request.method in ("GET", "HEAD"):
        path = own_path(request.url.path)
        return responses.see_other("/sign-in" if path == "/" else f"/sign-in?back_to={path}")
    kept = json.dumps(request.state.get("sent", []))
    page = SignInPage(
        heading="Sign in to carry on",
        back_to=own_path(request.url.path),
        kept=kept if len(kept) <= MOST_KEPT else "",
    )
    return show_sign_in(site, page, status=401)
