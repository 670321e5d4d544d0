"""What a form sends is read as it was typed, and mistakes are said next to their field."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.web.forms import MOST_BYTES, MOST_FIELDS, Form, Problem

READABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffd\r"))


@given(st.lists(st.tuples(READABLE, READABLE), max_size=20))
def test_keeps_every_readable_value_exactly_as_typed(pairs: list[tuple[str, str]]) -> None:
    form = Form.of(pairs)
    assert form.problems == ()
    assert [value for name, _ in pairs for value in form.all(name)] == [
        value for name, _ in pairs for other, value in pairs if other == name
    ]
    assert sum(map(len, form.whole.values())) == len(pairs)


@given(st.lists(st.tuples(READABLE, st.text()), max_size=5))
def test_never_fails_whatever_is_posted(pairs: list[tuple[str, str]]) -> None:
    form = Form.of([("a", ""), *pairs])
    for name in form.whole:
        form.text(name, 10)
        form.day(name)
        form.clock(name)
        form.choice(name, ["a"])
        form.choices(name, ["a"])
        form.whole_number(name, 0, 9)


def test_turns_every_kind_of_line_end_into_one() -> None:
    assert Form.of([("a", "one\r\ntwo\rthree\n")]).one("a") == "one\ntwo\nthree\n"


@pytest.mark.parametrize("bad", ["\x00", "\ufffd", chr(0xD800)])
def test_refuses_what_cannot_be_text_and_keeps_it(bad: str) -> None:
    form = Form.of([("note", f"before{bad}after")])
    assert [problem.field for problem in form.problems] == ["note"]
    assert form.one("note") == f"before{bad}after"


def test_refuses_more_fields_than_a_page_can_have() -> None:
    form = Form.of((f"a{number}", "") for number in range(MOST_FIELDS + 1))
    assert form.problems == (Problem("", "This form is too large to save. Save it in parts."),)
    assert Form.of((f"a{number}", "") for number in range(MOST_FIELDS)).problems == ()


def test_counts_size_in_bytes_not_characters() -> None:
    half = "é" * (MOST_BYTES // 2)
    assert Form.of([("a", half)]).problems != ()
    assert Form.of([("a", half[:-1])]).problems == ()


def test_fields_cannot_be_changed() -> None:
    form = Form.of([("a", "1")])
    with pytest.raises(TypeError):
        form.whole["a"] = ("2",)  # type: ignore[index]


def test_lists_names_that_no_one_asked_for() -> None:
    form = Form.of([("csrf", "x"), ("q-1-who", "y"), ("admin", "yes")])
    assert form.unknown({"csrf"}, [r"q-\d+-\w+"]) == ("admin",)


def test_says_when_a_text_is_too_long_without_cutting_it() -> None:
    form = Form.of([("note", "abcdef")])
    assert form.text("note", 5) == "abcdef"
    assert form.problems == (Problem("note", "Use 5 characters or fewer; this has 6"),)


def test_says_what_is_missing_only_where_it_is_required() -> None:
    form = Form.of([("note", "  ")])
    form.text("note", 5)
    form.day("when")
    assert form.problems == ()
    form.text("note", 5, required="Say what happened")
    form.day("when", required="Say when")
    form.choice("kind", ["a"], required="Choose a kind")
    form.choices("who", ["a"], required="Choose who")
    form.clock("at", required="Say at what time")
    form.whole_number("score", 0, 10, required="Give a score")
    assert [problem.message for problem in form.problems] == [
        "Say what happened",
        "Say when",
        "Choose a kind",
        "Choose who",
        "Say at what time",
        "Give a score",
    ]


@given(st.dates(date(1000, 1, 1)))
def test_reads_a_date_however_it_is_written(day: date) -> None:
    ways = [
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {day.month:02} {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day.day} {day:%b}. {day.year}".replace(".", ""),
        f" {day.day:02}.{day.month:02}.{day.year} ",
    ]
    for typed in ways:
        form = Form.of([("when", typed)])
        assert (form.day("when"), form.problems) == (day, ())


def test_reads_a_date_from_three_boxes() -> None:
    form = Form.of([("when-day", "3"), ("when-month", "dec"), ("when-year", "2026")])
    assert form.day("when") == date(2026, 12, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "31 2 2026",
        "tomorrow",
        "2026",
        "1 13 2026",
        "1 mayhem 2026",
        "\u0663 \u0664 \u0662\u0660\u0662\u0666",
        "0-0-0",
    ],
)
def test_refuses_a_day_that_is_none(typed: str) -> None:
    form = Form.of([("when", typed)])
    assert form.day("when") is None
    assert form.problems == (Problem("when", "Enter a real date, like 19 11 2026"),)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("16:15", time(16, 15)),
        ("1615", time(16, 15)),
        ("4.15pm", time(16, 15)),
        ("9", time(9)),
        ("12 am", time(0)),
        ("12:05 PM", time(12, 5)),
        ("00:00", time(0)),
        ("930", time(9, 30)),
    ],
)
def test_reads_a_time_however_it_is_written(typed: str, read: time) -> None:
    assert Form.of([("at", typed)]).clock("at") == read


@pytest.mark.parametrize(
    "typed", ["25:00", "9:60", "13pm", "0 am", "noon", "\u0669:\u0660\u0660", "1:5"]
)
def test_refuses_a_time_that_is_none(typed: str) -> None:
    form = Form.of([("at", typed)])
    assert form.clock("at") is None
    assert form.problems == (Problem("at", "Enter a time, like 16:15"),)


def test_refuses_a_choice_that_was_not_offered() -> None:
    form = Form.of([("kind", "secret"), ("who", "maya"), ("who", "someone"), ("who", "maya")])
    assert form.choice("kind", ["visit"]) == ""
    assert form.choices("who", ["maya"]) == ("maya",)
    assert [problem.field for problem in form.problems] == ["kind", "who"]


@given(st.integers(-50, 50))
def test_reads_whole_numbers_within_their_bounds(number: int) -> None:
    form = Form.of([("score", f" {number} ")])
    assert form.whole_number("score", 0, 10) == (number if 0 <= number <= 10 else None)
    assert bool(form.problems) == (not 0 <= number <= 10)


@pytest.mark.parametrize("typed", ["1_0", "+1", "\u0661", "1.5", "1e3", "9" * 40])
def test_refuses_numbers_that_only_a_program_would_write(typed: str) -> None:
    form = Form.of([("score", typed)])
    assert form.whole_number("score", 0, 10**9) is None
    assert form.problems == (Problem("score", "Enter a whole number from 0 to 1,000,000,000"),)


def test_a_fingerprint_is_of_every_word_and_of_nothing_else() -> None:
    typed = [("note", "A visit"), ("done", "1"), ("done", "2"), ("csrf", "a")]
    print_of = Form.of(typed).fingerprint()

    assert Form.of([*typed[:3], ("csrf", "b")]).fingerprint() == print_of
    assert len(print_of) == 32
    others = (
        [("note", "A visit "), *typed[1:]],
        [typed[0], typed[1]],
        [typed[0], typed[2], typed[1]],
        [*typed, ("later", "")],
        [("note", "A visit"), ("done", "12")],
    )
    assert print_of not in {Form.of(one).fingerprint() for one in others}
