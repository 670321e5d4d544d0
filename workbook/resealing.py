"""Sealing every sealed value anew under the newest key, as the owner of the database.

What is recorded is never changed, but a token says the same under another key.
"""

from collections.abc import Iterable

import msgspec
from sqlalchemy import select, update

from workbook.encryption import Keyring
from workbook.owner import as_owner
from workbook.sealed_facts.rules import place_of


class Resealed(msgspec.Struct, frozen=True, kw_only=True):
    """How many values were sealed anew, and how many are still under an older key."""

    changed: int
    old: int


def reseal(url: str, keyring: Keyring) -> Resealed:
    """Seal what an older key sealed under the newest, whole or not at all.

    Raises:
        BrokenSealError: a value does not open: its key is gone, or it was changed.
    """
    with as_owner(url) as owner:
        fact = owner.table("sealed_fact")
        kept = owner.execute(select(fact.c.id, fact.c.value)).all()
        anew = list(_anew(((row.id, row.value) for row in kept), keyring))
        with owner.unlocked("sealed_fact"):
            for fact_id, token in anew:
                owner.execute(update(fact).where(fact.c.id == fact_id).values(value=token))
        left = owner.execute(select(fact.c.value)).scalars().all()
    return Resealed(changed=len(anew), old=sum(map(keyring.is_old, left)))


def _anew(kept: Iterable[tuple[str, str]], keyring: Keyring) -> Iterable[tuple[str, str]]:
    for fact_id, token in kept:
        if keyring.is_old(token):
            place = place_of(fact_id)
            yield fact_id, keyring.seal(keyring.open_sealed(token, place=place), place=place)
