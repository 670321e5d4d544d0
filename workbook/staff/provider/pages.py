"""To the council's provider and back: signing in, unlocking, showing once more who it is."""

import secrets
from datetime import datetime
from typing import Any

import msgspec
import structlog
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from workbook.clock import utc_now
from workbook.site import Site
from workbook.staff import door, queries, service
from workbook.staff.arrival import (
    Errand,
    door_frame,
    errand_in,
    go_back,
    let_in,
    set_cookie,
)
from workbook.staff.desk import Desk
from workbook.staff.provider import queries as provider_queries
from workbook.staff.provider import service as provider_service
from workbook.staff.provider.client import CALLBACK, Provider, ProviderError, Sent
from workbook.staff.provider.rules import CameBy, RefusedTokenError, keep, session_hash
from workbook.staff.provider.way import (
    DOOR,
    NOT_TAKEN,
    SHOW,
    UNKNOWN,
    UNLOCK,
    Begun,
    go_there,
    refuse,
    taken,
)
from workbook.staff.rules import StaffMember
from workbook.staff.sign_in import AnyRequest, find_sign_in, state_of
from workbook.web import csrf, responses
from workbook.web.forms import Form

log = structlog.get_logger()


class ShownPage(msgspec.Struct, frozen=True, kw_only=True):
    """Coming back to a tab beside the one where the worker was."""

    heading: str = "Thank you"


class ProviderPages(Controller):
    """The way to the council's provider and back."""

    @post("/sign-in/provider", sync_to_thread=True, name="provider.go", opt={"may": "anyone"})
    def go(
        self,
        door_form: NamedDependency[Form],
        site: NamedDependency[Site],
        provider: NamedDependency[Provider | None],
    ) -> Response[Any]:
        """Send somebody to the provider to sign in."""
        errand = errand_in(door_form)
        return go_there(site, provider, purpose=DOOR, errand=errand, now=utc_now())

    @post("/unlock/provider", sync_to_thread=True, name="provider.unlock", opt={"may": "signed_in"})
    def unlock(
        self,
        locked_desk: NamedDependency[Desk],
        locked_form: NamedDependency[Form],
        provider: NamedDependency[Provider | None],
    ) -> Response[Any]:
        """Send a worker whose sign-in is locked to the provider, to show that it is them."""
        return go_there(
            locked_desk.site,
            provider,
            purpose=UNLOCK,
            errand=errand_in(locked_form),
            now=locked_desk.now,
            sign_in=locked_desk.actor.sign_in,
            beside=locked_form.one("beside"),
        )

    @post(
        "/confirm/provider", sync_to_thread=True, name="provider.confirm", opt={"may": "signed_in"}
    )
    def confirm(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        provider: NamedDependency[Provider | None],
    ) -> Response[Any]:
        """Send a worker to the provider in a tab beside their form, to show that it is them."""
        del form
        return go_there(
            desk.site,
            provider,
            purpose=SHOW,
            errand=Errand(),
            now=desk.now,
            sign_in=desk.actor.sign_in,
        )

    @get(CALLBACK, sync_to_thread=True, name="provider.back", opt={"may": "anyone"})
    def back(
        self,
        request: AnyRequest,
        site: NamedDependency[Site],
        provider: NamedDependency[Provider | None],
    ) -> Response[Any]:
        """Let in whoever comes back with a code that stands for the right token.

        The one page that changes something on GET: the provider sends people, not forms. What it
        changes is guarded by the state and by the cookie of the browser that was sent.
        """
        now, given = utc_now(), request.query_params
        state, code, iss = (str(given.get(name, "")) for name in ("state", "code", "iss"))
        begun = taken(site, key=request.cookies.get(site.door_cookie, ""), now=now)
        if (
            provider is None
            or begun is None
            or not secrets.compare_digest(begun.state.encode(), state.encode())
        ):
            return refuse(site, NOT_TAKEN)
        if not code or iss not in ("", provider.issuer):
            return refuse(site, NOT_TAKEN)
        worker, came = worker_behind(site, provider, begun=begun, code=code, now=now)
        if worker is None or came is None:
            return refuse(site, UNKNOWN if came else NOT_TAKEN)
        errand = Errand(back_to=begun.back_to, kept=begun.kept)
        if begun.purpose == DOOR:
            return let_in(
                request,
                site,
                worker=worker,
                how="provider",
                errand=errand,
                now=now,
                came=came,
            )
        return confirmed(
            request, site, worker=worker, came=came, begun=begun, errand=errand, now=now
        )


def worker_behind(
    site: Site, provider: Provider, *, begun: Begun, code: str, now: datetime
) -> tuple[StaffMember | None, CameBy | None]:
    """Return the account that the code stands for, and the worker whose it is.

    None for an account that cannot be told, or that signed out there meanwhile.
    """
    try:
        came = provider.account(
            code=code,
            sent=Sent(begun.state, begun.nonce, begun.verifier),
            now=int(now.timestamp()),
            shown_since=None if begun.purpose == DOOR else int(begun.began),
        )
    except (ProviderError, RefusedTokenError) as error:
        log.warning("provider_refused", error=type(error).__name__, reason=str(error))
        return None, None
    ended = session_hash(site.keyring, issuer=came.issuer, session=came.session)
    with site.database.reading(door.seat(now)) as session:
        if provider_queries.is_signed_out(session, session_hash=ended):
            return None, None
        worker_id = provider_queries.worker_of(session, issuer=came.issuer, account_key=came.key)
        worker = queries.staff_member(session, worker_id=worker_id) if worker_id else None
    if worker is None:
        log.warning("provider_account_unknown")
    return worker, came


def confirmed(
    request: AnyRequest,
    site: Site,
    *,
    worker: StaffMember,
    came: CameBy,
    begun: Begun,
    errand: Errand,
    now: datetime,
) -> Response[Any]:
    """Note that the worker of a sign-in has shown at the provider that it is them."""
    found = find_sign_in(request, site, now)
    is_theirs = found is not None and found.id == begun.sign_in and found.worker.id == worker.id
    if found is None or not is_theirs or state_of(site, found, now) == "ended":
        return refuse(site, NOT_TAKEN)
    kept = keep(came, keyring=site.keyring, place=door.provider_place(worker.id))
    with site.database.writing(door.seat(now)) as session:
        provider_service.renew(session, sign_in_id=found.id, kept=kept)
        if begun.purpose == SHOW:
            service.note_shown(session, sign_in_id=found.id, now=now)
            key = ""
        else:
            key = service.unlock(session, sign_in_id=found.id, now=now)
    if begun.purpose == SHOW or begun.beside:
        page = ShownPage()
        response: Response[Any] = responses.page(
            site.environment,
            "workbook/staff/shown.html",
            page=page,
            frame=door_frame(site, page.heading),
        )
    else:
        token = csrf.token(found.id, site.secret.encode())
        response = go_back(site, worker_id=worker.id, errand=errand, token=token)
    if key:
        set_cookie(response, site, key)
    response.delete_cookie(site.door_cookie, path="/")
    return response
