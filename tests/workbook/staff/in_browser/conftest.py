"""A service on this machine's own name, where browsers allow passkeys, and Chromium to use it."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Page

from tests.builders.families import BuiltFamily, a_family
from tests.builders.staff import PASSWORD, a_password
from workbook.app import create_litestar
from workbook.site import Site
from workbook.web.headers import with_headers

AXE = Axe()


@dataclass
class Window:
    """One window of a worker who may sign in, on a family's workbook."""

    page: Page
    address: str
    site: Site
    family: BuiltFamily
    worker: str

    def goes_to(self, path: str) -> None:
        """Open an address of the service."""
        self.page.goto(self.address + path)

    def signs_in(self) -> None:
        """Sign in with the password."""
        self.goes_to("/sign-in")
        self.page.get_by_label("Sign-in name").fill(self.worker)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.get_by_role("heading", level=1).first.wait_for()

    def heading(self, words: str) -> None:
        """Wait until this is the page's heading."""
        self.page.get_by_role("heading", level=1, name=words).wait_for()

    def is_judged(self) -> None:
        """Ask axe about the page as it stands, at two widths, and that nothing scrolls sideways."""
        for width in (1280, 390):
            self.page.set_viewport_size({"width": width, "height": 900})
            found = AXE.run(self.page).response["violations"]
            assert [f"{one['id']} {one['nodes'][0]['html'][:200]}" for one in found] == []
            over = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def has_authenticator(self) -> CDPSession:
        """Give the browser a passkey of its own that always recognises its owner."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        return session


@pytest.fixture
def served(site: Site) -> Iterator[str]:
    """The address of the service, by name: passkeys are bound to names."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = with_headers(create_litestar(site), secure=False)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="on")  # type: ignore[arg-type]
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def window(chromium: Browser, served: str, site: Site) -> Iterator[Window]:
    """A fresh window. What its console complains of fails the test."""
    family = a_family(site.database)
    worker = family.workers["social_worker"]
    a_password(site.database, worker)
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda line: (
            complaints.append(line.text)
            if line.type == "error" and "status of 4" not in line.text
            else None
        ),
    )
    yield Window(page, served, site, family, worker)
    context.close()
    assert complaints == []
