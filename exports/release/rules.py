"""What the gate holds back, in the passages of a copy, and what still has to happen to it. Pure."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from exports.gate.facts import Protected
from exports.gate.folding import compact, fold
from exports.gate.searching import Flag, search, search_file
from exports.gate.searching import Passage as Searched
from exports.gate.spellings import Severity
from exports.gatekeeper.rules import Seen
from exports.reports.gathered import Gathered
from exports.reports.pieces import KEY_LENGTH, Piece
from exports.reports.source import ConferenceSource
from exports.rules import Recipient
from workbook.errors import ServiceError
from workbook.wall.marks import SURVIVOR_PROTECTED

ELSEWHERE: Final = "Outside the passages: headings, page head or file properties"
# All that is said of what somebody may not see: never the words, the person or the family.
HIDDEN: Final = "touches something protected that you may not see"
UNSEEN_KEY: Final = "outside-unseen"
AROUND: Final = 60
MOST_UNMARKED: Final = 240
LEAST_LINE: Final = 3
# A copy is the same copy on another day, though its date and the end of its time have moved.
ANY_DAY: Final = date.min


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One place in a passage that gives something away: `text[start:end]`."""

    start: int
    end: int
    severity: Severity
    why: str


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One passage that the gate holds back, and what in it.

    `can_be_left_out` is false for what is no passage of the record: a title, the page head.
    `is_hidden`: it touches something that whoever looks may not see. Then `found` holds only what
    they may; which words it is, and how sure that is, would tell them.
    """

    key: str
    place: str
    text: str
    entry_id: str = ""
    on: date | None = None
    found: tuple[Found, ...]
    can_be_left_out: bool = True
    is_hidden: bool = False

    @property
    def is_certain(self) -> bool:
        """Tell whether only a second person can let it go; else its author says they read it."""
        return self.is_hidden or any(one.severity == "certain" for one in self.found)

    @property
    def whys(self) -> tuple[str, ...]:
        """Return what kinds of fact were found, each once."""
        hidden = (HIDDEN,) if self.is_hidden else ()
        return tuple(dict.fromkeys((*(one.why for one in self.found), *hidden)))


class HeldBackError(ServiceError):
    """A copy may not go out yet: passages are held back, or a second person has not read it.

    `request`: what its author last asked about exactly this copy.
    """

    status = 409
    heading = "This copy cannot go out yet"

    def __init__(self, held: tuple[Held, ...], *, request: "Request | None" = None) -> None:
        super().__init__(
            "Open the report again: it shows what is held back and what you can do.",
            passages=len(held),
        )
        self.held = held
        self.request = request


def held_back(
    passages: Iterable[Piece],
    parts: Mapping[str, bytes],
    *,
    guards: Iterable[Protected],
    makers: Iterable[Protected] | None = None,
    file_name: str,
) -> tuple[Held, ...]:
    """Search the passages of a copy and its finished file; return what is held back, in order.

    `makers`: what the one who looks may know is protected, where that is less than all of it. Then
    the search is made twice, and of what only the whole one finds nothing is said but the passage.
    """
    pieces = tuple(passages)
    held = _search_all(pieces, parts, guards=guards, file_name=file_name)
    if makers is None:
        return held
    own = {one.key: one for one in _search_all(pieces, parts, guards=makers, file_name=file_name)}
    shown = {one.key: _as_shown(one, own.get(one.key)) for one in held}
    return tuple(({one.key: one for one in shown.values()} | own | _hidden(shown)).values())


def _hidden(shown: Mapping[str, Held]) -> dict[str, Held]:
    return {one.key: one for one in shown.values() if one.is_hidden}


def _as_shown(one: Held, own: Held | None) -> Held:
    """Return what may be said of a passage to somebody who sees only what was found in `own`."""
    known = own.found if own else ()
    if all(any(_covers(each, found) for each in known) for found in one.found):
        return one
    if not one.can_be_left_out:
        key = UNSEEN_KEY
        return msgspec.structs.replace(one, key=key, text="", found=(), is_hidden=True)
    return msgspec.structs.replace(one, found=known, is_hidden=True)


def _covers(known: Found, found: Found) -> bool:
    """Tell whether what is known already says as much of these words."""
    overlap = known.start < found.end and found.start < known.end
    return overlap and known.severity in {"certain", found.severity}


def _search_all(
    pieces: tuple[Piece, ...],
    parts: Mapping[str, bytes],
    *,
    guards: Iterable[Protected],
    file_name: str,
) -> tuple[Held, ...]:
    """Search passages and file for one side's knowledge.

    The passages are searched to say where something stands. The file is searched because it is
    what goes out: whatever is found only there is attached to the passages it runs over, and
    stands for itself when it runs over none.
    """
    texts = [Searched(str(at), piece.text) for at, piece in enumerate(pieces)]
    flags: defaultdict[int, list[Found]] = defaultdict(list)
    elsewhere: dict[str, Held] = {}
    for guard in guards:
        for flag in search(texts, guard):
            _add(flags[int(flag.key)], flag)
        met = {
            compact(fold(pieces[at].text[one.start : one.end])) for at in flags for one in flags[at]
        }
        for flag in search_file(parts, guard, file_name=file_name):
            # Two paragraphs beside each other make no phrase: “Tobi”, “School”.
            is_phrase = flag.severity == "certain" or "\n" not in flag.words
            if is_phrase and not any(compact(fold(flag.words)) in each for each in met):
                _attach(flag, pieces, flags=flags, elsewhere=elsewhere)
    held = [_held(pieces[at], found) for at, found in sorted(flags.items())]
    return (*{one.key: one for one in held}.values(), *elsewhere.values())


def _add(found: list[Found], flag: Flag) -> None:
    if not any(one.start < flag.end and flag.start < one.end for one in found):
        found.append(Found(start=flag.start, end=flag.end, severity=flag.severity, why=flag.why))


def _attach(
    flag: Flag,
    pieces: tuple[Piece, ...],
    *,
    flags: defaultdict[int, list[Found]],
    elsewhere: dict[str, Held],
) -> None:
    """Put what was found only in the file to the passages in which its lines stand."""
    lines = [line for line in map(str.strip, flag.words.split("\n")) if len(line) >= LEAST_LINE]
    met = [
        (at, piece.text.index(line), line)
        for at, piece in enumerate(pieces)
        for line in lines
        if line in piece.text
    ]
    for at, start, line in met:
        flags[at].append(
            Found(start=start, end=start + len(line), severity=flag.severity, why=flag.why)
        )
    if not met:
        named = hashlib.sha256(flag.words.encode()).hexdigest()[:KEY_LENGTH]
        elsewhere[named] = Held(
            key=named,
            place=ELSEWHERE,
            text=flag.words,
            found=(Found(start=0, end=len(flag.words), severity=flag.severity, why=flag.why),),
            can_be_left_out=False,
        )


def _held(piece: Piece, found: list[Found]) -> Held:
    return Held(
        key=piece.key,
        place=piece.place,
        text=piece.text,
        entry_id=piece.entry_id,
        on=piece.on,
        found=tuple(sorted(found, key=lambda one: one.start)),
    )


class Excerpt(msgspec.Struct, frozen=True):
    """A run of a passage's words; `is_found` says that they are what was found."""

    words: str
    is_found: bool = False


def excerpt(held: Held, *, around: int = AROUND) -> tuple[Excerpt, ...]:
    """Return what was found with the words around it; long stretches between become “…”.

    Where nothing may be said of which words it is, the passage itself, to know it again.
    """
    if not held.found:
        whole = held.text
        if len(whole) > MOST_UNMARKED:
            whole = f"{whole[:MOST_UNMARKED]} …"
        return (Excerpt(whole),) if whole else ()
    made: list[Excerpt] = []
    at = 0
    for one in held.found:
        start = max(at, one.start)
        before = held.text[at:start]
        if len(before) > (around if not made else 2 * around):
            first = f"{before[:around]} … " if made else "… "
            before = first + before[-around:]
        made += [Excerpt(before)] if before else []
        made += [Excerpt(held.text[start : one.end], is_found=True)] if start < one.end else []
        at = max(at, one.end)
    after = held.text[at:]
    made += [Excerpt(after if len(after) <= around else f"{after[:around]} …")] if after else []
    return tuple(made)


def fingerprint(source: ConferenceSource, *, report_name: str, recipient: Recipient) -> str:
    """Name exactly what a copy says and to whom: any other word, reader or writer is another copy.

    The day on which it is made does not count, so that what a second person approved in the
    evening may go out in the morning.
    """
    undated = msgspec.structs.replace(source, prepared_on=ANY_DAY, period_to=ANY_DAY)
    named = (report_name, recipient.key, undated)
    return hashlib.sha256(msgspec.json.encode(named)).hexdigest()


def needs_second_reader(recipient: Recipient, *, mine: Gathered, seen: Seen, today: date) -> bool:
    """Tell whether a second person must read this copy before it goes out [domain 6.4].

    So it is for every person in a family in which somebody is protected: a mark that protects a
    survivor, a protected address, or a record kept whole from somebody; whether or not the one who
    makes the copy may see it.
    """
    if not recipient.is_family:
        return False
    marks = {
        *(one.mark for one in mine.happenings),
        *(one.mark for one in mine.contributions),
        *(one.mark for one in mine.voices),
        *(one.mark for one in mine.summaries),
        *(one.mark for one in mine.actions),
        *(one.mark for one in seen.of(seen.ties)),
        *(one.mark for one in seen.of(seen.people)),
        *(one.mark for one in seen.of(seen.laid)),
    }
    return (
        SURVIVOR_PROTECTED in marks
        or any(home.protected for home in seen.of(seen.homes))
        or any(
            kept.withheld.whole_record and kept.withheld.is_current(today)
            for kept in seen.of(seen.kept)
        )
    )


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A second person was asked to read a copy; with what they said, once they have.

    `reasons`: by the key of each passage that is to go although it was found for certain.
    """

    id: str
    family_id: str
    report: str
    readers: tuple[str, ...]
    label: str
    leave_out: tuple[str, ...]
    reasons: dict[str, str]
    words: str
    fingerprint: str
    recorded_at: datetime
    recorded_by: str
    by_name: str
    by_employer: str
    decided: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    decided_words: str = ""
    decided_key: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has decided yet."""
        return not self.decided

    @property
    def is_approved(self) -> bool:
        """Tell whether a second person said that it may go."""
        return self.decided == "approved"


def request_for(requests: Iterable[Request], *, fingerprint: str, author_id: str) -> Request | None:
    """Return what this author last asked about exactly this copy."""
    mine = [
        one for one in requests if one.fingerprint == fingerprint and one.recorded_by == author_id
    ]
    return max(mine, key=lambda one: (one.recorded_at, one.id), default=None)


def beyond(held: Iterable[Held], request: Request) -> tuple[Held, ...]:
    """Return what the one who would decide may not see either of the passages they are asked about.

    Nobody lets go what they may not see.
    """
    return tuple(one for one in held if one.is_hidden and one.key in request.reasons)


def outstanding(
    held: Iterable[Held], *, confirmed: Collection[str], approved: Request | None
) -> tuple[Held, ...]:
    """Return what still holds a copy back.

    A certain finding goes only with a second person's yes to that very passage; a possible one
    with the author's word that they have read it.
    """
    allowed = set(approved.reasons) if approved and approved.is_approved else set()
    return tuple(
        one
        for one in held
        if one.key not in allowed and (one.is_certain or one.key not in confirmed)
    )
