"""Each kind of error has its page, and a page never says more than it should."""

import html5lib
import pytest
from litestar import Litestar, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath, JSONBody
from litestar.testing import TestClient
from structlog.testing import capture_logs

from tests.workbook.web.gallery import pages
from workbook.errors import NotFoundError, SupersededError
from workbook.web.errors import error_pages

SECRET = "Grace’s new address"


@get("/superseded", sync_to_thread=False)
def superseded() -> str:
    raise SupersededError("Someone saved this first.", entry_id="e1")


@get("/hidden/{name:str}", sync_to_thread=False)
def hidden(name: FromPath[str]) -> str:
    raise NotFoundError(family_id=name[:1])


@get("/broken", sync_to_thread=False)
def broken() -> str:
    raise RuntimeError(SECRET)


@get("/refused", sync_to_thread=False)
def refused() -> str:
    raise HTTPException(SECRET, status_code=403)


@post("/form", sync_to_thread=False, request_max_body_size=20)
def form(data: JSONBody[dict[str, int]]) -> str:
    return str(data)


def client() -> TestClient[Litestar]:
    handlers = error_pages(
        pages.gallery_environment(), council="Council", service="Workbook", assets="/static/x"
    )
    app = Litestar(
        [superseded, hidden, broken, refused, form],
        exception_handlers=handlers,  # type: ignore[arg-type]
        openapi_config=None,
    )
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("method", "path", "status", "heading"),
    [
        ("GET", "/superseded", 409, "Someone else has changed this"),
        ("GET", "/hidden/x", 404, "Page not found"),
        ("GET", "/nowhere", 404, "Page not found"),
        ("GET", "/refused", 403, "You cannot do this"),
        ("GET", "/form", 405, "This page cannot be used that way"),
        ("POST", "/form", 413, "That is too large to save"),
        ("GET", "/broken", 500, "Sorry, there is a problem with the service"),
    ],
)
def test_every_failure_is_a_page_in_plain_words(
    method: str, path: str, status: int, heading: str
) -> None:
    with client() as browser, capture_logs():
        answer = browser.request(method, path, json={"a": "b" * 50} if method == "POST" else None)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    assert next(tree.iter("h1")).text == heading
    assert SECRET not in answer.text


@pytest.mark.parametrize("path", ["/broken", "/refused", "/hidden/Grace", "/Grace-Okafor"])
def test_the_log_holds_no_one_elses_words(path: str) -> None:
    with client() as browser, capture_logs() as lines:
        browser.get(path)
    assert len(lines) == 1
    assert SECRET not in str(lines)
    assert "Grace" not in str(lines)


def test_the_reference_on_the_page_finds_the_line_in_the_log() -> None:
    with client() as browser, capture_logs() as lines:
        answer = browser.get("/broken")
    (line,) = lines
    assert line["error"] == "RuntimeError"
    assert line["route"] == "/broken"
    assert line["place"].startswith("test_errors.py:")
    assert line["request_id"] in answer.text


def test_expected_failures_are_logged_with_their_ids() -> None:
    with client() as browser, capture_logs() as lines:
        browser.get("/superseded")
    (line,) = lines
    assert (line["event"], line["entry_id"], line["status"]) == ("service_error", "e1", 409)
