"""Who is who, where and how, and what is sealed, in a family and in those linked with it. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TypeVar

import msgspec

from workbook.families.rules import Withheld
from workbook.reach.rules import person_asked
from workbook.wall.marks import FAMILY_SHARED, TEAM

OPEN = frozenset({TEAM, FAMILY_SHARED})


class OfFamily(msgspec.Struct, frozen=True, kw_only=True):
    """A row of one family."""

    id: str
    family_id: str


class Laid(OfFamily, frozen=True, kw_only=True):
    """A tighter mark that lies over a row."""

    object_id: str
    mark: str
    mark_persons: tuple[str, ...]


class Belonging(OfFamily, frozen=True, kw_only=True):
    """A person's place in a family."""

    person_id: str
    name: str
    known_as: str
    kind: str
    born: date | None
    mark: str
    mark_persons: tuple[str, ...]


class KeptTie(OfFamily, frozen=True, kw_only=True):
    """A tie between two persons."""

    a_id: str
    b_id: str
    kind: str
    mark: str
    mark_persons: tuple[str, ...]


class Living(OfFamily, frozen=True, kw_only=True):
    """An address with everybody who lives or lived there. `address` is "" where it is sealed."""

    address: str
    protected: bool
    known_by: tuple[str, ...]
    person_ids: tuple[str, ...] = ()


class Reaching(OfFamily, frozen=True, kw_only=True):
    """A way to reach a person. `value` is "" where it is sealed."""

    person_id: str
    value: str
    sealed: bool


class Sealed(OfFamily, frozen=True, kw_only=True):
    """A sealed fact in plain words, of an address, of a way to reach somebody, or by itself."""

    person_id: str | None
    household_id: str | None
    contact_id: str | None
    kind: str
    known_by: tuple[str, ...]
    value: str


class Kept(OfFamily, frozen=True, kw_only=True):
    """Something that is kept from somebody."""

    withheld: Withheld


class Works(OfFamily, frozen=True, kw_only=True):
    """Somebody who works, or worked, with a family."""

    worker_id: str
    name: str
    discipline: str


Item = TypeVar("Item", bound=OfFamily)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """All that the gate reads, of the family at hand (`family_id`) and of those linked with it."""

    family_id: str
    people: tuple[Belonging, ...] = ()
    ties: tuple[KeptTie, ...] = ()
    homes: tuple[Living, ...] = ()
    contacts: tuple[Reaching, ...] = ()
    facts: tuple[Sealed, ...] = ()
    kept: tuple[Kept, ...] = ()
    works: tuple[Works, ...] = ()
    laid: tuple[Laid, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of everything in it."""
        return frozenset(one.id for part in self._parts().values() for one in part)

    @property
    def families(self) -> tuple[str, ...]:
        """Return the families that it is about, in order."""
        found = {one.family_id for part in self._parts().values() for one in part}
        return tuple(sorted(found | {self.family_id}))

    def open_to(self, ids: Collection[str]) -> "Seen":
        """Return what of it somebody sees who sees these rows."""
        parts = {
            name: tuple(one for one in part if one.id in ids)
            for name, part in self._parts().items()
        }
        return msgspec.structs.replace(self, **parts)

    def of(self, items: Iterable[Item], *, own: bool = True) -> tuple[Item, ...]:
        """Return those of the family at hand, or those of the others."""
        return tuple(one for one in items if (one.family_id == self.family_id) is own)

    def is_open(self, one: Belonging | KeptTie, readers: Collection[str]) -> bool:
        """Tell whether the marks on a row let every one of these readers know of it."""
        over = ((each.mark, each.mark_persons) for each in self.laid if each.object_id == one.id)
        return all(
            mark in OPEN and not set(persons) & set(readers)
            for mark, persons in ((one.mark, one.mark_persons), *over)
        )

    def _parts(self) -> dict[str, tuple[OfFamily, ...]]:
        return {name: getattr(self, name) for name in self.__struct_fields__ if name != "family_id"}


def as_here(seen: Seen) -> Seen:
    """Return the same with everybody called by their id in the family at hand.

    The same person may have been recorded twice: who has the same full name and date of birth in a
    linked family is taken for the person here, so that nobody's own address is kept from them.
    """
    here = {_asked(one): one.person_id for one in seen.of(seen.people) if one.born}
    named = {
        one.person_id: here[_asked(one)]
        for one in seen.of(seen.people, own=False)
        if one.born and _asked(one) in here
    }
    return _renamed(seen, named) if named else seen


def _asked(one: Belonging) -> str:
    return person_asked(one.name, one.born) if one.born else ""


def _renamed(seen: Seen, named: Mapping[str, str]) -> Seen:
    def to(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(named.get(one, one) for one in ids)

    replace = msgspec.structs.replace
    return replace(
        seen,
        people=tuple(
            replace(one, person_id=named.get(one.person_id, one.person_id),
                    mark_persons=to(one.mark_persons))
            for one in seen.people
        ),
        ties=tuple(
            replace(one, a_id=named.get(one.a_id, one.a_id), b_id=named.get(one.b_id, one.b_id),
                    mark_persons=to(one.mark_persons))
            for one in seen.ties
        ),
        homes=tuple(
            replace(one, known_by=to(one.known_by), person_ids=to(one.person_ids))
            for one in seen.homes
        ),
        contacts=tuple(
            replace(one, person_id=named.get(one.person_id, one.person_id))
            for one in seen.contacts
        ),
        facts=tuple(
            replace(one, person_id=named.get(one.person_id or "", one.person_id),
                    known_by=to(one.known_by))
            for one in seen.facts
        ),
        kept=tuple(
            replace(one, withheld=replace(
                one.withheld, from_persons=to(one.withheld.from_persons)))
            for one in seen.kept
        ),
        laid=tuple(replace(one, mark_persons=to(one.mark_persons)) for one in seen.laid),
    )  # fmt: skip
