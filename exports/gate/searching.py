"""Search passages and finished files for what must not reach their reader."""

import html
import re
from collections.abc import Iterable, Mapping

import msgspec

from exports.gate.facts import Protected, Word
from exports.gate.folding import HYPHENED, WORD, Located, compact, fold, tokens
from exports.gate.likeness import Alike
from exports.gate.places import (
    PLACE_NAME,
    SPOKEN_DIGITS,
    UNIT,
    WAYS_IN,
    locating_phrases,
    unit_of,
)
from exports.gate.spellings import Needle, Severity
from exports.gate.vocabulary import NO_ONE_PLACE

_SPOKEN_LEAST = 6  # digits said one by one that may be a telephone number
_SPOKEN_KINDS = 3
_SPOKEN_RUN = re.compile(rf"\b(?:(?:{'|'.join(SPOKEN_DIGITS)}|double|treble|triple|\d+)\b\W*){{5}}")


class Passage(msgspec.Struct, frozen=True):
    """A piece of text that is about to leave, with the caller's key for it."""

    key: str
    text: str


class Flag(msgspec.Struct, frozen=True):
    """What was found and where: `text[start:end]`.

    `certain`: a sealed fact in some spelling; it must not leave. `possible`: a person must look.
    `why` is for staff and names the kind of fact, never the fact.
    """

    key: str
    start: int
    end: int
    words: str
    severity: Severity
    why: str


def search(passages: Iterable[Passage], protected: Protected) -> tuple[Flag, ...]:
    """Return what these passages give away, in their order and each place once.

    Where flags overlap the surest and longest stands. A text in which nothing is found costs a few
    searches for plain strings.
    """
    alike = Alike(protected)
    return tuple(flag for passage in passages for flag in _search(passage, protected, alike=alike))


def _search(passage: Passage, protected: Protected, *, alike: Alike) -> list[Flag]:
    folded = fold(passage.text)
    used = tokens(folded)
    near = alike.among(used, folded)
    needles = _present(compact(folded), protected)
    text = Located(passage.text)
    found = [flag for needle in needles for flag in _needle(passage, text, needle)]
    if near or not used.isdisjoint(protected.words):
        found += _words(passage, text, protected.words | near)
    if protected.units:
        found += _units(passage, text, protected)
    if len(SPOKEN_DIGITS.keys() & used) >= _SPOKEN_KINDS and _SPOKEN_RUN.search(folded):
        found += _spoken(passage, text, protected)
    if protected.keeps_place:
        found += _place_names(passage, protected)
        found += _phrases(passage, text, WAYS_IN & used)
    return _once(found)


def _present(short: str, protected: Protected) -> list[Needle]:
    return [
        needle
        for sign, group in protected.needles.items()
        if sign in short
        for needle in group
        if needle.compact in short
    ]


def _flag(passage: Passage, start: int, end: int, severity: Severity, why: str) -> Flag:
    return Flag(passage.key, start, end, passage.text[start:end], severity, why)


def _needle(passage: Passage, text: Located, needle: Needle) -> Iterable[Flag]:
    at = text.compact.find(needle.compact)
    while at >= 0:
        last = at + len(needle.compact) - 1
        start, end = text.compact_at[at], text.compact_at[last] + 1
        before, after = text.edges(start, end)
        first, final = passage.text[start], passage.text[end - 1]
        joined = needle.alone and (
            (first.isalpha() and before.isalpha()) or (final.isalpha() and after.isalpha())
        )
        longer = not needle.number and (
            (first.isdigit() and before.isdigit()) or (final.isdigit() and after.isdigit())
        )
        if not joined and not longer:
            yield _flag(passage, start, end, needle.severity, needle.why)
        at = text.compact.find(needle.compact, at + 1)


def _words(passage: Passage, text: Located, words: Mapping[str, Word]) -> Iterable[Flag]:
    hyphened = any("-" in each for each in words)
    for pattern in (WORD, HYPHENED) if hyphened else (WORD,):
        for found in pattern.finditer(text.folded):
            word = words.get(found[0])
            if word:
                start, end = text.at[found.start()], text.at[found.end() - 1] + 1
                if not word.capital or passage.text[start].isupper():
                    yield _flag(passage, start, end, word.severity, word.why)


def _units(passage: Passage, text: Located, protected: Protected) -> Iterable[Flag]:
    for found in UNIT.finditer(text.folded):
        severity = protected.units.get(unit_of(found))
        if severity:
            start, end = text.at[found.start()], text.at[found.end() - 1] + 1
            yield _flag(passage, start, end, severity, "the number of a protected home")


def _spoken(passage: Passage, text: Located, protected: Protected) -> Iterable[Flag]:
    """Find a telephone number said digit by digit: “oh double seven …”."""
    run: list[tuple[str, int, int]] = []
    times = 1
    for found in [*WORD.finditer(text.folded), None]:
        word = found[0] if found else ""
        if found and (word in {"double", "treble", "triple"}):
            times = 2 if word == "double" else 3
        elif found and (word in SPOKEN_DIGITS or word.isdecimal()):
            digits = SPOKEN_DIGITS.get(word, word) * times
            run.append((digits, found.start(), found.end()))
            times = 1
        elif run:
            said = "".join(digits for digits, _, _ in run)
            if len(said) >= _SPOKEN_LEAST:
                start, end = text.at[run[0][1]], text.at[run[-1][2] - 1] + 1
                numbers = (each for group in protected.needles.values() for each in group)
                for needle in numbers:
                    if needle.number and needle.compact in said:
                        yield _flag(passage, start, end, needle.severity, needle.why)
            run, times = [], 1


def _place_names(passage: Passage, protected: Protected) -> Iterable[Flag]:
    for found in PLACE_NAME.finditer(passage.text):
        names = WORD.findall(fold(found[0]))
        telling = [name for name in names[:-1] if name not in NO_ONE_PLACE]
        if telling and not protected.known.issuperset(telling):
            yield _flag(passage, found.start(), found.end(), "possible", "the name of a place")


def _phrases(passage: Passage, text: Located, ways: frozenset[str]) -> Iterable[Flag]:
    for start, end in locating_phrases(text.folded, ways):
        first, last = text.at[start], text.at[end - 1] + 1
        yield _flag(passage, first, last, "possible", "says where a place is")


def _once(found: list[Flag]) -> list[Flag]:
    """Keep the surest and longest of flags that overlap."""
    kept: list[Flag] = []
    for flag in sorted(found, key=lambda each: (each.severity, each.start - each.end, each.start)):
        if not any(flag.start < other.end and other.start < flag.end for other in kept):
            kept.append(flag)
    return sorted(kept, key=lambda each: each.start)


_PARAGRAPH_END = re.compile(r"</(?:w:p|a:p|text|p|title|dc:\w+|cp:\w+|vt:\w+)>")
_GAP = re.compile(r"<(?:w:tab|w:br|w:cr|a:br)\b[^>]*>")
_SOFT = re.compile(r"<(?:w:softHyphen|w:noBreakHyphen)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(
    r"""\b(?:descr|title|name|Target|alias|w:val|instr|tooltip)=["']([^"']{4,})"""
)
_PLAIN = re.compile(rb"[\x20-\x7e]{6,}")


def search_file(
    parts: Mapping[str, bytes], protected: Protected, *, file_name: str
) -> tuple[Flag, ...]:
    """Search a finished Word file: its text with runs joined, properties, alt texts, links, name.

    `parts` are the files of the package by name (`exports.package.read_parts`). Text is searched
    for everything; what nobody reads on the page (attributes, pictures, file name) only for what
    is `certain`, because styles and part names are full of words. A picture's pixels are not read.
    """
    shown: list[Passage] = []
    unseen = [Passage("file name", re.sub(r"[_.\-+]+", " ", file_name))]
    for name, data in parts.items():
        if name.endswith((".xml", ".rels", ".svg")):
            text = data.decode("utf-8", "replace")
            shown.append(Passage(name, _text_of(text)))
            values = "\n".join(html.unescape(value) for value in _ATTRIBUTE.findall(text))
            unseen.append(Passage(name, values))
        else:
            strings = b"\n".join(_PLAIN.findall(data)).decode("ascii")
            unseen.append(Passage(name, strings))
    surely = tuple(flag for flag in search(unseen, protected) if flag.severity == "certain")
    return (*search(shown, protected), *surely)


def _text_of(xml: str) -> str:
    """Return the text of an XML part: one line a paragraph, runs joined, entities read."""
    text = _SOFT.sub("", _GAP.sub(" ", _PARAGRAPH_END.sub("\n", xml)))
    return html.unescape(_TAG.sub("", text))
