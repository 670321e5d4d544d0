"""Reading attachments. Content is read by one function only. Every function names its order."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from workbook.attachments.rules import SavedAttachment
from workbook.attachments.tables import Attachment
from workbook.entries import queries as entries
from workbook.entries.rules import SavedEntry
from workbook.entries.versions.history import chain_of

ENDED = aliased(Attachment)
WITHDRAWN = {"withdrawn": ENDED.reason, "withdrawn_at": ENDED.recorded_at,
             "withdrawn_by": ENDED.recorded_by}  # fmt: skip
SAVED = (
    select(
        *(
            WITHDRAWN[name].label(name) if name in WITHDRAWN else getattr(Attachment, name)
            for name in SavedAttachment.__struct_fields__
        )
    )
    .outerjoin(ENDED, ENDED.withdraws_id == Attachment.id)
    .where(Attachment.withdraws_id.is_(None))
    .order_by(Attachment.recorded_at, Attachment.id)
)


class Lineage(msgspec.Struct, frozen=True):
    """All versions of one entry by their ids, oldest first, and the newest of them.

    None: the newest is kept from this reader. What was added to the entry then is too, as it was
    added for those who might read the entry.
    """

    ids: tuple[str, ...]
    newest: SavedEntry | None


def lineage(session: Session, *, family_id: str, entry_id: str) -> Lineage:
    """Return the versions of the entry that this one belongs to."""
    chain = chain_of(entry_id, entries.successions(session, family_id=family_id))
    newest = entries.entry(session, family_id=family_id, entry_id=chain[-1])
    return Lineage(tuple(chain), newest)


def of_versions(
    session: Session, *, family_id: str, entry_ids: Collection[str]
) -> list[SavedAttachment]:
    """Return the files added to these versions of an entry, oldest first."""
    return _saved(
        session,
        SAVED.where(Attachment.family_id == family_id, Attachment.entry_id.in_(list(entry_ids))),
    )


def of_family(session: Session, *, family_id: str) -> list[tuple[SavedAttachment, SavedEntry]]:
    """Return the files of a family that stand, each with the newest version of its entry.

    Newest first. A file whose entry was withdrawn went with it; one whose entry is kept from this
    reader by now is left out.
    """
    found = _saved(session, SAVED.where(Attachment.family_id == family_id, ENDED.id.is_(None)))
    if not found:
        return []
    successions = entries.successions(session, family_id=family_id)
    newest = {one.id: chain_of(one.entry_id, successions)[-1] for one in found}
    seen = entries.versions(session, family_id=family_id, entry_ids=set(newest.values()))
    standing = {one.id: one for one in seen if not one.withdraws}
    return [
        (one, standing[newest[one.id]]) for one in reversed(found) if newest[one.id] in standing
    ]


def attachment(session: Session, *, family_id: str, attachment_id: str) -> SavedAttachment | None:
    """Return one file; None when it is not this family’s or may not be seen."""
    query = SAVED.where(Attachment.family_id == family_id, Attachment.id == attachment_id)
    return next(iter(_saved(session, query)), None)


def content(session: Session, *, family_id: str, attachment_id: str) -> bytes:
    """Return what a file holds; nothing when it may not be seen."""
    query = select(Attachment.content).where(
        Attachment.family_id == family_id, Attachment.id == attachment_id
    )
    return session.scalar(query) or b""


def of_form(session: Session, *, submit_key: str) -> tuple[str, str, str] | None:
    """Return what a form has become: its id, what it withdraws and why; None if it was not sent."""
    row = session.execute(
        select(Attachment.id, Attachment.withdraws_id, Attachment.reason).where(
            Attachment.submit_key == submit_key
        )
    ).first()
    return (row.id, row.withdraws_id or "", row.reason) if row else None


def _saved(session: Session, query: Select[Any]) -> list[SavedAttachment]:
    return [
        msgspec.convert(dict(row._mapping), SavedAttachment)  # noqa: SLF001 -- the row's own names
        for row in session.execute(query)
    ]
