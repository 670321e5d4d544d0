"""Every kind of mistake in a case folder is told with its file and line, and nothing is kept."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modules.catalogue import Catalogue
from tests.builders.cases import (
    Json,
    a_case,
    a_contribution,
    a_family,
    a_full_entry,
    a_person,
    a_supervision,
    an_entry,
    line_of,
    rewrite,
    three_entries,
    what_the_family_leads,
)
from workbook.cases import checks
from workbook.cases.files import read_folder
from workbook.cases.problems import listed

Spoil = Callable[[Json], object]


def problems_in(folder: Path, catalogue: Catalogue) -> list[str]:
    found = read_folder(folder)
    wrong = list(found.problems)
    if found.whole:
        wrong += checks.problems_of(found.case(), catalogue, unread=found.unread)
    return listed(wrong)


def the_only(problems: list[str]) -> str:
    assert len(problems) == 1, problems
    return problems[0]


def put(*keys: Any) -> Spoil:  # noqa: ANN401
    """Return what sets the last of these at the place that the others lead to."""

    def spoil(thing: Any) -> None:  # noqa: ANN401
        for key in keys[:-2]:
            thing = thing[key]
        thing[keys[-2]] = keys[-1]

    return spoil


def take(*keys: Any) -> Spoil:  # noqa: ANN401
    def spoil(thing: Any) -> None:  # noqa: ANN401
        for key in keys[:-1]:
            thing = thing[key]
        del thing[keys[-1]]

    return spoil


def test_a_valid_case_has_no_problems(tmp_path: Path, catalogue: Catalogue) -> None:
    assert problems_in(a_case(tmp_path / "case"), catalogue) == []


ENTRY_MISTAKES: dict[str, tuple[Spoil, str]] = {
    "an unknown field": (put("colour", "red"), "colour: is not a field"),
    "an unknown field deep down": (put("voices", 0, "x", 1), "voices 1, x: is not a field"),
    "a missing field": (take("note"), "note: is missing"),
    "a missing field deep down": (take("rulers", 0, "goal"), "rulers 1, goal: is missing"),
    "a wrong type": (put("note", 7), "note: must be text"),
    "null": (put("reason", None), "reason: leave it out"),
    "an object that is text": (put("mark", "team"), "mark: must be an object"),
    "a list that is text": (put("present", "ann"), "present: must be a list"),
    "a date that does not exist": (put("actions", 0, "due", "2026-02-30"), "due: '2026-02-30'"),
    "a date of another kind": (put("actions", 0, "due", "1 May 2026"), "YYYY-MM-DD"),
    "a year that cannot be": (put("actions", 0, "due", "0226-05-01"), "the year 226"),
    "a time without offset": (put("occurred_at", "2026-05-04T10:00:00"), "offset"),
    "a time that is none": (put("occurred_at", "yesterday"), "occurred_at: 'yesterday'"),
    "an unknown kind": (put("kind", "picnic"), "kind: 'picnic' is not in the list"),
    "an unknown mark": (put("mark", "kind", "secret"), "mark, kind: 'secret'"),
    "an unknown voice": (put("voices", 0, "voice", "echo"), "voices 1, voice: 'echo'"),
    "an unknown wish": (put("voices", 0, "share_ok", "maybe"), "share_ok: 'maybe'"),
    "a ruler beyond ten": (put("rulers", 0, "readiness", 11), "readiness: must be a whole number"),
    "a ruler below nought": (put("rulers", 0, "readiness", -1), "readiness"),
    "a ruler between": (put("rulers", 0, "readiness", 4.5), "readiness"),
    "a headline that is too long": (put("significant", "headline", "h" * 301), "headline"),
    "a text that is too long": (put("note", "n" * 20_001), "20,001 characters"),
    "a NUL": (put("note", "a\0b"), "note: holds an invisible NUL"),
    "a NUL in an answer": (
        put("contributions", 0, "answers", "child_voice", "a\0b"),
        "child_voice: holds",
    ),
    "an unknown author": (put("author", "zed"), "author: 'zed' is not a known worker"),
    "an unknown person present": (put("present", ["zed"]), "present: 'zed'"),
    "an unknown person revealed": (put("reveals", ["zed"]), "reveals: 'zed'"),
    "an unknown person in the mark": (put("mark", "persons", ["zed"]), "mark, persons: 'zed'"),
    "an unknown speaker": (put("voices", 0, "person", "zed"), "voices: 'zed'"),
    "an unknown owner": (put("actions", 0, "owner", "zed"), "owner: 'zed'"),
    "an unknown goal": (put("rulers", 0, "goal", "g9"), "rulers: 'g9' is not a known goal"),
    "a child with a ruler": (put("rulers", 0, "adult", "kim"), "'kim' is not a known adult"),
    "an adult seen as a child": (put("children", 0, "person", "ann"), "'ann' is not a known child"),
    "an adult affected as a child": (put("significant", "affects", ["ann"]), "affects: 'ann'"),
    "seen alone but not seen": (put("children", 0, "seen", False), "seen alone but not seen"),
    "not seen alone without reason": (
        put("children", 0, "seen_alone", False),
        "needs its reason",
    ),
    "recorded before it happened": (
        put("occurred_at", "2026-05-04T12:00:01+01:00"),
        "occurred_at is later",
    ),
    "a module that is not there": (
        put("contributions", 0, "module", "cookery"),
        "No module 'cookery'",
    ),
    "a section that is not there": (
        put("contributions", 0, "section", "soup"),
        "no section 'soup'",
    ),
    "a question that is not there": (
        put("contributions", 0, "answers", "favourite_soup", "Leek"),
        "no question 'favourite_soup'",
    ),
    "an answer that cannot be": (
        put(
            "contributions",
            0,
            a_contribution(module="starting", section="why", answers={"agree_level": 11}),
        ),
        "starting/why, agree_level: must be a whole number from 0 to 10",
    ),
    "a subject of a kind that is not there": (
        put("contributions", 0, "subject", "kind", "dog"),
        "kind: 'dog' is not in the list",
    ),
    "a pair of one": (
        put("contributions", 0, "subject", "kind", "pair"),
        "pair takes 2 ids and has 1",
    ),
    "an adult as the child": (
        put("contributions", 0, "subject", "ids", ["ann"]),
        "subject: 'ann' is not a known child",
    ),
    "a tool that is not there": (put("scores", 0, "instrument", "XYZ"), "No instrument 'XYZ'"),
    "a total beyond the tool": (put("scores", 0, "total", 25), "from 0 to 24"),
    "replacing nothing known": (put("replaces", "e9"), "'e9' is not a known entry"),
}


@pytest.mark.parametrize("mistake", ENTRY_MISTAKES)
def test_a_mistake_in_an_entry_is_told_with_its_line(
    mistake: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    spoil, words = ENTRY_MISTAKES[mistake]
    spoilt = a_full_entry("e1", 4)
    spoil(spoilt)
    folder = a_case(tmp_path, entries=[an_entry("e0", 3), spoilt, an_entry("e2", 5)])
    found = problems_in(folder, catalogue)
    assert any(words in each for each in found), found
    assert all(each.startswith("entries.jsonl line 2: ") for each in found)


def correction(entry_id: str, day: int, **changes: Any) -> Json:  # noqa: ANN401
    return an_entry(entry_id, day, **{"reason": "wrong", **changes})


@pytest.mark.parametrize(
    ("third", "words"),
    [
        (correction("e3", 6, replaces="e1"), "'e1' is superseded by line 2"),
        (correction("e3", 6, withdraws="e1"), "'e1' is superseded by line 2"),
        (correction("e3", 6, replaces="e3"), "'e3', which it corrects"),
        (correction("e3", 6, replaces="e2", reason=""), "needs its reason"),
        (correction("e3", 6, replaces="e2", withdraws="e2"), "both replaces and withdraws"),
        (correction("e3", 5, replaces="e2"), "is recorded before 'e2'"),
        (an_entry("e1", 6), "the id 'e1' is taken by line 1"),
        (an_entry("e3", 4), "recorded_at is earlier than that of line 2"),
    ],
)
def test_a_mistake_between_entries_is_told_at_the_later_line(
    third: Json, words: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    first_two = [an_entry("e1", 4), correction("e2", 5, replaces="e1")]
    found = the_only(problems_in(a_case(tmp_path, entries=[*first_two, third]), catalogue))
    assert found.startswith("entries.jsonl line 3: ")
    assert words in found


SUPERVISION_MISTAKES: dict[str, tuple[Spoil, str]] = {
    "an unknown field": (put("weather", "wet"), "weather: is not a field"),
    "a chair nobody knows": (put("chair", "zed"), "chair: 'zed' is not a known worker"),
    "somebody nobody knows": (put("absent", ["zed"]), "absent: 'zed'"),
    "an update from nobody": (put("updates", "zed", {"well": "", "worried": ""}), "updates: 'zed'"),
    "a layer of nobody": (put("layers", "zed", "team"), "layers: 'zed'"),
    "a layer that is no mark": (put("layers", "sw", "hidden"), "layers, sw: 'hidden'"),
    "ratings from nobody": (put("ratings", "zed", {}), "ratings: 'zed'"),
    "safety beyond ten": (put("agreed", "kim", "safety", 11), "agreed, kim, safety"),
    "no agreed rating": (put("agreed", {}), "no rating for kim"),
    "a rating of another child": (put("trajectory", "zed", "same"), "trajectory: 'zed'"),
    "dissent from nobody": (put("dissent", 0, "who", "zed"), "dissent: 'zed'"),
    "an action of nobody": (put("actions", 0, "owner", "zed"), "owner: 'zed'"),
    "an action for nobody": (put("actions", 0, "child", "zed"), "actions, child: 'zed'"),
    "told by nobody": (put("family_told", "by", "zed"), "family_told: 'zed'"),
    "signed by nobody": (put("sign_offs", 0, "worker", "zed"), "sign_offs: 'zed'"),
    "there and absent": (put("absent", ["sw"]), "attendance: 'sw' stands there twice"),
    "the same day twice": (put("date", "2026-05-20"), "another supervision on 2026-05-20"),
}


@pytest.mark.parametrize("mistake", SUPERVISION_MISTAKES)
def test_a_mistake_in_supervision_is_told_with_its_line(
    mistake: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    spoil, words = SUPERVISION_MISTAKES[mistake]
    spoilt = a_supervision("2026-06-20")
    spoil(spoilt)
    folder = a_case(tmp_path, supervision=[a_supervision("2026-05-20"), spoilt])
    found = the_only(problems_in(folder, catalogue))
    assert found.startswith("supervision.jsonl line 2: ")
    assert words in found


FAMILY_MISTAKES: dict[str, tuple[Spoil, str, str]] = {
    "a person's id twice": (
        lambda f: f["persons"].append(a_person("ann", "adult", name="Other")),
        "Other",
        "the id 'ann' is taken",
    ),
    "a worker with a person's id": (put("workers", 1, "id", "bob"), "Tess", "is a person’s"),
    "the same worker under two ids": (
        lambda f: f["workers"].append({**f["workers"][0], "id": "again"}),
        '"again"',
        "listed under another id",
    ),
    "an unknown discipline": (
        put("workers", 0, "discipline", "wizard"),
        '"sw"',
        "'wizard' is not in the list",
    ),
    "a kind of person": (put("persons", 0, "kind", "cat"), "Ann Reed", "'cat' is not in the list"),
    "a person without a name": (take("persons", 0, "name"), '"ann"', "name: is missing"),
    "born and due": (put("persons", 2, "due", "2026-12-01"), "Kim Reed", "both born and due"),
    "died before born": (put("persons", 2, "died", "2010-01-01"), "Kim Reed", "ends on 2010"),
    "a tie to nobody": (put("relationships", 2, "a", "zed"), '"zed"', "'zed' is not a known"),
    "a tie to oneself": (put("relationships", 2, "b", "eve"), '"b": "eve"', "tied to themselves"),
    "a tie that ends before it starts": (
        lambda f: f["relationships"][2].update({"from": "2026-02-01", "to": "2026-01-01"}),
        '"sibling"',
        "before it starts",
    ),
    "responsibility of a child": (
        put("parental_responsibility", 0, "adult", "kim"),
        '"held"',
        "'kim' is not a known adult",
    ),
    "responsibility that is none of three": (
        put("parental_responsibility", 0, "held", "perhaps"),
        '"perhaps"',
        "'perhaps' is not in the list",
    ),
    "a member nobody knows": (
        put("households", 0, "members", 0, "person", "zed"),
        '"home"',
        "members: 'zed'",
    ),
    "a contact of nobody": (put("contact_details", 0, "person", "zed"), '"zed"', "'zed'"),
    "a plan without category": (
        put("legal_stages", 0, "stage", "child_protection_plan"),
        "child_protection_plan",
        "needs its category",
    ),
    "a category without plan": (
        put("legal_stages", 0, "category", "neglect"),
        '"neglect"',
        "only a protection plan",
    ),
    "a stage of an adult": (put("legal_stages", 0, "child", "ann"), '"stage"', "'ann' is not"),
    "a goal for nobody": (put("change_goals", 0, "for_child", "zed"), '"zed"', "'zed'"),
    "withheld from nobody": (put("withheld", 0, "from", []), "the whole record", "say from whom"),
    "withheld from somebody unknown": (put("withheld", 0, "from", ["zed"]), "the whole", "'zed'"),
}


@pytest.mark.parametrize("mistake", FAMILY_MISTAKES)
def test_a_mistake_in_the_family_is_told_where_the_thing_begins(
    mistake: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    spoil, sign, words = FAMILY_MISTAKES[mistake]
    family = a_family()
    spoil(family)
    folder = a_case(tmp_path, family=family)
    found = [each for each in problems_in(folder, catalogue) if words in each]
    begins = the_only(found).removeprefix("family.json line ").partition(":")[0]
    # The thing begins within five lines above the sign it is known by.
    assert 0 <= line_of(folder / "family.json", sign) - int(begins) <= 5


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (take("team"), "team: is missing"),
        (put("motto", "x"), "motto: is not a field"),
        (put("opened_on", "soon"), "opened_on: 'soon'"),
        (take("withheld"), "withheld: is missing"),
        (put("persons", {}), "persons: must be a list"),
        (put("closed_on", "2026-01-01"), "before it starts"),
        (put("reference", "r" * 41), "reference: must be"),
    ],
)
def test_a_mistake_at_the_top_of_the_family_is_told_at_its_beginning(
    spoil: Spoil, words: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    family = a_family()
    spoil(family)
    found = problems_in(a_case(tmp_path, family=family), catalogue)
    assert any(each.startswith("family.json line 1: ") and words in each for each in found), found


LED_MISTAKES: dict[str, tuple[Spoil, str]] = {
    "a network of nobody": (put("network", 0, "person", "zed"), "network: 'zed'"),
    "closeness of an adult": (put("network", 0, "closeness", {"ann": 3}), "closeness: 'ann'"),
    "closeness beyond ten": (put("network", 0, "closeness", {"kim": 11}), "closeness, kim"),
    "listed twice": (lambda f: f["network"].append(f["network"][0]), "listed twice"),
    "an offer by nobody": (put("fgdm_offers", 0, "by", "zed"), "'zed' is not a known worker"),
    "a response from nobody": (put("fgdm_offers", 0, "responses", 0, "person", "zed"), "'zed'"),
    "a response of another kind": (
        put("fgdm_offers", 0, "responses", 0, "response", "shrug"),
        "'shrug' is not in the list",
    ),
    "no date to offer again": (take("fgdm_offers", 0, "reoffer_due"), "add reoffer_due"),
    "a meeting with nobody": (put("meetings", 0, "attended", ["zed"]), "meetings: 'zed'"),
    "a meeting without private time": (
        put("meetings", 0, "private_family_time", False),
        "private_family_time",
    ),
    "a plan of nobody": (put("family_plan", 0, "lines", 0, "who", ["zed"]), "who: 'zed'"),
    "a plan watched by nobody": (put("family_plan", 0, "watches", "zed"), "family_plan: 'zed'"),
    "a version twice": (lambda f: f["family_plan"].append(f["family_plan"][0]), "version 1 is"),
    "a decision of nobody": (put("decisions", 0, "knew", ["zed"]), "decisions: 'zed'"),
    "a list that is missing": (take("decisions"), "decisions: is missing"),
    "a field that is not there": (put("party", []), "party: is not a field"),
}


@pytest.mark.parametrize("mistake", LED_MISTAKES)
def test_a_mistake_in_what_the_family_leads_is_told_with_its_line(
    mistake: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    spoil, words = LED_MISTAKES[mistake]
    led = json.loads(json.dumps(what_the_family_leads()))
    spoil(led)
    found = the_only(problems_in(a_case(tmp_path, family_led=led), catalogue))
    assert found.startswith("family_led.json line ")
    assert words in found


def test_a_line_that_is_not_json_does_not_hide_the_lines_after_it(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    folder = a_case(tmp_path, entries=[*three_entries(), an_entry("e4", 7, author="zed")])
    rewrite(folder / "entries.jsonl", lambda text: text.replace('"reveals": [],', '"reveals":', 1))
    found = problems_in(folder, catalogue)
    assert [each.partition(":")[0] for each in found] == [
        "entries.jsonl line 1",
        "entries.jsonl line 4",
    ]
    assert "is not JSON" in found[0]


def test_a_person_who_cannot_be_read_is_one_problem_and_not_many(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    family = a_family()
    family["persons"][0]["born"] = "never"
    assert "born: 'never'" in the_only(problems_in(a_case(tmp_path, family=family), catalogue))


def test_every_mistake_of_a_line_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    spoilt = a_full_entry("e1", kind="picnic", note=7, colour="red")
    spoilt["contributions"] = [a_contribution(module=[])]
    found = problems_in(a_case(tmp_path, entries=[spoilt]), catalogue)
    assert len(found) == 4


def test_half_of_a_character_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    folder = a_case(tmp_path)
    rewrite(folder / "entries.jsonl", lambda text: text.replace("Note of e3", "\\ud83d"))
    assert the_only(problems_in(folder, catalogue)).startswith("entries.jsonl line 3: ")


@pytest.mark.parametrize(
    "file", ["family.json", "entries.jsonl", "supervision.jsonl", "family_led.json"]
)
def test_a_file_that_is_missing_is_told(file: str, tmp_path: Path, catalogue: Catalogue) -> None:
    folder = a_case(tmp_path)
    (folder / file).unlink()
    assert the_only(problems_in(folder, catalogue)) == (
        f"{file}: the file is missing; add it to the folder"
    )


@pytest.mark.parametrize("file", ["family.json", "family_led.json"])
def test_a_file_that_is_not_json_is_told_with_the_line(
    file: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    folder = a_case(tmp_path)
    rewrite(folder / file, lambda text: text.replace('"ann"', "ann", 1))
    line = line_of(folder / file, " ann")
    assert the_only(problems_in(folder, catalogue)).startswith(f"{file} line {line}: is not JSON")


def test_a_file_in_another_encoding_is_told_with_the_line(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    folder = a_case(tmp_path)
    path = folder / "entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Note of e3", "Zoë".encode("latin-1")))
    assert "entries.jsonl line 3: is not UTF-8" in the_only(problems_in(folder, catalogue))


def test_lines_of_any_depth_are_told_and_never_end_the_reading(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    folder = a_case(tmp_path)
    rewrite(folder / "entries.jsonl", lambda text: text + "[" * 50_000 + "]" * 50_000 + "\n")
    found = the_only(problems_in(folder, catalogue))
    assert found.startswith("entries.jsonl line 4: is not JSON (it is nested too deeply)")


def test_expected_results_beside_the_case_are_not_input(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    folder = a_case(tmp_path)
    (folder / "expected.json").write_text("not JSON at all", "utf-8")
    assert problems_in(folder, catalogue) == []
