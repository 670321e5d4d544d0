"""Families, the people in them and those who work with them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbook.db import AppendOnly, Base, Id, Marked, OfFamily, Salted


class Family(Salted, AppendOnly, Base):
    """The group worked with. It may span several addresses."""

    __tablename__ = "family"

    reference: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    team_id: Mapped[str] = mapped_column(Id, ForeignKey("team.id"), index=True)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]


class Person(Salted, AppendOnly, Base):
    """A child, an unborn child, an adult or a network member. Identity is in their own words."""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(String(160))
    known_as: Mapped[str] = mapped_column(String(80), default="")
    born: Mapped[date | None]
    due: Mapped[date | None]
    died: Mapped[date | None]
    identity: Mapped[str] = mapped_column(Text, default="")


class FamilyMember(Marked, Base):
    """One person's place in one family. A person may belong to two."""

    __tablename__ = "family_member"
    __table_args__ = (UniqueConstraint("family_id", "person_id"),)

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    side: Mapped[str] = mapped_column(String(20))


class Relationship(Marked, Base):
    """A dated tie, read "a is kind of b". Abuse is a tie between two people, never a label."""

    __tablename__ = "relationship"

    a_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    b_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(30))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class ParentalResponsibility(Salted, OfFamily, Base):
    """Whether an adult holds parental responsibility for a child: yes, no or unknown."""

    __tablename__ = "parental_responsibility"

    adult_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    child_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    held: Mapped[str] = mapped_column(String(10))


class Household(Salted, OfFamily, Base):
    """An address. A protected one is known only to the persons named."""

    __tablename__ = "household"

    address: Mapped[str] = mapped_column(String(300))
    protected: Mapped[bool]
    known_by: Mapped[list[str]] = mapped_column(default=list)


class HouseholdMember(Salted, OfFamily, Base):
    """Who lives at an address, over dates."""

    __tablename__ = "household_member"

    household_id: Mapped[str] = mapped_column(Id, ForeignKey("household.id"))
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    protected: Mapped[bool]


class ContactDetail(Salted, OfFamily, Base):
    """One way to reach a person: whether it is safe to use, and whether it is sealed."""

    __tablename__ = "contact_detail"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(200))
    safe: Mapped[bool]
    sealed: Mapped[bool]


class Identifier(Salted, OfFamily, Base):
    """A number that another service knows a person by."""

    __tablename__ = "identifier"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(120), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class LegalStage(Salted, OfFamily, Base):
    """One child's legal stage over dates, with the category of abuse on a protection plan."""

    __tablename__ = "legal_stage"

    child_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    stage: Mapped[str] = mapped_column(String(30))
    category: Mapped[str] = mapped_column(String(20), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Involvement(Salted, OfFamily, Base):
    """A worker works with a family over dates. Access follows it."""

    __tablename__ = "involvement"
    __table_args__ = (Index("ix_involvement_worker", "worker_id", "family_id"),)

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    replaces_id: Mapped[str | None] = mapped_column(Id, ForeignKey("involvement.id"), unique=True)


class Route(Salted, OfFamily, Base):
    """A way to one family for one worker for a time, and why.

    `kind`: break_glass, closed, cover, sample or subject_access.
    """

    __tablename__ = "route"
    __table_args__ = (Index("ix_route_worker", "worker_id", "ends_at"),)

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("worker.id"))
    kind: Mapped[str] = mapped_column(String(20))
    reason_code: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class RouteEnd(Salted, OfFamily, Base):
    """A route that was ended before its time."""

    __tablename__ = "route_end"

    route_id: Mapped[str] = mapped_column(Id, ForeignKey("route.id"), unique=True)


class Closing(Salted, OfFamily, Base):
    """A family was closed, or opened again. The newest row counts: the one nobody replaces."""

    __tablename__ = "closing"

    kind: Mapped[str] = mapped_column(String(10))
    happens_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    replaces_id: Mapped[str | None] = mapped_column(Id, ForeignKey("closing.id"), unique=True)


class Withholding(Salted, OfFamily, Base):
    """Something kept from somebody, and why. `whole_record`: no document goes to them at all."""

    __tablename__ = "withholding"

    what: Mapped[str] = mapped_column(Text)
    from_persons: Mapped[list[str]]
    why: Mapped[str] = mapped_column(Text)
    until: Mapped[date | None]
    whole_record: Mapped[bool] = mapped_column(default=False)


class ChangeGoal(Salted, OfFamily, Base):
    """What the family wants to be different, in the words of the person who owns it."""

    __tablename__ = "change_goal"

    words: Mapped[str] = mapped_column(Text)
    child_id: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id"))
    owner_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
