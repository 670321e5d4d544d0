"""Answers: kept as typed, refused with a reason, merged, and said again in full."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.answers import (
    Answer,
    Answers,
    Problem,
    check_answer,
    is_answered,
    is_settled,
    is_shown,
    merge,
    people_named,
    read_answers,
    strange_fields,
    with_people,
    wording,
)
from modules.schema import Question, Section

DRY_OR_WET = [{"value": "dry", "label": "Dry"}, {"value": "wet", "label": "Wet"}]
ANNA, BEN = "a" * 32, "b" * 32
NAMES = {ANNA: "Anna", BEN: "Ben"}


def a_question(kind: str, **more: object) -> Question:
    asked = {"kind": kind, "key": "asked", "label": "Asked", **more}
    question: Question = msgspec.convert(asked, Question)
    return question


QUESTIONS: dict[str, Question] = {
    "narrative": a_question("narrative"),
    "choice": a_question("choice", options=DRY_OR_WET),
    "choice_words": a_question("choice", options=DRY_OR_WET, words="More"),
    "multi": a_question("multi", options=DRY_OR_WET),
    "multi_words": a_question("multi", options=DRY_OR_WET, words="More"),
    "scale": a_question("scale"),
    "scale_words": a_question("scale", words="Why"),
    "day": a_question("day"),
    "number": a_question("number", unit="miles", max=50),
    "number_term": a_question("number", unit="%", max=100, term="When"),
    "person": a_question("person"),
    "one_person": a_question("person", several=False),
    "yes_no": a_question("yes_no", date="When", also=[{"value": "maybe", "label": "Perhaps"}]),
    "table": a_question(
        "table",
        columns=[
            {"key": "what", "label": "What"},
            {"key": "on", "label": "When", "kind": "date"},
            {"key": "who", "label": "Who", "kind": "person"},
            {"key": "mark", "label": "Mark", "kind": "scale"},
            {"key": "many", "label": "Many", "kind": "number"},
            {"key": "done", "label": "Done", "kind": "yesno"},
            {"key": "sky", "label": "Sky", "kind": "choice", "options": DRY_OR_WET},
        ],
    ),
}


def a_section(*kinds: str) -> Section:
    questions = tuple(msgspec.structs.replace(QUESTIONS[kind], key=kind) for kind in kinds)
    return Section(key="s", title="S", questions=questions)


def read(kind: str, **fields: str | Sequence[str]) -> tuple[Answer | None, list[Problem]]:
    """Read one question's fields; `_` in a name stands for the `-` of the form."""
    typed = {
        f"p-{kind}" + (name.replace("_", "-") if name != "own" else ""): (
            [value] if isinstance(value, str) else list(value)
        )
        for name, value in fields.items()
    }
    answers, problems = read_answers(a_section(kind), typed, prefix="p-", people=NAMES)
    return answers.get(kind), problems


def said(kind: str, value: Answer) -> list[str]:
    return [
        line.text or " | ".join(line.cells) for line in wording(QUESTIONS[kind], value, names=NAMES)
    ]


class TestReading:
    @pytest.mark.parametrize(
        ("kind", "fields", "expected"),
        [
            ("narrative", {"own": " A\t<&{{ \r\n• שלום 🦊\u200b "}, " A\t<&{{ \n• שלום 🦊\u200b "),
            ("narrative", {"own": " \r\n "}, None),
            ("choice", {"own": "dry"}, "dry"),
            ("choice_words", {"own": "dry"}, {"value": "dry"}),
            ("choice_words", {"own": "dry", "_words": "Bone"}, {"value": "dry", "words": "Bone"}),
            ("choice_words", {"_words": "Bone"}, {"words": "Bone"}),
            ("multi", {"own": ["dry", "wet", "dry"]}, ["dry", "wet"]),
            ("multi_words", {"own": ["wet"], "_words": "x"}, {"values": ["wet"], "words": "x"}),
            ("scale", {"own": "0"}, 0),
            ("scale", {"own": " 10 "}, 10),
            ("scale_words", {"own": "4", "_words": "Tired"}, {"score": 4, "words": "Tired"}),
            ("day", {"own": "2026-05-12"}, "2026-05-12"),
            ("day", {"own": "3/9/2026"}, "2026-09-03"),
            ("day", {"_day": "3", "_month": "9", "_year": "2026"}, "2026-09-03"),
            ("number", {"own": "4.5"}, 4.5),
            ("number", {"own": "0"}, 0),
            ("number_term", {"own": "93%", "_term": "summer"}, {"value": 93, "term": "summer"}),
            ("person", {"own": [ANNA, BEN]}, [ANNA, BEN]),
            ("yes_no", {"own": "maybe", "_words": "Rain", "_date": "2026-01-02"},
             {"answer": "maybe", "words": "Rain", "date": "2026-01-02"}),
            ("narrative", {"_empty": "declined"}, {"empty": "declined"}),
            ("narrative", {"own": "Smiled", "_empty": "too_young"},
             {"empty": "too_young", "words": "Smiled"}),
        ],
    )  # fmt: skip
    def test_keeps_what_was_typed(
        self, kind: str, fields: dict[str, str | Sequence[str]], expected: Answer | None
    ) -> None:
        assert read(kind, **fields) == (expected, [])

    def test_a_table_keeps_its_rows_in_order_without_the_blank_ones(self) -> None:
        answer, problems = read(
            "table", _10_what="Last", _2_what="", _0_what="First", _0_done="no", _0_who=ANNA,
            _0_mark="0", _0_many="1,200", _0_on="2026-01-02", _0_sky="wet", _10_who="The school",
        )  # fmt: skip

        assert problems == []
        assert answer == [
            {"what": "First", "on": "2026-01-02", "who": ANNA, "mark": 0, "many": 1200,
             "done": False, "sky": "wet"},
            {"what": "Last", "who": "The school"},
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("kind", "fields", "field"),
        [
            ("narrative", {"own": "x" * 20_001}, "p-narrative"),
            ("narrative", {"own": "a\x00b"}, "p-narrative"),
            ("narrative", {"own": "a\ud83d"}, "p-narrative"),
            ("narrative", {"_empty": "bored"}, "p-narrative-empty"),
            ("choice", {"own": "snow"}, "p-choice"),
            ("choice", {"own": "dry", "_empty": "declined"}, "p-choice-empty"),
            ("choice_words", {"_words": "x" * 5_001}, "p-choice_words-words"),
            ("multi", {"own": ["dry", "snow"]}, "p-multi"),
            ("scale", {"own": "11"}, "p-scale"),
            ("scale", {"own": "-1"}, "p-scale"),
            ("scale", {"own": "3.5"}, "p-scale"),
            ("scale", {"own": "७"}, "p-scale"),
            ("scale", {"own": "9" * 5000}, "p-scale"),
            ("day", {"own": "2026-02-30"}, "p-day"),
            ("day", {"own": "soon"}, "p-day"),
            ("day", {"own": "0026-02-03"}, "p-day"),
            ("day", {"_day": "3", "_month": "", "_year": "2026"}, "p-day"),
            ("number", {"own": "51"}, "p-number"),
            ("number", {"own": "nan"}, "p-number"),
            ("number", {"own": "1e400"}, "p-number"),
            ("person", {"own": ["c" * 32]}, "p-person"),
            ("one_person", {"own": [ANNA, BEN]}, "p-one_person"),
            ("yes_no", {"own": "no way"}, "p-yes_no"),
            ("yes_no", {"_date": "never"}, "p-yes_no-date"),
            ("table", {"_0_on": "never"}, "p-table-0-on"),
            ("table", {"_0_mark": "eleven"}, "p-table-0-mark"),
            ("table", {"_0_done": "perhaps"}, "p-table-0-done"),
            ("table", {"_0_sky": "snow"}, "p-table-0-sky"),
            ("table", {"_0_who": "c" * 32}, "p-table-0-who"),
            ("table", {"_0_what": "x" * 2_001}, "p-table-0-what"),
            ("table", {f"_{n}_what": "x" for n in range(101)}, "p-table-0-what"),
        ],
    )
    def test_says_which_field_cannot_be_kept(
        self, kind: str, fields: dict[str, str | Sequence[str]], field: str
    ) -> None:
        answer, problems = read(kind, **fields)

        assert answer is None
        assert field in {problem.field for problem in problems}

    def test_one_wrong_answer_leaves_the_others(self) -> None:
        answers, problems = read_answers(
            a_section("narrative", "scale"), {"narrative": ["Kept"], "scale": ["ten"]}
        )

        assert answers == {"narrative": "Kept"}
        assert [problem.field for problem in problems] == ["scale"]

    def test_rulers_are_left_to_the_entry(self) -> None:
        ruler = msgspec.structs.replace(QUESTIONS["scale"], per="goal")

        answers, problems = read_answers(
            Section(key="s", title="S", questions=(ruler,)), {"asked": ["7"]}
        )

        assert (answers, problems) == ({}, [])

    def test_fields_of_no_question_are_named(self) -> None:
        names = ["p-scale", "p-scale-words", "p-colour", "other", "p-table-0-what"]

        assert strange_fields(a_section("scale", "table"), names, prefix="p-") == ["p-colour"]

    @given(st.dictionaries(
        st.sampled_from([*QUESTIONS, "table-0-on", "table-1-what", "day-year", "scale-words",
                         "table-x-what", "table-٣-what", "choice-empty", "yes_no-date"]),
        st.lists(st.text(st.characters(), max_size=30), max_size=3),
    ))  # fmt: skip
    def test_no_form_whatsoever_raises(self, typed: dict[str, list[str]]) -> None:
        section = a_section(*QUESTIONS)

        answers, problems = read_answers(section, typed)

        assert all(problem.field.split("-")[0] in QUESTIONS for problem in problems)
        for key, answer in answers.items():
            question = section.question(key)
            assert question is not None
            assert check_answer(question, answer) == []
            assert wording(question, answer, names={}) or not is_answered(answer)

    @given(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200)
    )
    def test_text_comes_back_as_it_was_typed(self, text: str) -> None:
        kept = text.replace("\r\n", "\n")

        answer, problems = read("narrative", own=text)

        assert problems == []
        assert answer == (kept if kept.strip() else None)
        if answer:
            assert said("narrative", answer) == [kept]

    @given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 10))
    def test_days_and_scores_go_round(self, day: date, score: int) -> None:
        assert read("day", own=day.isoformat()) == (day.isoformat(), [])
        assert read("day", own=f"{day.day}/{day.month}/{day.year}")[0] == day.isoformat()
        assert read("scale", own=str(score)) == (score, [])

    @given(st.lists(st.text("abc \n", min_size=1).filter(str.strip), max_size=20))
    def test_rows_go_round(self, cells: list[str]) -> None:
        typed: Mapping[str, Sequence[str]] = {
            f"table-{number}-what": [cell] for number, cell in enumerate(cells)
        }

        answers, problems = read_answers(a_section("table"), typed)

        assert problems == []
        assert answers.get("table", []) == [{"what": cell} for cell in cells]


class TestChecking:
    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            ("choice", "Neither, it hailed."),
            ("table", "Said in words instead."),
            ("scale_words", {"score": 9, "evidence": "Named it."}),
            ("yes_no", {"answer": "no", "steps": "Wrote twice", "date": "2026-04-13"}),
            ("table", [{"what": {ANNA: "accepted"}, "done": True, "who": "Somebody else"}]),
            ("narrative", {"empty": "declined"}),
        ],
    )
    def test_accepts_what_a_page_can_say_in_full(self, kind: str, value: Answer) -> None:
        assert check_answer(QUESTIONS[kind], value) == []

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            ("narrative", 3),
            ("narrative", "x" * 20_001),
            ("narrative", "a\x00"),
            ("narrative", {"empty": "bored"}),
            ("narrative", {"empty": "declined", "colour": "red"}),
            ("choice", {"value": "snow"}),
            ("multi", ["snow"]),
            ("multi", "dry"),
            ("scale", 11),
            ("scale", True),
            ("scale_words", {"score": 3, "colour": "red"}),
            ("day", "20260512"),
            ("day", "2026-02-30"),
            ("number", float("nan")),
            ("number", 51),
            ("person", []),
            ("person", ANNA),
            ("yes_no", "never"),
            ("yes_no", {"answer": "yes", "date": "soon"}),
            ("table", [["row"]]),
            ("table", [{"colour": "red"}]),
            ("table", [{"mark": 11}]),
            ("table", [{"done": "perhaps"}]),
            ("table", [{"what": [1]}]),
            ("table", {}),
        ],
    )
    def test_refuses_what_no_page_could_say(self, kind: str, value: Any) -> None:  # noqa: ANN401
        assert check_answer(QUESTIONS[kind], value)

    @given(
        st.sampled_from(sorted(QUESTIONS)),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["value", "words", "score", "what", "empty"]), inner
                )
            ),
            max_leaves=8,
        ),
    )
    def test_never_raises_and_what_it_accepts_can_be_said(self, kind: str, value: Any) -> None:  # noqa: ANN401
        if not check_answer(QUESTIONS[kind], value):
            wording(QUESTIONS[kind], value, names={})


class TestWording:
    @pytest.mark.parametrize(
        ("kind", "value", "expected"),
        [
            ("choice_words", {"value": "dry", "words": "Bone"}, ["Dry", "Bone"]),
            ("choice", "Neither.", ["Neither."]),
            ("multi", ["dry", "wet"], ["Dry, Wet"]),
            ("scale", 0, ["0 out of 10"]),
            ("scale_words", {"score": 4, "evidence": "Named it"}, ["4 out of 10", "Named it"]),
            ("day", "2026-05-03", ["3 May 2026"]),
            ("number", 4.5, ["4.5 miles"]),
            ("number_term", {"value": 93, "term": "summer"}, ["93% (summer)"]),
            ("person", [ANNA, BEN], ["Anna, Ben"]),
            ("person", ["c" * 32], ["someone"]),
            ("yes_no", {"answer": "no", "words": "Rain", "date": "2026-05-03"},
             ["No (3 May 2026)", "Rain"]),
            ("narrative", {"empty": "declined"}, ["Preferred not to say"]),
            ("narrative", {"empty": "too_young", "words": "Smiled"},
             ["Too young to say, or does not use words", "Smiled"]),
            ("table", [{"what": "Walk", "who": ANNA}, {"what": {BEN: "yes"}, "done": False}],
             ["What | Who | Done", "Walk | Anna | ", "Ben: yes |  | No"]),
        ],
    )  # fmt: skip
    def test_says_it_in_the_words_of_the_question(
        self, kind: str, value: Answer, expected: list[str]
    ) -> None:
        assert said(kind, value) == expected

    def test_a_ruler_of_several_goals_names_each(self) -> None:
        ruler = msgspec.structs.replace(QUESTIONS["scale_words"], per="goal")

        lines = wording(ruler, {ANNA: {"score": 3, "words": "Hard"}}, names={ANNA: "Sleep"})

        assert [(line.label, line.text) for line in lines] == [("Sleep", "3 out of 10\nHard")]


class TestCurrentAnswers:
    def test_the_newest_answer_of_each_question_is_the_current_one(self) -> None:
        current = merge([("new", {"a": "2"}), ("old", {"a": "1", "b": "1"})])

        assert {key: (each.answer, each.contribution) for key, each in current.items()} == {
            "a": ("2", "new"),
            "b": ("1", "old"),
        }

    def test_a_reason_never_hides_what_was_said_before(self) -> None:
        current = merge([("new", {"a": {"empty": "not_asked_yet"}}), ("old", {"a": "1"})])

        assert current["a"].contribution == "old"

    def test_the_newest_reason_stands_while_nobody_answered(self) -> None:
        current = merge(
            [("new", {"a": {"empty": "declined"}}), ("old", {"a": {"empty": "not_asked_yet"}})]
        )

        assert current["a"].answer == {"empty": "declined"}

    @given(st.lists(st.dictionaries(
        st.sampled_from("abc"),
        st.sampled_from(["", " ", "x", 0, [], [{}], ["y"], {"empty": "declined"}, {"score": 0}]),
    ), max_size=6))  # fmt: skip
    def test_every_question_ever_answered_has_its_newest_answer(
        self, history: list[Answers]
    ) -> None:
        current = merge((str(number), answers) for number, answers in enumerate(history))

        for key in "abc":
            given_answers = [answers[key] for answers in history if is_answered(answers.get(key))]
            if given_answers:
                assert current[key].answer == given_answers[0]
            elif key in current:
                assert not is_answered(current[key].answer)

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("x", True),
            (0, True),
            ({"empty": "declined"}, True),
            ({"empty": "not_safe_to_ask"}, True),
            ({"empty": "not_asked_yet"}, False),
            ({"empty": "too_young"}, False),
            ({"empty": "too_young", "words": "Smiled"}, True),
            (" ", False),
            (None, False),
        ],
    )
    def test_not_asked_yet_and_too_young_without_observation_are_still_owed(
        self, *, answer: Answer | None, expected: bool
    ) -> None:
        assert is_settled(answer) is expected


class TestPeople:
    @pytest.mark.parametrize(
        ("kind", "value", "people"),
        [
            ("person", ["tia", "jay"], {"tia", "jay"}),
            ("table", [{"who": "tia", "what": "jay"}], {"tia"}),
            ("table", [{"what": {"jay": "accepted"}}], {"jay"}),
            ("table", "Said in words.", set()),
            ("narrative", "tia", set()),
        ],
    )
    def test_people_are_found_where_an_answer_names_them(
        self, kind: str, value: Answer, people: set[str]
    ) -> None:
        assert people_named(QUESTIONS[kind], value) == people

    def test_people_are_known_under_other_ids_and_words_are_left(self) -> None:
        rows: list[dict[str, Any]] = [
            {"who": "tia", "what": "tia"},
            {"who": "The school", "what": {"tia": "yes"}},
        ]

        assert with_people(QUESTIONS["table"], rows, {"tia": ANNA}) == [
            {"who": ANNA, "what": "tia"},
            {"who": "The school", "what": {ANNA: "yes"}},
        ]
        assert rows[0]["who"] == "tia"


class TestConditions:
    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("wet", True),
            ({"value": "wet"}, True),
            (["dry", "wet"], True),
            ({"answer": "dry"}, False),
            ({"words": "wet"}, False),
            ({"empty": "declined"}, False),
        ],
    )
    def test_a_question_is_asked_when_the_earlier_answer_says_so(
        self, *, answer: Answer, expected: bool
    ) -> None:
        question = a_question("narrative", show_if={"question": "sky", "any_of": ["wet"]})

        assert is_shown(question, {"sky": answer}) is expected
        assert not is_shown(question, {})
        assert is_shown(a_question("narrative"), {})
