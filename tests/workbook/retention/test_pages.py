"""The pages about keeping records: two people, holds, and nothing lost that is typed."""

import pytest

from tests.builders import retention
from tests.builders.families import BuiltFamily, a_family
from tests.builders.retention import SCHEDULE
from tests.builders.staff import a_password
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.retention.destroying import destroy_due, export_record
from workbook.retention.working_out import work_out
from workbook.site import Site

LONG_AGO = retention.TODAY.replace(year=retention.TODAY.year - 80, day=1)
CHECKS = ["claims", "court", "siblings", "archive"]


@pytest.fixture
def due(site: Site) -> BuiltFamily:
    """A family whose time was over long ago."""
    family = a_family(site.database, child_born=LONG_AGO, stage_since=LONG_AGO, closed_on=LONG_AGO)
    work_out(site.settings.database_url, SCHEDULE, now=retention.NOW)
    return family


def address(family: BuiltFamily, site: Site) -> str:
    return f"/retention/{retention.kept(site.settings.database_url, family).id}"


def key() -> dict[str, str | list[str]]:
    return {"submit_key": new_id()}


def test_a_record_is_put_forward_exported_approved_and_destroyed(
    site: Site, due: BuiltFamily, signed_in: SignedIn
) -> None:
    place = address(due, site)
    manager, keeper = signed_in(due, by="team_manager"), signed_in(due, by="information_governance")
    password = a_password(site.database, due.workers["information_governance"])
    url = site.settings.database_url

    assert due.reference in keeper.get("/retention").text
    manager.post(f"{place}/order", {**key(), "checked": CHECKS})
    assert "A second person decides" in manager.get(place).text
    answer = {"answer": "approve", "step_password": password}
    before = keeper.post(f"{place}/decision", {**key(), **answer}, expect=422)
    assert "Export the record first" in before.text
    export_record(url, due.reference, now=retention.NOW)
    manager.post(f"{place}/decision", {**key(), **answer}, expect=403)
    keeper.post(f"{place}/decision", {**key(), "answer": "approve"}, expect=422)
    keeper.post(f"{place}/decision", {**key(), **answer})
    assert "Goes with the next run" in keeper.get(place).text

    assert [one.why for one in destroy_due(url, SCHEDULE, council="C", now=retention.NOW)] == [""]

    page = keeper.get("/retention").text
    proof = page.split("/retention/certificates/")[1][:32]
    assert due.reference in keeper.fetch(f"/retention/certificates/{proof}").text
    keeper.get(place, expect=404)


def test_a_refusal_says_why_and_when_to_ask_again(
    site: Site, due: BuiltFamily, signed_in: SignedIn
) -> None:
    place = address(due, site)
    manager, keeper = signed_in(due, by="team_manager"), signed_in(due, by="information_governance")
    password = a_password(site.database, due.workers["information_governance"])
    manager.post(f"{place}/order", {**key(), "checked": CHECKS})

    missing = keeper.post(f"{place}/decision", {**key(), "answer": "refuse"}, expect=422)
    keeper.post(
        f"{place}/decision",
        {**key(), "answer": "refuse", "why": "legal", "ask_again_on": "2090-01-01",
         "step_password": password},
    )  # fmt: skip

    assert "Say why it is kept" in missing.text
    shown = manager.get(place).text
    assert "Ask again on 1 January 2090" in shown
    assert "asked about again later" in shown


def test_everything_has_to_be_looked_into(
    site: Site, due: BuiltFamily, signed_in: SignedIn
) -> None:
    place = address(due, site)
    manager = signed_in(due, by="team_manager")

    page = manager.post(f"{place}/order", {**key(), "checked": ["claims"]}, expect=422)

    assert "Tick each when you have looked into it" in page.text


def test_a_hold_is_laid_and_lifted_by_two(
    site: Site, due: BuiltFamily, signed_in: SignedIn
) -> None:
    place = address(due, site)
    manager, keeper = signed_in(due, by="team_manager"), signed_in(due, by="information_governance")
    password = a_password(site.database, due.workers["information_governance"])
    lost = manager.post(f"{place}/hold", {**key(), "reason": "A claim"}, expect=422)
    assert "A claim" in lost.text
    manager.post(f"{place}/hold", {**key(), "reason": "A claim", "review_on": "2090-01-01"})

    page = manager.get(place).text
    assert "A legal hold keeps it." in page
    held = "/retention/holds/" + page.split("/retention/holds/")[1][:32]
    manager.post(held, {**key(), "reason": ""}, expect=422)
    manager.post(held, {**key(), "reason": "It was settled"})
    manager.post(held, {**key(), "answer": "lift"}, expect=403)
    assert "Show that it is you" not in manager.get(held).text
    assert "It was settled" in keeper.get(held).text
    for given in ("", "x" * 20):
        sent = {**key(), "answer": "lift", "step_password": given}
        assert 'id="answer-lift" checked' in keeper.post(held, sent, expect=422).text
    keeper.post(held, {**key(), "answer": "", "step_password": password}, expect=422)
    assert "A legal hold keeps it." in manager.get(place).text
    keeper.post(held, {**key(), "answer": "lift", "step_password": password})
    keeper.get(held, expect=404)

    assert "Nothing is held." in manager.get(place).text


def test_only_information_governance_holds_everything(
    site: Site, due: BuiltFamily, signed_in: SignedIn
) -> None:
    place = address(due, site)
    manager, keeper = signed_in(due, by="team_manager"), signed_in(due, by="information_governance")
    hold = {"reason": "An inquiry", "review_on": "2090-01-01"}

    manager.post("/retention", {**key(), **hold}, expect=403)
    keeper.post("/retention", {**key(), **hold})

    assert "An inquiry" in manager.get("/retention").text
    assert "A legal hold keeps it." in manager.get(place).text


def test_another_teams_manager_sees_nothing_of_it(
    site: Site, due: BuiltFamily, signed_in: SignedIn
) -> None:
    place = address(due, site)
    other = signed_in(a_family(site.database), by="team_manager")

    assert due.reference not in other.get("/retention").text
    other.get(place, expect=404)
    signed_in(due, by="social_worker").get("/retention", expect=403)
