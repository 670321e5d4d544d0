"""Asking after a family and opening it for a day, each noted as it happens."""

from datetime import datetime
from typing import ClassVar

import msgspec
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workbook import audit
from workbook.clock import day_began
from workbook.db import Database, ViewerSession
from workbook.encryption import Keyring
from workbook.errors import NotAllowedError, NotFoundError, ServiceError
from workbook.families.tables import Route
from workbook.reach.break_glass import queries
from workbook.reach.break_glass.queries import ASKED
from workbook.reach.break_glass.rules import Known
from workbook.reach.rules import sealed
from workbook.staff.access import Actor

REFUSED = "broke_glass_refused"


class AskedEnoughError(ServiceError):
    """This worker has asked after as many families as one may in a day."""

    status: ClassVar[int] = 429
    heading: ClassVar[str] = "You have asked enough for today"


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """A family to be opened, and why. `id`: of the form’s sending, so that it opens once."""

    id: str
    family_id: str
    reason_code: str
    reason: str


def ask(
    database: Database, *, actor: Actor, key: str, most: int, now: datetime
) -> tuple[Known, ...]:
    """Note the question in the worker’s own chain, without its words, and answer it.

    Raises:
        AskedEnoughError: they have asked `most` times today.
    """
    viewer = msgspec.structs.replace(actor.viewer, asks=key)
    with database.writing(viewer) as session:
        end = audit.take_turn(session, chain=actor.id)
        asked = queries.times_asked(session, worker_id=actor.id, since=day_began(now))
        if asked >= most:
            raise AskedEnoughError(
                f"You may ask after {most} families a day. Ask your manager if you need another.",
                worker_id=actor.id,
            )
        found = queries.known(session)
        act = _act(actor, ASKED, chain=actor.id, object_id=key, known=len(found))
        audit.note(session, act, now=now, after=end)
    return found


def found_again(database: Database, *, actor: Actor, key: str, now: datetime) -> tuple[Known, ...]:
    """Return the answer to a question that this worker has asked today.

    Raises:
        NotFoundError: they have not: nothing is told or opened that was not asked after and noted.
    """
    with database.reading(msgspec.structs.replace(actor.viewer, asks=key)) as session:
        since = day_began(now)
        if not queries.times_asked(session, worker_id=actor.id, since=since, key=key):
            raise NotFoundError(worker_id=actor.id)
        return queries.known(session)


def kind_of(actor: Actor, known: Known) -> str:
    """Return how this worker would come in: a manager opens the team’s own closed families."""
    own = actor.discipline == "team_manager" and known.team_id == actor.viewer.team_id
    return "closed" if own and known.closed_on else "break_glass"


def open_family(
    database: Database,
    *,
    actor: Actor,
    opening: Opening,
    known: Known,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Give the worker a way in for a day. The database judges whether they may.

    Raises:
        NotAllowedError: they have a conflict of interest, or an opening not yet looked into.
    """
    kind = kind_of(actor, known)
    try:
        with database.writing(actor.viewer) as session:
            if queries.own_route(session, route_id=opening.id, worker_id=actor.id):
                return
            _add(session, actor=actor, opening=opening, kind=kind, keyring=keyring)
            act = "broke_glass" if kind == "break_glass" else "closed_opened"
            audit.note(
                session,
                _act(
                    actor,
                    act,
                    chain=opening.family_id,
                    object_id=opening.id,
                    reason=opening.reason_code,
                ),
                now=now,
            )
    except DBAPIError as error:
        with database.writing(actor.viewer) as session:
            refused = _act(actor, REFUSED, chain=actor.id, object_id=opening.family_id)
            audit.note(session, refused, now=now)
        raise NotAllowedError(
            f"You cannot open this family. Ask the manager of {known.team_name}.",
            worker_id=actor.id,
        ) from error


def _add(
    session: ViewerSession, *, actor: Actor, opening: Opening, kind: str, keyring: Keyring
) -> None:
    viewer = session.viewer
    session.execute(
        insert(Route),
        [
            {
                "id": opening.id,
                "family_id": opening.family_id,
                "recorded_at": viewer.moment,
                "recorded_by": actor.id,
                "worker_id": actor.id,
                "kind": kind,
                "reason_code": opening.reason_code,
                "reason": sealed(keyring, opening.reason, table="route", row_id=opening.id),
                "starts_at": viewer.moment,
                "ends_at": viewer.tomorrow,
            }
        ],
    )


def _act(actor: Actor, act: str, *, chain: str, object_id: str, **detail: object) -> audit.Act:
    return audit.Act(
        chain=chain,
        act=act,
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=object_id,
        detail=detail,
    )


def standing(session: Session, *, worker_id: str) -> str:
    """Say why this worker may open no other family yet, and whom to ask; "" when they may."""
    waits = queries.unreviewed(session, worker_id=worker_id)
    if waits is None:
        return ""
    names = " or ".join(queries.whom_to_ask(session))
    privacy = f", or {names} (privacy monitor)" if names else ""
    return (
        "Your last opening of a family you do not work with has not been looked into yet, so you"
        f" cannot open another. Ask the manager of that family’s team{privacy}."
    )
