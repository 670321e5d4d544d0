"""Reading sealed facts. Every function names its order."""

from typing import Any

import msgspec
from sqlalchemy import Select, exists, not_, select
from sqlalchemy.orm import Session, aliased

from workbook.sealed_facts.rules import SavedFact
from workbook.sealed_facts.tables import SealedFact

LATER = aliased(SealedFact)
STANDS = not_(exists(select(LATER.id).where(LATER.replaces_id == SealedFact.id)))
COLUMNS: tuple[Any, ...] = tuple(getattr(SealedFact, name) for name in SavedFact.__struct_fields__)
FACT: Select[Any] = select(*COLUMNS)


def facts(session: Session, *, family_id: str) -> list[SavedFact]:
    """Return the sealed facts that stand, oldest first; what they say is not read."""
    query = FACT.where(SealedFact.family_id == family_id, STANDS).order_by(
        SealedFact.recorded_at, SealedFact.id
    )
    return [_fact(row) for row in session.execute(query)]


def fact(session: Session, *, family_id: str, fact_id: str) -> SavedFact | None:
    """Return one fact that stands; None when it is not there or may not be seen."""
    query = FACT.where(SealedFact.family_id == family_id, SealedFact.id == fact_id, STANDS)
    row = session.execute(query).first()
    return _fact(row) if row else None


def of_form(session: Session, *, submit_key: str) -> SavedFact | None:
    """Return the fact that a form with this key sealed, if it did."""
    row = session.execute(FACT.where(SealedFact.submit_key == submit_key)).first()
    return _fact(row) if row else None


def tokens(session: Session, *, family_id: str, fact_id: str = "") -> list[tuple[SavedFact, str]]:
    """Return the facts that stand with their tokens, of all or of one, oldest first."""
    query = (
        select(*COLUMNS, SealedFact.value)
        .where(SealedFact.family_id == family_id, STANDS)
        .order_by(SealedFact.recorded_at, SealedFact.id)
    )
    if fact_id:
        query = query.where(SealedFact.id == fact_id)
    return [(_fact(row), row.value) for row in session.execute(query)]


def _fact(row: Any) -> SavedFact:  # noqa: ANN401 -- a row of FACT
    values = {name: getattr(row, name) for name in SavedFact.__struct_fields__}
    return msgspec.convert(values, SavedFact)
