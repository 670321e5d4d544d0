"""Who opened or changed what: one append-only chain a family, written with the act itself.

Each row holds the hash of the row before it, so that a missing or changed row shows
(security.md 4). It holds ids and salted hashes only: never a name, never a word somebody wrote. No
feature reads it to decide anything.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import JSON, Index, String, event, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbook.db import AppendOnly, Base, Id, ViewerSession
from workbook.salting import SavedRow, canonical, take_waiting
from workbook.wall.viewer import IMPORTER

SYSTEM = "system"
START = "0" * 64
# What a row's hash covers besides the hash before it; `id` and `recorded_by` follow from these.
CONTENT = (
    "chain", "number", "recorded_at", "worker_id", "discipline", "act", "object_id", "detail",
)  # fmt: skip
CONTENT_OF = attrgetter(*CONTENT)


class AuditEvent(AppendOnly, Base):
    """One act. `chain` is a family's id, or `system` for what belongs to no family."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("uq_audit_event_number", "chain", "number", unique=True),)

    chain: Mapped[str] = mapped_column(Id)
    number: Mapped[int]
    worker_id: Mapped[str] = mapped_column(Id)
    discipline: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(64), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


# Under this key an act's detail holds the hashes of the rows that were saved with it: table, id,
# hash (`workbook.salting`). An act DESTROYED holds under the same key table and list of ids, and
# under "schedule" the rule that they were destroyed under.
CONTENT_KEY = "content"
DESTROYED = "destroyed"
# Holds the hashes of places that were put under seal later, emptied: in place of those before.
PLACES_SEALED = "places_sealed"
# What is noted of rows that were saved without an act of their own.
SAVED = "rows_saved"


class Head(msgspec.Struct, frozen=True):
    """The end of one chain: the number and hash of its last row.

    `is_held`: nobody else can add to the chain until this transaction is over.
    """

    number: int = 0
    hash: str = START
    is_held: bool = False


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What is noted: who did what to which object of which chain."""

    chain: str
    act: str
    worker_id: str
    discipline: str
    object_id: str = ""
    detail: dict[str, Any] = {}


def link(previous: str, values: dict[str, Any]) -> str:
    """Return the hash that ties one row to the row before it."""
    return hashlib.sha256(b"workbook-audit-1\0" + previous.encode() + canonical(values)).hexdigest()


def head(session: Session, *, chain: str) -> Head:
    """Return the end of a chain; the start when it has no rows yet."""
    row = session.execute(
        select(AuditEvent.number, AuditEvent.hash)
        .where(AuditEvent.chain == chain)
        .order_by(AuditEvent.number.desc())
        .limit(1)
    ).first()
    return Head(row.number, row.hash) if row else Head()


def take_turn(session: Session, *, chain: str) -> Head:
    """Wait for this transaction’s turn on a chain, and return the end that `note` then goes after.

    For an act after which the worker no longer sees the chain; or that counts what is in it.
    """
    if session.get_bind().dialect.name == "postgresql":
        turn = func.pg_advisory_xact_lock(func.hashtextextended(chain, 0))
        session.execute(select(turn))
    end = head(session, chain=chain)
    return Head(end.number, end.hash, is_held=True)


def note(session: Session, *acts: Act, now: datetime, after: Head | None = None) -> Head:
    """Add acts of one chain, in the transaction of the act itself. Return the new end.

    `after` is the end of the chain if the caller has read it already in this transaction, to save
    a statement. It counts where writers take turns; where they do not, this waits for its own turn
    on the chain and reads the end then.

    The first act holds the hashes of all rows of this family that were saved in the transaction.
    """
    families = {"", acts[0].chain}
    taken = take_waiting(session, lambda row: row.family in families)
    return _append(session, acts, held=_hashes(taken), now=now, after=after)


def _append(
    session: Session,
    acts: Sequence[Act],
    *,
    held: dict[str, Any],
    now: datetime,
    after: Head | None = None,
) -> Head:
    end = after
    if session.get_bind().dialect.name == "postgresql" and not (end and end.is_held):
        end = take_turn(session, chain=acts[0].chain)
    if end is None:
        end = head(session, chain=acts[0].chain)
    moment = now.astimezone(UTC)
    rows = []
    for act in acts:
        detail, held = act.detail | held, {}
        values = {
            "chain": act.chain,
            "number": end.number + 1,
            "recorded_at": moment.isoformat(),
            "worker_id": act.worker_id,
            "discipline": act.discipline,
            "act": act.act,
            "object_id": act.object_id,
            "detail": detail,
        }
        row_hash = link(end.hash, values)
        rows.append(
            values
            | {
                "id": row_hash[:32],
                "recorded_at": moment,
                "recorded_by": act.worker_id,
                "previous": end.hash,
                "hash": row_hash,
            }
        )
        end = Head(end.number + 1, row_hash)
    session.execute(insert(AuditEvent), rows)
    return end


def _hashes(rows: Sequence[SavedRow]) -> dict[str, Any]:
    tables: dict[str, dict[str, str]] = {}
    for row in rows:
        tables.setdefault(row.table, {})[row.id] = row.hash
    return {CONTENT_KEY: tables} if tables else {}


@event.listens_for(ViewerSession, "before_commit")
def _note_what_nobody_noted(session: ViewerSession) -> None:
    """Hold the log to rows that were saved without an act, in the chain of whoever saved them.

    It may be a family that they can no longer see. The importer notes whole cases itself.
    """
    viewer = session.viewer
    left = take_waiting(session, lambda _: True)
    if left and viewer.worker_id != IMPORTER:
        act = Act(
            chain=viewer.worker_id,
            act=SAVED,
            worker_id=viewer.worker_id,
            discipline=viewer.discipline,
        )
        _append(session, [act], held=_hashes(left), now=max(row.at for row in left))


class Opening(msgspec.Struct, frozen=True):
    """One line of who opened or changed a family's record."""

    worker_id: str
    discipline: str
    act: str
    at: datetime
    detail: dict[str, Any]


def openings(session: Session, *, family_id: str, limit: int = 100) -> list[Opening]:
    """Return who opened or changed this family's record, newest first."""
    rows = session.execute(
        select(
            AuditEvent.worker_id,
            AuditEvent.discipline,
            AuditEvent.act,
            AuditEvent.recorded_at,
            AuditEvent.detail,
        )
        .where(AuditEvent.chain == family_id)
        .order_by(AuditEvent.number.desc())
        .limit(limit)
    )
    return [
        Opening(row.worker_id, row.discipline, row.act, row.recorded_at, row.detail) for row in rows
    ]


def first_break(session: Session, *, chain: str) -> int | None:
    """Return the number of the first row that does not follow; None if the chain is whole."""
    end = Head()
    rows = session.execute(
        select(AuditEvent.__table__).where(AuditEvent.chain == chain).order_by(AuditEvent.number)
    )
    for row in rows:
        follows = row.number == end.number + 1 and row.previous == end.hash
        if not follows or not is_whole(row):
            return int(row.number)
        end = Head(row.number, row.hash)
    return None


def content(row: Any) -> dict[str, Any]:  # noqa: ANN401 -- a row of any statement
    """Return what a row's hash covers, as it was when the row was written."""
    values = dict(zip(CONTENT, CONTENT_OF(row), strict=True))
    values["recorded_at"] = row.recorded_at.isoformat()
    return values


def is_whole(row: Any) -> bool:  # noqa: ANN401 -- a row of any statement
    """Say whether a row is what was written; nothing in it is free to be changed."""
    return bool(
        row.hash == link(row.previous, content(row))
        and row.id == row.hash[:32]
        and row.recorded_by == row.worker_id
    )
