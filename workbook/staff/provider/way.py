"""The way to the council's provider: what is remembered of it, and the page that leads there."""

import secrets
from datetime import datetime
from typing import Any

import msgspec
import structlog
from litestar import Response

from workbook.errors import NotFoundError
from workbook.site import Site
from workbook.staff import door
from workbook.staff.arrival import Errand, door_frame, set_cookie
from workbook.staff.exchange import service as exchange
from workbook.staff.provider.client import Provider, ProviderError, Sent
from workbook.web import responses

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


def taken(site: Site, *, key: str, now: datetime) -> Begun | None:
    """Return what was remembered, once: a code that comes a second time finds nothing."""
    with site.database.writing(door.seat(now)) as session:
        found = exchange.take(session, keyring=site.keyring, kind="provider", key=key, now=now)
    return msgspec.convert(found.detail, Begun) if found else None
