"""The fields of the form that records a home visit, as a browser would send them."""

from tests.builders.families import BuiltFamily
from workbook.db import new_id

Fields = dict[str, str | list[str]]


def a_visit(family: BuiltFamily, **given: str | list[str]) -> Fields:
    """Return a home visit with two modules, a child's voice, rulers and an action."""
    return {
        "submit_key": new_id(),
        "kind": "home_visit",
        "day": "yesterday",
        "time": "10:15",
        "present": [family.survivor, family.child],
        "alone": [family.child],
        "bedroom": [family.child],
        "statutory": "1",
        "module": ["children", "daily_care"],
        "module-children-words": "Kim showed me the new desk and the books on it.",
        "module-daily_care-words": "There was soup on the stove and the window is mended.",
        "note": "A calm visit. We talked about the week and about who fetches Kim on Fridays.",
        f"voice-{family.child}-words": "I like it when we all have tea.",
        f"voice-{family.child}-share": "yes",
        f"voice-{family.child}-how": "spoke alone",
        f"ruler-{family.goal}-importance": "8",
        f"ruler-{family.goal}-confidence": "6",
        f"ruler-{family.goal}-readiness": "7",
        "mark": "team",
        "action-0-text": "Ask school about breakfast club",
        "action-0-owner": family.workers["social_worker"],
        "action-0-weeks": "1",
        **given,
    }
