"""Putting a record forward, deciding on it, and holding it: what people do, noted as they do it."""

from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import insert_rows, new_id
from workbook.errors import NotAllowedError
from workbook.retention.standing import Hold, Kept, Order
from workbook.retention.tables import (
    DestructionDecision,
    DestructionOrder,
    HoldLifting,
    HoldLiftingRequest,
    LegalHold,
)
from workbook.staff.access import Actor

TAKEN = "Somebody did this at the same moment. Open the page again and look."
NOT_YOURSELF = "A second person decides. You put this forward yourself."
Row = dict[str, Any]


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a second person says of an order; a refusal says why, and when to ask again."""

    approved: bool
    reason: str = ""
    ask_again_on: date | None = None


class NewHold(msgspec.Struct, frozen=True, kw_only=True):
    """A hold that is laid on. Without a family it covers everything."""

    covers: str
    reason: str
    review_on: date
    submit_key: str
    family_id: str | None = None
    person_id: str | None = None
    team_id: str = ""


def _signed(actor: Actor, now: datetime) -> Row:
    return {"id": new_id(), "recorded_at": now, "recorded_by": actor.id}


def _note(
    session: Session, act: str, *, chain: str | None, object_id: str, actor: Actor, now: datetime
) -> None:
    """Note an act in a family's chain; of what belongs to no family in the worker's own."""
    audit.note(
        session,
        audit.Act(
            chain=chain or actor.id,
            act=act,
            worker_id=actor.id,
            discipline=actor.discipline,
            object_id=object_id,
        ),
        now=now,
    )


def put_forward(
    session: Session,
    *,
    kept: Kept,
    checked: tuple[str, ...],
    submit_key: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Ask that a record whose time is over be destroyed. Nothing goes by this alone.

    Raises:
        SupersededError: this form was sent before.
    """
    row = _signed(actor, now) | {
        "family_id": kept.family_id,
        "team_id": kept.team_id,
        "reference": kept.reference,
        "rule": kept.rule,
        "keep_until": kept.keep_until,
        "schedule": kept.schedule,
        "person_ids": list(kept.alone),
        "checked": list(checked),
        "submit_key": submit_key,
    }
    insert_rows(session, DestructionOrder, [row], taken=TAKEN)
    _note(
        session, "destruction_proposed", chain=kept.family_id, object_id=row["id"], actor=actor,
        now=now,
    )  # fmt: skip


def decide(
    session: Session, *, order: Order, decision: Decision, actor: Actor, now: datetime
) -> None:
    """Approve an order, or refuse it, as a second person. The database asks the same.

    Raises:
        NotAllowedError: the same person put it forward.
        SupersededError: somebody else decided in the same moment.
    """
    if order.recorded_by == actor.id:
        raise NotAllowedError(NOT_YOURSELF, order_id=order.id)
    row = _signed(actor, now) | {
        "family_id": order.family_id,
        "team_id": order.team_id,
        "order_id": order.id,
        "approved": decision.approved,
        "reason": decision.reason,
        "ask_again_on": decision.ask_again_on,
    }
    insert_rows(session, DestructionDecision, [row], taken=TAKEN)
    act = "destruction_approved" if decision.approved else "destruction_refused"
    _note(session, act, chain=order.family_id, object_id=order.id, actor=actor, now=now)


def lay_hold(session: Session, *, hold: NewHold, actor: Actor, now: datetime) -> None:
    """Lay a legal hold on a family, a person or everything.

    Raises:
        SupersededError: this form was sent before.
    """
    row = _signed(actor, now) | msgspec.structs.asdict(hold)
    insert_rows(session, LegalHold, [row], taken=TAKEN)
    _note(
        session, "legal_hold_laid", chain=hold.family_id, object_id=row["id"], actor=actor, now=now
    )


def ask_lifting(
    session: Session, *, hold: Hold, reason: str, submit_key: str, actor: Actor, now: datetime
) -> None:
    """Ask that a hold be lifted. It stands until a second person says so too.

    Raises:
        SupersededError: this form was sent before.
    """
    row = _signed(actor, now) | {
        "hold_id": hold.id,
        "family_id": hold.family_id,
        "team_id": hold.team_id,
        "reason": reason,
        "submit_key": submit_key,
    }
    insert_rows(session, HoldLiftingRequest, [row], taken=TAKEN)
    _note(
        session, "hold_lifting_asked", chain=hold.family_id, object_id=hold.id, actor=actor, now=now
    )


def answer_lifting(
    session: Session, *, hold: Hold, lifted: bool, actor: Actor, now: datetime
) -> None:
    """Lift a hold or keep it, as a second person. The database asks the same.

    Raises:
        NotAllowedError: the same person asked for it.
        SupersededError: somebody else answered in the same moment.
    """
    if hold.asked_by == actor.id:
        raise NotAllowedError(NOT_YOURSELF, hold_id=hold.id)
    row = _signed(actor, now) | {
        "request_id": hold.asked_id,
        "hold_id": hold.id,
        "family_id": hold.family_id,
        "team_id": hold.team_id,
        "lifted": lifted,
    }
    insert_rows(session, HoldLifting, [row], taken=TAKEN)
    act = "legal_hold_lifted" if lifted else "legal_hold_kept"
    _note(session, act, chain=hold.family_id, object_id=hold.id, actor=actor, now=now)
