"""The page of a family’s actions: whose first, and what became of each."""

from tests.browser import Browser
from tests.builders.entries import an_action
from tests.builders.families import TODAY, BuiltFamily, a_family
from tests.workbook.conftest import SignedIn
from workbook.entries import queries
from workbook.families.queries import family_file
from workbook.site import Site
from workbook.wall.viewer import Viewer


def address(family: BuiltFamily) -> str:
    return f"/families/{family.id}/actions"


def outcomes(site: Site, family: BuiltFamily) -> dict[str, str]:
    viewer = Viewer(
        worker_id=family.workers["social_worker"],
        discipline="social_worker",
        team_id=family.team_id,
        today=TODAY,
    )
    with site.database.reading(viewer) as session:
        assert family_file(session, family_id=family.id)
        return {
            one.text: one.outcome for one in queries.family_actions(session, family_id=family.id)
        }


def test_shows_ones_own_actions_first(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    an_action(site.database, family, text="Theirs", owner="recovery_worker")
    an_action(site.database, family, text="Mine", owner="social_worker")
    page = signed_in(family).get(address(family)).text
    assert page.index("Mine") < page.index("Theirs")


def test_ticks_an_action_done_once_however_often_it_is_sent(
    site: Site, signed_in: SignedIn
) -> None:
    family = a_family(site.database)
    action = an_action(site.database, family, text="Ring")
    browser = signed_in(family)
    for _ in range(2):
        answer = browser.post(address(family), {"action": action, "outcome": "done"})
        assert answer.headers["location"] == address(family)
    assert outcomes(site, family) == {"Ring": "done"}
    assert "What became of it" in browser.get(address(family)).text


def test_asks_why_an_action_is_no_longer_needed(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    action = an_action(site.database, family, text="Ring")
    browser = signed_in(family)
    page = browser.post(
        address(family), {"action": action, "outcome": "not_needed", "note": " "}, expect=422
    ).text
    assert "Say why it is no longer needed" in page
    assert f'href="#note-{action}"' in page
    browser.post(address(family), {"action": action, "outcome": "not_needed", "note": "She moved"})
    assert outcomes(site, family) == {"Ring": "not_needed"}


def test_another_familys_action_is_not_there(site: Site, signed_in: SignedIn) -> None:
    family, other = a_family(site.database), a_family(site.database)
    action = an_action(site.database, other)
    browser = signed_in(family)
    browser.post(address(family), {"action": action, "outcome": "done"}, expect=404)
    browser.post(address(family), {"action": action, "outcome": "?"}, expect=404)


def test_a_field_nobody_asked_for_is_refused(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    action = an_action(site.database, family)
    sent = {"action": action, "outcome": "done", "strange": "1"}
    signed_in(family).post(address(family), sent, expect=422)
    assert set(outcomes(site, family).values()) == {""}


def test_whoever_arranges_meetings_is_not_shown_the_actions(
    site: Site, signed_in: SignedIn
) -> None:
    family = a_family(site.database)
    browser: Browser = signed_in(family, by="business_support")
    browser.get(address(family), expect=403)


def test_a_worker_of_another_family_finds_nothing(site: Site, signed_in: SignedIn) -> None:
    family, other = a_family(site.database), a_family(site.database)
    signed_in(other).get(address(family), expect=404)
