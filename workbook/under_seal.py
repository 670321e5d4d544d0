"""Putting under seal what was brought in before there were seals, as the owner of the database.

A protected address or a sealed number that stands there as it was typed goes into a sealed fact,
and its row is emptied. The fingerprints by which folders are known again are keyed: of a telephone
number all that there are can be tried against a plain one.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from workbook import audit
from workbook.cases.pieces import CONTACT, HOUSEHOLD, KEYED, keyed
from workbook.db import Base, new_id
from workbook.encryption import Keyring
from workbook.owner import Owner, as_owner, rewrite
from workbook.salting import commitment, content_of, new_salt
from workbook.sealed_facts.rules import kind_of
from workbook.sealed_facts.service import NewFact, sealed_row

KEEPER: Final = "keeper"
# For each table that held a place in plain: what says that it is kept close, and where it stood.
PLACES: Final = {"household": ("protected", "address"), "contact_detail": ("sealed", "value")}
Row = dict[str, Any]
Held = dict[str, dict[str, str]]


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What went under seal. `is_clean`: the file holds no copy of it either.

    Not while somebody else has the database open: then it is to be done once more.
    """

    places: int
    fingerprints: int
    is_clean: bool


def plain_left(url: str) -> int:
    """Return how many addresses, numbers and fingerprints of them stand there in plain."""
    with as_owner(url) as owner:
        counts = [
            select(func.count())
            .select_from(owner.table(name))
            .where(_is_plain(owner.table(name), *columns))
            for name, columns in PLACES.items()
        ]
        imported = owner.table("imported")
        told = imported.c.kind.in_((HOUSEHOLD, CONTACT)) & _unkeyed(imported)
        counts.append(select(func.count()).select_from(imported).where(told))
        return sum(owner.execute(each).scalar_one() for each in counts)


def move_under_seal(url: str, keyring: Keyring, *, now: datetime) -> Moved:
    """Put every such place under seal, noted in its family's log, whole or not at all.

    Done twice it moves nothing the second time. Afterwards the file is written anew.
    """
    held: defaultdict[str, Held] = defaultdict(lambda: defaultdict(dict))
    places = 0
    with as_owner(url) as owner:
        for name, columns in PLACES.items():
            table = owner.table(name)
            plain = owner.execute(select(table).where(_is_plain(table, *columns))).mappings().all()
            with owner.unlocked(name):
                for row in map(dict, plain):
                    fact = _fact_of(name, row, keyring, now=now)
                    owner.execute(insert(owner.table("sealed_fact")).values(fact))
                    held[row["family_id"]][name][row["id"]] = _empty(owner, name, row)
                    places += 1
        for family_id, content in held.items():
            owner.note(_act(family_id, content), now=now)
        fingerprints = _key_fingerprints(owner, keyring)
    is_clean = rewrite(url, *PLACES, "imported")
    return Moved(places=places, fingerprints=fingerprints, is_clean=is_clean)


def _is_plain(table: Table, close: str, value: str) -> ColumnElement[bool]:
    return table.c[close].is_(True) & (table.c[value] != "")


def _fact_of(name: str, row: Row, keyring: Keyring, *, now: datetime) -> Row:
    """Return the sealed fact of one place."""
    if name == "household":
        new = NewFact(
            kind="address", value=row["address"], household_id=row["id"],
            known_by=tuple(row["known_by"]), submit_key=new_id(),
        )  # fmt: skip
    else:
        new = NewFact(
            kind=kind_of(row["channel"]), value=row["value"], contact_id=row["id"],
            submit_key=new_id(),
        )  # fmt: skip
    made: Row = sealed_row(keyring, new, family_id=row["family_id"], by=KEEPER, now=now)
    return made


def _empty(owner: Owner, name: str, row: Row) -> str:
    """Empty the place and return what the log is held to from now on.

    The salt is another: with the old one all addresses could be tried against the old hash.
    """
    kept, (_, value) = owner.table(name), PLACES[name]
    new = {value: "", "salt": new_salt()}
    owner.execute(update(kept).where(kept.c.id == row["id"]).values(**new))
    said = content_of(Base.metadata.tables[name], row | new)
    return commitment(said, salt=new["salt"])


def _act(family_id: str, content: Held) -> audit.Act:
    return audit.Act(
        chain=family_id, act=audit.PLACES_SEALED, worker_id=KEEPER, discipline=KEEPER,
        detail={audit.CONTENT_KEY: content},
    )  # fmt: skip


def _unkeyed(imported: Table) -> ColumnElement[bool]:
    return imported.c.fingerprint.not_like(f"{KEYED}%")


def _key_fingerprints(owner: Owner, keyring: Keyring) -> int:
    imported = owner.table("imported")
    key = (imported.c.family_reference, imported.c.kind, imported.c.external_id)
    plain = owner.execute(select(*key, imported.c.fingerprint).where(_unkeyed(imported))).all()
    for row in plain:
        own = [column == value for column, value in zip(key, row[:3], strict=True)]
        new = {"fingerprint": keyed(row.fingerprint, keyring)}
        owner.execute(update(imported).where(*own).values(**new))
    return len(plain)
