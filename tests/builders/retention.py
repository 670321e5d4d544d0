"""A family whose time is over, and every step towards its destruction, as people take it."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from tests.builders.families import NOW, TODAY, BuiltFamily
from workbook.db import Database, new_id
from workbook.owner import as_owner
from workbook.reach.tables import Closing
from workbook.retention import queries, service
from workbook.retention.destroying import export_record
from workbook.retention.rules import Schedule
from workbook.retention.schedules import load_schedule
from workbook.retention.service import Decision, NewHold
from workbook.retention.standing import Kept, Order
from workbook.retention.working_out import work_out
from workbook.staff.access import Actor
from workbook.wall.viewer import IMPORTER, Viewer, importer

SCHEDULE: Schedule = load_schedule()
# A built family's child is nine: by then every rule of the schedule has run out.
LATE = NOW.replace(year=NOW.year + 80, day=1)


def as_worker(family: BuiltFamily, discipline: str) -> Actor:
    """Return the worker of this discipline as somebody who is signed in."""
    viewer = Viewer(
        worker_id=family.workers[discipline], discipline=discipline, team_id=family.team_id,
        today=TODAY,
    )  # fmt: skip
    return Actor(viewer=viewer, name=discipline, employer="C", sign_in="", csrf="")


def close(database: Database, family: BuiltFamily, on: date = TODAY, kind: str = "closed") -> None:
    """Close a family, or open it again."""
    row = {"id": new_id(), "family_id": family.id, "recorded_at": NOW, "recorded_by": IMPORTER,
           "kind": kind, "happens_on": on, "reason": "", "replaces_id": None}  # fmt: skip
    with database.writing(importer(TODAY)) as session:
        session.execute(insert(Closing), [row])


def kept(url: str, family: BuiltFamily) -> Kept:
    """Return how long a family's record is kept, as last worked out."""
    with as_owner(url) as owner:
        return queries.kept(owner, family_id=family.id)[0]


def order(url: str, family: BuiltFamily) -> Order:
    """Return the newest order for a family."""
    with as_owner(url) as owner:
        return queries.orders(owner, family_id=family.id)[0]


def put_forward(
    database: Database, url: str, family: BuiltFamily, *, by: str = "team_manager",
    now: datetime = LATE,
) -> Order:  # fmt: skip
    """Work out, and put the family forward for destruction."""
    work_out(url, SCHEDULE, now=now)
    who = as_worker(family, by)
    with database.writing(who.viewer) as session:
        service.put_forward(
            session, kept=kept(url, family), checked=("claims",), submit_key=new_id(), actor=who,
            now=now,
        )  # fmt: skip
    return order(url, family)


def decide(
    database: Database, url: str, family: BuiltFamily, *, by: str = "information_governance",
    approved: bool = True, now: datetime = LATE,
) -> None:  # fmt: skip
    """Decide on the newest order of a family."""
    who = as_worker(family, by)
    with database.writing(who.viewer) as session:
        service.decide(
            session, order=order(url, family), decision=Decision(approved=approved), actor=who,
            now=now,
        )  # fmt: skip


def approved(database: Database, url: str, family: BuiltFamily) -> Order:
    """Take every step up to the destruction itself."""
    put_forward(database, url, family)
    export_record(url, family.reference, now=LATE)
    decide(database, url, family)
    return order(url, family)


def hold(database: Database, family: BuiltFamily, **given: Any) -> None:  # noqa: ANN401
    """Lay a hold on a family, or what is given."""
    who = as_worker(family, given.pop("by", "information_governance"))
    values = {"covers": "family", "family_id": family.id, "team_id": family.team_id,
              "reason": "An inquiry", "review_on": TODAY + timedelta(days=365),
              "submit_key": new_id()} | given  # fmt: skip
    with database.writing(who.viewer) as session:
        service.lay_hold(session, hold=NewHold(**values), actor=who, now=NOW)


def lift(database: Database, url: str, family: BuiltFamily) -> None:
    """Lift the holds that stand, as two people do."""
    asks, answers = as_worker(family, "team_manager"), as_worker(family, "information_governance")
    with as_owner(url) as owner:
        standing = queries.holds(owner).standing
    for one in standing:
        asker, other = (answers, answers) if one.family_id is None else (asks, answers)
        with database.writing(asker.viewer) as session:
            service.ask_lifting(
                session, hold=one, reason="It is over", submit_key=new_id(), actor=asker, now=NOW
            )
        with as_owner(url) as owner:
            asked = next(each for each in queries.holds(owner).standing if each.id == one.id)
        with database.writing(other.viewer) as session:
            service.answer_lifting(session, hold=asked, lifted=True, actor=other, now=NOW)
