"""With which mark each section starts, and whom a survivor's words are kept from."""

import pytest

from modules.catalogue import Catalogue
from tests.builders.families import a_family
from tests.builders.recording import a_note, address, rows
from tests.workbook.conftest import SignedIn
from tests.workbook.tightening.test_pages import an_abuse_tie
from workbook.entries.tables import Contribution, Entry
from workbook.marking.rules import HEALTH
from workbook.site import Site
from workbook.staff.access import CASE_WORKERS
from workbook.wall.marks import HEALTH_RESTRICTED, SURVIVOR_PROTECTED, readers

CATALOGUE = Catalogue.load()
SECTIONS = [(module, section) for module in CATALOGUE.modules for section in module.sections]
IDS = [f"{module.key}-{section.key}" for module, section in SECTIONS]


@pytest.mark.parametrize(("module", "section"), SECTIONS, ids=IDS)
def test_the_survivors_track_starts_out_of_the_other_workers_sight(module, section) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    marks = {section.mark_of(asked) for asked in section.questions}
    if section.track == "survivor":
        assert marks == {SURVIVOR_PROTECTED}
        assert "da_perpetrator_worker" not in readers(SURVIVOR_PROTECTED, "da_survivor_worker")
    elif section.track != "perpetrator":
        assert SURVIVOR_PROTECTED not in marks, f"{module.key} {section.key} has a track of its own"


@pytest.mark.parametrize(("module", "section"), SECTIONS, ids=IDS)
def test_health_detail_starts_with_its_discipline(module, section) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    marks = {section.mark_of(asked) for asked in section.questions}
    if HEALTH_RESTRICTED not in marks:
        return
    writes = set(section.disciplines or module.disciplines) & CASE_WORKERS
    for discipline in writes & HEALTH:
        seen = readers(HEALTH_RESTRICTED, discipline) & CASE_WORKERS
        assert seen == {discipline}


def test_a_survivors_section_is_kept_from_everybody_who_uses_abuse_though_nobody_was_chosen(
    site: Site, signed_in: SignedIn
) -> None:
    family = a_family(site.database)
    an_abuse_tie(site, family)
    sent = a_note(
        module=["safe_relationships"],
        **{
            "module-safe_relationships-section": "survivor",
            "module-safe_relationships-subject": [family.survivor],
            "module-safe_relationships-words": "Chain on, ring 999.",
        },
    )
    signed_in(family).post(address(family), sent)
    [added] = rows(site, family, Contribution)
    assert (added.mark, added.mark_persons) == (SURVIVOR_PROTECTED, [family.other])


def test_an_entry_of_the_survivors_worker_is_kept_from_them_too(
    site: Site, signed_in: SignedIn
) -> None:
    family = a_family(site.database)
    an_abuse_tie(site, family)
    signed_in(family, by="da_survivor_worker").post(address(family), a_note())
    [entry] = rows(site, family, Entry)
    assert (entry.mark, entry.mark_persons) == (SURVIVOR_PROTECTED, [family.other])


def test_what_is_added_on_the_sections_own_page_is_kept_from_them_too(
    site: Site, signed_in: SignedIn
) -> None:
    family = a_family(site.database)
    an_abuse_tie(site, family)
    section = CATALOGUE.section("safe_relationships", "survivor")
    asked = next(one for one in section.questions if one.key == "safety_plan")
    place = f"/families/{family.id}/modules/safe_relationships/survivor/add"
    browser = signed_in(family, by="da_survivor_worker")
    page = browser.get(f"{place}?subject={family.survivor}").text
    assert f'value="{family.other}" id="kept_from-{family.other}" checked' in page
    from tests.builders.families import TODAY  # noqa: PLC0415 -- only this test needs the day
    from workbook.db import new_id  # noqa: PLC0415

    sent = {"submit_key": new_id(), "on": TODAY.isoformat(), f"answer-{asked.key}": "Ring 999."}
    browser.post(f"{place}?subject={family.survivor}", sent)
    [added] = rows(site, family, Contribution, by="da_survivor_worker")
    assert (added.mark, added.mark_persons) == (SURVIVOR_PROTECTED, [family.other])
