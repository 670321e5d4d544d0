"""The copy that a second person is asked about, made with their own eyes, and what stops them."""

from datetime import date
from typing import Final

from exports.drafting import Author, Draft, draft
from exports.release.rules import Request, beyond
from modules.catalogue import Catalogue
from workbook.db import Database
from workbook.wall.viewer import Viewer

CHANGED: Final = (
    "The record has changed since: this is no longer the copy you are asked about. It has to be"
    " asked about again."
)
UNSEEN: Final = (
    "Part of this touches something protected that you may not see either: somebody who may see it"
    " decides. If nobody who works with this family may, ask information governance."
)


def copy_of(
    database: Database,
    request: Request,
    *,
    viewer: Viewer,
    catalogue: Catalogue,
    council: str,
    today: date,
) -> Draft:
    """Return the copy as its author would give it out, made with what this worker may read.

    Raises:
        NotFoundError: the family, or one of the readers, is not there for this worker.
        NothingGoesError: no document goes to one of the readers any more.
    """
    return draft(
        database,
        author=Author(
            viewer=viewer, name=request.by_name, employer=request.by_employer, council=council
        ),
        catalogue=catalogue,
        family_id=request.family_id,
        report_name=request.report,
        readers=request.readers,
        today=today,
        with_reasons=False,
        leave_out=request.leave_out,
    )


def why_not(copy: Draft, request: Request) -> str:
    """Say why this second person cannot let the copy go; "" when they can."""
    if copy.fingerprint != request.fingerprint:
        return CHANGED
    return UNSEEN if beyond(copy.held, request) else ""
