"""Reading what was asked about entries in the wrong family. Every function names its order."""

from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from workbook.attachments.tables import Attachment
from workbook.entries.tables import Action, Contribution, Entry, Ruler, Score, Voice
from workbook.misfiled.rules import Asked, Row
from workbook.misfiled.tables import MisfilingDecision, MisfilingRequest

TABLES: dict[str, Any] = {
    "contribution": Contribution,
    "voice": Voice,
    "ruler": Ruler,
    "score": Score,
    "action": Action,
    "attachment": Attachment,
}
ASKED = select(
    *(
        getattr(MisfilingRequest, name)
        for name in Asked.__struct_fields__
        if hasattr(MisfilingRequest, name)
    ),
    MisfilingDecision.approved,
).outerjoin(MisfilingDecision, MisfilingDecision.request_id == MisfilingRequest.id)


def asked(session: Session, *, family_id: str, entry_id: str) -> list[Asked]:
    """Return what was asked about an entry, the newest first."""
    rows = session.execute(
        ASKED.where(
            MisfilingRequest.family_id == family_id, MisfilingRequest.entry_id == entry_id
        ).order_by(MisfilingRequest.recorded_at.desc(), MisfilingRequest.id)
    )
    return [msgspec.convert(dict(row._mapping), Asked) for row in rows]  # noqa: SLF001


def waiting(session: Session, *, request_id: str) -> Asked | None:
    """Return one request with what was decided."""
    row = session.execute(ASKED.where(MisfilingRequest.id == request_id)).first()
    return msgspec.convert(dict(row._mapping), Asked) if row else None  # noqa: SLF001


def entry_row(session: Session, *, entry_id: str) -> Row | None:
    """Return the whole row of one version; None when it may not be seen."""
    row = session.execute(select(Entry.__table__).where(Entry.id == entry_id)).first()
    return _plain(row) if row else None


def part_rows(session: Session, *, entry_ids: tuple[str, ...]) -> list[tuple[str, Row]]:
    """Return the whole rows of the parts of an entry, by table and id.

    Those of the version that stands, the last; of files, those of every version.
    """
    found = []
    for name, table in TABLES.items():
        ids = list(entry_ids) if name == "attachment" else [entry_ids[-1]]
        known = table.__table__
        query = select(known).where(known.c.entry_id.in_(ids)).order_by(known.c.id)
        found += [(name, _plain(row)) for row in session.execute(query)]
    return found


def _plain(row: Any) -> Row:  # noqa: ANN401 -- a row of any statement
    return {str(name): value for name, value in row._mapping.items()}  # noqa: SLF001
