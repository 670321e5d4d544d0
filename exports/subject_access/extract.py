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
    """The finished file still tells something that is protected. `flags` say what and where."""

    status = 409
    heading = "This answer cannot go out yet"

    def __init__(self, flags: tuple[Flag, ...]) -> None:
        super().__init__(
            "Something in it is protected from this person. Decide about it again: it is shown.",
            passages=len(flags),
        )
        self.flags = flags


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


def guard_for(
    database: Database, author: Author, request: SavedRequest, *, family: FamilyFile, today: date
) -> Protected:
    """Work out what must not reach this person, from the record as the officer may read it."""
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
    secrets = Secrets(seen=eyes.all, network=agreed.held)
    theirs = for_readers(database, author, family_id=family.id, recipient=recipient, today=today)
    facts = facts_for(recipient, mine=mine, theirs=theirs, secrets=secrets, today=today)
    return protected_for(facts[0])


def flagged(items: Collection[Item], guard: Protected) -> dict[str, tuple[str, ...]]:
    """Return, by item, the words in it that would tell what is protected for certain."""
    found: dict[str, list[str]] = {}
    passages = [Searched(item.key, f"{item.title}\n{item.text}") for item in items]
    for flag in search(passages, guard):
        if flag.severity == "certain":
            found.setdefault(flag.key, []).append(flag.words)
    return {key: tuple(dict.fromkeys(words)) for key, words in found.items()}


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


def finished(report: SubjectAccess, guard: Protected, *, file_name: str) -> bytes:
    """Fill the template and search the finished file.

    Raises:
        StillProtectedError: the last gate finds something that is protected for certain.
    """
    content = fill(TEMPLATE.read_bytes(), report)
    found = search_file(read_parts(content), guard, file_name=file_name)
    flags = tuple(flag for flag in found if flag.severity == "certain")
    if flags:
        raise StillProtectedError(flags)
    return content
