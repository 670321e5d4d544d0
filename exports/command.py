"""Making a document from the command line, in the name of the worker who would sign it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

import msgspec
from sqlalchemy.orm import Session

from exports import rules, service
from exports.drafting import Author, Draft, draft
from exports.release.rules import Held, excerpt
from modules.catalogue import Catalogue
from workbook.clock import london_day
from workbook.db import Database, new_id
from workbook.errors import NotFoundError
from workbook.families import queries as families
from workbook.staff import queries as staff
from workbook.staff.rules import StaffMember
from workbook.wall.viewer import Viewer, doorkeeper


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A finished document, whose copy it is, and what its sender must still be told."""

    content: bytes
    label: str
    file_name: str
    left_out: int = 0
    needs_second_reader: bool = False


def write_report(
    database: Database,
    *,
    catalogue: Catalogue,
    council: str,
    reference: str,
    report: str,
    recipients: Sequence[str],
    author: str,
    now: datetime,
    drop_flagged: bool = False,
) -> Written:
    """Make a report as the family's social worker would, or as the worker named.

    `recipients` are `conference_members` or the record's ids of persons: with several, the copy
    holds what every one of them may have. What is made is frozen in the log of documents like any
    other. With `drop_flagged` the passages that the last gate holds back are left out, as if they
    had never been given to the report.

    Raises:
        UnknownReportError: there is no such report, or it is not made yet.
        NotFoundError: no such family, author or reader.
        NothingGoesError: no document goes to this person.
        HeldBackError: the gate holds passages back; nothing was made.
    """
    rules.known_report(report)
    today = london_day(now)
    with database.reading(doorkeeper(today)) as session:
        everybody = staff.staff(session)
    writer, family_id = _writer(database, everybody, reference=reference, author=author, now=now)
    by = Author(
        viewer=_viewer(writer, now), name=writer.name, employer=writer.employer, council=council
    )
    copy = draft_without_flagged(
        partial(
            draft,
            database,
            author=by,
            catalogue=catalogue,
            family_id=family_id,
            report_name=report,
            readers=recipients,
            today=today,
            with_reasons=False,
        ),
        drop_flagged=drop_flagged,
    )
    document = service.issue(
        database, author=by, catalogue=catalogue, copy=copy, submit_key=new_id(), now=now,
        unattended=True,
    )  # fmt: skip
    return Written(
        content=document.content,
        label=f"copy for {copy.recipient.label}",
        file_name=document.file_name,
        left_out=len(copy.without),
        needs_second_reader=copy.needs_second_reader,
    )


def draft_without_flagged(make: Callable[..., Draft], *, drop_flagged: bool) -> Draft:
    """Make a copy; if asked, make it again without what was held back until nothing more is.

    What is no passage of the record (a name in the page head) cannot be left out and still stops.
    """
    copy = make()
    while drop_flagged:
        flagged = {one.key for one in copy.held if one.can_be_left_out} - {*copy.without}
        if not flagged:
            break
        copy = make(leave_out=flagged | {*copy.without})
    return copy


def named_passages(held: Iterable[Held]) -> Iterable[str]:
    """Yield a line for each passage held back: where, what kind of fact, its words, its entry."""
    for one in held:
        sure = "must not go" if one.is_certain else "look at it"
        words = " ".join("".join(part.words for part in excerpt(one)).split())
        entry = f" (entry {one.entry_id})" if one.entry_id else ""
        yield f"{one.place}: {sure}: {'; '.join(one.whys)}: “{words}”{entry}"


def _viewer(member: StaffMember, now: datetime) -> Viewer:
    return Viewer(
        worker_id=member.id,
        discipline=member.discipline,
        team_id=member.team_id,
        today=london_day(now),
        now=now,
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
