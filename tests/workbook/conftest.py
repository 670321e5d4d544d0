"""Browsers without a network, one for each worker who signs in, shut when the test ends."""

from collections.abc import Callable, Iterator

import pytest

from tests.browser import Browser
from tests.builders.families import BuiltFamily
from workbook.site import Site

SignedIn = Callable[..., Browser]


@pytest.fixture
def signed_in(site: Site) -> Iterator[SignedIn]:
    """Sign in the worker of this discipline who works with this family."""
    browsers: list[Browser] = []

    def sign_in(family: BuiltFamily, *, by: str = "social_worker") -> Browser:
        browsers.append(Browser(site, worker_id=family.workers[by]))
        return browsers[-1]

    yield sign_in
    for browser in browsers:
        browser.close()
