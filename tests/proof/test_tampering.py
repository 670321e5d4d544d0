"""Every way of tampering with the audit log, in a hundred worlds each, by both verifiers."""

import shutil
from collections import Counter
from pathlib import Path

from tests.workbook.sealing.tampering import WAYS
from tests.workbook.sealing.worlds import World

WORLDS = 100


def test_all_tampering_is_found_and_no_clean_log_is_accused(
    installed: Path, tmp_path: Path
) -> None:
    found = {"the product": Counter[str](), "the stand-alone verifier": Counter[str]()}
    accused = 0
    for seed in range(WORLDS):
        path = tmp_path / "world.db"
        shutil.copy(installed, path)
        world = World.make(f"sqlite:///{path}", seed)
        accused += bool(world.accused())
        for way, tamper in WAYS.items():
            for verifier, has_found in zip(found, world.found(tamper, seed), strict=True):
                found[verifier][way] += has_found
        world.close()
        for left in tmp_path.glob("world.db*"):
            left.unlink()

    assert len(WAYS) >= 20
    print(f"\n{len(WAYS)} ways of tampering; {accused} of {WORLDS} clean logs accused")
    assert accused == 0
    for verifier, counts in found.items():
        print(f"{verifier} found {counts.total()} of {len(WAYS) * WORLDS}")
        assert {way: counts[way] for way in WAYS} == dict.fromkeys(WAYS, WORLDS)
