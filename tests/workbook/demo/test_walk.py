"""Each role of the made-up council can be tried, and every page it leads to opens."""

import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

from modules.catalogue import Catalogue
from tests.browser import Browser
from tests.builders.staff import waited_out
from workbook.app import build_site
from workbook.clock import london_day, utc_now
from workbook.demo import council, office
from workbook.retention.schedules import load_schedule
from workbook.retention.working_out import work_out
from workbook.settings import Settings
from workbook.site import Site
from workbook.staff import queries as staff
from workbook.staff.access import DISCIPLINES
from workbook.wall.viewer import doorkeeper

MOST = 30  # pages of each role
LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')


@pytest.fixture(scope="module")
def site(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The made-up council, as `make run` makes it."""
    path = tmp_path_factory.mktemp("council") / "workbook.db"
    path.write_bytes(installed.read_bytes())
    built = build_site(
        Settings(database_url=f"sqlite:///{path}", session_secret="x" * 32),
        demonstration=council.demonstration(),
    )
    council.make_council(built.database, Catalogue.load(), utc_now(), keyring=built.keyring)
    work_out(built.settings.database_url, load_schedule(), now=utc_now())
    yield built
    built.database.close()


def signed_in(site: Site, name: str, role: str) -> Browser:
    """Sign in as the sign-in page says, with the code that it shows where one is needed."""
    browser = Browser(site)
    page = browser.get("/sign-in").text
    browser.post("/sign-in", {"name": name, "password": council.PASSWORD}, expect=303)
    if "with a code" in role:
        code = re.search(r"Their code is now <strong>(\d{6})</strong>", page)
        assert code is not None
        browser.post("/sign-in/second-step", {"code": code[1]}, expect=303)
    return browser


def pages_of(browser: Browser) -> dict[str, int]:
    """Open page after page as the links on them lead, and return what each answered."""
    found, ahead = {}, ["/"]
    while ahead and len(found) < MOST:
        path = ahead.pop(0)
        answer = browser.fetch(path)
        found[path] = answer.status_code
        # Roles without families of their own begin elsewhere: their first page leads there.
        if answer.status_code == 303 and not answer.headers["location"].startswith("/sign-in"):
            found[path] = 200
            ahead.append(answer.headers["location"])
        if answer.headers.get("content-type", "").startswith("text/html"):
            links = [unescape(one) for one in LINK.findall(answer.text)]
            ahead += [one for one in dict.fromkeys(links) if one not in {*found, *ahead}]
    return found


def test_every_role_of_the_product_can_sign_in(site: Site) -> None:
    waited_out(site.database)
    roles = {role.removesuffix(", with a code"): (name, role) for name, _, role in
             council.sign_ins()}  # fmt: skip
    assert set(roles) == set(DISCIPLINES.values())
    opened = {}
    for name, role in roles.values():
        with closing(signed_in(site, name, role)) as browser:
            opened[role] = pages_of(browser)
    wrong = {
        (role, path): status
        for role, found in opened.items()
        for path, status in found.items()
        if status != 200
    }
    assert wrong == {}
    count = sum(len(found) for found in opened.values())
    print(f"pages opened by {len(roles)} roles: {count}, none wrong")


def test_what_waits_for_somebody_is_there(site: Site) -> None:
    with site.database.reading(doorkeeper(london_day(utc_now()))) as session:
        people = {one.name: one.id for one in staff.staff(session)}
    shown = {
        ("Dawn Hallworth", "/openings"): ["Owen Tregarth", "Ruth Calderwick"],
        ("Dawn Hallworth", "/"): ["Somebody asks for something to be opened"],
        ("Esme Thornquay", "/openings"): ["Owen Tregarth"],
        ("Dev Marlowick", "/conflicts"): ["Carol Winslade"],
        ("Dev Marlowick", "/roles"): ["Hattie Quellingham", "Acts up from Monday"],
        ("Dev Marlowick", "/retention"): ["A complaint is being looked into", "Decide"],
    }
    missing = {}
    for (name, path), words in shown.items():
        with closing(Browser(site, worker_id=people[name])) as browser:
            text = browser.fetch(path).text
        missing[name, path] = [one for one in words if one not in text]
    assert [what for what, words in missing.items() if words] == []


def test_starting_it_again_adds_nothing_and_keeps_whom_somebody_added(site: Site) -> None:
    keyring = site.keyring
    assert council.make_council(site.database, Catalogue.load(), utc_now(), keyring=keyring) == []


def test_a_code_is_shown_by_the_made_up_council_alone(browser_without: Browser) -> None:
    page = browser_without.get("/sign-in").text

    assert "Their code is now" not in page
    assert office.SECRET not in page


@pytest.fixture
def browser_without(database_url: str) -> Iterator[Browser]:
    """A browser at a service that is no demonstration."""
    built = build_site(Settings(database_url=database_url, session_secret="x" * 32))
    browser = Browser(built)
    yield browser
    browser.close()
    built.database.close()
