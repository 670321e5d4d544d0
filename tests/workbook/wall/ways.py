"""Ways of reading a restricted row that ordinary code, or an attack, might take.

Each returns what came out as text. Every restricted row holds the canary; a number that only
restricted rows explain counts as the canary too. The list grows with every feature of SQLAlchemy
that the product begins to use.
"""

# ruff: noqa: ANN401, PLC3002, E501 -- a list of tricks, one expression each

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import delete, exists, func, insert, literal, literal_column, select, text, update
from sqlalchemy.orm import Session, aliased, defer, load_only

from tests.workbook.wall.worlds import BY, TODAY
from workbook.entries.tables import Contribution, Entry, Voice
from workbook.families.tables import Family, FamilyMember, Household, Involvement, Person
from workbook.staff.tables import Worker

CANARY = "CANARY"
Way = Callable[[Session], str]
WAYS: dict[str, Way] = {}
# How many rows the viewer of this list may see.
OPEN = {Entry: 5, Family: 1, Voice: 5, Person: 2, Contribution: 5}


def dump(found: Any) -> str:
    """Write whatever came out as text, mapped objects with all their values."""
    if hasattr(found, "__mapper__"):
        return repr({k: v for k, v in vars(found).items() if not k.startswith("_")})
    if isinstance(found, str | bytes | dict) or not isinstance(found, Iterable):
        return repr(found)
    return " ".join(dump(one) for one in found)


def number(found: Any, right: int) -> str:
    """A number that is not what the viewer may know is a leak."""
    return str(found) if found == right else CANARY


def way(name: str) -> Callable[[Way], Way]:
    def add(function: Way) -> Way:
        assert name not in WAYS
        WAYS[name] = function
        return function

    return add


def of_each_table() -> None:
    """The plain ways, for each of the tables that hold a canary."""
    columns = {
        Entry: Entry.note, Family: Family.name, Voice: Voice.words, Person: Person.name,
        Contribution: Contribution.section_key,
    }  # fmt: skip
    for table, column in columns.items():
        name = table.__tablename__
        way(f"select {name}")(lambda s, t=table: dump(s.scalars(select(t))))
        way(f"column of {name}")(lambda s, c=column: dump(s.scalars(select(c))))
        way(f"count of {name}")(
            lambda s, t=table: number(s.scalar(select(func.count(t.id))), OPEN[t])
        )
        way(f"query of {name}")(lambda s, t=table: dump(s.query(t).all()))
        way(f"query count of {name}")(lambda s, t=table: number(s.query(t).count(), OPEN[t]))
        way(f"core table of {name}")(lambda s, t=table: dump(s.execute(select(t.__table__))))
        way(f"largest of {name}")(lambda s, c=column: dump(s.scalar(select(func.max(c)))))
        way(f"alias of {name}")(lambda s, t=table: dump(s.scalars(select(aliased(t)))))
        way(f"distinct of {name}")(lambda s, c=column: dump(s.scalars(select(c).distinct())))
        way(f"common table of {name}")(lambda s, c=column: dump(s.execute(select(select(c).cte()))))
        way(f"subquery of {name}")(
            lambda s, c=column: dump(s.execute(select(select(c).subquery())))
        )
        way(f"where says so in {name}")(
            lambda s, c=column: number(len(s.scalars(select(c).where(c.contains(CANARY))).all()), 0)
        )
        way(f"get a known id of {name}")(lambda s, t=table: dump(s.get(t, "hidden")))
        way(f"bulk delete of {name}")(
            lambda s, t=table: dump(s.execute(delete(t)).rowcount) + CANARY
        )
        way(f"bulk update of {name}")(
            lambda s, t=table: dump(s.execute(update(t).values(id="x")).rowcount) + CANARY
        )


of_each_table()

way("union")(lambda s: dump(s.execute(sa.union_all(select(Entry.note), select(Person.name)))))
way("window count")(
    lambda s: number(s.execute(select(func.count().over()).select_from(Entry)).scalar(), 5)
)
way("row number")(
    lambda s: number(len(s.execute(select(func.row_number().over(order_by=Entry.id))).all()), 5)
)
way("group by family")(
    lambda s: number(
        sum(
            n for _, n in s.execute(select(Entry.family_id, func.count()).group_by(Entry.family_id))
        ),
        5,
    )
)
way("scalar subquery")(
    lambda s: number(s.scalar(select(select(func.count(Entry.id)).scalar_subquery())), 5)
)
way("correlated subquery")(
    lambda s: dump(
        s.execute(
            select(
                Worker.id,
                select(func.max(Entry.note))
                .where(Entry.recorded_by == Worker.id)
                .scalar_subquery(),
            )
        )
    )
)
way("exists tells")(
    lambda s: number(
        len(
            s.scalars(
                select(Worker.id).where(
                    exists().where(Entry.recorded_by == Worker.id, Entry.note.contains(CANARY))
                )
            ).all()
        ),
        0,
    )
)
way("in subquery tells")(
    lambda s: number(
        len(
            s.scalars(
                select(Worker.id).where(
                    Worker.id.in_(select(Entry.recorded_by).where(Entry.note.contains(CANARY)))
                )
            ).all()
        ),
        0,
    )
)
way("join tells")(
    lambda s: dump(
        s.execute(select(Family.id, Entry.note).join(Entry, Entry.family_id == Family.id))
    )
)
way("outer join")(
    lambda s: dump(
        s.execute(select(Worker.id, Entry.note).outerjoin(Entry, Entry.recorded_by == Worker.id))
    )
)
way("cartesian product")(lambda s: dump(s.execute(select(Worker.id, Entry.note).where(sa.true()))))
way("self join of aliases")(
    lambda s: (
        lambda a, b: dump(s.execute(select(a.id, b.note).join(b, b.family_id == a.family_id)))
    )(aliased(Entry), aliased(Entry))
)
way("class joined to its alias by inequality")(
    lambda s: (lambda b: dump(s.execute(select(Entry.id, b.note).join(b, b.id != Entry.id))))(
        aliased(Entry)
    )
)
way("other class joined to an alias")(
    lambda s: (lambda b: dump(s.execute(select(Worker.id, b.name).join(b, b.id != Worker.id))))(
        aliased(Person)
    )
)
way("count with filter")(
    lambda s: number(s.scalar(select(func.count().filter(Entry.note.contains(CANARY)))), 0)
)
way("case in a sum")(
    lambda s: number(
        s.scalar(select(func.sum(sa.case((Entry.note.contains(CANARY), 1), else_=0)))) or 0, 0
    )
)
way("having tells")(
    lambda s: number(
        len(
            s.execute(
                select(Entry.family_id)
                .group_by(Entry.family_id)
                .having(func.max(Entry.note).contains(CANARY))
            ).all()
        ),
        0,
    )
)
way("order by tells")(
    lambda s: number(
        len(s.execute(select(Worker.id).where(Worker.id == "me").order_by(Entry.id)).all()), 5
    )
)
way("recursive common table")(
    lambda s: (
        lambda c: dump(
            s.execute(
                select(
                    c.union_all(select(Entry.id, Entry.note).where(Entry.id == c.c.id, sa.false()))
                )
            )
        )
    )(select(Entry.id, Entry.note).cte(recursive=True))
)
way("refresh a guessed row")(
    lambda s: (
        lambda e: (sa.orm.make_transient_to_detached(e), s.add(e), s.refresh(e), dump(e))[-1]
    )(Entry(id="hidden"))
)
way("load a column of a guessed row")(
    lambda s: (lambda e: (sa.orm.make_transient_to_detached(e), s.add(e), dump([e.note]))[-1])(
        Entry(id="hidden")
    )
)
way("deferred column")(
    lambda s: dump([e.note for e in s.scalars(select(Entry).options(defer(Entry.note)))])
)
way("load only")(lambda s: dump(s.scalars(select(Entry).options(load_only(Entry.note)))))
way("merge a guessed row")(lambda s: dump(s.merge(Entry(id="hidden"))))
way("stream")(lambda s: dump(s.scalars(select(Entry).execution_options(yield_per=2))))
way("connection of the session")(lambda s: dump(s.connection().execute(select(Entry.note))))
way("text")(lambda s: dump(s.execute(text("select note from entry"))))
way("from statement of text")(
    lambda s: dump(s.scalars(select(Entry).from_statement(text("select * from entry"))))
)
way("from statement of a core select")(
    lambda s: dump(s.scalars(select(Entry).from_statement(select(Entry.__table__))))
)
way("text in where")(lambda s: dump(s.scalars(select(Entry).where(text("1=1 or 1=1")))))
way("fragment in columns")(
    lambda s: dump(s.execute(select(literal_column("(select max(note) from entry__t)"))))
)
way("table out of thin air")(
    lambda s: dump(s.execute(select(sa.column("note")).select_from(sa.table("entry__t"))))
)
way("view out of thin air")(
    lambda s: dump(s.execute(select(sa.column("note")).select_from(sa.table("entry"))))
)
way("reflected table")(
    lambda s: dump(
        s.execute(select(sa.Table("entry__t", sa.MetaData(), autoload_with=s.connection()).c.note))
    )
)
way("driver SQL")(lambda s: dump(s.connection().exec_driver_sql("select note from entry__t")))
way("insert from select, then read")(
    lambda s: (
        s.execute(
            insert(Voice).from_select(["id", "words"], select(literal("x") + Entry.id, Entry.note))
        ),
        dump(s.scalars(select(Voice.words))),
    )[-1]
)
way("unit of work update")(
    lambda s: (
        lambda e: (
            sa.orm.make_transient_to_detached(e), s.add(e), setattr(e, "note", "x"), s.flush(), CANARY,
        )[-1]
    )(Entry(id="hidden"))
)  # fmt: skip
way("bulk update mappings")(
    lambda s: (s.bulk_update_mappings(Entry, [{"id": "hidden", "note": "x"}]), CANARY)[-1]
)
way("members of another family")(lambda s: number(len(s.scalars(select(FamilyMember.id)).all()), 2))
way("protected address")(lambda s: dump(s.scalars(select(Household.address))))
way("who works with another family")(
    lambda s: number(
        len(s.scalars(select(Involvement.id).where(Involvement.family_id == "theirs")).all()), 0
    )
)
way("write into another family, then look")(
    lambda s: (
        s.execute(insert(Involvement), [involvement()]),
        dump(s.scalars(select(Family.name))),
    )[-1]
)
way("sign an entry as somebody else")(
    lambda s: (s.execute(insert(Voice), [{"id": "forged", "recorded_by": "other"}]), CANARY)[-1]
)


def involvement() -> dict[str, Any]:
    """A worker lets themselves into another family."""
    return {"id": "mine", "family_id": "theirs", "worker_id": "me", "starts_on": TODAY,
            "ends_on": None, "replaces_id": None, **BY, "recorded_by": "me"}  # fmt: skip
