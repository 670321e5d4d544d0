"""Every route × everybody × every object, in two processes."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.matrix import runner
from tests.matrix.runner import Tally
from workbook.logs import set_up_logs

PROCESSES = 2
CELLS = 50_000
# Of each route at most so many questions, drawn by chance but always the same.
MOST = 500


def part_of(installed: Path, folder: Path, part: int) -> Tally:
    set_up_logs(quiet=True)
    return runner.run(installed, folder, part=part, parts=PROCESSES, most=MOST)


def test_every_cell_of_the_matrix_is_as_expected(installed: Path, tmp_path: Path) -> None:
    folders = [tmp_path / str(part) for part in range(PROCESSES)]
    for folder in folders:
        folder.mkdir()
    found = Tally()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for one in pool.map(part_of, [installed] * PROCESSES, folders, range(PROCESSES)):
            found.add(one)

    print(
        f"\n{found.cells} cells of {len(found.routes)} routes: {found.leaks} leaks,"
        f" {found.refusals} wrong refusals; {found.met} canaries met by those who may"
    )
    assert found.complaints == []
    assert found.cells >= CELLS
