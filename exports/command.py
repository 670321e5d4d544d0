"""Making a document from the command line, in the name of the worker who would sign it."""

from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from exports import rules, service
from exports.service import Author
from modules.catalogue import Catalogue
from workbook.clock import london_day
from workbook.db import Database, new_id
from workbook.errors import NotFoundError
from workbook.families import queries as families
from workbook.staff import queries as staff
from workbook.staff.rules import StaffMember
from workbook.wall.viewer import Viewer, doorkeeper


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A finished document and whose copy it is."""

    content: bytes
    label: str
    file_name: str


def write_report(
    database: Database,
    *,
    catalogue: Catalogue,
    council: str,
    reference: str,
    report: str,
    recipient: str,
    author: str,
    now: datetime,
) -> Written:
    """Make a report as the family's social worker would, or as the worker named.

    `recipient` is `conference_members` or the record's id of a person. What is made is frozen in
    the log of documents like any other.

    Raises:
        UnknownReportError: there is no such report, or it is not made yet.
        NotFoundError: no such family, author or reader.
        NothingGoesError: no document goes to this person.
    """
    rules.known_report(report)
    today = london_day(now)
    with database.reading(doorkeeper(today)) as session:
        everybody = staff.staff(session)
    writer, family_id = _writer(database, everybody, reference=reference, author=author, now=now)
    by = Author(
        viewer=_viewer(writer, now), name=writer.name, employer=writer.employer, council=council
    )
    copy = service.draft(
        database,
        author=by,
        catalogue=catalogue,
        family_id=family_id,
        report_name=report,
        recipient_key=recipient,
        today=today,
        with_reasons=False,
    )
    document = service.issue(
        database, author=by, catalogue=catalogue, copy=copy, submit_key=new_id(), now=now
    )
    return Written(
        content=document.content,
        label=f"copy for {copy.recipient.label}",
        file_name=document.file_name,
    )


def _viewer(member: StaffMember, now: datetime) -> Viewer:
    return Viewer(
        worker_id=member.id,
        discipline=member.discipline,
        team_id=member.team_id,
        today=london_day(now),
    )


def _writer(
    database: Database,
    everybody: list[StaffMember],
    *,
    reference: str,
    author: str,
    now: datetime,
) -> tuple[StaffMember, str]:
    """Return who writes about this family, and the family: its social worker before its manager.

    Raises:
        NotFoundError: nobody of that name may write about a family of this reference.
    """
    wanted = ("social_worker", "senior_practitioner", "team_manager")
    candidates = [
        member
        for discipline in wanted
        for member in everybody
        if member.discipline == discipline and author in {"", member.id, member.name}
    ]
    for member in candidates:
        with database.reading(_viewer(member, now)) as session:
            family_id = _family(session, reference)
        if family_id is not None:
            return member, family_id
    raise NotFoundError(
        f"There is no family {reference} that a social worker or manager can write about."
    )


def _family(session: Session, reference: str) -> str | None:
    try:
        return families.family_id_of(session, reference=reference)
    except NotFoundError:
        return None
