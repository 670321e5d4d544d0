"""Agreed wordings of sections, and the status of modules."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, Marked, Salted, Signed


class SectionSummary(Marked, Base):
    """The agreed wording of one section about one subject. It replaces the one before.

    `derived_from`: entries whose words went into it. It keeps the tightest of their marks.
    """

    __tablename__ = "section_summary"
    __table_args__ = (Index("ix_section_summary_module", "family_id", "module_key"),)

    module_key: Mapped[str] = mapped_column(String(40))
    module_version: Mapped[int]
    section_key: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_ids: Mapped[list[str]]
    words: Mapped[str] = mapped_column(Text)
    derived_from: Mapped[list[str]]
    replaces_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("section_summary.id"), unique=True
    )
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class ModuleStatus(Salted, Signed, Base):
    """How far one module has got, with the reason where one is needed [domain 1.4]."""

    __tablename__ = "module_status"
    __table_args__ = (Index("ix_module_status_family", "family_id", "module_key"),)

    module_key: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    restarts_on: Mapped[date | None]
    replaces_id: Mapped[str | None] = mapped_column(Id, ForeignKey("module_status.id"), unique=True)
