"""Whose account at the provider belongs to which worker, and who signed out there."""

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


class ProviderSignOut(Base):
    """One token by which the provider said that somebody signed out there. None counts twice.

    Both are keyed hashes. `session_hash` keeps somebody out who was on the way from there
    meanwhile. Rows go after `kept_until`, when the token is too old anyway.
    """

    __tablename__ = "provider_sign_out"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_hash: Mapped[str | None] = mapped_column(String(64))
    kept_until: Mapped[datetime]
