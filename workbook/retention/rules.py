"""How long a family's record is kept: the schedule's shape, and what it says of one family."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, Literal

import msgspec

Covers = Literal["child", "family", "part", "drafts"]
Trigger = Literal[
    "birthday", "death", "stage", "last_contact", "closing", "with_family", "put_aside", "made"
]
Standing = Literal["law", "local", "agreement", "own_rule"]
State = Literal["open", "asked", "keep", "due"]

STANDINGS: Final[dict[Standing, str]] = {
    "law": "Law",
    "local": "Local",
    "agreement": "Agreement between agencies",
    "own_rule": "Own rule",
}


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the schedule: whose record, from when, how long, and on whose authority.

    A rule for a child holds where one of its `stages` or `categories` was recorded, or always
    where it names neither. `instead_of`: it takes the place of that rule for a child who died
    before the birthday `died_before`.
    """

    key: str
    covers: Covers
    trigger: Trigger
    authority: str
    words: str
    standing: Standing
    stages: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    years: int = 0
    days: int = 0
    died_before: int | None = None
    instead_of: str = ""


class Schedule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of a council's retention schedule."""

    version: int
    title: str
    rules: tuple[Rule, ...]
    fingerprint: str = ""

    def rule(self, key: str) -> Rule:
        """Return a rule by its key."""
        return next(one for one in self.rules if one.key == key)

    @property
    def name(self) -> str:
        """Return what the log and certificates call this version."""
        return f"v{self.version} {self.fingerprint[:12]}"

    @property
    def draft_days(self) -> int:
        """Return for how many days a form that was put aside is kept."""
        return max((one.days for one in self.rules if one.covers == "drafts"), default=30)


class StageFact(msgspec.Struct, frozen=True):
    """One legal stage of a child, in whichever family it was recorded."""

    stage: str
    starts_on: date
    category: str = ""


class ChildFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the schedule asks of a child. `is_elsewhere`: another family with them is open."""

    id: str
    is_unborn: bool = False
    born: date | None = None
    died: date | None = None
    stages: tuple[StageFact, ...] = ()
    is_elsewhere: bool = False


class FamilyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the schedule asks of a family. `closed_on` is None while it is open.

    `last_contact`: the later of closing and the newest entry.
    """

    id: str
    reference: str
    team_id: str
    closed_on: date | None
    last_contact: date | None
    children: tuple[ChildFacts, ...]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that holds for a family, through a child or as a whole. No date: not known yet."""

    rule: str
    person: str = ""
    until: date | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What the schedule says of one family. `asks`: children of whom a birthday is not known."""

    state: State
    keep_until: date | None = None
    rule: str = ""
    lines: tuple[Line, ...] = ()
    asks: tuple[str, ...] = ()


def years_after(day: date, years: int) -> date:
    """Return the anniversary of a day; of 29 February, where there is none, the day after."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def outcome(
    family: FamilyFacts, schedule: Schedule, *, today: date, not_before: date | None = None
) -> Outcome:
    """Return how long a family's record is kept: the longest of all that holds [domain 9.6].

    Nothing is ever due while the family is open, a child of it is in another open family, or a
    birthday is not known. `not_before`: a hold keeps what was promised before from being shortened.
    """
    lines = tuple(_lines(family, schedule))
    asks = tuple(dict.fromkeys(line.person for line in lines if line.until is None and line.person))
    if family.closed_on is None or any(child.is_elsewhere for child in family.children):
        return Outcome(state="open", lines=lines, asks=asks)
    if asks or not family.children:
        return Outcome(state="asked", lines=lines, asks=asks)
    known = [line for line in lines if line.until is not None]
    longest = max(known, key=lambda line: line.until or date.min)
    until = longest.until or date.max
    if not_before is not None and not_before > until:
        until = not_before
    return Outcome(
        state="due" if today > until else "keep", keep_until=until, rule=longest.rule, lines=lines
    )


def _lines(family: FamilyFacts, schedule: Schedule) -> Iterator[Line]:
    for child in family.children:
        for rule in _rules_of(child, schedule.rules):
            yield Line(
                rule=rule.key, person=child.id, until=_until(rule, family=family, child=child)
            )
    for rule in schedule.rules:
        if rule.covers == "family":
            yield Line(rule=rule.key, until=_until(rule, family=family, child=None))


def _rules_of(child: ChildFacts, rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules that hold for a child, without those that another takes the place of."""
    holding = [rule for rule in rules if rule.covers == "child" and _holds(rule, child)]
    replaced = {rule.instead_of for rule in holding if rule.instead_of}
    return [rule for rule in holding if rule.key not in replaced]


def _holds(rule: Rule, child: ChildFacts) -> bool:
    if rule.died_before is not None and not _died_before(child, rule.died_before):
        return False
    if not rule.stages and not rule.categories:
        return True
    return any(one.stage in rule.stages or one.category in rule.categories for one in child.stages)


def _died_before(child: ChildFacts, age: int) -> bool:
    if child.died is None or child.born is None:
        return False
    return child.died < years_after(child.born, age)


def _until(rule: Rule, *, family: FamilyFacts, child: ChildFacts | None) -> date | None:
    """Return the last day on which the record is kept under a rule; None when it cannot be said."""
    if child is not None and (child.is_unborn or child.born is None):
        return None
    start: date | None = None
    if rule.trigger == "last_contact":
        start = family.last_contact
    elif rule.trigger == "closing":
        start = family.closed_on
    elif child is not None and rule.trigger == "birthday":
        start = child.born
    elif child is not None and rule.trigger == "death":
        start = child.died
    elif child is not None and rule.trigger == "stage":
        start = max(one.starts_on for one in child.stages if one.stage in rule.stages)
    return years_after(start, rule.years) if start is not None else None


def authority_of(rule: Rule) -> str:
    """Say on whose authority a rule stands, and of which kind it is."""
    standing = STANDINGS[rule.standing]
    if rule.authority.startswith(standing):
        return rule.authority
    return f"{standing}. {rule.authority}"


def problems(schedule: Schedule) -> Iterator[str]:
    """Yield what a schedule's shape cannot say: one sentence a mistake."""
    keys = [rule.key for rule in schedule.rules]
    yield from (
        f"Two rules are called {key}." for key in sorted({k for k in keys if keys.count(k) > 1})
    )
    for rule in schedule.rules:
        if rule.instead_of and rule.instead_of not in keys:
            yield f"{rule.key} takes the place of {rule.instead_of}, which there is not."
        if bool(rule.instead_of) != (rule.died_before is not None):
            yield f"{rule.key}: instead_of and died_before go together."
        yield from _rule_problems(rule)
    if not any(r.covers == "child" and not r.stages and not r.categories for r in schedule.rules):
        yield "No rule holds for every child: give one without stages and categories."
    if not any(rule.covers == "family" for rule in schedule.rules):
        yield "No rule covers the family as a whole."


def _rule_problems(rule: Rule) -> Iterator[str]:
    allowed: dict[Covers, set[Trigger]] = {
        "child": {"birthday", "death", "stage", "last_contact", "closing"},
        "family": {"last_contact", "closing"},
        "drafts": {"put_aside"},
        "part": {"with_family", "made"},
    }
    if rule.trigger not in allowed[rule.covers]:
        yield f"{rule.key}: what covers {rule.covers} cannot begin with {rule.trigger}."
    if rule.covers in ("child", "family") and rule.years < 1:
        yield f"{rule.key}: say for how many years."
    if rule.covers == "drafts" and rule.days < 1:
        yield f"{rule.key}: say for how many days."
    if rule.trigger == "stage" and not rule.stages:
        yield f"{rule.key}: say which stages it begins with."
    if rule.trigger == "death" and not rule.instead_of:
        yield f"{rule.key}: not every child died; say which rule it takes the place of."
    if not (rule.authority and rule.words):
        yield f"{rule.key}: give its authority and its words."
