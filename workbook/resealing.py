"""Sealing every sealed value anew under the newest key, as the owner of the database.

What is recorded is never changed, but a token says the same under another key. The one trigger that
refuses changes is put back in the same transaction.
"""

import sqlite3
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from workbook.db import sqlite_path, tune
from workbook.encryption import Keyring
from workbook.sealed_facts.rules import place_of

# Places that were brought in before they were sealed: none may be left.
PLAIN = (
    "select (select count(*) from {household} where protected = {true} and address <> '')"
    " + (select count(*) from {contact_detail} where sealed = {true} and value <> '')"
)
KEEPER = "alter table sealed_fact {does} trigger wb_keep_update"
GUARD = "select name, sql from sqlite_master where name like 'sealed_fact__update__%'"


class Resealed(msgspec.Struct, frozen=True, kw_only=True):
    """How many values were sealed anew, and how many are still under an older key."""

    changed: int
    old: int


def plain_left(url: str) -> int:
    """Return how many protected addresses and sealed numbers stand there as they were typed."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    names = {"household": "household", "contact_detail": "contact_detail", "true": "true"}
    if is_sqlite:
        names = {key: f"{key}__t" for key in names} | {"true": "1"}
        connection = sqlite3.connect(sqlite_path(url))
        found = int(connection.execute(PLAIN.format(**names)).fetchone()[0])
        connection.close()
        return found
    engine = sa.create_engine(url)
    with engine.connect() as opened:
        found = int(opened.scalar(sa.text(PLAIN.format(**names))) or 0)
    engine.dispose()
    return found


def reseal(url: str, keyring: Keyring) -> Resealed:
    """Seal what an older key sealed under the newest, whole or not at all.

    Raises:
        BrokenSealError: a value does not open: its key is gone, or it was changed.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _on_sqlite(url, keyring)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        kept = [
            tuple(row) for row in connection.execute(sa.text("select id, value from sealed_fact"))
        ]
        anew = list(_anew(kept, keyring))
        connection.execute(sa.text(KEEPER.format(does="disable")))
        for fact_id, token in anew:
            connection.execute(
                sa.text("update sealed_fact set value = :token where id = :id"),
                {"token": token, "id": fact_id},
            )
        connection.execute(sa.text(KEEPER.format(does="enable")))
        left = [row.value for row in connection.execute(sa.text("select value from sealed_fact"))]
    engine.dispose()
    return Resealed(changed=len(anew), old=sum(map(keyring.is_old, left)))


def _on_sqlite(url: str, keyring: Keyring) -> Resealed:
    connection = sqlite3.connect(sqlite_path(url))
    tune(connection)
    connection.execute("pragma secure_delete=on")
    connection.execute("begin immediate")
    try:
        kept = connection.execute("select id, value from sealed_fact__t").fetchall()
        anew = list(_anew(kept, keyring))
        if anew:
            name, guard = connection.execute(GUARD).fetchone()
            connection.execute(f"drop trigger {name}")
            connection.executemany(
                "update sealed_fact__t set value = ? where id = ?",
                [(token, fact_id) for fact_id, token in anew],
            )
            connection.execute(guard)
        left = [row[0] for row in connection.execute("select value from sealed_fact__t")]
        connection.execute("commit")
    finally:
        connection.close()
    return Resealed(changed=len(anew), old=sum(map(keyring.is_old, left)))


def _anew(kept: Iterable[tuple[str, str]], keyring: Keyring) -> Iterable[tuple[str, str]]:
    for fact_id, token in kept:
        if keyring.is_old(token):
            place = place_of(fact_id)
            yield fact_id, keyring.seal(keyring.open_sealed(token, place=place), place=place)
