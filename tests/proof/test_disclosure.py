"""Copies of drawn families for one reader and several, against the oracle, in two processes."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.disclosure import runner
from tests.disclosure.asking import Tally

PROCESSES = 2
# For each process: every family gives some thirty copies.
FAMILIES, SEVERAL = 1_700, 22
FAMILIES_AS_FILES, PAIRS = 120, 520
STRUCTURES, FILES, EQUAL = 100_000, 2_000, 1_000


def part_of(installed: Path, folder: Path, part: int) -> Tally:
    return runner.run(
        installed, folder, first=10_000 + part * FAMILIES, families=FAMILIES, several=SEVERAL,
        files=FAMILIES_AS_FILES, pairs=PAIRS,
    )  # fmt: skip


def test_no_copy_holds_too_much_or_too_little(installed: Path, tmp_path: Path) -> None:
    folders = [tmp_path / str(part) for part in range(PROCESSES)]
    for folder in folders:
        folder.mkdir()
    found = Tally()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for one in pool.map(part_of, [installed] * PROCESSES, folders, range(PROCESSES)):
            found.add(one)

    print(
        f"\n{found.structures} structures and {found.files} Word files compared"
        f" ({found.refused} refused, {found.canaries} canaries in the rest):"
        f" {found.leaks} leaks, {found.withheld} wrongly withheld"
    )
    print(
        f"{found.pairs} pairs of worlds equal byte for byte, {found.gone} rows taken away"
        if not found.complaints
        else f"{len(found.complaints)} complaints"
    )
    assert found.complaints[:20] == []
    assert found.structures >= STRUCTURES
    assert found.files >= FILES
    assert found.pairs >= EQUAL
