"""Adding a file to an entry, and withdrawing one: each once, however often the form is sent."""

import hashlib
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from workbook import audit
from workbook.attachments import queries
from workbook.attachments.rules import NewAttachment, SavedAttachment
from workbook.attachments.tables import Attachment
from workbook.db import insert_rows, new_id
from workbook.entries.keeping import laid_again
from workbook.errors import ReusedSubmitError
from workbook.families.rules import FamilyFile
from workbook.marking import service as marking
from workbook.staff.access import Actor

Row = dict[str, Any]
TAKEN: Final = "Somebody saved at the same moment. Go back and send it again."
WITHDRAWN: Final = "Somebody withdrew this file in the meantime."
REUSED: Final = "Open the page again and write it there: nothing was saved this time."
NONE: Final[Row] = {
    "title": "", "kind": "", "size": 0, "sha256": "", "notes": [], "scanned": "", "content": None,
    "withdraws_id": None, "reason": "",
}  # fmt: skip


def add_attachment(
    session: Session, *, new: NewAttachment, family: FamilyFile, actor: Actor, now: datetime
) -> str:
    """Keep a file with an entry, and note it. Return its id.

    Raises:
        SupersededError: this form was sent before. The transaction is over; ask `sent_before`.
    """
    row = _signed(family, actor, now) | {
        "id": new.id,
        "entry_id": new.entry_id,
        "title": new.title,
        "kind": new.kind,
        "size": len(new.content),
        "sha256": hashlib.sha256(new.content).hexdigest(),
        "notes": list(new.notes),
        "scanned": new.scanned,
        "content": new.content,
        "mark": new.mark,
        "mark_persons": list(new.mark_persons),
        "submit_key": new.submit_key,
    }
    insert_rows(session, Attachment, [NONE | row], taken=TAKEN)
    overs = laid_again(family.laid, {new.id: ""}, before=new.entry_id, entry_id=new.entry_id)
    marking.lay(session, overs, family_id=family.id, actor=actor, now=now)
    _note(session, "attachment_added", new.id, family=family, actor=actor, now=now)
    return new.id


def withdraw_attachment(
    session: Session,
    *,
    attachment: SavedAttachment,
    reason: str,
    submit_key: str,
    family: FamilyFile,
    actor: Actor,
    now: datetime,
) -> str:
    """Take a file out of use, saying why. It stays readable to those who may read it now.

    Raises:
        SupersededError: this form was sent before, or somebody else withdrew the file.
    """
    row = _signed(family, actor, now) | {
        "id": new_id(),
        "entry_id": attachment.entry_id,
        "mark": attachment.mark,
        "mark_persons": list(attachment.mark_persons),
        "withdraws_id": attachment.id,
        "reason": reason,
        "submit_key": submit_key,
    }
    insert_rows(session, Attachment, [NONE | row], taken=WITHDRAWN)
    ids = {str(row["id"]): attachment.id}
    overs = laid_again(family.laid, ids, before=attachment.entry_id, entry_id=attachment.entry_id)
    marking.lay(session, overs, family_id=family.id, actor=actor, now=now)
    _note(session, "attachment_withdrawn", attachment.id, family=family, actor=actor, now=now)
    return str(row["id"])


def sent_before(session: Session, *, submit_key: str, attachment_id: str) -> bool:
    """Tell whether this very form was sent before. With other words or another file it is another.

    Raises:
        ReusedSubmitError: its key was used for something else.
    """
    before = queries.of_form(session, submit_key=submit_key)
    if before is not None and before[0] != attachment_id:
        raise ReusedSubmitError(REUSED, attachment_id=before[0])
    return before is not None


def withdrawn_before(
    session: Session, *, submit_key: str, attachment: SavedAttachment, reason: str
) -> bool:
    """Tell whether this very form withdrew the file before.

    Raises:
        ReusedSubmitError: it was sent before with other words.
    """
    before = queries.of_form(session, submit_key=submit_key)
    if before is not None and before[1:] != (attachment.id, reason):
        raise ReusedSubmitError(REUSED, attachment_id=attachment.id)
    return before is not None


def _signed(family: FamilyFile, actor: Actor, now: datetime) -> Row:
    return {
        "family_id": family.id,
        "recorded_at": now,
        "recorded_by": actor.id,
        "discipline": actor.discipline,
        "employer": actor.employer,
    }


def _note(
    session: Session, act: str, object_id: str, *, family: FamilyFile, actor: Actor, now: datetime
) -> None:
    noted = audit.Act(
        chain=family.id,
        act=act,
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=object_id,
    )
    audit.note(session, noted, now=now, after=family.chain_end)
