"""Making a copy: from the record to a finished file that the last gate has searched."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from exports import queries, rules
from exports.documents import fill
from exports.gate.facts import Protected, protected_for
from exports.gatekeeper import service as gatekeeper
from exports.gatekeeper.rules import Seen
from exports.gatekeeper.service import Eyes
from exports.package import read_parts
from exports.release import queries as releases
from exports.release.guarding import Secrets, facts_for
from exports.release.rules import (
    Held,
    Request,
    fingerprint,
    held_back,
    needs_second_reader,
    request_for,
)
from exports.reports import leaving_out
from exports.reports.from_record import Making, conference_source
from exports.reports.gathered import Gathered
from exports.reports.leaving_out import LeftOut, Missing
from exports.reports.pieces import pieces
from exports.reports.review_conference import ReviewConferenceReport, build
from exports.reports.source import ConferenceSource
from exports.rules import Recipient
from modules.catalogue import Catalogue
from workbook.db import Database
from workbook.families.rules import FamilyFile
from workbook.staff.access import Actor
from workbook.wall.viewer import Viewer

# The copies for one conference are made within weeks; the last conference is longer ago.
ONE_ROUND = timedelta(weeks=6)
WORD = Path(__file__).parent / "word"
TEMPLATES = {"review-conference": WORD / "review_conference.docx"}


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One copy before it goes out: what it says, what it leaves out, what holds it back.

    `content` is the finished file, searched by the last gate: `held` is what it found. `without`
    names the passages that its author left out. `requests`: what second persons were asked.
    """

    report_name: str
    family: FamilyFile
    recipient: Recipient
    recipients: tuple[Recipient, ...]
    not_for: tuple[tuple[str, str], ...] = ()
    source: ConferenceSource
    report: ReviewConferenceReport
    content: bytes
    file_name: str
    without: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    needs_second_reader: bool = False
    fingerprint: str
    requests: tuple[Request, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    missing: tuple[Missing, ...] = ()

    def request_of(self, author_id: str) -> Request | None:
        """Return what this author last asked a second person about exactly this copy."""
        return request_for(self.requests, fingerprint=self.fingerprint, author_id=author_id)


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who makes a document, and for which council."""

    viewer: Viewer
    name: str
    employer: str
    council: str

    @classmethod
    def of(cls, actor: Actor, *, council: str) -> "Author":
        """Return the signed-in worker as an author."""
        return cls(viewer=actor.viewer, name=actor.name, employer=actor.employer, council=council)


class Mine(msgspec.Struct, frozen=True, kw_only=True):
    """What the author's own session read: the record; and what the gate saw with its own eyes."""

    record: Gathered
    eyes: Eyes
    network: tuple[str, ...]
    known: rules.Known
    requests: tuple[Request, ...]
    since: date | None


def draft(
    database: Database,
    *,
    author: Author,
    catalogue: Catalogue,
    family_id: str,
    report_name: str,
    readers: Sequence[str],
    today: date,
    with_reasons: bool = True,
    leave_out: Collection[str] = (),
) -> Draft:
    """Make one copy for its readers, without giving it out, and search it.

    What it is made from is read in a session that belongs to the readers; what is left out is read
    in the writer's own, and never meets the document.

    Raises:
        UnknownReportError: there is no such report, or it is not made yet.
        NotFoundError: no such family for this worker, or no such reader in it.
        NothingGoesError: no document goes to this person.
    """
    rules.known_report(report_name)
    mine = _mine(database, author, family_id=family_id, report_name=report_name, today=today)
    recipient = rules.recipient(readers, mine.known, report_name)
    theirs = for_readers(database, author, family_id=family_id, recipient=recipient, today=today)
    # Whom they may be told of must not follow from a person or a tie that is kept from them.
    known = mine.known.as_told_to(readers, theirs.family, theirs.ties)
    recipient = rules.recipient(readers, known, report_name)
    making = Making(
        council=author.council,
        author=author.name,
        today=today,
        period_from=mine.since or begun(theirs.family, recipient),
    )
    source = conference_source(
        theirs, recipient=recipient, catalogue=catalogue, making=making, leave_out=leave_out
    )
    copy = _searched(
        source, mine=mine, theirs=theirs, recipient=recipient, report_name=report_name, today=today
    )
    copy = msgspec.structs.replace(copy, without=tuple(sorted(leave_out)))
    if not with_reasons:
        return copy
    return msgspec.structs.replace(
        copy,
        recipients=rules.recipients(mine.known, report_name),
        not_for=rules.not_for(mine.known, report_name),
        left_out=leaving_out.left_out(
            mine.record, theirs, recipient=recipient, catalogue=catalogue
        ),
        missing=leaving_out.missing(source, address=f"/families/{family_id}", today=today),
    )


def _mine(
    database: Database, author: Author, *, family_id: str, report_name: str, today: date
) -> Mine:
    viewer = author.viewer
    with database.reading(viewer) as session:
        record = queries.gathered_by_author(session, family_id=family_id, today=today)
    eyes = gatekeeper.look(database, viewer, family_id=family_id, now=viewer.moment)
    with database.reading(viewer) as session:
        agreed = releases.consents(session, family_id=family_id)
        return Mine(
            record=record,
            eyes=eyes,
            network=agreed.held,
            known=rules.Known(
                family=record.family,
                ties=record.ties,
                held=record.held,
                homes=eyes.all.of(eyes.all.homes),
                agreed=agreed.contacted,
            ),
            requests=releases.requests(session, family_id=family_id),
            since=queries.last_of_kind(
                session, family_id=family_id, report=report_name, before=today - ONE_ROUND
            ),
        )


def _searched(
    source: ConferenceSource,
    *,
    mine: Mine,
    theirs: Gathered,
    recipient: Recipient,
    report_name: str,
    today: date,
) -> Draft:
    """Return the copy as a finished file with what the last gate finds in it."""
    report = build(source)
    content = fill(TEMPLATES[report_name].read_bytes(), report)
    file_name = f"{report_name}-{source.reference}-{today.isoformat()}.docx"

    def guards(seen: Seen) -> list[Protected]:
        secrets = Secrets(seen=seen, network=mine.network)
        facts = facts_for(recipient, mine=mine.record, theirs=theirs, secrets=secrets, today=today)
        return [protected_for(one) for one in facts]

    eyes = mine.eyes
    return Draft(
        report_name=report_name,
        family=mine.record.family,
        recipient=recipient,
        recipients=(),
        source=source,
        report=report,
        content=content,
        file_name=file_name,
        held=held_back(
            pieces(source),
            read_parts(content),
            guards=guards(eyes.all),
            makers=None if eyes.same else guards(eyes.makers),
            file_name=file_name,
        ),
        needs_second_reader=needs_second_reader(
            recipient, mine=mine.record, seen=eyes.all, today=today
        ),
        fingerprint=fingerprint(source, report_name=report_name, recipient=recipient),
        requests=mine.requests,
    )


def for_readers(
    database: Database, author: Author, *, family_id: str, recipient: Recipient, today: date
) -> Gathered:
    """Return the record as these readers may have it: redacted before anything is made of it."""
    viewer = author.viewer.for_readers(recipient.audience, recipient.readers)
    with database.reading(viewer) as session:
        return queries.gathered(session, family_id=family_id, today=today)


def begun(family: FamilyFile, recipient: Recipient) -> date:
    """Return when the present plans of the children in this copy began.

    When the family was opened, without any. The plan of a child who is not in the copy would tell
    of that child.
    """
    known = {child.id for child in family.children if child.id in recipient.children}
    plans = [
        stage.starts_on
        for stage in family.stages
        if stage.ends_on is None and stage.child_id in known
    ]
    return min(plans, default=family.opened_on)
