"""Making a document from the command line, in the name of the worker who would sign it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

import msgspec
from sqlalchemy.orm import Session

from exports import rules, service
from exports.drafting import Author, Draft, draft
from exports.release import queries as requests
from exports.release.rules import Held, Request, excerpt, outstanding
from exports.release.service import Asking, ask
from modules.catalogue import Catalogue
from workbook.clock import london_day
from workbook.db import Database, new_id
from workbook.errors import NotFoundError
from workbook.families import queries as families
from workbook.staff import queries as staff
from workbook.staff.access import Actor
from workbook.staff.rules import StaffMember
from workbook.wall.viewer import Viewer, doorkeeper


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A finished document, whose copy it is, and what its sender must still be told."""

    content: bytes
    label: str
    file_name: str
    left_out: int = 0
    needs_second_reader: bool = False


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which document is wanted, for whom and in whose name.

    `recipients` are `conference_members` or the record's ids of persons: with several, the copy
    holds what every one of them may have. `author`: the family's social worker when nobody is
    named. With `drop_flagged` the passages that the last gate holds back are left out, as if they
    had never been given to the report.
    """

    catalogue: Catalogue
    council: str
    reference: str
    report: str
    recipients: tuple[str, ...]
    author: str = ""
    drop_flagged: bool = False


def write_report(database: Database, wanted: Wanted, *, now: datetime) -> Written:
    """Make a report as the family's social worker would, or as the worker named.

    What is made is frozen in the log of documents like any other. A second person's yes to exactly
    this copy counts as it does on the page.

    Raises:
        UnknownReportError: there is no such report, or it is not made yet.
        NotFoundError: no such family, author or reader.
        NothingGoesError: no document goes to this person.
        HeldBackError: the gate holds passages back; nothing was made.
    """
    writer, by, copy = _made(database, wanted, now=now)
    document = service.issue(
        database, author=by, catalogue=wanted.catalogue, copy=copy, submit_key=new_id(), now=now,
        unattended=True,
    )  # fmt: skip
    request = copy.request_of(writer.id)
    is_read = request is not None and request.is_approved
    return Written(
        content=document.content,
        label=f"copy for {copy.recipient.label}",
        file_name=document.file_name,
        left_out=len(copy.without),
        needs_second_reader=copy.needs_second_reader and not is_read,
    )


def ask_second_person(
    database: Database, wanted: Wanted, *, why: str, now: datetime
) -> Request | None:
    """Ask a second person to let exactly this copy go; return the request that waits.

    It is the request that the report's page makes. Every passage that is held back is asked about,
    those too that an author could settle there by reading them. Asked again while one waits, it is
    that one. None: the copy can go as it is, or a second person agreed to it.

    Raises:
        UnknownReportError, NotFoundError, NothingGoesError: see `write_report`.
    """
    writer, _, copy = _made(database, wanted, now=now)
    before = copy.request_of(writer.id)
    held = outstanding(copy.held, confirmed=(), approved=before)
    is_read = not copy.needs_second_reader or (before is not None and before.is_approved)
    if not held and is_read:
        return None
    if before is not None and before.is_open:
        return before
    asking = Asking(
        family_id=copy.family.id,
        report=copy.report_name,
        readers=copy.recipient.keys,
        label=copy.recipient.label,
        leave_out=copy.without,
        reasons={one.key: why for one in copy.held},
        words="" if copy.held else why,
        fingerprint=copy.fingerprint,
        submit_key=new_id(),
    )
    viewer = _viewer(writer, now)
    with database.writing(viewer) as session:
        request_id = ask(session, asking, actor=_actor(writer, viewer), now=now)
    with database.reading(viewer) as session:
        return requests.request(session, family_id=copy.family.id, request_id=request_id)


def _made(
    database: Database, wanted: Wanted, *, now: datetime
) -> tuple[StaffMember, Author, Draft]:
    """Return who writes, as whom they sign, and the copy."""
    rules.known_report(wanted.report)
    with database.reading(doorkeeper(london_day(now))) as session:
        everybody = staff.staff(session)
    writer, family_id = _writer(
        database, everybody, reference=wanted.reference, author=wanted.author, now=now
    )
    by = Author(
        viewer=_viewer(writer, now),
        name=writer.name,
        employer=writer.employer,
        council=wanted.council,
    )
    make = partial(
        draft, database, author=by, catalogue=wanted.catalogue, family_id=family_id,
        report_name=wanted.report, readers=wanted.recipients, today=london_day(now),
        with_reasons=False,
    )  # fmt: skip
    return writer, by, draft_without_flagged(make, drop_flagged=wanted.drop_flagged)


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


def _actor(member: StaffMember, viewer: Viewer) -> Actor:
    """Return the worker in whose name the command runs; nobody is signed in."""
    return Actor(
        viewer=viewer, name=member.name, employer=member.employer, sign_in="", csrf="",
        how="command",
    )  # fmt: skip


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
