"""Families that may be asked after, and ways into them."""

from datetime import date, datetime, timedelta

from sqlalchemy import insert

from tests.browser import Browser
from tests.builders.families import NOW, TODAY, BuiltFamily
from tests.builders.staff import PASSWORD
from workbook.db import Database, new_id
from workbook.families.tables import Closing
from workbook.reach.rules import person_asked, reference_asked
from workbook.reach.tables import KnownFamily
from workbook.site import Site
from workbook.wall.viewer import IMPORTER, Viewer, importer

BORN = TODAY.replace(year=TODAY.year - 9, day=1)
WHY = "The school rang: nobody fetched Kim today."
SIGNED = {"recorded_at": NOW, "recorded_by": IMPORTER}


def known(site: Site, family: BuiltFamily) -> None:
    """Let workers ask after a built family by its reference and its child."""
    asked = (reference_asked(family.reference), person_asked("Kim Reed", BORN))
    with site.database.writing(importer(TODAY)) as session:
        session.execute(
            insert(KnownFamily),
            [
                {**SIGNED, "id": new_id(), "family_id": family.id, "team_id": family.team_id,
                 "key": site.keyring.blind(each)}
                for each in asked
            ],
        )  # fmt: skip


def closed(database: Database, family: BuiltFamily, on: date) -> str:
    """Close a family, as the importer does."""
    closing = new_id()
    row = {"id": closing, "family_id": family.id, "kind": "closed", "happens_on": on,
           "reason": "", "replaces_id": None}  # fmt: skip
    with database.writing(importer(TODAY)) as session:
        session.execute(insert(Closing), [SIGNED | row])
    return closing


def opening(asked: BuiltFamily, **given: str) -> dict[str, str | list[str]]:
    """Return the form that opens a family, as a browser would send it."""
    return {
        "submit_key": new_id(), "reference": asked.reference, "name": "", "born": "",
        "family": asked.id, "reason_code": "on_duty", "reason": WHY, "step_password": PASSWORD,
        **given,
    }  # fmt: skip


def break_in(browser: Browser, family: BuiltFamily) -> str:
    """Ask after a family and open it; return the id of the way in."""
    browser.post("/open-a-family/asked", {"reference": family.reference}, expect=200)
    form = opening(family)
    browser.post("/open-a-family", form)
    return str(form["submit_key"])


def looking(
    family: BuiltFamily, worker_id: str, discipline: str, *, now: datetime | None = None
) -> Viewer:
    """Return a viewer of the family’s team at this moment."""
    return Viewer(
        worker_id=worker_id, discipline=discipline, team_id=family.team_id, today=TODAY,
        now=now or NOW + timedelta(seconds=1),
    )  # fmt: skip
