"""Tries at adding rows that the policy lets in or refuses, with what the reference says of each."""

import random
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from tests.workbook.wall import adding
from tests.workbook.wall.putting import way_row
from tests.workbook.wall.reference import Looking, Way, World
from tests.workbook.wall.worlds import BY, HOUR, KINDS, NOW, TODAY
from workbook.db import Database, new_id
from workbook.families.tables import Involvement, LegalStage
from workbook.marking.tables import Lifting, LooseningDecision
from workbook.reach.tables import Closing, Conflict, ConflictEnd, Route, RouteReview
from workbook.wall.viewer import Viewer


class Attempt(msgspec.Struct, frozen=True):
    """One row that somebody tries to add, and whether the reference lets them."""

    table: Any
    row: dict[str, Any]
    may: bool

    def is_let_in(self, database: Database, viewer: Viewer) -> bool:
        """Try it, and take it back."""
        with database.writing(viewer) as session:
            try:
                session.execute(insert(self.table), [self.row])
            except DBAPIError:
                return False
            finally:
                session.rollback()
        return True


def attempts(chance: random.Random, world: World, who: Looking) -> Iterator[Attempt]:
    """Yield a handful of tries of one worker in one world."""
    family = chance.choice(list(world.team_of))
    mine = {"recorded_at": NOW, "recorded_by": who.worker}
    signed = {"discipline": who.discipline, "employer": "C"}
    for kind in KINDS:
        yield _way(chance, world, who, kind)
    yield Attempt(LegalStage, _row(mine, family, child_id="p0" + family[2:], stage="s",
                                   starts_on=TODAY, ends_on=None),
                  adding.may_add(world, who, family))  # fmt: skip
    forged = BY | {"recorded_by": "somebody else"}
    yield Attempt(LegalStage, _row(forged, family, child_id="p0" + family[2:], stage="s",
                                   starts_on=TODAY, ends_on=None), may=False)  # fmt: skip
    manages = who.discipline == "team_manager" and adding.may_add(world, who, family)
    yield Attempt(Closing, _row(mine, family, kind="closed", happens_on=TODAY, replaces_id=None),
                  manages)  # fmt: skip
    yield Attempt(Involvement, _row(mine, family, worker_id=who.worker, starts_on=TODAY,
                                    ends_on=None, replaces_id=None), manages)  # fmt: skip
    yield Attempt(Conflict, _row(mine, family, worker_id=who.worker, kind="declared"),
                  adding.may_add(world, who, family)
                  or (who.discipline == "information_governance" and not who.audience))  # fmt: skip
    for way in world.ways:
        if not way.reviewed:
            yield Attempt(RouteReview, _row(mine, way.family, route_id=way.id, outcome="justified"),
                          adding.may_review(world, who, way))  # fmt: skip
    for conflict in world.conflicts:
        if not conflict.over:
            yield Attempt(ConflictEnd, _row(mine, conflict.family, conflict_id=conflict.id,
                                            words="w"),
                          adding.may_end_conflict(who, conflict))  # fmt: skip
    for asked in world.asked:
        if asked.decided_by is None:
            yield Attempt(LooseningDecision, _row(mine | signed, asked.family, request_id=asked.id,
                                                  approved=True),
                          adding.may_decide(world, who, asked))  # fmt: skip
    decided = [asked for asked in world.asked if asked.decided_by]
    for laid in world.laid:
        if not laid.lifted:
            asked = chance.choice(decided)
            yield Attempt(Lifting, _row(mine, laid.family, tightening_id=laid.id,
                                        decision_id="d" + asked.id),
                          adding.may_lift(world, who, laid, asked))  # fmt: skip


def _way(chance: random.Random, world: World, who: Looking, kind: str) -> Attempt:
    way = Way(
        id=new_id(), worker=chance.choice([who.worker, who.worker, world.ways[0].worker]),
        family=chance.choice([*world.team_of, *(one.family for one in world.conflicts)]), kind=kind,
        starts=NOW + chance.choice([-1, 0, 0, 0, 1]) * HOUR,
        ends=NOW + chance.choice([1, 24, 24, 24, 25]) * HOUR,
        reason=chance.choice(["x" * 19, "x" * 20, "x" * 20, "x" * 20]),
    )  # fmt: skip
    row = way_row(way) | {"recorded_by": who.worker}
    return Attempt(Route, row, adding.may_open_way(world, who, way))


def _row(by: dict[str, Any], family: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"id": new_id(), "family_id": family, **by, **values}
