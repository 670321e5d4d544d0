"""The spellings in which a sealed address, number, e-mail address or name may be typed."""

import re
from typing import Literal

import msgspec

from exports.gate.folding import WORD, compact, fold
from exports.gate.places import (
    NUMBERED,
    POSTCODE,
    UNIT,
    stem_of,
    unit_of,
    written,
)
from exports.gate.record import Person
from exports.gate.vocabulary import COMMON_STEMS, NO_ONE_PLACE, PLACE_LASTS, WORD_TOWNS

Severity = Literal["certain", "possible"]

_PHONE = re.compile(r"\+?\(?\d[\d\s().\-/]{6,}\d")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LEAST_PART = 4
_LEAST_LOCAL = 7
_LONG = 8  # letters and digits that do not stand side by side by chance
_TAIL = 6  # digits of a number that are enough to tell it


class Needle(msgspec.Struct, frozen=True):
    """A spelling without spaces or marks.

    `alone`: letters may not touch it on either side. `number`: a telephone number, which digits may
    touch; a house number is another one when they do. `sign`: a piece of it without which it is not
    there, the same for several needles.
    """

    compact: str
    severity: Severity
    why: str
    alone: bool = True
    number: bool = False
    sign: str = ""


class Spelt(msgspec.Struct, frozen=True, kw_only=True):
    """All that is searched for because of one sealed fact."""

    needles: tuple[Needle, ...] = ()
    units: dict[tuple[str, str], Severity] = {}
    words: dict[str, Severity] = {}


def _needle(text: str, severity: Severity, why: str, *, sign: str = "") -> Needle:
    short = compact(text)
    return Needle(short, severity, why, alone=len(short) < _LONG, sign=compact(sign)[:_LONG])


def address_needles(address: str, known: tuple[str, ...]) -> Spelt:
    """Spell an address whole and in parts; a part that stands in a known address is left out.

    Parts are the flat or room, the number with the street, the street, the house, the town or
    area, the postcode and its first half.
    """
    knows = {fold(part).strip() for each in known for part in re.split(r"[,\n]", each)}
    known_text = " , ".join(fold(each) for each in known)
    needles: list[Needle] = []
    units: dict[tuple[str, str], Severity] = {}
    words: dict[str, Severity] = {}
    for raw in re.split(r"[,\n;]", fold(address)):
        part = raw.strip()
        code = POSTCODE.search(part)
        if code:
            needles.append(Needle(compact(code[0]), "certain", "a protected postcode", alone=False))
            if not re.search(rf"\b{code[1]}\b", known_text):
                words[code[1]] = "possible"
            part = part.replace(code[0], "").strip()
        unit = UNIT.match(part)
        if unit:
            shared = {unit_of(each) for each in UNIT.finditer(known_text)}
            units[unit_of(unit)] = "possible" if unit_of(unit) in shared else "certain"
            part = part[unit.end() :].strip(" ,at")
        numbered = NUMBERED.match(part)
        if numbered:
            units[("number", numbered[1])] = "possible"
        if part and part not in knows:
            part_needles, part_words = _line(part, known_text)
            needles += part_needles
            words |= part_words
    return Spelt(needles=tuple(needles), units=units, words=words)


def _line(part: str, known_text: str) -> tuple[list[Needle], dict[str, Severity]]:
    """Spell one line of an address: a numbered street, a house, a box or a town."""
    why = "a part of a protected address"
    numbered = NUMBERED.match(part)
    name = numbered[2] if numbered else part
    stem = stem_of(name)
    made: list[Needle] = []
    words: dict[str, Severity] = {}
    if numbered:
        forms = (stem,) if stem else written(name)
        made += [_needle(f"{numbered[1]} {form}", "certain", why, sign=form) for form in forms]
    if name in known_text or len(name) < _LEAST_PART:
        return made, words
    if stem and stem.isalnum() and len(stem) > _LEAST_PART and stem not in known_text:
        words[stem] = "possible"
    elif " " in stem:
        made.append(_needle(stem, "certain", why))
    elif len(stem) > _LEAST_PART:
        made.append(_needle(stem, "possible", why))
    if " " in name:
        made += [_needle(form, "certain", why, sign=stem or form) for form in written(name)]
        words |= _first_words(name, known_text)
    else:
        words[name] = "certain"
        if len(name) > _LEAST_PART and name not in WORD_TOWNS:
            made.append(_needle(name, "certain", why))
    return made, words


def _first_words(name: str, known_text: str) -> dict[str, Severity]:
    """Return the words by which a school or surgery is called for short: “Larkfield”."""
    *first, last = WORD.findall(name)
    if last not in PLACE_LASTS:
        return {}
    common = PLACE_LASTS | NO_ONE_PLACE | COMMON_STEMS
    return {
        word: "possible"
        for word in first
        if len(word) > _LEAST_PART and word not in common and word not in known_text
    }


def contact_needles(value: str, known: tuple[str, ...]) -> Spelt:
    """Spell a telephone number, an e-mail address, and whatever else a contact detail holds."""
    folded = fold(value)
    needles: list[Needle] = []
    for found in _PHONE.finditer(folded):
        needles += _phone(found[0])
    for found in _EMAIL.finditer(folded):
        needles += _email(found[0])
    rest = _EMAIL.sub(" , ", _PHONE.sub(" , ", folded))
    place = address_needles(rest, known) if WORD.search(rest) else Spelt()
    return Spelt(
        needles=(*needles, *place.needles),
        units=place.units,
        words=place.words,
    )


def _phone(written_number: str) -> list[Needle]:
    digits = re.sub(r"\D", "", re.sub(r"^\+?(?:00)?44\s*\(?0?\)?", "0", written_number.strip()))
    national = digits.lstrip("0")
    tail = national[-_TAIL:]
    why = "a sealed telephone number"
    return [
        Needle(national, "certain", why, alone=False, number=True, sign=tail),
        Needle(tail, "possible", f"the end of {why}", sign=tail),
    ]


def _email(address: str) -> list[Needle]:
    why = "a sealed e-mail address"
    local, _, domain = address.partition("@")
    made = [
        _needle(address, "certain", why),
        _needle(f"{local} at {domain.replace('.', ' dot ')}", "certain", why),
        _needle(f"{local} at {domain}", "certain", why),
        _needle(f"{local.replace('.', ' dot ')} at {domain.replace('.', ' dot ')}", "certain", why),
    ]
    if len(compact(local)) >= _LEAST_LOCAL:
        made.append(_needle(local, "certain", why))
    return made


def name_needles(person: Person, severity: Severity) -> tuple[Needle, ...]:
    """Spell a person’s name whole, either way round, and as they are known when that is two words.

    Single names, and with them “Freya C”, are searched as words.
    """
    parts = WORD.findall(fold(person.name))
    forms = {person.name, f"{parts[0]} {parts[-1]}", f"{parts[-1]} {parts[0]}"}
    if " " in person.known_as:
        forms.add(person.known_as)
    why = "the name of a person who must not be named"
    return tuple(_needle(form, severity, why) for form in sorted(forms) if " " in form)
