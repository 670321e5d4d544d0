"""Giving documents out: the bytes that were searched, frozen in the log."""

import hashlib
from collections.abc import Collection
from datetime import datetime

import msgspec
import structlog
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from exports import queries
from exports.drafting import TEMPLATES, Author, Draft
from exports.queries import Frozen
from exports.release.rules import Held, HeldBackError, outstanding
from exports.tables import IssuedDocument
from modules.catalogue import Catalogue
from workbook import audit
from workbook.db import Database, new_id
from workbook.errors import ReusedSubmitError

log = structlog.get_logger()

LABEL = 160  # characters of a label in the log


def issue(
    database: Database,
    *,
    author: Author,
    catalogue: Catalogue,
    copy: Draft,
    submit_key: str,
    now: datetime,
    confirmed: Collection[str] = (),
    unattended: bool = False,
) -> Frozen:
    """Give a copy out: freeze the bytes that were searched, note it. Twice the same form is once.

    `confirmed`: the passages of which the author says that they read them and they may go.
    `unattended`: made on the command line, which only says that a second person has to read the
    copy before it is sent; once one was asked, it waits for their yes. Nothing that the gate held
    back passes that way.

    Raises:
        HeldBackError: the gate found something that is neither confirmed nor approved, or a
            second person has to read this copy first.
        ReusedSubmitError: this form made a copy for another reader or family before.
    """
    family_id = copy.family.id
    with database.reading(author.viewer) as session:
        before = queries.sent_before(session, family_id=family_id, submit_key=submit_key)
    if before is None:
        request = copy.request_of(author.viewer.worker_id)
        is_read = not copy.needs_second_reader or (request.is_approved if request else unattended)
        held = outstanding(copy.held, confirmed=confirmed, approved=request)
        if held or not is_read:
            _note_stop(database, copy, held, author=author, now=now)
            raise HeldBackError(held, request=request)
        try:
            with database.writing(author.viewer) as session:
                return _freeze(
                    session, author=author, catalogue=catalogue, copy=copy, confirmed=confirmed,
                    submit_key=submit_key, now=now,
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
    confirmed: Collection[str],
    submit_key: str,
    now: datetime,
) -> Frozen:
    document = Frozen(
        id=new_id(),
        recipient=copy.recipient.key,
        file_name=copy.file_name,
        content=copy.content,
    )
    sha256 = hashlib.sha256(copy.content).hexdigest()
    template = TEMPLATES[copy.report_name].read_bytes()
    row = {
        **msgspec.structs.asdict(document),
        "family_id": copy.family.id,
        "recorded_at": now,
        "recorded_by": author.viewer.worker_id,
        "discipline": author.viewer.discipline,
        "employer": author.employer,
        "report": copy.report_name,
        "recipient_label": _short(copy.recipient.label),
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
    request = copy.request_of(author.viewer.worker_id)
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
            "confirmed": sorted({one.key for one in copy.held} & set(confirmed)),
            "without": list(copy.without),
            "request": request.id if request else "",
        },
    )
    audit.note(session, act, now=now)
    log.info("document_issued", document_id=document.id, family_id=copy.family.id)
    return document


def stopped(held: Collection[Held]) -> dict[str, list[str]]:
    """Return what the log says of passages that are held back: their keys, and no word.

    `unseen`: those that touch what the author may not see. Whoever tries many words to find out
    leaves a line for each.
    """
    return {
        "held": sorted(one.key for one in held),
        "unseen": sorted(one.key for one in held if one.is_hidden),
    }


def _note_stop(
    database: Database, copy: Draft, held: Collection[Held], *, author: Author, now: datetime
) -> None:
    act = audit.Act(
        chain=copy.family.id,
        act="document_stopped",
        worker_id=author.viewer.worker_id,
        discipline=author.viewer.discipline,
        object_id=copy.recipient.key,
        detail={"report": copy.report_name} | stopped(held),
    )
    with database.writing(author.viewer) as session:
        audit.note(session, act, now=now)


def _short(label: str) -> str:
    """Return a label that the log has room for; the document names everybody."""
    return label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"
