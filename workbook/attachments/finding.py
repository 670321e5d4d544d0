"""Finding one file for a page: the family, the file, and the entry it belongs to."""

from sqlalchemy.orm import Session

from workbook.attachments import queries
from workbook.attachments.rules import SavedAttachment
from workbook.entries.rules import SavedEntry
from workbook.errors import NotFoundError
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile


def find(
    session: Session, family_id: str, attachment_id: str
) -> tuple[FamilyFile, SavedAttachment, SavedEntry]:
    """Return a family, one of its files, and the newest version of the entry it was added to.

    Raises:
        NotFoundError: there is no such file, or this worker may not see it, or may not see the
            entry as it stands by now.
    """
    family = family_file(session, family_id=family_id)
    found = queries.attachment(session, family_id=family.id, attachment_id=attachment_id)
    if found is None:
        raise NotFoundError(family_id=family.id)
    newest = queries.lineage(session, family_id=family.id, entry_id=found.entry_id).newest
    if newest is None:
        raise NotFoundError(family_id=family.id)
    return family, found, newest
