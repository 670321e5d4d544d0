"""Workers, teams and sign-ins, and families with a member of staff in them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, OfFamily, Salted, new_id


class Team(Base):
    """One Family Safeguarding team."""

    __tablename__ = "team"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Worker(Base):
    """One member of staff of the council or of a partner agency.

    Nothing is open to whoever has a `left_on`. `is_awaited`: asked for, and nobody agreed yet.
    """

    __tablename__ = "worker"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    discipline: Mapped[str] = mapped_column(String(40))
    employer: Mapped[str] = mapped_column(String(120))
    team_id: Mapped[str] = mapped_column(Id, ForeignKey("team.id"), index=True)
    left_on: Mapped[date | None]
    is_awaited: Mapped[bool] = mapped_column(default=False)


class Account(Base):
    """How one worker signs in with a password. `is_first`: they have yet to choose their own."""

    __tablename__ = "account"

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"), primary_key=True)
    sign_in_name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_first: Mapped[bool] = mapped_column(default=False)


class SignIn(Base):
    """One sign-in. Only the hash of its key is kept.

    Forms are bound to the `id`, which stays when unlocking gives the sign-in a new key. `how` is
    one of `rules.HOW`. `provider_token` is the sealed ID token with which the provider is told of
    the sign-out; `shown_at` is when the provider last confirmed that it is still the worker.
    `provider_subject` and `provider_session` are keyed hashes: by them the provider says who
    signed out there.
    """

    __tablename__ = "sign_in"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(Id, unique=True, default=new_id)
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    how: Mapped[str] = mapped_column(String(24), default="password")
    device: Mapped[str] = mapped_column(String(80), default="")
    provider_token: Mapped[str | None] = mapped_column(Text)
    provider_subject: Mapped[str | None] = mapped_column(String(64))
    provider_session: Mapped[str | None] = mapped_column(String(64))
    shown_at: Mapped[datetime | None]
    # While somebody of a family looks at the screen with the worker: which family, and who.
    sitting_in: Mapped[str | None] = mapped_column(Id)
    sitting_with: Mapped[list[str] | None]
    # When the last gate searched what they would see, and what of it they do not.
    sitting_since: Mapped[datetime | None]
    sitting_stopped: Mapped[list[str] | None]


class SignInDelay(Base):
    """Wrong answers in a row, counted for an account, an address or both together.

    `key` is a keyed hash, so that neither names nor addresses stand here.
    """

    __tablename__ = "sign_in_delay"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    not_before: Mapped[datetime | None]
    last_at: Mapped[datetime]


class KnownAddress(Base):
    """An address, as a keyed hash, from which a worker has signed in before."""

    __tablename__ = "known_address"

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"), primary_key=True)
    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    last_at: Mapped[datetime]


class StaffHome(Base):
    """Where a worker lives, as keyed hashes only: to be compared, never to be read.

    `postcode` and `phone` are 64 figures each, empty where not known.
    """

    __tablename__ = "staff_home"

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"), primary_key=True)
    postcode: Mapped[str] = mapped_column(String(64), default="")
    phone: Mapped[str] = mapped_column(String(64), default="")


class StaffFamily(Salted, OfFamily, Base):
    """A family with a member of staff in it. Each opening is told to one named person."""

    __tablename__ = "staff_family"
    __table_args__ = (Index("uq_staff_family", "family_id", "told_id", unique=True),)

    told_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))
