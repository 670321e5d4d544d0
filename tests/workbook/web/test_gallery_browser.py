"""The gallery in a real browser: axe, narrow screens, the keyboard, and with script off."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from litestar import Litestar, Response, get
from playwright.sync_api import Browser, Page

from tests.workbook.web.gallery import pages
from workbook.web.assets import read_assets, serve_assets
from workbook.web.forms import Problem
from workbook.web.headers import with_headers
from workbook.web.responses import page

pytestmark = pytest.mark.browser
STATIC = Path(__file__).parents[3] / "workbook/static"
WIDTHS = (1280, 390, 320)
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2 2.5.8
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def gallery() -> Litestar:
    assets = read_assets(STATIC)
    frame = msgspec.structs.replace(pages.FRAME, assets=assets.prefix)
    environment = pages.gallery_environment()

    @get("/show", sync_to_thread=True)
    def show() -> Response[str]:
        context = pages.show_context() | {"frame": frame}
        return page(environment, "gallery/show.html", **context)

    @get("/record", sync_to_thread=True)
    def record() -> Response[str]:
        context = pages.record_context() | {"frame": frame}
        return page(environment, "gallery/record.html", **context)

    @get("/again", sync_to_thread=True)
    def again() -> Response[str]:
        problems = (Problem("q-many", "Choose at least one"),)
        context = pages.record_context(problems) | {"frame": frame}
        return page(environment, "gallery/record.html", **context)

    return Litestar([show, record, again, serve_assets(assets)], openapi_config=None)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    application = with_headers(gallery(), secure=False)
    config = uvicorn.Config(application, port=port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def opened(chromium: Browser, address: str, *, width: int = 1280, script: bool = True) -> Page:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        service_workers="block",
        locale="en-GB",
    )
    tab = context.new_page()
    tab.complaints = complaints = []  # type: ignore[attr-defined]
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(address)
    return tab


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["show", "record", "again"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Browser, address: str, path: str, width: int
) -> None:
    tab = opened(chromium, f"{address}/{path}", width=width)
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(tab, options=options).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.complaints == []  # type: ignore[attr-defined]
    tab.context.close()


@pytest.mark.parametrize("path", ["show", "again"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_stop_of_the_tab_key_is_seen_named_and_large_enough(
    chromium: Browser, address: str, path: str, width: int
) -> None:
    tab = opened(chromium, f"{address}/{path}", width=width)
    tab.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    faults, stops = [], set()
    for _ in range(150):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(LOOK_AT_FOCUS)
        if stop is None or stop["what"] in stops:
            break
        stops.add(stop["what"])
        faults += [(stop["what"], fault) for fault in stop["faults"]]
    assert faults == []
    assert len(stops) > 15
    tab.context.close()


# A radio or tick box may be drawn by its label; a link in a sentence is as tall as its line.
LOOK_AT_FOCUS = f"""() => {{
  const it = document.activeElement
  if (!it || it === document.body) return null
  const box = it.getBoundingClientRect()
  const faults = []
  if (box.height < {SMALLEST_TARGET} || box.width < {SMALLEST_TARGET}) {{
    faults.push(`small: ${{box.width}} by ${{box.height}}`)
  }}
  const bar = document.querySelector('.fs-bar')?.getBoundingClientRect()
  if (bar && !it.closest('.fs-bar') && box.bottom > bar.top + 1) faults.push('under the bar')
  if (box.bottom < 0 || box.top > innerHeight) faults.push('off the screen')
  const drawn = it.matches('.fs-chip__input, .fs-ruler__step input') ? it.nextElementSibling : it
  const style = getComputedStyle(drawn)
  const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
  if (!seen) faults.push('focus cannot be seen')
  const name = it.getAttribute('aria-label') || it.labels?.[0]?.textContent || it.textContent
  if (!name.trim()) faults.push('no name')
  const index = [...document.querySelectorAll('*')].indexOf(it)
  return {{ what: `${{index}} ${{it.outerHTML.slice(0, 100)}}`, faults }}
}}"""


def test_a_chip_opens_its_panel_and_keeps_what_was_typed_in_it(
    chromium: Browser, address: str
) -> None:
    tab = opened(chromium, f"{address}/record")
    panel = tab.locator("#someone-else")
    assert not panel.is_visible()
    tab.get_by_label("Someone else").check()
    tab.get_by_label("Who else?").press_sequentially("Aunt May")
    tab.get_by_label("Someone else").uncheck()
    assert not panel.is_visible()
    assert tab.locator("#else-name").input_value() == "Aunt May"
    tab.context.close()


def test_adds_a_row_with_fields_of_its_own(chromium: Browser, address: str) -> None:
    tab = opened(chromium, f"{address}/record")
    tab.get_by_role("button", name="Add a row").click()
    names = tab.locator("[data-rows] :is(textarea, select)").evaluate_all(
        "fields => fields.map(field => [field.name, field.id, field.getAttribute('aria-label')])"
    )
    assert names[-2:] == [
        ["q-table-2-what", "q-table-2-what", "What, row 3"],
        ["q-table-2-who", "q-table-2-who", "Who, row 3"],
    ]
    assert tab.evaluate("document.activeElement.name") == "q-table-2-what"
    tab.context.close()


def test_everything_is_there_with_script_off(chromium: Browser, address: str) -> None:
    tab = opened(chromium, f"{address}/record", script=False)
    assert tab.get_by_label("Who else?").is_visible()
    assert not tab.get_by_role("button", name="Add a row").is_visible()
    tab.context.close()


def test_the_problem_summary_has_the_focus_and_leads_to_the_field(
    chromium: Browser, address: str
) -> None:
    tab = opened(chromium, f"{address}/again")
    assert tab.evaluate("document.activeElement.className") == "govuk-error-summary"
    tab.get_by_role("link", name="Choose at least one").click()
    assert tab.evaluate("document.activeElement.name") == "q-many"
    assert tab.locator("#q-many legend").is_visible()
    tab.context.close()


def test_the_bar_is_not_printed(chromium: Browser, address: str) -> None:
    tab = opened(chromium, f"{address}/record")
    tab.emulate_media(media="print")
    assert not tab.locator(".fs-bar").is_visible()
    assert not tab.locator(".fs-header").is_visible()
    assert tab.get_by_role("heading", level=1).is_visible()
    tab.context.close()


def test_a_cold_page_is_light(chromium: Browser, address: str) -> None:
    context = chromium.new_context(service_workers="block")
    tab = context.new_page()
    requests = []
    tab.on("requestfinished", lambda request: requests.append(request.sizes()))
    tab.goto(f"{address}/record", wait_until="networkidle")
    assert len(requests) <= 12
    weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in requests)
    assert weight <= 80_000
    context.close()
