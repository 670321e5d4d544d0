"""Draw families, ask for copies and compare, in this process or as one of several."""

import random
from pathlib import Path

from tests.disclosure.asking import Asked, Tally, compare, readers_of
from tests.disclosure.hidden import compare_worlds
from tests.disclosure.worlds import draw
from tests.matrix.making import put
from workbook.db import Database

# So many families go into one file: ids and canaries are told apart within it.
BATCH = 200


def run(
    installed: Path,
    folder: Path,
    *,
    first: int,
    families: int,
    several: int,
    files: int = 0,
    pairs: int = 0,
) -> Tally:
    """Compare copies of families drawn from `first` on.

    `several`: how many copies of each family are for several readers. `files`: of how many
    families every copy is made as a finished file too. `pairs`: how many are compared with the
    same family without what is kept.
    """
    tally = Tally()
    for start in range(first, first + families, BATCH):
        drawn = [draw(number) for number in range(start, min(start + BATCH, first + families))]
        path = folder / f"drawn{start}.db"
        path.write_bytes(installed.read_bytes())
        put(f"sqlite:///{path}", *(one.making for one in drawn))
        database = Database.connect(f"sqlite:///{path}")
        for number, one in enumerate(drawn, start - first):
            asked, chance = Asked(database, one), random.Random(start)  # noqa: S311 -- who reads
            for keys in readers_of(one, chance, several):
                compare(asked, keys, tally)
            if number < files:
                for keys in readers_of(one, chance, 2):
                    compare(asked, keys, tally, as_file=True)
        compare_worlds(installed, folder, drawn[: max(pairs - (start - first), 0)], database, tally)
        database.close()
        for left in folder.glob(f"{path.name}*"):
            left.unlink()
    return tally
