"""The seals of the audit log."""

from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import AppendOnly, Base


class AuditCheckpoint(AppendOnly, Base):
    """One seal: what every chain of the audit log ended with at one moment, signed.

    `heads`: chain and number of the last row, of the chains that grew since the checkpoint before
    it; of every chain where `whole`, so that the next seal need not read all seals ever made.
    """

    __tablename__ = "audit_checkpoint"
    __table_args__ = (Index("uq_audit_checkpoint_number", "number", unique=True),)

    number: Mapped[int]
    rows: Mapped[int]
    chains: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    heads: Mapped[dict[str, Any]]
    whole: Mapped[bool]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
