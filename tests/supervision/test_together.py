"""A part that is made of things kept to different people opens to those who may read them all."""

import pytest

from supervision.tables import DiscussionPart
from tests.builders.entries import an_entry
from tests.builders.families import WORKING, a_family
from tests.builders.recording import rows
from tests.supervision.steps import DECIDED, a_session, screen
from tests.workbook.conftest import SignedIn
from workbook.site import Site

CANARY = "Saffron-canary lives by the canal"
POLICE = "police_restricted"


@pytest.mark.parametrize(
    ("kept", "opens_to"),
    [
        ((POLICE, "survivor_protected"), {"social_worker", "team_manager", "da_survivor_worker"}),
        ((POLICE, "team"), {"social_worker", "team_manager", "da_survivor_worker",
                            "da_perpetrator_worker"}),
        ((POLICE, "legal_privileged"), {"social_worker", "team_manager"}),
        ((POLICE, "adult_private", "survivor_protected"),
         {"social_worker", "team_manager", "da_survivor_worker"}),
        (("survivor_protected", "legal_privileged"), {"social_worker", "team_manager"}),
    ],
)  # fmt: skip
def test_nobody_reads_it_who_may_not_read_every_source(
    site: Site, signed_in: SignedIn, kept: tuple[str, ...], opens_to: set[str]
) -> None:
    family = a_family(site.database)
    named = ("social_worker", "team_manager", "da_survivor_worker", "da_perpetrator_worker")
    for mark in kept:
        persons = [family.workers[one] for one in named] if mark == POLICE else []
        an_entry(site.database, family, note=f"{CANARY}.", mark=mark, mark_persons=persons)
    manager = signed_in(family, by="team_manager")
    address = a_session(manager)
    place = f"{address}/families/{family.id}"
    manager.post(place, screen(manager, address, family) | DECIDED)

    def readers() -> set[str]:
        return {one for one in WORKING if rows(site, family, DiscussionPart, by=one)}

    assert readers() - {"conference_chair"} == opens_to
    # Copied into the next version, with words of the writer's own, it stays so.
    again = screen(manager, address, family)
    worker = family.workers["social_worker"]
    assert CANARY in again[f"well-{worker}"]
    manager.post(place, again | DECIDED | {f"well-{worker}": f"{CANARY}. And more."})
    assert len(rows(site, family, DiscussionPart, by="team_manager")) == 2
    for one in WORKING:
        found = rows(site, family, DiscussionPart, by=one)
        assert len(found) == (2 if one in opens_to else 0), one
    if "da_perpetrator_worker" not in opens_to:
        history = signed_in(family, by="da_perpetrator_worker")
        assert CANARY not in history.get(f"/families/{family.id}/supervision").text
