"""Whether an ID token is the one that was asked for: who made it, for whom, when, and how.

The library checks the signature under the algorithms named here and nothing else: everything that
a token says is checked by the claims registry and by what follows it.
"""

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

# Never "none", never a shared secret: a public key must not do for one.
ALGORITHMS = ("RS256", "PS256", "ES256")
LEEWAY_SECONDS = 60
MFA_CLAIM = "amr"
LISTED = ("amr", "acrs")


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


class RefusedTokenError(Exception):
    """A token that is not the one that was asked for. Says which claim, never its value."""


def account_key(id_token: str, *, keys: KeySet, asked: Asked, now: int) -> str:
    """Return the key of the account that this token is about.

    Raises:
        RefusedTokenError: it is not the token that was asked for.
    """
    try:
        claims = jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims
        _registry(asked, now).validate(claims)
    except JoseError as error:
        raise RefusedTokenError(type(error).__name__) from None
    except ValueError:
        raise RefusedTokenError("not a token") from None
    _check_audience(claims, asked)
    _check_second_step(claims, asked)
    _check_shown(claims, asked)
    found = claims.get(asked.key_claim)
    if not isinstance(found, str) or not found:
        raise RefusedTokenError(asked.key_claim)
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


def _check_audience(claims: jwt.Claims, asked: Asked) -> None:
    """Refuse a token that was made for others too, unless it says that we asked for it."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != asked.client_id:
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
