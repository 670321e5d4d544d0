"""Keeping one row closer, with every part of it and everything that was made of it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from workbook import audit
from workbook.entries.queries import successions
from workbook.entries.versions.history import chain_of
from workbook.families.rules import FamilyFile
from workbook.marking.rules import Kept, keeps
from workbook.marking.service import Over, lay
from workbook.staff.access import Actor
from workbook.tightening import queries
from workbook.tightening.queries import DerivedSources
from workbook.tightening.rules import Found, Made
from workbook.wall.marks import UNTOLD


def tighten(
    session: Session,
    found: Found,
    kept: Kept,
    *,
    family: FamilyFile,
    derived: DerivedSources,
    actor: Actor,
    now: datetime,
) -> int:
    """Lay a mark over a row at once; return over how many rows it was laid.

    An entry goes with every version, every part and what was made of it, so far as the worker
    may read it: what they may not read is closer kept than this already. Twice is once.
    """
    overs = [
        Over(object_id=over, set_on_id=found.id, kept=kept, entry_id=entry_id)
        for over, entry_id in rows_of(session, found, family_id=family.id, derived=derived)
        if not any(
            one.set_on_id == found.id and keeps(one.kept, kept) for one in family.laid.get(over, ())
        )
    ]
    number = lay(session, overs, family_id=family.id, actor=actor, now=now)
    if number:
        act = audit.Act(
            chain=family.id,
            act="mark_tightened",
            worker_id=actor.id,
            discipline=actor.discipline,
            object_id=found.id,
            # The log tells nobody that there is something of a kind that they may not know of.
            detail={"rows": number} | ({} if kept.mark in UNTOLD else {"mark": kept.mark}),
        )
        audit.note(session, act, now=now)
    return number


def rows_of(
    session: Session, found: Found, *, family_id: str, derived: DerivedSources
) -> Iterator[tuple[str, str]]:
    """Yield every row that goes with this one, with the entry that it is a part of."""
    yield found.id, found.entry_id
    if found.kind == "household":
        for one in queries.residents(session, household_id=found.id):
            yield one, ""
    if found.kind == "contribution":
        made = Made(
            entry_ids=tuple(chain(session, found.entry_id, family_id=family_id)),
            module_key=found.module_key,
            section_key=found.section_key,
        )
        for one in derived.ids(session, made, family_id=family_id):
            yield one, ""
    if found.kind == "entry":
        versions = chain(session, found.id, family_id=family_id)
        for version in versions:
            if version != found.id:
                yield version, ""
        yield from queries.parts(session, entry_ids=versions).items()
        made = Made(entry_ids=tuple(versions))
        for one in derived.ids(session, made, family_id=family_id):
            yield one, ""


def chain(session: Session, entry_id: str, *, family_id: str) -> list[str]:
    """Return the ids of all versions of an entry, those too that this worker may not read."""
    return chain_of(entry_id, successions(session, family_id=family_id))
