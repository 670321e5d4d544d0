"""What the gate is told of a family, worked out from the record for one group of readers. Pure."""

from collections.abc import Iterable
from datetime import date

import msgspec

from exports.gate.record import Contact, FamilyFacts, Household, Note, Person, Tie
from exports.gatekeeper.rules import OPEN, Belonging, Sealed, Seen
from exports.reports.gathered import Gathered, WrittenNote
from exports.rules import SURVIVOR_WORKER, Recipient
from workbook.families.rules import CHILDREN
from workbook.wall.marks import FAMILY_SHARED, THIRD_PARTY

ABUSE = "abuse_towards"
NEW_NAME = "new_name"


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """What only the gate is told, beside the record that a report is made from.

    `network`: the persons who agreed to be held as the family's network.
    """

    seen: Seen
    network: tuple[str, ...] = ()


def facts_for(
    recipient: Recipient, *, mine: Gathered, theirs: Gathered, secrets: Secrets, today: date
) -> tuple[FamilyFacts, ...]:
    """Return what the gate needs, for each group among the readers that knows different things.

    What these readers may not have of this family is what the wall left out of `theirs`: nothing
    here decides it again. A conference beside a person in the family knows less than that person:
    then there are two groups, and a document must pass both.
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
    seen = secrets.seen
    kept_workers = _survivor_workers(seen, readers)
    untold = {one.id for one in kept_workers}
    new_names = tuple(_new_name(one) for one in seen.facts if _is_new_name(one, readers))
    return FamilyFacts(
        readers=readers,
        persons=(*_persons(seen, readers, theirs), *kept_workers, *new_names),
        households=tuple(_households(seen)),
        contacts=tuple(_contacts(seen)),
        ties=tuple(_ties(seen, readers, theirs)),
        withheld=tuple(
            one.withheld.what
            for one in seen.kept
            if one.withheld.is_current(today) and set(readers) & set(one.withheld.from_persons)
        ),
        notes=tuple(_notes(mine, theirs)),
        network=secrets.network,
        named=tuple(
            f"{worker.name} {worker.employer}"
            for worker in mine.family.workers
            if worker.id not in untold
        ),
    )


def _survivor_workers(seen: Seen, readers: tuple[str, ...]) -> tuple[Person, ...]:
    """Return the survivor's workers, whom the person using abuse must not be told of [6.4]."""
    harmed = {tie.family_id for tie in seen.ties if tie.kind == ABUSE and tie.a_id in readers}
    workers = {
        one.worker_id: one.name
        for one in seen.works
        if one.discipline == SURVIVOR_WORKER and one.family_id in harmed
    }
    return tuple(Person(id=one, name=name, kept=True) for one, name in workers.items())


def _is_new_name(one: Sealed, readers: tuple[str, ...]) -> bool:
    knowing = {one.person_id, *one.known_by}
    return one.kind == NEW_NAME and not (readers and knowing.issuperset(readers))


def _new_name(one: Sealed) -> Person:
    """Return a name that somebody took since as a person whom nobody knows by it."""
    return Person(id=one.id, name=one.value, kept=True)


def _persons(seen: Seen, readers: tuple[str, ...], theirs: Gathered) -> Iterable[Person]:
    """Yield everybody, once: as they belong to this family, else to a linked one.

    A person is kept from the readers when the wall left them out of what these are told of this
    family, or when the marks on their place in a linked one keep them.
    """
    told = {member.id for member in theirs.family.members}
    here = {one.person_id: one for one in seen.of(seen.people)}
    for one in here.values():
        yield _person(one, kept=one.person_id not in told)
    elsewhere: dict[str, list[Belonging]] = {}
    for one in seen.of(seen.people, own=False):
        if one.person_id not in here:
            elsewhere.setdefault(one.person_id, []).append(one)
    for places in elsewhere.values():
        yield _person(places[0], kept=not any(seen.is_open(one, readers) for one in places))


def _person(one: Belonging, *, kept: bool) -> Person:
    return Person(
        id=one.person_id,
        name=one.name,
        known_as=one.known_as,
        is_child=one.kind in CHILDREN,
        kept=kept,
    )


def _households(seen: Seen) -> Iterable[Household]:
    sealed = {one.household_id: one for one in seen.facts if one.household_id}
    for home in seen.homes:
        fact = sealed.get(home.id)
        yield Household(
            address=fact.value if fact else home.address,
            protected=home.protected or fact is not None,
            known_by=(*home.known_by, *(fact.known_by if fact else ())),
            members=tuple(dict.fromkeys(home.person_ids)),
        )


def _contacts(seen: Seen) -> Iterable[Contact]:
    sealed = {one.contact_id: one for one in seen.facts if one.contact_id}
    for each in seen.contacts:
        fact = sealed.get(each.id)
        yield Contact(
            owner=each.person_id,
            value=fact.value if fact else each.value,
            sealed=each.sealed or fact is not None,
            known_by=fact.known_by if fact else (),
        )
    for fact in seen.facts:
        if not fact.household_id and not fact.contact_id and fact.kind != NEW_NAME:
            yield Contact(
                owner=fact.person_id or "", value=fact.value, sealed=True, known_by=fact.known_by
            )


def _ties(seen: Seen, readers: tuple[str, ...], theirs: Gathered) -> Iterable[Tie]:
    given = {(tie.a_id, tie.b_id, tie.kind) for tie in theirs.ties}
    for tie in seen.of(seen.ties):
        yield Tie(tie.a_id, tie.b_id, kept=(tie.a_id, tie.b_id, tie.kind) not in given)
    for tie in seen.of(seen.ties, own=False):
        yield Tie(tie.a_id, tie.b_id, kept=not seen.is_open(tie, readers))


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
