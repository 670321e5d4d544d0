"""Noting that somebody was refused: who, which family, and nothing else."""

import asyncio
import re
from typing import Final

import structlog
from litestar.types import Scope

from modules.errors import UnknownDefinitionError
from workbook.errors import NotFoundError
from workbook.staff.desk import Desk

log = structlog.get_logger()

# Under this name a request keeps the desk of whoever is signed in.
DESK: Final = "desk"
REFUSED: Final = frozenset({403, 404})
AN_ID: Final = re.compile("[0-9a-f]{32}")


async def note_refusal(error: Exception, scope: Scope) -> None:
    """Note in the system's chain that a signed-in worker was refused something of a family.

    The family's own chain would show it to people who need not know; and there may be no such
    family. What is no id is not kept: an address may hold what a person typed.
    """
    desk = scope["state"].get(DESK)
    family_id = str(scope.get("path_params", {}).get("family_id", ""))
    status = NotFoundError.status if isinstance(error, UnknownDefinitionError) else _status(error)
    if not isinstance(desk, Desk) or status not in REFUSED or not family_id:
        return
    object_id = family_id if AN_ID.fullmatch(family_id) else ""
    try:
        await asyncio.to_thread(desk.note_in_system, "refused", object_id=object_id, status=status)
    except Exception as problem:
        log.exception("refusal_not_noted", error=type(problem).__name__)


def _status(error: Exception) -> int:
    return int(getattr(error, "status", 0) or getattr(error, "status_code", 0))
