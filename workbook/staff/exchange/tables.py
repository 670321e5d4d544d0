"""Exchanges under way: a second step, a passkey's challenge, a way to the provider and back."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id


class Exchange(Base):
    """One exchange. Only the hash of its key is kept, and its detail is sealed.

    It goes when it is taken, so that no answer counts twice, and is worth nothing after a while.
    """

    __tablename__ = "exchange"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    worker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("worker.id"))
    detail: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]
