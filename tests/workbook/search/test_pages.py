"""What each worker can find."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.browser import counted_statements
from tests.builders.entries import an_entry
from tests.builders.families import TODAY, BuiltFamily, a_family, a_team
from tests.builders.reach import closed
from tests.workbook.conftest import SignedIn
from workbook.audit import AuditEvent
from workbook.site import Site
from workbook.wall.viewer import monitor


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    return a_family(site.database, name="O’Brien-Łuczak", child_name="Zoë Reed")


def test_finds_a_family_by_name_and_by_reference(signed_in: SignedIn, family: BuiltFamily) -> None:
    browser = signed_in(family)

    for words in ("obrien luczak", family.reference):
        page = browser.post("/search", {"words": words}, expect=200).text
        assert f'href="/families/{family.id}"' in page


def test_says_that_a_family_is_closed_where_the_worker_may_still_see_it(
    site: Site, signed_in: SignedIn, family: BuiltFamily
) -> None:
    browser = signed_in(family)
    assert "closed" not in browser.post("/search", {"words": "zoe"}, expect=200).text
    closed(site.database, family, TODAY - timedelta(days=3))

    for words in ("zoe", "luczak"):
        page = browser.post("/search", {"words": words}, expect=200).text
        assert f"{family.reference}, closed" in page


def test_finds_a_person_and_says_where_they_belong(
    signed_in: SignedIn, family: BuiltFamily
) -> None:
    page = signed_in(family).post("/search", {"words": "zoe"}, expect=200).text

    assert f'href="/families/{family.id}/network"' in page
    assert "Child, O’Brien-Łuczak" in page


def test_finds_words_of_an_entry_and_shows_them(
    site: Site, signed_in: SignedIn, family: BuiltFamily
) -> None:
    entry = an_entry(site.database, family, note="She keeps the chain on the door at night.")

    page = signed_in(family).post("/search", {"words": "Chain DOOR"}, expect=200).text

    assert f"/families/{family.id}/entries/{entry}" in page
    assert "keeps the chain on the door" in page


@pytest.mark.parametrize("words", ["100%", "snake_case", r"back\slash"])
def test_takes_signs_as_they_are(
    site: Site, signed_in: SignedIn, family: BuiltFamily, words: str
) -> None:
    an_entry(site.database, family, note=f"It was {words} exactly", headline="The one")
    an_entry(site.database, family, note="100 snakeXcase backslash", headline="Another")

    page = signed_in(family).post("/search", {"words": words}, expect=200).text

    assert "The one" in page
    assert "Another" not in page


@pytest.mark.parametrize(
    ("discipline", "found"),
    [
        ("social_worker", True),
        ("team_manager", True),
        ("da_survivor_worker", True),
        ("da_perpetrator_worker", False),
        ("mental_health_practitioner", False),
        ("business_support", False),
    ],
)
def test_finds_no_entry_that_is_kept_from_a_worker(
    site: Site,
    signed_in: SignedIn,
    family: BuiltFamily,
    discipline: str,
    found: bool,  # noqa: FBT001
) -> None:
    an_entry(
        site.database,
        family,
        by="da_survivor_worker",
        note="canary",
        headline="The canary sang",
        mark="survivor_protected",
        mark_persons=[family.other],
    )

    page = signed_in(family, by=discipline).post("/search", {"words": "canary"}, expect=200).text

    assert ("The canary sang" in page) is found
    assert ("Nothing found" in page) is not found


def test_knows_no_family_or_person_that_a_worker_has_no_route_to(
    site: Site, signed_in: SignedIn, family: BuiltFamily
) -> None:
    elsewhere = a_family(site.database, name="Canary family", child_name="Canary Bird")
    an_entry(site.database, elsewhere, note="canary")

    page = signed_in(family).post("/search", {"words": "canary"}, expect=200).text

    assert "Nothing found" in page
    assert elsewhere.id not in page


def test_does_not_find_what_was_corrected(
    site: Site, signed_in: SignedIn, family: BuiltFamily
) -> None:
    old = an_entry(site.database, family, note="canary")
    an_entry(site.database, family, note="put right", replaces_id=old)

    assert (
        "Nothing found" in signed_in(family).post("/search", {"words": "canary"}, expect=200).text
    )


def test_says_what_to_try_when_nothing_is_found(signed_in: SignedIn, family: BuiltFamily) -> None:
    page = signed_in(family).post("/search", {"words": "<nobody>"}, expect=200).text

    assert '“<span dir="auto">&lt;nobody&gt;</span>”' in page
    assert "Try part of a name" in page


@pytest.mark.parametrize("words", ["", "  ", "x" * 201, "a\x00b"])
def test_keeps_what_was_typed_when_it_cannot_be_looked_for(
    signed_in: SignedIn, family: BuiltFamily, words: str
) -> None:
    page = signed_in(family).post("/search", {"words": words}, expect=422).text

    assert "There is a problem" in page
    assert words.strip().replace("\x00", "") in page.replace("\x00", "")


def test_answers_whoever_comes_back_to_its_address(
    signed_in: SignedIn, family: BuiltFamily
) -> None:
    page = signed_in(family).get("/search").text

    assert "Nothing found" not in page


def test_searches_in_the_same_few_statements_however_many_families(
    site: Site, signed_in: SignedIn
) -> None:
    team = a_team(site.database)
    counts = []
    for more in (1, 15):
        for number in range(more):
            made = a_family(site.database, team, name=f"Family {number}")
            an_entry(site.database, made, note="the family said so")
        browser = signed_in(made)
        with counted_statements(site.database) as sent:
            browser.post("/search", {"words": "family"}, expect=200)
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 6


def test_notes_that_somebody_searched_and_never_for_what(
    site: Site, signed_in: SignedIn, family: BuiltFamily
) -> None:
    browser = signed_in(family)
    for words in ("Łuczak", "łuczak", "nobody of this name"):
        browser.post("/search", {"words": words}, expect=200)

    with site.database.reading(monitor(TODAY)) as session:
        rows = session.execute(
            select(AuditEvent.worker_id, AuditEvent.detail)
            .where(AuditEvent.act == "searched", AuditEvent.chain == "system")
            .order_by(AuditEvent.number)
        ).all()

    assert {row.worker_id for row in rows} == {family.workers["social_worker"]}
    assert [row.detail["families"] for row in rows] == [[family.id], [family.id], []]
    assert [row.detail["found"] for row in rows] == [1, 1, 0]
    assert rows[0].detail["words"] == rows[1].detail["words"] != rows[2].detail["words"]
    assert "uczak" not in str(rows).casefold()
