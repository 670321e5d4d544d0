"""Reading what the rules need, as the account that may, and the findings, as whoever looks."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbook import audit
from workbook.audit import AuditEvent
from workbook.db import ViewerSession
from workbook.encryption import Keyring
from workbook.families.tables import (
    ContactDetail,
    Family,
    FamilyMember,
    Household,
    Involvement,
    Person,
)
from workbook.home.rules import Told
from workbook.monitor.rules import Opening, Span, Watched, WatchedFamily, home_marks
from workbook.monitor.tables import Finding, FindingReview
from workbook.sealed_facts.service import to_compare
from workbook.staff.access import NO_CONTENT, ROLES, May
from workbook.staff.tables import StaffFamily, StaffHome, Worker
from workbook.web.filters import plural

RUN: Final = "monitor_run"
# Acts that say what came of a finding are not themselves openings.
NOT_ASKED: Final = ("finding_made", "finding_looked_into", audit.SAVED)
AT_ONCE: Final = 400
SHOWN_FOR: Final = timedelta(days=31)

LAST_RUN = select(func.max(AuditEvent.recorded_at)).where(
    AuditEvent.chain == audit.SYSTEM, AuditEvent.act == RUN
)
PEOPLE = select(FamilyMember.family_id, Person.name).join(
    Person, Person.id == FamilyMember.person_id
)
HOMES = (
    select(Household.family_id, Household.address.label("text")).where(
        Household.protected.is_(False)
    ),
    select(ContactDetail.family_id, ContactDetail.value.label("text")).where(
        ContactDetail.sealed.is_(False)
    ),
)
COMPARED: Final = ("address", "phone")


class Odd(msgspec.Struct, frozen=True, kw_only=True):
    """One finding and what somebody who looked into it said, if anybody did."""

    id: str
    rule: str
    family_id: str
    worker_id: str
    on_day: date
    found_at: datetime
    outcome: str = ""
    words: str = ""
    by: str = ""


def last_run(session: Session) -> datetime | None:
    """Return when the log was last looked through; None before the first time."""
    found: datetime | None = session.scalar(LAST_RUN)
    return found


def openings(session: Session, *, since: datetime, until: datetime) -> list[Opening]:
    """Return what workers did in families' chains, in the order of time."""
    rows = session.execute(
        select(AuditEvent.id, AuditEvent.chain, AuditEvent.worker_id, AuditEvent.recorded_at)
        .where(
            AuditEvent.recorded_at > since,
            AuditEvent.recorded_at <= until,
            AuditEvent.chain != audit.SYSTEM,
            AuditEvent.act.not_in(NOT_ASKED),
            AuditEvent.discipline.not_in(NO_CONTENT),
        )
        .order_by(AuditEvent.recorded_at, AuditEvent.chain, AuditEvent.number)
    )
    return [
        Opening(act_id=row.id, family_id=row.chain, worker_id=row.worker_id, at=row.recorded_at)
        for row in rows
    ]


def staff(session: Session) -> dict[str, Watched]:
    """Return everybody of the staff, those who left too, with the hashes of where they live."""
    query = select(
        Worker.id, Worker.name, Worker.discipline, Worker.team_id,
        StaffHome.postcode, StaffHome.phone,
    ).outerjoin(StaffHome, StaffHome.worker_id == Worker.id)  # fmt: skip
    return {
        row.id: Watched(
            name=row.name,
            discipline=row.discipline,
            team_id=row.team_id,
            homes=frozenset(mark for mark in (row.postcode, row.phone) if mark),
        )
        for row in session.execute(query.order_by(Worker.id))
    }


def families(
    session: Session, *, ids: Collection[str], keyring: Keyring
) -> dict[str, WatchedFamily]:
    """Return what the rules need of these families. The keyring opens and blinds, in memory."""
    found: dict[str, WatchedFamily] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        found |= _families(session, wanted[start : start + AT_ONCE], keyring.blind)
    sealed: defaultdict[str, set[str]] = defaultdict(set)
    for fact in to_compare(
        session, keyring, wanted=lambda one: one.family_id in found and one.kind in COMPARED
    ):
        sealed[fact.family_id] |= {keyring.blind(mark) for mark in home_marks(fact.value)}
    return found | {
        family_id: msgspec.structs.replace(found[family_id], sealed=frozenset(marks))
        for family_id, marks in sealed.items()
    }


def _families(
    session: Session, ids: Collection[str], hashed: Callable[[str], str]
) -> dict[str, WatchedFamily]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    homes: defaultdict[str, set[str]] = defaultdict(set)
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for row in session.execute(PEOPLE.where(FamilyMember.family_id.in_(ids))):
        names[row.family_id].append(row.name)
    for family_id, text in _home_texts(session, ids):
        homes[family_id] |= {hashed(mark) for mark in home_marks(text)}
    for family_id, span in _spans(session, ids):
        spans[family_id].append(span)
    told = set(session.scalars(select(StaffFamily.family_id)))
    rows = session.execute(select(Family.id, Family.team_id).where(Family.id.in_(ids)))
    return {
        row.id: WatchedFamily(
            team_id=row.team_id,
            names=tuple(names[row.id]),
            homes=frozenset(homes[row.id]),
            involved=tuple(spans[row.id]),
            has_staff=row.id in told,
        )
        for row in rows
    }


def _home_texts(session: Session, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    for query in HOMES:
        column = query.selected_columns[0]
        for row in session.execute(query.where(column.in_(ids))):
            yield row.family_id, row.text


def _spans(session: Session, ids: Collection[str]) -> Iterator[tuple[str, Span]]:
    """Yield who works with each family; an involvement that was replaced does not count."""
    rows = session.execute(select(Involvement).where(Involvement.family_id.in_(ids))).scalars()
    kept = list(rows)
    replaced = {row.replaces_id for row in kept}
    for row in kept:
        if row.id not in replaced:
            yield row.family_id, Span(row.worker_id, row.starts_on, row.ends_on)


def known(session: Session, *, since: date) -> set[tuple[str, str, str, date]]:
    """Return rule, worker, family and day of the findings since a day."""
    rows = session.execute(
        select(Finding.rule, Finding.worker_id, Finding.family_id, Finding.on_day).where(
            Finding.on_day >= since
        )
    )
    return {(row.rule, row.worker_id, row.family_id, row.on_day) for row in rows}


FINDINGS = (
    select(
        Finding.id,
        Finding.rule,
        Finding.family_id,
        Finding.worker_id,
        Finding.on_day,
        Finding.recorded_at.label("found_at"),
        func.coalesce(FindingReview.outcome, "").label("outcome"),
        func.coalesce(FindingReview.words, "").label("words"),
        func.coalesce(FindingReview.recorded_by, "").label("by"),
    )
    .outerjoin(FindingReview, FindingReview.finding_id == Finding.id)
    .order_by(Finding.on_day.desc(), Finding.worker_id, Finding.family_id, Finding.rule)
)


def odd_openings(session: Session, *, since: date) -> list[Odd]:
    """Return the findings this worker may see: the open ones, and all of the days since."""
    query = FINDINGS.where(FindingReview.id.is_(None) | (Finding.on_day >= since))
    return [Odd(**row) for row in session.execute(query).mappings()]


def open_days(session: Session) -> list[tuple[str, date]]:
    """Return family and day of each finding that nobody has looked into, oldest first."""
    rows = session.execute(
        select(Finding.family_id, Finding.on_day)
        .outerjoin(FindingReview, FindingReview.finding_id == Finding.id)
        .where(FindingReview.id.is_(None))
        .order_by(Finding.on_day, Finding.family_id)
    )
    return [(row.family_id, row.on_day) for row in rows]


def told(session: ViewerSession) -> list[Told]:
    """Return what somebody who looks into openings is told on the first page."""
    if session.viewer.discipline not in ROLES[May.LOOK_INTO]:
        return []
    waiting = len(set(open_days(session)))
    if not waiting:
        return []
    words = f"{plural(waiting, 'odd opening')} of a family’s record."
    return [Told(words, "/odd-openings", "Look into it" if waiting == 1 else "See them")]


def references(session: Session, *, ids: Collection[str]) -> dict[str, str]:
    """Return what families are called in letters: their references, nobody's name."""
    rows = session.execute(select(Family.id, Family.reference).where(Family.id.in_(ids)))
    return {row.id: row.reference for row in rows}
