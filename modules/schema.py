"""The shape of a definition: what a module, a section and each kind of question may say."""

from typing import Annotated, Literal

import msgspec

from modules.completeness_rules import Rule
from modules.vocabulary import REPORTS, narrowest

Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
OptionValue = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9 _]{0,39}$")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Hint = Annotated[str, msgspec.Meta(max_length=1000)]
Version = Annotated[int, msgspec.Meta(ge=1, le=999)]
Subject = Literal["family", "child", "adult", "pair"]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer a worker can pick: what is stored, and what is read."""

    value: OptionValue
    label: Text


Options = Annotated[tuple[Option, ...], msgspec.Meta(min_length=2)]


class ShowIf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Show the question only when an earlier answer was one of these values."""

    question: Key
    any_of: Annotated[tuple[OptionValue, ...], msgspec.Meta(min_length=1)]


class Asked(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"
):
    """What every kind of question has in common."""

    key: Key
    label: Text
    hint: Hint = ""
    required: bool = False
    feeds: tuple[str, ...] = ()
    show_if: ShowIf | None = None
    subject: Subject | None = None
    also_about: tuple[Subject, ...] = ()
    mark: str | None = None
    per: Literal["goal"] | None = None
    instrument: str = ""

    def __post_init__(self) -> None:
        if "all" in self.feeds:
            msgspec.structs.force_setattr(self, "feeds", REPORTS)

    @property
    def kind(self) -> str:
        """The name by which pages, readers and this definition know the kind."""
        return str(self.__struct_config__.tag)


class Narrative(Asked, frozen=True, tag="narrative"):
    """Plain text in somebody's words; `voice` says whose they usually are."""

    voice: str | None = None
    short: bool = False


class Choice(Asked, frozen=True, tag="choice"):
    """One of several options; `words`, when given, is the label of a box beneath."""

    options: Options
    words: str = ""


class Multi(Asked, frozen=True, tag="multi"):
    """Any number of options; `words`, when given, is the label of a box beneath."""

    options: Options
    words: str = ""


class Scale(Asked, frozen=True, tag="scale"):
    """A whole number from 0 to 10 with a word at each end."""

    low: Text = "Not at all"
    high: Text = "Completely"
    words: str = ""

    @property
    def minimum(self) -> int:
        """Every ruler starts at nought, so that rulers can be compared."""
        return 0

    @property
    def maximum(self) -> int:
        """Every ruler ends at ten, so that rulers can be compared."""
        return 10


class Day(Asked, frozen=True, tag="day"):
    """A date without a time."""


class Number(Asked, frozen=True, tag="number"):
    """A number in a unit; `term`, when given, asks which period it is about."""

    unit: str = ""
    min: float = 0
    max: float = 1_000_000
    term: str = ""


class PersonAnswer(Asked, frozen=True, tag="person"):
    """People of the family or its network."""

    several: bool = True


class YesNo(Asked, frozen=True, tag="yes_no"):
    """Yes or no and why; `also` adds other short answers, `date` asks when."""

    words: Text = "Tell us more"
    date: str = ""
    also: tuple[Option, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """Yes, no and whatever the definition adds."""
        return (Option("yes", "Yes"), Option("no", "No"), *self.also)


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One column of a table question."""

    key: Key
    label: Text
    kind: Literal["text", "choice", "person", "date", "number", "scale", "yesno"] = "text"
    options: tuple[Option, ...] = ()


class Table(Asked, frozen=True, tag="table"):
    """Rows a worker adds one by one."""

    columns: Annotated[tuple[Column, ...], msgspec.Meta(min_length=1, max_length=8)]
    row: Text = "line"


Question = Narrative | Choice | Multi | Scale | Day | Number | PersonAnswer | YesNo | Table


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Questions that are recorded and summarised together."""

    key: Key
    title: Text
    purpose: str = ""
    disciplines: tuple[str, ...] = ()
    mark: str = "team"
    subject: Subject = "family"
    track: Literal["survivor", "perpetrator"] | None = None
    lead: Key | None = None
    questions: Annotated[tuple[Question, ...], msgspec.Meta(min_length=1)]

    @property
    def lead_question(self) -> Narrative | None:
        """The narrative that a short note answers: the one named, else the first long one."""
        narratives = [asked for asked in self.questions if isinstance(asked, Narrative)]
        named = [asked for asked in narratives if asked.key == self.lead]
        return next(iter(named or [asked for asked in narratives if not asked.short]), None)

    def question(self, key: str) -> Question | None:
        """Return the question with this key, if the section has it."""
        return next((asked for asked in self.questions if asked.key == key), None)

    def subject_of(self, question: Question) -> Subject:
        """Return what one answer is about: the question's own subject, else the section's."""
        return question.subject or self.subject

    def mark_of(self, question: Question) -> str:
        """Return the default mark of one answer."""
        return question.mark or self.mark

    def mark_for(self, answered: frozenset[str]) -> str:
        """Return the default mark of a contribution that answers these questions."""
        marks = tuple(self.mark_of(asked) for asked in self.questions if asked.key in answered)
        return narrowest(marks) if marks else self.mark


class CommonBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The section that every module carries; a module may override nothing in it."""

    version: Version
    section: Section


class Module(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One published version of one module of the programme."""

    key: Key
    version: Version
    title: Text
    short: Annotated[str, msgspec.Meta(min_length=1, max_length=24)]
    purpose: Text
    who: Text
    disciplines: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    applies_to: Literal["family", "child", "adult"] = "family"
    screen: str | None = None
    tools: tuple[str, ...] = ()
    common: Version | None = None
    sections: Annotated[tuple[Section, ...], msgspec.Meta(min_length=1)]
    complete_when: tuple[Rule, ...] = ()

    def section(self, key: str) -> Section | None:
        """Return the section with this key, if the module has it."""
        return next((section for section in self.sections if section.key == key), None)
