"""Every page says who may use it, and every form proves that it is the worker's own."""

from collections.abc import Iterator
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from workbook.app import create_litestar
from workbook.site import Site
from workbook.staff.access import May

LISTED = Path(__file__).parent.parent / "routes.txt"
WORDS = {*May, "anyone", "signed_in"}
# What the provider posts proves itself by its signature; no browser comes there.
SIGNED_BY_THE_PROVIDER = {"/sign-in/provider/signed-out"}


def handlers(site: Site) -> Iterator[tuple[str, HTTPRouteHandler]]:
    for route in create_litestar(site).routes:
        for handler in getattr(route, "route_handlers", ()):
            if "OPTIONS" not in handler.http_methods:
                yield route.path, handler


def test_every_page_says_who_may_use_it(site: Site) -> None:
    silent = [
        f"{path} ({handler.name})"
        for path, handler in handlers(site)
        if handler.opt.get("may") not in WORDS
    ]

    assert silent == []


def test_every_form_is_checked_before_it_is_read(site: Site) -> None:
    unchecked = [
        f"{path} ({handler.name})"
        for path, handler in handlers(site)
        if "POST" in handler.http_methods
        and path not in SIGNED_BY_THE_PROVIDER
        and not {"form", "door_form", "own_form", "locked_form"}
        & set(handler.parsed_fn_signature.parameters)
    ]

    assert unchecked == []


def test_nothing_but_get_and_post_is_answered(site: Site) -> None:
    odd = [
        path for path, handler in handlers(site) if handler.http_methods - {"GET", "POST", "HEAD"}
    ]

    assert odd == []


def test_no_route_vanishes_or_appears_unnoticed(site: Site) -> None:
    found = sorted(
        f"{method} {path}"
        for path, handler in handlers(site)
        for method in sorted(handler.http_methods - {"HEAD"})
    )

    assert found == LISTED.read_text().splitlines(), "update tests/routes.txt with the change"
