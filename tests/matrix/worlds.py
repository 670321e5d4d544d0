"""One small world with everything in it: families, people, marks, workers, and what they wrote."""

from pathlib import Path
from typing import Final

import msgspec

from supervision.tables import (
    DiscussionAddendum,
    DiscussionPart,
    DiscussionSignOff,
    FamilyDiscussion,
    SupervisionSession,
)
from tests.builders.families import TODAY
from tests.matrix.families import a_family
from tests.matrix.keeping import keep
from tests.matrix.making import Making, Row, Secret, put
from tests.matrix.tightened import tighten
from tests.matrix.ways import odd_ways, oddities
from tests.matrix.workers import DAY, Somebody, hire, staff
from workbook.db import SEAL_KEYS, sqlite_path
from workbook.encryption import Keyring
from workbook.sealed_facts.rules import place_of

NOBODY: Final = "f" * 32


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What there is and who may see it. `families`: by what is odd about each."""

    workers: dict[str, Somebody]
    families: dict[str, str]
    rows: dict[str, list[Row]]
    secrets: dict[str, Secret]

    @property
    def team_of(self) -> dict[str, str]:
        """Return whose team each family is."""
        return {row["id"]: row["team_id"] for row in self.rows["family"]}

    def of(self, table: str, family_id: str) -> list[Row]:
        """Return the rows of one table that belong to one family."""
        return [row for row in self.rows.get(table, []) if row.get("family_id") == family_id]

    def row(self, table: str, row_id: str) -> Row | None:
        """Return one row; None when there is none."""
        return next((row for row in self.rows.get(table, []) if row["id"] == row_id), None)


def make(url: str) -> World:
    """Put the world into an installed, empty database; the same each time."""
    making = Making()
    teams = {name: making.new_id() for name in ("here", "there")}
    workers = staff(making, teams)
    hire(making, teams, workers)
    families = {
        "own": a_family(making, teams["here"], workers, ending=" in", whole=True),
        "second": a_family(making, teams["here"], workers, ending=""),
        "closed": a_family(making, teams["here"], workers, ending=" in"),
        "closed lately": a_family(making, teams["here"], workers, ending=" in"),
        "opened again": a_family(making, teams["here"], workers, ending=" in"),
        "theirs": a_family(making, teams["there"], workers, ending=" elsewhere"),
    }
    for team, manager in (("here", "team_manager in"), ("there", "team_manager elsewhere")):
        _supervise(making, teams[team], workers[manager], families, workers)
    odd_ways(making, families, workers)
    oddities(making, families, workers)
    tighten(making, families["own"], workers)
    keep(making, families, workers)
    seal(url, making)
    put(url, making)
    return World(workers=workers, families=families, rows=making.rows, secrets=making.secrets)


def seal(url: str, making: Making) -> None:
    """Seal the facts with the keys that the service will find beside its database."""
    keyring = Keyring.load(sqlite_path(url).parent / SEAL_KEYS)
    for row in making.rows["sealed_fact"]:
        row["value"] = keyring.seal(row["value"], place=place_of(row["id"]))


def _supervise(
    making: Making,
    team: str,
    chair: Somebody,
    families: dict[str, str],
    workers: dict[str, Somebody],
) -> None:
    """Add a team's session in which its families were discussed, in two layers."""
    held = making.add(SupervisionSession, team_id=team, held_on=TODAY - 12 * DAY, chair_id=chair.id)
    of_team = {row["id"] for row in making.rows["family"] if row["team_id"] == team}
    place = chair.name.removeprefix("team_manager")
    for family in (one for one in families.values() if one in of_team):
        own = {"family_id": family, "recorded_by": chair.id}
        said = making.add(FamilyDiscussion, **own, session_id=held["id"])
        for discipline, mark in (
            ("social_worker", "team"), ("da_survivor_worker", "survivor_protected"),
            ("mental_health_practitioner", "health_restricted"),
        ):  # fmt: skip
            worker = workers[discipline + place]
            making.add(
                DiscussionPart, **(own | {"recorded_by": worker.id}), discussion_id=said["id"],
                discipline=discipline, mark=mark, worker_id=worker.id,
            )  # fmt: skip
        making.add(DiscussionSignOff, **own, discussion_id=said["id"])
        making.add(DiscussionAddendum, **own, discussion_id=said["id"])


def a_file(installed: Path, folder: Path) -> Path:
    """Copy an empty installed database to where a world is to be made."""
    path = folder / "world.db"
    path.write_bytes(installed.read_bytes())
    return path
