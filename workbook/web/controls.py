"""Turn our structs into the dictionaries that GOV.UK's macros read."""

from collections.abc import Callable, Iterable, Mapping

from workbook.web.forms import Problem
from workbook.web.questions import Asked, Option


def hint_text(asked: Asked) -> dict[str, str] | None:
    """Give the hint of a question, or nothing where it has none."""
    return {"text": asked.hint} if asked.hint else None


def problem_text(asked: Asked) -> dict[str, str] | None:
    """Give the problem of a question, or nothing where it has none."""
    return {"text": asked.problem} if asked.problem else None


def select_items(asked: Asked) -> list[dict[str, object]]:
    """Give a question's options to a list that opens, an empty one first."""
    chosen: list[dict[str, object]] = [{"value": "", "text": ""}]
    return chosen + [
        {
            "value": option.value,
            "text": f"{option.text} ({option.note})" if option.note else option.text,
            "selected": option.value == asked.value,
        }
        for option in asked.options
    ]


def radio_items(options: Iterable[Option]) -> list[dict[str, str]]:
    """Give options to GOV.UK's radios."""
    return [{"value": option.value, "text": option.text} for option in options]


def error_list(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Give the problems to the error summary, each linked to its field where it has one."""
    return [
        {"text": problem.message, "href": f"#{problem.field}"}
        if problem.field
        else {"text": problem.message}
        for problem in problems
    ]


def typed(text: str) -> str:
    """Keep a text's first empty line: browsers drop one line break after `<textarea>`."""
    return f"\n{text}" if text.startswith("\n") else text


FILTERS: Mapping[str, Callable[..., object]] = {
    function.__name__: function
    for function in (error_list, hint_text, problem_text, radio_items, select_items, typed)
}
