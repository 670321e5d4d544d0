"""What each reader is to be given of a drawn family, in plain Python that shares no code.

It reads rows and names canaries. What the product makes is compared with it word for word: not
one canary more, not one fewer.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from tests.builders.families import TODAY
from tests.disclosure.worlds import CATALOGUE, Drawn
from tests.matrix.making import CANARY, Row

CONFERENCE: Final = "conference_members"
LONDON: Final = ZoneInfo("Europe/London")
PARENTS: Final = {"parent_of", "step_parent_of", "carer_of"}
CARERS: Final = PARENTS | {"grandparent_of"}
BROTHERS: Final = {"sibling", "half_sibling"}
HEALTH: Final = {"mental_health_practitioner", "recovery_worker"}
SHOWN_TO_WRITER: Final = {
    "team", "family_shared", "staff_safety", "adult_private", "child_private", "third_party",
    "survivor_protected", "legal_privileged",
}  # fmt: skip


class Owed(msgspec.Struct, frozen=True):
    """The canaries that must be in a copy, and those that may be: names of who is spoken of."""

    must: frozenset[str]
    may: frozenset[str]


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """What one person may be told of others."""

    children: set[str]
    named: set[str]
    close: set[str]
    whole_plan: bool


class Oracle:
    """One family, its social worker as the writer, and the readers of one copy."""

    def __init__(self, drawn: Drawn, keys: tuple[str, ...]) -> None:
        self.drawn = drawn
        self.persons = [key for key in keys if key != CONFERENCE]
        self.marks = {"family_shared"} if self.persons else {"family_shared", "team"}
        lifted = {row["tightening_id"] for row in drawn.rows("lifting")}
        self.laid: dict[str, list[Row]] = {}
        for row in drawn.rows("tightening"):
            if row["id"] not in lifted:
                self.laid.setdefault(row["object_id"], []).append(row)
        self.whole = {
            person
            for row in drawn.rows("withholding")
            if row["whole_record"]
            for person in row["from_persons"]
        }
        self.ended = {row["replaced_id"] for row in drawn.rows("entry_succession")}
        # Whom these readers may know of; they know of themselves.
        self.told = {row["person_id"] for row in drawn.rows("family_member") if self.may_name(row)}
        self.readers = [self._reader(person) for person in self.persons]

    # Which rows: by mark, by what was laid over it, by whom it is kept from.

    def writer_sees(self, row: Row) -> bool:
        if row["recorded_by"] == self.drawn.writer:
            return True
        return self._opens(row["mark"], row["discipline"]) and all(
            self._opens(laid["mark"], laid["for_discipline"])
            for laid in self.laid.get(row["id"], [])
        )

    def _opens(self, mark: str, discipline: str) -> bool:
        return mark in SHOWN_TO_WRITER or discipline == "social_worker"

    def given(self, row: Row) -> bool:
        return self.writer_sees(row) and self._fits(row, self.marks, self.persons)

    def may_name(self, row: Row, persons: Iterable[str] | None = None) -> bool:
        """Tell whether these readers may know of a person or a tie."""
        known = self.persons if persons is None else list(persons)
        return self.writer_sees(row) and self._fits(row, {"team", "family_shared"}, known)

    def _fits(self, row: Row, marks: set[str], persons: list[str]) -> bool:
        if self.whole & set(persons):
            return False
        return all(
            one["mark"] in marks and not set(one["mark_persons"]) & set(persons)
            for one in (row, *self.laid.get(row["id"], []))
        )

    def wished(self, row: Row) -> bool:
        return row["share_ok"] == "yes" or (row["share_ok"] == "too_young" and not self.persons)

    def stands(self, row: Row) -> bool:
        return row["entry_id"] not in self.ended

    # Who: children, those who may be named, kin.

    def members(self) -> dict[str, Row]:
        """Return those in the family whom the writer knows and these readers may know of."""
        return {
            row["person_id"]: row
            for row in self.drawn.rows("family_member")
            if self.writer_sees(row) and row["person_id"] in {*self.told, *self.persons}
        }

    def _person(self, person: str) -> Row:
        return next(row for row in self.drawn.rows("person") if row["id"] == person)

    def ties(self, person: str) -> list[Row]:
        return [
            row
            for row in self.drawn.rows("relationship")
            if self.may_name(row, [person]) and self.may_name(row, self.persons)
        ]

    def children_of(self, person: str, ties: list[Row]) -> set[str]:
        """Return the children somebody is parent, carer, grandparent, brother or sister of."""
        children = {
            one for one, row in self.members().items() if row["kind"] in {"child", "unborn_child"}
        }
        found = {person}
        found |= {tie["b_id"] for tie in ties if tie["a_id"] == person and tie["kind"] in CARERS}
        found |= {
            row["child_id"]
            for row in self.drawn.rows("parental_responsibility")
            if row["adult_id"] == person and row["held"] == "yes"
        }
        found |= self._across(person, ties, BROTHERS)
        own = {tie["b_id"] for tie in ties if tie["a_id"] == person and tie["kind"] == "parent_of"}
        own |= self._across(person, [tie for tie in ties if self._lasts(tie)], {"married"})
        if own:
            own |= {person} & own
        found |= {tie["b_id"] for tie in ties if tie["kind"] == "parent_of" and tie["a_id"] in own}
        return found & children

    def _across(self, person: str, ties: list[Row], kinds: set[str]) -> set[str]:
        return {
            tie["b_id"] if tie["a_id"] == person else tie["a_id"]
            for tie in ties
            if tie["kind"] in kinds and person in {tie["a_id"], tie["b_id"]}
        }

    def _lasts(self, tie: Row) -> bool:
        return tie["ends_on"] is None or tie["ends_on"] > TODAY

    def _reader(self, person: str) -> Reader | None:
        """Return what somebody may be told; None when no copy goes to them."""
        row = self.members().get(person)
        if row is None or person in self.whole or row["kind"] == "unborn_child":
            return None
        ties = self.ties(person)
        children = self.children_of(person, ties)
        if not children or self._person(person)["died"]:
            return None
        named = {person, *children}
        named |= {t["a_id"] for t in ties if t["kind"] in PARENTS and t["b_id"] in children}
        named |= {
            one["adult_id"]
            for one in self.drawn.rows("parental_responsibility")
            if one["child_id"] in children and one["held"] == "yes"
        }
        mine = self._across(person, ties, {t["kind"] for t in ties} - {"abuse_towards"})
        named |= {
            one
            for one, member in self.members().items()
            if member["kind"] == "network_member"
            and (one in mine or self.children_of(one, ties) & children)
        }
        kin = self._across(person, ties, CARERS | BROTHERS)
        kin |= self._across(person, [t for t in ties if self._lasts(t)], {"partner", "married"})
        return Reader(
            children=children, named=named - self.whole, close={person, *kin},
            whole_plan=row["kind"] == "adult" and not self._is_kept_from_a_home(person),
        )  # fmt: skip

    def _is_kept_from_a_home(self, person: str) -> bool:
        living = {
            (row["household_id"], row["person_id"]) for row in self.drawn.rows("household_member")
        }
        return any(
            row["protected"] and person not in row["known_by"] and (row["id"], person) not in living
            for row in self.drawn.rows("household")
        )

    # What: every canary that is given.

    def owed(self) -> Owed | None:
        """Return what a copy is to hold; None when these readers are to be given none."""
        if not all(self.readers):
            return None
        readers = [one for one in self.readers if one is not None]
        told = self.told
        everybody = set(self.members())
        named = set.intersection(everybody, *(one.named for one in readers)) & told
        children = {
            one
            for one in set.intersection(everybody, *(one.children for one in readers))
            if self.members()[one]["kind"] in {"child", "unborn_child"}
        }
        close = set.intersection(everybody, *(one.close for one in readers))
        scope = _Scope(self, named=named, children=children & told, close=close)
        whole = all(one.whole_plan for one in readers)
        must = {
            *scope.passages(), *scope.voices(), *scope.events(), *scope.goals(),
            *scope.plan(is_whole=whole), *scope.actions(),
        }  # fmt: skip
        names = {person: self._person(person)["name"] for person in told}
        must |= {_first(names[child]) for child in children & told}
        return Owed(
            must=frozenset(must),
            # A copy says whose it is, even to somebody whose place in the family is kept.
            may=frozenset(_first(self._person(one)["name"]) for one in named | set(self.persons)),
        )


class _Scope:
    """The parts of a copy for readers who may be told of these people."""

    def __init__(
        self, oracle: Oracle, *, named: set[str], children: set[str], close: set[str]
    ) -> None:
        self.oracle, self.named, self.children, self.close = oracle, named, children, close
        self.rows = oracle.drawn.rows

    def covers(self, row: Row) -> bool:
        ids = set(row["subject_ids"])
        if not ids <= self.named:
            return False
        if not self.oracle.persons or row["subject_kind"] == "family":
            return True
        if row["subject_kind"] == "adult":
            return row["discipline"] not in HEALTH or ids <= self.close
        return bool(ids & self.children)

    def passages(self) -> Iterable[str]:
        """Yield agreed wordings, the newest answers without one, and all that people said."""
        agreed = {}
        for row in sorted(self.rows("section_summary"), key=lambda one: one["recorded_at"]):
            is_stale = set(row["derived_from"]) & self.oracle.ended
            if self.oracle.given(row) and not is_stale and self.covers(row) and _asks(row):
                agreed[_place(row)] = row
        yield from (_first(row["words"]) for row in agreed.values())
        answered = set()
        rows = [
            row
            for row in self.rows("contribution")
            if self.oracle.given(row)
            and self.oracle.wished(row)
            and self.oracle.stands(row)
            and self.covers(row)
        ]
        for row in sorted(rows, key=lambda one: (one["occurred_at"], one["id"]), reverse=True):
            ((key, words),) = row["answers"].items()
            asked = CATALOGUE.section(row["module_key"], row["section_key"]).question(key)
            is_own = asked.voice in {"child_own_words", "parent_own_words"}
            is_newest = (_place(row), key) not in answered
            answered.add((_place(row), key))
            if "RCPC" in asked.feeds and (is_own or (is_newest and _place(row) not in agreed)):
                yield _first(words)

    def voices(self) -> Iterable[str]:
        for row in self.rows("voice"):
            heard = self.oracle.given(row) and self.oracle.wished(row) and self.oracle.stands(row)
            if heard and row["person_id"] in self.named:
                yield from (_first(row["words"]), _first(row["how"]))

    def events(self) -> Iterable[str]:
        for row in self.rows("entry"):
            if not self.oracle.given(row) or row["id"] in self.oracle.ended or row["withdraws"]:
                continue
            is_mine = not row["affects"] or set(row["affects"]) & self.children
            if row["headline"] and is_mine and _day(row) >= self._since():
                yield from (_first(row["headline"]), _first(row["impact"]))

    def _since(self) -> date:
        """Return when the plans of the children in the copy began."""
        mine = (
            row["starts_on"] for row in self.rows("legal_stage") if row["child_id"] in self.children
        )
        return min(mine, default=self.rows("family")[0]["opened_on"])

    def goals(self) -> Iterable[str]:
        for row in self.rows("change_goal"):
            is_mine = row["child_id"] is None or row["child_id"] in self.children
            if is_mine and row["owner_id"] in self.named:
                yield _first(row["words"])

    def plan(self, *, is_whole: bool) -> Iterable[str]:
        readers = set(self.oracle.persons)
        for plan in self.rows("family_plan"):
            agreed = {one["person"] for one in plan["agreed_by"] if one["view"] == "yes"}
            for line in plan["lines"]:
                whole = not readers or (is_whole and readers <= agreed)
                if whole or readers <= set(line["who"]):
                    yield _first(line["what"])

    def actions(self) -> Iterable[str]:
        done = {row["action_id"] for row in self.rows("action_outcome")}
        for row in self.rows("action"):
            is_mine = row["child_id"] is None or row["child_id"] in self.children
            is_open = row["id"] not in done and self.oracle.stands(row)
            if self.oracle.given(row) and is_mine and is_open:
                yield _first(row["text"])


def _first(words: str) -> str:
    return CANARY.findall(words)[0].lower()


def _place(row: Row) -> tuple[str, str, tuple[str, ...]]:
    return row["module_key"], row["section_key"], tuple(row["subject_ids"])


def _asks(row: Row) -> bool:
    """Tell whether this report asks anything of a section at all."""
    section = CATALOGUE.section(row["module_key"], row["section_key"])
    return any("RCPC" in asked.feeds for asked in section.questions)


def _day(row: Row) -> date:
    return row["occurred_at"].astimezone(LONDON).date()
