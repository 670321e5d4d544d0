"""What group supervision decided belongs to a family's chronology once it is signed off."""

from datetime import timedelta

import pytest

from supervision.tables import DiscussionSignOff, FamilyDiscussion, SupervisionSession
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.site import Site
from workbook.wall.viewer import importer


@pytest.fixture
def family(site: Site) -> BuiltFamily:
    """A family with its team."""
    return a_family(site.database)


def decided(site: Site, family: BuiltFamily, decision: str, *, days_ago: int, signed: bool) -> None:
    """Keep what the team decided about Kim in a session held some days ago."""
    chair = family.workers["team_manager"]
    with site.database.writing(importer(TODAY)) as session:
        held = SupervisionSession(
            id=new_id(),
            team_id=family.team_id,
            held_on=TODAY - timedelta(days=days_ago),
            chair_id=chair,
            recorded_by=chair,
            recorded_at=NOW,
        )
        said = FamilyDiscussion(
            id=new_id(),
            family_id=family.id,
            session_id=held.id,
            children=[family.child],
            attendance={},
            agreed={},
            trajectory={},
            decision=decision,
            rationale="She sleeps through",
            dissent=[],
            family_told={},
            fgdm_considered={},
            submit_key=new_id(),
            recorded_by=chair,
            recorded_at=NOW,
        )
        session.add(held)
        session.flush()
        session.add(said)
        session.flush()
        if signed:
            session.add(
                DiscussionSignOff(
                    id=new_id(),
                    family_id=family.id,
                    discussion_id=said.id,
                    recorded_by=chair,
                    recorded_at=NOW,
                )
            )


class TestChronology:
    def test_shows_what_was_signed_off_oldest_first(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        decided(site, family, "Step down to child in need", days_ago=3, signed=True)
        decided(site, family, "Stay on the plan", days_ago=31, signed=True)

        page = signed_in(family).get(f"/families/{family.id}/chronology").text

        assert 0 < page.index("Stay on the plan") < page.index("Step down to child in need")
        assert "Why: She sleeps through" in page
        assert f'href="/families/{family.id}/supervision"' in page

    def test_leaves_out_what_is_not_signed_off(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        decided(site, family, "Not yet agreed", days_ago=3, signed=False)

        page = signed_in(family).get(f"/families/{family.id}/chronology").text

        assert "Not yet agreed" not in page

    def test_is_narrowed_to_the_children_it_was_about(
        self, site: Site, signed_in: SignedIn, family: BuiltFamily
    ) -> None:
        decided(site, family, "Stay on the plan", days_ago=3, signed=True)
        address = f"/families/{family.id}/chronology?child="

        assert "Stay on the plan" in signed_in(family).get(f"{address}{family.child}").text
