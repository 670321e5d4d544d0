"""Who works with a family, who covers, and who has left."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.builders.families import TODAY, BuiltFamily
from tests.builders.reach import looking
from tests.workbook.reach.conftest import SignIn
from workbook.families.tables import Involvement
from workbook.site import Site

NEXT_WEEK = (TODAY + timedelta(days=7)).isoformat()


@pytest.fixture
def manager(sign_in: SignIn, family: BuiltFamily) -> Browser:
    return sign_in(family.workers["team_manager"])


def given(worker: str, **more: str) -> dict[str, str | list[str]]:
    return {"worker": worker, "covers": "covers", "starts": TODAY.isoformat(), "ends": NEXT_WEEK,
            **more}  # fmt: skip


def test_somebody_of_another_team_covers_until_a_day(
    manager: Browser, stranger: Browser, family: BuiltFamily, elsewhere: dict[str, str]
) -> None:
    stranger.get(f"/families/{family.id}", expect=404)

    manager.post(f"/families/{family.id}/workers", given(elsewhere["social_worker"]))

    page = stranger.get(f"/families/{family.id}/workers").text
    assert "You are covering this family until" in page
    assert "Covers from" in page
    assert f"Cover until {(TODAY + timedelta(days=7)).day}" in stranger.get("/").text


def test_cover_that_is_ended_early_is_gone_at_the_next_request(
    manager: Browser, stranger: Browser, family: BuiltFamily, elsewhere: dict[str, str]
) -> None:
    manager.post(f"/families/{family.id}/workers", given(elsewhere["social_worker"]))
    page = manager.get(f"/families/{family.id}/workers").text
    route = page.split("Covers from")[1].split('name="end" value="')[1][:32]

    manager.post(f"/families/{family.id}/workers/end", {"end": route})

    stranger.get(f"/families/{family.id}", expect=404)


def test_a_worker_who_is_put_down_finds_the_family_and_loses_it_when_ended(
    site: Site, manager: Browser, stranger: Browser, family: BuiltFamily, elsewhere: dict[str, str]
) -> None:
    worker = elsewhere["social_worker"]
    manager.post(f"/families/{family.id}/workers", given(worker, covers="works", ends=""))
    assert family.name in stranger.get("/").text
    with site.database.reading(looking(family, worker, "social_worker")) as session:
        involvement = session.scalars(
            select(Involvement.id).where(Involvement.worker_id == worker)
        ).one()

    manager.post(f"/families/{family.id}/workers/end", {"end": involvement})

    stranger.get(f"/families/{family.id}", expect=404)
    manager.post(f"/families/{family.id}/workers/end", {"end": involvement}, expect=404)


def test_cover_for_all_families_of_a_colleague(
    manager: Browser, stranger: Browser, family: BuiltFamily, elsewhere: dict[str, str]
) -> None:
    address = f"/team/workers/{family.workers['social_worker']}"
    assert family.name in manager.get(address).text

    manager.post(address, given(elsewhere["social_worker"]))

    stranger.get(f"/families/{family.id}")


@pytest.mark.parametrize(
    "fields",
    [
        {"worker": ""},
        {"ends": ""},
        {"covers": ""},
        {"ends": (TODAY + timedelta(days=200)).isoformat()},
        {"starts": (TODAY - timedelta(days=1)).isoformat()},
        {"ends": (TODAY - timedelta(days=1)).isoformat()},
    ],
)
def test_says_what_is_wrong_with_what_is_given(
    manager: Browser, family: BuiltFamily, elsewhere: dict[str, str], fields: dict[str, str]
) -> None:
    sent = given(elsewhere["social_worker"]) | fields

    assert (
        "There is a problem"
        in manager.post(f"/families/{family.id}/workers", sent, expect=422).text
    )


def test_nobody_gives_a_family_to_themselves_and_only_the_manager_gives(
    manager: Browser, sign_in: SignIn, family: BuiltFamily
) -> None:
    address = f"/families/{family.id}/workers"
    manager.post(address, given(family.workers["team_manager"]), expect=422)
    worker = sign_in(family.workers["social_worker"])
    worker.post(address, given(family.workers["recovery_worker"]), expect=403)
    assert "Give somebody this family" not in worker.get(address).text


def test_whoever_has_left_is_served_nothing_from_the_next_request_on(
    manager: Browser, sign_in: SignIn, family: BuiltFamily
) -> None:
    worker = family.workers["social_worker"]
    leaver = sign_in(worker)
    pages = ["/", f"/families/{family.id}", f"/families/{family.id}/network", "/search"]
    assert [leaver.fetch(page).status_code for page in pages] == [200] * len(pages)

    manager.post(f"/team/workers/{worker}/left")

    served = [page for page in pages if leaver.fetch(page).status_code == 200]
    print(f"{len(served)} pages served after leaving, of {len(pages)}")
    assert served == []
    handing_over = manager.get(f"/team/workers/{worker}").text
    assert "hand these families over" in handing_over
    assert family.name in handing_over


def test_a_manager_sees_no_worker_of_another_team(
    manager: Browser, elsewhere: dict[str, str]
) -> None:
    address = f"/team/workers/{elsewhere['social_worker']}"

    manager.get(address, expect=404)
    manager.post(f"{address}/left", expect=404)
