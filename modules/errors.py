"""What can go wrong with definitions, said so that the page or command can repeat it."""

from collections.abc import Sequence


class UnknownDefinitionError(LookupError):
    """Nobody ever published a definition of that name and version."""


class BadDefinitionError(ValueError):
    """One or more definitions are wrong; every problem is listed with its place and remedy."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
