"""Reading what was brought in: which id of the record belongs to which name in a case folder."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbook.cases.pieces import PERSON
from workbook.cases.tables import Imported


def id_in_record(session: Session, *, reference: str, name: str, kind: str = PERSON) -> str | None:
    """Return the record's id of what a folder calls by this name; None if it has no such thing.

    It says nothing about who may see what the id stands for: that is the wall's question.
    """
    return session.scalar(
        select(Imported.internal_id).where(
            Imported.family_reference == reference,
            Imported.kind == kind,
            Imported.external_id == name,
        )
    )


def ids_in_record(session: Session, *, reference: str, kind: str) -> dict[str, str]:
    """Return the record's ids of everything of one kind, by the names in the folder."""
    rows = session.execute(
        select(Imported.external_id, Imported.internal_id).where(
            Imported.family_reference == reference, Imported.kind == kind
        )
    )
    return {row.external_id: row.internal_id for row in rows}
