"""What a browser posts to record an entry, and what came of it."""

from typing import Any

import html5lib
from sqlalchemy import select

from tests.browser import XHTML
from tests.builders.families import TODAY, BuiltFamily
from workbook.db import new_id
from workbook.site import Site
from workbook.wall.viewer import Viewer

Posted = dict[str, str | list[str]]


def a_note(**given: str | list[str]) -> Posted:
    """Return the least that can be shared: a home visit yesterday, and a note."""
    return {
        "submit_key": new_id(),
        "kind": "home_visit",
        "day": "yesterday",
        "time": "10:00",
        "note": "A visit.",
        **given,
    }


def a_full_visit(family: BuiltFamily, **given: str | list[str]) -> Posted:
    """Return a home visit with two modules, a voice, rulers, an event and an action."""
    child = family.child
    return a_note(
        present=[family.survivor, child],
        alone=[child],
        bedroom=[child],
        statutory="1",
        module=["children", "daily_care"],
        **{
            "module-children-section": "day",
            "module-children-words": "Up at seven, breakfast, school.",
            "module-daily_care-section": "home",
            "module-daily_care-words": "Warm and tidy.",
            f"voice-{child}-words": "I like toast.",
            f"voice-{child}-share": "yes_with_changes",
            f"voice-{child}-how": "spoke alone",
            "adult-0-person": family.survivor,
            "adult-0-words": "Mornings are better.",
            f"ruler-{family.goal}-importance": "8",
            f"ruler-{family.goal}-confidence": "6",
            "significant": "1",
            "headline": "First calm week",
            "event_type": "achievement",
            "affects": [child],
            "impact": "Kim sleeps.",
            "mark": "team",
            "action-0-text": "Ring the school",
            "action-0-weeks": "2",
            **given,
        },
    )


def rows(site: Site, family: BuiltFamily, table: Any, by: str = "social_worker") -> list[Any]:  # noqa: ANN401
    """Read what a worker of this discipline can read of one table."""
    who = Viewer(worker_id=family.workers[by], discipline=by, team_id=family.team_id, today=TODAY)
    with site.database.reading(who) as session:
        found = session.execute(select(table.__table__).where(table.family_id == family.id))
        return list(found)


def address(family: BuiltFamily) -> str:
    """Return where entries of this family are recorded."""
    return f"/families/{family.id}/record"


def typed_texts(html: str) -> dict[str, str]:
    """Return what stands in every box for words, by its name."""
    tree = html5lib.parse(html)
    return {str(box.get("name")): (box.text or "") for box in tree.iter(f"{XHTML}textarea")} | {
        str(box.get("name")): box.get("value") or ""
        for box in tree.iter(f"{XHTML}input")
        if box.get("type") in {None, "text"}
    }
