"""What has been brought in from case folders, so that bringing it in again adds nothing."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id


class Imported(Base):
    """One thing of one case folder, by its name there, and a fingerprint of what it said.

    Ids and fingerprints only: the account that brings records in may read no family, and this is
    all that it remembers.
    """

    __tablename__ = "imported"

    family_reference: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    internal_id: Mapped[str] = mapped_column(Id)
    fingerprint: Mapped[str] = mapped_column(String(64))
