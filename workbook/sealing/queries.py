"""Reading the audit log as it was sealed: the rows of each checkpoint, then the checkpoint.

The log has no order of its own across chains. That of the checkpoints lets one pass, which
remembers only where each chain ends, check every seal ever made. What was tampered with is read
as far as it can be: nothing is left out that a judge should see.
"""

from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Row, and_, bindparam, func, or_, select
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from workbook.audit import AuditEvent, Head
from workbook.sealing.rules import Checkpoint, Unreadable
from workbook.sealing.tables import AuditCheckpoint

# Ranges in one statement, and rows in one range: what is held in memory at once.
RANGES = 50
LONGEST = 200
EVENT = AuditEvent.__table__
CHECKPOINT = AuditCheckpoint.__table__
Range = tuple[str, int, int]

ENDS = select(EVENT.c.chain, func.max(EVENT.c.number).label("number")).group_by(EVENT.c.chain).cte()
HEADS = select(EVENT.c.chain, EVENT.c.number, EVENT.c.hash).join_from(
    ENDS, EVENT, and_(EVENT.c.chain == ENDS.c.chain, EVENT.c.number == ENDS.c.number)
)
EXTENTS = select(
    EVENT.c.chain, func.min(EVENT.c.number), func.max(EVENT.c.number), func.count()
).group_by(EVENT.c.chain)
# Each range is one look-up in the index. A list of pairs would read the whole table on SQLite.
ROWS = select(EVENT).where(
    or_(
        *(
            and_(
                EVENT.c.chain == bindparam(f"chain{n}"),
                EVENT.c.number.between(bindparam(f"first{n}"), bindparam(f"last{n}")),
            )
            for n in range(RANGES)
        )
    )
)
NOWHERE: Range = ("", 1, 0)
STRAY = (
    select(EVENT)
    .where(
        EVENT.c.chain == bindparam("chain"),
        or_(EVENT.c.number > bindparam("done"), EVENT.c.number < 1),
        EVENT.c.number <= bindparam("last"),
    )
    .order_by(EVENT.c.number)
)
NEWEST = select(func.max(CHECKPOINT.c.number))
SINCE_WHOLE = (
    select(CHECKPOINT)
    .where(
        CHECKPOINT.c.number
        >= select(func.max(CHECKPOINT.c.number)).where(CHECKPOINT.c.whole).scalar_subquery()
    )
    .order_by(CHECKPOINT.c.number)
)
UP_TO = (
    select(CHECKPOINT)
    .where(CHECKPOINT.c.number <= bindparam("newest"))
    .order_by(CHECKPOINT.c.number)
    .execution_options(yield_per=50)
)


class Sealed(msgspec.Struct, frozen=True):
    """The last checkpoint, the chains and numbers that are sealed, and how long since a whole."""

    last: Checkpoint | None
    covered: dict[str, int]
    since_whole: int


class Extent(msgspec.Struct, frozen=True):
    """How far one chain goes: its first and last number, and how many rows there are."""

    first: int
    last: int
    count: int

    @property
    def is_regular(self) -> bool:
        """Say whether every number stands once."""
        return self.first == 1 and self.last == self.count


def heads(session: Session) -> dict[str, Head]:
    """Return where every chain ends now."""
    return {row.chain: Head(row.number, row.hash) for row in session.execute(HEADS)}


def sealed(session: Session) -> Sealed:
    """Return what is sealed so far."""
    covered: dict[str, int] = {}
    last, since = None, 0
    for row in session.execute(SINCE_WHOLE):
        last = _checkpoint(row)
        covered.update(last.heads)
        since = 0 if last.whole else since + 1
    return Sealed(last, covered, since)


Item = Row[Any] | Checkpoint | Unreadable


def in_order(session: Session) -> Generator[Item, None, None]:
    """Yield the rows that each checkpoint covers, then the checkpoint; at last the rows since.

    Rows that are added meanwhile are left for the next time. To be closed before its session.
    """
    place = ["the beginning"]
    try:
        yield from _in_order(session, place)
    except DBAPIError:
        raise
    except (StatementError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        # Something stands in a column that its type cannot be.
        yield Unreadable(f"after {place[0]}")


def _in_order(session: Session, place: list[str]) -> Iterator[Item]:
    # Seals first: whatever they cover was there before them.
    newest = session.scalar(NEWEST)
    extents = {chain: Extent(*numbers) for chain, *numbers in session.execute(EXTENTS)}
    covered: dict[str, int] = {}
    if newest is not None:
        with session.execute(UP_TO, {"newest": newest}) as rows:
            for row in rows:
                seal = _checkpoint(row)
                yield from _rows(session, _ranges(seal.heads, extents, covered))
                yield seal
                place[0] = f"checkpoint {seal.number}"
    regular = {chain: one.last for chain, one in extents.items() if one.is_regular}
    yield from _rows(session, _ranges(regular, extents, covered))
    for chain in sorted(extents.keys() - regular.keys()):
        yield from session.execute(
            STRAY,
            {"chain": chain, "done": covered.get(chain, 0), "last": extents[chain].last},
        )


def _ranges(
    ends: dict[str, int], extents: dict[str, Extent], covered: dict[str, int]
) -> Iterator[Range]:
    """Yield where the rows up to these ends stand that were not yielded before."""
    for chain, number in sorted(ends.items()):
        done, extent = covered.get(chain, 0), extents.get(chain)
        if extent is None:
            continue
        # A forged end or a planted row may name any number: no more than there are rows.
        end = min(number, extent.last, done + extent.count)
        covered[chain] = max(done, end)
        for first in range(done + 1, end + 1, LONGEST):
            yield chain, first, min(first + LONGEST - 1, end)


def _rows(session: Session, ranges: Iterable[Range]) -> Iterator[Row[Any]]:
    waiting = iter(ranges)
    while asked := list(islice(waiting, RANGES)):
        padded = asked + [NOWHERE] * (RANGES - len(asked))
        values: dict[str, str | int] = {}
        for n, (chain, first, last) in enumerate(padded):
            values |= {f"chain{n}": chain, f"first{n}": first, f"last{n}": last}
        found = session.execute(ROWS, values).all()
        yield from sorted(found, key=lambda row: (row.chain, row.number))


def _checkpoint(row: Any) -> Checkpoint:  # noqa: ANN401 -- a row of any statement
    return Checkpoint(
        number=row.number,
        sealed_at=row.recorded_at.isoformat(),
        sealed_by=row.recorded_by,
        rows=row.rows,
        chains=row.chains,
        root=row.root,
        heads=dict(row.heads.items()),
        whole=row.whole,
        previous=row.previous,
        id=row.id,
        hash=row.hash,
        signature=row.signature,
    )
