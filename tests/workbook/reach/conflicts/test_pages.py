"""Whoever says that they know a family has no way to it from that moment."""

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.builders.families import BuiltFamily
from tests.builders.reach import looking
from tests.workbook.reach.conftest import SignIn
from workbook.reach.tables import Conflict
from workbook.site import Site


@pytest.fixture
def worker(sign_in: SignIn, family: BuiltFamily) -> Browser:
    return sign_in(family.workers["social_worker"])


def declare(worker: Browser, family: BuiltFamily, words: str = "She is my cousin.") -> None:
    worker.post(f"/families/{family.id}/known-to-me", {"words": words})


def conflict_of(site: Site, family: BuiltFamily) -> str:
    keeper = looking(family, family.workers["information_governance"], "information_governance")
    with site.database.reading(keeper) as session:
        return session.scalars(select(Conflict.id)).one()


def test_closes_the_family_at_once_and_like_one_that_is_not_there(
    worker: Browser, family: BuiltFamily
) -> None:
    assert "I know these people" in worker.get(f"/families/{family.id}").text
    assert "close it to me" in worker.get(f"/families/{family.id}/known-to-me").text

    declare(worker, family)

    shown = worker.get(f"/families/{family.id}", expect=404).text
    assert shown == worker.get(f"/families/{'f' * 32}", expect=404).text
    assert family.name not in worker.get("/").text
    assert "closed to you now" in worker.get("/known-to-me?declared=1").text


def test_the_manager_is_told_without_the_words(
    sign_in: SignIn, worker: Browser, family: BuiltFamily
) -> None:
    declare(worker, family)

    page = sign_in(family.workers["team_manager"]).get("/").text

    assert f"knows {family.name}: it is closed to them" in page
    assert "cousin" not in page


def test_only_the_register_shows_who_and_why(
    site: Site, sign_in: SignIn, worker: Browser, family: BuiltFamily
) -> None:
    declare(worker, family)
    keeper = sign_in(family.workers["information_governance"])

    listed = keeper.get("/conflicts").text
    page = keeper.get(f"/conflicts/{conflict_of(site, family)}").text

    assert f"{family.name}, {family.reference}" in listed
    assert "She is my cousin." in page
    sign_in(family.workers["team_manager"]).get("/conflicts", expect=403)
    keeper.get(f"/families/{family.id}", expect=404)


def test_the_register_ends_a_conflict_with_a_reason(
    site: Site, sign_in: SignIn, worker: Browser, family: BuiltFamily
) -> None:
    declare(worker, family)
    keeper = sign_in(family.workers["information_governance"])
    address = f"/conflicts/{conflict_of(site, family)}"

    keeper.post(address, {"words": ""}, expect=422)
    keeper.post(address, {"words": "It was another family of that name."})
    keeper.post(address, {"words": "Twice"})

    assert "another family of that name" in keeper.get(address).text
    worker.get(f"/families/{family.id}")


def test_asks_once_a_year_on_the_first_page(worker: Browser) -> None:
    assert "Do you know anybody" in worker.get("/").text

    worker.post("/known-to-me")

    assert "Do you know anybody" not in worker.get("/").text
