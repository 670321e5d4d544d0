"""Signing out by the council's provider: leading there, and ending what it says is over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import structlog
from litestar import Controller, Response, post
from litestar.di import NamedDependency

from workbook.clock import utc_now
from workbook.encryption import BrokenSealError
from workbook.errors import SupersededError
from workbook.site import Site
from workbook.staff import door
from workbook.staff.provider import service
from workbook.staff.provider.client import Provider, ProviderError
from workbook.staff.provider.rules import RefusedTokenError, SignedOut
from workbook.staff.provider.way import WayPage, lead_on
from workbook.staff.sign_in import AnyRequest

log = structlog.get_logger()
TOKEN: Final = "logout_token"  # noqa: S105 -- the name of a field
LARGEST_BODY: Final = 16 * 1024


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


def read_token(
    provider: Provider | None, sent: Sequence[tuple[str, str]], *, now: datetime
) -> SignedOut:
    """Return who signed out at the provider, as what was posted says.

    Raises:
        ProviderError: its keys cannot be reached.
        RefusedTokenError: there is not one token, or it is not right.
    """
    tokens = [value for name, value in sent if name == TOKEN]
    if provider is None or len(tokens) != 1:
        raise RefusedTokenError(TOKEN)
    return provider.signed_out(tokens[0], now=int(now.timestamp()))


class ProviderSignOutPages(Controller):
    """What the provider itself posts. No browser comes here, and no page."""

    @post(
        "/sign-in/provider/signed-out",
        sync_to_thread=True,
        name="provider.signed_out",
        opt={"may": "anyone"},
        status_code=200,
        request_max_body_size=LARGEST_BODY,
    )
    def signed_out(
        self,
        request: AnyRequest,
        site: NamedDependency[Site],
        provider: NamedDependency[Provider | None],
    ) -> Response[Any]:
        """End the sign-ins that the provider says are over [OpenID Connect Back-Channel Logout].

        The one POST without proof that our own page sent it: the provider's signature is the
        proof. Whatever is wrong is answered alike, and no word of the token is kept or logged.
        """
        now = utc_now()
        try:
            told = read_token(provider, request.state.get("sent", []), now=now)
            with site.database.writing(door.seat(now)) as session:
                count = service.end_signed_out(session, told=told, keyring=site.keyring, now=now)
        except (ProviderError, RefusedTokenError, SupersededError) as error:
            log.warning("provider_sign_out_refused", error=type(error).__name__)
            return Response({"error": "invalid_request"}, status_code=400)
        log.info("provider_signed_out", count=count)
        return Response(None, status_code=200)
