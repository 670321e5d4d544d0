"""What the case format has no room for: actions that were done, modules that were finished.

It follows from the record and the day alone, so the made-up council is the same for all who start
it on one day.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from modules.catalogue import Catalogue
from workbook import audit
from workbook.clock import london_day
from workbook.db import Database, new_id
from workbook.entries.queries import module_contributions, open_actions
from workbook.entries.rules import SavedAction
from workbook.entries.tables import ActionOutcome
from workbook.families.tables import Family
from workbook.programme.queries import module_activity, newest_statuses
from workbook.programme.rules import ModuleActivity
from workbook.programme.tables import ModuleStatus
from workbook.staff.rules import StaffMember
from workbook.wall.viewer import IMPORTER, Viewer, importer

STILL_OPEN: Final = timedelta(days=12)
QUIET: Final = timedelta(weeks=6)
ENOUGH: Final = 3
AFTERNOON: Final = time(16, 0, tzinfo=UTC)
SCREENED_OUT: Final = "Screened out together with the family. The words are in the module."


def settle(
    database: Database, *, manager: StaffMember, catalogue: Catalogue, now: datetime
) -> None:
    """Note what was done: actions long past, modules long quiet, modules screened out.

    It is the manager who reads, since the importer cannot. Done once: what has an outcome or a
    status already keeps it.
    """
    today = london_day(now)
    viewer = Viewer(
        worker_id=manager.id, discipline=manager.discipline, team_id=manager.team_id, today=today
    )
    with database.reading(viewer) as session:
        families = list(session.scalars(select(Family.id).order_by(Family.reference)))
        past = [
            action
            for action in open_actions(session, family_ids=families)
            if action.due_on < today - STILL_OPEN
        ]
        known = newest_statuses(session, family_ids=families)
        statuses = [
            row
            for family_id in families
            if not any(family == family_id for family, _ in known)
            for row in _statuses(session, family_id, catalogue=catalogue, now=now, by=manager)
        ]
    outcomes = list(_outcomes(past, manager))
    with database.writing(importer(today)) as session:
        for table, rows in ((ActionOutcome, outcomes), (ModuleStatus, statuses)):
            if rows:
                session.execute(insert(table), rows)
        for family_id in dict.fromkeys(row["family_id"] for row in (*outcomes, *statuses)):
            audit.note(session, _settled(family_id), now=now)


def _settled(family_id: str) -> audit.Act:
    return audit.Act(
        chain=family_id, act="case_brought_in", worker_id=IMPORTER, discipline=IMPORTER
    )


def _outcomes(past: Iterable[SavedAction], manager: StaffMember) -> Iterable[dict[str, Any]]:
    for action in past:
        yield {
            "id": new_id(),
            "family_id": action.family_id,
            "recorded_at": datetime.combine(action.due_on, AFTERNOON),
            "recorded_by": action.owner_id if action.owner_is_worker else manager.id,
            "action_id": action.id,
            "outcome": "done",
            "note": "",
        }


def _statuses(
    session: Session, family_id: str, *, catalogue: Catalogue, now: datetime, by: StaffMember
) -> Iterable[dict[str, Any]]:
    activity = module_activity(session, family_ids=[family_id])[family_id]
    screened = {
        contribution.module_key
        for contribution in module_contributions(session, family_id=family_id)
        if contribution.section_key == "screen"
        and any(str(said).startswith("Screened out") for said in contribution.answers.values())
    }
    for module in catalogue.modules:
        found = activity.get(module.key, ModuleActivity())
        is_quiet = found.last_at is not None and now - found.last_at > QUIET
        if module.key in screened and found.sessions < ENOUGH:
            status, reason, at = "not_applicable", SCREENED_OUT, found.last_at
        elif is_quiet and found.sessions >= ENOUGH:
            status, reason, at = "complete", "", found.last_at
        else:
            continue
        yield {
            "id": new_id(),
            "family_id": family_id,
            "recorded_at": at,
            "recorded_by": by.id,
            "discipline": by.discipline,
            "employer": by.employer,
            "module_key": module.key,
            "status": status,
            "reason": reason,
            "restarts_on": None,
            "replaces_id": None,
        }
