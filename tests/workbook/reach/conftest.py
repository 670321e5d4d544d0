"""A family that may be asked after, and a worker of another team with a password."""

from collections.abc import Callable, Iterator

import pytest

from tests.browser import Browser
from tests.builders.families import BuiltFamily, a_family, a_team
from tests.builders.reach import known
from tests.builders.staff import a_password
from workbook.site import Site

SignIn = Callable[..., Browser]


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    built = a_family(site.database)
    known(site, built)
    return built


@pytest.fixture
def elsewhere(site: Site) -> dict[str, str]:
    """The workers of another team, the social worker with a password."""
    team = a_team(site.database)
    a_password(site.database, team["social_worker"])
    return team


@pytest.fixture
def sign_in(site: Site) -> Iterator[SignIn]:
    """Sign in any worker by id."""
    browsers: list[Browser] = []

    def start(worker_id: str) -> Browser:
        browsers.append(Browser(site, worker_id=worker_id))
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


@pytest.fixture
def stranger(elsewhere: dict[str, str], sign_in: SignIn) -> Browser:
    """A social worker of another team, who does not work with the family."""
    return sign_in(elsewhere["social_worker"])
