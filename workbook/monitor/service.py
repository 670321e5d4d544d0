"""Looking through the log for odd openings, telling of staff families, looking into findings."""

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import structlog
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workbook import audit
from workbook.clock import LONDON, london_day
from workbook.db import Database, insert_rows, new_id
from workbook.encryption import Keyring
from workbook.errors import BadRecordError, NotFoundError
from workbook.monitor import queries, rules
from workbook.monitor.rules import Found, Hours
from workbook.monitor.tables import Finding, FindingReview
from workbook.staff.access import ROLES, Actor, May
from workbook.staff.tables import StaffFamily, StaffHome, Worker
from workbook.wall.viewer import IMPORTER, MONITOR, monitor

# How far back the first look goes, and how far each later one overlaps the one before.
FIRST_LOOK: Final = timedelta(days=7)
OVERLAP: Final = timedelta(hours=1)
# The hour of the night, in London, after which the day is looked through.
NIGHT: Final = 3
ASK_AGAIN: Final = 600.0
TAKEN: Final = "Somebody looked into it in the same moment. Read what they said."

log = structlog.get_logger()


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What one look through the log came to, and how many findings wait to be looked into."""

    acts: int
    found: int
    open: int


def look_through(database: Database, *, keyring: Keyring, hours: Hours, now: datetime) -> Looked:
    """Ask the rules about everything since the last look, and keep what they find, once.

    Two processes may look at once: one of them keeps what both found.
    """
    with database.reading(monitor(london_day(now))) as session:
        last = queries.last_run(session)
        since = (last or now - FIRST_LOOK) - OVERLAP
        acts = queries.openings(session, since=since, until=now)
        found = rules.findings(
            acts,
            staff=queries.staff(session),
            families=queries.families(
                session, ids={one.family_id for one in acts}, keyring=keyring
            ),
            hours=hours,
        )
        new = _new(found, queries.known(session, since=london_day(since)))
    near = [one for one in new if one.rule == rules.SEALED_HOME]
    try:
        with database.writing(monitor(london_day(now))) as session:
            _keep(session, [one for one in new if one not in near], now=now)
            act = _act(audit.SYSTEM, queries.RUN, acts=len(acts), found=len(new))
            audit.note(session, act, now=now)
            _keep_near(session, near, now=now)
    except IntegrityError:
        log.info("looked_through_at_once")
        new = []
    log.info("looked_through", acts=len(acts), found=len(new))
    with database.reading(monitor(london_day(now))) as session:
        waiting = len(queries.open_days(session))
    return Looked(acts=len(acts), found=len(new), open=waiting)


def _new(found: Iterable[Found], known: set[tuple[Any, ...]]) -> list[Found]:
    many = {(key[1], key[3]) for key in known if key[0] == rules.MANY_FAMILIES}
    return [
        one
        for one in found
        if (one.rule, one.worker_id, one.family_id, one.on_day) not in known
        and not (one.rule == rules.MANY_FAMILIES and (one.worker_id, one.on_day) in many)
    ]


def _keep(session: Session, found: Sequence[Found], *, now: datetime) -> None:
    """Keep findings, each noted in its family's chain, for all who may read who opened it."""
    rows = _insert(session, found, now=now)
    for family_id in dict.fromkeys(one.family_id for one in found):
        acts = [
            _act(family_id, "finding_made", row["id"], rule=row["rule"], worker=row["worker_id"])
            for row in rows
            if row["family_id"] == family_id
        ]
        audit.note(session, *acts, now=now)


def _keep_near(session: Session, found: Sequence[Found], *, now: datetime) -> None:
    """Keep findings by what is sealed, noted where nobody who works in the case reads.

    Most who read who opened a record may not know who lives near what is sealed.
    """
    rows = _insert(session, found, now=now)
    acts = [_act(audit.SYSTEM, "finding_made", row["id"]) for row in rows]
    if acts:
        audit.note(session, *acts, now=now)


def _insert(session: Session, found: Sequence[Found], *, now: datetime) -> list[dict[str, Any]]:
    signed = {"recorded_at": now, "recorded_by": MONITOR}
    rows: list[dict[str, Any]] = [
        signed | {"id": new_id()} | msgspec.structs.asdict(one) for one in found
    ]
    if rows:
        session.execute(insert(Finding), rows)
    return rows


def _act(chain: str, act: str, object_id: str = "", **detail: Any) -> audit.Act:  # noqa: ANN401
    return audit.Act(
        chain=chain, act=act, worker_id=MONITOR, discipline=MONITOR, object_id=object_id,
        detail=detail,
    )  # fmt: skip


def tell_of_staff_family(
    database: Database, *, worker_id: str, family_id: str, now: datetime
) -> None:
    """Keep a finding at once: somebody opens the family of a member of staff.

    Every opening counts, even by those who work with the family [security T11]; the same worker
    is told of once a day. Never in the way of the page: what goes wrong is logged.
    """
    try:
        today = london_day(now)
        with database.reading(monitor(today)) as session:
            known = queries.known(session, since=today)
        found = Found(
            rule=rules.STAFF_FAMILY, family_id=family_id, worker_id=worker_id, on_day=today,
            act_id="",
        )  # fmt: skip
        if _new([found], known):
            with database.writing(monitor(today)) as session:
                _keep(session, [found], now=now)
    except IntegrityError:
        pass  # told of in the same moment
    except Exception as error:
        log.exception("staff_family_not_told", error=type(error).__name__)


def look_into(
    session: Session, *, finding_ids: Sequence[str], outcome: str, words: str, actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Record what came of looking into findings of one worker and family on one day.

    It is noted in the family's chain; of what was found by what is sealed alone, in one's own.

    Raises:
        NotFoundError: one of them is not there, or not this worker's to see.
        SupersededError: somebody else looked into one of them.
    """
    rows = session.execute(
        select(Finding.id, Finding.family_id, Finding.rule).where(Finding.id.in_(finding_ids))
    ).all()
    families = {row.family_id for row in rows}
    if len(families) != 1 or len(rows) != len(set(finding_ids)):
        raise NotFoundError
    family_id = families.pop()
    own = {"family_id": family_id, "recorded_at": now, "recorded_by": actor.id}
    said = {"outcome": outcome, "words": words}
    insert_rows(
        session,
        FindingReview,
        [own | said | {"id": new_id(), "finding_id": row.id} for row in rows],
        taken=TAKEN,
    )
    told = next((row.id for row in rows if row.rule != rules.SEALED_HOME), "")
    act = audit.Act(
        chain=family_id if told else actor.id, act="finding_looked_into", worker_id=actor.id,
        discipline=actor.discipline, object_id=told or rows[0].id, detail={"outcome": outcome},
    )  # fmt: skip
    audit.note(session, act, now=now)


def set_home(session: Session, *, name: str, postcode: str, phone: str, keyring: Keyring) -> None:
    """Keep where a worker lives and is reached, as keyed hashes that nobody can read.

    Raises:
        BadRecordError: nobody is called this, or several are; no postcode or no phone number.
    """
    worker_id = _worker(session, name)
    marks = {
        "postcode": _only(postcode, "postcode "),
        "phone": _only(phone, "phone "),
    }
    wrong = [f"{text} is not a {kind}." for kind, text in
             (("postcode", postcode), ("phone", phone)) if text and not marks[kind]]  # fmt: skip
    if wrong:
        raise BadRecordError(wrong)
    hashed = {kind: keyring.blind(mark) if mark else "" for kind, mark in marks.items()}
    if session.scalar(select(StaffHome.worker_id).where(StaffHome.worker_id == worker_id)):
        session.execute(update(StaffHome).where(StaffHome.worker_id == worker_id).values(**hashed))
    else:
        session.execute(insert(StaffHome), [{"worker_id": worker_id, **hashed}])


def _only(text: str, kind: str) -> str:
    return next((mark for mark in rules.home_marks(text) if mark.startswith(kind)), "")


def flag_staff_family(session: Session, *, family_id: str, told: str, now: datetime) -> None:
    """Flag a family with a member of staff in it, and name who is told of each opening.

    Raises:
        BadRecordError: nobody is called this, or their role does not look into openings.
    """
    worker_id = _worker(session, told)
    discipline = session.scalar(select(Worker.discipline).where(Worker.id == worker_id))
    if discipline not in ROLES[May.LOOK_INTO]:
        raise BadRecordError([f"{told} cannot look into openings. Name somebody whose role does."])
    row = {
        "id": new_id(), "family_id": family_id, "recorded_at": now, "recorded_by": IMPORTER,
        "told_id": worker_id,
    }  # fmt: skip
    insert_rows(session, StaffFamily, [row], taken="They are told of this family already.")
    act = audit.Act(
        chain=family_id, act="staff_family_flagged", worker_id=IMPORTER, discipline=IMPORTER,
        object_id=worker_id,
    )  # fmt: skip
    audit.note(session, act, now=now)


def _worker(session: Session, name: str) -> str:
    ids = session.scalars(
        select(Worker.id).where(Worker.name == name, Worker.left_on.is_(None))
    ).all()
    if len(ids) != 1:
        raise BadRecordError([f"{len(ids)} members of staff are called {name}."])
    return ids[0]


def is_due(last: datetime | None, now: datetime) -> bool:
    """Tell whether a night has come since the last look."""
    here = now.astimezone(LONDON)
    night = here.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    if here < night:
        night -= timedelta(days=1)
    return last is None or last < night


def keep_watching(
    database: Database,
    *,
    look: Callable[[datetime], object],
    now: Callable[[], datetime],
    stop: threading.Event,
    every: float = ASK_AGAIN,
) -> None:
    """Look through the log once a night until told to stop. Runs in its own thread.

    A look that fails is logged and tried again: nothing waits for it.
    """
    while not stop.wait(every):
        try:
            moment = now()
            with database.reading(monitor(london_day(moment))) as session:
                last = queries.last_run(session)
            if is_due(last, moment):
                look(moment)
        except Exception as error:
            log.exception("watching_failed", error=type(error).__name__)
