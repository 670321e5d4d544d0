"""Reading what may be found, in as many statements for one family as for many.

The wall stands in front of every one of them: what a worker may not see is not there to be found
or counted.
"""

from collections.abc import Iterable

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from workbook.entries.queries import ENTRY, IN_FORCE, NEWEST_FIRST
from workbook.entries.rules import SavedEntry
from workbook.entries.tables import Entry
from workbook.families.queries import IS_CLOSED
from workbook.families.tables import Family, FamilyMember, Person
from workbook.search.rules import MOST_FOUND, Candidate, FoundEntry
from workbook.staff.tables import Worker

FAMILIES = select(
    Family.id.label("family_id"),
    Family.name.label("family_name"),
    Family.reference,
    IS_CLOSED.label("is_closed"),
).order_by(Family.name, Family.id)
PEOPLE = (
    select(
        Family.id.label("family_id"),
        Family.name.label("family_name"),
        Family.reference,
        IS_CLOSED.label("is_closed"),
        Person.id.label("person_id"),
        Person.name,
        Person.known_as,
        FamilyMember.kind,
    )
    .join(FamilyMember, FamilyMember.person_id == Person.id)
    .join(Family, Family.id == FamilyMember.family_id)
    .order_by(Person.name, Person.id, Family.name)
)


def candidates(session: Session) -> list[Candidate]:
    """Return every family and person this worker may see, in two statements, each by name.

    Names are compared in Python, because neither database folds accents by itself; a worker's
    families and the people in them are few.
    """
    return [
        Candidate(**row._mapping)  # noqa: SLF001 -- the row's own names
        for query in (FAMILIES, PEOPLE)
        for row in session.execute(query)
    ]


def entries_with(session: Session, *, words: Iterable[str]) -> list[FoundEntry]:
    """Return the newest entries in force whose note or headline holds every word.

    Signs that LIKE would take as its own are looked for as they are.
    """
    rows = session.execute(
        ENTRY.add_columns(Worker.name.label("author"), Family.name.label("family_name"))
        .join(Family, Family.id == Entry.family_id)
        .outerjoin(Worker, Worker.id == Entry.recorded_by)
        .where(
            *IN_FORCE,
            and_(
                *(
                    or_(
                        Entry.note.icontains(word, autoescape=True),
                        Entry.headline.icontains(word, autoescape=True),
                    )
                    for word in words
                )
            ),
        )
        .order_by(*NEWEST_FIRST)
        .limit(MOST_FOUND)
    )
    found = []
    for row in rows:
        values = dict(row._mapping)  # noqa: SLF001 -- the row's own names
        author, family_name = values.pop("author") or "", values.pop("family_name")
        entry = msgspec.convert(values, SavedEntry)
        found.append(FoundEntry(entry=entry, author=author, family_name=family_name))
    return found
