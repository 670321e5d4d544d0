"""Finding what can be kept closer, its parts and what was made of it."""

from collections.abc import Callable, Collection
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Select,
    String,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)  # fmt: skip
from sqlalchemy.orm import Session

from workbook.attachments.tables import Attachment
from workbook.entries.tables import Action, Contribution, Entry, Ruler, Score, Voice
from workbook.families.tables import (
    ContactDetail,
    FamilyMember,
    Household,
    HouseholdMember,
    Relationship,
)
from workbook.tightening.rules import Found, Made
from workbook.wall.marks import TEAM

# What was made of these entries, by the ids of its rows.
DerivedSource = Callable[[Session, str, Made], list[str]]
FAMILY, OBJECT = bindparam("family_id", type_=String), bindparam("object_id", type_=String)
NOTHING = cast(null(), JSON)


class DerivedSources(msgspec.Struct, frozen=True):
    """Where what is made of entries is kept. The composition root puts them together."""

    ask: tuple[DerivedSource, ...] = ()

    def ids(self, session: Session, made: Made, *, family_id: str) -> list[str]:
        """Return the rows that may hold words of these entries, from every source."""
        return [one for source in self.ask for one in source(session, family_id, made)]


def _found(
    kind: str,
    table: Any,  # noqa: ANN401 -- a mapped class
    *,
    people: Any = NOTHING,  # noqa: ANN401
    person: Any = None,  # noqa: ANN401
    entry: Any = None,  # noqa: ANN401
) -> Select[Any]:
    """Return one kind of row in the shape that all kinds share."""
    is_marked = hasattr(table, "mark")
    is_answer = table is Contribution
    return select(
        literal(kind).label("kind"),
        table.id.label("id"),
        (table.mark if is_marked else literal(TEAM)).label("mark"),
        (table.mark_persons if is_marked else NOTHING).label("mark_persons"),
        (table.discipline if is_marked else literal("")).label("discipline"),
        table.recorded_by.label("recorded_by"),
        people.label("people"),
        cast(null() if person is None else person, String).label("person"),
        cast(null() if entry is None else entry, String).label("entry_id"),
        cast(table.module_key if is_answer else null(), String).label("module_key"),
        cast(table.section_key if is_answer else null(), String).label("section_key"),
    ).where(table.family_id == FAMILY, table.id == OBJECT)


FIND = union_all(
    _found("entry", Entry, people=Entry.present),
    _found(
        "contribution", Contribution, people=Contribution.subject_ids, entry=Contribution.entry_id
    ),
    _found("voice", Voice, person=Voice.person_id, entry=Voice.entry_id),
    _found("action", Action, person=Action.child_id, entry=Action.entry_id),
    _found("attachment", Attachment, entry=Attachment.entry_id),
    _found("member", FamilyMember, person=FamilyMember.person_id),
    _found("tie", Relationship),
    _found("household", Household),
    _found("contact", ContactDetail, person=ContactDetail.person_id),
)


def find(session: Session, *, family_id: str, object_id: str) -> Found | None:
    """Return one row of a family; None when it is not there or may not be seen."""
    row = session.execute(FIND, {"family_id": family_id, "object_id": object_id}).first()
    if row is None:
        return None
    return Found(
        kind=row.kind,
        id=row.id,
        mark=row.mark,
        mark_persons=tuple(row.mark_persons or ()),
        discipline=row.discipline,
        recorded_by=row.recorded_by,
        people=tuple(row.people or ()) + ((row.person,) if row.person else ()),
        entry_id=row.entry_id or "",
        module_key=row.module_key or "",
        section_key=row.section_key or "",
    )


def parts(session: Session, *, entry_ids: Collection[str]) -> dict[str, str]:
    """Return which entry each part of these entries belongs to, by the part’s id."""
    query = union_all(
        *(
            select(table.id, table.entry_id).where(table.entry_id.in_(entry_ids))
            for table in (Contribution, Voice, Ruler, Score, Action, Attachment)
        )
    )
    return {row.id: row.entry_id for row in session.execute(query)}


def residents(session: Session, *, household_id: str) -> list[str]:
    """Return the rows that say who lives at an address, by id."""
    return list(
        session.scalars(
            select(HouseholdMember.id)
            .where(HouseholdMember.household_id == household_id)
            .order_by(HouseholdMember.id)
        )
    )
