"""Reading modules: how far each has got, and what was agreed. Every function names its order."""

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbook.entries.queries import PART_IN_FORCE
from workbook.entries.tables import Contribution
from workbook.programme.rules import ModuleActivity, SavedStatus, status_of
from workbook.programme.tables import ModuleStatus

STATUS = select(*(getattr(ModuleStatus, name) for name in SavedStatus.__struct_fields__))
WORK = (
    select(
        Contribution.family_id,
        Contribution.module_key,
        Contribution.discipline,
        func.count(Contribution.entry_id.distinct()).label("sessions"),
        func.max(Contribution.occurred_at).label("last_at"),
    )
    .where(PART_IN_FORCE[Contribution])
    .group_by(Contribution.family_id, Contribution.module_key, Contribution.discipline)
    .order_by(Contribution.family_id, Contribution.module_key, Contribution.discipline)
)


def newest_statuses(
    session: Session, *, family_ids: Collection[str]
) -> dict[tuple[str, str], SavedStatus]:
    """Return the last status of each module that has one, by family and module."""
    rows = session.execute(
        STATUS.where(ModuleStatus.family_id.in_(family_ids)).order_by(
            ModuleStatus.recorded_at, ModuleStatus.id
        )
    )
    saved = (msgspec.convert(dict(row._mapping), SavedStatus) for row in rows)  # noqa: SLF001
    return {(status.family_id, status.module_key): status for status in saved}


def module_activity(
    session: Session, *, family_ids: Collection[str]
) -> Mapping[str, Mapping[str, ModuleActivity]]:
    """Return the work on each module by family, then module key, in two statements.

    It counts what the reader may read: a sealed track does not show in anybody else's count. A
    module without an entry or a status is left out; `ModuleActivity()` is what it stands at.
    """
    found: dict[tuple[str, str], list[tuple[str, int, datetime]]] = {}
    for row in session.execute(WORK.where(Contribution.family_id.in_(family_ids))):
        key = (row.family_id, row.module_key)
        found.setdefault(key, []).append((row.discipline, row.sessions, row.last_at))
    statuses = newest_statuses(session, family_ids=family_ids)
    result: dict[str, dict[str, ModuleActivity]] = {family_id: {} for family_id in family_ids}
    for key in sorted({*found, *statuses}):
        work = found.get(key, [])
        # An entry has one author, so the disciplines never count the same entry twice.
        sessions = sum(number for _, number, _ in work)
        result[key[0]][key[1]] = ModuleActivity(
            status=status_of(statuses.get(key), sessions=sessions),
            sessions=sessions,
            last_at=max((last for _, _, last in work), default=None),
            disciplines=tuple(discipline for discipline, _, _ in work),
        )
    return result
