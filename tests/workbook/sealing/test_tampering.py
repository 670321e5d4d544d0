"""Every way of tampering with the log is found by both verifiers: a few worlds of each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workbook.sealing.tampering import WAYS
from tests.workbook.sealing.worlds import World

WORLDS = 3
ON_EACH_ENGINE = (
    "edit_detail_rehashed", "edit_recorded_at", "delete_a_row", "insert_a_row_far_beyond_the_last",
    "double_a_checkpoint", "put_back_an_older_copy", "rewrite_all_with_the_stolen_key",
    "edit_the_note_of_an_entry", "swap_the_words_of_two_entries", "drop_an_entry", "plant_an_entry",
    "edit_an_entry_and_note_it_anew",
)  # fmt: skip


@pytest.fixture(scope="module")
def worlds(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[World]]:
    """A few clean logs."""
    folder = tmp_path_factory.mktemp("worlds")
    made = []
    for seed in range(WORLDS):
        shutil.copy(installed, folder / f"{seed}.db")
        made.append(World.make(f"sqlite:///{folder / f'{seed}.db'}", seed))
    yield made
    for world in made:
        world.close()


@pytest.mark.parametrize("way", sorted(WAYS))
def test_both_verifiers_find(worlds: list[World], way: str) -> None:
    for seed, world in enumerate(worlds):
        assert world.found(WAYS[way], seed) == (True, True)


def test_neither_accuses_a_clean_log(worlds: list[World]) -> None:
    assert [world.accused() for world in worlds] == [[]] * WORLDS


def test_both_verifiers_find_it_on_each_engine(either_url: str) -> None:
    world = World.make(either_url, 7)

    assert world.accused() == []
    assert {way: world.found(WAYS[way], 7) for way in ON_EACH_ENGINE} == dict.fromkeys(
        ON_EACH_ENGINE, (True, True)
    )
    world.close()
