"""The answer to a request for one's own record: a Word file made from what is given alone."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import groupby

import msgspec

from exports.documents import Report, fill
from exports.drafting import WORD, Author, for_readers
from exports.gate.facts import Protected, protected_for
from exports.gate.searching import Flag, search, search_file
from exports.gate.searching import Passage as Searched
from exports.gatekeeper import service as gatekeeper
from exports.gatekeeper.rules import Seen
from exports.package import read_parts
from exports.queries import gathered_by_author
from exports.release import queries as releases
from exports.release.guarding import Secrets, facts_for
from exports.reports.said import ROLES
from exports.rules import SURVIVOR_WORKER, Recipient
from exports.subject_access.rules import Decision, Item, SavedRequest, given, title_given
from exports.word.subject_access_template import TITLE
from workbook.clock import london_day
from workbook.db import Database
from workbook.errors import ServiceError
from workbook.families.rules import FamilyFile
from workbook.web.filters import day

REPORT = "subject-access"
TEMPLATE = WORD / "subject_access.docx"


class StillProtectedError(ServiceError):
    """The finished file still tells something that is protected.

    `flags` say what and where, as far as the officer may see it; `unseen` that there is more.
    """

    status = 409
    heading = "This answer cannot go out yet"

    def __init__(self, flags: tuple[Flag, ...], *, unseen: bool = False) -> None:
        super().__init__(
            "Something in it is protected from this person. Decide about it again: it is shown.",
            passages=len(flags) + unseen,
        )
        self.flags, self.unseen = flags, unseen


class Guards(msgspec.Struct, frozen=True, kw_only=True):
    """What must not reach this person: all of it, and what of that the officer may see."""

    all: Protected
    officers: Protected


class GateFinds(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate finds in one item.

    `words` tell for certain what is protected; `look`: something in it may. `unseen`: it touches
    what the officer may not see, who is told neither which words nor how sure that is.
    """

    words: tuple[str, ...] = ()
    look: bool = False
    unseen: bool = False


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the person is given."""

    title: str
    words: str
    source: str


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What they are given of one day."""

    heading: str
    notes: tuple[Note, ...]


class SubjectAccess(Report, frozen=True, kw_only=True):
    """What the template may name."""

    person: str
    asked_on: str
    made_on: str
    days: tuple[Day, ...]


def guards_for(
    database: Database, author: Author, request: SavedRequest, *, family: FamilyFile, today: date
) -> Guards:
    """Work out what must not reach this person: with the gate's own eyes, and as the officer."""
    person = request.person_id
    recipient = Recipient(
        keys=(person,), label="", audience="family", readers=(person,),
        children=tuple(child.id for child in family.children),
        named=frozenset(member.id for member in family.members), close=frozenset({person}),
    )  # fmt: skip
    with database.reading(author.viewer) as session:
        mine = gathered_by_author(session, family_id=family.id, today=today)
        agreed = releases.consents(session, family_id=family.id)
    eyes = gatekeeper.look(database, author.viewer, family_id=family.id, now=author.viewer.moment)
    theirs = for_readers(database, author, family_id=family.id, recipient=recipient, today=today)

    def protected(seen: Seen) -> Protected:
        secrets = Secrets(seen=seen, network=agreed.held)
        facts = facts_for(recipient, mine=mine, theirs=theirs, secrets=secrets, today=today)
        return protected_for(facts[0])

    return Guards(all=protected(eyes.all), officers=protected(eyes.makers))


def found_in(items: Collection[Item], guards: Guards) -> dict[str, GateFinds]:
    """Return, by item, what in it would, or may, tell what is protected."""
    passages = [Searched(item.key, f"{item.title}\n{item.text}") for item in items]
    seen = search(passages, guards.officers)
    unseen = {flag.key for flag in _unseen(search(passages, guards.all), seen)}
    words: dict[str, list[str]] = {}
    for flag in seen:
        words.setdefault(flag.key, []).extend([flag.words] if flag.severity == "certain" else [])
    return {
        key: GateFinds(
            words=tuple(dict.fromkeys(words.get(key, ()))),
            look=any(flag.key == key and flag.severity == "possible" for flag in seen),
            unseen=key in unseen,
        )
        for key in words.keys() | unseen
    }


def _unseen(found: Collection[Flag], seen: Collection[Flag]) -> tuple[Flag, ...]:
    """Return what was found and is more than the officer may know of these words."""
    return tuple(
        one
        for one in found
        if not any(
            known.key == one.key
            and known.start < one.end
            and one.start < known.end
            and known.severity in {"certain", one.severity}
            for known in seen
        )
    )


def report_of(
    items: Collection[Item],
    decisions: Mapping[str, Decision],
    *,
    request: SavedRequest,
    person: str,
    council: str,
    harmed: bool,
    today: date,
) -> SubjectAccess:
    """Return what the document says: only what is given, day by day. Pure.

    `harmed`: the person used abuse, and is told nothing of who works with a survivor [6.4].
    """
    told = [
        (item, words)
        for item in items
        if item.key in decisions and (words := given(item, decisions[item.key]))
    ]
    days = (
        Day(
            heading=day(on),
            notes=tuple(
                _note(item, words, title=title_given(item, decisions[item.key]), harmed=harmed)
                for item, words in group
            ),
        )
        for on, group in groupby(told, key=lambda one: london_day(one[0].at))
    )
    return SubjectAccess(
        title=TITLE, subject="Answer to a request for one’s own record", council=council,
        recipient=f"Copy for {person}", person=person, asked_on=day(request.asked_on),
        made_on=day(today), days=tuple(days),
    )  # fmt: skip


def _note(item: Item, words: str, *, title: str, harmed: bool) -> Note:
    role = ROLES.get(item.discipline, "")
    by = "" if harmed and item.discipline == SURVIVOR_WORKER else item.by
    source = f"Written by {by}, {role.lower()}" if by and role else ""
    return Note(title=title, words=words, source=source)


def finished(report: SubjectAccess, guards: Guards, *, file_name: str) -> bytes:
    """Fill the template and search the finished file.

    Raises:
        StillProtectedError: the last gate finds something that is protected for certain, or
            touches, however surely, what the officer may not see.
    """
    content = fill(TEMPLATE.read_bytes(), report)
    parts = read_parts(content)
    seen = search_file(parts, guards.officers, file_name=file_name)
    found = search_file(parts, guards.all, file_name=file_name)
    # Two paragraphs beside each other make no phrase.
    unseen = any(one.severity == "certain" or "\n" not in one.words for one in _unseen(found, seen))
    flags = tuple(flag for flag in seen if flag.severity == "certain")
    if flags or unseen:
        raise StillProtectedError(flags, unseen=unseen)
    return content
