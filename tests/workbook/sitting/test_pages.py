"""With somebody of the family in the room, the screen shows what they may have and no more."""

from collections.abc import Iterator

import pytest

from tests.browser import Browser
from tests.builders.entries import an_entry
from tests.builders.families import BuiltFamily, a_family
from tests.builders.staff import PASSWORD, a_password
from workbook.db import new_id
from workbook.site import Site

KEPT = "KEPTCANARY"


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    built = a_family(site.database)
    a_password(site.database, built.workers["social_worker"])
    an_entry(site.database, built, note="OPENWORDS", mark="family_shared")
    an_entry(site.database, built, note=f"{KEPT} of the team", mark="team", headline=KEPT)
    an_entry(site.database, built, note=f"{KEPT} from one", mark="family_shared",
             mark_persons=[built.other])  # fmt: skip
    an_entry(site.database, built, by="da_survivor_worker", note=f"{KEPT} of a survivor",
             mark="survivor_protected")  # fmt: skip
    return built


@pytest.fixture
def worker(site: Site, family: BuiltFamily) -> Iterator[Browser]:
    browser = Browser(site, worker_id=family.workers["social_worker"])
    yield browser
    browser.close()


def sit(worker: Browser, family: BuiltFamily, *persons: str) -> str:
    address = f"/families/{family.id}"
    worker.get(f"{address}/sitting")
    worker.post(f"{address}/sitting", {"persons": list(persons)})
    return address


def test_shows_only_what_everybody_in_the_room_may_have(
    worker: Browser, family: BuiltFamily
) -> None:
    address = sit(worker, family, family.survivor, family.other)

    for page in (address, f"{address}/chronology", f"{address}/modules/starting"):
        text = worker.get(page).text
        assert KEPT not in text
        assert "Domestic abuse: survivor" not in text
        assert "Sitting with the family" in text
    assert "OPENWORDS" in worker.get(address).text


def test_shows_one_person_what_is_kept_from_another(worker: Browser, family: BuiltFamily) -> None:
    address = sit(worker, family, family.survivor)

    text = worker.get(address).text

    assert f"{KEPT} from one" in text
    assert f"{KEPT} of the team" not in text
    assert f"{KEPT} of a survivor" not in text


def test_no_other_page_and_no_other_family_is_there_until_unlocked(
    site: Site, worker: Browser, family: BuiltFamily
) -> None:
    other = a_family(site.database, {"team": family.team_id, **family.workers}, name="Other")
    address = sit(worker, family, family.survivor)

    worker.get(f"/families/{other.id}", expect=404)
    for page in ("/", f"{address}/network", f"{address}/openings", f"{address}/documents",
                 f"{address}/record", f"{address}/report", "/account"):  # fmt: skip
        answer = worker.get(page, expect=303)
        assert answer.headers["location"].startswith("/unlock"), page

    worker.get("/unlock?back_to=/")
    worker.post("/unlock", {"password": "not it at all, sorry", "back_to": "/"}, expect=422)
    worker.get("/", expect=303)
    worker.post("/unlock", {"password": PASSWORD, "back_to": address})
    assert f"{KEPT} of the team" in worker.get(address).text


def test_words_sent_from_another_window_are_kept(worker: Browser, family: BuiltFamily) -> None:
    address = sit(worker, family, family.survivor)

    answer = worker.post(
        f"{address}/record", {"submit_key": new_id(), "note": "typed before"}, expect=401
    )

    assert "What you typed is kept" in answer.text
    assert "typed before" not in answer.text


def test_asks_who_is_in_the_room(worker: Browser, family: BuiltFamily) -> None:
    page = worker.post(f"/families/{family.id}/sitting", {}, expect=422)

    assert "Choose who is in the room" in page.text
