"""A sample of the matrix: each route as everybody; and that nothing in it is left out."""

from pathlib import Path

import pytest

from tests.matrix import entries, expectations, runner
from tests.matrix.runner import Matrix
from tests.matrix.worlds import World
from workbook.wall.reading import READ

# Enough of each route that a mistake in one is met by somebody; `make proof` tries every cell.
MOST = 24
# Ids, counts and hashes only: nobody's words.
WORDLESS = {
    "audit_event", "audit_checkpoint", "destruction_order", "destruction_export",
    "destruction_decision", "destruction_lapse", "destruction_certificate", "hold_lifting",
    "misfiling", "misfiling_decision",
}  # fmt: skip


@pytest.fixture
def world(installed: Path, tmp_path: Path) -> World:
    return Matrix(installed, tmp_path).world


def test_every_route_answers_everybody_as_expected(installed: Path, tmp_path: Path) -> None:
    found = runner.run(installed, tmp_path, most=MOST)

    print(
        f"{found.cells} cells of {len(found.routes)} routes: {found.leaks} leaks,"
        f" {found.refusals} wrong refusals; {found.met} canaries met by those who may"
    )
    assert found.complaints == []
    assert found.met > 1_000


def test_no_route_is_without_an_entry_and_no_entry_without_a_route(
    installed: Path, tmp_path: Path
) -> None:
    routes = set(Matrix(installed, tmp_path).handlers())

    assert sorted(routes - set(entries.ENTRIES)) == [], "add it to tests/matrix/entries.py"
    assert sorted(set(entries.ENTRIES) - routes) == [], "take it out of tests/matrix/entries.py"


def test_every_table_of_the_record_is_in_the_world(world: World) -> None:
    missing = set(READ) - set(world.rows) - WORDLESS

    assert sorted(missing) == [], "add rows of it in tests/matrix/worlds.py"


def test_every_canary_has_its_readers(world: World) -> None:
    held = {secret.table for secret in world.secrets.values()}

    assert sorted(held - set(expectations.READS)) == [], "say who in tests/matrix/expectations.py"


@pytest.mark.parametrize("what", ["role", "table"])
def test_the_matrix_notices_what_is_open_and_should_not_be(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "role":
        monkeypatch.setitem(expectations.MAY, "read_case", {"social_worker"})
    else:
        monkeypatch.setitem(expectations.READS, "action", lambda *_: False)

    assert runner.run(installed, tmp_path, most=1).complaints != []
