"""Rows of `family.json`: the family, its people, its homes and who works with it."""

from typing import Any, cast

from workbook.cases import shapes
from workbook.cases.pieces import Piece
from workbook.cases.rows import Context, Row, Rows
from workbook.db import new_id
from workbook.reach.rules import person_asked, reference_asked
from workbook.sealed_facts.rules import kind_of
from workbook.sealed_facts.service import NewFact, sealed_row
from workbook.wall.marks import CHILD_PRIVATE, SURVIVOR_PROTECTED, TEAM, THIRD_PARTY
from workbook.wall.viewer import IMPORTER

WHOLE_RECORD = "the whole record"


def family(piece: Piece, at: Context) -> Rows:
    """Yield the family, whether it is closed, and what it may be asked after by."""
    record = cast("shapes.FamilyRecord", piece.record)
    yield (
        "family",
        {
            "id": at.family_id,
            "reference": record.reference,
            "name": record.name,
            "team_id": at.team_id,
            "opened_on": record.opened_on,
            "closed_on": record.closed_on,
            "recorded_at": at.now,
            "recorded_by": IMPORTER,
        },
    )
    if record.closed_on is not None:
        closing = {
            "kind": "closed",
            "happens_on": record.closed_on,
            "reason": "",
            "replaces_id": None,
        }
        yield ("closing", at.plain() | closing)
    yield from at.known(reference_asked(record.reference))


def worker(piece: Piece, at: Context) -> Rows:
    """Yield a worker's involvement; the worker is known or made before."""
    record = cast("shapes.WorkerRecord", piece.record)
    yield (
        "involvement",
        at.plain()
        | {
            "worker_id": at.worker(record.id),
            "starts_on": record.starts,
            "ends_on": record.ends,
            "replaces_id": None,
        },
    )


def person(piece: Piece, at: Context) -> Rows:
    """Yield a person, their place in the family, and what they may be asked after by."""
    record = cast("shapes.PersonRecord", piece.record)
    person_id = at.person(record.id)
    yield (
        "person",
        {
            "id": person_id,
            "name": record.name,
            "known_as": record.known_as,
            "born": record.born,
            "due": record.due,
            "died": record.died,
            "identity": record.identity,
            "recorded_at": at.now,
            "recorded_by": IMPORTER,
        },
    )
    mark, kept = place_mark(record, at)
    yield (
        "family_member",
        at.marked(mark, kept) | {"person_id": person_id, "kind": record.kind, "side": record.side},
    )
    if record.born is not None and mark == TEAM:
        yield from at.known(person_asked(record.name, record.born))


def place_mark(record: shapes.PersonRecord, at: Context) -> tuple[str, list[str]]:
    """Return who may know that this person has a place in the family.

    Somebody in the network who is known only through ties that are kept is kept as they are. So
    is somebody who has no tie at all, and whom an entry marked as told in confidence reveals.
    """
    if record.kind != "network_member":
        return TEAM, []
    ties = [each for each in at.case.relationships if record.id in (each.a, each.b)]
    if ties and all(each.mark != TEAM for each in ties):
        return ties[0].mark, tie_kept(ties[0], at)
    in_network = any(each.person == record.id for each in at.case.network)
    if not ties and not in_network:
        for entry in at.case.entries:
            if entry.mark.kind == THIRD_PARTY and record.id in entry.reveals:
                return THIRD_PARTY, at.persons(entry.mark.persons)
    return TEAM, []


def tie_kept(tie: shapes.RelationshipRecord, at: Context) -> list[str]:
    """Return whose a marked tie is, or whom it is kept from: the file does not say."""
    if tie.mark == TEAM:
        return []
    if tie.mark == SURVIVOR_PROTECTED:
        return [at.person(tie.a)] if tie.kind == "abuse_towards" else at.using_abuse()
    ends = (tie.a, tie.b)
    kinds = {each.id: each.kind for each in at.case.persons}
    wanted = ("child",) if tie.mark == CHILD_PRIVATE else ("adult",)
    return at.persons(tuple(end for end in ends if kinds[end] in wanted))


def relationship(piece: Piece, at: Context) -> Rows:
    """Yield a tie between two persons."""
    record = cast("shapes.RelationshipRecord", piece.record)
    yield (
        "relationship",
        at.marked(record.mark, tie_kept(record, at))
        | {
            "a_id": at.person(record.a),
            "b_id": at.person(record.b),
            "kind": record.kind,
            "starts_on": record.starts,
            "ends_on": record.ends,
        },
    )


def responsibility(piece: Piece, at: Context) -> Rows:
    """Yield who holds parental responsibility."""
    record = cast("shapes.ResponsibilityRecord", piece.record)
    yield (
        "parental_responsibility",
        at.plain()
        | {
            "adult_id": at.person(record.adult),
            "child_id": at.person(record.child),
            "held": record.held,
        },
    )


def household(piece: Piece, at: Context) -> Rows:
    """Yield an address. Of a protected one what it says goes into a sealed fact."""
    record = cast("shapes.HouseholdRecord", piece.record)
    household_id = at.id_of(piece.kind, piece.external_id)
    known_by = at.persons(record.known_by)
    yield (
        "household",
        at.plain()
        | {
            "id": household_id,
            "address": "" if record.protected else record.address,
            "protected": record.protected,
            "known_by": known_by,
        },
    )
    if record.protected:
        yield _sealed(
            at, kind="address", value=record.address, household_id=household_id, known_by=known_by
        )


def _sealed(at: Context, *, kind: str, value: str, **of: Any) -> tuple[str, Row]:  # noqa: ANN401
    """Return a sealed fact: its row names what it is of, and its token says the rest."""
    new = NewFact(kind=kind, value=value, submit_key=new_id(), **of)
    row = sealed_row(at.seals, new, family_id=at.family_id, by=IMPORTER, now=at.now)
    return "sealed_fact", row


def household_member(piece: Piece, at: Context) -> Rows:
    """Yield who lives at an address, protected as the address is."""
    record = cast("shapes.HouseholdMemberRecord", piece.record)
    home = next(each for each in at.case.households if each.id == piece.within)
    yield (
        "household_member",
        at.plain()
        | {
            "household_id": at.id_of("household", home.id),
            "person_id": at.person(record.person),
            "starts_on": record.starts,
            "ends_on": record.ends,
            "protected": home.protected,
        },
    )


def contact(piece: Piece, at: Context) -> Rows:
    """Yield a way to reach somebody. What a sealed one says goes into a sealed fact."""
    record = cast("shapes.ContactRecord", piece.record)
    row = at.plain()
    yield (
        "contact_detail",
        row
        | {
            "person_id": at.person(record.person),
            "channel": record.channel,
            "value": "" if record.sealed else record.value,
            "safe": record.safe,
            "sealed": record.sealed,
        },
    )
    if record.sealed:
        person_id = at.person(record.person)
        yield _sealed(
            at, kind=kind_of(record.channel), value=record.value, person_id=person_id,
            contact_id=row["id"], known_by=(person_id,),
        )  # fmt: skip


def legal_stage(piece: Piece, at: Context) -> Rows:
    """Yield one child's legal stage."""
    record = cast("shapes.LegalStageRecord", piece.record)
    yield (
        "legal_stage",
        at.plain()
        | {
            "child_id": at.person(record.child),
            "stage": record.stage,
            "category": record.category or "",
            "starts_on": record.starts,
            "ends_on": record.ends,
        },
    )


def withholding(piece: Piece, at: Context) -> Rows:
    """Yield what is kept from somebody."""
    record = cast("shapes.WithheldRecord", piece.record)
    yield (
        "withholding",
        at.plain()
        | {
            "what": record.what,
            "from_persons": at.persons(record.from_persons),
            "why": record.why,
            "until": record.until,
            "whole_record": record.what.casefold().startswith(WHOLE_RECORD),
        },
    )


def goal(piece: Piece, at: Context) -> Rows:
    """Yield a change goal; its child is none when it is for all of them."""
    record = cast("shapes.GoalRecord", piece.record)
    child = None if record.for_child == "all" else record.for_child
    yield (
        "change_goal",
        at.plain()
        | {
            "id": at.goal(record.id),
            "words": record.words,
            "child_id": at.person_or_none(child),
            "owner_id": at.person(record.owner),
        },
    )


def action(text: str, owner: str, at: Context) -> Row:
    """Return the part of an action that entries and supervision share."""
    is_worker = any(each.id == owner for each in at.case.workers)
    return {
        "id": new_id(),
        "text": text,
        "owner_id": at.worker(owner) if is_worker else at.person(owner),
        "owner_is_worker": is_worker,
    }
