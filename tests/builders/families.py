"""A family with its people, stages and workers, brought in as the importer does."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import insert

from workbook import audit
from workbook.clock import london_day, utc_now
from workbook.db import Database, new_id
from workbook.families.tables import (
    ChangeGoal,
    Closing,
    Family,
    FamilyMember,
    Involvement,
    LegalStage,
    Person,
    Withholding,
)
from workbook.staff.access import DISCIPLINES
from workbook.staff.tables import Team, Worker
from workbook.wall.viewer import IMPORTER, importer

# Pages read the clock, so what they show is laid around the real day.
NOW = utc_now()
TODAY = london_day(NOW)


# The disciplines that work with a built family. The others are there, without a way to it.
WORKING = (
    "social_worker", "team_manager", "childrens_practitioner", "da_survivor_worker",
    "da_perpetrator_worker", "mental_health_practitioner", "recovery_worker", "fgdm_coordinator",
    "conference_chair", "business_support",
)  # fmt: skip


@dataclass
class BuiltFamily:
    """The ids a test needs: people, a goal of each parent's, and one worker a discipline."""

    id: str
    name: str
    reference: str
    team_id: str
    survivor: str
    other: str
    child: str
    goal: str
    other_goal: str
    workers: dict[str, str] = field(default_factory=dict)


def a_team(database: Database) -> dict[str, str]:
    """Add a team with one worker of every discipline; return their ids, the team's as "team"."""
    ids = {"team": new_id()} | {discipline: new_id() for discipline in DISCIPLINES}
    with database.writing(importer(TODAY)) as session:
        session.execute(insert(Team), [{"id": ids["team"], "name": f"Team {ids['team']}"}])
        session.execute(
            insert(Worker),
            [
                {
                    "id": ids[discipline],
                    "name": f"{DISCIPLINES[discipline].split(':')[-1].strip().title()} Worker",
                    "discipline": discipline,
                    "employer": "Testing Council",
                    "team_id": ids["team"],
                    "left_on": None,
                }
                for discipline in DISCIPLINES
            ],
        )
    return ids


def a_family(
    database: Database,
    team: dict[str, str] | None = None,
    *,
    name: str = "Reed and Vane",
    child_name: str = "Kim Reed",
    stage: str = "child_protection_plan",
    stage_since: date = TODAY - timedelta(days=90),
    closed_on: date | None = None,
    child_born: date | None = None,
    noted: bool = False,
) -> BuiltFamily:
    """Add an open family: a survivor, the person who used abuse, a child; everybody involved.

    `noted`: hold the audit log to its rows, as bringing in does.
    """
    team = team or a_team(database)
    built = BuiltFamily(
        id=new_id(),
        name=name,
        reference=f"T-{uuid4().hex[:8]}",
        team_id=team["team"],
        survivor=new_id(),
        other=new_id(),
        child=new_id(),
        goal=new_id(),
        other_goal=new_id(),
        workers={key: value for key, value in team.items() if key != "team"},
    )
    signed = {"recorded_at": NOW, "recorded_by": IMPORTER}
    of = signed | {"family_id": built.id}
    people = [
        (built.survivor, "Ann Reed", "adult", None),
        (built.other, "Bob Vane", "adult", None),
        (built.child, child_name, "child", child_born or TODAY.replace(year=TODAY.year - 9, day=1)),
    ]
    with database.writing(importer(TODAY)) as session:
        session.execute(
            insert(Family),
            [
                {
                    **signed,
                    "id": built.id,
                    "reference": built.reference,
                    "name": name,
                    "team_id": built.team_id,
                    "opened_on": TODAY - timedelta(days=100),
                    "closed_on": closed_on,
                }
            ],
        )
        if closed_on is not None:
            closing = {"kind": "closed", "happens_on": closed_on, "reason": "", "replaces_id": None}
            session.execute(insert(Closing), [of | closing | {"id": new_id()}])
        session.execute(
            insert(Person),
            [
                {**signed, "id": one, "name": called, "known_as": "", "born": born, "due": None,
                 "died": None, "identity": ""}
                for one, called, _, born in people
            ],
        )  # fmt: skip
        session.execute(
            insert(FamilyMember),
            [
                {**of, "id": new_id(), "person_id": one, "kind": kind, "side": "both",
                 "discipline": "social_worker", "employer": "", "mark": "team", "mark_persons": []}
                for one, _, kind, _ in people
            ],
        )  # fmt: skip
        session.execute(
            insert(Involvement),
            [
                {**of, "id": new_id(), "worker_id": worker, "starts_on": TODAY - timedelta(days=99),
                 "ends_on": None, "replaces_id": None}
                for discipline, worker in built.workers.items() if discipline in WORKING
            ],
        )  # fmt: skip
        session.execute(
            insert(LegalStage),
            [
                {**of, "id": new_id(), "child_id": built.child, "stage": stage, "ends_on": None,
                 "category": "neglect" if stage == "child_protection_plan" else "",
                 "starts_on": stage_since}
            ],
        )  # fmt: skip
        session.execute(
            insert(Withholding),
            [
                {**of, "id": new_id(), "what": "where they live", "from_persons": [built.other],
                 "why": "danger", "until": None, "whole_record": False}
            ],
        )  # fmt: skip
        session.execute(
            insert(ChangeGoal),
            [
                {**of, "id": goal, "words": words, "child_id": None, "owner_id": owner}
                for goal, words, owner in (
                    (built.goal, "Calm mornings", built.survivor),
                    (built.other_goal, "No shouting", built.other),
                )
            ],
        )
        if noted:
            act = audit.Act(
                chain=built.id, act="case_brought_in", worker_id=IMPORTER, discipline=IMPORTER
            )
            audit.note(session, act, now=NOW)
    return built
