"""What the family and network page says of where people live and how to reach them."""

from collections.abc import Mapping, Sequence

import msgspec

from workbook.families.rules import Contact, FamilyFile, Home
from workbook.families.showing import Keeping, keeping, named, span


class Opener(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sealed fact is opened, which is noted, and where another takes its place."""

    open_href: str
    change_href: str


Opens = Mapping[str | None, Opener]


class HomeLine(msgspec.Struct, frozen=True, kw_only=True):
    """One address over dates. A protected one has an `opener` and is not on the page."""

    address: str
    note: str
    keeping: Keeping
    opener: Opener | None
    residents: tuple[str, ...]


class ContactLine(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach one person, and what never to use."""

    name: str
    safe: tuple[tuple[str, Opener | None, Keeping], ...]
    never: tuple[tuple[str, Opener | None, Keeping], ...]


def households(
    family: FamilyFile, *, homes: Sequence[Home], opens: Opens, reader: str
) -> tuple[HomeLine, ...]:
    """Return the addresses that this worker is given."""
    return tuple(
        HomeLine(
            address="Protected address" if home.protected else home.address,
            opener=opens.get(home.id),
            note=_home_note(family, home),
            keeping=keeping(
                family,
                home.id,
                present=family.marks(home.id),
                reader=reader,
                about="this address",
            ),
            residents=tuple(
                " ".join(filter(None, (one.name, span(resident.starts_on, resident.ends_on))))
                for resident in home.residents
                if (one := family.member(resident.person_id))
            ),
        )
        for home in homes
    )


def _home_note(family: FamilyFile, home: Home) -> str:
    if not home.protected:
        return ""
    known = named(family, home.known_by) or "nobody named"
    return f"Known to {known}. Say and write it to nobody else."


def contact_rules(
    family: FamilyFile, *, contacts: Sequence[Contact], opens: Opens, reader: str
) -> tuple[ContactLine, ...]:
    """Return how each person may be reached, and what is never to be used."""

    def kept(each: Contact) -> Keeping:
        about = f"{_channel(each)} of {family.names.get(each.person_id, 'somebody')}"
        return keeping(family, each.id, present=family.marks(each.id), about=about, reader=reader)

    lines = []
    for person in family.members:
        mine = [each for each in contacts if each.person_id == person.id]
        if mine:
            lines.append(
                ContactLine(
                    name=person.name,
                    safe=tuple(
                        (_reached(each), opens.get(each.id), kept(each))
                        for each in mine
                        if each.safe
                    ),
                    never=tuple(
                        (_reached(each), opens.get(each.id), kept(each))
                        for each in mine
                        if not each.safe
                    ),
                )
            )
    return tuple(lines)


def _reached(contact: Contact) -> str:
    return f"{_channel(contact)}: {'sealed' if contact.sealed else contact.value}"


def _channel(contact: Contact) -> str:
    words = contact.channel.replace("_", " ")
    return words[:1].upper() + words[1:]
