"""Sealed facts: their values are written so that the database alone does not give them away."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, OfFamily


class SealedFact(OfFamily, Base):
    """One fact of a person or a household. `value` is a token of `workbook.encryption`.

    It has no salted hash: under a new key the token is another and says the same.
    """

    __tablename__ = "sealed_fact"

    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id"))
    household_id: Mapped[str | None] = mapped_column(Id, ForeignKey("household.id"))
    contact_id: Mapped[str | None] = mapped_column(Id, ForeignKey("contact_detail.id"))
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(Text)
    known_by: Mapped[list[str]] = mapped_column(default=list)
    replaces_id: Mapped[str | None] = mapped_column(Id, ForeignKey("sealed_fact.id"), unique=True)
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)
