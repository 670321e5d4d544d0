"""Every answer, errors included, carries the headers that keep a page safe."""

import gzip

import pytest
from litestar import Litestar, Response, get, post
from litestar.params import JSONBody
from litestar.testing import TestClient

from workbook.web.headers import NOTHING_ALLOWED, with_headers

PROMISED = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
}


@get("/long", media_type="text/html", sync_to_thread=False)
def show_long() -> str:
    return "words " * 500


@get("/short", media_type="text/html", sync_to_thread=False)
def show_short() -> str:
    return "words"


@get("/picture", media_type="image/png", sync_to_thread=False)
def show_picture() -> bytes:
    return b"x" * 2000


@get("/upload", sync_to_thread=False)
def show_upload() -> Response[bytes]:
    policy = NOTHING_ALLOWED.decode()
    return Response(b"x", headers={"content-security-policy": policy})


@get("/lax", sync_to_thread=False)
def show_lax() -> Response[str]:
    lax = {"Content-Security-Policy": "default-src *", "X-Content-Type-Options": "sniff"}
    return Response("x", headers=lax)


@get("/broken", sync_to_thread=False)
def show_broken() -> str:
    raise RuntimeError


@post("/long", sync_to_thread=False, request_max_body_size=10)
def save(data: JSONBody[dict[str, str]]) -> str:
    return str(data)


def client(*, secure: bool = True) -> TestClient[Litestar]:
    handlers = [show_long, show_short, show_picture, show_upload, show_lax, show_broken, save]
    app = Litestar(handlers, openapi_config=None)
    return TestClient(with_headers(app, secure=secure), raise_server_exceptions=False)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/long", 200),
        ("GET", "/nowhere", 404),
        ("PUT", "/long", 405),
        ("POST", "/long", 413),
        ("GET", "/broken", 500),
        ("GET", "/picture", 200),
    ],
)
def test_every_answer_carries_every_header_once(method: str, path: str, status: int) -> None:
    with client() as browser:
        answer = browser.request(method, path, json={"a": "b" * 40} if method == "POST" else None)
    assert answer.status_code == status
    for name, value in PROMISED.items():
        assert answer.headers.get_list(name) == [value]


def test_insists_on_https_only_where_it_is_reached_by_it() -> None:
    with client(secure=False) as browser:
        assert "strict-transport-security" not in browser.get("/long").headers


def test_a_handler_can_only_make_the_policy_stricter() -> None:
    with client() as browser:
        assert browser.get("/upload").headers["content-security-policy"].endswith("sandbox")
        lax = browser.get("/lax").headers
    assert lax["content-security-policy"] == PROMISED["content-security-policy"]
    assert lax.get_list("x-content-type-options") == ["nosniff"]


def test_compresses_long_texts_and_says_so() -> None:
    with client() as browser, browser.stream("GET", "/long") as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "accept-encoding"
    assert int(answer.headers["content-length"]) == len(raw)
    assert gzip.decompress(raw) == b"words " * 500


@pytest.mark.parametrize(
    ("path", "accepts"),
    [("/short", "gzip"), ("/picture", "gzip"), ("/long", "identity"), ("/long", "gzip;q=0")],
)
def test_leaves_what_is_short_no_text_or_not_wanted_as_it_is(path: str, accepts: str) -> None:
    with client() as browser:
        answer = browser.get(path, headers={"accept-encoding": accepts})
    assert "content-encoding" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)
