"""Group case supervision: sessions, families discussed, each worker's part, sign-off."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import AppendOnly, Base, Id, Marked, OfFamily, Salted


class SupervisionSession(AppendOnly, Base):
    """A dated session of one team. `held_on` is when it happened, not when it was typed."""

    __tablename__ = "supervision_session"
    __table_args__ = (UniqueConstraint("team_id", "held_on"),)

    team_id: Mapped[str] = mapped_column(Id, ForeignKey("team.id"), index=True)
    held_on: Mapped[date]
    chair_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))


class FamilyDiscussion(Salted, OfFamily, Base):
    """One version of what the team said and decided about one family in one session.

    `attendance`: worker id to present, sent or absent. `agreed` and `trajectory`: child id to the
    agreed rating {risk, safety} and to better, same, worse or drifting. `dissent`: {who, view,
    resolved, on}. `family_told`: {how, by, on}. A later version names the one it replaces.
    """

    __tablename__ = "family_discussion"
    __table_args__ = (Index("ix_discussion_session", "session_id", "family_id"),)

    session_id: Mapped[str] = mapped_column(Id, ForeignKey("supervision_session.id"))
    children: Mapped[list[str]]
    attendance: Mapped[dict[str, Any]]
    child_voice: Mapped[str] = mapped_column(Text, default="")
    family_view: Mapped[str] = mapped_column(Text, default="")
    hypotheses: Mapped[str] = mapped_column(Text, default="")
    agreed: Mapped[dict[str, Any]]
    trajectory: Mapped[dict[str, Any]]
    decision: Mapped[str] = mapped_column(Text, default="")
    rationale: Mapped[str] = mapped_column(Text, default="")
    dissent: Mapped[list[dict[str, Any]]]
    family_told: Mapped[dict[str, Any]]
    fgdm_considered: Mapped[dict[str, Any]]
    next_due: Mapped[date | None]
    replaces_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("family_discussion.id"), unique=True
    )
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)


class DiscussionPart(Marked, Base):
    """What one worker brought: what works, what worries, own ratings, entries it came from.

    `ratings`: child id to {risk, safety}. It carries the tightest mark of its sources, or the one
    its author gave it, and the others are laid over it, so the minute has layers.
    """

    __tablename__ = "discussion_part"

    discussion_id: Mapped[str] = mapped_column(Id, ForeignKey("family_discussion.id"), index=True)
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))
    well: Mapped[str] = mapped_column(Text, default="")
    worried: Mapped[str] = mapped_column(Text, default="")
    ratings: Mapped[dict[str, Any]]
    sources: Mapped[list[str]]


class DiscussionSignOff(Salted, OfFamily, Base):
    """A manager signs off one discussion: it is locked. Later words are a dated addendum."""

    __tablename__ = "discussion_sign_off"
    __table_args__ = (UniqueConstraint("discussion_id", "recorded_by"),)

    discussion_id: Mapped[str] = mapped_column(Id, ForeignKey("family_discussion.id"))
    addendum: Mapped[str] = mapped_column(Text, default="")


class DiscussionAddendum(Salted, OfFamily, Base):
    """Dated words added after the sign-off. What was signed off stays as it is."""

    __tablename__ = "discussion_addendum"

    discussion_id: Mapped[str] = mapped_column(Id, ForeignKey("family_discussion.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)
