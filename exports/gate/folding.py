"""Fold text so that one fact in many spellings becomes one string, and words by their sound."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property

# Letters of other alphabets that look like ours, and letters that do not come apart in Unicode.
_ALIKE = dict(
    zip(
        "аеорсухіѕјкмтвнοαινρτυχκ‘’ʼ′“”„£€–—‐‑‒−łøđðıŀ",  # noqa: RUF001
        "aeopcyxisjkmtbhoaivptuxk''''\"\"\"  ------loddil",
        strict=True,
    )
)
_DROPPED = {"Mn", "Me", "Cf"}
_SAME_TO_THE_EYE = str.maketrans("oil", "011")
_NOT_IN_WORDS = re.compile(r"[\W_]+")
WORD = re.compile(r"[^\W_]+")
HYPHENED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_TYPOGRAPHIC = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"))
_ASCII_SPACED = {code: " " for code in range(128) if not chr(code).isalnum()}
_ASCII_COMPACT = dict.fromkeys(_ASCII_SPACED) | _SAME_TO_THE_EYE


class _Folds(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        made = "".join(
            _ALIKE.get(char, char)
            for char in unicodedata.normalize("NFKD", chr(code).casefold()).casefold()
            if unicodedata.category(char) not in _DROPPED
        )
        self[code] = made
        return made


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Fold case, accents, look-alike letters, widths, quotes, dashes; drop what cannot be seen."""
    if text.isascii():
        return text.lower()
    plain = text
    for typed, meant in _TYPOGRAPHIC:  # the usual ones first: plain text folds ten times as fast
        plain = plain.replace(typed, meant)
    return plain.lower() if plain.isascii() else plain.translate(_FOLDS)


def compact(folded: str) -> str:
    """Leave only letters and digits, with o and 0, and i, l and 1, as one: spaces hide nothing."""
    if folded.isascii():
        return folded.translate(_ASCII_COMPACT)
    return _NOT_IN_WORDS.sub("", folded).translate(_SAME_TO_THE_EYE)


def tokens(folded: str) -> set[str]:
    """Return the different words of a folded text, as WORD finds them."""
    if folded.isascii():
        return set(folded.translate(_ASCII_SPACED).split())
    return set(WORD.findall(folded))


class Located:
    """A folded text and its compact form, each with the place in the original of every character.

    Slow beside `fold` and `compact`: made only for a text in which something was found.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> str:
        """The text as `fold` makes it."""
        return fold(self.text)

    @cached_property
    def at(self) -> Sequence[int]:
        """The place in the original of every character of `folded`."""
        text = self.text
        if text.isascii() or all(len(_FOLDS[ord(char)]) == 1 for char in set(text)):
            return range(len(text))
        return [at for at, char in enumerate(text) for _ in _FOLDS[ord(char)]]

    @cached_property
    def compact(self) -> str:
        """The text as `compact` makes it."""
        return compact(self.folded)

    @cached_property
    def compact_at(self) -> list[int]:
        """The place in the original of every character of `compact`."""
        places = zip(self.folded, self.at, strict=True)
        return [at for char, at in places if char.isalnum()]

    def edges(self, start: int, end: int) -> tuple[str, str]:
        """Return the visible character before and after a span of the original, or ''."""
        before, after = start - 1, end
        while before >= 0 and not _FOLDS[ord(self.text[before])]:
            before -= 1
        while after < len(self.text) and not _FOLDS[ord(self.text[after])]:
            after += 1
        return (
            self.text[before] if before >= 0 else "",
            self.text[after] if after < len(self.text) else "",
        )


_SPELT = (
    ("tch", "x"), ("sch", "sk"), ("ch", "x"), ("sh", "x"), ("ph", "f"), ("gh", ""), ("ck", "k"),
    ("qu", "k"), ("wr", "r"), ("kn", "n"), ("dg", "j"), ("th", "t"), ("ce", "s"), ("ci", "s"),
    ("cy", "s"), ("x", "ks"), ("c", "k"), ("q", "k"), ("z", "s"), ("v", "f"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiouyhw-'")
_DOUBLED = re.compile(r"(.)\1+")
_QUIET_R = re.compile(r"r(?=[bcdfgjklmnpqstvxz-])")
_QUIET_L = re.compile(r"l(?=[bdfkmnpst])")


def sound(folded: str) -> str:
    """Give the consonants a word is heard by: “sickle-more” and “sycamore” both give “skmr”.

    Vowels, h, w, y and doubled letters fall away; so do an r written before a consonant, as in
    “farm”, and an l heard before one, as in “calm”.
    A first vowel stays as “a”, so that “Otter” does not sound like “tor”.
    """
    word = folded
    for spelt, heard in _SPELT:
        if spelt in word:
            word = word.replace(spelt, heard)
    spoken = _QUIET_R.sub("", word).translate(_VOWELS)
    key = _QUIET_L.sub("", _DOUBLED.sub(r"\1", spoken))
    return "a" + key if folded[:1] in "aeiou" else key
