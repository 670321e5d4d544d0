"""What a person may be sent of their own record, proposed item by item, and by when. Pure.

A proposal is a proposal: a person decides, and a second one looks. Grounds are those of the Data
Protection Act 2018, by schedule [9.5].
"""

import calendar
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final, Literal

import msgspec

from workbook.wall.marks import (
    ADULT_PRIVATE,
    CHILD_PRIVATE,
    HEALTH_RESTRICTED,
    LEGAL_PRIVILEGED,
    POLICE_RESTRICTED,
    STAFF_SAFETY,
    SURVIVOR_PROTECTED,
    THIRD_PARTY,
)

Choice = Literal["give", "part", "withhold"]
CHOICES: Final[dict[Choice, str]] = {
    "give": "Give it",
    "part": "Give it without some words",
    "withhold": "Withhold it",
}
GROUNDS: Final = {
    "third_party": "About somebody else, who has not agreed (Schedule 2, paragraph 16)",
    "serious_harm": "Likely to cause serious harm to somebody (Schedule 3, part 3)",
    "health_harm": "Health detail likely to cause serious harm (Schedule 3, part 2)",
    "childs_wish": "What a child asked to keep, and it is in their interest (Schedule 3, part 5)",
    "legal_advice": "Legal advice (Schedule 2, paragraph 19)",
    "crime": "Likely to prejudice the prevention of a crime (Schedule 2, paragraph 2)",
}
ASKERS: Final = {
    "self": "The person themselves",
    "parent": "A parent, for their child",
    "representative": "Somebody who acts for them",
}
STEPS: Final = {
    "identity": "We know who is asking",
    "paused": "We asked for something to be made clear: the clock stands still",
    "resumed": "We have the answer: the clock goes on",
    "extended": "It is complex: two more months",
    "checked": "A second person looked and agrees",
    "returned": "A second person looked and sent it back",
    "sent": "It was sent",
}
MORE_MONTHS: Final = 2
KEY_LENGTH: Final = 32


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a request on a day."""

    kind: str
    happens_on: date
    words: str
    by_name: str
    recorded_by: str
    fingerprint: str
    recorded_at: datetime


class SavedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One request with its steps in order."""

    id: str
    family_id: str
    person_id: str
    asks: str
    asked_on: date
    words: str
    by_name: str
    recorded_by: str
    steps: tuple[Step, ...] = ()

    @property
    def is_sent(self) -> bool:
        """Tell whether the person has their answer."""
        return any(step.kind == "sent" for step in self.steps)

    @property
    def is_paused(self) -> bool:
        """Tell whether the clock stands still."""
        kinds = [step.kind for step in self.steps if step.kind in {"paused", "resumed"}]
        return bool(kinds) and kinds[-1] == "paused"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in the record that is about the person.

    `about`: whom it is about or whose words they are. `persons`: of a private mark, whose it is;
    of any other, from whom it is kept. `mark` is the tightest that counts now, `over` are all that
    count or stand behind it, each with its persons. `wish`: what the speaker said about sharing it.
    """

    kind: str
    object_id: str
    at: datetime
    title: str
    text: str
    by: str
    discipline: str
    mark: str
    persons: tuple[str, ...] = ()
    over: tuple[tuple[str, tuple[str, ...]], ...] = ()
    about: tuple[str, ...] = ()
    wish: str = "yes"

    @property
    def key(self) -> str:
        """Return what names this item in this very wording: new words are decided on anew."""
        said = f"{self.kind}\0{self.object_id}\0{self.title}\0{self.text}"
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_LENGTH]


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Whose record it is, for what the proposals need to know of them."""

    id: str
    asks: str


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules propose for one item. `must_ask`: somebody has to be asked first."""

    choice: Choice
    ground: str = ""
    why: str = ""
    leave_out: tuple[str, ...] = ()
    must_ask: bool = False


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided about one item."""

    id: str
    item: str
    choice: Choice
    ground: str
    leave_out: tuple[str, ...]
    words: str
    by_name: str
    recorded_by: str
    recorded_at: datetime


UNSEEN: Final = "It touches something protected that you may not see: it cannot be given."
LOOK: Final = "Words in it may give a place or a person away. Read it first."


def propose(
    item: Item,
    subject: Subject,
    *,
    flagged: Iterable[str] = (),
    look: bool = False,
    unseen: bool = False,
) -> Proposal:
    """Propose what the person is given of one item, and on what ground not.

    Each mark is asked by itself: one that keeps it is enough.
    `flagged`: words in it that the last gate would hold back from this person; `look`: words that
    may tell; `unseen`: it touches what whoever decides may not see.
    """
    marked = (
        item,
        *(msgspec.structs.replace(item, mark=mark, persons=who) for mark, who in item.over),
    )
    keeping = [
        proposal
        for rule in (_of_its_mark, _of_somebody_else, _of_a_wish)
        for one in marked
        if (proposal := rule(one, subject)) is not None
    ]
    if keeping:
        # What is kept whatever anybody answers goes before what somebody has to be asked about.
        return min(keeping, key=lambda one: one.must_ask)
    if unseen:
        return Proposal(choice="withhold", ground="serious_harm", why=UNSEEN)
    left = tuple(dict.fromkeys(flagged))
    if left:
        why = "These words would tell what is protected."
        return Proposal(choice="part", ground="serious_harm", leave_out=left, why=why)
    return Proposal(choice="give", why=LOOK if look else "")


def _withhold(ground: str, why: str) -> Proposal:
    return Proposal(choice="withhold", ground=ground, why=why)


def _ask(ground: str, why: str) -> Proposal:
    return Proposal(choice="withhold", ground=ground, why=why, must_ask=True)


def _of_its_mark(item: Item, subject: Subject) -> Proposal | None:
    """Propose for what is kept from this person, or keeps somebody safe."""
    whose = item.mark in {ADULT_PRIVATE, CHILD_PRIVATE}
    if not whose and subject.id in item.persons:
        return _withhold("serious_harm", "It is kept from this person.")
    if item.mark == SURVIVOR_PROTECTED and subject.id in item.about:
        return _ask("serious_harm", "It protects them. Ask the domestic abuse worker first.")
    always = {
        LEGAL_PRIVILEGED: _withhold("legal_advice", "It is legal advice."),
        POLICE_RESTRICTED: _ask("crime", "The police or a MARAC told it. Ask them first."),
        SURVIVOR_PROTECTED: _withhold("serious_harm", "It keeps somebody safe."),
        STAFF_SAFETY: _withhold("serious_harm", "It keeps a worker safe."),
        THIRD_PARTY: _withhold("third_party", "Somebody told it in confidence."),
    }
    return always.get(item.mark)


def _of_somebody_else(item: Item, subject: Subject) -> Proposal | None:
    """Propose for what is private to one person: theirs is given, another's is not."""
    others = bool(set(item.persons or item.about) - {subject.id})
    if item.mark == CHILD_PRIVATE and others:
        return _withhold("childs_wish", "A child asked us to keep it.")
    if item.mark == CHILD_PRIVATE and subject.asks == "parent":
        return _ask("childs_wish", "A parent asks for what their child asked us to keep.")
    if item.mark == ADULT_PRIVATE and others:
        return _withhold("third_party", "It is another adult’s.")
    if item.mark == HEALTH_RESTRICTED and subject.id not in item.about:
        return _withhold("third_party", "It is another person’s health detail.")
    if item.mark == HEALTH_RESTRICTED:
        return _ask("health_harm", "Health detail: ask the health professional who wrote it first.")
    return None


def _of_a_wish(item: Item, subject: Subject) -> Proposal | None:
    """Propose for words that were said with a wish about who hears them."""
    if item.wish == "yes":
        return None
    if subject.id not in item.about:
        return _withhold("childs_wish", "Whoever said it asked to keep it.")
    if subject.asks == "parent":
        return _ask("childs_wish", "A parent asks, and the child had a wish about sharing it.")
    return None


def given(item: Item, decision: Decision) -> str:
    """Return the words of an item that the person is given; "" for none.

    Built from what is kept, never by covering what is not.
    """
    if decision.choice == "withhold":
        return ""
    return _without(item.text, decision)


def title_given(item: Item, decision: Decision) -> str:
    """Return the title of an item as the person is given it."""
    return _without(item.title, decision)


def _without(text: str, decision: Decision) -> str:
    left_out = decision.leave_out if decision.choice == "part" else ()
    for words in sorted(left_out, key=len, reverse=True):
        text = text.replace(words, "…")
    return text


def undecided(items: Iterable[Item], decisions: Mapping[str, Decision]) -> tuple[Item, ...]:
    """Return the items that nobody has decided about yet."""
    return tuple(item for item in items if item.key not in decisions)


def fingerprint(items: Iterable[Item], decisions: Mapping[str, Decision]) -> str:
    """Return what names exactly these decisions about exactly these items."""
    said = [
        (item.key, decision.choice, decision.ground, *decision.leave_out)
        for item in items
        if (decision := decisions.get(item.key))
    ]
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def is_checked(request: SavedRequest, *, mark: str) -> bool:
    """Tell whether a second person agreed to exactly these decisions, and nobody sent it back."""
    looked = [step for step in request.steps if step.kind in {"checked", "returned"}]
    return bool(looked) and looked[-1].kind == "checked" and looked[-1].fingerprint == mark


def months_later(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_on(request: SavedRequest, *, today: date) -> date:
    """Return the day by which the person must have their answer.

    One calendar month from the day we knew who is asking, two more if it is complex; the clock
    stands still while we wait for something to be made clear [9.5].
    """
    known = [step.happens_on for step in request.steps if step.kind == "identity"]
    start = max([request.asked_on, *known[:1]])
    extended = any(step.kind == "extended" for step in request.steps)
    due = months_later(start, 1 + (MORE_MONTHS if extended else 0))
    stood, since = timedelta(), None
    for step in request.steps:
        if step.kind == "paused" and since is None:
            since = max(step.happens_on, start)
        elif step.kind == "resumed" and since is not None:
            stood += max(step.happens_on - since, timedelta())
            since = None
    if since is not None:
        stood += max(today - since, timedelta())
    return due + stood
