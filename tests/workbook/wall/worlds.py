"""Small made-up worlds: workers, families, marks and readers, put into a real database."""

import random
from datetime import UTC, date, datetime, timedelta

import msgspec

from tests.workbook.wall.reference import (
    Asked,
    Involved,
    Kept,
    Knows,
    Laid,
    Looking,
    Row,
    Shut,
    Way,
    World,
)
from workbook.staff.access import DISCIPLINES
from workbook.wall.marks import MARKS
from workbook.wall.viewer import IMPORTER

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BY = {"recorded_at": NOW, "recorded_by": IMPORTER}
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KINDS = ("break_glass", "closed", "cover", "sample", "subject_access")
# Those of whom the most rules speak come more often.
CLOSED_AGO = (0, 27, 28, 28, 29, 90)
COMMON = (*DISCIPLINES, "team_manager", "team_manager", "information_governance", "social_worker")
WISHES = ("yes", "yes_with_changes", "no", "too_young")


def made(chance: random.Random) -> tuple[World, list[Looking], list[Row]]:
    """Make a world: who works where, what is marked how, and who looks."""
    token = f"{chance.getrandbits(48):012x}"
    workers = [f"w{n}{token}" for n in range(6)]
    disciplines = {worker: chance.choice(COMMON) for worker in workers}
    teams = {worker: chance.choice(["ta", "tb"]) + token for worker in workers}
    families = [f"f{n}{token}" for n in range(4)]
    persons = [f"p{n}{token}" for n in range(5)]
    rows = [
        _row(chance, f"e{n}{token}", workers, disciplines, families, persons) for n in range(24)
    ]
    world = World(
        team_of={family: chance.choice(["ta", "tb"]) + token for family in families},
        involved=_involved(chance, workers, families),
        kept=tuple(
            Kept(chance.choice(families), tuple(chance.sample(persons, 1)), chance.random() < 0.6)
            for _ in range(chance.randint(0, 3))
        ),
        ways=tuple(_way(chance, f"y{n}{token}", workers, families) for n in range(6)),
        conflicts=tuple(
            Knows(id=f"c{n}{token}", worker=chance.choice(workers), family=chance.choice(families),
                  over=chance.random() < 0.3) for n in range(3)
        ),
        closings=tuple(
            Shut(family, TODAY - chance.choice(CLOSED_AGO) * DAY, chance.random() < 0.3)
            for family in chance.sample(families, chance.choice([0, 1, 2]))
        ),
        laid=_laid(chance, token, rows, persons, disciplines),
        people=tuple(
            (family, person) for family in families for person in persons if chance.random() < 0.2
        ),
        alike=(families[2], families[3]) if chance.random() < 0.5 else None,
        misfiled=frozenset(row.id for row in rows if chance.random() < 0.1),
        replaced=frozenset(row.id for row in rows if chance.random() < 0.1),
        asked=(
            Asked(id=f"q{token}", family=families[0], by=workers[0], decided_by=workers[1],
                  approved=True),
            *(_asked(chance, f"q{n}{token}", families, workers) for n in range(4)),
        ),
    )  # fmt: skip
    looking = [
        Looking(worker=worker, discipline=disciplines[worker], team=teams[worker], today=TODAY,
                now=NOW, asks=chance.choice(["", *families])) for worker in workers
    ]  # fmt: skip
    looking += [
        for_readers(who, chance, persons, families, rows) for who in looking for _ in range(2)
    ]
    looking.append(
        Looking(worker="gatekeeper", discipline="gatekeeper", team="", today=TODAY, now=NOW,
                only=chance.choice(["", *families, *families]))
    )  # fmt: skip
    return world, looking, rows


def _involved(
    chance: random.Random, workers: list[str], families: list[str]
) -> tuple[Involved, ...]:
    involved = tuple(
        Involved(
            chance.choice(workers), chance.choice(families),
            TODAY + chance.choice([-90, -1, 0, 1]) * DAY,
            chance.choice([None, None, TODAY - DAY, TODAY, TODAY + DAY]),
        )
        for _ in range(9)
    )  # fmt: skip
    return tuple(one for one in involved if one.ends is None or one.starts <= one.ends)


def _way(chance: random.Random, way_id: str, workers: list[str], families: list[str]) -> Way:
    kind = chance.choice(KINDS)
    ends = NOW + chance.choice([-1, 0, 1, 24, 25]) * HOUR
    return Way(
        id=way_id, worker=chance.choice(workers), family=chance.choice(families), kind=kind,
        starts=NOW + chance.choice([-20, -1, 0, 1]) * HOUR, ends=ends,
        ended=chance.random() < 0.2, reviewed=kind == "break_glass" and chance.random() < 0.5,
        reason=chance.choice(["x" * 19, "x" * 20]),
    )  # fmt: skip


def _laid(
    chance: random.Random,
    token: str,
    rows: list[Row],
    persons: list[str],
    workers: dict[str, str],
) -> tuple[Laid, ...]:
    marks = [*MARKS, "team", "family_shared", *["health_restricted"] * 4]
    drawn = [(chance.choice(marks), row) for row in chance.choices(rows, k=8)]
    return tuple(
        Laid(
            id=f"l{n}{token}", row=("h" if chance.random() < 0.2 else "") + row.id,
            family=row.family, mark=mark, persons=_persons(chance, mark, persons, [*workers]),
            discipline=chance.choice([*DISCIPLINES, *[*workers.values()] * 4]),
            lifted=chance.random() < 0.3,
        )
        for n, (mark, row) in enumerate(drawn)
    )  # fmt: skip


def _persons(
    chance: random.Random, mark: str, persons: list[str], workers: list[str]
) -> tuple[str, ...]:
    """Return whom a mark names: the workers who may read police information, else persons."""
    if mark == "police_restricted":
        return tuple(chance.sample(workers, chance.choice([1, 2, 3])))
    return tuple(chance.sample(persons, chance.choice([0, 0, 1, 2])))


def _asked(chance: random.Random, asked_id: str, families: list[str], workers: list[str]) -> Asked:
    return Asked(
        id=asked_id, family=chance.choice(families), by=chance.choice(workers),
        decided_by=chance.choice([None, *workers]), approved=chance.random() < 0.7,
        named=tuple(chance.sample(workers, 2)) if chance.random() < 0.5 else None,
    )  # fmt: skip


def for_readers(
    who: Looking,
    chance: random.Random,
    persons: list[str],
    families: list[str],
    rows: list[Row],
) -> Looking:
    """Return the same worker making something for readers."""
    audience = chance.choice(["family", "conference"])
    readers = tuple(chance.sample(persons, chance.randint(1, 2))) if audience == "family" else ()
    only = chance.choice(["", families[0]]) if audience == "family" else ""
    if not only:
        return msgspec.structs.replace(who, audience=audience, readers=readers)
    aside = random.Random(f"{who.worker}{audience}{readers}")  # noqa: S311 -- worlds, not keys
    return msgspec.structs.replace(
        who, audience=audience, readers=readers, only=only,
        cleared=aside.choice([*[NOW] * 6, NOW - HOUR, NOW - 2 * HOUR, None]),
        stopped=tuple(row.id for row in rows if aside.random() < 0.15),
    )  # fmt: skip


def _row(
    chance: random.Random,
    row_id: str,
    workers: list[str],
    disciplines: dict[str, str],
    families: list[str],
    persons: list[str],
) -> Row:
    author = chance.choice(workers)
    mark = chance.choice([*MARKS, "team", "family_shared"])
    return Row(
        id=row_id,
        family=chance.choice(families),
        author=author,
        discipline=disciplines[author],
        mark=mark,
        persons=_persons(chance, mark, persons, workers),
        share_ok=chance.choice(WISHES),
        adult=chance.choice(persons),
        protected=chance.random() < 0.5,
        withdraws=chance.random() < 0.1,
        at=random.Random(row_id).choice([NOW, NOW - HOUR, NOW - 3 * HOUR]),  # noqa: S311
    )
