"""Showing once more that it is you, within a form."""

import pytest

from tests.builders.families import a_team
from tests.builders.staff import PASSWORD, a_password
from workbook.clock import london_day, utc_now
from workbook.site import Site
from workbook.staff.access import Actor
from workbook.staff.desk import Desk
from workbook.staff.step_up import WRONG, asked, confirm
from workbook.wall.viewer import Viewer
from workbook.web.forms import Form, Problem


@pytest.fixture
def desk(site: Site) -> Desk:
    """The desk of a social worker who may sign in with a password."""
    team = a_team(site.database)
    a_password(site.database, team["social_worker"])
    viewer = Viewer(
        worker_id=team["social_worker"],
        discipline="social_worker",
        team_id=team["team"],
        today=london_day(utc_now()),
    )
    actor = Actor(viewer=viewer, name="A", employer="Testing Council", sign_in="", csrf="")
    return Desk(actor=actor, site=site, now=utc_now())


def test_the_right_password_confirms(desk: Desk) -> None:
    form = Form.of([("step_password", PASSWORD)])

    assert asked(desk).ways == ("password",)
    assert confirm(desk, form)
    assert form.problems == ()


@pytest.mark.parametrize("given", [[], [("step_password", "")], [("step_password", "x" * 20)]])
def test_anything_else_is_a_problem_of_the_form(desk: Desk, given: list[tuple[str, str]]) -> None:
    form = Form.of(given)

    assert not confirm(desk, form)
    assert form.problems == (Problem("step_password", WRONG),)
    assert asked(desk, form).problem == WRONG


def test_wrong_passwords_slow_it_down_as_at_the_door(desk: Desk) -> None:
    for _ in range(6):
        confirm(desk, Form.of([("step_password", "x" * 20)]))

    assert not confirm(desk, Form.of([("step_password", PASSWORD)]))
