"""Openings that were looked into, conflicts of interest, and whom one may ask after."""

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import AppendOnly, Base, Id, OfFamily, Salted

# Whatever is read with each family stands beside it; here is what is asked about less often.
from workbook.families.tables import Closing, Route, RouteEnd

__all__ = [
    "Closing",
    "Conflict",
    "ConflictEnd",
    "KnownAnswer",
    "KnownFamily",
    "MatchDecision",
    "MatchProposal",
    "RoleDecision",
    "RoleRequest",
    "Route",
    "RouteEnd",
    "RouteReview",
    "StaffDetails",
]


class RouteReview(Salted, OfFamily, Base):
    """What a manager found on looking into one break-glass opening."""

    __tablename__ = "route_review"

    route_id: Mapped[str] = mapped_column(Id, ForeignKey("route.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")


class Conflict(Salted, OfFamily, Base):
    """A worker knows these people: the family is closed to them, whatever else holds.

    `kind`: declared by the worker, or matched and then decided. `about` says which family, to the
    register that must not read it.
    """

    __tablename__ = "conflict"
    __table_args__ = (Index("ix_conflict_worker", "worker_id", "family_id"),)

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")


class ConflictEnd(Salted, OfFamily, Base):
    """A conflict of interest that no longer holds, and why."""

    __tablename__ = "conflict_end"

    conflict_id: Mapped[str] = mapped_column(Id, ForeignKey("conflict.id"), unique=True)
    words: Mapped[str] = mapped_column(Text)


class KnownFamily(OfFamily, Base):
    """What one may ask after exactly: a reference, or a name with a date of birth, as a keyed hash.

    The wall shows a row only to whoever asks with its very key.
    """

    __tablename__ = "known_family"

    key: Mapped[str] = mapped_column(String(64), index=True)
    team_id: Mapped[str] = mapped_column(Id, ForeignKey("team.id"))


class KnownAnswer(Salted, AppendOnly, Base):
    """A worker’s yearly answer to whether they know anybody in the families open to them."""

    __tablename__ = "known_answer"
    __table_args__ = (Index("ix_known_answer_worker", "recorded_by", "recorded_at"),)

    knows: Mapped[bool]


class RoleRequest(Salted, AppendOnly, Base):
    """An administrator asks for a role for somebody else. A second person decides."""

    __tablename__ = "role_request"

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"), index=True)
    discipline: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text, default="")


class RoleDecision(Salted, AppendOnly, Base):
    """What the second person decided about a role."""

    __tablename__ = "role_decision"

    request_id: Mapped[str] = mapped_column(Id, ForeignKey("role_request.id"), unique=True)
    approved: Mapped[bool]


class StaffDetails(Salted, AppendOnly, Base):
    """A worker’s own address, postcode and telephone, as keyed hashes. The newest row counts."""

    __tablename__ = "staff_details"
    __table_args__ = (Index("ix_staff_details_worker", "recorded_by", "recorded_at"),)

    postcode: Mapped[str] = mapped_column(String(64), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    phone: Mapped[str] = mapped_column(String(64), default="")


class MatchProposal(Salted, OfFamily, Base):
    """A question: does this worker know this person? `alike`: in what they are alike."""

    __tablename__ = "match_proposal"
    __table_args__ = (UniqueConstraint("worker_id", "person_id", "family_id"),)

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    alike: Mapped[list[str]]
    about: Mapped[str] = mapped_column(Text, default="")


class MatchDecision(Salted, OfFamily, Base):
    """What information governance found: they know each other, or they do not."""

    __tablename__ = "match_decision"

    proposal_id: Mapped[str] = mapped_column(Id, ForeignKey("match_proposal.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
