"""Marks set after the writing. They lie over a row's own mark: both have to open."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, OfFamily, Salted, Signed


class Tightening(Salted, Signed, Base):
    """A tighter mark on one row, from one person, at once.

    `object_id` is any row of the family's record. `for_discipline` is whose health detail it is.
    `set_on_id` is the row that the worker chose: its parts, its other versions and what was made
    of it have a tightening each, and are opened together. `entry_id`: the version that the row is
    a part of, so that whoever may not read the part learns that there is one.
    """

    __tablename__ = "tightening"

    object_id: Mapped[str] = mapped_column(Id, index=True)
    set_on_id: Mapped[str] = mapped_column(Id, default="", server_default="")
    entry_id: Mapped[str] = mapped_column(Id, default="", server_default="")
    mark: Mapped[str] = mapped_column(String(24))
    mark_persons: Mapped[list[str]] = mapped_column(default=list)
    for_discipline: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class LooseningRequest(Salted, Signed, Base):
    """One person asks that a row's mark be loosened, and says why.

    `deciders`: the disciplines of whom one other person may decide; of what the police told, the
    named workers. `police_contact`: who at the police or the MARAC agreed to it, else "".
    """

    __tablename__ = "loosening_request"

    object_id: Mapped[str] = mapped_column(Id, index=True)
    mark: Mapped[str] = mapped_column(String(24))
    mark_persons: Mapped[list[str]] = mapped_column(default=list)
    deciders: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    police_contact: Mapped[str] = mapped_column(Text, default="", server_default="")
    reason: Mapped[str] = mapped_column(Text)
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class LooseningDecision(Salted, Signed, Base):
    """A second person says yes or no to a loosening."""

    __tablename__ = "loosening_decision"

    request_id: Mapped[str] = mapped_column(Id, ForeignKey("loosening_request.id"), unique=True)
    approved: Mapped[bool]
    words: Mapped[str] = mapped_column(Text, default="")


class Lifting(Salted, OfFamily, Base):
    """One tightening no longer counts, by a decision of two people."""

    __tablename__ = "lifting"

    tightening_id: Mapped[str] = mapped_column(Id, ForeignKey("tightening.id"), unique=True)
    decision_id: Mapped[str] = mapped_column(Id, ForeignKey("loosening_decision.id"))
