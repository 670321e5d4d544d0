"""Openings that were looked into, conflicts of interest, and whom one may ask after."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, OfFamily, Salted

# Whatever is read with each family stands beside it; here is what is asked about less often.
from workbook.families.tables import Closing, Route, RouteEnd

__all__ = [
    "Closing",
    "Conflict",
    "ConflictEnd",
    "KnownFamily",
    "Route",
    "RouteEnd",
    "RouteReview",
]


class RouteReview(Salted, OfFamily, Base):
    """What a manager found on looking into one break-glass opening."""

    __tablename__ = "route_review"

    route_id: Mapped[str] = mapped_column(Id, ForeignKey("route.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")


class Conflict(Salted, OfFamily, Base):
    """A worker knows these people: the family is closed to them, whatever else holds.

    `kind`: declared by the worker, or decided after a match.
    """

    __tablename__ = "conflict"
    __table_args__ = (Index("ix_conflict_worker", "worker_id", "family_id"),)

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")


class ConflictEnd(Salted, OfFamily, Base):
    """A conflict of interest that no longer holds, and why."""

    __tablename__ = "conflict_end"

    conflict_id: Mapped[str] = mapped_column(Id, ForeignKey("conflict.id"), unique=True)
    words: Mapped[str] = mapped_column(Text)


class KnownFamily(OfFamily, Base):
    """What one may ask after exactly: a reference, or a name with a date of birth, as a keyed hash.

    The wall shows a row only to whoever asks with its very key.
    """

    __tablename__ = "known_family"

    key: Mapped[str] = mapped_column(String(64), index=True)
    team_id: Mapped[str] = mapped_column(Id, ForeignKey("team.id"))
