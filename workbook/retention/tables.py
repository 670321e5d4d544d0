"""How long each family's record is kept, orders to destroy one, holds, and certificates.

What proves a destruction outlives the family, so it holds ids, dates and counts and is not tied to
the family's row.
"""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import AppendOnly, Base, Id, OfFamily


class RetentionDate(OfFamily, Base):
    """What the schedule says of one family, whenever it says something new.

    `state`: open, asked, keep or due. `lines`: {rule, person, until} each. `asks`: children of
    whom a birthday is not known. `alone`: who belongs to no other family.
    """

    __tablename__ = "retention_date"

    reference: Mapped[str] = mapped_column(String(40))
    team_id: Mapped[str] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(10))
    keep_until: Mapped[date | None]
    rule: Mapped[str] = mapped_column(String(40), default="")
    schedule: Mapped[str] = mapped_column(String(40))
    lines: Mapped[list[dict[str, Any]]]
    asks: Mapped[list[str]]
    alone: Mapped[list[str]]
    replaces_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("retention_date.id"), unique=True
    )


class OfRecord(AppendOnly):
    """A row about a family's record that stays when the record is gone."""

    family_id: Mapped[str] = mapped_column(Id, index=True)
    team_id: Mapped[str] = mapped_column(Id)


class DestructionOrder(OfRecord, Base):
    """One person asks that a record whose time is over be destroyed.

    `checked`: what they looked into, by code; never a word of theirs, for it outlives the record.
    `person_ids`: who belongs to this family alone, and goes with it.
    """

    __tablename__ = "destruction_order"

    reference: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(40))
    keep_until: Mapped[date]
    schedule: Mapped[str] = mapped_column(String(40))
    person_ids: Mapped[list[str]]
    checked: Mapped[list[str]]
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class DestructionExport(OfRecord, Base):
    """The whole record was written to a file before it may be destroyed.

    `content_sha256` is of the rows alone: a record that changed since is not the one exported.
    """

    __tablename__ = "destruction_export"

    order_id: Mapped[str] = mapped_column(Id, ForeignKey("destruction_order.id"), index=True)
    rows: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content_sha256: Mapped[str] = mapped_column(String(64))


class DestructionDecision(OfRecord, Base):
    """A second person approves an order, or refuses it and says when to ask again."""

    __tablename__ = "destruction_decision"

    order_id: Mapped[str] = mapped_column(Id, ForeignKey("destruction_order.id"), unique=True)
    approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(40), default="")
    ask_again_on: Mapped[date | None]


class DestructionLapse(OfRecord, Base):
    """An order no longer counts: when it was to be carried out something had changed."""

    __tablename__ = "destruction_lapse"

    order_id: Mapped[str] = mapped_column(Id, ForeignKey("destruction_order.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(40))


class DestructionCertificate(OfRecord, Base):
    """Proof that a record was destroyed: what, when, on whose authority, and counts.

    `counts` and `hashes`: by table, how many rows and the SHA-256 of what they were. `content` is
    the certificate as it was issued.
    """

    __tablename__ = "destruction_certificate"

    order_id: Mapped[str] = mapped_column(Id, ForeignKey("destruction_order.id"), unique=True)
    reference: Mapped[str] = mapped_column(String(40))
    counts: Mapped[dict[str, Any]]
    hashes: Mapped[dict[str, Any]]
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))


class LegalHold(AppendOnly, Base):
    """Nothing of this is destroyed, and no period shortened, until two people lift it.

    `covers`: family, person or everything. A hold on a person was laid on from one family's page
    and holds every family that person belongs to. What lifts it is not tied to its row: a lifted
    hold goes with its family, and while it goes it has to be seen that it was lifted.
    """

    __tablename__ = "legal_hold"

    covers: Mapped[str] = mapped_column(String(12))
    family_id: Mapped[str | None] = mapped_column(Id, ForeignKey("family.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id"), index=True)
    team_id: Mapped[str] = mapped_column(Id, default="")
    reason: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date]
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class HoldLiftingRequest(AppendOnly, Base):
    """One person asks that a hold be lifted, and says why."""

    __tablename__ = "hold_lifting_request"

    hold_id: Mapped[str] = mapped_column(Id, index=True)
    family_id: Mapped[str | None] = mapped_column(Id, ForeignKey("family.id"), index=True)
    team_id: Mapped[str] = mapped_column(Id, default="")
    reason: Mapped[str] = mapped_column(Text)
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class HoldLifting(AppendOnly, Base):
    """A second person lifts a hold, or keeps it."""

    __tablename__ = "hold_lifting"

    request_id: Mapped[str] = mapped_column(Id, ForeignKey("hold_lifting_request.id"), unique=True)
    hold_id: Mapped[str] = mapped_column(Id, index=True)
    family_id: Mapped[str | None] = mapped_column(Id, ForeignKey("family.id"), index=True)
    team_id: Mapped[str] = mapped_column(Id, default="")
    lifted: Mapped[bool]
