"""The workers of the matrix: every discipline here and elsewhere, and those who come and go."""

from datetime import timedelta

import msgspec
from sqlalchemy import insert

from tests.builders.families import NOW, TODAY
from tests.matrix.making import Making
from tests.workbook.wall.reference import Looking
from workbook.db import Database
from workbook.families.tables import Involvement
from workbook.staff.access import DISCIPLINES
from workbook.staff.rules import key_hash
from workbook.staff.tables import SignIn, Team, Worker
from workbook.wall.viewer import doorkeeper, importer

DAY = timedelta(days=1)


class Somebody(msgspec.Struct, frozen=True, kw_only=True):
    """One worker who is signed in, or was before they left."""

    name: str
    id: str
    discipline: str
    team: str
    cookie: str
    has_left: bool = False

    @property
    def looking(self) -> Looking:
        """Return them as the Python reference knows a viewer."""
        return Looking(worker=self.id, discipline=self.discipline, team=self.team, today=TODAY)


def staff(making: Making, teams: dict[str, str]) -> dict[str, Somebody]:
    wanted = [(one, "in", "here") for one in DISCIPLINES]
    wanted += [(one, "elsewhere", "there") for one in DISCIPLINES]
    wanted += [("social_worker", odd, "here") for odd in ("ended", "to start", "left")]
    found = {}
    for discipline, what, team in wanted:
        name = f"{discipline} {what}"
        found[name] = Somebody(
            name=name, id=making.new_id(), discipline=discipline, team=teams[team],
            cookie=f"key of {name}".replace(" ", "-"), has_left=what == "left",
        )  # fmt: skip
    return found


def hire(database: Database, teams: dict[str, str], workers: dict[str, Somebody]) -> None:
    with database.writing(importer(TODAY)) as session:
        session.execute(insert(Team), [{"id": one, "name": name} for name, one in teams.items()])
        session.execute(insert(Worker), [
            {"id": one.id, "name": one.name.title(), "discipline": one.discipline,
             "employer": "Council", "team_id": one.team,
             "left_on": TODAY - DAY if one.has_left else None}
            for one in workers.values()
        ])  # fmt: skip
    with database.writing(doorkeeper(TODAY)) as session:
        session.execute(insert(SignIn), [
            {"key_hash": key_hash(one.cookie), "worker_id": one.id, "started_at": NOW,
             "seen_at": NOW} for one in workers.values()
        ])  # fmt: skip


def involve(making: Making, family: str, worker: Somebody, starts: int, ends: int | None) -> None:
    making.add(
        Involvement, family_id=family, worker_id=worker.id, starts_on=TODAY + starts * DAY,
        ends_on=None if ends is None else TODAY + ends * DAY,
    )  # fmt: skip
