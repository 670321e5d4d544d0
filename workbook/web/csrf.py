"""Prove that a form came from a page we gave to this session."""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import urlsplit

FIELD = "csrf"

# "none" is the person's own doing: an address typed, a bookmark.
_OWN_SITES = frozenset({"same-origin", "none"})


def token(session_id: str, secret: bytes) -> str:
    """Make the session's token, bound to it: another visitor's token is worth nothing here.

    Make it of the session's stored id (a hash), never of the cookie, since the token is on pages.
    """
    return hmac.new(secret, session_id.encode(), sha256).hexdigest()


def is_valid(given: str, session_id: str, secret: bytes) -> bool:
    """Compare a posted token with the session's, in constant time."""
    return hmac.compare_digest(given.encode(errors="replace"), token(session_id, secret).encode())


def is_same_origin(headers: Mapping[str, str], origin: str) -> bool:
    """Tell whether the browser says this request began on our own pages.

    `headers` has lower-case names; `origin` is where we are reached, such as
    "https://workbook.example". Sec-Fetch-Site decides where the browser sends it, and Origin must
    agree with it where it is sent too. With neither, only a very old browser or a program speaks,
    and the token alone decides.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site.lower() not in _OWN_SITES:
        return False
    given = headers.get("origin")
    return given is None or _origin_of(given) == _origin_of(origin)


def _origin_of(address: str) -> tuple[str, str, int | None] | None:
    """Take scheme, host and port, with the scheme's own port filled in; "null" is no origin."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, port or usual
