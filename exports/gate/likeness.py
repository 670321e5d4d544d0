"""Words that sound like a protected one, or are a slip of the finger away from it."""

from exports.gate.facts import Protected, Word
from exports.gate.folding import HYPHENED, sound

_LEAST = 5  # shorter words have too many neighbours
_LEAST_SOUND = 4
_PLAIN = 8  # from this length on a near word counts without a capital


class Alike:
    """Compare the words of one search with the protected ones, each word once."""

    def __init__(self, protected: Protected) -> None:
        taken = {sound(word) for word in protected.known}
        self._known = protected.known | protected.words.keys()
        self._sounds: dict[str, Word] = {}
        self._short: dict[str, Word] = {}
        for word, each in protected.words.items():
            key = sound(word)
            if len(key) >= _LEAST_SOUND and key not in taken:
                why = f"sounds like {each.why}"
                self._sounds[key] = Word("possible", why, each.capital)
            if len(word) >= _LEAST:
                near = Word("possible", f"is spelt much like {each.why}", len(word) < _PLAIN)
                self._short |= dict.fromkeys((word, *_shortened(word)), near)
        self._met: dict[str, Word | None] = {}

    def among(self, words: set[str], folded: str) -> dict[str, Word]:
        """Return the words of a text that are like a protected one and neither it nor known."""
        hyphened = "-" in folded
        joined = HYPHENED.findall(folded) if hyphened and self._sounds else ()
        found = {}
        for word in words.union(joined):
            if len(word) >= _LEAST:
                like = self._met[word] if word in self._met else self._like(word)
                if like:
                    found[word] = like
        return found

    def _like(self, word: str) -> Word | None:
        like = None
        if word not in self._known:
            like = self._sounds.get(sound(word)) or self._short.get(word)
            for short in () if like else _shortened(word):
                like = self._short.get(short)
                if like:
                    break
        self._met[word] = like
        return like


def _shortened(word: str) -> tuple[str, ...]:
    """Return the word with each letter but the first left out: two near words share one."""
    return tuple(word[:at] + word[at + 1 :] for at in range(1, len(word)))
