"""Sealing a fact, opening one with a note of it, and the plain values for the last gate."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec
import structlog
from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import insert_rows, new_id
from workbook.encryption import BrokenSealError, Keyring
from workbook.errors import ReusedSubmitError, ServiceError
from workbook.sealed_facts import queries
from workbook.sealed_facts.rules import KeptClose, SavedFact, place_of
from workbook.sealed_facts.tables import SealedFact
from workbook.staff.access import Actor

log = structlog.get_logger()
NEWER: Final = "Somebody changed it in the same moment. Open the page again and look."
REUSED: Final = "Open the page again and write it there: nothing was saved this time."


class ShutFactError(ServiceError):
    """A sealed fact does not open: its key is gone, or it was changed."""

    status = 503
    heading = "A sealed fact cannot be opened"


class NewFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact to be sealed. `replaces`: the fact whose place it takes, "" where it is new."""

    kind: str
    value: str
    person_id: str | None = None
    household_id: str | None = None
    contact_id: str | None = None
    known_by: tuple[str, ...] = ()
    replaces: str = ""
    submit_key: str


def sealed_row(keyring: Keyring, new: NewFact, *, family_id: str, by: str, now: datetime) -> Any:  # noqa: ANN401 -- a row
    """Return the row of a fact: its value as a token that opens in this row alone."""
    fact_id = new_id()
    return {
        "id": fact_id,
        "family_id": family_id,
        "recorded_at": now,
        "recorded_by": by,
        "person_id": new.person_id,
        "household_id": new.household_id,
        "contact_id": new.contact_id,
        "kind": new.kind,
        "value": keyring.seal(new.value, place=place_of(fact_id)),
        "known_by": list(new.known_by),
        "replaces_id": new.replaces or None,
        "submit_key": new.submit_key,
    }


def add_fact(
    session: Session,
    new: NewFact,
    *,
    keyring: Keyring,
    family_id: str,
    actor: Actor,
    now: datetime,
) -> str:
    """Seal a fact, in place of another where it names one. Twice the same form is once.

    Raises:
        SupersededError: somebody else took the place of the same fact.
        ReusedSubmitError: the form was sent before with something else in it.
    """
    before = queries.of_form(session, submit_key=new.submit_key)
    if before is not None:
        if _opened(session, keyring, before, family_id=family_id) != new.value:
            raise ReusedSubmitError(REUSED, fact_id=before.id)
        return before.id
    row = sealed_row(keyring, new, family_id=family_id, by=actor.id, now=now)
    insert_rows(session, SealedFact, [row], taken=NEWER)
    _note(session, "sealed_fact_added", row["id"], family_id=family_id, actor=actor, now=now)
    return str(row["id"])


def open_fact(
    session: Session,
    fact: SavedFact,
    *,
    keyring: Keyring,
    family_id: str,
    actor: Actor,
    now: datetime,
) -> str:
    """Return what a sealed fact says, and note in the same transaction that it was opened.

    Raises:
        BrokenSealError: its key is lost, or somebody changed it.
    """
    _note(session, "sealed_fact_opened", fact.id, family_id=family_id, actor=actor, now=now)
    return _opened(session, keyring, fact, family_id=family_id)


def _opened(session: Session, keyring: Keyring, fact: SavedFact, *, family_id: str) -> str:
    token = queries.token(session, family_id=family_id, fact_id=fact.id)
    return plain_value(keyring, fact_id=fact.id, token=token)


def plain_value(keyring: Keyring, *, fact_id: str, token: str) -> str:
    """Return what a token says, in memory alone: for `open_fact` and for the last gate.

    It notes nothing. Whoever calls it for somebody to read notes that it was opened.

    Raises:
        ShutFactError: its key is gone, or somebody changed it.
    """
    try:
        return keyring.open_sealed(token, place=place_of(fact_id))
    except BrokenSealError as error:
        raise ShutFactError(
            "Its key is not here. Ask whoever looks after the service for the folder of keys.",
            fact_id=fact_id,
        ) from error


def to_compare(
    session: Session, keyring: Keyring, *, wanted: Callable[[KeptClose], bool]
) -> list[KeptClose]:
    """Return what is sealed in plain words, to compare it at night with what staff gave.

    It is no opening: nobody is shown it, and nothing that is kept of the comparison says it. What
    does not open is left out and counted in the service’s own log, so that the night goes on.
    """
    found, shut = [], 0
    for one in filter(wanted, queries.kept_close(session)):
        try:
            value = (
                keyring.open_sealed(one.value, place=place_of(one.fact_id))
                if one.fact_id
                else one.value
            )
        except BrokenSealError:
            shut += 1
            continue
        found.append(msgspec.structs.replace(one, value=value))
    if shut:
        log.warning("sealed_facts_not_compared", count=shut)
    return found


def _note(
    session: Session, act: str, fact_id: str, *, family_id: str, actor: Actor, now: datetime
) -> None:
    noted = audit.Act(
        chain=family_id,
        act=act,
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=fact_id,
    )
    audit.note(session, noted, now=now)
