"""What holds a copy back on the page, what its author can do, and the second person."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from exports.release.tables import ReleaseDecision, ReleaseRequest
from exports.tables import IssuedDocument
from tests.browser import Browser
from tests.builders.families import BuiltFamily
from tests.exports.record import a_full_entry, a_tied_family, author
from tests.exports.release.secrets import HINT, SLIP, a_hidden_home, typed
from workbook.audit import AuditEvent
from workbook.db import new_id
from workbook.site import Site
from workbook.wall import marks

SignIn = Callable[..., Browser]
KEY = re.compile(r'name="do-([0-9a-f]{16})"')


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    built = a_tied_family(site.database)
    a_hidden_home(site.database, built)
    return built


@pytest.fixture
def plain(site: Site) -> BuiltFamily:
    """A family in which nobody is protected: only what is typed can stop a copy."""
    return a_tied_family(site.database)


@pytest.fixture
def sign_in(site: Site) -> Iterator[SignIn]:
    browsers: list[Browser] = []

    def start(family: BuiltFamily, by: str = "social_worker") -> Browser:
        browsers.append(Browser(site, worker_id=family.workers[by]))
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


def place(family: BuiltFamily, *readers: str, **more: list[str]) -> str:
    asked = [("reader", one) for one in readers]
    asked += [(name, key) for name, keys in more.items() for key in keys]
    return f"/families/{family.id}/report?{urlencode(asked)}"


def keys_on(page: str) -> list[str]:
    return list(dict.fromkeys(KEY.findall(page)))


def form(*readers: str, **more: str | list[str]) -> dict[str, Any]:
    return {"submit_key": new_id(), "reader": list(readers)} | more


def rows(site: Site, family: BuiltFamily, column: Any) -> list[Any]:  # noqa: ANN401
    with site.database.reading(author(family).viewer) as session:
        return list(session.scalars(select(column)))


def test_a_slip_is_shown_in_its_passage_with_where_it_comes_from_and_nothing_can_go(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    (entry,) = typed(site.database, family, SLIP)
    browser = sign_in(family)
    page = browser.get(place(family, family.other)).text
    assert "1 passage held back" in page
    assert "Quillon Terrace</mark>" in page
    assert "A part of a protected address." in page
    assert f'href="/families/{family.id}/entries/{entry}"' in page
    assert "Download Word" not in page
    browser.post(f"/families/{family.id}/report", form(family.other), expect=409)
    (key,) = keys_on(page)
    browser.post(f"/families/{family.id}/report", form(family.other, may_go=key), expect=409)
    assert rows(site, family, IssuedDocument.id) == []


def test_what_its_author_leaves_out_is_gone_and_the_rest_goes(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    typed(site.database, family, SLIP, "All sleep through.")
    browser = sign_in(family)
    (key,) = keys_on(browser.get(place(family, "conference_members")).text)
    sent = form("conference_members", do="settle", **{f"do-{key}": "leave"})
    answer = browser.post(f"/families/{family.id}/report", sent, expect=303)
    page = browser.get(answer.headers["location"]).text
    assert "You left 1 passage out" in page
    assert "Quillon" not in page
    given = browser.post(
        f"/families/{family.id}/report", form("conference_members", leave_out=key), expect=200
    )
    assert given.content.startswith(b"PK")
    assert len(rows(site, family, IssuedDocument.id)) == 1


def test_a_possible_finding_goes_once_its_author_has_read_it(
    site: Site, plain: BuiltFamily, sign_in: SignIn
) -> None:
    typed(site.database, plain, HINT)
    browser = sign_in(plain)
    path = f"/families/{plain.id}/report"
    page = browser.get(place(plain, plain.other)).text
    (key,) = keys_on(page)
    assert "Says where a place is." in page
    assert "Ask a second person" not in page
    browser.post(path, form(plain.other), expect=409)
    sent = form(plain.other, do="settle", **{f"do-{key}": "go"})
    answer = browser.post(path, sent, expect=303)
    assert "Download Word" in browser.get(answer.headers["location"]).text
    browser.post(path, form(plain.other, may_go=key), expect=200)
    with site.database.reading(author(plain).viewer) as session:
        detail = session.scalar(
            select(AuditEvent.detail).where(AuditEvent.act == "document_issued")
        )
    assert detail is not None
    assert detail["confirmed"] == [key]


def test_every_passage_needs_an_answer_and_a_second_person_a_reason(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    typed(site.database, family, SLIP, HINT)
    browser = sign_in(family)
    path = f"/families/{family.id}/report"
    sure, maybe = keys_on(browser.get(place(family, family.other)).text)
    sent = form(family.other, do="settle", **{f"do-{sure}": "ask"})
    page = browser.post(path, sent, expect=422).text
    assert "Say why it may go all the same" in page
    assert f'href="#do-{maybe}"' in page
    assert re.search(rf'id="do-{sure}-ask"[^>]* checked', page)
    wrong = form(family.other, do="settle", **{f"do-{sure}": "go", f"do-{maybe}": "ask"})
    assert "Choose one of the answers shown" in browser.post(path, wrong, expect=422).text
    assert rows(site, family, ReleaseRequest.id) == []


def asked(site: Site, family: BuiltFamily, browser: Browser) -> tuple[str, str]:
    """Ask a second person about the one slip of a copy; return the request's id and the key."""
    (key,) = keys_on(browser.get(place(family, family.other)).text)
    sent = form(
        family.other, do="settle", **{f"do-{key}": "ask", f"reason-{key}": "Said in court."}
    )
    answer = browser.post(f"/families/{family.id}/report", sent, expect=303)
    again = browser.post(f"/families/{family.id}/report", sent, expect=303)
    assert answer.headers["location"] == again.headers["location"]
    page = browser.get(answer.headers["location"]).text
    assert "A second person has been asked" in page
    assert "Download Word" not in page
    (request,) = rows(site, family, ReleaseRequest.id)
    return request, key


def test_a_certain_finding_goes_only_with_a_second_person(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    typed(site.database, family, SLIP)
    browser, manager = sign_in(family), sign_in(family, "team_manager")
    request, _ = asked(site, family, browser)
    path = f"/families/{family.id}/releases/{request}"
    browser.post(f"/families/{family.id}/report", form(family.other), expect=409)
    own = browser.get(path).text
    assert "somebody else reads it" in own
    yes = {"submit_key": new_id(), "outcome": "approved", "words": ""}
    browser.post(path, yes, expect=403)

    assert path in manager.get("/").text
    page = manager.get(path).text
    assert "Said in court." in page
    assert "Quillon Terrace</mark>" in page
    manager.post(path, yes, expect=303)
    manager.post(path, yes, expect=303)
    manager.post(path, yes | {"submit_key": new_id()}, expect=409)
    assert path not in manager.get("/").text

    assert "said that it may go" in browser.get(place(family, family.other)).text
    given = browser.post(f"/families/{family.id}/report", form(family.other), expect=200)
    assert given.content.startswith(b"PK")
    acts = rows(site, family, AuditEvent.act)
    assert {"release_asked", "release_approved", "release_opened"} <= set(acts)
    assert acts.count("release_approved") == 1


def test_a_yes_is_for_exactly_that_copy(site: Site, family: BuiltFamily, sign_in: SignIn) -> None:
    typed(site.database, family, SLIP)
    browser, manager = sign_in(family), sign_in(family, "team_manager")
    request, key = asked(site, family, browser)
    path = f"/families/{family.id}/releases/{request}"
    yes = {"submit_key": new_id(), "outcome": "approved", "words": ""}
    manager.post(path, yes, expect=303)
    report = f"/families/{family.id}/report"
    browser.post(report, form(family.other, family.child), expect=409)
    manager.post(report, form(family.other), expect=409)
    a_full_entry(site.database, family, "New", mark="family_shared")
    browser.post(report, form(family.other), expect=409)
    browser.post(report, form(family.other, leave_out=key), expect=409)
    assert rows(site, family, IssuedDocument.id) == []


def test_nobody_can_approve_a_copy_that_has_changed_since(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    typed(site.database, family, SLIP)
    manager = sign_in(family, "team_manager")
    request, _ = asked(site, family, sign_in(family))
    path = f"/families/{family.id}/releases/{request}"
    a_full_entry(site.database, family, "New", mark="family_shared")
    assert "The record has changed" in manager.get(path).text
    yes = {"submit_key": new_id(), "outcome": "approved", "words": ""}
    assert "asked about again" in manager.post(path, yes, expect=422).text
    manager.post(path, yes | {"outcome": "refused", "words": "Ask again."}, expect=303)
    assert rows(site, family, ReleaseDecision.outcome) == ["refused"]


def test_a_refusal_says_what_has_to_change(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    typed(site.database, family, SLIP)
    browser, manager = sign_in(family), sign_in(family, "team_manager")
    request, _ = asked(site, family, browser)
    path = f"/families/{family.id}/releases/{request}"
    no = {"submit_key": new_id(), "outcome": "refused", "words": ""}
    assert "Say what has to change" in manager.post(path, no, expect=422).text
    assert "Say whether it may go" in manager.post(path, no | {"outcome": ""}, expect=422).text
    manager.post(path, no | {"words": "Take the street out."}, expect=303)
    assert "Take the street out." in browser.get(path).text
    browser.post(f"/families/{family.id}/report", form(family.other), expect=409)


def test_where_somebody_is_protected_a_second_person_reads_every_copy_for_the_family(
    site: Site, family: BuiltFamily, sign_in: SignIn
) -> None:
    a_full_entry(site.database, family, "Good", mark="family_shared")
    browser, manager = sign_in(family), sign_in(family, "team_manager")
    report = f"/families/{family.id}/report"
    browser.post(report, form("conference_members"), expect=200)
    browser.post(report, form(family.survivor), expect=409)
    page = browser.get(place(family, family.survivor)).text
    assert "A second person reads this copy before it goes out" in page
    answer = browser.post(report, form(family.survivor, do="ask", words="Please"), expect=303)
    assert "has been asked" in browser.get(answer.headers["location"]).text
    (request,) = rows(site, family, ReleaseRequest.id)
    yes = {"submit_key": new_id(), "outcome": "approved", "words": ""}
    manager.post(f"{report.removesuffix('report')}releases/{request}", yes, expect=303)
    browser.post(report, form(family.survivor), expect=200)


@pytest.mark.parametrize("reader", ["survivor", "other", "child"])
def test_a_mark_that_protects_a_survivor_is_reason_enough(
    site: Site, plain: BuiltFamily, sign_in: SignIn, reader: str
) -> None:
    browser, key = sign_in(plain), str(getattr(plain, reader))
    assert "Download Word" in browser.get(place(plain, key)).text
    a_full_entry(site.database, plain, mark=marks.SURVIVOR_PROTECTED)
    assert "Download Word" not in browser.get(place(plain, key)).text
    assert "Download Word" in browser.get(place(plain, "conference_members")).text


@pytest.mark.parametrize("discipline", ["da_survivor_worker", "conference_chair"])
def test_nobody_else_opens_or_decides(
    site: Site, family: BuiltFamily, sign_in: SignIn, discipline: str
) -> None:
    typed(site.database, family, SLIP)
    request, _ = asked(site, family, sign_in(family))
    path = f"/families/{family.id}/releases/{request}"
    other = sign_in(family, discipline)
    other.get(path, expect=403)
    yes = {"submit_key": new_id(), "outcome": "approved", "words": ""}
    other.post(path, yes, expect=403)
    stranger = sign_in(a_tied_family(site.database))
    stranger.get(path, expect=404)
    stranger.post(path, yes, expect=404)


def test_one_copy_for_several_names_them_and_holds_what_each_may_have(
    site: Site, plain: BuiltFamily, sign_in: SignIn
) -> None:
    a_full_entry(site.database, plain, "Both", mark="family_shared", days_ago=9)
    a_full_entry(
        site.database, plain, "Hers", mark="family_shared", mark_persons=[plain.other], days_ago=8
    )
    browser = sign_in(plain)
    alone = browser.get(place(plain, plain.survivor)).text
    page = browser.get(place(plain, plain.survivor, plain.other)).text
    assert "Hers of a day" in alone
    assert "Both of a day" in page
    assert "Hers" not in page
    assert "Copy for Ann Reed and Bob Vane" in page
    given = browser.post(
        f"/families/{plain.id}/report", form(plain.survivor, plain.other), expect=200
    )
    assert "Reed" not in given.headers["content-disposition"]
    (label,) = rows(site, plain, IssuedDocument.recipient_label)
    assert label == "Ann Reed and Bob Vane"
