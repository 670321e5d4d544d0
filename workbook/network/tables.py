"""The family network register, offers of a family meeting, meetings, plans and decisions."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import Base, Id, OfFamily, Salted


class NetworkMember(Salted, OfFamily, Base):
    """A person close to the children, and what they agree to [Sd-FGDM, domain 7.4].

    `closeness`: child id to 0–10 in the child's own view.
    """

    __tablename__ = "network_member"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    tie: Mapped[str] = mapped_column(Text)
    closeness: Mapped[dict[str, Any]]
    consent_to_hold: Mapped[str] = mapped_column(String(10))
    consent_to_contact: Mapped[str] = mapped_column(String(10))
    offers: Mapped[list[str]]
    worries: Mapped[str] = mapped_column(Text, default="")
    must_not_meet: Mapped[list[str]]
    must_not_know: Mapped[list[str]]


class FgdmOffer(Salted, OfFamily, Base):
    """An offer of family group decision making, with each person's answer [domain 7.2]."""

    __tablename__ = "fgdm_offer"

    offered_on: Mapped[date]
    offered_by: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))
    how: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(30))
    responses: Mapped[list[dict[str, Any]]]
    reoffer_due: Mapped[date | None]
    coordinator_id: Mapped[str | None] = mapped_column(Id, ForeignKey("worker.id"))
    referral_sent: Mapped[date | None]
    leaflet: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(80), default="")


class FamilyMeeting(Salted, OfFamily, Base):
    """A family meeting. Nothing said in private family time is recorded [domain 7.3]."""

    __tablename__ = "family_meeting"

    held_on: Mapped[date]
    coordinator_id: Mapped[str | None] = mapped_column(Id, ForeignKey("worker.id"))
    stages: Mapped[list[str]]
    attended: Mapped[list[str]]
    separate_part: Mapped[list[str]]
    venue_note: Mapped[str] = mapped_column(Text, default="")


class FamilyPlan(Salted, OfFamily, Base):
    """One version of the family's own plan, in their words. Professionals do not edit it."""

    __tablename__ = "family_plan"

    version: Mapped[int]
    made_on: Mapped[date]
    lines: Mapped[list[dict[str, Any]]]
    contingency: Mapped[str] = mapped_column(Text, default="")
    watches_id: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id"))
    agreed_by: Mapped[list[dict[str, Any]]]
    safe: Mapped[str] = mapped_column(Text, default="")
    review_on: Mapped[date | None]


class FamilyDecision(Salted, OfFamily, Base):
    """A decision, with the family in it: who knew, who took part, what each thought."""

    __tablename__ = "family_decision"

    decision: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    knew: Mapped[list[str]]
    involved: Mapped[list[str]]
    views: Mapped[list[dict[str, Any]]]
    changed_because: Mapped[str] = mapped_column(Text, default="")
    plain_version_sent: Mapped[date | None]
