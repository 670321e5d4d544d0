"""Entries and all that is written as part of one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, Marked, OfFamily, Salted


class Entry(Marked, Base):
    """One version of one thing that happened or was said.

    `children`: per child {person, seen, seen_alone, bedroom_seen, reason} [domain 2.6]. A
    correction names the version it `replaces`; a withdrawal does too and says `withdraws`. The
    unique index gives each version one successor. `submit_key` makes sending a form twice one
    save.
    """

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_family_occurred", "family_id", "occurred_at"),
        Index("ix_entry_family_recorded", "family_id", "recorded_at"),
    )

    occurred_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(30))
    statutory_visit: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    present: Mapped[list[str]]
    children: Mapped[list[dict[str, Any]]]
    reveals: Mapped[list[str]]
    headline: Mapped[str] = mapped_column(String(300), default="")
    event_type: Mapped[str] = mapped_column(String(80), default="")
    impact: Mapped[str] = mapped_column(Text, default="")
    affects: Mapped[list[str]]
    replaces_id: Mapped[str | None] = mapped_column(Id, ForeignKey("entry.id"), unique=True)
    withdraws: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class EntrySuccession(Salted, OfFamily, Base):
    """One version took the place of another.

    Ids only, so that whoever may read the old version and not the new one still learns that the
    old one no longer stands.
    """

    __tablename__ = "entry_succession"

    replaced_id: Mapped[str] = mapped_column(Id, ForeignKey("entry.id"), unique=True)
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("entry.id"))


class OfEntry(Marked):
    """A row written as part of an entry. It is in force while that entry's version is."""

    entry_id: Mapped[str] = mapped_column(Id, ForeignKey("entry.id"), index=True)
    occurred_at: Mapped[datetime]


class Contribution(OfEntry, Base):
    """Answers to one section of one module about one subject.

    `subject_ids`: none for the family, one child or adult, two for a pair. `share_ok` is the
    child's wish where the answers hold a child's voice.
    """

    __tablename__ = "contribution"
    __table_args__ = (Index("ix_contribution_module", "family_id", "module_key"),)

    module_key: Mapped[str] = mapped_column(String(40))
    module_version: Mapped[int]
    section_key: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_ids: Mapped[list[str]]
    answers: Mapped[dict[str, Any]]
    share_ok: Mapped[str] = mapped_column(String(20), default="yes")


class Voice(OfEntry, Base):
    """What one person said, showed or did, and whether they are happy for others to hear it."""

    __tablename__ = "voice"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    voice: Mapped[str] = mapped_column(String(30))
    how: Mapped[str] = mapped_column(String(80), default="")
    share_ok: Mapped[str] = mapped_column(String(20))


class Ruler(OfEntry, Base):
    """Importance, confidence and readiness, 0–10, of one adult for one change goal."""

    __tablename__ = "ruler"
    __table_args__ = (Index("ix_ruler_family", "family_id", "occurred_at"),)

    adult_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    goal_id: Mapped[str] = mapped_column(Id, ForeignKey("change_goal.id"))
    importance: Mapped[int | None]
    confidence: Mapped[int | None]
    readiness: Mapped[int | None]


class Score(OfEntry, Base):
    """A scored tool: which, with whom, the total. Items are never kept [domain 5]."""

    __tablename__ = "score"

    instrument: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(40))
    with_whom: Mapped[str] = mapped_column(String(160))
    total: Mapped[int]
    risk_item_positive: Mapped[bool | None]


class Action(Marked, Base):
    """Something to be done: one owner, one date. From an entry or from group supervision."""

    __tablename__ = "action"
    __table_args__ = (Index("ix_action_owner", "owner_id", "due_on"),)

    entry_id: Mapped[str | None] = mapped_column(Id, ForeignKey("entry.id"), index=True)
    discussion_id: Mapped[str | None] = mapped_column(Id, index=True)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[str] = mapped_column(Id)
    owner_is_worker: Mapped[bool]
    child_id: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id"))
    due_on: Mapped[date]


class ActionOutcome(Salted, OfFamily, Base):
    """What became of an action: done, or no longer needed and why."""

    __tablename__ = "action_outcome"

    action_id: Mapped[str] = mapped_column(Id, ForeignKey("action.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")


class Draft(OfFamily, Base):
    """A form that a worker put aside to finish later: theirs alone, and not yet the record.

    `submit_key` is that of the entry it will become: once that entry is saved, the draft is over.
    """

    __tablename__ = "draft"

    submit_key: Mapped[str] = mapped_column(String(80), index=True)
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    discarded: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[str | None] = mapped_column(Id, ForeignKey("draft.id"), unique=True)


class Misfiling(OfFamily, Base):
    """One version left this family, or an entry came to it. Ids only: the wall asks this table.

    `kind`: left or came. An entry that came is not tied to its row, which is written after this.
    """

    __tablename__ = "misfiling"
    __table_args__ = (Index("ix_misfiling_entry", "entry_id", "kind"),)

    kind: Mapped[str] = mapped_column(String(4))
    entry_id: Mapped[str] = mapped_column(Id)
    request_id: Mapped[str] = mapped_column(Id)
