"""To the council's provider and back: signing in, unlocking, showing once more who it is."""

import secrets
from datetime import datetime
from typing import Any

import msgspec
import structlog
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from workbook.clock import utc_now
from workbook.encryption import BrokenSealError
from workbook.errors import NotFoundError
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
from workbook.staff.exchange import service as exchange
from workbook.staff.provider import queries as provider_queries
from workbook.staff.provider.client import CALLBACK, Provider, ProviderError, Sent
from workbook.staff.provider.rules import RefusedTokenError
from workbook.staff.rules import StaffMember
from workbook.staff.sign_in import AnyRequest, find_sign_in, state_of
from workbook.web import csrf, responses
from workbook.web.forms import Form

log = structlog.get_logger()
DOOR = "sign_in"
UNLOCK = "unlock"
SHOW = "show"


class WayPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page that leads on to another address by itself, or by a click."""

    heading: str
    address: str
    words: str


class RefusedPage(msgspec.Struct, frozen=True, kw_only=True):
    """Coming back from the provider without success."""

    heading: str
    words: str


class ShownPage(msgspec.Struct, frozen=True, kw_only=True):
    """Coming back to a tab beside the one where the worker was."""

    heading: str = "Thank you"


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered while somebody is at the provider."""

    purpose: str
    state: str
    nonce: str
    verifier: str
    began: str
    sign_in: str = ""
    back_to: str = "/"
    kept: str = ""
    beside: str = ""


def lead_on(site: Site, page: WayPage) -> Response[str]:
    """Give back a page that leads on to another site by itself.

    Not a redirect: our policy lets no form end on another site, and browsers follow it through
    redirects. A page that leads on is a step of its own.
    """
    return responses.page(
        site.environment,
        "workbook/staff/way.html",
        page=page,
        frame=door_frame(site, page.heading),
    )


def refuse(site: Site, words: str, *, status: int = 403) -> Response[str]:
    """Say that somebody cannot be let in, and nothing that would tell a stranger why."""
    page = RefusedPage(heading="You are not signed in", words=words)
    return responses.page(
        site.environment,
        "workbook/staff/refused.html",
        status=status,
        page=page,
        frame=door_frame(site, page.heading),
    )


UNREACHED = "Your council’s sign-in cannot be reached. Try again in a moment."
NOT_TAKEN = "Your council’s sign-in could not be used. Try again, or ask your system administrator."
UNKNOWN = "Your council account is not linked to the workbook. Ask your system administrator."


def go_there(
    site: Site,
    provider: Provider | None,
    *,
    purpose: str,
    errand: Errand,
    now: datetime,
    **more: str,
) -> Response[Any]:
    """Send somebody to the provider, and remember what for."""
    if provider is None:
        raise NotFoundError
    sent = Sent(*(secrets.token_urlsafe(32) for _ in range(3)))
    try:
        address = provider.way_there(sent, again=purpose != DOOR)
    except ProviderError as error:
        log.warning("provider_unreached", error=str(error))
        return refuse(site, UNREACHED, status=503)
    begun = Begun(
        purpose=purpose,
        state=sent.state,
        nonce=sent.nonce,
        verifier=sent.verifier,
        began=str(int(now.timestamp())),
        back_to=errand.back_to,
        kept=errand.kept,
        **more,
    )
    with site.database.writing(door.seat(now)) as session:
        key = exchange.begin(
            session,
            keyring=site.keyring,
            kind="provider",
            detail=msgspec.structs.asdict(begun),
            now=now,
        )
    page = WayPage(
        heading=f"Going to {provider.name}", address=address, words="Go on to sign in there"
    )
    response = lead_on(site, page)
    set_cookie(response, site, key, name=site.door_cookie)
    return response


def leave_by_provider(
    site: Site, provider: Provider | None, *, worker_id: str, sealed: str | None
) -> Response[Any] | None:
    """Send somebody who signs out to the provider, to end their sign-in there; None if not its."""
    if provider is None or sealed is None:
        return None
    try:
        token = site.keyring.open_sealed(sealed, place=door.provider_place(worker_id))
        address = provider.way_out(token)
    except (BrokenSealError, ProviderError):
        return None
    if not address:
        return None
    page = WayPage(
        heading="You are signed out of the workbook",
        address=address,
        words=f"Sign out of {provider.name} too",
    )
    return lead_on(site, page)


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
        worker, token = worker_behind(site, provider, begun=begun, code=code, now=now)
        if worker is None:
            return refuse(site, UNKNOWN if token else NOT_TAKEN)
        errand = Errand(back_to=begun.back_to, kept=begun.kept)
        if begun.purpose == DOOR:
            return let_in(
                request,
                site,
                worker=worker,
                how="provider",
                errand=errand,
                now=now,
                provider_token=token,
            )
        return confirmed(request, site, worker=worker, begun=begun, errand=errand, now=now)


def taken(site: Site, *, key: str, now: datetime) -> Begun | None:
    """Return what was remembered, once: a code that comes a second time finds nothing."""
    with site.database.writing(door.seat(now)) as session:
        found = exchange.take(session, keyring=site.keyring, kind="provider", key=key, now=now)
    return msgspec.convert(found.detail, Begun) if found else None


def worker_behind(
    site: Site, provider: Provider, *, begun: Begun, code: str, now: datetime
) -> tuple[StaffMember | None, str]:
    """Return the worker whose account the code stands for, and the provider's token."""
    try:
        account_key, token = provider.account(
            code=code,
            sent=Sent(begun.state, begun.nonce, begun.verifier),
            now=int(now.timestamp()),
            shown_since=None if begun.purpose == DOOR else int(begun.began),
        )
    except (ProviderError, RefusedTokenError) as error:
        log.warning("provider_refused", error=type(error).__name__, reason=str(error))
        return None, ""
    with site.database.reading(door.seat(now)) as session:
        worker_id = provider_queries.worker_of(
            session, issuer=provider.issuer, account_key=account_key
        )
        worker = queries.staff_member(session, worker_id=worker_id) if worker_id else None
    if worker is None:
        log.warning("provider_account_unknown")
    return worker, token


def confirmed(
    request: AnyRequest,
    site: Site,
    *,
    worker: StaffMember,
    begun: Begun,
    errand: Errand,
    now: datetime,
) -> Response[Any]:
    """Note that the worker of a sign-in has shown at the provider that it is them."""
    found = find_sign_in(request, site, now)
    is_theirs = found is not None and found.id == begun.sign_in and found.worker.id == worker.id
    if found is None or not is_theirs or state_of(site, found, now) == "ended":
        return refuse(site, NOT_TAKEN)
    with site.database.writing(door.seat(now)) as session:
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
