"""Workers, teams and sign-ins. These change, and whoever changes them is audited."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, new_id


class Team(Base):
    """One Family Safeguarding team."""

    __tablename__ = "team"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Worker(Base):
    """One member of staff of the council or of a partner agency."""

    __tablename__ = "worker"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    discipline: Mapped[str] = mapped_column(String(40))
    employer: Mapped[str] = mapped_column(String(120))
    team_id: Mapped[str] = mapped_column(Id, ForeignKey("team.id"), index=True)
    left_on: Mapped[date | None]


class Account(Base):
    """How one worker signs in with a password."""

    __tablename__ = "account"

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"), primary_key=True)
    sign_in_name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    failures: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]


class SignIn(Base):
    """One sign-in. Only the hash of its key is kept."""

    __tablename__ = "sign_in"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
