"""Whether a token is the provider's, for us, and fresh: of signing in, and of signing out.

The library checks the signature under the algorithms named here and nothing else: everything that
a token says is checked by the claims registry and by what follows it.
"""

from typing import Final

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from workbook.encryption import Keyring

# Never "none", never a shared secret: a public key must not do for one.
ALGORITHMS = ("RS256", "PS256", "ES256")
LEEWAY_SECONDS = 60
MFA_CLAIM = "amr"
# What a token of signing out says it is, and how old one may be.
SIGNED_OUT: Final = "http://schemas.openid.net/event/backchannel-logout"
SIGNED_OUT_KINDS: Final = frozenset({"jwt", "logout+jwt", "application/logout+jwt"})
OLDEST_SECONDS = 300


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a token has to say. `second_step` is a claim and one value that it must have."""

    issuer: str
    client_id: str
    nonce: str
    tenants: tuple[str, ...]
    key_claim: str
    second_step: tuple[str, str]
    # When the worker was sent to the provider to show that it is them again; None otherwise.
    shown_since: int | None = None


class CameBy(msgspec.Struct, frozen=True, kw_only=True):
    """Whose account at the provider somebody came by.

    `key` alone says who it is. By `subject` and `session` the provider says later who signed out
    there; `session` is "" where it names none. `token` is the ID token as it came.
    """

    issuer: str
    key: str
    subject: str
    session: str
    token: str


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What stands with a sign-in of the account that somebody came by: sealed, and keyed hashes."""

    provider_token: str
    provider_subject: str
    provider_session: str | None


class SignedOut(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed out at the provider: everywhere, or where `session` is named, there alone."""

    issuer: str
    token_id: str
    subject: str
    session: str


class RefusedTokenError(Exception):
    """A token that is not the one that was asked for. Says which claim, never its value."""


def keep(came: CameBy, *, keyring: Keyring, place: str) -> Kept:
    """Return what may be kept of it: the token sealed for this place, the rest as keyed hashes."""
    session = session_hash(keyring, issuer=came.issuer, session=came.session)
    return Kept(
        provider_token=keyring.seal(came.token, place=place),
        provider_subject=subject_hash(keyring, issuer=came.issuer, subject=came.subject),
        provider_session=session if came.session else None,
    )


def subject_hash(keyring: Keyring, *, issuer: str, subject: str) -> str:
    """Return what is kept of the name that a provider has for an account."""
    return keyring.blind(f"provider|subject|{issuer}|{subject}")


def session_hash(keyring: Keyring, *, issuer: str, session: str) -> str:
    """Return what is kept of the name that a provider has for one sign-in there."""
    return keyring.blind(f"provider|session|{issuer}|{session}")


def came_by(id_token: str, *, keys: KeySet, asked: Asked, now: int) -> CameBy:
    """Return the account that this token is about.

    Raises:
        RefusedTokenError: it is not the token that was asked for.
    """
    claims = _read(id_token, keys=keys, registry=_registry(asked, now)).claims
    _check_audience(claims, asked.client_id)
    _check_second_step(claims, asked)
    _check_shown(claims, asked)
    found = claims.get(asked.key_claim)
    if not isinstance(found, str) or not found:
        raise RefusedTokenError(asked.key_claim)
    session = claims.get("sid")
    return CameBy(
        issuer=asked.issuer,
        key=found,
        subject=claims["sub"],
        session=session if isinstance(session, str) else "",
        token=id_token,
    )


def signed_out(
    logout_token: str,
    *,
    keys: KeySet,
    issuer: str,
    client_id: str,
    tenants: tuple[str, ...],
    now: int,
) -> SignedOut:
    """Return who signed out at the provider, as this token of it says.

    It must not do for an ID token nor the other way round: it has no nonce, and names its event.

    Raises:
        RefusedTokenError: it is not such a token, is not for us, or is old.
    """
    options: dict[str, jwt.ClaimsOption] = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client_id},
        "iat": {"essential": True},
        "jti": {"essential": True},
    }
    if tenants:
        options["tid"] = {"values": list(tenants)}
    registry = jwt.JWTClaimsRegistry(now=now, leeway=LEEWAY_SECONDS, **options)
    token = _read(logout_token, keys=keys, registry=registry)
    claims, events = token.claims, token.claims.get("events")
    _check_audience(claims, client_id)
    if str(token.header.get("typ", "jwt")).lower() not in SIGNED_OUT_KINDS:
        raise RefusedTokenError("typ")
    if not isinstance(events, dict) or not isinstance(events.get(SIGNED_OUT), dict):
        raise RefusedTokenError("events")
    if "nonce" in claims:
        raise RefusedTokenError("nonce")
    if claims["iat"] < now - OLDEST_SECONDS:
        raise RefusedTokenError("iat")
    subject, session = claims.get("sub", ""), claims.get("sid", "")
    if not isinstance(session, str) or not (subject or session):
        raise RefusedTokenError("sid")
    return SignedOut(issuer=issuer, token_id=claims["jti"], subject=subject, session=session)


def _read(token: str, *, keys: KeySet, registry: jwt.JWTClaimsRegistry) -> jwt.Token:
    """Return what a token says, once its signature is right and the registry finds no fault.

    Raises:
        RefusedTokenError: it is no token, or not a right one.
    """
    try:
        found = jwt.decode(token, keys, algorithms=ALGORITHMS)
        registry.validate(found.claims)
    except JoseError as error:
        raise RefusedTokenError(type(error).__name__) from None
    except ValueError:
        raise RefusedTokenError("not a token") from None
    return found


def _registry(asked: Asked, now: int) -> jwt.JWTClaimsRegistry:
    options: dict[str, jwt.ClaimsOption] = {
        "iss": {"essential": True, "value": asked.issuer},
        "aud": {"essential": True, "value": asked.client_id},
        "exp": {"essential": True},
        "iat": {"essential": True},
        "sub": {"essential": True},
        "nonce": {"essential": True, "value": asked.nonce},
        asked.key_claim: {"essential": True},
    }
    if asked.tenants:
        options["tid"] = {"essential": True, "values": list(asked.tenants)}
    return jwt.JWTClaimsRegistry(now=now, leeway=LEEWAY_SECONDS, **options)


def _check_audience(claims: jwt.Claims, client_id: str) -> None:
    """Refuse a token that was made for others too, unless it says that we asked for it."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        raise RefusedTokenError("azp")
    # The registry takes a list that holds the value; these are never lists.
    if any(isinstance(claims.get(name), list) for name in ("nonce", "tid")):
        raise RefusedTokenError("nonce")


def _check_second_step(claims: jwt.Claims, asked: Asked) -> None:
    name, value = asked.second_step
    found = claims.get(name)
    given = found if isinstance(found, list) else [found]
    if value not in given:
        raise RefusedTokenError(name)


def _check_shown(claims: jwt.Claims, asked: Asked) -> None:
    """Refuse an old sign-in at the provider, where the worker was to show that it is them now."""
    if asked.shown_since is None:
        return
    moment = claims.get("auth_time")
    if not isinstance(moment, int) or moment < asked.shown_since - LEEWAY_SECONDS:
        raise RefusedTokenError("auth_time")
