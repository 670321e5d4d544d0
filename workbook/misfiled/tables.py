"""Entries recorded in the wrong family: who asked, and who decided."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, Salted, Signed


class MisfilingRequest(Salted, Signed, Base):
    """One person says to which family an entry belongs, and why.

    `entry_ids`: every version of it, the one that stands last. `staying`: who belongs to both
    families. `left_out`: parts that do not travel. Not tied to the other family's row, which may
    be destroyed before this one.
    """

    __tablename__ = "misfiling_request"

    entry_id: Mapped[str] = mapped_column(Id, ForeignKey("entry.id"), index=True)
    entry_ids: Mapped[list[str]]
    to_family_id: Mapped[str] = mapped_column(Id)
    staying: Mapped[list[str]]
    left_out: Mapped[list[str]]
    reason: Mapped[str] = mapped_column(Text)
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class MisfilingDecision(Signed, Base):
    """A second person has the entry moved, or leaves it where it is."""

    __tablename__ = "misfiling_decision"

    request_id: Mapped[str] = mapped_column(Id, ForeignKey("misfiling_request.id"), unique=True)
    approved: Mapped[bool]
