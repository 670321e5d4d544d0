"""Passkeys in a real browser, with an authenticator that is not one."""

import pytest
from playwright.sync_api import Page

from tests.builders.staff import PASSWORD, unused_for
from tests.workbook.staff.in_browser.conftest import Window

pytestmark = pytest.mark.browser


def adds_a_passkey(window: Window) -> None:
    """Sign in and add a passkey, from the account page."""
    window.has_authenticator()
    window.signs_in()
    window.goes_to("/account/passkeys/new")
    window.page.get_by_label("What you call it").fill("Work laptop")
    window.page.get_by_label("Your password").fill(PASSWORD)
    window.page.get_by_role("button", name="Add the passkey").click()
    window.heading("Your account")
    window.page.get_by_role("cell", name="Work laptop").first.wait_for()


def signs_out(page: Page) -> None:
    """Sign out, and be at the door again."""
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("heading", level=1, name="Sign in").wait_for()


def test_a_passkey_signs_in_without_name_or_password(window: Window) -> None:
    adds_a_passkey(window)
    window.is_judged()
    signs_out(window.page)
    window.is_judged()
    window.page.get_by_role("button", name="Sign in with a passkey").click()
    window.page.get_by_role("button", name="Sign out", exact=True).wait_for()

    window.goes_to("/account")
    assert "Passkey" in window.page.inner_text("#signed-in >> xpath=../..")


def test_a_passkey_is_the_second_step_after_a_password(window: Window) -> None:
    adds_a_passkey(window)
    signs_out(window.page)
    window.signs_in()
    window.heading("Your second step")
    window.is_judged()
    window.page.get_by_role("button", name="Use a passkey").click()

    window.page.get_by_role("button", name="Sign out", exact=True).wait_for()


def test_a_passkey_unlocks(window: Window) -> None:
    adds_a_passkey(window)
    unused_for(window.site.database, minutes=16)
    window.goes_to("/account")
    window.heading("Unlock to carry on")
    window.page.get_by_role("button", name="Unlock with a passkey").click()

    window.heading("Your account")


def test_a_passkey_unlocks_the_hidden_page(window: Window) -> None:
    window.page.clock.install()
    adds_a_passkey(window)
    window.page.clock.fast_forward("15:00")
    window.page.get_by_role("button", name="Unlock with a passkey").click()

    window.page.get_by_role("cell", name="Work laptop").first.wait_for()


def test_a_passkey_shows_once_more_who_it_is_and_goes_when_it_is_removed(window: Window) -> None:
    adds_a_passkey(window)
    window.page.get_by_role("link", name="Remove Work laptop").click()
    window.heading("Remove a passkey")
    window.is_judged()
    window.page.get_by_role("button", name="Remove").click()
    window.page.get_by_text("The passkey was not accepted").first.wait_for()
    window.page.get_by_role("button", name="Use your passkey").click()
    window.page.get_by_text("Now send the form").wait_for()
    window.page.get_by_role("button", name="Remove").click()

    window.page.get_by_text("The passkey was removed").wait_for()


def test_the_pages_of_an_account_are_sound(window: Window) -> None:
    window.signs_in()
    for path in ("/account", "/account/passkeys/new", "/account/password"):
        window.goes_to(path)
        window.is_judged()
    window.goes_to("/account")
    window.page.get_by_role("button", name="Set up codes").click()
    window.heading("Set up codes")
    window.is_judged()
