"""Files that are with an entry, brought in as the importer does."""

from typing import Any

from tests.builders.entries import Row, put
from tests.builders.families import NOW, BuiltFamily
from workbook.attachments.tables import Attachment
from workbook.db import Database, new_id


def attachment_row(family: BuiltFamily, entry_id: str, **given: Any) -> Row:  # noqa: ANN401
    """Return a row of a short text kept with an entry; `by` is a discipline."""
    by = given.pop("by", "social_worker")
    return {
        "id": new_id(),
        "family_id": family.id,
        "recorded_at": NOW,
        "recorded_by": family.workers[by],
        "discipline": by,
        "employer": "Testing Council",
        "mark": "team",
        "mark_persons": [],
        "entry_id": entry_id,
        "title": "A letter",
        "kind": "txt",
        "size": 5,
        "sha256": "0" * 64,
        "notes": [],
        "scanned": "not_scanned",
        "withdraws_id": None,
        "reason": "",
        "submit_key": new_id(),
        "content": b"Hello",
        **given,
    }


def an_attachment(
    database: Database,
    family: BuiltFamily,
    entry_id: str,
    **given: Any,  # noqa: ANN401
) -> str:
    """Add a file to an entry and return its id."""
    row = attachment_row(family, entry_id, **given)
    put(database, Attachment, row)
    return str(row["id"])
