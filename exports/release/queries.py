"""Reading what family and friends agreed to, and copies that wait for a second person."""

from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import Session

from exports.release.rules import Request
from exports.release.tables import ReleaseDecision, ReleaseRequest
from workbook.db import ViewerSession
from workbook.home.rules import Due
from workbook.network.tables import NetworkMember
from workbook.staff.access import ROLES, May

FAMILY: BindParameter[str] = bindparam("family_id")
DECIDERS: Final = ROLES[May.ISSUE]
NETWORK = (
    select(NetworkMember.person_id, NetworkMember.consent_to_hold, NetworkMember.consent_to_contact)
    .where(NetworkMember.family_id == FAMILY)
    .order_by(NetworkMember.recorded_at, NetworkMember.id)
)


class Consents(msgspec.Struct, frozen=True, kw_only=True):
    """Who of the network agrees to be held in the record, and who also to be contacted."""

    held: tuple[str, ...] = ()
    contacted: frozenset[str] = frozenset()


def consents(session: Session, *, family_id: str) -> Consents:
    """Return what family and friends agreed to, as it was last recorded."""
    newest = {row.person_id: row for row in session.execute(NETWORK, {"family_id": family_id})}
    held = tuple(one for one, row in newest.items() if row.consent_to_hold == "yes")
    return Consents(
        held=held,
        contacted=frozenset(one for one in held if newest[one].consent_to_contact == "yes"),
    )


_OF_REQUEST: tuple[Any, ...] = (
    ReleaseRequest.id, ReleaseRequest.family_id, ReleaseRequest.report, ReleaseRequest.readers,
    ReleaseRequest.label, ReleaseRequest.leave_out, ReleaseRequest.reasons, ReleaseRequest.words,
    ReleaseRequest.fingerprint, ReleaseRequest.recorded_at, ReleaseRequest.recorded_by,
    ReleaseRequest.by_name, ReleaseRequest.employer.label("by_employer"),
    ReleaseDecision.outcome, ReleaseDecision.recorded_at.label("decided_at"),
    ReleaseDecision.by_name.label("decided_by"), ReleaseDecision.words.label("decided_words"),
    ReleaseDecision.submit_key.label("decided_key"),
)  # fmt: skip
REQUESTS: Select[Any] = (
    select(*_OF_REQUEST)
    .outerjoin(ReleaseDecision, ReleaseDecision.request_id == ReleaseRequest.id)
    .order_by(ReleaseRequest.recorded_at.desc(), ReleaseRequest.id)
)


def _request(row: Any) -> Request:  # noqa: ANN401 -- a row of REQUESTS
    values = dict(row._mapping)  # noqa: SLF001 -- the row's own names
    return msgspec.convert(
        values
        | {
            "decided": row.outcome or "",
            "decided_by": row.decided_by or "",
            "decided_words": row.decided_words or "",
            "decided_key": row.decided_key or "",
        },
        Request,
    )


def requests(session: Session, *, family_id: str) -> tuple[Request, ...]:
    """Return every copy of this family that a second person was asked about, newest first."""
    query = REQUESTS.where(ReleaseRequest.family_id == family_id)
    return tuple(_request(row) for row in session.execute(query))


def request(session: Session, *, family_id: str, request_id: str) -> Request | None:
    """Return one request; None when it is not this family's or may not be seen."""
    query = REQUESTS.where(ReleaseRequest.family_id == family_id, ReleaseRequest.id == request_id)
    row = session.execute(query).first()
    return _request(row) if row else None


def request_of_form(session: Session, *, submit_key: str) -> Request | None:
    """Return the request that this very form made, if it did."""
    row = session.execute(REQUESTS.where(ReleaseRequest.submit_key == submit_key)).first()
    return _request(row) if row else None


def due(session: Session, family_ids: tuple[str, ...], today: date) -> list[Due]:
    """Return the copies that wait for this worker to read them, oldest first.

    Nobody is asked about their own, and only those who may make a document are asked at all.
    """
    del today
    if not isinstance(session, ViewerSession) or session.viewer.discipline not in DECIDERS:
        return []
    query = (
        select(ReleaseRequest.id, ReleaseRequest.family_id, ReleaseRequest.recorded_at)
        .outerjoin(ReleaseDecision, ReleaseDecision.request_id == ReleaseRequest.id)
        .where(
            ReleaseRequest.family_id.in_(family_ids),
            ReleaseRequest.recorded_by != session.viewer.worker_id,
            ReleaseDecision.id.is_(None),
        )
        .order_by(ReleaseRequest.recorded_at, ReleaseRequest.id)
    )
    return [
        Due(
            family_id=row.family_id,
            what="A copy of a report waits for you to read it",
            on=row.recorded_at.date(),
            href=f"/families/{row.family_id}/releases/{row.id}",
            do="Read it",
        )
        for row in session.execute(query)
    ]
