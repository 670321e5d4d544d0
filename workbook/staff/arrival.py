"""What follows once somebody has shown who they are: a cookie, and back to where they were."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Response

from workbook.site import SERVICE, Site
from workbook.staff import door, kept
from workbook.staff.provider.rules import CameBy
from workbook.staff.rules import StaffMember
from workbook.staff.sign_in import AnyRequest, caller_of
from workbook.web import csrf, responses
from workbook.web.forms import Form
from workbook.web.frame import Frame


class CarryOnPage(msgspec.Struct, frozen=True, kw_only=True):
    """After signing in again: the form that was sent too late, whole, ready to send."""

    heading: str
    path: str
    fields: tuple[tuple[str, str], ...]


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody was doing when they were asked who they are."""

    back_to: str = "/"
    kept: str = ""


def errand_in(form: Form) -> Errand:
    """Return what somebody was doing, as the page at the door carries it."""
    return Errand(back_to=own_path(form.one("back_to") or "/"), kept=form.one("kept"))


def own_path(path: str) -> str:
    """Return a path on this site; the first page for anything else."""
    is_own = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if is_own and path.isprintable() else "/"


def door_frame(site: Site, title: str) -> Frame:
    """Return the frame of a page that needs nobody signed in."""
    return Frame(council=site.settings.council, service=SERVICE, title=title, assets=site.assets)


def set_cookie(response: Response[Any], site: Site, key: str, *, name: str = "") -> None:
    """Give the browser a key that no script and no other site can use.

    Lax, not Strict: coming back from the council's provider is a step from another site.
    """
    response.set_cookie(
        key=name or site.cookie,
        value=key,
        httponly=True,
        secure=site.settings.secure_cookies,
        samesite="lax",
        path="/",
    )


def let_in(
    request: AnyRequest,
    site: Site,
    *,
    worker: StaffMember,
    how: str,
    errand: Errand,
    now: datetime,
    came: CameBy | None = None,
) -> Response[Any]:
    """Begin a sign-in of its own and go back to where the worker was, with what they had typed."""
    key, sign_in_id = door.open_door(
        site,
        worker=worker,
        how=how,
        caller=caller_of(request, site),
        old_key=request.cookies.get(site.cookie, ""),
        now=now,
        came=came,
    )
    token = csrf.token(sign_in_id, site.secret.encode())
    response = go_back(site, worker_id=worker.id, errand=errand, token=token)
    set_cookie(response, site, key)
    response.delete_cookie(site.door_cookie, path="/")
    return response


def go_back(site: Site, *, worker_id: str, errand: Errand, token: str) -> Response[Any]:
    """Lead back to the page; or show the form that came too late, ready to be sent again."""
    typed = kept.unseal(site, worker_id=worker_id, kept=errand.kept)
    if typed is None:
        return responses.see_other(own_path(errand.back_to))
    fields = [(name, value) for name, value in typed if name != csrf.FIELD]
    page = CarryOnPage(
        heading="Your words are kept",
        path=own_path(errand.back_to),
        fields=((csrf.FIELD, token), *fields),
    )
    return responses.page(
        site.environment,
        "workbook/staff/carry_on.html",
        page=page,
        frame=door_frame(site, page.heading),
    )
