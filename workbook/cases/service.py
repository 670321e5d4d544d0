"""Bringing a case in: once, whole or not at all, by an account that can read none of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
import structlog
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from modules.catalogue import Catalogue
from workbook import audit
from workbook.cases import (
    checks,
    entry_rows,
    family_rows,
    network_rows,
    pieces,
    supervision_rows,
)
from workbook.cases.entry_shapes import Case
from workbook.cases.files import read_folder
from workbook.cases.pieces import Piece, keyed, pieces_of
from workbook.cases.problems import Problem, listed
from workbook.cases.rows import Context, Row, Rows
from workbook.cases.tables import Imported
from workbook.clock import london_day
from workbook.db import Base, Database, new_id
from workbook.encryption import Keyring
from workbook.errors import BadRecordError
from workbook.staff import service as staff
from workbook.wall.viewer import IMPORTER, importer

log = structlog.get_logger()

ROWS_OF: Final[Mapping[str, Callable[[Piece, Context], Rows]]] = {
    pieces.FAMILY: family_rows.family,
    pieces.WORKER: family_rows.worker,
    pieces.PERSON: family_rows.person,
    pieces.RELATIONSHIP: family_rows.relationship,
    pieces.RESPONSIBILITY: family_rows.responsibility,
    pieces.HOUSEHOLD: family_rows.household,
    pieces.HOUSEHOLD_MEMBER: family_rows.household_member,
    pieces.CONTACT: family_rows.contact,
    pieces.LEGAL_STAGE: family_rows.legal_stage,
    pieces.WITHHOLDING: family_rows.withholding,
    pieces.GOAL: family_rows.goal,
    pieces.ENTRY: entry_rows.entry,
    pieces.NETWORK: network_rows.network,
    pieces.OFFER: network_rows.offer,
    pieces.MEETING: network_rows.meeting,
    pieces.PLAN: network_rows.plan,
    pieces.DECISION: network_rows.decision,
    pieces.SUPERVISION: supervision_rows.discussion,
}
# Rows that others point at come first.
ORDER: Final = (
    "family", "closing", "known_family", "person", "family_member", "relationship",
    "parental_responsibility", "household", "household_member", "contact_detail", "sealed_fact",
    "legal_stage",
    "involvement", "withholding",
    "change_goal", "entry", "entry_succession", "contribution", "voice", "ruler", "score",
    "network_member", "fgdm_offer", "family_meeting", "family_plan", "family_decision",
    "supervision_session", "family_discussion", "discussion_part", "discussion_sign_off", "action",
)  # fmt: skip


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What one bringing in added: the family, and how many of each kind of thing."""

    reference: str
    family_id: str
    added: dict[str, int]

    def words(self) -> str:
        """Return what was added in a line, most first."""
        if not self.added:
            return f"{self.reference}: everything was there already. Nothing was added."
        most_first = sorted(self.added.items(), key=lambda each: (-each[1], each[0]))
        counted = ", ".join(f"{kind.replace('_', ' ')} {count}" for kind, count in most_first)
        return f"{self.reference}: added {counted}."


def bring_in_folder(
    database: Database,
    folder: Path,
    catalogue: Catalogue,
    now: datetime,
    *,
    keyring: Keyring | None = None,
) -> Brought:
    """Bring one case folder in; a folder that was brought in before adds only what is new.

    With a `keyring` the family can be asked after at once; without, after `workbook reach index`.

    Raises:
        BadRecordError: something is wrong in the folder. Every place is listed; nothing is kept.
    """
    found = read_folder(folder)
    problems = list(found.problems)
    if found.whole:
        problems += checks.problems_of(found.case(), catalogue, unread=found.unread)
    if problems:
        raise BadRecordError(listed(problems))
    with database.writing(importer(london_day(now))) as session:
        return bring_in(
            session,
            case=found.case(),
            catalogue=catalogue,
            now=now,
            keyring=keyring,
            seals=database.keyring,
        )


def bring_in(
    session: Session,
    *,
    case: Case,
    catalogue: Catalogue,
    now: datetime,
    seals: Keyring,
    keyring: Keyring | None = None,
) -> Brought:
    """Bring one case in, in the caller's transaction, which must be the importer's.

    `seals` seals protected addresses and numbers.

    What was brought in before is known by its fingerprint: the importer cannot read families.

    Raises:
        BadRecordError: something is wrong, or differs from what was brought in before.
    """
    if problems := checks.problems_of(case, catalogue, unread={}):
        raise BadRecordError(listed(problems))
    known = _known(session, reference=case.family.reference)
    new = _new_pieces(case, known, seals)
    at = Context(
        case=case,
        catalogue=catalogue,
        now=now,
        family_id=known[pieces.FAMILY, case.family.reference].internal_id if known else new_id(),
        team_id=staff.team_named(session, name=case.family.team),
        ids={key: row.internal_id for key, row in known.items()},
        keyring=keyring,
        seals=seals,
    )
    _name(session, new=new, at=at)
    if new:
        _add(session, new=new, at=at)
    added = Counter(piece.kind for piece in new)
    log.info("case_brought_in", family_id=at.family_id, rows=len(new))
    return Brought(
        reference=case.family.reference, family_id=at.family_id, added=dict(sorted(added.items()))
    )


def _known(session: Session, *, reference: str) -> dict[tuple[str, str], Imported]:
    rows = session.scalars(select(Imported).where(Imported.family_reference == reference))
    return {(row.kind, row.external_id): row for row in rows}


def _new_pieces(case: Case, known: dict[tuple[str, str], Imported], seals: Keyring) -> list[Piece]:
    """Return what was not brought in before; what was must say what it said then."""
    new, problems = [], []
    for piece in pieces_of(case):
        before = known.get((piece.kind, piece.external_id))
        if before is None:
            new.append(piece)
        elif before.fingerprint not in {said := piece.fingerprint(), keyed(said, seals)}:
            words = (
                f"this {piece.kind.replace('_', ' ')} differs from what was brought in; put it"
                " back as it was, and say what has changed in a new line"
            )
            problems.append(Problem(piece.file, piece.line, words))
    if problems:
        raise BadRecordError(listed(problems))
    return new


def _name(session: Session, *, new: list[Piece], at: Context) -> None:
    """Give each new piece its id; workers and sessions may be known from other families."""
    for piece in new:
        at.ids[piece.kind, piece.external_id] = new_id()
    at.ids[pieces.FAMILY, at.case.family.reference] = at.family_id
    fresh = {piece.external_id for piece in new if piece.kind == pieces.WORKER}
    for worker in at.case.workers:
        if worker.id in fresh:
            at.ids[pieces.WORKER, worker.id] = staff.worker_named(
                session,
                name=worker.name,
                discipline=worker.discipline,
                employer=worker.employer,
                team_id=at.team_id,
            )


def _add(session: Session, *, new: list[Piece], at: Context) -> None:
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    rows["supervision_session"] = supervision_rows.sessions(session, new=new, at=at)
    for piece in new:
        for table, row in ROWS_OF[piece.kind](piece, at):
            rows[table].append(row)
    try:
        for table in ORDER:
            if rows[table]:
                session.execute(insert(Base.metadata.tables[table]), rows[table])
    except IntegrityError as error:
        words = (
            "something here is in the record already, though not from this folder; give the"
            " family a reference of its own"
        )
        raise BadRecordError(listed([Problem("family.json", 1, words)])) from error
    session.execute(insert(Imported), [_memory(piece, at) for piece in new])
    act = audit.Act(
        chain=at.family_id,
        act="case_brought_in",
        worker_id=IMPORTER,
        discipline=IMPORTER,
        object_id=at.family_id,
        detail=dict(Counter(piece.kind for piece in new)),
    )
    audit.note(session, act, now=at.now)


def _memory(piece: Piece, at: Context) -> Row:
    return {
        "family_reference": at.case.family.reference,
        "kind": piece.kind,
        "external_id": piece.external_id,
        "internal_id": at.ids[piece.kind, piece.external_id],
        "fingerprint": keyed(piece.fingerprint(), at.seals),
    }
