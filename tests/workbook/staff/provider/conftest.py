"""A certified provider that runs for the tests, and somebody who goes there and comes back."""

import html
import os
import re
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from typing_extensions import override

from tests.browser import Browser
from tests.builders.families import a_team
from tests.builders.staff import a_password
from tests.provider.bring import FOLDER, INSTALLED, node_command
from workbook.app import build_site
from workbook.clock import london_day, utc_now
from workbook.settings import Settings
from workbook.site import Site
from workbook.staff.provider import service
from workbook.wall.viewer import doorkeeper

ADDRESS = "http://localhost"
ACCOUNT = {
    "oid": "6f1d0c1e-0000-4000-8000-00000000000a",
    "tid": "5c1d0c1e-0000-4000-8000-00000000000b",
    "email": "priya.nair@council.example",
}


class Ear(ThreadingHTTPServer):
    """Where the provider posts that somebody signed out. `hand_on` gives it to the workbook.

    What was posted is kept in `heard`, and the provider gets the workbook's own answer.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Heard)
        self.heard: list[str] = []
        self.hand_on: Callable[[str], int] = lambda _: 204

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/signed-out"


class Heard(BaseHTTPRequestHandler):
    """One posting."""

    server: Ear

    def do_POST(self) -> None:
        posted = self.rfile.read(int(self.headers["content-length"])).decode()
        token = parse_qs(posted)["logout_token"][0]
        self.server.heard.append(token)
        self.send_response(self.server.hand_on(token))
        self.send_header("content-length", "0")
        self.end_headers()

    @override
    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="session")
def ear() -> Iterator[Ear]:
    """What listens to the provider."""
    with Ear() as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening
        listening.shutdown()


@pytest.fixture(scope="session")
def provider_address(ear: Ear) -> Iterator[str]:
    """The address of a running provider."""
    node = node_command()
    if node is None or not INSTALLED.is_dir():
        assert "CI" not in os.environ, "the provider is missing, and nothing is skipped in CI"
        pytest.skip("The test provider is not there: make .stamps/provider")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(  # noqa: S603 -- the words are ours
        [node, "server.js", str(port), ADDRESS, ear.address],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        # What it says later must not fill the pipe.
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@dataclass
class Traveller:
    """Somebody at the door who goes to the provider, is signed in there, and comes back."""

    browser: Browser
    site: Site
    provider: str
    worker: str
    ear: Ear
    # What the browser keeps of the provider, from the last way there.
    there: httpx.Cookies = field(default_factory=httpx.Cookies)

    def is_told(self, spoil: str = "", **more: Any) -> None:  # noqa: ANN401 -- as JSON
        """Tell the provider whom to sign in, and how to spoil the token."""
        account = {**ACCOUNT, **more.pop("account", {})}
        told = {"account": account, "spoil": spoil, **more}
        assert httpx.post(f"{self.provider}/told", json=told).text == "ok"

    def sets_out(self, path: str = "/sign-in/provider", **fields: str) -> str:
        """Press the button; return the address at the provider."""
        return way_on(self.browser.post(path, fields, expect=200).text)

    def comes_back_by(self, address: str) -> str:
        """Be signed in at the provider; return the path and query that leads back."""
        with httpx.Client(follow_redirects=False) as client:
            for _ in range(8):
                if address.startswith(ADDRESS):
                    self.there = client.cookies
                    return address.removeprefix(ADDRESS)
                answer = client.get(address)
                assert answer.is_redirect, f"{answer.status_code}: {answer.text[:400]}"
                address = str(answer.url.join(answer.headers["location"]))
        raise AssertionError(address)

    def arrives(self, path: str) -> httpx.Response:
        """Open the address that leads back."""
        return self.browser.fetch(path)

    def goes_and_comes(self, path: str = "/sign-in/provider", **fields: str) -> httpx.Response:
        """Go there and back again."""
        return self.arrives(self.comes_back_by(self.sets_out(path, **fields)))

    def signs_out_there(self) -> None:
        """Sign out at the provider, in whose list of clients the workbook is."""
        with httpx.Client(cookies=self.there) as client:
            asked = client.get(f"{self.provider}/session/end")
            found = re.search('name="xsrf" value="([^"]+)"', asked.text)
            assert found is not None
            answer = client.post(
                f"{self.provider}/session/end/confirm", data={"xsrf": found[1], "logout": "yes"}
            )
            assert answer.is_redirect, answer.text[:400]

    def a_token(self, claims: dict[str, Any], **more: Any) -> str:  # noqa: ANN401 -- as JSON
        """Return a token of these claims with the provider's own key, or as `more` says."""
        asked = {"claims": claims, "typ": "logout+jwt", **more}
        return httpx.post(f"{self.provider}/signed", json=asked).text

    def is_posted(self, token: str, *, expect: int = 200, **more: str) -> httpx.Response:
        """Post a token to the workbook as a provider does: with no cookie and no origin."""
        stranger = Browser(self.site)
        try:
            fields = {"logout_token": token, **more}
            return stranger.post("/sign-in/provider/signed-out", fields, expect=expect)
        finally:
            stranger.close()


def way_on(page: str) -> str:
    """Return the address that a page leads on to by itself."""
    found = re.search('http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert found is not None
    return html.unescape(found[1])


@pytest.fixture
def linked_site(database_url: str, provider_address: str, tmp_path: Path) -> Iterator[Site]:
    """A service that knows the provider."""
    secret = tmp_path / "client-secret"
    secret.touch(mode=0o600)
    secret.write_text("not a secret: for the tests alone\n")
    built = build_site(
        Settings(
            database_url=database_url,
            session_secret="x" * 32,
            address=ADDRESS,
            provider_issuer=provider_address,
            provider_client_id="workbook",
            provider_secret_file=str(secret),
            provider_tenants=ACCOUNT["tid"],
        )
    )
    yield built
    built.database.close()


@pytest.fixture
def traveller(linked_site: Site, provider_address: str, ear: Ear) -> Iterator[Traveller]:
    """Somebody whose account at the provider is linked to a social worker."""
    worker = a_team(linked_site.database)["social_worker"]
    a_password(linked_site.database, worker)
    with linked_site.database.writing(doorkeeper(london_day(utc_now()))) as session:
        service.link(
            session,
            worker_id=worker,
            issuer=provider_address,
            account_key=ACCOUNT["oid"],
            now=utc_now(),
        )
    browser = Browser(linked_site)
    made = Traveller(browser, linked_site, provider_address, worker, ear)
    ear.heard.clear()
    ear.hand_on = lambda token: made.is_posted(token).status_code
    made.is_told()
    yield made
    browser.close()
