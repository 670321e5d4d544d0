"""The log of documents: each exactly as it was issued."""

from datetime import date
from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Salted, Signed


class IssuedDocument(Salted, Signed, Base):
    """One document as issued: bytes, fingerprint, who it is for, what went into it.

    `sources`: the versions used, {entry, module, section} each.
    """

    __tablename__ = "issued_document"

    report: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(40))
    recipient_label: Mapped[str] = mapped_column(String(160))
    file_name: Mapped[str] = mapped_column(String(200))
    covers_from: Mapped[date]
    covers_to: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sources: Mapped[list[dict[str, Any]]]
    template_sha256: Mapped[str] = mapped_column(String(64))
    programme: Mapped[dict[str, Any]]
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)
    made_by_name: Mapped[str] = mapped_column(String(120))
