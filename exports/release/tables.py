"""Copies that wait for a second person, and what they said."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, Salted, Signed


class ReleaseRequest(Salted, Signed, Base):
    """An author asks a second person to let exactly this copy go.

    `fingerprint` names the copy; `leave_out` the passages it is made without. `reasons`: by the
    key of each passage in which the gate is certain of a sealed fact, why it may go all the same.
    It is another matter whether the copy needs a second reader at all (`words` is what the author
    says to them).
    """

    __tablename__ = "release_request"
    __table_args__ = (Index("ix_release_request_fingerprint", "family_id", "fingerprint"),)

    report: Mapped[str] = mapped_column(String(40))
    readers: Mapped[list[str]]
    label: Mapped[str] = mapped_column(Text)
    leave_out: Mapped[list[str]]
    reasons: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(Text, default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(120))
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class ReleaseDecision(Salted, Signed, Base):
    """What a second person, never the author, said of one request: approved or refused, and why."""

    __tablename__ = "release_decision"

    request_id: Mapped[str] = mapped_column(Id, ForeignKey("release_request.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120))
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)
