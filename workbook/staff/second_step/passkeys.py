"""What is asked of a passkey, and whether its answer is right (WebAuthn).

A passkey proves both what somebody has and, by its own PIN or finger, who they are: the browser is
always asked for that, and an answer without it is refused.
"""

import ipaddress
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

import msgspec
import webauthn
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

CHALLENGE_BYTES = 64
NEEDED = UserVerificationRequirement.REQUIRED
# What a malformed answer makes the library raise, besides its own refusals.
REFUSED = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError)


class NewPasskey(msgspec.Struct, frozen=True):
    """What is kept of a passkey that was just made."""

    credential_id: str
    public_key: str
    sign_count: int


class _Answer(msgspec.Struct):
    id: str


def new_challenge() -> str:
    """Return 64 random bytes for a passkey to sign, as text."""
    return bytes_to_base64url(secrets.token_bytes(CHALLENGE_BYTES))


def host_of(origin: str) -> str | None:
    """Return the name that passkeys are bound to; None where browsers allow none.

    They take no number for a name, and nothing but https except on one's own machine.
    """
    parts = urlsplit(origin)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host if parts.scheme == "https" or host == "localhost" else None
    return None


def options_to_make(
    *, challenge: str, host: str, council: str, worker_id: str, name: str, have: Iterable[str]
) -> str:
    """Return what the browser needs to make a passkey, as JSON."""
    return webauthn.options_to_json(
        webauthn.generate_registration_options(
            rp_id=host,
            rp_name=council,
            user_id=worker_id.encode(),
            user_name=name,
            challenge=webauthn.base64url_to_bytes(challenge),
            exclude_credentials=_described(have),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=NEEDED
            ),
        )
    )


def options_to_show(*, challenge: str, host: str, have: Iterable[str] = ()) -> str:
    """Return what the browser needs to use a passkey, as JSON; without `have`, any passkey."""
    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=host,
            challenge=webauthn.base64url_to_bytes(challenge),
            allow_credentials=_described(have),
            user_verification=NEEDED,
        )
    )


def _described(ids: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(one)) for one in ids]


def made(answer: str, *, challenge: str, origin: str) -> NewPasskey | None:
    """Return the passkey that an answer says was made; None when the answer is not right."""
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=host_of(origin) or "",
            expected_origin=origin,
            require_user_verification=True,
        )
    except REFUSED:
        return None
    return NewPasskey(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
    )


def credential_of(answer: str) -> str:
    """Return the id of the passkey that an answer says it is of; "" when it is no answer."""
    try:
        return msgspec.json.decode(answer, type=_Answer).id
    except (msgspec.MsgspecError, UnicodeError):
        return ""


def shown(
    answer: str, *, challenge: str, origin: str, public_key: str, sign_count: int
) -> int | None:
    """Return how often the passkey says it was used; None when the answer is not right.

    An answer that counts back is refused: somebody has made a copy.
    """
    try:
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=host_of(origin) or "",
            expected_origin=origin,
            credential_public_key=webauthn.base64url_to_bytes(public_key),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except REFUSED:
        return None
    return found.new_sign_count
