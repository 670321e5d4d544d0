"""Families drawn by chance, with everything a report may be made from and all that keeps it back.

Every free text of every row holds a canary of its own.
"""

import random
from datetime import timedelta
from typing import Any, Final

import msgspec

from modules.catalogue import Catalogue
from modules.schema import Narrative
from tests.builders.families import NOW, TODAY
from tests.disclosure.record import Drawing, keep_some, write
from tests.matrix.making import Making, Row
from workbook.families.tables import (
    ChangeGoal,
    ContactDetail,
    Family,
    FamilyMember,
    Household,
    HouseholdMember,
    Involvement,
    LegalStage,
    ParentalResponsibility,
    Person,
    Relationship,
    Withholding,
)
from workbook.network.tables import FamilyPlan, NetworkMember
from workbook.staff.tables import Team, Worker

DAY: Final = timedelta(days=1)
SPACE: Final = 1_000
WORKERS: Final = (
    "social_worker", "da_survivor_worker", "da_perpetrator_worker", "mental_health_practitioner",
    "recovery_worker", "childrens_practitioner",
)  # fmt: skip
CATALOGUE: Final = Catalogue.load()
# What is asked in words, whether or not this report takes the answer.
QUESTIONS: Final = tuple(
    (module.key, section.key, asked.key, kind)
    for module in CATALOGUE.modules
    for section in module.sections
    for asked in section.questions
    if isinstance(asked, Narrative)
    for kind in (section.subject_of(asked), *asked.also_about)
)
TAKEN: Final = tuple(
    one for one in QUESTIONS if "RCPC" in CATALOGUE.section(*one[:2]).question(one[2]).feeds
)


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """One family as drawn: who is in it, who writes about it, and every row."""

    id: str
    making: Making
    writer: str
    team: str
    people: tuple[str, ...]

    def rows(self, table: str) -> list[Row]:
        """Return its rows of one table."""
        return self.making.rows.get(table, [])


def draw(number: int, *, entries: int = 8) -> Drawn:
    """Draw a family; the same number draws the same one."""
    chance = random.Random(number)  # noqa: S311 -- worlds, not keys
    making = Making(number % 1_000 * SPACE)
    team = making.add(Team, name=f"Team {number}")["id"]
    workers = {
        one: making.add(Worker, name=f"{one} {number}".title(), discipline=one, team_id=team)["id"]
        for one in WORKERS
    }
    family = making.add(
        Family, team_id=team, opened_on=TODAY - 200 * DAY, reference=f"D-{number}",
        name=f"Family {number}",
    )  # fmt: skip
    for worker in workers.values():
        making.add(
            Involvement, family_id=family["id"], worker_id=worker, starts_on=TODAY - 199 * DAY
        )
    drawing = Drawing(
        chance=chance, making=making, family=family["id"], workers=workers, people={}, goals=[]
    )
    _people(drawing)
    _ties(drawing)
    _homes(drawing)
    _wants(drawing)
    for place in range(entries):
        write(drawing, place, TAKEN if chance.random() < 0.8 else QUESTIONS)
    keep_some(drawing)
    return Drawn(
        id=family["id"], making=making, writer=workers["social_worker"], team=team,
        people=tuple(drawing.everybody()),
    )  # fmt: skip


def _people(drawing: Drawing) -> None:
    chance = drawing.chance
    wanted = {
        "adult": chance.randint(2, 3), "child": chance.randint(1, 3),
        "network_member": chance.randint(1, 3), "unborn_child": chance.random() < 0.15,
    }  # fmt: skip
    for kind, count in wanted.items():
        for _ in range(int(count)):
            years = chance.randint(1, 16) if kind == "child" else chance.randint(20, 70)
            person = drawing.making.add(
                Person, name=lambda word: f"{word} Reed", known_as="", identity="",
                born=None if kind == "unborn_child" else TODAY - years * 365 * DAY,
                due=TODAY + 60 * DAY if kind == "unborn_child" else None,
                died=TODAY - 9 * DAY if chance.random() < 0.03 else None,
            )  # fmt: skip
            drawing.people.setdefault(kind, []).append(person["id"])
            mark = "third_party" if kind == "network_member" and chance.random() < 0.2 else "team"
            drawing.making.add(
                FamilyMember, **drawing.signed(mark), person_id=person["id"], kind=kind,
                side="both",
            )  # fmt: skip


def _ties(drawing: Drawing) -> None:
    chance, making, people = drawing.chance, drawing.making, drawing.people
    children = [*people["child"], *people.get("unborn_child", [])]
    chosen: list[tuple[str, str, str]] = []
    for child in children:
        for adult in people["adult"]:
            if chance.random() < 0.7:
                kind = chance.choice(["parent_of", "parent_of", "step_parent_of", "carer_of"])
                chosen.append((adult, kind, child))
            if chance.random() < 0.5:
                making.add(
                    ParentalResponsibility, family_id=drawing.family, adult_id=adult,
                    child_id=child, held=chance.choice(["yes", "no", "unknown"]),
                )  # fmt: skip
        making.add(
            LegalStage, family_id=drawing.family, child_id=child, stage="child_protection_plan",
            category="neglect", starts_on=TODAY - chance.randint(40, 150) * DAY,
        )  # fmt: skip
    one, other = people["adult"][:2]
    chosen.append((other, "abuse_towards", one))
    chosen.append((one, chance.choice(["partner", "married", "separated"]), other))
    for friend in people["network_member"]:
        kind = chance.choice(["grandparent_of", "parent_of", "friend_of", "sibling", "carer_of"])
        target = chance.choice(people["adult"] if kind == "parent_of" else [*children, one])
        chosen.append((friend, kind, target))
    if len(children) > 1:
        chosen.append((children[0], chance.choice(["sibling", "half_sibling"]), children[1]))
    for a, kind, b in chosen:
        mark = "survivor_protected" if kind == "abuse_towards" else drawing.mark(open_share=0.9)
        making.add(
            Relationship, **drawing.signed(mark), a_id=a, b_id=b, kind=kind,
            mark_persons=drawing.some_people(0.06),
            ends_on=TODAY - 5 * DAY if chance.random() < 0.15 else None,
        )  # fmt: skip


def _homes(drawing: Drawing) -> None:
    chance, making, own = drawing.chance, drawing.making, {"family_id": drawing.family}
    for person in drawing.people["adult"]:
        protected = chance.random() < 0.4
        known = chance.sample(drawing.people["adult"], 1) if chance.random() < 0.3 else []
        home = making.add(Household, **own, protected=protected, known_by=known)
        making.add(
            HouseholdMember, **own, household_id=home["id"], person_id=person,
            protected=protected, starts_on=TODAY - 90 * DAY,
        )  # fmt: skip
        making.add(
            ContactDetail, **own, person_id=person, channel="mobile", safe=True, sealed=protected
        )
    making.add(Withholding, **own, from_persons=drawing.some_people(1.0), whole_record=False)
    if chance.random() < 0.25:
        making.add(Withholding, **own, from_persons=drawing.some_people(1.0), whole_record=True)


def _wants(drawing: Drawing) -> None:
    chance, making, own = drawing.chance, drawing.making, {"family_id": drawing.family}
    children = drawing.people["child"]
    for adult in drawing.people["adult"]:
        goal = making.add(
            ChangeGoal, **own, owner_id=adult, child_id=chance.choice([None, *children])
        )
        drawing.goals.append((goal["id"], adult))
    for friend in drawing.people["network_member"]:
        making.add(
            NetworkMember, **own, person_id=friend, consent_to_hold="yes",
            consent_to_contact=chance.choice(["yes", "no"]),
        )  # fmt: skip
    if chance.random() < 0.7:
        plan: dict[str, Any] = making.add(
            FamilyPlan, **own, version=1, made_on=TODAY - 30 * DAY, lines=[],
            agreed_by=[
                {"person": one, "view": chance.choice(["yes", "yes", "no"])}
                for one in drawing.people["adult"]
            ],
        )  # fmt: skip
        plan["lines"] = [
            {"what": making.words(FamilyPlan, f"lines {n}", plan),
             "who": drawing.some_people(1.0), "how_often": "weekly", "if_not": ""}
            for n in range(3)
        ]  # fmt: skip


__all__ = ["NOW", "Drawn", "draw"]
