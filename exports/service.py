"""Making documents: preview, issue, and what is left out of a copy and why."""

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import structlog
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from exports import queries, rules
from exports.documents import fill
from exports.queries import Frozen
from exports.reports import leaving_out
from exports.reports.from_record import Making, conference_source
from exports.reports.gathered import Gathered
from exports.reports.leaving_out import LeftOut, Missing
from exports.reports.review_conference import ReviewConferenceReport, build
from exports.reports.source import ConferenceSource
from exports.rules import Recipient
from exports.tables import IssuedDocument
from modules.catalogue import Catalogue
from workbook import audit
from workbook.clock import london_day
from workbook.db import Database, new_id
from workbook.errors import ReusedSubmitError
from workbook.families import queries as families
from workbook.families.rules import FamilyFile
from workbook.staff.access import Actor
from workbook.wall.viewer import Viewer

log = structlog.get_logger()

# The copies for one conference are made within weeks; the last conference is longer ago.
ONE_ROUND = timedelta(weeks=6)
WORD = Path(__file__).parent / "word"
TEMPLATES = {"review-conference": WORD / "review_conference.docx"}


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One copy before it goes out: what it says, what it leaves out, what is missing."""

    report_name: str
    family: FamilyFile
    recipient: Recipient
    recipients: tuple[Recipient, ...]
    source: ConferenceSource
    report: ReviewConferenceReport
    left_out: tuple[LeftOut, ...] = ()
    missing: tuple[Missing, ...] = ()


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


def draft(
    database: Database,
    *,
    author: Author,
    catalogue: Catalogue,
    family_id: str,
    report_name: str,
    recipient_key: str,
    today: date,
    with_reasons: bool = True,
) -> Draft:
    """Make one copy for its reader, without giving it out.

    What it is made from is read in a session that belongs to the reader; what is left out is read
    in the writer's own, and never meets the document.

    Raises:
        UnknownReportError: there is no such report, or it is not made yet.
        NotFoundError: no such family for this worker, or no such reader in it.
        NothingGoesError: no document goes to this person.
    """
    rules.known_report(report_name)
    with database.reading(author.viewer) as session:
        mine = queries.gathered(session, family_id=family_id, today=today)
        homes = families.homes(session, family_id=family_id)
        since = queries.last_of_kind(
            session, family_id=family_id, report=report_name, before=today - ONE_ROUND
        )
    known = rules.Known(family=mine.family, ties=mine.ties, held=mine.held, homes=tuple(homes))
    recipient = rules.recipient(recipient_key, known)
    theirs = for_readers(database, author, family_id=family_id, recipient=recipient, today=today)
    making = Making(
        council=author.council,
        author=author.name,
        today=today,
        period_from=since or _begun(mine.family),
    )
    source = conference_source(theirs, recipient=recipient, catalogue=catalogue, making=making)
    copy = Draft(
        report_name=report_name,
        family=mine.family,
        recipient=recipient,
        recipients=rules.recipients(known),
        source=source,
        report=build(source),
    )
    if not with_reasons:
        return copy
    return msgspec.structs.replace(
        copy,
        left_out=leaving_out.left_out(mine, theirs, recipient=recipient, catalogue=catalogue),
        missing=leaving_out.missing(source, address=f"/families/{family_id}", today=today),
    )


def for_readers(
    database: Database, author: Author, *, family_id: str, recipient: Recipient, today: date
) -> Gathered:
    """Return the record as these readers may have it: redacted before anything is made of it."""
    viewer = author.viewer.for_readers(recipient.audience, recipient.readers)
    with database.reading(viewer) as session:
        return queries.gathered(session, family_id=family_id, today=today)


def _begun(family: FamilyFile) -> date:
    """Return when the children's present plans began; when the family was opened, without any."""
    plans = [stage.starts_on for stage in family.stages if stage.ends_on is None]
    return min(plans, default=family.opened_on)


def issue(
    database: Database,
    *,
    author: Author,
    catalogue: Catalogue,
    copy: Draft,
    submit_key: str,
    now: datetime,
) -> Frozen:
    """Give a copy out: fill the template, freeze the bytes, note it. Twice the same form is once.

    Raises:
        ReusedSubmitError: this form made a copy for another reader or family before.
    """
    family_id = copy.family.id
    with database.reading(author.viewer) as session:
        before = queries.sent_before(session, family_id=family_id, submit_key=submit_key)
    if before is None:
        template = TEMPLATES[copy.report_name].read_bytes()
        content = fill(template, copy.report)
        try:
            with database.writing(author.viewer) as session:
                return _freeze(
                    session, author=author, catalogue=catalogue, copy=copy, content=content,
                    template=template, submit_key=submit_key, now=now,
                )  # fmt: skip
        except IntegrityError:  # the same form arrived twice at once
            with database.reading(author.viewer) as session:
                before = queries.sent_before(session, family_id=family_id, submit_key=submit_key)
    if before is None or before.recipient != copy.recipient.key:
        raise ReusedSubmitError("Open the report again, then download it.", family_id=family_id)
    return before


def _freeze(
    session: Session,
    *,
    author: Author,
    catalogue: Catalogue,
    copy: Draft,
    content: bytes,
    template: bytes,
    submit_key: str,
    now: datetime,
) -> Frozen:
    document = Frozen(
        id=new_id(),
        recipient=copy.recipient.key,
        file_name=f"{copy.report_name}-{copy.family.reference}-{london_day(now).isoformat()}.docx",
        content=content,
    )
    sha256 = hashlib.sha256(content).hexdigest()
    row = {
        **msgspec.structs.asdict(document),
        "family_id": copy.family.id,
        "recorded_at": now,
        "recorded_by": author.viewer.worker_id,
        "discipline": author.viewer.discipline,
        "employer": author.employer,
        "report": copy.report_name,
        "recipient_label": copy.recipient.label,
        "covers_from": copy.source.period_from,
        "covers_to": copy.source.period_to,
        "sha256": sha256,
        "sources": [
            {"entry": one.entry_id, "module": one.module_key, "section": one.section_key}
            for one in (*copy.source.passages, *copy.source.summaries)
        ],
        "template_sha256": hashlib.sha256(template).hexdigest(),
        "programme": {module.key: module.version for module in catalogue.modules},
        "submit_key": submit_key,
        "made_by_name": author.name,
    }
    session.execute(insert(IssuedDocument), [row])
    act = audit.Act(
        chain=copy.family.id,
        act="document_issued",
        worker_id=author.viewer.worker_id,
        discipline=author.viewer.discipline,
        object_id=document.id,
        detail={
            "report": copy.report_name,
            "recipient": copy.recipient.key,
            "readers": list(copy.recipient.readers),
            "sha256": sha256,
        },
    )
    audit.note(session, act, now=now)
    log.info("document_issued", document_id=document.id, family_id=copy.family.id)
    return document
