"""The page that hides itself: nothing of it is left on the screen, and every word comes back."""

import pytest
from playwright.sync_api import Page

from tests.builders.staff import PASSWORD, signed_in_since, unused_for
from tests.workbook.staff.in_browser.conftest import Window

WORDS = "She said she feels able to sleep now."
BOX = "textarea:visible >> nth=0"

pytestmark = pytest.mark.browser


def writes(window: Window, words: str = WORDS) -> None:
    """Sign in, open the record page of a family and write."""
    window.page.clock.install()
    window.signs_in()
    window.goes_to(f"/families/{window.family.id}/record")
    window.page.locator(BOX).fill(words)


def leaves_it(page: Page, minutes: int = 15) -> None:
    """Let so much time go by without a hand on the computer."""
    page.clock.fast_forward(f"{minutes}:00")


def locked(window: Window) -> None:
    """Wait until the page is hidden."""
    window.page.get_by_text("this page is hidden").wait_for()


def unlocks(window: Window, password: str = PASSWORD) -> None:
    """Give the password to the hidden page."""
    window.page.get_by_label("Password").fill(password)
    window.page.get_by_role("button", name="Unlock", exact=True).click()


def test_hides_everything_and_brings_back_every_typed_word(window: Window) -> None:
    writes(window)
    leaves_it(window.page)
    locked(window)

    shown = window.page.content()
    assert WORDS not in shown
    assert window.family.name not in shown
    assert window.page.title() == "Locked"
    tree = window.page.locator("body").aria_snapshot()
    assert "Reed" not in tree
    assert "Unlock" in tree
    window.is_judged()

    unlocks(window)
    window.page.locator(BOX).wait_for()
    assert window.page.locator(BOX).input_value() == WORDS
    assert window.family.name in window.page.content()


def test_what_was_typed_can_be_sent_after_unlocking(window: Window) -> None:
    writes(window)
    leaves_it(window.page)
    locked(window)
    unlocks(window)
    window.page.locator(BOX).wait_for()

    with window.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        window.page.locator(
            "form[method=post]:has(textarea) button[type=submit], button[form]"
        ).last.click()
    assert sent.value.status in (303, 422), "it was checked, not refused"


def test_a_wrong_password_shows_nothing(window: Window) -> None:
    writes(window)
    leaves_it(window.page)
    locked(window)
    unlocks(window, "x" * 20)

    window.page.get_by_text("Your password is not right").wait_for()
    assert window.family.name not in window.page.inner_text("body")


def test_the_server_shows_nothing_either_while_the_page_is_hidden(window: Window) -> None:
    writes(window)
    with window.page.expect_response("**/lock"):
        leaves_it(window.page)
    other = window.page.context.new_page()
    other.goto(window.address + f"/families/{window.family.id}")

    assert "Unlock to carry on" in other.inner_text("h1")


def test_a_hand_on_the_computer_keeps_the_page_open(window: Window) -> None:
    writes(window)
    for _ in range(3):
        window.page.clock.fast_forward("10:00")
        window.page.locator(BOX).press("End")

    assert window.page.locator(BOX).input_value() == WORDS
    assert window.page.title() != "Locked"


def test_hiding_and_unlocking_go_for_every_tab(window: Window) -> None:
    writes(window)
    other = window.page.context.new_page()
    other.goto(window.address + f"/families/{window.family.id}")
    leaves_it(window.page)
    locked(window)
    other.get_by_text("this page is hidden").wait_for()

    unlocks(window)
    other.get_by_role("heading", name=window.family.name).first.wait_for()


def test_after_twelve_hours_what_was_typed_is_still_kept(window: Window) -> None:
    writes(window)
    leaves_it(window.page)
    locked(window)
    signed_in_since(window.site.database, hours=13)
    unlocks(window)

    window.heading("Sign in to carry on")
    assert WORDS not in window.page.content()
    window.page.get_by_label("Sign-in name").fill(window.worker)
    window.page.get_by_label("Password").fill(PASSWORD)
    window.page.get_by_role("button", name="Sign in", exact=True).click()
    window.heading("Your words are kept")
    assert WORDS in window.page.content()


def test_nothing_of_the_record_stays_in_the_browser(window: Window) -> None:
    writes(window)
    leaves_it(window.page)
    locked(window)

    stored = window.page.evaluate(
        "async () => [localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length, (await caches.keys()).length]"
    )
    assert stored == [0, 0, 0, 0]


def test_the_way_back_in_without_script_is_a_page_of_its_own(window: Window) -> None:
    window.signs_in()
    unused_for(window.site.database, minutes=16)
    window.goes_to("/account")

    window.heading("Unlock to carry on")
    window.is_judged()
    window.page.get_by_label("Password").fill(PASSWORD)
    window.page.get_by_role("button", name="Unlock", exact=True).click()
    window.heading("Your account")
