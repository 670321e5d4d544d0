"""Requests for one's own record, what happens to them, and what is decided of each item."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, Salted, Signed


class SubjectRequest(Salted, Signed, Base):
    """One person asks for what is recorded about them. `asks`: self, parent or representative."""

    __tablename__ = "subject_request"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    asks: Mapped[str] = mapped_column(String(20))
    asked_on: Mapped[date]
    words: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120))
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class SubjectStep(Salted, Signed, Base):
    """What happened to a request on a day: see `rules.STEPS`."""

    __tablename__ = "subject_step"

    request_id: Mapped[str] = mapped_column(Id, ForeignKey("subject_request.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    happens_on: Mapped[date]
    words: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120))
    # What was decided when a second person looked: a later decision opens the check again.
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class SubjectDecision(Salted, Signed, Base):
    """What the person is given of one item. It lies over the record and never alters it.

    `item`: the item's key. `leave_out`: words of it that are left out. The newest row counts: the
    one nobody replaces.
    """

    __tablename__ = "subject_decision"
    __table_args__ = (Index("ix_subject_decision_request", "request_id", "item"),)

    request_id: Mapped[str] = mapped_column(Id, ForeignKey("subject_request.id"))
    item: Mapped[str] = mapped_column(String(48))
    choice: Mapped[str] = mapped_column(String(10))
    ground: Mapped[str] = mapped_column(String(30), default="")
    leave_out: Mapped[list[str]] = mapped_column(default=list)
    words: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120))
    replaces_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("subject_decision.id"), unique=True
    )
