"""The case folders beside the repository: each slip typed into a shared note is caught.

Skipped with the reason said where the folders are not there.
"""

import json
from pathlib import Path

import pytest

from exports.gate.facts import protected_for
from exports.gate.searching import Passage, search
from tests.exports.gate.case_facts import Case

CASES = Path(__file__).parents[4] / "shared" / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/expected.json"))

pytestmark = pytest.mark.skipif(not FOLDERS, reason="no case folders beside the repository")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_slip_is_caught_and_next_to_nothing_else(folder: Path) -> None:
    case = Case(folder)
    expected = json.loads((folder / "expected.json").read_text("utf-8"))["free_text_slips"]
    notes = {entry["id"]: entry["note"] for entry in case.entries}
    readers = sorted({reader for slip in expected for reader in slip["withheld_from"]})
    searched = caught = others = 0
    for reader in readers:
        protected = protected_for(case.facts(reader))
        kept = [slip for slip in expected if reader in slip["withheld_from"]]
        for slip in kept:
            note = notes[slip["entry"]]
            start = note.index(slip["fact"])
            flags = search([Passage("note", note)], protected)
            assert any(
                flag.start < start + len(slip["fact"]) and start < flag.end for flag in flags
            ), (reader, slip)
            caught += 1
        texts = case.shared_texts()
        slipped = {f"{slip['entry']}.0" for slip in kept}
        flagged = {flag.key for flag in search([Passage(*each) for each in texts], protected)}
        searched += len(texts)
        others += len(flagged - slipped)
    print(
        f"\n{case.name}: {caught} slips caught; {others} of {searched} other shared texts flagged"
    )
    assert others <= 2
