"""The page that records an entry, as its template is given it."""

import msgspec

from workbook.entries.glance import Glance, GoalRulers
from workbook.web.forms import WithProblems
from workbook.web.parts import Chip
from workbook.web.questions import Option


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """The panel of one module: what it is about, about whom, and the words."""

    id: str
    key: str
    title: str
    sections: tuple[Option, ...]
    section: str
    subjects: tuple[Chip, ...]
    hint: str
    words: str


class Reason(msgspec.Struct, frozen=True):
    """Why one child was not seen alone."""

    field: str
    name: str
    words: str


class VoiceBox(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one child, and their wish."""

    field: str
    name: str
    young: bool
    words: str
    share: str
    how: str


class AdultRow(msgspec.Struct, frozen=True):
    """The words of one adult."""

    field: str
    person: str
    words: str


class ActionRow(msgspec.Struct, frozen=True):
    """One action to add."""

    field: str
    text: str
    owner: str
    weeks: str


class RecordPage(WithProblems, frozen=True, kw_only=True):
    """Everything on the page."""

    heading: str
    back: str
    back_href: str
    danger: tuple[str, str]
    action: str
    submit_key: str
    kinds: tuple[Chip, ...]
    days: tuple[Chip, ...]
    date: str
    last_date: str
    time: str
    present: tuple[Chip, ...]
    alone: tuple[Chip, ...]
    bedroom: tuple[Chip, ...]
    reasons: tuple[Reason, ...]
    offers_statutory: bool
    statutory: bool
    modules: tuple[Chip, ...]
    panels: tuple[Panel, ...]
    note: str
    voices: tuple[VoiceBox, ...]
    wishes: tuple[Option, ...]
    hows: tuple[Option, ...]
    adults: tuple[AdultRow, ...]
    grown: tuple[Option, ...]
    rulers: tuple[GoalRulers, ...]
    significant: bool
    headline: str
    events: tuple[Option, ...]
    event_type: str
    affects: tuple[Chip, ...]
    impact: str
    marks: tuple[Chip, ...]
    other_marks: tuple[Chip, ...]
    kept_from: tuple[Chip, ...]
    mark_persons: tuple[Chip, ...]
    named: tuple[Chip, ...]
    reveals: tuple[Chip, ...]
    actions: tuple[ActionRow, ...]
    owners: tuple[Option, ...]
    weeks: tuple[Option, ...]
    glance: Glance

    def opened(self, *fields: str) -> bool:
        """Tell whether a folded part holds a problem."""
        return any(one.field.startswith(fields) for one in self.problems)

    @property
    def more_actions(self) -> bool:
        """Tell whether the folded rows for actions hold something."""
        more = self.actions[1:]
        return any(row.text for row in more) or self.opened(*(f"{row.field}-" for row in more))
