"""Whose account at the provider belongs to which worker."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id


class ProviderLink(Base):
    """One account at one provider and the worker it is. Made by somebody, never by signing in."""

    __tablename__ = "provider_link"

    issuer: Mapped[str] = mapped_column(String(300), primary_key=True)
    account_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"), unique=True)
    linked_at: Mapped[datetime]
