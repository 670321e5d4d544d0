"""An account for somebody new: one asks, another agrees, and then they choose their password."""

import re

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.builders.families import BuiltFamily
from tests.builders.staff import PASSWORD, a_password, noted
from tests.workbook.reach.conftest import SignIn
from workbook.app import create_litestar
from workbook.clock import london_day, utc_now
from workbook.reach.tables import RoleRequest
from workbook.site import Site
from workbook.staff import queries
from workbook.staff.joining.queries import teams
from workbook.staff.provider.queries import worker_of
from workbook.wall.viewer import doorkeeper

OWN = "a kettle on a slow stove"
Given = dict[str, str | list[str]]


@pytest.fixture
def admin(site: Site, sign_in: SignIn, family: BuiltFamily) -> Browser:
    a_password(site.database, family.workers["system_administrator"])
    return sign_in(family.workers["system_administrator"])


@pytest.fixture
def keeper(site: Site, sign_in: SignIn, family: BuiltFamily) -> Browser:
    a_password(site.database, family.workers["information_governance"])
    return sign_in(family.workers["information_governance"])


def asking(site: Site, **given: str) -> Given:
    with site.database.reading(doorkeeper(london_day(utc_now()))) as session:
        team = teams(session)[0].id
    return {"name": "Robin Ashdown", "discipline": "social_worker", "team": team,
            "employer": "Testing Council", "sign_in_name": "Robin.Ashdown",
            "words": "Begins in December.", "step_password": PASSWORD, **given}  # fmt: skip


def the_request(admin: Browser) -> str:
    found = re.search(r"Robin Ashdown.*?</tr>", admin.get("/roles").text, re.DOTALL)
    assert found is not None
    return found[0]


def asked(admin: Browser, keeper: Browser, site: Site) -> str:
    """Ask for the account; return the address where a second person decides."""
    admin.post("/roles/new", asking(site))
    found = re.search(r"/roles/[0-9a-f]{32}", keeper.get("/roles").text)
    assert found is not None
    return found[0]


def agreed(keeper: Browser, address: str) -> str:
    """Agree to it; return the first password, which is shown once."""
    yes = {"approved": "yes", "step_password": PASSWORD}
    shown = re.findall(r"<code>([^<]+)</code>", keeper.post(address, yes, expect=200).text)
    assert shown[0] == "robin.ashdown"
    return shown[1]


def tries(site: Site, password: str) -> Browser:
    """Try a password at the door."""
    browser = Browser(site)
    browser.post("/sign-in", {"name": "robin.ashdown", "password": password}, expect=303)
    return browser


def is_refused(site: Site, password: str) -> bool:
    browser = Browser(site)
    sent = {"name": "robin.ashdown", "password": password}
    browser.post("/sign-in", sent, expect=422)
    browser.close()
    return True


def test_an_account_begins_when_a_second_person_agreed_and_with_a_password_of_ones_own(
    site: Site, admin: Browser, keeper: Browser
) -> None:
    address = asked(admin, keeper, site)
    assert "New: not with us yet" in the_request(admin)
    assert "Signs in as robin.ashdown" in keeper.get(address).text
    with site.database.reading(doorkeeper(london_day(utc_now()))) as session:
        assert "Robin Ashdown" not in {one.name for one in queries.staff(session)}

    first = agreed(keeper, address)

    assert first not in keeper.get(address).text + admin.get("/roles").text
    robin = tries(site, first)
    assert robin.fetch("/").headers["location"] == "/account/password"
    robin.take_token("/account/password")
    robin.post("/account/password",
               {"new_password": OWN, "new_again": OWN, "step_password": first})  # fmt: skip
    assert "My families" in robin.get("/").text
    assert is_refused(site, first)
    tries(site, OWN).close()
    robin.close()
    assert [len(noted(site.database, act)) for act in ("account_asked", "account_given")] == [1, 1]


def test_a_first_password_opens_one_page_and_no_other(
    site: Site, admin: Browser, keeper: Browser
) -> None:
    robin = tries(site, agreed(keeper, asked(admin, keeper, site)))
    own = {"/account/password", "/unlock"}
    paths = [
        re.sub(r"\{[^}]+\}", "0" * 32, route.path)
        for route in create_litestar(site).routes
        for handler in getattr(route, "route_handlers", ())
        if "GET" in handler.http_methods and handler.opt.get("may") != "anyone"
    ]

    led = {path: robin.fetch(path).headers.get("location", "") for path in set(paths) - own}

    assert set(led.values()) == {"/account/password"}
    print(f"pages that a first password does not open: {len(led)} of {len(led)}")
    robin.close()


def test_whoever_is_not_agreed_to_never_signs_in_and_their_name_is_free_again(
    site: Site, admin: Browser, keeper: Browser
) -> None:
    address = asked(admin, keeper, site)
    again = admin.post("/roles/new", asking(site), expect=422)
    assert "Somebody signs in by this already" in again.text

    keeper.post(address, {"approved": "no", "step_password": PASSWORD})

    assert is_refused(site, PASSWORD)
    admin.post("/roles/new", asking(site))


def test_whoever_asked_does_not_agree(site: Site, admin: Browser, keeper: Browser) -> None:
    address = asked(admin, keeper, site)

    admin.post(address, {"approved": "yes", "step_password": PASSWORD}, expect=403)

    assert is_refused(site, PASSWORD)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("discipline", "owner"), ("team", "0" * 32), ("employer", ""), ("words", ""),
     ("sign_in_name", ""), ("sign_in_name", "robin ashdown"), ("step_password", "x" * 20)],
)  # fmt: skip
def test_says_what_is_wrong_and_keeps_what_was_typed(
    site: Site, admin: Browser, field: str, value: str
) -> None:
    page = admin.post("/roles/new", asking(site, **{field: value}), expect=422).text

    assert f'href="#{field}"' in page
    assert "Begins in December." in page or field == "words"
    with site.database.reading(doorkeeper(london_day(utc_now()))) as session:
        assert session.scalars(select(RoleRequest.id)).all() == []


def test_nobody_but_the_administrator_asks(
    sign_in: SignIn, family: BuiltFamily, keeper: Browser, site: Site
) -> None:
    keeper.get("/roles/new", expect=403)
    keeper.post("/roles/new", asking(site), expect=403)
    sign_in(family.workers["team_manager"]).get("/roles/new", expect=403)
    with site.database.reading(doorkeeper(london_day(utc_now()))) as session:
        assert worker_of(session, issuer="", account_key="") is None


def test_after_somebody_left_no_request_of_theirs_is_served(
    site: Site, admin: Browser, sign_in: SignIn, family: BuiltFamily
) -> None:
    leaver = sign_in(family.workers["team_manager"])
    assert leaver.fetch("/").status_code == 200
    assert "Choose who has left" in admin.post("/roles/left", {}, expect=422).text

    admin.post("/roles/left", {"leaver": family.workers["team_manager"]})

    asked_for, served = 0, []
    for route in create_litestar(site).routes:
        for handler in getattr(route, "route_handlers", ()):
            if handler.opt.get("may") in {"anyone", None} or "OPTIONS" in handler.http_methods:
                continue
            path = re.sub(r"\{family_id:str\}", family.id, route.path)
            path = re.sub(r"\{[^}]+\}", "0" * 32, path)
            if "GET" in handler.http_methods:
                answer, refused = leaver.fetch(path), 303
                goes = answer.headers.get("location", "").startswith("/sign-in")
            else:
                answer, refused, goes = leaver.post(path, expect=401), 401, True
            asked_for += 1
            if answer.status_code != refused or not goes:
                served.append((path, answer.status_code))
    assert served == []
    print(f"requests after leaving: {asked_for}, served: {len(served)}")
