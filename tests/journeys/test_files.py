"""Adding a photo to an entry and getting it back, with the browser's script and without."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.builders.uploads import a_picture_with_secrets
from tests.journeys.walker import Walker

pytestmark = pytest.mark.browser


def test_a_photo_is_added_shown_and_downloaded(either_page: Page, served: str) -> None:
    photo = a_picture_with_secrets("JPEG")
    walker = Walker(either_page, served)
    walker.signs_in("priya.nadarajan")
    walker.page.locator('main a[href^="/families/"]').first.click()
    walker.page.locator("article h3 a").first.click()
    walker.clicks_link("Add a file")
    walker.page.get_by_label("What is it?").fill("A drawing of home")
    walker.page.locator("#file").set_input_files(
        {"name": "Maya at home.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    walker.clicks_button("Add the file")

    with walker.page.expect_response("**/picture") as shown:
        walker.clicks_link("A drawing of home")
    assert shown.value.ok

    with walker.page.expect_download() as downloaded:
        walker.clicks_link("Download")
    assert downloaded.value.suggested_filename.startswith("file-")
    content = Path(downloaded.value.path()).read_bytes()
    assert b"QZPLACE" not in content
    assert hashlib.sha256(content).digest() == hashlib.sha256(shown.value.body()).digest()
    assert walker.complaints == []


def test_axe_finds_nothing_on_the_pages_of_a_file(walker: Walker) -> None:
    """By itself: axe waits for a clock that does not run where the browser's script is off."""
    walker.signs_in("priya.nadarajan")
    walker.page.locator('main a[href^="/families/"]').first.click()
    walker.page.locator("article h3 a").first.click()
    walker.clicks_link("Add a file")
    walker.judges_at_all_widths()
    walker.page.get_by_label("What is it?").fill("A drawing of home")
    walker.page.locator("#file").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_picture_with_secrets("JPEG")}
    )
    walker.clicks_button("Add the file")
    walker.clicks_link("A drawing of home")
    walker.judges_at_all_widths()
    walker.clicks_link("Withdraw")
    walker.judges_at_all_widths()
    assert walker.complaints == []
