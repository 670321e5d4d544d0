"""With a family in the room, what the last gate would stop is not on the screen."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests.browser import Browser, counted_statements
from tests.builders.entries import contribution_row, entry_row, put, voice_row
from tests.builders.families import NOW, TODAY, BuiltFamily, a_team
from tests.builders.staff import PASSWORD, a_password
from tests.exports.gatekeeper.test_eyes import linked_with, sealed
from tests.exports.record import a_tie, a_tied_family
from tests.exports.release.secrets import SLIP, a_hidden_home
from workbook.db import Database, new_id
from workbook.entries.tables import Action, Contribution, Entry, Voice
from workbook.families.tables import ChangeGoal
from workbook.programme.tables import SectionSummary
from workbook.site import Site

Start = Callable[..., Browser]
SPELLINGS = (
    "41 Quillon Terrace", "quillon terr.", "QX34ZZ", "Q u i l l o n T e r r a c e",
    "forty-one Quillon Terrace", "Flat 9", "OTTERMERE", "Quillon-Terrace", "qx3 4zz",
    "Quilon Terrace",
)  # fmt: skip
IDS = re.compile(r"[0-9a-f]{32,64}|T-[0-9a-f]{8}")


def shared(family: BuiltFamily, **given: object) -> dict[str, object]:
    return entry_row(family, **{"mark": "family_shared", "note": "All well."} | given)


def in_note(database: Database, family: BuiltFamily, words: str, days: int = 1) -> None:
    put(database, Entry, shared(family, days_ago=days, note=words))


def in_headline(database: Database, family: BuiltFamily, words: str, days: int = 1) -> None:
    put(database, Entry, shared(family, days_ago=days, headline=words, event_type="other",
                                affects=[family.child]))  # fmt: skip


def in_impact(database: Database, family: BuiltFamily, words: str, days: int = 1) -> None:
    put(database, Entry, shared(family, days_ago=days, headline="A change", impact=words,
                                affects=[family.child]))  # fmt: skip


def in_voice(database: Database, family: BuiltFamily, words: str, days: int = 1) -> None:
    row = shared(family, days_ago=days)
    put(database, Entry, row)
    put(database, Voice, voice_row(family, row, words=words))


def in_answer(database: Database, family: BuiltFamily, words: str, days: int = 1) -> None:
    row = shared(family, days_ago=days)
    put(database, Entry, row)
    put(database, Contribution, contribution_row(row, answers={"analysis": words}))


def in_action(database: Database, family: BuiltFamily, words: str, days: int = 1) -> None:
    row = shared(family, days_ago=days)
    kept = {name: row[name] for name in ("recorded_at", "recorded_by", "family_id", "discipline",
                                         "employer", "mark", "mark_persons")}  # fmt: skip
    put(database, Action, kept | {
        "id": new_id(), "entry_id": None, "discussion_id": None, "text": words,
        "owner_id": row["recorded_by"], "owner_is_worker": True, "child_id": None, "due_on": TODAY,
    })  # fmt: skip


def in_wording(database: Database, family: BuiltFamily, words: str, days: int = 1) -> None:
    row = shared(family, days_ago=days)
    kept = {name: row[name] for name in ("recorded_at", "recorded_by", "family_id", "discipline",
                                         "employer", "mark", "mark_persons")}  # fmt: skip
    put(database, SectionSummary, kept | {
        "id": new_id(), "module_key": "starting", "module_version": 1, "section_key": "common",
        "subject_kind": "family", "subject_ids": [], "words": words, "derived_from": [],
        "replaces_id": None, "submit_key": new_id(),
    })  # fmt: skip


def in_wish(database: Database, family: BuiltFamily, words: str, days: int = 1) -> None:
    row = {
        "id": new_id(), "recorded_at": NOW - timedelta(days=days), "family_id": family.id,
        "recorded_by": family.workers["social_worker"], "words": words, "child_id": None,
        "owner_id": family.other,
    }  # fmt: skip
    put(database, ChangeGoal, row)


PLACES = (in_note, in_headline, in_impact, in_voice, in_answer, in_action, in_wish)
SHOWN_ALONE = tuple(place for place in PLACES if place is not in_wish)
CLEAN = "Everybody slept and the CLEARCANARY tea was warm."


@pytest.fixture
def start(site: Site) -> Iterator[Start]:
    browsers: list[Browser] = []

    def sit(family: BuiltFamily, *persons: str) -> Browser:
        a_password(site.database, family.workers["social_worker"])
        browser = Browser(site, worker_id=family.workers["social_worker"])
        browsers.append(browser)
        address = f"/families/{family.id}/sitting"
        browser.get(address)
        browser.post(address, {"persons": list(persons)}, expect=303)
        return browser

    yield sit
    for browser in browsers:
        browser.close()


def pages(family: BuiltFamily) -> list[str]:
    address = f"/families/{family.id}"
    views = [f"{address}?show={one}" for one in ("significant", "social_worker", "voice")]
    modules = [f"{address}/modules/{one}" for one in ("starting", "sustaining")]
    return [address, *views, f"{address}/chronology", *modules]


def shown(browser: Browser, family: BuiltFamily) -> str:
    """Return every page that is there beside a family, further pages of the timeline with it."""
    texts = [browser.get(page).text for page in pages(family)]
    number = 2
    while f"page={number}" in texts[-1] or (number == 2 and f"page={number}" in texts[0]):
        texts.append(browser.get(f"/families/{family.id}?page={number}").text)
        number += 1
    return "\n".join(texts)


def test_no_slip_is_on_any_page_in_any_spelling_and_everything_else_is(
    site: Site, start: Start
) -> None:
    family = a_tied_family(site.database)
    a_hidden_home(site.database, family)
    planted = 0
    for place in (*PLACES, in_wording):
        place(site.database, family, CLEAN.replace("CLEAR", place.__name__))
        for spelling in SPELLINGS:
            planted += 1
            place(site.database, family, f"They said {spelling} and SLIPCANARY{planted}.")
    theirs = shown(start(family, family.other), family)
    hers = shown(start(family, family.survivor), family)

    told = [one for one in range(1, planted + 1) if f"SLIPCANARY{one}." in theirs]
    print(f"{planted} slips planted in {len(PLACES) + 1} places, {len(told)} on the screen")
    assert told == []
    for place in SHOWN_ALONE:
        assert f"{place.__name__}CANARY" in theirs, place.__name__
    assert "SLIPCANARY1." in hers, "her own address is hers to see"


def test_nothing_says_that_something_is_not_there(site: Site, start: Start) -> None:
    """A family with slips, and the same without them: the same pages but for ids."""
    team = a_team(site.database)
    found = []
    for slips in (True, False):
        family = a_tied_family(site.database, team=team)
        a_hidden_home(site.database, family)
        for days, place in enumerate(PLACES, start=1):
            place(site.database, family, CLEAN, days)
            if slips:
                place(site.database, family, SLIP, days)
        text = shown(start(family, family.other), family)
        found.append(IDS.sub("ID", text.replace(family.reference, "ID")))
    one, other = (re.sub(r'(value|content)="[^"]{20,}"', "", text) for text in found)
    assert "CLEARCANARY" in one
    assert one == other


def test_a_fact_of_a_linked_family_that_the_worker_may_not_see_stops_it_too(
    site: Site, start: Start
) -> None:
    family = a_tied_family(site.database)
    sealed(site.database, linked_with(site.database, family), "phone", "07700 900417")
    in_note(site.database, family, "SLIPCANARY: ring 07700 900417.")
    in_note(site.database, family, CLEAN)
    text = shown(start(family, family.other), family)
    assert "SLIPCANARY" not in text
    assert "CLEARCANARY" in text


def test_an_entry_goes_whole_with_the_words_beside_the_slip(site: Site, start: Start) -> None:
    family = a_tied_family(site.database)
    a_hidden_home(site.database, family)
    row = shared(family, note="WHOLECANARY was said in the kitchen.", headline="WHOLECANARY")
    put(site.database, Entry, row)
    put(site.database, Voice, voice_row(family, row, words=SLIP))
    put(site.database, Contribution, contribution_row(row, answers={"analysis": "WHOLECANARY"}))
    assert "WHOLECANARY" not in shown(start(family, family.other), family)
    assert "WHOLECANARY" in shown(start(family, family.survivor), family)


def test_the_survivors_worker_is_not_beside_what_they_wrote(site: Site, start: Start) -> None:
    family = a_tied_family(site.database)
    a_tie(site.database, family, family.other, "abuse_towards", family.survivor)
    put(site.database, Entry, shared(family, by="da_survivor_worker", note="WROTECANARY"))
    theirs = shown(start(family, family.other), family)
    assert "WROTECANARY" not in theirs
    assert "Survivor Worker" not in theirs
    assert "WROTECANARY" in shown(start(family, family.survivor), family)


def test_what_is_recorded_meanwhile_is_not_there_until_one_sits_down_again(
    site: Site, start: Start
) -> None:
    family = a_tied_family(site.database)
    in_note(site.database, family, CLEAN)
    browser = start(family, family.survivor)
    later = NOW.replace(year=NOW.year + 1)
    put(site.database, Entry, shared(family, note="LATERCANARY", recorded_at=later))
    text = shown(browser, family)
    assert "LATERCANARY" not in text
    assert "CLEARCANARY" in text

    browser.get("/unlock?back_to=/")
    browser.post("/unlock", {"password": PASSWORD, "back_to": "/"}, expect=303)
    assert "LATERCANARY" in browser.get(f"/families/{family.id}").text


def test_pages_beside_a_family_take_no_more_statements(site: Site, start: Start) -> None:
    family = a_tied_family(site.database)
    a_hidden_home(site.database, family)
    for _ in range(60):
        in_voice(site.database, family, CLEAN)
        in_answer(site.database, family, SLIP)
    a_password(site.database, family.workers["social_worker"])
    counts = []
    alone = Browser(site, worker_id=family.workers["social_worker"])
    for browser in (alone, None):
        looking = browser or start(family, family.other)
        looking.get(f"/families/{family.id}")
        for page in pages(family):
            with counted_statements(site.database) as sent:
                looking.get(page)
            counts.append(len(sent))
    alone.close()
    half = len(counts) // 2
    print(f"statements alone {counts[:half]}, beside a family {counts[half:]}")
    assert all(b <= a for a, b in zip(counts[:half], counts[half:], strict=True))
    assert counts[half] <= 12
