"""What touches something its maker may not see: on the page, in the log, and who decides."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import insert, select

from exports.release.rules import HIDDEN
from exports.release.tables import ReleaseRequest
from exports.tables import IssuedDocument
from tests.browser import Browser, counted_statements
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.exports.gatekeeper.test_eyes import linked_with, sealed
from tests.exports.record import a_tied_family, author
from tests.exports.release.secrets import SLIP, typed
from workbook.audit import AuditEvent
from workbook.db import new_id
from workbook.families.tables import Involvement
from workbook.site import Site
from workbook.wall.viewer import IMPORTER, importer

SignIn = Callable[..., Browser]
KEY = re.compile(r'name="do-([0-9a-f]{16})"')
ADDRESS = "41 Quillon Terrace, Ottermere, QX3 4ZZ"
YES = {"outcome": "approved", "words": ""}


class Linked:
    """A family with a slip in it, and the family of another team whose sealed address it tells."""

    def __init__(self, site: Site) -> None:
        self.family = a_tied_family(site.database)
        self.linked = linked_with(site.database, self.family)
        sealed(site.database, self.linked, "address", ADDRESS)
        typed(site.database, self.family, SLIP)
        self.report = f"/families/{self.family.id}/report"
        self.page = f"{self.report}?{urlencode({'reader': self.family.other})}"


@pytest.fixture
def case(site: Site) -> Linked:
    return Linked(site)


@pytest.fixture
def sign_in(site: Site) -> Iterator[SignIn]:
    browsers: list[Browser] = []

    def start(family: BuiltFamily, by: str = "social_worker") -> Browser:
        browsers.append(Browser(site, worker_id=family.workers[by]))
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


def form(case: Linked, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"submit_key": new_id(), "reader": [case.family.other]} | more


def details(site: Site, family: BuiltFamily, act: str) -> list[dict[str, Any]]:
    with site.database.reading(author(family).viewer) as session:
        query = select(AuditEvent.detail).where(
            AuditEvent.act == act, AuditEvent.chain == family.id
        )
        return list(session.scalars(query.order_by(AuditEvent.number)))


def test_the_page_names_the_passage_and_neither_words_nor_person_nor_family(
    case: Linked, sign_in: SignIn
) -> None:
    page = sign_in(case.family).get(case.page).text

    assert "1 passage held back" in page
    assert HIDDEN.capitalize() in page
    assert "ask information governance" in page
    held = page[page.index('class="fs-held"') : page.index("Carry on")]
    assert SLIP in held
    assert "<mark>" not in held
    for told in ("Linked", "Ottermere", "QX3", "address", "Ann", case.linked.id):
        assert told not in held
    assert case.linked.id not in page
    assert case.linked.reference not in page


def test_its_maker_cannot_wave_it_through_and_each_try_is_in_the_log_by_key(
    site: Site, case: Linked, sign_in: SignIn
) -> None:
    browser = sign_in(case.family)
    (key,) = set(KEY.findall(browser.get(case.page).text))
    browser.post(case.report, form(case, may_go=key), expect=409)
    browser.post(case.report, form(case, do="settle", **{f"do-{key}": "go"}), expect=422)

    seen, stopped = {"held": [key], "unseen": [key]}, details(site, case.family, "document_stopped")
    assert [{name: one[name] for name in seen} for one in stopped] == [seen]
    (looked,) = details(site, case.family, "report_previewed")
    assert {name: looked[name] for name in seen} == seen
    assert case.linked.id not in str([stopped, looked])
    with site.database.reading(author(case.family).viewer) as session:
        assert session.scalars(select(IssuedDocument.id)).all() == []


def test_left_out_it_is_gone(case: Linked, sign_in: SignIn) -> None:
    browser = sign_in(case.family)
    (key,) = set(KEY.findall(browser.get(case.page).text))
    assert "Quillon" not in browser.get(f"{case.page}&leave_out={key}").text
    browser.post(case.report, form(case, leave_out=key), expect=200)


def asked(site: Site, case: Linked, browser: Browser) -> str:
    """Ask a second person to let it go; return where they read it."""
    (key,) = set(KEY.findall(browser.get(case.page).text))
    sent = form(case, do="settle", **{f"do-{key}": "ask", f"reason-{key}": "Said in court."})
    browser.post(case.report, sent, expect=303)
    with site.database.reading(author(case.family).viewer) as session:
        (request,) = session.scalars(select(ReleaseRequest.id)).all()
    return f"/families/{case.family.id}/releases/{request}"


def test_nobody_lets_go_what_they_may_not_see_either(
    site: Site, case: Linked, sign_in: SignIn
) -> None:
    path = asked(site, case, sign_in(case.family))
    manager = sign_in(case.family, "team_manager")
    page = manager.get(path).text
    assert "you cannot let it go" in page
    assert "Ottermere" not in page
    answer = manager.post(path, YES | {"submit_key": new_id()}, expect=422).text
    assert "may not see either" in answer
    no = {"submit_key": new_id(), "outcome": "refused", "words": "Take it out."}
    manager.post(path, no, expect=303)
    sign_in(case.family).post(case.report, form(case), expect=409)


def test_somebody_who_works_with_both_families_may_let_it_go(
    site: Site, case: Linked, sign_in: SignIn
) -> None:
    browser = sign_in(case.family)
    path = asked(site, case, browser)
    row = {
        "id": new_id(), "recorded_at": NOW, "recorded_by": IMPORTER, "family_id": case.family.id,
        "worker_id": case.linked.workers["social_worker"], "starts_on": TODAY, "ends_on": None,
        "replaces_id": None,
    }  # fmt: skip
    with site.database.writing(importer(TODAY)) as session:
        session.execute(insert(Involvement), [row])
    both = sign_in(case.linked)

    page = both.get(path).text
    assert "Quillon Terrace</mark>" in page
    both.post(path, YES | {"submit_key": new_id()}, expect=303)

    browser.post(case.report, form(case), expect=200)


def test_a_linked_family_costs_no_more_statements_however_many_there_are(
    site: Site, case: Linked, sign_in: SignIn
) -> None:
    browser, counts = sign_in(case.family), []
    for more in (0, 4):
        for _ in range(more):
            sealed(site.database, linked_with(site.database, case.family), "phone", "07700 900417")
        with counted_statements(site.database) as sent:
            browser.get(case.page)
        counts.append(len(sent))
    print(f"report page with linked families: {counts} statements")
    assert counts[0] == counts[1] <= 30


def test_a_family_of_nobody_in_it_stops_nothing(site: Site, sign_in: SignIn) -> None:
    family = a_tied_family(site.database)
    sealed(site.database, a_family(site.database, name="Apart"), "address", ADDRESS)
    typed(site.database, family, SLIP)
    page = sign_in(family).get(f"/families/{family.id}/report?reader={family.other}").text
    assert "held back" not in page
