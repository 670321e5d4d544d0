"""What is wrong in a case folder: the file, the line, and what to do."""

from collections.abc import Iterable

import msgspec
from typing_extensions import override

FILES = ("family.json", "entries.jsonl", "supervision.jsonl", "family_led.json")


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong. Line 0 is the file as a whole."""

    file: str
    line: int
    words: str

    @override
    def __str__(self) -> str:
        """Return the problem as the command prints it."""
        place = f"{self.file} line {self.line}" if self.line else self.file
        return f"{place}: {self.words}"


def listed(problems: Iterable[Problem]) -> list[str]:
    """Return each problem once, in the order in which somebody would mend them."""
    found = sorted(set(problems), key=lambda each: (FILES.index(each.file), each.line, each.words))
    return [str(problem) for problem in found]
