"""A client that signs in as a worker, judges every page it opens and counts statements."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import html5lib
import httpx
from anyio.from_thread import start_blocking_portal
from litestar import Litestar
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy import event, insert

from tests.sweep import swept
from workbook.app import create_litestar
from workbook.clock import london_day, utc_now
from workbook.db import Database
from workbook.site import Site
from workbook.staff import rules
from workbook.staff.provider.client import Provider
from workbook.staff.tables import SignIn
from workbook.wall.viewer import doorkeeper
from workbook.web.csrf import token
from workbook.web.headers import with_headers

XHTML = "{http://www.w3.org/1999/xhtml}"
CONTROLS = ("input", "textarea", "select")


@contextmanager
def counted_statements(database: Database) -> Iterator[list[str]]:
    """Gather every SQL statement that is sent while the block runs."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:  # noqa: ANN401
        sent.append(statement)

    for engine in database.engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in database.engines:
            event.remove(engine, "before_cursor_execute", note)


def faults(html: str) -> list[str]:
    """List what is wrong with a page that any page must get right."""
    tree = html5lib.parse(html)
    found = []
    headings = list(tree.iter(f"{XHTML}h1"))
    if len(headings) != 1:
        found.append(f"{len(headings)} first headings")
    else:
        heading = " ".join("".join(headings[0].itertext()).split())
        title = " ".join((tree.findtext(f".//{XHTML}title") or "").split())
        if not title.removeprefix("Error: ").startswith(heading):
            found.append(f"the title {title!r} does not begin with the heading {heading!r}")
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    found += [f"id {one} twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    labelled = {one.get("for") for one in tree.iter(f"{XHTML}label")}
    for control in (one for tag in CONTROLS for one in tree.iter(f"{XHTML}{tag}")):
        is_shown = control.get("type") != "hidden"
        if is_shown and control.get("id") not in labelled and not control.get("aria-label"):
            found.append(f"no label for {control.get('name')}")
    found += [
        f"a form without its token: {form.get('action')}"
        for form in tree.iter(f"{XHTML}form")
        if form.get("method") == "post"
        and not (form.get("action") or "").startswith("/sign-in")
        and not any(one.get("name") == "csrf" for one in form.iter(f"{XHTML}input"))
    ]
    found += [
        f"a problem that leads nowhere: {link.get('href')}"
        for link in tree.iter(f"{XHTML}a")
        if "govuk-error-summary" in html
        and (link.get("href") or "").startswith("#")
        and (link.get("href") or "")[1:] not in {*ids, "main-content"}
    ]
    words = "".join(tree.find(f".//{XHTML}main").itertext())
    if " None " in f" {words} ":
        found.append("the word None")
    return found


# By the council whose name is on every page. With all their signatures, putting the routes
# together takes longer than most tests: they are the same for all, and told which site they serve.
_routes: dict[str, Litestar] = {}


def service_of(site: Site) -> ASGIApp:
    """Return a whole service as it is served, over the routes that all tests share."""
    council = site.settings.council
    if council not in _routes:
        _routes[council] = create_litestar(site)
    routes = _routes[council]
    provider = Provider.connect(site.settings)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        routes.state.site, routes.state.provider = site, provider
        await routes(scope, receive, send)

    return with_headers(answer, secure=False)


class Browser:
    """One worker's browser, without a network. Every page it opens is judged."""

    def __init__(self, site: Site, *, worker_id: str | None = None) -> None:
        self.site = site
        self._transport = httpx.ASGITransport(service_of(site), raise_app_exceptions=False)  # type: ignore[arg-type]
        self._client = httpx.AsyncClient(
            transport=self._transport,
            base_url="http://localhost",
            event_hooks={"request": [self._note_address], "response": [self._note_page]},
        )
        # In a thread of its own: the real browser's library keeps a loop running in this one.
        self._portal = start_blocking_portal()
        self._ask = self._portal.__enter__().call
        self.csrf = ""
        if worker_id is not None:
            self.sign_in(worker_id)

    async def _note_address(self, request: httpx.Request) -> None:
        swept().note("addresses", unquote(str(request.url)))

    async def _note_page(self, answer: httpx.Response) -> None:
        if answer.status_code >= httpx.codes.BAD_REQUEST:
            await answer.aread()
            swept().note_page(answer.status_code, answer.text)

    def sign_in(self, worker_id: str) -> None:
        """Start a sign-in for this worker, as the sign-in page would."""
        key, now = rules.new_key(), utc_now()
        with self.site.database.writing(doorkeeper(london_day(now))) as session:
            session.execute(
                insert(SignIn).values(
                    key_hash=rules.key_hash(key),
                    id=rules.key_hash(key)[:32],
                    worker_id=worker_id,
                    started_at=now,
                    seen_at=now,
                    how="passkey",  # enough for every role
                )
            )
        self._client.cookies.set(self.site.cookie, key)
        self.csrf = token(rules.key_hash(key)[:32], self.site.secret.encode())

    def fetch(self, path: str, *, headers: dict[str, str] | None = None) -> httpx.Response:
        """Fetch a page without judging it."""
        return self._ask(lambda: self._client.get(path, headers=headers))

    def get(self, path: str, *, expect: int = 200) -> httpx.Response:
        """Open a page, and judge it."""
        return self._judged(self.fetch(path), expect)

    def post(
        self,
        path: str,
        fields: Mapping[str, str | list[str]] | None = None,
        *,
        expect: int = 303,
        file: tuple[str, bytes] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send a form with this worker's token, and judge the answer.

        `file`: what it is called where it comes from, and what is in it.
        """
        sent = {"csrf": self.csrf, **(fields or {})}
        files = {"file": file} if file else None
        answer = self._ask(lambda: self._client.post(path, data=sent, files=files, headers=headers))
        return self._judged(answer, expect)

    def take_token(self, path: str) -> None:
        """Open a page and take the token of its forms, after signing in as a worker would."""
        found = re.search('name="csrf" value="([^"]+)"', self.get(path).text)
        assert found is not None
        self.csrf = found[1]

    def cookie(self, name: str) -> str:
        """Return a cookie that the service gave, "" without one."""
        return self._client.cookies.get(name) or ""

    def set_cookie(self, name: str, value: str) -> None:
        """Put a cookie in the place of the service's own."""
        self._client.cookies.clear()
        self._client.cookies.set(name, value, domain="localhost.local", path="/")

    def come_from(self, address: str) -> None:
        """Ask from another internet address from now on."""
        self._transport.client = (address, 4711)

    def _judged(self, answer: httpx.Response, expect: int) -> httpx.Response:
        assert answer.status_code == expect, f"{answer.status_code}: {answer.text[:2000]}"
        assert "content-security-policy" in answer.headers
        if answer.headers.get("content-type", "").startswith("text/html") and answer.text:
            assert faults(answer.text) == []
        return answer

    def close(self) -> None:
        """Shut the browser."""
        self._ask(self._client.aclose)
        self._portal.__exit__(None, None, None)
