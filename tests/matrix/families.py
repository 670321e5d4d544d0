"""A family of the matrix: its people, homes, network, and all that is recorded of it."""

from typing import Any

from exports.release.tables import ReleaseDecision, ReleaseRequest
from exports.subject_access.tables import SubjectDecision, SubjectRequest, SubjectStep
from exports.tables import IssuedDocument
from tests.builders.families import TODAY
from tests.matrix.making import Making, Row
from tests.matrix.record import AUTHORS, record
from tests.matrix.workers import DAY, Somebody, involve
from workbook.families.tables import (
    ChangeGoal,
    ContactDetail,
    Family,
    FamilyMember,
    Household,
    HouseholdMember,
    Identifier,
    LegalStage,
    ParentalResponsibility,
    Person,
    Relationship,
    Withholding,
)
from workbook.network.tables import (
    FamilyDecision,
    FamilyMeeting,
    FamilyPlan,
    FgdmOffer,
    NetworkMember,
)
from workbook.sealed_facts.tables import SealedFact
from workbook.wall.marks import MARKS


def a_family(
    making: Making,
    team: str,
    workers: dict[str, Somebody],
    *,
    ending: str,
    whole: bool = False,
    **given: Any,  # noqa: ANN401
) -> str:
    """Add a family with people, homes, a network and entries; `ending`: who works with it."""
    family = making.add(
        Family, team_id=team, opened_on=TODAY - 100 * DAY, reference=lambda word: f"T-{word}",
        **given,
    )  # fmt: skip
    of = {"family_id": family["id"], "discipline": "social_worker"}
    people = _people(making, of)
    for one in workers.values():
        if ending and one.name.endswith(ending):
            involve(making, family["id"], one, -99, None)
    _homes(making, of, people)
    _network(making, of, people, workers)
    authors = {
        one: workers[one + (ending or " in")]
        for one in ("social_worker", "team_manager", "da_perpetrator_worker", *AUTHORS)
    }
    record(making, of, people, authors, marks=MARKS if whole else MARKS[1:8:3])
    making.add(
        IssuedDocument, **(of | {"recorded_by": authors["social_worker"].id}),
        report="review-conference", covers_from=TODAY - 90 * DAY, covers_to=TODAY - 9 * DAY,
        content=lambda word: f"PK {word}".encode(), file_name="x.docx",
    )  # fmt: skip
    _releases(making, of, authors)
    _subject_access(making, of, people, authors)
    return str(family["id"])


def _releases(making: Making, of: Row, authors: dict[str, Somebody]) -> None:
    """Add a copy that waits for a second person, and one about which somebody decided."""
    for number in range(2):
        asked = making.add(
            ReleaseRequest, **(of | {"recorded_by": authors["social_worker"].id}),
            report="review-conference", readers=["conference_members"], leave_out=[], reasons={},
            fingerprint=str(number),
        )  # fmt: skip
    making.add(
        ReleaseDecision, **(of | {"recorded_by": authors["team_manager"].id}),
        request_id=asked["id"], outcome="refused",
    )  # fmt: skip


def _subject_access(
    making: Making, of: Row, people: dict[str, str], authors: dict[str, Somebody]
) -> None:
    """Add a request for somebody's own record, a step and a decision in it."""
    by = of | {"recorded_by": authors["social_worker"].id}
    asked = making.add(
        SubjectRequest, **by, person_id=people["other"], asks="self", asked_on=TODAY - 9 * DAY,
    )  # fmt: skip
    making.add(
        SubjectStep, **by, request_id=asked["id"], kind="identity", happens_on=TODAY - 8 * DAY,
        fingerprint="",
    )  # fmt: skip
    making.add(
        SubjectDecision, **by, request_id=asked["id"], item="none", choice="withhold",
        ground="crime", leave_out=[], replaces_id=None,
    )  # fmt: skip


def _people(making: Making, of: Row) -> dict[str, str]:
    found = {}
    for who, kind, mark in (
        ("survivor", "adult", "team"), ("other", "adult", "team"), ("child", "child", "team"),
        ("friend", "network_member", "team"), ("secret", "network_member", "third_party"),
    ):  # fmt: skip
        person = making.add(
            Person, name=lambda word: f"{word} Reed",
            born=TODAY - (3300 if kind == "child" else 12000) * DAY,
        )  # fmt: skip
        found[who] = person["id"]
        making.add(FamilyMember, **of, person_id=person["id"], kind=kind, side="both", mark=mark)
    survivor, other, child = found["survivor"], found["other"], found["child"]
    for a, kind, b, mark in (
        (survivor, "parent_of", child, "team"), (other, "parent_of", child, "team"),
        (other, "abuse_towards", survivor, "survivor_protected"),
    ):  # fmt: skip
        making.add(Relationship, **of, a_id=a, b_id=b, kind=kind, mark=mark)
    own = {"family_id": of["family_id"]}
    making.add(ParentalResponsibility, **own, adult_id=survivor, child_id=child, held="yes")
    making.add(LegalStage, **own, child_id=child, stage="child_in_need", starts_on=TODAY - 60 * DAY)
    for person in (survivor, other):
        making.add(Identifier, **own, person_id=person, kind="nhs_number")
    making.add(Withholding, **own, from_persons=[other], whole_record=False)
    for person in (survivor, other):
        making.add(ChangeGoal, **own, child_id=None, owner_id=person)
    return found


def _homes(making: Making, of: Row, people: dict[str, str]) -> None:
    own = {"family_id": of["family_id"]}
    for person, protected in (("survivor", True), ("other", False)):
        plain: Row = {"address": ""} if protected else {}
        home = making.add(Household, **own, protected=protected, **plain)
        making.add(
            HouseholdMember, **own, household_id=home["id"], person_id=people[person],
            protected=protected, starts_on=TODAY - 90 * DAY,
        )  # fmt: skip
        making.add(
            ContactDetail, **own, person_id=people[person], channel="mobile", safe=True,
            sealed=protected, **({"value": ""} if protected else {}),
        )  # fmt: skip
        if protected:
            making.add(
                SealedFact, **own, household_id=home["id"], person_id=None, contact_id=None,
                kind="address", value=lambda word: word, known_by=[], replaces_id=None,
            )  # fmt: skip


def _network(making: Making, of: Row, people: dict[str, str], workers: dict[str, Somebody]) -> None:
    own = {"family_id": of["family_id"]}
    making.add(
        NetworkMember, **own, person_id=people["friend"], consent_to_hold="yes",
        consent_to_contact="yes",
    )  # fmt: skip
    making.add(
        FgdmOffer, **own, offered_on=TODAY - 50 * DAY, how="face", stage="child_in_need",
        offered_by=workers["social_worker in"].id,
        responses=lambda word: [
            {"person": people["survivor"], "response": "declined", "words": word}
        ],
    )  # fmt: skip
    making.add(FamilyMeeting, **own, held_on=TODAY - 30 * DAY, stages=["information"])
    making.add(
        FamilyPlan, **own, version=1, made_on=TODAY - 30 * DAY,
        lines=lambda word: [
            {"what": word, "who": [people["friend"]], "starts": "2026-06-12", "how_often": "weekly",
             "if_not": "Nan"}
        ],
    )  # fmt: skip
    making.add(FamilyDecision, **own, decided_on=TODAY - 20 * DAY)
