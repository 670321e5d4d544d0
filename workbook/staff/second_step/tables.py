"""What a worker proves a second step with."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, new_id


class CodeSecret(Base):
    """The sealed secret that a worker's app makes its codes from.

    `last_step` is the half minute of the last code that was taken: none counts twice.
    """

    __tablename__ = "code_secret"

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    last_step: Mapped[int]
    added_at: Mapped[datetime]


class Passkey(Base):
    """One passkey of a worker: its public half, and how often it says it was used."""

    __tablename__ = "passkey"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
