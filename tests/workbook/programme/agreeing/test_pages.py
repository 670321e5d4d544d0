"""Agreeing a wording: what it starts from, how closely it is kept, two people at once."""

import html
import re
from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser, counted_statements
from tests.builders.entries import contribution_row, entry_row, put
from tests.builders.families import TODAY, BuiltFamily, a_family
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.entries.tables import Contribution, Entry
from workbook.programme.tables import SectionSummary
from workbook.site import Site
from workbook.wall.viewer import Viewer


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    return a_family(site.database)


@pytest.fixture
def browser(signed_in: SignedIn, family: BuiltFamily) -> Browser:
    return signed_in(family)


def add(site: Site, family: BuiltFamily, words: str, **given: Any) -> str:  # noqa: ANN401
    own = {name: given.pop(name) for name in ("mark", "by", "days_ago", "mark_persons")
           if name in given}  # fmt: skip
    row = entry_row(family, **own)
    put(site.database, Entry, row)
    answers = {"analysis": words}
    put(site.database, Contribution, contribution_row(row, answers=answers, **given))
    return str(row["id"])


def address(family: BuiltFamily, more: str = "") -> str:
    return f"/families/{family.id}/modules/starting/common/summary?subject={more}"


def sent(text: str) -> dict[str, list[str]]:
    """Return the hidden fields of the form on a page."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="(\w*)"', text):
        if name != "csrf":
            found.setdefault(name, []).append(value)
    return found


def offered(text: str) -> set[str]:
    return set(re.findall(r'name="mark" value="(\w+)"', text))


def saved(site: Site, family: BuiltFamily, by: str = "social_worker") -> list[SectionSummary]:
    viewer = Viewer(
        worker_id=family.workers[by], discipline=by, team_id=family.team_id, today=TODAY
    )
    with site.database.reading(viewer) as session:
        return list(session.scalars(select(SectionSummary).order_by(SectionSummary.recorded_at)))


def test_starts_from_the_answers_and_remembers_the_entries(
    site: Site, browser: Browser, family: BuiltFamily
) -> None:
    entry = add(site, family, "Steadier each week")
    text = browser.get(address(family)).text
    assert "# What we make of it\nSteadier each week" in html.unescape(text)

    browser.post(address(family), sent(text) | {"words": "We agreed this", "mark": "team"})

    [row] = saved(site, family)
    assert (row.words, row.mark, row.derived_from) == ("We agreed this", "team", [entry])
    assert "We agreed this" in browser.get(f"/families/{family.id}/modules/starting").text


def test_starts_from_the_wording_before_and_keeps_its_history(
    site: Site, browser: Browser, family: BuiltFamily
) -> None:
    add(site, family, "Steadier")
    for words in ("First wording", "Second wording"):
        text = browser.get(address(family)).text
        browser.post(address(family), sent(text) | {"words": words, "mark": "team"})

    first, second = saved(site, family)
    assert (first.replaces_id, second.replaces_id) == (None, first.id)
    text = browser.get(address(family)).text
    assert ">Second wording</textarea>" in text.replace("\n", "")
    assert "First wording" in text


def test_offers_only_marks_as_tight_as_what_it_is_taken_from(
    site: Site, browser: Browser, family: BuiltFamily
) -> None:
    add(site, family, "One", mark="team")
    text = browser.get(address(family)).text

    assert "family_shared" not in offered(text)
    form = sent(text) | {"words": "W", "mark": "family_shared"}
    browser.post(address(family), form, expect=422)
    assert saved(site, family) == []


def test_leaves_out_what_is_kept_closer_until_it_is_asked_for(
    site: Site, browser: Browser, family: BuiltFamily
) -> None:
    add(site, family, "open-words", days_ago=2)
    add(site, family, "kept-words", mark="survivor_protected", by="da_survivor_worker",
        mark_persons=[family.other])  # fmt: skip

    usual = browser.get(address(family)).text
    assert "kept-words" not in usual
    assert "1 contribution left out" in usual

    everything = browser.get(address(family, "&with=all")).text
    assert "kept-words" in everything
    assert offered(everything) == {"survivor_protected"}
    fields = sent(everything) | {"words": "W", "mark": "survivor_protected"}
    browser.post(address(family, "&with=all"), fields)
    [row] = saved(site, family)
    assert row.mark_persons == [family.other]
    assert saved(site, family, by="da_perpetrator_worker") == []


def test_a_source_left_off_the_form_does_not_loosen_the_mark(
    site: Site, browser: Browser, family: BuiltFamily
) -> None:
    add(site, family, "kept-words", mark="adult_private")
    form = sent(browser.get(address(family)).text)
    form.pop("source")

    browser.post(address(family), form | {"words": "W", "mark": "team"}, expect=422)
    form["source"] = [new_id()]
    browser.post(address(family), form | {"words": "W", "mark": "adult_private"})

    [row] = saved(site, family)
    assert (row.mark, row.derived_from) == ("adult_private", [])


@pytest.mark.parametrize("wish", ["no", "yes_with_changes"])
def test_what_a_child_asked_us_to_keep_goes_into_no_document(
    site: Site, browser: Browser, family: BuiltFamily, wish: str
) -> None:
    add(site, family, "I was scared", share_ok=wish)

    assert not offered(browser.get(address(family)).text) & {"team", "family_shared"}


def test_two_people_at_once_lose_neither_text(
    site: Site, signed_in: SignedIn, family: BuiltFamily
) -> None:
    add(site, family, "Steadier")
    mine, theirs = signed_in(family), signed_in(family, by="team_manager")
    my_form, their_form = (sent(each.get(address(family)).text) for each in (mine, theirs))
    theirs.post(address(family), their_form | {"words": "Their wording", "mark": "team"})

    text = mine.post(
        address(family), my_form | {"words": "My wording", "mark": "team"}, expect=409
    ).text

    assert "Their wording" in text
    assert "My wording" in text
    assert len(saved(site, family)) == 1
    mine.post(address(family), sent(text) | {"words": "Both wordings", "mark": "team"})
    assert [row.words for row in saved(site, family)] == ["Their wording", "Both wordings"]


def test_whoever_cannot_read_the_newest_wording_is_not_stopped_by_it(
    site: Site, signed_in: SignedIn, family: BuiltFamily
) -> None:
    add(site, family, "Steadier")
    worker, other = signed_in(family), signed_in(family, by="da_perpetrator_worker")
    first = sent(worker.get(address(family)).text)
    worker.post(address(family), first | {"words": "First", "mark": "team"})
    again = sent(worker.get(address(family)).text)
    worker.post(address(family), again | {"words": "Kept", "mark": "survivor_protected"})

    text = other.get(address(family)).text
    assert "Kept" not in re.sub(r"Kept closer", "", text)
    other.post(address(family), sent(text) | {"words": "Theirs", "mark": "team"})

    readable = [row.words for row in saved(site, family, by="da_perpetrator_worker")]
    assert readable == ["First", "Theirs"]


def test_sent_twice_is_saved_once_and_other_words_are_refused(
    site: Site, browser: Browser, family: BuiltFamily
) -> None:
    form = sent(browser.get(address(family)).text) | {"words": "W", "mark": "team"}
    with counted_statements(site.database) as statements:
        browser.post(address(family), form)
    browser.post(address(family), form)
    again = browser.post(address(family), form | {"words": "Other"}, expect=422).text

    assert "Other" in again
    assert sent(again)["submit_key"] != form["submit_key"]
    assert len(statements) <= 8
    assert len(saved(site, family)) == 1


@pytest.mark.parametrize("words", ["", "x" * 20_001])
def test_shows_the_form_again_when_the_words_cannot_be_kept(
    browser: Browser, family: BuiltFamily, words: str
) -> None:
    form = sent(browser.get(address(family)).text)

    text = browser.post(address(family), form | {"words": words, "mark": "team"}, expect=422).text

    assert "There is a problem" in text
    assert words in text


def test_is_not_there_for_a_subject_of_another_family_or_a_sealed_section(
    site: Site, signed_in: SignedIn, family: BuiltFamily
) -> None:
    theirs = a_family(site.database)
    browser = signed_in(family, by="da_perpetrator_worker")

    browser.get(address(family, theirs.child), expect=404)
    browser.get(
        f"/families/{family.id}/modules/safe_relationships/survivor/summary"
        f"?subject={family.survivor}",
        expect=404,
    )


def test_is_not_for_those_who_only_read(signed_in: SignedIn, family: BuiltFamily) -> None:
    signed_in(family, by="conference_chair").get(address(family), expect=403)
