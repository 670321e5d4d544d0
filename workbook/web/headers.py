"""The outermost ASGI wrapper: what every answer says to the browser, errors included."""

import gzip
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    # Our scripts write no HTML, and nothing that gets into a page may make them.
    b"require-trusted-types-for 'script'"
)
# For what others made (uploads): nothing in it may run, load or be framed.
NOTHING_ALLOWED = b"default-src 'none'; frame-ancestors 'none'; sandbox"

ON_EVERY_ANSWER: Mapping[bytes, bytes] = MappingProxyType(
    {
        b"content-security-policy": CONTENT_SECURITY_POLICY,
        b"x-content-type-options": b"nosniff",
        b"x-frame-options": b"DENY",
        # Origin must come with our own forms, so that a forged one is told from them.
        b"referrer-policy": b"same-origin",
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
        b"permissions-policy": b"camera=(), display-capture=(), geolocation=(), microphone=(),"
        b" payment=(), usb=()",
    }
)
NEVER_KEPT = b"no-store"
ONE_YEAR = b"max-age=31536000; includeSubDomains"

SMALLEST_COMPRESSED = 800  # bytes; below this the headers weigh as much as what is saved
COMPRESSION_LEVEL = 4  # the knee: level 6 costs more than twice the time for 2 % less
TEXT_TYPES = (b"text/", b"application/json", b"image/svg+xml")

Headers = list[tuple[bytes, bytes]]


def with_headers(app: ASGIApp, *, secure: bool) -> ASGIApp:
    """Wrap the whole application, so that no answer can leave without its headers.

    A handler may set its own Cache-Control (assets do) and NOTHING_ALLOWED as its
    Content-Security-Policy (uploads do); everything else is the same for all. `secure` says that
    the service is reached by https, and asks browsers to insist on it for a year.
    """
    always = dict(ON_EVERY_ANSWER)
    if secure:
        always[b"strict-transport-security"] = ONE_YEAR

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        answer = Answer(send, always, gzipped=_takes_gzip(dict(scope["headers"])))
        await app(scope, receive, answer.send)

    return wrapped


class Answer:
    """One answer on its way out: headers are completed, whole texts are compressed."""

    def __init__(self, send: Send, always: Mapping[bytes, bytes], *, gzipped: bool) -> None:
        self._send = send
        self._always = always
        self._gzipped = gzipped
        self._held: HTTPResponseStartEvent | None = None

    async def send(self, message: Message) -> None:
        """Pass a message on; the start waits for the body, whose size decides on compression."""
        if message["type"] == "http.response.start":
            message["headers"] = self._completed(message["headers"])
            self._held = message
            return
        if self._held is not None:
            start, self._held = self._held, None
            if message["type"] == "http.response.body" and not message.get("more_body"):
                body = self._compressed(start, message["body"])
                await self._send(start)
                await self._send({**message, "body": body})
                return
            await self._send(start)
        await self._send(message)

    def _completed(self, given: Iterable[tuple[bytes, bytes]]) -> Headers:
        """Put our headers in place of any of the same name; only a sandbox may replace them."""
        headers = [(name.lower(), value) for name, value in given]
        always = dict(self._always)
        if (b"content-security-policy", NOTHING_ALLOWED) in headers:
            always[b"content-security-policy"] = NOTHING_ALLOWED
        if b"cache-control" not in dict(headers):
            always[b"cache-control"] = NEVER_KEPT
        return [pair for pair in headers if pair[0] not in always] + list(always.items())

    def _compressed(self, start: HTTPResponseStartEvent, body: bytes) -> bytes:
        """Compress a whole text in place, where the browser takes it and it is worth it."""
        headers = dict(start["headers"])
        kind = headers.get(b"content-type", b"")
        if b"content-encoding" in headers or not kind.startswith(TEXT_TYPES):
            return body
        if len(body) < SMALLEST_COMPRESSED:
            return body
        added: Headers = [(b"vary", b"accept-encoding")]
        replaced = {b"vary"}
        if self._gzipped:
            body = gzip.compress(body, COMPRESSION_LEVEL, mtime=0)
            added += [(b"content-encoding", b"gzip"), (b"content-length", b"%d" % len(body))]
            replaced.add(b"content-length")
        kept = [pair for pair in start["headers"] if pair[0] not in replaced]
        start["headers"] = kept + added
        return body


def _takes_gzip(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether the browser takes gzip: named, and not refused with a weight of nought."""
    for part in headers.get(b"accept-encoding", b"").lower().split(b","):
        coding, _, weight = part.strip().partition(b";")
        if coding.strip() == b"gzip":
            return weight.replace(b" ", b"") not in {b"q=0", b"q=0.0", b"q=0.00", b"q=0.000"}
    return False
