"""What the macros of templates/web/parts.html are given: one struct for each kind of thing."""

from datetime import date, datetime
from typing import Literal

import msgspec

Tone = Literal["", "warn"]
ModuleState = Literal["done", "now", "not"]
DueState = Literal["late", "today", "ok"]


class Chip(msgspec.Struct, frozen=True):
    """One choice shown as a chip; `opens` is the id of the panel it reveals.

    Tone "warn" gives it a dashed red edge: someone to think twice about before ticking.
    """

    value: str
    text: str
    note: str = ""
    checked: bool = False
    opens: str = ""
    tone: Tone = ""


class Ruler(msgspec.Struct, frozen=True):
    """A scale of 0 to 10: the question, what its ends mean, the reading now and the one before."""

    name: str
    legend: str
    low: str
    high: str
    value: int | None = None
    before: int | None = None
    before_on: str = ""
    problem: str = ""


class SideLink(msgspec.Struct, frozen=True):
    """One line of the side navigation; `count` of open things behind it, 0 shows none."""

    text: str
    href: str
    current: bool = False
    count: int = 0


class SideModule(msgspec.Struct, frozen=True):
    """One programme module in the side navigation."""

    number: int
    name: str
    href: str
    state: ModuleState = "not"
    current: bool = False


class SideNavigation(msgspec.Struct, frozen=True):
    """The way around one workbook."""

    label: str
    links: tuple[SideLink, ...]
    modules: tuple[SideModule, ...] = ()


class Identity(msgspec.Struct, frozen=True):
    """The head of every page about a family; an address left "" shows no button.

    `facts` are the short truths under the name: children with ages, stage, reference. `danger` is
    the one line nobody may miss and `danger_more` what stands behind it. `known_href` is where a
    worker says that they know these people, `sitting_href` where they choose who is in the room.
    """

    name: str
    href: str = ""
    facts: tuple[str, ...] = ()
    record_href: str = ""
    report_href: str = ""
    danger: str = ""
    danger_more: str = ""
    known_href: str = ""
    sitting_href: str = ""


class ModuleCard(msgspec.Struct, frozen=True):
    """One programme module on the overview."""

    number: int
    name: str
    href: str
    state: ModuleState
    about: str = ""
    disciplines: tuple[str, ...] = ()


class Voice(msgspec.Struct, frozen=True):
    """Someone's own words; `kind` is read out before them, "Child’s voice" unless told."""

    words: str
    who: str = ""
    kind: str = "Child’s voice"


class Tag(msgspec.Struct, frozen=True):
    """A small link or fact under an entry."""

    text: str
    href: str = ""


class TimelineItem(msgspec.Struct, frozen=True):
    """One entry of the timeline, already redacted for the reader.

    `occurred` is shown with its time of day when it is a moment, alone when it is a date.
    `marks` are whole phrases such as "Not for Darren Bell". `text` is light text.
    """

    id: str
    title: str
    href: str
    discipline: str
    occurred: datetime | date
    kind: str
    author: str
    text: str = ""
    significant: str = ""
    marks: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    tags: tuple[Tag, ...] = ()
    corrected: str = ""


class MarkChoice(msgspec.Struct, frozen=True):
    """One mark to choose; `note` says to whom it opens, where there is room."""

    value: str
    label: str
    note: str = ""


class Closer(msgspec.Struct, frozen=True, kw_only=True):
    """The control that keeps something closer, at once; `about` says what, to a screen reader.

    `ask_href` leads to asking for it to be opened.
    """

    object_ids: tuple[str, ...]
    about: str
    marks: tuple[MarkChoice, ...]
    action: str
    ask_href: str = ""


class SaveBar(msgspec.Struct, frozen=True):
    """The bar at the foot of a form: what it says of saving, the main button, the way out.

    `form` is the id of the form that the button sends, when the bar stands outside it.
    """

    button: str
    form: str
    later_text: str = ""
    later_href: str = ""
    state: Literal["idle", "saved"] = "idle"
    says: str = ""
