"""A sample: each reader is given all that is theirs to have of a drawn family, and nothing else."""

from pathlib import Path

import pytest

from tests.disclosure import oracle, runner
from tests.disclosure.oracle import Oracle


def test_each_reader_is_given_everything_they_may_have_and_nothing_else(
    installed: Path, tmp_path: Path
) -> None:
    found = runner.run(installed, tmp_path, first=0, families=40, several=6, files=4, pairs=20)

    print(
        f"{found.structures} structures and {found.files} files compared ({found.refused} refused,"
        f" {found.canaries} canaries in the rest): {found.leaks} leaks, {found.withheld} wrongly"
        f" withheld; {found.pairs} pairs of worlds, {found.gone} rows taken away"
    )
    assert found.complaints == []
    assert found.canaries > 10 * (found.structures - found.refused)


@pytest.mark.parametrize("what", ["wished", "given", "stands"])
def test_the_comparison_notices_what_is_given_and_should_not_be(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    assert hasattr(oracle, "Oracle")
    monkeypatch.setattr(Oracle, what, lambda *_: False)
    found = runner.run(installed, tmp_path, first=0, families=4, several=2)

    assert found.leaks > 0
