"""What the gate is told of a family: plain structs, so that it needs no store and no feature."""

import msgspec


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody the record names; `kept` when the mark on their place keeps them from a reader."""

    id: str
    name: str
    known_as: str = ""
    is_child: bool = False
    kept: bool = False


class Household(msgspec.Struct, frozen=True, kw_only=True):
    """An address, who lives or lived at it, and who else may know it when it is protected."""

    address: str
    protected: bool = False
    known_by: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A telephone number, e-mail address, school office or postal address of a person."""

    owner: str
    value: str
    sealed: bool = False
    known_by: tuple[str, ...] = ()


class Tie(msgspec.Struct, frozen=True):
    """A relationship; `kept` when its mark keeps it from a reader."""

    a: str
    b: str
    kept: bool = False


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Text of an entry in force (note, voices, answers); `kept` when a reader may not be given it.

    `reveals` also holds the persons of a third-party mark; `present` who was there. `private` when
    it has a mark of its own: then somebody in the house need not have heard it.
    """

    text: str
    kept: bool
    private: bool = False
    present: tuple[str, ...] = ()
    reveals: tuple[str, ...] = ()


class FamilyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the record holds that bears on what these readers may be told.

    `readers` are persons of the family; empty for an agency or a conference, which then knows no
    protected address and nothing sealed. `withheld` is what is withheld from any of them today, in
    the words of the record. `named` is what they may freely be told: names of workers (leave out
    those of a survivor worker for the person using abuse), agencies, change goals, documents they
    were given before.
    """

    readers: tuple[str, ...] = ()
    persons: tuple[Person, ...] = ()
    households: tuple[Household, ...] = ()
    contacts: tuple[Contact, ...] = ()
    ties: tuple[Tie, ...] = ()
    withheld: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    named: tuple[str, ...] = ()
    network: tuple[str, ...] = ()
