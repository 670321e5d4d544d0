"""The matrix notices an opening or a refusal that is not in the log."""

from collections import Counter

import msgspec
import pytest

from tests.matrix.cells import Cell
from tests.matrix.noting import not_noted
from tests.matrix.workers import Somebody
from tests.matrix.worlds import World

FAMILY = "f" * 32
WHO = Somebody(name="a", id="w", discipline="social_worker", team="t", cookie="c")
CELL = Cell(
    world=World(workers={}, families={}, rows={}, secrets={}), who=WHO, ids={"family_id": FAMILY}
)


@pytest.mark.parametrize(
    ("status", "row", "said"),
    [
        (200, (FAMILY, "family_opened", ""), ""),
        (200, ("system", "family_opened", ""), "opened, and not noted"),
        (200, (FAMILY, "rows_saved", ""), "opened, and not noted"),
        (404, ("system", "refused", FAMILY), ""),
        (403, ("system", "refused", ""), "refused, and not noted"),
        (404, (FAMILY, "refused", FAMILY), "refused, and not noted"),
        (422, (FAMILY, "x", ""), ""),
    ],
)
def test_what_is_not_noted_is_said(status: int, row: tuple[str, str, str], said: str) -> None:
    assert not_noted(CELL, status, Counter([row])) == said


def test_nobody_and_no_family_need_no_noting() -> None:
    for cell in (
        msgspec.structs.replace(CELL, who=None),
        msgspec.structs.replace(CELL, ids={}),
    ):
        assert not_noted(cell, 404, Counter()) == ""
