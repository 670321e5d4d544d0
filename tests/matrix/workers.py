"""The workers of the matrix: every discipline here and elsewhere, and those who come and go."""

from datetime import timedelta

import msgspec

from tests.builders.families import NOW, TODAY
from tests.matrix.making import Making
from workbook.families.tables import Involvement
from workbook.staff.access import DISCIPLINES
from workbook.staff.rules import key_hash
from workbook.staff.tables import SignIn, Team, Worker

DAY = timedelta(days=1)
# Social workers of the first team whose way to its families is not the usual one.
ODD = (
    "ended", "to start", "left", "in conflict", "out of conflict", "break glass", "glass mended",
    "glass too old", "covering",
)  # fmt: skip


class Somebody(msgspec.Struct, frozen=True, kw_only=True):
    """One worker who is signed in, or was before they left."""

    name: str
    id: str
    discipline: str
    team: str
    cookie: str
    has_left: bool = False


def staff(making: Making, teams: dict[str, str]) -> dict[str, Somebody]:
    wanted = [(one, "in", "here") for one in DISCIPLINES]
    wanted += [(one, "elsewhere", "there") for one in DISCIPLINES]
    wanted += [("social_worker", odd, "here") for odd in ODD]
    wanted += [("quality_auditor", "sampling", "there"), ("team_manager", "reopening", "here")]
    wanted += [("information_governance", "releasing", "there")]
    found = {}
    for discipline, what, team in wanted:
        name = f"{discipline} {what}"
        found[name] = Somebody(
            name=name, id=making.new_id(), discipline=discipline, team=teams[team],
            cookie=f"key of {name}".replace(" ", "-"), has_left=what == "left",
        )  # fmt: skip
    return found


def hire(making: Making, teams: dict[str, str], workers: dict[str, Somebody]) -> None:
    """Add the teams, the workers and their sign-ins."""
    for name, team in teams.items():
        making.add(Team, id=team, name=name)
    for one in workers.values():
        making.add(
            Worker, id=one.id, name=one.name.title(), discipline=one.discipline, team_id=one.team,
            left_on=TODAY - DAY if one.has_left else None,
        )  # fmt: skip
        making.add(
            SignIn, key_hash=key_hash(one.cookie), id=key_hash(one.cookie)[:32], worker_id=one.id,
            started_at=NOW, seen_at=NOW, how="passkey", device="", provider_token=None,
            provider_subject=None, provider_session=None,
        )  # fmt: skip


def involve(making: Making, family: str, worker: Somebody, starts: int, ends: int | None) -> None:
    """Let a worker work with a family, over days from today."""
    making.add(
        Involvement, family_id=family, worker_id=worker.id, starts_on=TODAY + starts * DAY,
        ends_on=None if ends is None else TODAY + ends * DAY,
    )  # fmt: skip
