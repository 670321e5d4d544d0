"""The page of one entry: what of it is read by whom, and which version stands."""

import pytest

from tests.builders.entries import (
    an_entry,
    an_entry_with_parts,
    contribution_row,
    entry_row,
    put,
)
from tests.builders.families import BuiltFamily, a_family
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.entries.tables import Contribution, Entry
from workbook.site import Site

HOSTILE = "غريس 👩‍👧 a\u200bb <&{{ x }} \t end"


def address(family: BuiltFamily, entry: str) -> str:
    return f"/families/{family.id}/entries/{entry}"


def test_shows_every_part_and_when_it_was_recorded(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    entry = an_entry_with_parts(
        site.database,
        family,
        note="- first\n- second",
        children=[
            {"person": family.child, "seen": True, "seen_alone": False, "bedroom_seen": True,
             "reason": "Asleep"}
        ],
        statutory_visit=True,
        headline="A new start",
        event_type="achievement",
        affects=[family.child],
        impact="Calmer",
    )  # fmt: skip
    page = signed_in(family).get(address(family, entry)).text
    for words in (
        "I like toast.", "Ann Reed</span>’s rulers", "Bob Vane</span>’s rulers", "Asleep",
        "statutory visit", "A new start", "Achievement", "Calmer", "Recorded <time",
        "Everyone working with the family", '<li dir="auto">first</li>',
    ):  # fmt: skip
        assert words in page, words


def test_shows_answers_under_the_question_the_worker_saw(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    row = entry_row(family)
    put(site.database, Entry, row)
    answers = {"analysis": "Safe enough", "long_gone": "Kept all the same"}
    put(site.database, Contribution, contribution_row(row, answers=answers))
    page = signed_in(family).get(address(family, row["id"])).text
    assert "Safe enough" in page
    assert "Long gone" in page
    assert "Kept all the same" in page
    assert "What everyone adds" in page


def test_text_comes_out_as_it_went_in(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    entry = an_entry(site.database, family, note=HOSTILE, headline=HOSTILE)
    page = signed_in(family).get(address(family, entry)).text
    shown = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    assert page.count(shown) >= 2


@pytest.mark.parametrize(
    ("mark", "reader", "status"),
    [
        ("survivor_protected", "da_perpetrator_worker", 404),
        ("survivor_protected", "da_survivor_worker", 200),
        ("adult_private", "da_perpetrator_worker", 404),
        ("legal_privileged", "recovery_worker", 404),
        ("team", "da_perpetrator_worker", 200),
        ("team", "business_support", 404),
    ],
)
def test_only_those_the_mark_opens_to_find_an_entry(
    site: Site, signed_in: SignedIn, mark: str, reader: str, status: int
) -> None:
    family = a_family(site.database)
    entry = an_entry(site.database, family, mark=mark, mark_persons=[family.other])
    signed_in(family, by=reader).get(address(family, entry), expect=status)


def test_the_survivors_section_is_not_named_to_the_other_track(
    site: Site, signed_in: SignedIn
) -> None:
    family = a_family(site.database)
    row = entry_row(family)
    put(site.database, Entry, row)
    put(
        site.database,
        Contribution,
        contribution_row(
            row, module_key="safe_relationships", section_key="survivor", subject_kind="adult",
            subject_ids=[family.survivor], answers={"safety_plan": "A plan"},
        ),
    )  # fmt: skip
    page = signed_in(family, by="da_perpetrator_worker").get(address(family, row["id"])).text
    assert "Work with the survivor" not in page
    assert "A plan" not in page
    assert "A plan" in signed_in(family).get(address(family, row["id"])).text


def test_an_entry_of_another_family_is_not_there(site: Site, signed_in: SignedIn) -> None:
    family, other = a_family(site.database), a_family(site.database)
    entry = an_entry(site.database, other)
    signed_in(family).get(address(family, entry), expect=404)
    signed_in(family).get(address(other, entry), expect=404)


class TestVersions:
    """Which version stands, for those who may read the newest and those who may not."""

    def test_the_older_version_leads_to_the_newer(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        older = an_entry(site.database, family, note="Ten o’clock", days_ago=3)
        newer = an_entry(site.database, family, replaces_id=older, reason="It was nine", days_ago=2)
        browser = signed_in(family)
        page = browser.get(address(family, older)).text
        assert "This version no longer stands" in page
        assert f'href="{address(family, newer)}">Read the newest version' in page
        assert "/correct" not in page
        newest = browser.get(address(family, newer)).text
        assert "It was nine" in newest
        assert f'href="{address(family, older)}"' in newest
        assert "no longer stands" not in newest

    def test_a_newer_version_that_is_kept_away_is_told_of_without_a_word_of_it(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        older = an_entry(site.database, family, days_ago=3)
        newer = an_entry(
            site.database, family, replaces_id=older, reason="Secret", mark="survivor_protected",
            mark_persons=[family.other], days_ago=2,
        )  # fmt: skip
        browser = signed_in(family, by="da_perpetrator_worker")
        page = browser.get(address(family, older)).text
        assert "What took its place is kept to others" in page
        assert "Secret" not in page
        assert newer not in page
        browser.get(address(family, newer), expect=404)


class TestWithdrawing:
    """Taking an entry out of force."""

    def test_takes_it_out_of_force_once_with_the_reason(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family, note="Of another family")
        browser = signed_in(family)
        assert "Withdraw an entry" in browser.get(f"{address(family, entry)}/withdraw").text
        fields = {"submit_key": new_id(), "reason": "Wrong family"}
        for _ in range(2):
            answer = browser.post(f"{address(family, entry)}/withdraw", fields)
            assert answer.headers["location"] == address(family, entry)
        page = browser.get(address(family, entry)).text
        assert "This version no longer stands" in page
        assert "Wrong family" in page
        assert "Of another family" not in browser.get(f"/families/{family.id}").text

    def test_the_same_form_with_other_words_is_refused(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        path = f"{address(family, an_entry(site.database, family))}/withdraw"
        browser, key = signed_in(family), new_id()
        browser.post(path, {"submit_key": key, "reason": "Wrong family"})
        browser.post(path, {"submit_key": key, "reason": "Wrong day"}, expect=422)

    def test_asks_why_and_keeps_what_was_typed(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        path = f"{address(family, an_entry(site.database, family))}/withdraw"
        browser = signed_in(family)
        sent = {"submit_key": new_id(), "reason": "  "}
        assert "Say why it is withdrawn" in browser.post(path, sent, expect=422).text
        sent["reason"] = HOSTILE + "x" * 2_000
        page = browser.post(path, sent, expect=422).text
        assert HOSTILE.replace("&", "&amp;").replace("<", "&lt;") in page

    def test_somebody_was_first(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        older = an_entry(site.database, family)
        an_entry(site.database, family, replaces_id=older)
        browser = signed_in(family)
        path = f"{address(family, older)}/withdraw"
        browser.get(path, expect=409)
        browser.post(path, {"submit_key": new_id(), "reason": "Twice"}, expect=409)

    def test_is_for_its_author_and_those_who_answer_for_the_family(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        entry = an_entry(site.database, family, by="recovery_worker")
        path = f"{address(family, entry)}/withdraw"
        for reader, status in (
            ("recovery_worker", 200), ("social_worker", 200), ("team_manager", 200),
            ("da_survivor_worker", 403), ("business_support", 403),
        ):  # fmt: skip
            signed_in(family, by=reader).get(path, expect=status)
        sent = {"submit_key": new_id(), "reason": "Not mine"}
        signed_in(family, by="da_survivor_worker").post(path, sent, expect=403)
