"""How addresses, places and ways to a place are written in this country."""

import re

from exports.gate.folding import fold
from exports.gate.vocabulary import COMMON_STEMS, HOUSE_WORDS, PLACE_LASTS

# Full word first: an address is searched with each of the ways its last word is written.
_STREETS = (
    "street st str", "road rd", "lane ln la", "avenue ave av", "close cl clo", "drive dr drv",
    "crescent cres cr", "court ct crt", "place pl", "terrace ter terr tce", "gardens gdns gdn gns",
    "grove gr grv", "square sq", "walk wlk wk", "way wy", "rise", "row", "yard yd", "mews mws",
    "parade pde", "hill hl", "park pk", "bank bk", "view vw", "green grn", "quay qy", "wharf",
    "house hse ho", "lodge ldg", "mount mt", "villas", "cottages cotts cott", "ginnel", "buildings",
    "bldgs", "end", "side", "wynd", "vale", "chase", "fold", "croft", "gate", "path", "passage",
)  # fmt: skip
STREET_FORMS = {line.split()[0]: tuple(line.split()) for line in _STREETS}
_FULL = {form: full for full, forms in STREET_FORMS.items() for form in forms}
_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_TEENS = [
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
NUMBER_WORDS = {word: str(at) for at, word in enumerate(_DIGITS + _TEENS)} | {
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
}  # fmt: skip
SPOKEN_DIGITS = {word: str(at) for at, word in enumerate(_DIGITS[:10])} | {
    "oh": "0", "o": "0", "nought": "0", "nil": "0",
}  # fmt: skip

_UNITS = {
    "flat": "flat", "flt": "flat", "apartment": "flat", "apt": "flat", "room": "room", "rm": "room",
    "unit": "unit", "studio": "studio", "bedsit": "bedsit", "caravan": "caravan", "plot": "plot",
    "suite": "suite", "number": "number", "no": "number", "house": "number",
}  # fmt: skip
_NUMBER = rf"(\d+[a-z]?|[a-z]|{'|'.join(NUMBER_WORDS)})"
UNIT = re.compile(
    rf"\b({'|'.join(_UNITS)})[\s.,:#-]*(?:(?:number|no|nr|num)\b[\s.:]*)?{_NUMBER}(?![^\W_]|\.\d)"
)
POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b")
NUMBERED = re.compile(r"^(\d+\s*[a-z]?(?:\s*[-/]\s*\d+[a-z]?)?)\s+(.+)$")


def unit_of(found: re.Match[str]) -> tuple[str, str]:
    """Return kind and number of a flat or room found by UNIT, spelt one way."""
    return _UNITS[found[1]], NUMBER_WORDS.get(found[2], found[2])


def written(name: str) -> tuple[str, ...]:
    """Return a folded street or house name with its last word in each usual short form."""
    stem, _, last = name.rpartition(" ")
    forms = STREET_FORMS.get(_FULL.get(last, last))
    return tuple(f"{stem} {form}" for form in forms) if forms and stem else (name,)


def stem_of(name: str) -> str:
    """Return a folded name without “street”, “house”, “primary” …, or '' where that says little."""
    stem, _, last = name.rpartition(" ")
    typed = last in _FULL or last in HOUSE_WORDS or last in PLACE_LASTS
    return stem if typed and stem and stem not in COMMON_STEMS else ""


_LASTS = (
    r"(?:Primary|Infants?|Juniors?|Secondary|High|Grammar|Nursery|Academy|Community|Comprehensive)"
    r"(?:\s+(?:School|Academy))?|School|College|Pre-?[Ss]chool|Playgroup|Kindergarten|Surgery"
    r"|(?:Medical|Health|Children[’']s|Family)\s+(?:Centre|Practice)|Practice|Clinic|Refuge|Hostel"
    r"|House|Court|Lodge|Manor|Towers?|Heights|Mansions"
)
PLACE_NAME = re.compile(
    r"\b(?:(?:St\.?|[A-Z][\w’'-]+)\s+(?:of\s+|the\s+)?){1,3}(?:" + _LASTS + r")\b"
    r"|\bLittle\s+[A-Z][\w’'-]{2,}s\b|\bSt\.?\s+[A-Z]\w+[’']s\b"
)

_LANDMARK = (
    "bridge|river|water|waterside|waterfront|canal|sea|seafront|harbour|beach|lake|pond|reservoir|"
    "weir|stations?|church|chapel|mosque|temple|gurdwara|synagogue|cathedral|park|pub|shops?|"
    "supermarket|post office|library|market|hospital|roundabout|traffic lights|crossing|bus stop|"
    "tram stop|railway|railway line|tracks|mill|factory|tower|garage|football ground|stadium|"
    "leisure centre|baths|pool|playing fields?|playground|woods?|cemetery|lock|marina|pier|"
    "promenade|ring road|main road|bypass|motorway|dual carriageway|lighthouse|viaduct|castle|"
    "college|fire station|police station|petrol station|chip shop|chippy|takeaway|allotments?|quay"
)
_OF_THE = r"\s+(?:the|a|an|that)\s+(?:[\w'-]+\s+)?"
LOCATING = re.compile(
    r"\b(?:over|by|near(?:\s+to)?|opposite|behind|beside|across(?:\s+from)?|alongside|next\s+to"
    r"|next\s+door\s+to|above|past|facing|overlooking|close\s+to|(?:a)?round\s+the\s+corner\s+from"
    r"|not\s+far\s+from|(?:end|back|top|bottom|corner|side)\s+of|(?:minutes?|stops?|streets?)\s+from"
    rf"){_OF_THE}(?:{_LANDMARK})\b"
    r"|\b(?:(?:house|flat|building|block|cottage|bungalow)\s+with\s+the"
    r"|(?:house|flat|home|building|block|cottage|bungalow)\s+(?:by|near|opposite|behind|above|over"
    r"|beside|next\s+to)\s+(?:the|an?))\s+[\w'-]+"
    r"(?:\s+(?:trees?|door|gate|wall|roof|sign|windows?|clock|steps|chimney|fence))?"
    r"|\b(?:one|two|three|four|five|six|ten|few|couple\s+of|\d+)\s+"
    r"(?:(?:bus|tram|train)\s+)?(?:stops|streets|doors)\s+(?:from|away|along|down|up)\b"
    r"|\b(?:minutes?'?|miles?)\s+(?:walk\s+|drive\s+)?from\s+the\b"
    r"|\b(?:the\s+)?(?:end|corner|last)\s+house\b|\bend\s+terrace\b"
)
PLACE_WORDS = frozenset(STREET_FORMS) | HOUSE_WORDS | PLACE_LASTS | {*_LANDMARK.split("|"), "high"}
# Words of which every locating phrase holds one: a text without them is not searched further.
_OTHERS = "house flat home building block cottage bungalow stops streets doors mile minute terrace"
WAYS_IN = frozenset(
    word
    for phrase in [*re.sub(r"(\w)\?", r"\1", _LANDMARK).split("|"), *_OTHERS.split()]
    for word in (phrase.split()[0], phrase.split()[0].removesuffix("s"), f"{phrase.split()[0]}s")
)
_AROUND = 60


def locating_phrases(folded: str, ways: frozenset[str]) -> list[tuple[int, int]]:
    """Find the phrases that say where a place is; spans of the folded text.

    `ways` are the words of WAYS_IN in the text. It looks only around them: the whole pattern over a
    whole document is too slow.
    """
    found: dict[int, int] = {}
    for way in ways:
        at = folded.find(way)
        while at >= 0:
            start = max(0, at - _AROUND)
            for phrase in LOCATING.finditer(folded[start : at + len(way) + _AROUND]):
                if phrase.start() or not start:  # else the window may begin inside a word
                    here = phrase.start() + start
                    found[here] = max(phrase.end() + start, found.get(here, 0))
            at = folded.find(way, at + len(way))
    return sorted(found.items())


_TELLING = (
    re.compile(
        r"\b(?:room|house|flat|building)\s+(?:with|under)\s+(?:the|its)\s+(?:[\w-]+\s+)?([\w-]{5,})"
    ),
    re.compile(
        r"\b(?:room|house|flat|home|place|building|street|road)\s+(?:by|near|behind|opposite|"
        r"next\s+to|beside)\s+(?:the|a|an|its)\s+(?:[\w-]+\s+)?([\w-]{5,})"
    ),
    re.compile(r"\b(?:pass|code)\s?word\b[^\w.]*(?:is|was|called)?\W*[\"'](?:the\s+)?([\w-]{4,})"),
    re.compile(r"\b(?:pass|code)\s?word\s+(?:is|was)\s+([\w-]{4,})"),
)


def telling_words(note: str) -> set[str]:
    """Return the words by which a note tells a house or a password apart: “sycamore”."""
    folded = fold(note)
    return {found[1] for pattern in _TELLING for found in pattern.finditer(folded)}


KEEPS_PLACE = re.compile(
    r"\b(?:address|where|live|lives|living|staying|area|school|nursery|surgery|doctor|refuge"
    r"|workplace|work|travel|place|street|town)\b"
)
