"""Answers send the browser on within this site, and show a form again with its mistakes."""

import threading
from pathlib import Path

import pytest
from litestar import Litestar, Response, get
from litestar.response import Redirect
from litestar.testing import TestClient

from workbook.web.responses import page, see_other
from workbook.web.templates import build_environment


@pytest.mark.parametrize("path", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
def test_never_sends_the_browser_to_another_site(path: str) -> None:
    with pytest.raises(ValueError, match="this site"):
        see_other(path)


def test_sends_the_browser_on_with_303() -> None:
    @get("/", sync_to_thread=False, status_code=303)
    def on() -> Redirect:
        return see_other("/families/1")

    with TestClient(Litestar([on], openapi_config=None)) as browser:
        answer = browser.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/families/1")


def test_renders_in_the_handlers_own_thread(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ thread() }} {{ threading }} ‘é’")
    environment = build_environment({"t": tmp_path})

    @get("/", sync_to_thread=True)
    def show() -> Response[str]:
        here = threading.get_ident()
        return page(environment, "t/page.html", thread=threading.get_ident, threading=here)

    with TestClient(Litestar([show], openapi_config=None)) as browser:
        answer = browser.get("/")
    rendered, handler, text = answer.text.split()
    assert rendered == handler
    assert text == "‘é’"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
