"""Reading modules: how far each has got, and what was agreed. Every function names its order."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from workbook.entries.queries import PART_IN_FORCE
from workbook.entries.tables import Contribution, Entry, EntrySuccession
from workbook.programme.rules import (
    Evidence,
    ModuleActivity,
    SavedStatus,
    SavedSummary,
    status_of,
)
from workbook.programme.tables import ModuleStatus, SectionSummary

Struct = TypeVar("Struct", bound=msgspec.Struct)

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
EVIDENCE = (
    select(*(getattr(Contribution, name) for name in Evidence.__struct_fields__))
    .where(
        Contribution.family_id == bindparam("family_id"),
        Contribution.module_key == bindparam("module_key"),
        PART_IN_FORCE[Contribution],
    )
    .order_by(Contribution.occurred_at.desc(), Contribution.recorded_at.desc(), Contribution.id)
)
SUMMARY = select(*(getattr(SectionSummary, name) for name in SavedSummary.__struct_fields__))


def _structs(
    session: Session, query: Select[tuple[object, ...]], struct: type[Struct], **values: object
) -> list[Struct]:
    rows = session.execute(query, values)
    return [msgspec.convert(dict(row._mapping), struct) for row in rows]  # noqa: SLF001


def newest_statuses(
    session: Session, *, family_ids: Collection[str]
) -> dict[tuple[str, str], SavedStatus]:
    """Return the last status of each module that has one, by family and module."""
    query = STATUS.where(ModuleStatus.family_id.in_(family_ids)).order_by(
        ModuleStatus.recorded_at, ModuleStatus.id
    )
    saved = _structs(session, query, SavedStatus)
    return {(status.family_id, status.module_key): status for status in saved}


def module_activity(
    session: Session,
    *,
    family_ids: Collection[str],
    statuses: Mapping[tuple[str, str], SavedStatus] | None = None,
) -> Mapping[str, Mapping[str, ModuleActivity]]:
    """Return the work on each module by family, then module key, in two statements.

    It counts what the reader may read: a sealed track does not show in anybody else's count. A
    module without an entry or a status is left out; `ModuleActivity()` is what it stands at.
    `statuses` saves one statement to a caller who has read `newest_statuses`.
    """
    found: dict[tuple[str, str], list[tuple[str, int, datetime]]] = {}
    for row in session.execute(WORK.where(Contribution.family_id.in_(family_ids))):
        key = (row.family_id, row.module_key)
        found.setdefault(key, []).append((row.discipline, row.sessions, row.last_at))
    if statuses is None:
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


def evidence(session: Session, *, family_id: str, module_key: str) -> list[Evidence]:
    """Return the contributions in force to one module, newest first."""
    return _structs(session, EVIDENCE, Evidence, family_id=family_id, module_key=module_key)


def summaries(
    session: Session, *, family_id: str, module_keys: Collection[str] = ()
) -> list[SavedSummary]:
    """Return every agreed wording of these modules (of all without any), oldest first."""
    query = SUMMARY.where(SectionSummary.family_id == family_id)
    if module_keys:
        query = query.where(SectionSummary.module_key.in_(module_keys))
    query = query.order_by(SectionSummary.recorded_at, SectionSummary.id)
    return _structs(session, query, SavedSummary)


def replaced(session: Session, *, family_id: str, entry_ids: Collection[str]) -> frozenset[str]:
    """Return those of these entries that were corrected or withdrawn."""
    if not entry_ids:
        return frozenset()
    return frozenset(
        session.scalars(
            select(EntrySuccession.replaced_id).where(
                EntrySuccession.family_id == family_id,
                EntrySuccession.replaced_id.in_(entry_ids),
            )
        )
    )


def summary_sent(session: Session, *, submit_key: str) -> SavedSummary | None:
    """Return the wording that a form with this key saved, if it did."""
    query = SUMMARY.where(SectionSummary.submit_key == submit_key)
    return next(iter(_structs(session, query, SavedSummary)), None)


def status_saved(session: Session, *, status_id: str) -> SavedStatus | None:
    """Return the status with this id, if it is there."""
    return next(
        iter(_structs(session, STATUS.where(ModuleStatus.id == status_id), SavedStatus)), None
    )


def contribution_sent(session: Session, *, submit_key: str) -> Evidence | None:
    """Return the contribution that a form with this key saved, if it did."""
    query = (
        select(*(getattr(Contribution, name) for name in Evidence.__struct_fields__))
        .join(Entry, Entry.id == Contribution.entry_id)
        .where(Entry.submit_key == submit_key)
    )
    return next(iter(_structs(session, query, Evidence)), None)


def made_of(
    session: Session,
    *,
    family_id: str,
    entry_ids: Collection[str],
    module_key: str = "",
    section_key: str = "",
) -> list[str]:
    """Return the agreed wordings that took words of these entries, by id, oldest first.

    Only those of one section where one is named.
    """
    wanted = frozenset(entry_ids)
    query = (
        select(SectionSummary.id, SectionSummary.derived_from)
        .where(SectionSummary.family_id == family_id)
        .order_by(SectionSummary.recorded_at, SectionSummary.id)
    )
    if section_key:
        query = query.where(
            SectionSummary.module_key == module_key, SectionSummary.section_key == section_key
        )
    return [row.id for row in session.execute(query) if wanted & set(row.derived_from)]
