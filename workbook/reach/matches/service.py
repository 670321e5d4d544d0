"""Finding at night who may know a family, and deciding about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy import insert
from sqlalchemy.orm import Session

from workbook import audit
from workbook.clock import london_day
from workbook.db import Database, insert_rows, new_id
from workbook.encryption import Keyring
from workbook.reach.conflicts.service import conflict_row
from workbook.reach.matches import queries
from workbook.reach.matches.rules import Question
from workbook.reach.matching import SAID, Match, matches
from workbook.reach.rules import opened, sealed
from workbook.reach.tables import Conflict, MatchDecision, MatchProposal, StaffDetails
from workbook.staff.access import Actor
from workbook.wall.viewer import MONITOR, monitor
from workbook.web.filters import join_names

log = structlog.get_logger()
NOT_SAID: Final = "in what they are alike is not said, because something of this person is sealed"
TAKEN: Final = "Somebody else has decided about it in the meantime. Their decision stands."


def match(database: Database, *, keyring: Keyring, now: datetime) -> int:
    """Ask about everybody who may know a family and was not asked about before. Return how many.

    It never bars anybody: information governance decides.
    """
    viewer = monitor(london_day(now))
    with database.writing(viewer) as session:
        found = matches(queries.staff(session, keyring), queries.people(session, keyring))
        before = queries.asked_already(session)
        fresh = [one for one in found if _key(one) not in before]
        if fresh:
            _propose(session, fresh, keyring=keyring, now=now)
    log.info("matched", found=len(found), new=len(fresh))
    return len(fresh)


def _key(one: Match) -> tuple[str, str, str]:
    return (one.worker_id, one.family_id, one.person_id)


def _propose(session: Session, fresh: Iterable[Match], *, keyring: Keyring, now: datetime) -> None:
    people, families = queries.names(session)
    by_family: dict[str, list[dict[str, Any]]] = {}
    for one in fresh:
        row_id = new_id()
        alike = join_names(SAID[kind] for kind in one.alike) or NOT_SAID
        about = f"{people[one.person_id]} ({families[one.family_id]}): {alike}."
        of = {"table": "match_proposal", "row_id": row_id, "column": "about"}
        row = {
            "id": row_id,
            "family_id": one.family_id,
            "recorded_at": now,
            "recorded_by": MONITOR,
            "worker_id": one.worker_id,
            "person_id": one.person_id,
            "alike": list(one.alike),
            "about": sealed(keyring, about, **of),
        }
        by_family.setdefault(one.family_id, []).append(row)
    for family_id, rows in by_family.items():
        session.execute(insert(MatchProposal), rows)
        act = audit.Act(
            chain=family_id, act="match_asked", worker_id=MONITOR, discipline=MONITOR,
            detail={"questions": len(rows)},
        )  # fmt: skip
        audit.note(session, act, now=now)


def decide(
    session: Session,
    *,
    question: Question,
    knows: bool,
    words: str,
    actor: Actor,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Decide that the worker knows the family, which closes it to them, or that they do not.

    Nobody decides about themself: the wall shows nobody a question about themself.

    Raises:
        SupersededError: somebody else has decided.
    """
    row_id = new_id()
    signed = {"family_id": question.family_id, "recorded_at": now, "recorded_by": actor.id}
    row = signed | {
        "id": row_id,
        "proposal_id": question.id,
        "outcome": "confirmed" if knows else "dismissed",
        "words": sealed(keyring, words, table="match_decision", row_id=row_id),
    }
    insert_rows(session, MatchDecision, [row], taken=TAKEN)
    if knows:
        conflict = conflict_row(
            family_id=question.family_id, worker_id=question.worker_id, kind="matched",
            about=about(question, keyring), words=words, keyring=keyring, now=now,
        )  # fmt: skip
        session.execute(insert(Conflict), [conflict | signed])
    act = audit.Act(
        chain=question.family_id,
        act="conflict_decided" if knows else "match_dismissed",
        worker_id=actor.id,
        discipline=actor.discipline,
        object_id=question.id,
    )
    audit.note(session, act, now=now)


def about(question: Question, keyring: Keyring) -> str:
    """Say whom a question is about and in what they are alike."""
    row = {"table": "match_proposal", "row_id": question.id, "column": "about"}
    return opened(keyring, question.about, **row)


def keep_details(session: Session, *, details: dict[str, str], actor: Actor, now: datetime) -> None:
    """Keep a worker’s own address and number as keyed hashes, in place of those before."""
    row = {"id": new_id(), "recorded_at": now, "recorded_by": actor.id, **details}
    session.execute(insert(StaffDetails), [row])
    act = audit.Act(
        chain=actor.id, act="own_details_kept", worker_id=actor.id, discipline=actor.discipline
    )
    audit.note(session, act, now=now)
