"""Openings that a rule asked about, and what came of looking into them."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, OfFamily, Salted


class Finding(Salted, OfFamily, Base):
    """A rule asks about what one worker opened of one family on one day: ids only.

    `act_id` is the first such act of the day in the audit log.
    """

    __tablename__ = "finding"
    __table_args__ = (
        Index("uq_finding", "rule", "worker_id", "family_id", "on_day", unique=True),
    )  # fmt: skip

    rule: Mapped[str] = mapped_column(String(20))
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))
    on_day: Mapped[date]
    act_id: Mapped[str] = mapped_column(Id)


class FindingReview(Salted, OfFamily, Base):
    """What somebody found who looked into it: expected, explained or passed on."""

    __tablename__ = "finding_review"

    finding_id: Mapped[str] = mapped_column(Id, ForeignKey("finding.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
