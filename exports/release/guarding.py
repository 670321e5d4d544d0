"""What the gate is told of a family, worked out from the record for one group of readers. Pure."""

from collections.abc import Iterable
from datetime import date

import msgspec

from exports.gate.record import Contact, FamilyFacts, Household, Note, Person, Tie
from exports.reports.gathered import Gathered, WrittenNote
from exports.rules import SURVIVOR_WORKER, Recipient
from exports.rules import Tie as KnownTie
from workbook.families.rules import Contact as ContactDetail
from workbook.families.rules import FamilyFile, Home, Member, Withheld
from workbook.wall.marks import FAMILY_SHARED, TEAM, THIRD_PARTY

OPEN = frozenset({TEAM, FAMILY_SHARED})
ABUSE = "abuse_towards"


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """What the author may see of another family in which some of these persons are."""

    members: tuple[Member, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    ties: tuple[KnownTie, ...] = ()
    homes: tuple[Home, ...] = ()
    contacts: tuple[ContactDetail, ...] = ()


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """What only the gate is told, beside the record that a report is made from.

    `network`: the persons who agreed to be held as the family's network.
    """

    homes: tuple[Home, ...] = ()
    contacts: tuple[ContactDetail, ...] = ()
    network: tuple[str, ...] = ()
    linked: tuple[Linked, ...] = ()


def facts_for(
    recipient: Recipient, *, mine: Gathered, theirs: Gathered, secrets: Secrets, today: date
) -> tuple[FamilyFacts, ...]:
    """Return what the gate needs, for each group among the readers that knows different things.

    What these readers may not have is what the wall left out of `theirs`: nothing here decides
    it again. A conference beside a person in the family knows less than that person: then there
    are two groups, and a document must pass both.
    """
    groups = [recipient.readers] if recipient.readers else []
    groups += [()] if recipient.with_conference else []
    return tuple(
        _facts(readers, mine=mine, theirs=theirs, secrets=secrets, today=today)
        for readers in groups
    )


def _facts(
    readers: tuple[str, ...], *, mine: Gathered, theirs: Gathered, secrets: Secrets, today: date
) -> FamilyFacts:
    family = mine.family
    linked = secrets.linked
    homes = [*secrets.homes, *(home for one in linked for home in one.homes)]
    contacts = [*secrets.contacts, *(each for one in linked for each in one.contacts)]
    withheld = [*family.withheld, *(each for one in linked for each in one.withheld)]
    kept_workers = _survivor_workers(family) if _harmed_somebody(readers, mine.ties) else ()
    return FamilyFacts(
        readers=readers,
        persons=(*_persons(family, linked), *kept_workers),
        households=tuple(_household(home) for home in homes),
        contacts=tuple(
            Contact(owner=one.person_id, value=one.value, sealed=one.sealed) for one in contacts
        ),
        ties=(
            *_ties(mine, theirs),
            *(_linked_tie(tie) for one in linked for tie in one.ties),
            *(Tie(worker.id, worker.id, kept=True) for worker in kept_workers),
        ),
        withheld=tuple(
            one.what
            for one in withheld
            if one.is_current(today) and set(readers) & set(one.from_persons)
        ),
        notes=tuple(_notes(mine, theirs)),
        network=secrets.network,
        named=tuple(
            f"{worker.name} {worker.employer}"
            for worker in family.workers
            if worker.id not in {one.id for one in kept_workers}
        ),
    )


def _harmed_somebody(readers: tuple[str, ...], ties: Iterable[KnownTie]) -> bool:
    return any(tie.kind == ABUSE and tie.a_id in readers for tie in ties)


def _survivor_workers(family: FamilyFile) -> tuple[Person, ...]:
    """Return the survivor's workers, whom the person using abuse must not be told of [6.4]."""
    return tuple(
        Person(id=worker.id, name=worker.name)
        for worker in {one.id: one for one in family.workers}.values()
        if worker.discipline == SURVIVOR_WORKER
    )


def _persons(family: FamilyFile, linked: Iterable[Linked]) -> Iterable[Person]:
    everybody = {member.id: member for one in linked for member in one.members}
    everybody |= {member.id: member for member in family.members}
    return (
        Person(
            id=member.id,
            name=member.name,
            known_as=member.known_as,
            is_child=member.is_child,
        )
        for member in everybody.values()
    )


def _household(home: Home) -> Household:
    return Household(
        address=home.address,
        protected=home.protected,
        known_by=home.known_by,
        members=tuple(dict.fromkeys(one.person_id for one in home.residents)),
    )


def _ties(mine: Gathered, theirs: Gathered) -> Iterable[Tie]:
    given = {(tie.a_id, tie.b_id, tie.kind) for tie in theirs.ties}
    return (
        Tie(tie.a_id, tie.b_id, kept=(tie.a_id, tie.b_id, tie.kind) not in given)
        for tie in mine.ties
    )


def _linked_tie(tie: KnownTie) -> Tie:
    return Tie(tie.a_id, tie.b_id, kept=tie.mark not in OPEN)


def _notes(mine: Gathered, theirs: Gathered) -> Iterable[Note]:
    """Yield the texts of each entry: those the readers may be given, and those they may not."""
    given, written = _texts(theirs), _texts(mine)
    open_entries = {one.id for one in theirs.happenings}
    for entry in mine.happenings:
        if isinstance(entry, WrittenNote):
            own = [text for text in (entry.note, entry.headline, entry.impact) if text]
            shared = given.get(entry.id, {})
            parts = written.get(entry.id, {})
            told = [text for text in parts if text in shared]
            kept = [text for text in parts if text not in shared]
            if entry.id in open_entries:
                told = [*own, *told]
            else:
                kept = [*own, *kept]
            yield from (_note(entry, told, kept=False),) if told else ()
            yield from (_note(entry, kept, kept=True),) if kept else ()


def _note(entry: WrittenNote, texts: Iterable[str], *, kept: bool) -> Note:
    """Return texts of an entry. One that is shared and yet kept was tightened: nobody heard it."""
    third = entry.mark_persons if entry.mark == THIRD_PARTY else ()
    return Note(
        text="\n".join(texts),
        kept=kept,
        private=entry.mark not in OPEN or (kept and entry.mark == FAMILY_SHARED),
        present=entry.present,
        reveals=(*entry.reveals, *third),
    )


def _texts(gathered: Gathered) -> dict[str, dict[str, None]]:
    """Return the texts of each entry's parts by its id, each once, in their order."""
    found: dict[str, dict[str, None]] = {}
    for voice in gathered.voices:
        found.setdefault(voice.entry_id, {})[voice.words] = None
    for contribution in gathered.contributions:
        strings = dict.fromkeys(_strings(contribution.answers))
        found.setdefault(contribution.entry_id, {}).update(strings)
    for action in gathered.actions:
        if action.entry_id:
            found.setdefault(action.entry_id, {})[action.text] = None
    return found


def _strings(value: object) -> Iterable[str]:
    """Yield the texts of an answer; a single word is a key of a choice more often than words."""
    if isinstance(value, str):
        yield from (value,) if " " in value else ()
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
