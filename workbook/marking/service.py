"""Laying a tighter mark over rows, and lifting it again by a decision of two people."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import insert
from sqlalchemy.orm import Session

from workbook.db import new_id
from workbook.marking.rules import Kept
from workbook.marking.tables import Lifting, Tightening
from workbook.staff.access import Actor

# Laid when the row was written, because one mark did not keep out everybody: nobody set it later,
# and it is lifted no more than the row’s own mark.
WITH_IT: Final = ""


class Over(msgspec.Struct, frozen=True, kw_only=True):
    """One mark to be laid over one row. `set_on_id`: the row because of which."""

    object_id: str
    set_on_id: str
    kept: Kept
    entry_id: str = ""


def lay(
    session: Session, overs: Iterable[Over], *, family_id: str, actor: Actor, now: datetime
) -> int:
    """Lay these marks, in one statement; return how many."""
    signed: dict[str, Any] = {
        "family_id": family_id,
        "recorded_at": now,
        "recorded_by": actor.id,
        "discipline": actor.discipline,
        "employer": actor.employer,
        "reason": "",
    }
    rows = [
        signed
        | {
            "id": new_id(),
            "object_id": over.object_id,
            "set_on_id": over.set_on_id,
            "entry_id": over.entry_id,
            "mark": over.kept.mark,
            "mark_persons": list(over.kept.persons),
            "for_discipline": over.kept.discipline,
        }
        for over in dict.fromkeys(overs)
    ]
    if rows:
        session.execute(insert(Tightening), rows)
    return len(rows)


def lift(
    session: Session,
    tightening_ids: Sequence[str],
    *,
    decision_id: str,
    family_id: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Let these tightenings count no longer. The database asks for a decision of two people."""
    rows = [
        {
            "id": new_id(),
            "family_id": family_id,
            "recorded_at": now,
            "recorded_by": actor.id,
            "tightening_id": one,
            "decision_id": decision_id,
        }
        for one in tightening_ids
    ]
    if rows:
        session.execute(insert(Lifting), rows)
