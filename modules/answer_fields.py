"""The fields of one form, before anybody knows which question they answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from modules.answer_shapes import Problem


class Typed:
    """The fields of one form, and the problems found while reading them."""

    def __init__(
        self, fields: Mapping[str, Sequence[str]], *, prefix: str, people: Collection[str] | None
    ) -> None:
        self.fields = fields
        self.prefix = prefix
        self.people = people
        self.problems: list[Problem] = []

    def problem(self, name: str, message: str) -> None:
        """Note what is wrong with one field."""
        self.problems.append(Problem(self.prefix + name, message))

    def all(self, name: str) -> list[str]:
        """Return every value sent under a name that says something."""
        values = [self._clean(name, value) for value in self.fields.get(self.prefix + name, ())]
        return [value for value in values if value.strip()]

    def text(self, name: str, *, limit: int) -> str:
        """Return a field's text as typed, line ends apart; blank is the empty string."""
        words = next(iter(self.all(name)), "")
        if len(words) > limit:
            over = len(words) - limit
            self.problem(name, f"Shorten this by {over:,} characters; {limit:,} fit")
        return words

    def names_under(self, start: str) -> Iterator[str]:
        """Go through the names of this form that begin so, without the prefix."""
        whole = self.prefix + start
        return (name[len(self.prefix) :] for name in self.fields if name.startswith(whole))

    def _clean(self, name: str, value: str) -> str:
        if not is_storable(value):
            self.problem(name, "This holds a character that cannot be kept. Type it again")
            return ""
        return value.replace("\r\n", "\n")


def is_storable(text: str) -> bool:
    """Say whether a database and a Word file can hold the text: no NUL, no half characters."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
