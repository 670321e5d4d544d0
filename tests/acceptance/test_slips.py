"""Protected facts typed into ordinary text stop the command, and are left out when it is asked.

Each slip of the case records beside this checkout stands in a note that no report prints. Here
its sentence is typed where reports do print: as an answer, as a child's words, as a headline.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from modules.catalogue import Catalogue
from tests.acceptance.test_reports import everything_in, folded
from tests.exports.gate.case_facts import Case
from workbook.cases.service import bring_in_folder
from workbook.cli import cli
from workbook.clock import utc_now
from workbook.db import Database

CASES = Path(__file__).parent.parent.parent.parent / "shared" / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/expected.json"))
STOPPED = 3
FEW_WORDS = 220

pytestmark = pytest.mark.skipif(not FOLDERS, reason="the case records are not beside this checkout")


def around(note: str, fact: str) -> str:
    """Return the fact with the words around it, as somebody would type them elsewhere."""
    at = note.index(fact)
    start = note.rfind(". ", 0, at) + 1
    end = note.find(".", at + len(fact))
    return note[max(start, at - FEW_WORDS) : end + 1 if end > 0 else len(note)].strip()


class Planted:
    """A case in which every slip stands where a report prints it."""

    def __init__(self, folder: Path, tmp_path: Path) -> None:
        self.expected: dict[str, Any] = json.loads((folder / "expected.json").read_text())
        self.slips = self.expected["free_text_slips"]
        self.case = Case(folder)
        self.reference = self.case.family["reference"]
        self.folder = tmp_path / folder.name
        shutil.copytree(folder, self.folder)
        children = [one["id"] for one in self.case.family["persons"] if one["kind"] == "child"]
        lines = (folder / "entries.jsonl").read_text("utf-8").splitlines()
        entries = [json.loads(line) for line in lines]
        for entry in entries:
            mine = [slip for slip in self.slips if slip["entry"] == entry["id"]]
            words = [around(entry["note"], slip["fact"]) for slip in mine]
            for number, said in enumerate(words):
                self._plant(entry, said, children[number % len(children)], number)
        written = "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
        (self.folder / "entries.jsonl").write_text(written + "\n", "utf-8")

    @staticmethod
    def _plant(entry: dict[str, Any], said: str, child: str, number: int) -> None:
        entry.setdefault("voices", []).append(
            {"person": child, "text": f"As a voice: {said}", "voice": "observed",
             "how": "told the worker", "share_ok": "yes"}
        )  # fmt: skip
        entry.setdefault("contributions", []).append(
            {"module": "sustaining", "section": "common",
             "subject": {"kind": "child", "ids": [child]},
             "answers": {"analysis": f"As an answer: {said}"}}
        )  # fmt: skip
        if number == 0:
            headline = {"headline": f"As a headline: {said}"[:280], "type": "other",
                        "affects": [], "impact": ""}  # fmt: skip
            entry["significant"] = entry.get("significant", {}) | headline

    def readers(self, slip: dict[str, Any]) -> list[str]:
        return [
            one
            for one in slip["withheld_from"]
            if one in self.expected["recipients"] and one not in self.expected["receives_nothing"]
        ]


def report(url: str, planted: Planted, reader: str, output: Path, *more: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(
        cli,
        ["report", planted.reference, "review-conference", "--for", reader,
         "--output", str(output), *more],
        env={"WORKBOOK_DATABASE_URL": url},
    )  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_slip_stops_the_command_and_is_left_out_when_asked(
    folder: Path, either_url: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    planted = Planted(folder, tmp_path)
    database = Database.connect(either_url)
    bring_in_folder(database, planted.folder, catalogue, utc_now())
    database.close()
    caught = 0
    for reader in sorted({one for slip in planted.slips for one in planted.readers(slip)}):
        slips = [slip for slip in planted.slips if reader in slip["withheld_from"]]
        output = tmp_path / f"{reader}.docx"
        stopped = report(either_url, planted, reader, output)
        assert stopped.exit_code == STOPPED, stopped.stderr
        assert not output.exists()
        missed = [
            slip["fact"] for slip in slips if folded(slip["fact"]) not in folded(stopped.stderr)
        ]
        assert missed == [], stopped.stderr

        given = report(either_url, planted, reader, output, "--drop-flagged")
        assert given.exit_code == 0, given.stderr
        said = everything_in(output.read_bytes())
        wanted = planted.expected["recipients"][reader]
        there = [slip["fact"] for slip in slips if folded(slip["fact"]) in said]
        assert there == []
        assert [one for one in wanted["must_not_contain"] if folded(one) in said] == []
        if planted.expected["report"] == "review_child_protection_conference":
            assert [one for one in wanted["must_contain"] if folded(one) not in said] == []
        caught += len(slips)
    print(f"{folder.name}: {caught} slips caught and left out")
    assert caught or not any(planted.readers(slip) for slip in planted.slips)


def test_the_command_as_people_run_it_stops_with_a_status_of_its_own(
    database_url: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    planted = Planted(FOLDERS[0], tmp_path)
    database = Database.connect(database_url)
    bring_in_folder(database, planted.folder, catalogue, utc_now())
    database.close()
    reader = next(one for slip in planted.slips for one in planted.readers(slip))

    stopped = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-m", "workbook", "report", planted.reference, "review-conference",
         "--for", reader, "--output", str(tmp_path / "report.docx")],
        env=os.environ | {"WORKBOOK_DATABASE_URL": database_url}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert stopped.returncode == STOPPED, stopped.stderr
    assert not (tmp_path / "report.docx").exists()
