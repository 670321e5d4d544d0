"""Every act that stands in a family's log has words for whoever asks who opened the record."""

import re
from pathlib import Path

import pytest

from workbook.families.acts import ACTS, FOUND, said
from workbook.monitor import rules

ROOT = Path(__file__).parents[3]
NOTED = re.compile(
    r"""(?:\bact=|\bact\ =\ |note_reading\(\s*|\bdesk\.act\(\s*|\b_act\(\s*\w+,\s*
        |_note\(\s*session,\s*)"([a-z_]+)\"""",
    re.VERBOSE,
)
# In the system's chain or the worker's own, which no family's page shows.
ELSEWHERE = {
    "sign_in_refused", "signed_in", "signed_out", "many_wrong_answers", "left", "known_answered",
    "role_asked", "role_given", "worker_left", "worker_let_go", "own_details_kept", "staff_added",
    "signed_out_by_provider", "account_asked", "account_given", "account_refused",
}  # fmt: skip


def acts_of_the_source() -> set[str]:
    return {
        act
        for package in ("workbook", "supervision", "exports")
        for path in (ROOT / package).rglob("*.py")
        for act in NOTED.findall(path.read_text("utf-8"))
    }


def test_every_act_has_words() -> None:
    found = acts_of_the_source()

    assert len(found) > 25
    assert sorted(found - set(ACTS) - ELSEWHERE) == [], "say it in workbook/families/acts.py"


def test_every_rule_has_words() -> None:
    names = {name for name in vars(rules) if name.isupper()}
    values = {str(getattr(rules, name)) for name in names}

    assert set(FOUND) <= values


@pytest.mark.parametrize(
    ("act", "detail", "words"),
    [
        ("family_opened", {}, "Opened the workbook"),
        ("something_new", {}, "Something new"),
        (
            "finding_made",
            {"rule": "out_of_hours", "worker": "w"},
            "Asked about an opening by Jo Lee: was there out of hours",
        ),
        ("finding_looked_into", {"outcome": "expected"},
         "Looked into an opening: it was part of their work"),
    ],
)  # fmt: skip
def test_says_what_was_done(act: str, detail: dict[str, str], words: str) -> None:
    assert said(act, detail, {"w": "Jo Lee"}) == words
