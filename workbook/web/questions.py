"""What the macros of templates/web/questions.html are given: a question, and what was answered."""

from typing import Literal

import msgspec

QuestionKind = Literal[
    "narrative",
    "choice",
    "multi",
    "scale",
    "day",
    "number",
    "person",
    "table",
    "yes_no",
    "text",
    "clock",
]


class Option(msgspec.Struct, frozen=True):
    """One answer that can be chosen; `opens` is the id of a panel it reveals."""

    value: str
    text: str
    note: str = ""
    opens: str = ""


class Column(msgspec.Struct, frozen=True):
    """One column of a table question; with options it is chosen, else typed."""

    key: str
    label: str
    options: tuple[Option, ...] = ()


class Asked(msgspec.Struct, frozen=True):
    """One question on a page. `key` is the name of its field in the form that is sent.

    `value` is what was answered or typed, as text; `values` holds the choices of a multi.
    `rows` are a table's rows as typed, in the order of `columns`, whose fields are named
    "{key}-{row}-{column}" from row 0; show one empty row more than there are answers, so that a
    row can be added without script. `ends` are the words at a scale's two ends and `scale` its
    first and last figure. With `empty_reasons` the question can be left empty for a stated reason,
    sent as "{key}-empty" and, where the worker explains it, "{key}-empty-note".
    """

    kind: QuestionKind
    key: str
    label: str
    hint: str = ""
    required: bool = False
    value: str = ""
    values: tuple[str, ...] = ()
    problem: str = ""
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    scale: tuple[int, int] = (0, 10)
    ends: tuple[str, str] = ("", "")
    before: str = ""
    suffix: str = ""
    empty_reasons: tuple[Option, ...] = ()
    empty_reason: str = ""
    empty_note: str = ""
