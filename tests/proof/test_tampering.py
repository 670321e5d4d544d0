"""Every way of tampering with the audit log, in a hundred worlds each, by both verifiers."""

import shutil
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.workbook.sealing.tampering import WAYS
from tests.workbook.sealing.worlds import World

PROCESSES, WORLDS = 2, 100
VERIFIERS = ("the product", "the stand-alone verifier")
# By verifier and way, how often it was found; and whether the clean log was accused.
Found = tuple[Counter[tuple[str, str]], bool]


def in_world(installed: str, folder: str, seed: int) -> Found:
    path = Path(folder) / f"world{seed}.db"
    shutil.copy(installed, path)
    world = World.make(f"sqlite:///{path}", seed)
    accused, found = bool(world.accused()), Counter[tuple[str, str]]()
    for way, tamper in WAYS.items():
        for verifier, has_found in zip(VERIFIERS, world.found(tamper, seed), strict=True):
            found[verifier, way] += has_found
    world.close()
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    return found, accused


def test_all_tampering_is_found_and_no_clean_log_is_accused(
    installed: Path, tmp_path: Path
) -> None:
    found, accused = Counter[tuple[str, str]](), 0
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        where = [str(installed)] * WORLDS, [str(tmp_path)] * WORLDS
        for one, was_accused in pool.map(in_world, *where, range(WORLDS)):
            found += one
            accused += was_accused

    assert len(WAYS) >= 20
    print(f"\n{len(WAYS)} ways of tampering; {accused} of {WORLDS} clean logs accused")
    for verifier in VERIFIERS:
        total = sum(found[verifier, way] for way in WAYS)
        print(f"{verifier} found {total} of {len(WAYS) * WORLDS}")
    assert accused == 0
    assert dict(found) == {(verifier, way): WORLDS for verifier in VERIFIERS for way in WAYS}
