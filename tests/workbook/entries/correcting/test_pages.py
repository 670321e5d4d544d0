"""Correcting an entry: nothing of it is lost, its reason is kept, and nobody overwrites anybody."""

import re
from datetime import UTC, datetime
from typing import Any

import html5lib
import pytest

from tests.browser import XHTML, Browser
from tests.builders.entries import (
    an_entry,
    contribution_row,
    entry_row,
    put,
    ruler_row,
    voice_row,
)
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.entries import queries
from workbook.entries.carrying import OldParts
from workbook.entries.rules import SavedEntry
from workbook.entries.tables import Action, Contribution, Entry, Ruler, Score, Voice
from workbook.site import Site
from workbook.wall.viewer import Viewer

Fields = dict[str, str | list[str]]


def address(family: BuiltFamily, entry: str) -> str:
    return f"/families/{family.id}/entries/{entry}/correct"


def fields_of(page: str) -> Fields:
    """Return what a browser would send of the form on a page, without its token."""
    tree = html5lib.parse(page)
    form = next(one for one in tree.iter(f"{XHTML}form") if one.get("id") == "entry")
    given: dict[str, list[str]] = {}
    for one in form.iter():
        name = one.get("name")
        if name is None or name == "csrf" or one.tag == f"{XHTML}button":
            continue
        if one.tag == f"{XHTML}select":
            options = list(one.iter(f"{XHTML}option"))
            chosen = [each for each in options if each.get("selected") is not None]
            given.setdefault(name, []).append((chosen or options)[0].get("value") or "")
        elif one.get("type") not in ("checkbox", "radio") or one.get("checked") is not None:
            text = "".join(one.itertext()) if one.tag == f"{XHTML}textarea" else one.get("value")
            given.setdefault(name, []).append(text or "")
    return dict(given)


def an_entry_with_everything(site: Site, family: BuiltFamily, **given: Any) -> str:  # noqa: ANN401
    """Add an entry with a part of every kind, of those that the form holds and of the others."""
    row = entry_row(
        family,
        note="Ten o’clock",
        occurred_at=datetime(2026, 3, 3, 10, 30, tzinfo=UTC),
        present=[family.survivor, family.child],
        children=[
            {"person": family.child, "seen": True, "seen_alone": True, "bedroom_seen": False,
             "reason": ""}
        ],
        headline="A start", event_type="long gone", impact="Calm", affects=[family.child],
        **given,
    )  # fmt: skip
    put(site.database, Entry, row)
    put(
        site.database,
        Voice,
        voice_row(family, row),
        voice_row(family, row, person_id=family.survivor, voice="parent_own_words", words="I can"),
        voice_row(family, row, person_id=family.survivor, voice="professional_opinion", words="So"),
    )
    put(site.database, Ruler, ruler_row(row, family.survivor, family.goal))
    put(
        site.database,
        Contribution,
        contribution_row(row, section_key="story", answers={"family_history": "Long ago"}),
        contribution_row(row, answers={"analysis": "A", "family_solution": "B"}),
    )
    marked = {
        name: row[name]
        for name in ("recorded_at", "recorded_by", "family_id", "discipline", "employer", "mark",
                     "mark_persons")
    }  # fmt: skip
    put(
        site.database,
        Score,
        marked | {"id": new_id(), "entry_id": row["id"], "occurred_at": row["occurred_at"],
                  "instrument": "DASH", "version": "SafeLives 24", "with_whom": "Ann", "total": 3,
                  "risk_item_positive": None},
    )  # fmt: skip
    put(
        site.database,
        Action,
        marked | {"id": new_id(), "entry_id": row["id"], "discussion_id": None, "text": "Ring",
                  "owner_id": family.workers["social_worker"], "owner_is_worker": True,
                  "child_id": None, "due_on": TODAY},
    )  # fmt: skip
    return str(row["id"])


def read(site: Site, family: BuiltFamily, entry: str) -> tuple[SavedEntry, OldParts]:
    """Return an entry and its parts, as its social worker reads them."""
    viewer = Viewer(
        worker_id=family.workers["social_worker"],
        discipline="social_worker",
        team_id=family.team_id,
        today=TODAY,
    )
    with site.database.reading(viewer) as session:
        found = queries.entry(session, family_id=family.id, entry_id=entry)
        assert found is not None
        return found, queries.old_parts(session, entry_id=entry)


def plain(parts: OldParts) -> dict[str, list[str]]:
    """Return parts without their ids, to be compared."""
    return {
        name: sorted(
            repr([value for key, value in zip(one.__struct_fields__, values(one), strict=True)
                  if key != "id"])
            for one in getattr(parts, name)
        )
        for name in parts.__struct_fields__
    }  # fmt: skip


def values(part: Any) -> list[object]:  # noqa: ANN401
    return [getattr(part, name) for name in part.__struct_fields__]


def saved_id(location: str) -> str:
    return location.rpartition("saved=")[2]


def corrected(browser: Browser, family: BuiltFamily, entry: str, **changes: str) -> str:
    """Correct an entry in these fields and return the new version’s id."""
    sent = fields_of(browser.get(address(family, entry)).text)
    answer = browser.post(address(family, entry), sent | {"reason": "It was wrong"} | changes)
    return saved_id(answer.headers["location"])


def test_keeps_everything_that_was_not_corrected(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    entry = an_entry_with_everything(site, family)
    newer = corrected(signed_in(family), family, entry, note="Nine o’clock")
    before, parts = read(site, family, entry)
    after, parts_after = read(site, family, newer)
    assert (after.note, after.reason, after.replaces_id) == ("Nine o’clock", "It was wrong", entry)
    assert sorted(after.present) == sorted(before.present)
    for name in ("occurred_at", "kind", "children", "headline", "event_type", "impact",
                 "affects", "mark", "mark_persons", "statutory_visit", "reveals"):  # fmt: skip
        assert getattr(after, name) == getattr(before, name), name
    assert plain(parts_after) == plain(parts)


def test_the_version_before_no_longer_stands(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    entry = an_entry_with_everything(site, family)
    browser = signed_in(family)
    newer = corrected(browser, family, entry, note="Nine o’clock")
    timeline = browser.get(f"/families/{family.id}").text
    assert "Nine o’clock" in timeline
    assert "Ten o’clock" not in timeline
    page = browser.get(f"/families/{family.id}/entries/{newer}").text
    assert "It was wrong" in page


def test_says_what_is_kept_as_it_is(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    entry = an_entry_with_everything(site, family)
    page = signed_in(family).get(address(family, entry)).text
    assert "DASH 3" in page
    assert "Action: Ring" in page
    assert "Getting started together, What everyone adds" in page
    assert "Getting started together, The family’s story" not in page


def test_keeps_what_it_carries_as_close_as_the_entry_becomes(
    site: Site, signed_in: SignedIn
) -> None:
    family = a_family(site.database)
    entry = an_entry_with_everything(site, family)
    newer = corrected(
        signed_in(family), family, entry, mark="survivor_protected", kept_from=family.other
    )
    after, parts = read(site, family, newer)
    assert (after.mark, after.mark_persons) == ("survivor_protected", (family.other,))
    marks = {one.mark for name in parts.__struct_fields__ for one in getattr(parts, name)}
    assert marks == {"survivor_protected"}
    browser = signed_in(family, by="da_perpetrator_worker")
    browser.get(f"/families/{family.id}/entries/{newer}", expect=404)
    assert "no longer stands" in browser.get(f"/families/{family.id}/entries/{entry}").text


def test_asks_for_a_reason_and_keeps_what_was_typed(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    entry = an_entry_with_everything(site, family)
    browser = signed_in(family)
    sent = fields_of(browser.get(address(family, entry)).text)
    sent |= {"note": ["غريس <&{{ x }}"], "reason": [""]}
    page = browser.post(address(family, entry), sent, expect=422).text
    assert "Say what was wrong" in page
    assert 'href="#reason"' in page
    assert "غريس &lt;&amp;{{ x }}" in page
    assert fields_of(page) == sent


def test_sending_it_twice_saves_it_once(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    entry = an_entry_with_everything(site, family)
    browser = signed_in(family)
    sent = fields_of(browser.get(address(family, entry)).text) | {"reason": "Once"}
    places = {browser.post(address(family, entry), sent).headers["location"] for _ in range(2)}
    assert len(places) == 1


def test_sending_it_again_with_something_more_loses_nothing(
    site: Site, signed_in: SignedIn
) -> None:
    family = a_family(site.database)
    entry = an_entry_with_everything(site, family)
    browser = signed_in(family)
    sent = fields_of(browser.get(address(family, entry)).text) | {"reason": ["Because"]}
    browser.post(address(family, entry), sent)
    more = sent | {"action-0-text": ["Ring the school"]}

    page = browser.post(address(family, entry), more, expect=409).text

    kept = fields_of(page)
    assert kept["action-0-text"] == ["Ring the school"]
    assert kept["submit_key"] != sent["submit_key"]
    target = re.findall(r'action="(/families/[^"]*/correct)"', page)[0]
    browser.post(target, kept)


class TestSomebodyWasFirst:
    """A newer version came in between: both are on the page, and neither is lost."""

    def test_shows_the_newer_beside_what_was_typed(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry_with_everything(site, family)
        mine, theirs = signed_in(family), signed_in(family, by="team_manager")
        sent = fields_of(mine.get(address(family, entry)).text)
        newer = corrected(theirs, family, entry, note="Theirs")
        sent |= {"note": ["Mine"], "reason": ["Because"]}
        page = mine.post(address(family, entry), sent, expect=409).text
        assert "Theirs" in page
        assert fields_of(page) == sent
        assert f'action="{address(family, newer)}"' in page
        again = mine.post(address(family, newer), fields_of(page))
        newest, _ = read(site, family, saved_id(again.headers["location"]))
        assert (newest.note, newest.replaces_id) == ("Mine", newer)

    def test_tells_of_a_withdrawal(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry_with_everything(site, family)
        browser = signed_in(family)
        sent = fields_of(browser.get(address(family, entry)).text)
        browser.post(
            f"/families/{family.id}/entries/{entry}/withdraw",
            {"submit_key": new_id(), "reason": "Wrong family"},
        )
        sent |= {"note": ["Mine"], "reason": ["Because"]}
        page = browser.post(address(family, entry), sent, expect=409).text
        assert "Wrong family" in page
        assert fields_of(page)["note"] == ["Mine"]

    def test_a_version_kept_to_others_is_not_shown(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family, by="da_perpetrator_worker", note="Ours")
        browser = signed_in(family, by="da_perpetrator_worker")
        sent = fields_of(browser.get(address(family, entry)).text)
        an_entry(
            site.database, family, note="Secret", replaces_id=entry, mark="survivor_protected",
            mark_persons=[family.other], recorded_at=NOW,
        )  # fmt: skip
        sent |= {"reason": "Because"}
        page = browser.post(address(family, entry), sent, expect=409).text
        assert "kept to others" in page
        assert "Secret" not in page
        browser.get(address(family, entry), expect=409)


@pytest.mark.parametrize(
    ("author", "reader", "status"),
    [
        ("recovery_worker", "recovery_worker", 200),
        ("recovery_worker", "social_worker", 403),
        ("childrens_practitioner", "social_worker", 200),
        ("childrens_practitioner", "team_manager", 200),
        ("childrens_practitioner", "recovery_worker", 403),
        ("childrens_practitioner", "business_support", 403),
    ],
)
def test_is_for_its_author_and_for_those_who_can_read_all_of_it(
    site: Site, signed_in: SignedIn, author: str, reader: str, status: int
) -> None:
    family = a_family(site.database)
    entry = an_entry(site.database, family, by=author)
    signed_in(family, by=reader).get(address(family, entry), expect=status)


def test_another_familys_entry_is_not_there(site: Site, signed_in: SignedIn) -> None:
    family, other = a_family(site.database), a_family(site.database)
    entry = an_entry(site.database, other)
    browser = signed_in(family)
    browser.get(address(family, entry), expect=404)
    sent: Fields = {"submit_key": new_id(), "reason": "Because", "note": "Mine"}
    browser.post(address(family, entry), sent, expect=404)
