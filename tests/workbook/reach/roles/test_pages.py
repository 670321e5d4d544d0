"""A role is given by two people, and never to oneself."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from tests.browser import Browser
from tests.builders.families import NOW, BuiltFamily, a_family
from tests.builders.reach import looking
from tests.builders.staff import PASSWORD, a_password
from tests.workbook.reach.conftest import SignIn
from workbook.db import Database, new_id
from workbook.reach.tables import RoleDecision, RoleRequest
from workbook.site import Site
from workbook.wall.viewer import Viewer


@pytest.fixture
def admin(site: Site, sign_in: SignIn, family: BuiltFamily) -> Browser:
    a_password(site.database, family.workers["system_administrator"])
    return sign_in(family.workers["system_administrator"])


def asking(whom: str, **given: str) -> dict[str, str | list[str]]:
    return {"worker": whom, "discipline": "team_manager", "words": "Sam leaves in May.",
            "step_password": PASSWORD, **given}  # fmt: skip


def the_request(site: Site, family: BuiltFamily) -> str:
    with site.database.reading(the_keeper(family)) as session:
        return session.scalars(select(RoleRequest.id)).one()


YES = {"approved": "yes", "step_password": PASSWORD}


def the_second_person(site: Site, sign_in: SignIn, family: BuiltFamily) -> Browser:
    a_password(site.database, family.workers["information_governance"])
    return sign_in(family.workers["information_governance"])


def the_keeper(family: BuiltFamily) -> Viewer:
    return looking(family, family.workers["information_governance"], "information_governance")


def test_a_role_holds_from_the_next_request_once_a_second_person_agrees(
    site: Site, admin: Browser, sign_in: SignIn, family: BuiltFamily
) -> None:
    worker = sign_in(family.workers["social_worker"])
    admin.post("/roles", asking(family.workers["social_worker"]))
    assert "Waits for a second person" in admin.get("/roles").text
    worker.get("/team", expect=403)
    address = f"/roles/{the_request(site, family)}"
    keeper = the_second_person(site, sign_in, family)
    assert address in keeper.get("/roles").text
    assert "Do you agree?" in keeper.get(address).text

    keeper.post(address, YES)

    worker.get("/team")
    assert "Agreed by" in admin.get("/roles").text


def test_nothing_changes_when_the_second_person_does_not_agree(
    site: Site, admin: Browser, sign_in: SignIn, family: BuiltFamily
) -> None:
    admin.post("/roles", asking(family.workers["social_worker"]))
    keeper = the_second_person(site, sign_in, family)

    keeper.post(f"/roles/{the_request(site, family)}", {**YES, "approved": "no"})
    keeper.post(f"/roles/{the_request(site, family)}", YES)

    sign_in(family.workers["social_worker"]).get("/team", expect=403)


def test_whoever_asked_or_would_get_it_does_not_decide(
    site: Site, admin: Browser, sign_in: SignIn, family: BuiltFamily
) -> None:
    admin.post("/roles", asking(family.workers["information_governance"]))
    address = f"/roles/{the_request(site, family)}"

    admin.post(address, {"approved": "yes"}, expect=403)
    sign_in(family.workers["information_governance"]).post(address, {"approved": "yes"}, expect=403)


@pytest.mark.parametrize(
    "given", [{"step_password": ""}, {"step_password": "x" * 20}, {"approved": ""}]
)
def test_the_second_person_says_yes_or_no_and_shows_that_it_is_them(
    site: Site, admin: Browser, sign_in: SignIn, family: BuiltFamily, given: dict[str, str]
) -> None:
    admin.post("/roles", asking(family.workers["social_worker"]))
    address = f"/roles/{the_request(site, family)}"

    again = the_second_person(site, sign_in, family).post(address, {**YES, **given}, expect=422)

    assert "There is a problem" in again.text
    assert "Waits for a second person" in admin.get("/roles").text
    assert "Do you agree?" not in admin.get(address).text


@pytest.mark.parametrize(
    "given",
    [{"worker": ""}, {"discipline": "owner"}, {"words": ""}, {"step_password": "wrong"}],
)
def test_says_what_is_wrong_with_a_request(
    admin: Browser, family: BuiltFamily, given: dict[str, str]
) -> None:
    sent = asking(family.workers["social_worker"], **given)

    assert "There is a problem" in admin.post("/roles", sent, expect=422).text


def test_nobody_asks_for_themselves(admin: Browser, family: BuiltFamily) -> None:
    sent = asking(family.workers["system_administrator"])

    admin.post("/roles", sent, expect=422)


def test_an_administrator_lets_a_worker_go(
    admin: Browser, sign_in: SignIn, family: BuiltFamily
) -> None:
    worker = sign_in(family.workers["recovery_worker"])

    admin.post("/roles/left", {"leaver": family.workers["recovery_worker"]})

    assert worker.fetch("/").status_code == 303


def asked(family: BuiltFamily, by: str, worker: str) -> dict[str, object]:
    return {"id": new_id(), "recorded_at": NOW, "recorded_by": family.workers[by],
            "worker_id": family.workers[worker], "discipline": "team_manager"}  # fmt: skip


@pytest.mark.parametrize(
    ("by", "worker"),
    [
        ("system_administrator", "system_administrator"),
        ("social_worker", "recovery_worker"),
        ("information_governance", "social_worker"),
    ],
)
def test_the_database_itself_refuses_who_may_not_ask(
    either_database: Database, by: str, worker: str
) -> None:
    family = a_family(either_database)
    viewer = looking(family, family.workers[by], by)

    with pytest.raises(DBAPIError), either_database.writing(viewer) as session:
        session.execute(insert(RoleRequest), [asked(family, by, worker)])


def test_the_database_itself_refuses_a_decision_of_ones_own(either_database: Database) -> None:
    family = a_family(either_database)
    admin = looking(family, family.workers["system_administrator"], "system_administrator")
    request = asked(family, "system_administrator", "social_worker")
    with either_database.writing(admin) as session:
        session.execute(insert(RoleRequest), [request])

    decision = {"id": new_id(), "recorded_at": NOW, "recorded_by": admin.worker_id,
                "request_id": request["id"], "approved": True}  # fmt: skip
    with pytest.raises(DBAPIError), either_database.writing(admin) as session:
        session.execute(insert(RoleDecision), [decision])
