"""Somebody who walks through the service, counts what it costs and judges what they see."""

from urllib.parse import unquote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.sweep import swept
from workbook.demo.council import PASSWORD

AXE = Axe()
KEPT = """async () => JSON.stringify({
  local: {...localStorage}, session: {...sessionStorage},
  databases: await indexedDB.databases(), caches: await caches.keys(),
  cookies: document.cookie,
})"""


class Walker:
    """One person at one window. Clicks and page loads are counted from `starts_counting`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.clicks = 0
        self.loads = 0
        self.judged: list[str] = []
        page.on("load", self._loaded)
        page.on("request", lambda asked: swept().note("addresses", unquote(asked.url)))
        page.on("pageerror", lambda error: self._complains(str(error)))
        page.on(
            "console", lambda line: self._complains(line.text) if line.type == "error" else None
        )
        self.complaints: list[str] = []

    def _loaded(self, _: Page) -> None:
        self.loads += 1

    def _complains(self, words: str) -> None:
        if "favicon" not in words and "status of 4" not in words:
            self.complaints.append(words)

    def signs_in(self, name: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}/sign-in")
        self.page.get_by_label("Sign-in name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("heading", level=1).first.wait_for()

    def starts_counting(self) -> None:
        self.clicks = self.loads = 0

    def clicks_on(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def clicks_link(self, words: str, *, exact: bool = False) -> None:
        self.clicks_on(self.page.get_by_role("link", name=words, exact=exact).first)

    def clicks_button(self, words: str) -> None:
        self.clicks_on(self.page.get_by_role("button", name=words).first)

    def goes_to(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sees(self, words: str) -> bool:
        return words in self.page.inner_text("main")

    def judges_the_page(self) -> None:
        """Ask axe about the page as it stands; a violation fails the journey."""
        found = AXE.run(self.page).response["violations"]
        title = self.page.title()
        self.judged.append(title)
        assert [f"{title}: {one['id']} {one['nodes'][0]['html'][:200]}" for one in found] == []
        width = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{title} scrolls sideways by {width}"

    def judges_at_all_widths(self) -> None:
        for width in (1280, 390, 320):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.judges_the_page()
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def leaves(self) -> None:
        """Note what the browser keeps when it is left, to be searched for anybody’s words."""
        if self.page.url.startswith(self.address):
            swept().note("browser stores", str(self.page.evaluate(KEPT)))
