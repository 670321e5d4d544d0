"""Speaking with the council's OpenID provider: where it is, its keys, and the code for a token."""

import json
import threading
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx
import msgspec
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from workbook.settings import BadSettingsError, Settings
from workbook.staff.provider.rules import (
    MFA_CLAIM,
    Asked,
    CameBy,
    RefusedTokenError,
    SignedOut,
    came_by,
    signed_out,
)

CALLBACK = "/sign-in/provider/back"
SCOPE = "openid profile"
SECONDS = 10.0
KEPT_SECONDS = 3600.0
# How soon the keys may be fetched again for one that is not among them.
LEAST_SECONDS = 60.0
OWN_MACHINE = ("localhost", "127.0.0.1")


class ProviderError(Exception):
    """The provider cannot be reached, or answers what no provider should. Never its words."""


class About(msgspec.Struct, frozen=True):
    """Where the provider says its doors are."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""


class Sent(msgspec.Struct, frozen=True):
    """What is remembered while somebody is at the provider."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """One provider, as the settings name it. Shared by all threads; asks it when first needed."""

    def __init__(self, settings: Settings, *, secret: str) -> None:
        claim, _, value = settings.provider_second_step.partition(":")
        self.issuer = settings.provider_issuer or ""
        self.name = settings.provider_name
        self._client_id = settings.provider_client_id
        self._secret = secret
        self._address = settings.address or ""
        self._tenants = tuple(part for part in settings.provider_tenants.split(",") if part)
        self._key_claim = settings.provider_key_claim
        self._second_step = (claim, value)
        self._lock = threading.Lock()
        self._about: tuple[float, About] | None = None
        self._keys: tuple[float, KeySet] | None = None

    @classmethod
    def connect(cls, settings: Settings) -> Self | None:
        """Return the provider of these settings; None when none is named. Asks it nothing yet.

        Raises:
            BadSettingsError: settings that go together are not all there, or it is not https.
        """
        if settings.provider_issuer is None:
            return None
        parts = urlsplit(settings.provider_issuer)
        problems = [
            words
            for is_wrong, words in (
                (not settings.provider_client_id, "WORKBOOK_PROVIDER_CLIENT_ID is missing."),
                (
                    not settings.address,
                    "WORKBOOK_ADDRESS is missing: the provider leads back there.",
                ),
                (
                    parts.scheme != "https" and parts.hostname not in OWN_MACHINE,
                    "WORKBOOK_PROVIDER_ISSUER must begin with https://.",
                ),
            )
            if is_wrong
        ]
        if problems:
            raise BadSettingsError("\n".join(problems))
        return cls(settings, secret=_secret_in(settings.provider_secret_file))

    def way_there(self, sent: Sent, *, again: bool) -> str:
        """Return the provider's address to send a worker to; `again` asks who they are anew.

        Raises:
            ProviderError: it cannot be reached.
        """
        more = {"prompt": "login", "max_age": "0"} if again else {}
        claim, value = self._second_step
        if claim != MFA_CLAIM:
            wanted = {"id_token": {claim: {"essential": True, "value": value}}}
            more["claims"] = json.dumps(wanted)
        with self._http() as http:
            address, _ = self._flow(http).create_authorization_url(
                self.about().authorization_endpoint,
                state=sent.state,
                nonce=sent.nonce,
                code_verifier=sent.verifier,
                **more,
            )
        return str(address)

    def account(self, *, code: str, sent: Sent, now: int, shown_since: int | None = None) -> CameBy:
        """Return the account that this code stands for.

        Raises:
            ProviderError: it cannot be reached, or refuses the code.
            RefusedTokenError: its token is not the one that was asked for.
        """
        try:
            with self._http() as http:
                answer = self._flow(http).fetch_token(
                    self.about().token_endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=sent.verifier,
                    auth=self._auth(),
                    **({} if self._secret else {"client_id": self._client_id}),
                )
        except (httpx.HTTPError, OAuth2Error, ValueError) as error:
            raise ProviderError(type(error).__name__) from None
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise RefusedTokenError("id_token")
        asked = Asked(
            issuer=self.issuer,
            client_id=self._client_id,
            nonce=sent.nonce,
            tenants=self._tenants,
            key_claim=self._key_claim,
            second_step=self._second_step,
            shown_since=shown_since,
        )
        return came_by(token, keys=self._keys_for(token), asked=asked, now=now)

    def signed_out(self, logout_token: str, *, now: int) -> SignedOut:
        """Return who signed out at the provider, as this token of it says.

        Raises:
            ProviderError: its keys cannot be reached.
            RefusedTokenError: the provider did not make it for us just now.
        """
        return signed_out(
            logout_token,
            keys=self._keys_for(logout_token),
            issuer=self.issuer,
            client_id=self._client_id,
            tenants=self._tenants,
            now=now,
        )

    def way_out(self, id_token: str) -> str:
        """Return where a worker is sent to end their sign-in there too; "" where there is none.

        Raises:
            ProviderError: it cannot be reached.
        """
        end = self.about().end_session_endpoint
        if not end:
            return ""
        words = {
            "id_token_hint": id_token,
            "client_id": self._client_id,
            "post_logout_redirect_uri": f"{self._address}/sign-in",
        }
        return f"{end}{'&' if '?' in end else '?'}{urlencode(words)}"

    def about(self) -> About:
        """Return where the provider's doors are; asked once an hour.

        Raises:
            ProviderError: it cannot be reached, or says that it is another.
        """
        with self._lock:
            if self._about is None or time.monotonic() - self._about[0] > KEPT_SECONDS:
                address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
                found = self._fetched(address, About)
                if found.issuer != self.issuer:
                    raise ProviderError("another issuer")
                self._about = (time.monotonic(), found)
            return self._about[1]

    def _keys_for(self, token: str) -> KeySet:
        """Return the provider's keys, fetched anew where the token's key is not among them."""
        address = self.about().jwks_uri
        with self._lock:
            age = time.monotonic() - self._keys[0] if self._keys else KEPT_SECONDS
            is_known = self._keys is not None and _key_id(token) in {
                key.kid for key in self._keys[1].keys
            }
            if self._keys is None or age >= KEPT_SECONDS or (not is_known and age > LEAST_SECONDS):
                try:
                    found = KeySet.import_key_set(self._fetched(address, dict[str, Any]))
                except (JoseError, KeyError, TypeError, ValueError) as error:
                    raise ProviderError(type(error).__name__) from None
                self._keys = (time.monotonic(), found)
            return self._keys[1]

    def _fetched(self, address: str, kind: type[Any]) -> Any:  # noqa: ANN401 -- of that kind
        try:
            with self._http() as http:
                answer = http.get(address, headers={"accept": "application/json"})
            answer.raise_for_status()
            return msgspec.json.decode(answer.content, type=kind)
        except (httpx.HTTPError, msgspec.MsgspecError) as error:
            raise ProviderError(type(error).__name__) from None

    def _http(self) -> httpx.Client:
        return httpx.Client(timeout=SECONDS, follow_redirects=False)

    def _flow(self, http: httpx.Client) -> OAuth2Client:
        return OAuth2Client(
            http,
            client_id=self._client_id,
            scope=SCOPE,
            redirect_uri=f"{self._address}{CALLBACK}",
            code_challenge_method="S256",
        )

    def _auth(self) -> httpx.Auth:
        """Return how we show who we are. The library's own way speaks another client's language."""
        return httpx.BasicAuth(self._client_id, self._secret) if self._secret else httpx.Auth()


def _key_id(token: str) -> str | None:
    """Return the id of the key that a token says it was signed with. Proves nothing."""
    try:
        return str(jws.extract_compact(token.encode()).headers().get("kid"))
    except (JoseError, ValueError):
        return None


def _secret_in(path: str | None) -> str:
    """Return the client's secret from its file; "" for a public client.

    Raises:
        BadSettingsError: it is not there, or others may read it.
    """
    if path is None:
        return ""
    kept = Path(path)
    if not kept.is_file():
        raise BadSettingsError(f"WORKBOOK_PROVIDER_SECRET_FILE: there is no file {path}.")
    if kept.stat().st_mode & 0o007:
        raise BadSettingsError(
            f"WORKBOOK_PROVIDER_SECRET_FILE: others may read {path}. Run: chmod 600 {path}"
        )
    return kept.read_text(encoding="utf-8").strip()
