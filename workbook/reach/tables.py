"""Routes to a family for a time, conflicts of interest, closing, and whom one may ask after."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, OfFamily, Salted


class Route(Salted, OfFamily, Base):
    """A way to one family for one worker for a time, and why.

    `kind`: break_glass, closed, cover, sample or subject_access.
    """

    __tablename__ = "route"
    __table_args__ = (Index("ix_route_worker", "worker_id", "ends_at"),)

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))
    kind: Mapped[str] = mapped_column(String(20))
    reason_code: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class RouteEnd(Salted, OfFamily, Base):
    """A route that was ended before its time."""

    __tablename__ = "route_end"

    route_id: Mapped[str] = mapped_column(Id, ForeignKey("route.id"), unique=True)


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


class Closing(Salted, OfFamily, Base):
    """A family was closed, or opened again. The newest row counts: the one nobody replaces."""

    __tablename__ = "closing"

    kind: Mapped[str] = mapped_column(String(10))
    happens_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    replaces_id: Mapped[str | None] = mapped_column(Id, ForeignKey("closing.id"), unique=True)


class KnownFamily(OfFamily, Base):
    """What one may ask after exactly: a reference, or a name with a date of birth, as a keyed hash.

    The wall shows a row only to whoever asks with its very key.
    """

    __tablename__ = "known_family"

    key: Mapped[str] = mapped_column(String(64), index=True)
    team_id: Mapped[str] = mapped_column(Id, ForeignKey("team.id"))
