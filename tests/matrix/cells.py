"""What a route is asked: for each path parameter the ids that are tried, and one cell of it all."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

import msgspec

from modules.catalogue import Catalogue
from tests.matrix.workers import Somebody
from tests.matrix.worlds import NOBODY, World

Ids = dict[str, str]
CATALOGUE: Final = Catalogue.load()
PARAMETER: Final = re.compile(r"{(\w+):\w+}")


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One question to one route: who asks, and about what."""

    world: World
    who: Somebody | None
    ids: Ids
    query: str = ""

    @property
    def family(self) -> str:
        """Return the family asked about; none for a route without one."""
        return self.ids.get("family_id", "")

    def row(self, table: str, name: str) -> dict[str, Any] | None:
        """Return the row that a path parameter names, if it is of the family asked about."""
        row = self.world.row(table, self.ids[name])
        return row if row and (not self.family or row["family_id"] == self.family) else None


def _families(world: World, _: Ids) -> Iterator[str]:
    yield from world.families.values()
    yield NOBODY
    yield "not-an-id"


def _of(table: str, few: int) -> Callable[[World, Ids], Iterator[str]]:
    """Try every row of the first family, a few of each other, one of another, and none."""

    def ids(world: World, chosen: Ids) -> Iterator[str]:
        family = chosen.get("family_id")
        rows = world.rows.get(table, [])
        if family is None:
            yield from (row["id"] for row in rows)
        else:
            most = None if family == world.families["own"] else few
            yield from islice((row["id"] for row in world.of(table, family)), most)
            yield from islice((row["id"] for row in rows if row["family_id"] != family), 1)
        yield NOBODY

    return ids


def _modules(world: World, chosen: Ids) -> Iterator[str]:
    keys = [module.key for module in CATALOGUE.modules]
    yield from keys if chosen.get("family_id") == world.families["own"] else keys[:2]
    yield "no_such_module"


def _sections(world: World, chosen: Ids) -> Iterator[str]:
    found = next((m for m in CATALOGUE.modules if m.key == chosen["module_key"]), None)
    keys = [section.key for section in found.sections] if found else []
    yield from keys if chosen["family_id"] == world.families["own"] else keys[:2]
    yield "no_such_section"


def _kept_closer(world: World, chosen: Ids) -> Iterator[str]:
    """Try everything of the family that has a mark laid over it; of others what is there first."""
    family = chosen["family_id"]
    laid = dict.fromkeys(row["object_id"] for row in world.of("tightening", family))
    yield from laid
    if not laid:
        yield from (row["id"] for row in world.of("entry", family)[:2])
    # One of another family, as if it were of this one.
    others = (row for row in world.rows["entry"] if row["family_id"] != family)
    yield next(others)["id"]
    yield NOBODY


# For each name in braces in an address, what is tried. A new name needs a line here.
PARAMETERS: Final[dict[str, Callable[[World, Ids], Iterator[str]]]] = {
    "family_id": _families,
    "entry_id": _of("entry", 4),
    "object_id": _kept_closer,
    "fact_id": _of("sealed_fact", 1),
    "request_id": _of("loosening_request", 1),
    "attachment_id": _of("attachment", 2),
    "document_id": _of("issued_document", 1),
    "release_id": _of("release_request", 1),
    "subject_id": _of("subject_request", 1),
    "action_id": _of("action", 4),
    "session_id": lambda world, _: iter(
        [*(row["id"] for row in world.rows["supervision_session"]), NOBODY]
    ),
    "route_id": _of("route", 1),
    "record_id": lambda world, _: iter(
        [*(row["id"] for row in world.rows["retention_date"]), NOBODY]
    ),
    "hold_id": lambda world, _: iter([*(row["id"] for row in world.rows["legal_hold"]), NOBODY]),
    "certificate_id": lambda *_: iter([NOBODY]),
    "role_id": lambda world, _: iter([*(row["id"] for row in world.rows["role_request"]), NOBODY]),
    "proposal_id": _of("match_proposal", 1),
    "conflict_id": _of("conflict", 1),
    "worker_id": lambda world, _: iter([*(one.id for one in world.workers.values()), NOBODY]),
    "module_key": _modules,
    "section_key": _sections,
    "passkey_id": lambda *_: iter([NOBODY]),
    "sign_in_id": lambda *_: iter([NOBODY]),
    "stamp": lambda *_: iter(["x"]),
    "name": lambda *_: iter(["css/none.css"]),
}


def all_ids(path: str, world: World) -> list[Ids]:
    """Return every way of filling in the parameters of an address."""
    ways: list[Ids] = [{}]
    # The family first: what else is tried depends on it.
    names = sorted(PARAMETER.findall(path), key=lambda name: name != "family_id")
    for name in names:
        assert name in PARAMETERS, (
            f"say in PARAMETERS of tests/matrix/cells.py which values of {name} are tried in {path}"
        )
        ways = [way | {name: value} for way in ways for value in PARAMETERS[name](world, way)]
    return ways


def address(path: str, ids: Ids) -> str:
    """Return an address with its parameters filled in."""
    return PARAMETER.sub(lambda found: ids[found[1]], path)
