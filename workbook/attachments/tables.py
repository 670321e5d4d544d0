"""Files that were added to entries, and the rows that withdraw them."""

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, Marked


class Attachment(Marked, Base):
    """One file with the version of the entry it was added to; or that a file is withdrawn.

    It belongs to every version of its entry. A row that `withdraws_id` another holds no content,
    only why. `title` is the worker’s words: what a file was called where it came from is never
    kept. `content` is what is given out, `sha256` its fingerprint. `notes` are codes of what was
    found or changed when it was taken in, `scanned` whether a virus scanner saw it.
    """

    __tablename__ = "attachment"

    entry_id: Mapped[str] = mapped_column(Id, ForeignKey("entry.id"), index=True)
    title: Mapped[str] = mapped_column(String(160), default="")
    kind: Mapped[str] = mapped_column(String(8), default="")
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    notes: Mapped[list[str]]
    scanned: Mapped[str] = mapped_column(String(12), default="")
    withdraws_id: Mapped[str | None] = mapped_column(Id, ForeignKey("attachment.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
