"""Exporting a record and destroying it: what the commands do, as the owner."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import delete, exists, insert, not_, select

from workbook import audit
from workbook.clock import london_day
from workbook.db import new_id
from workbook.errors import NotFoundError, SupersededError
from workbook.owner import Owner, as_owner, forget
from workbook.retention import queries
from workbook.retention.certificate import Certified, certificate_html
from workbook.retention.content import Content, Row, export_of, read_content
from workbook.retention.rules import Schedule, outcome
from workbook.retention.standing import Order
from workbook.retention.working_out import KEEPER, act_of


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """One record as it was exported. `for_order`: it was put forward for destruction."""

    content: bytes
    sha256: str
    rows: int
    for_order: bool


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one order. `why` is empty when the record was destroyed."""

    reference: str
    rows: int = 0
    why: str = ""


def export_record(url: str, reference: str, *, now: datetime) -> Exported:
    """Return a family's whole record as JSON; note it for the order that waits, if one does.

    Raises:
        NotFoundError: there is no such family.
    """
    with as_owner(url) as owner:
        family = owner.table("family")
        found = owner.execute(
            select(family.c.id, family.c.team_id).where(family.c.reference == reference)
        ).first()
        if found is None:
            raise NotFoundError(f"There is no family {reference}.")
        content = read_content(
            owner, family_id=found.id, alone=queries.alone(owner).get(found.id, ())
        )
        people = queries.everybody(owner).get(found.id, ())
        whole = export_of(owner, content, people=people, now=now)
        waiting = next(
            (one for one in queries.orders(owner, family_id=found.id) if one.is_waiting), None
        )
        digest = hashlib.sha256(whole).hexdigest()
        if waiting is not None:
            row = {
                "id": new_id(), "recorded_at": now, "recorded_by": KEEPER,
                "family_id": found.id, "team_id": found.team_id, "order_id": waiting.id,
                "rows": content.count, "size": len(whole), "sha256": digest,
                "content_sha256": content.fingerprint,
            }  # fmt: skip
            owner.connection.execute(insert(owner.table("destruction_export")), [row])
        owner.note(act_of(found.id, "record_exported", sha256=digest), now=now)
    return Exported(content=whole, sha256=digest, rows=content.count, for_order=waiting is not None)


def destroy_due(url: str, schedule: Schedule, *, council: str, now: datetime) -> list[Done]:
    """Carry out every approved order, each in a transaction of its own; the oldest first.

    Each is judged anew: an order whose record is not due any more, or is not the one that was
    exported, lapses. One that is held waits.
    """
    with as_owner(url) as owner:
        approved = [one for one in reversed(queries.orders(owner)) if one.is_approved]
    done = []
    for order in approved:
        with as_owner(url) as owner:
            done.append(_carry_out(owner, order, schedule, council=council, now=now))
    if any(not one.why for one in done):
        forget(url)
    return done


def _carry_out(
    owner: Owner, order: Order, schedule: Schedule, *, council: str, now: datetime
) -> Done:
    holds, people = queries.holds(owner), queries.everybody(owner).get(order.family_id, ())
    if holds.on(order.family_id, people):
        return Done(reference=order.reference, why="held")
    alone = queries.alone(owner).get(order.family_id, ())
    content = read_content(owner, family_id=order.family_id, alone=alone)
    if lapsed := _lapsed(owner, order, schedule, content, alone, today=london_day(now)):
        row = _of_order(order, now) | {"reason": lapsed}
        owner.connection.execute(insert(owner.table("destruction_lapse")), [row])
        owner.note(act_of(order.family_id, "destruction_lapsed", order.id), now=now)
        return Done(reference=order.reference, why=lapsed)
    certificate = _certify(owner, order, schedule, content, council=council, now=now)
    _delete(owner, order, content, schedule, certificate, now=now)
    return Done(reference=order.reference, rows=content.count)


def _lapsed(
    owner: Owner,
    order: Order,
    schedule: Schedule,
    content: Content,
    alone: tuple[str, ...],
    *,
    today: date,
) -> str:
    family = next((one for one in queries.facts(owner) if one.id == order.family_id), None)
    if family is None:
        raise SupersededError("The record is not there.", order_id=order.id)
    found = outcome(family, schedule, today=today)
    if found.state != "due":
        return found.state
    if alone != order.person_ids:
        return "people"
    return "" if content.fingerprint == order.content_sha256 else "changed"


def _of_order(order: Order, now: datetime) -> Row:
    return {
        "id": new_id(), "recorded_at": now, "recorded_by": KEEPER, "family_id": order.family_id,
        "team_id": order.team_id, "order_id": order.id,
    }  # fmt: skip


def _certify(
    owner: Owner,
    order: Order,
    schedule: Schedule,
    content: Content,
    *,
    council: str,
    now: datetime,
) -> Row:
    worker = owner.table("worker")
    names = owner.execute(
        select(worker.c.id, worker.c.name).where(
            worker.c.id.in_([order.recorded_by, order.decided_by])
        )
    )
    page = certificate_html(
        Certified(
            council=council,
            order=order,
            rule=schedule.rule(order.rule),
            names={row.id: row.name for row in names},
            counts=content.counts,
            hashes=content.hashes,
            destroyed_at=now,
        )
    )
    row = _of_order(order, now) | {
        "reference": order.reference, "counts": content.counts, "hashes": content.hashes,
        "content": page, "sha256": hashlib.sha256(page.encode()).hexdigest(),
    }  # fmt: skip
    owner.connection.execute(insert(owner.table("destruction_certificate")), [row])
    return row


def _delete(
    owner: Owner, order: Order, content: Content, schedule: Schedule, proof: Row, *, now: datetime
) -> None:
    """Let every row go, and say so in the log: ids and counts, and what hashes are not held to."""
    ids = content.ids()
    held_to = _held_to(owner, order.family_id)
    for name, rows in content.tables.items():
        table = owner.table(name)
        by, keys = table.c.id, ids.get(name, [])
        if "family_id" in table.c:
            by, keys = table.c.family_id, [order.family_id]
        if owner.connection.execute(delete(table).where(by.in_(keys))).rowcount != len(rows):
            raise SupersededError("The record changed while it was destroyed.", table=name)
    brought = owner.table("imported")
    owner.execute(delete(brought).where(brought.c.family_reference == order.reference))
    act = act_of(
        order.family_id,
        audit.DESTROYED,
        order.id,
        schedule=f"{schedule.name} {order.rule}",
        counts=content.counts,
        certificate=proof["sha256"],
        content={
            name: sorted(held_to[name] & set(rows))
            for name, rows in ids.items()
            if held_to.get(name, set()) & set(rows)
        },
        others={
            name: sorted(set(rows) - held_to.get(name, set()))
            for name, rows in ids.items()
            if set(rows) - held_to.get(name, set())
        },
    )
    owner.note(act, now=now)


def _held_to(owner: Owner, family_id: str) -> dict[str, set[str]]:
    """Return the rows whose salted hashes stand in this family's log, by table."""
    log = owner.table("audit_event")
    found: dict[str, set[str]] = {}
    acts = owner.execute(
        select(log.c.act, log.c.detail).where(log.c.chain == family_id).order_by(log.c.number)
    )
    for row in acts:
        for name, ids in row.detail.get(audit.CONTENT_KEY, {}).items():
            known = found.setdefault(name, set())
            found[name] = known - set(ids) if row.act == audit.DESTROYED else known | set(ids)
    return found


def destroy_drafts(url: str, schedule: Schedule, *, now: datetime) -> int:
    """Destroy the forms that were put aside long ago and never shared; return how many.

    Those of a family that is held stay. The log notes each by id.
    """
    before = now - timedelta(days=schedule.draft_days)
    count = 0
    with as_owner(url) as owner:
        table, holds = owner.table("draft"), queries.holds(owner)
        people = queries.everybody(owner)
        for family_id, ids in _old_drafts(owner, before):
            if holds.on(family_id, people.get(family_id, ())):
                continue
            owner.execute(delete(table).where(table.c.id.in_(ids)))
            act = act_of(
                family_id, "drafts_destroyed", schedule=f"{schedule.name} drafts",
                others={"draft": sorted(ids)},
            )  # fmt: skip
            owner.note(act, now=now)
            count += len(ids)
    if count:
        forget(url)
    return count


def _old_drafts(owner: Owner, before: datetime) -> Iterator[tuple[str, list[str]]]:
    """Yield by family the ids of all versions of forms of which none is younger than this."""
    draft, entry = owner.table("draft"), owner.table("entry")
    shared = exists(select(entry.c.id).where(entry.c.submit_key == draft.c.submit_key))
    rows = owner.execute(
        select(draft.c.id, draft.c.family_id, draft.c.submit_key, draft.c.recorded_at)
        .where(not_(shared))
        .order_by(draft.c.family_id, draft.c.recorded_at, draft.c.id)
    ).all()
    young = {row.submit_key for row in rows if row.recorded_at >= before}
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.submit_key not in young:
            found.setdefault(row.family_id, []).append(row.id)
    yield from found.items()
