"""What a worker does with group supervision in a browser: start a session, open a form, count."""

from typing import Any

import html5lib
from sqlalchemy import func, select

from tests.browser import XHTML, Browser
from tests.builders.families import TODAY, BuiltFamily
from workbook.site import Site
from workbook.wall.viewer import Viewer

DECIDED: dict[str, Any] = {"decision": "Stay as we are", "rationale": "It is working"}
Fields = dict[str, Any]


def fields_of(page: str) -> Fields:
    """Return what the browser would send of the supervision form as it is shown."""
    tree = html5lib.parse(page)
    form = next(one for one in tree.iter(f"{XHTML}form") if one.get("id") == "sup")
    found: dict[str, list[str]] = {}
    for one in form.iter():
        name, value = one.get("name"), ""
        if not name:
            continue
        if one.tag == f"{XHTML}textarea":
            value = "".join(one.itertext())
        elif one.tag == f"{XHTML}select":
            options = list(one.iter(f"{XHTML}option"))
            chosen = next((o for o in options if o.get("selected") is not None), options[0])
            value = chosen.get("value") or ""
        elif one.get("type") == "radio" and one.get("checked") is None:
            continue
        else:
            value = one.get("value") or ""
        found.setdefault(name, []).append(value)
    found.pop("csrf")
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def a_session(manager: Browser) -> str:
    """Start today's session and return its address."""
    return manager.post("/supervision", {"held-on": TODAY.isoformat()}).headers["location"]


def screen(browser: Browser, address: str, family: BuiltFamily) -> Fields:
    """Open a family's screen and return its form as it starts."""
    return fields_of(browser.get(f"{address}/families/{family.id}").text)


def count(site: Site, family: BuiltFamily, table: Any) -> int:  # noqa: ANN401
    """Count the rows of one table that the manager may see."""
    viewer = Viewer(
        worker_id=family.workers["team_manager"], discipline="team_manager",
        team_id=family.team_id, today=TODAY,
    )  # fmt: skip
    with site.database.reading(viewer) as session:
        return int(session.scalar(select(func.count()).select_from(table)) or 0)


def readonly_words(page: str) -> str:
    """Return what a page gives back to be copied."""
    return _element(page, "unsaved-words")


def addendum_of(page: str) -> Fields:
    """Return what the browser would send of the addendum form as it is shown."""
    tree = html5lib.parse(page)
    keys = [one.get("value") or "" for one in tree.iter() if one.get("name") == "submit_key"]
    return {"words": _element(page, "words"), "submit_key": keys[-1]}


def _element(page: str, element_id: str) -> str:
    found = next(one for one in html5lib.parse(page).iter() if one.get("id") == element_id)
    return "".join(found.itertext())
