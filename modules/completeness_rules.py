"""The shapes of the rules by which a definition says when its module is complete."""

from typing import Annotated, Literal

import msgspec

# A question is named with its section, "day.weekday": keys repeat between sections.
Place = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
Say = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Count = Annotated[int, msgspec.Meta(ge=1, le=100)]


class _Rule(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"
):
    pass


class Answered(_Rule, frozen=True, tag="answered"):
    """Every one of these questions is answered for at least one of those it is about."""

    questions: Annotated[tuple[Place, ...], msgspec.Meta(min_length=1)]
    say: Say


class AnsweredPerSubject(_Rule, frozen=True, tag="answered_per_subject"):
    """Every one of these questions is answered for each child, adult or pair it is about."""

    questions: Annotated[tuple[Place, ...], msgspec.Meta(min_length=1)]
    say: Say


class AnsweredPerChild(_Rule, frozen=True, tag="answered_per_child"):
    """Every one of these questions is answered for each child."""

    questions: Annotated[tuple[Place, ...], msgspec.Meta(min_length=1)]
    say: Say


class AnsweredWithinWeeks(_Rule, frozen=True, tag="answered_within_weeks"):
    """The question was answered within so many weeks for each of those it is about."""

    question: Place
    weeks: Count
    say: Say
    per: Literal["each", "any"] = "each"


class AtLeastEntries(_Rule, frozen=True, tag="at_least_entries"):
    """The question was answered so often (a table counts its rows) for each it is about."""

    question: Place
    count: Count
    say: Say
    per: Literal["each", "any"] = "each"


class OneOf(_Rule, frozen=True, tag="one_of"):
    """At least one of these questions is answered for each of those they are about."""

    questions: Annotated[tuple[Place, ...], msgspec.Meta(min_length=2)]
    say: Say
    per: Literal["each", "any"] = "each"


class RepeatedWhen(_Rule, frozen=True, tag="repeated_when"):
    """Whoever was once given this answer has been asked again since."""

    questions: Annotated[tuple[Place, ...], msgspec.Meta(min_length=1)]
    value: Say
    say: Say


class SectionsIndependent(_Rule, frozen=True, tag="sections_independent"):
    """These sealed sections are judged apart, and only for those who may read them."""

    sections: Annotated[tuple[str, ...], msgspec.Meta(min_length=2)]


Rule = (
    Answered
    | AnsweredPerSubject
    | AnsweredPerChild
    | AnsweredWithinWeeks
    | AtLeastEntries
    | OneOf
    | RepeatedWhen
    | SectionsIndependent
)
