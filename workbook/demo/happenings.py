"""What happens round the families: openings, a conflict, a closing, things that wait for somebody.

Each is done as its worker would do it, through the same functions and the same wall.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from workbook import audit
from workbook.clock import london_day
from workbook.db import Database, new_id
from workbook.encryption import Keyring
from workbook.entries.tables import Entry
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile
from workbook.families.tables import Family, Involvement, Route
from workbook.loosening import service as loosening
from workbook.loosening.service import Wish
from workbook.marking.rules import Kept
from workbook.reach.break_glass import service as break_glass
from workbook.reach.break_glass.rules import Known
from workbook.reach.closing import service as closing
from workbook.reach.conflicts import service as conflicts
from workbook.reach.reviews import queries as openings
from workbook.reach.reviews import service as reviews
from workbook.reach.roles import service as roles
from workbook.retention import queries as retention_queries
from workbook.retention import service as retention
from workbook.staff import queries as staff
from workbook.staff.access import Actor
from workbook.staff.joining.rules import Newcomer
from workbook.staff.rules import StaffMember
from workbook.tightening import queries as tightening
from workbook.tightening.rules import Found
from workbook.wall.viewer import IMPORTER, Viewer, importer

SAMPLE: Final = timedelta(days=30)
# Who of the office works with which family, beside those of the family's own record.
ROUND: Final = (
    ("Alma Fenwright", "FS-2041"), ("Bram Osterley", "FS-2055"), ("Greta Wynhollow", "FS-2072"),
    ("Dev Marlowick", "FS-2041"),
)  # fmt: skip
RELATED: Final = "The grandmother in my family says that the children stay here."
RANG: Final = "School rang the duty desk about the youngest child this afternoon."
NEIGHBOURS: Final = "My sister lives two doors away, and our children play together."
TOLD: Final = "She has told the family herself now, and asks that it be shared."
SAMPLED: Final = (("Cora Lindenhall", "FS-2048"), ("Cora Lindenhall", "FS-2077"))


class Council:
    """The made-up council as those find it who work there."""

    def __init__(self, database: Database, *, keyring: Keyring, now: datetime) -> None:
        self.database = database
        self.keyring = keyring
        self.now = now
        today = london_day(now)
        with database.reading(importer(today)) as session:
            self.people = {one.name: one for one in staff.staff(session)}
        manager = self.actor("Dawn Hallworth")
        with database.reading(manager.viewer) as session:
            rows = session.execute(select(Family.reference, Family.id))
            self.families = {row.reference: row.id for row in rows}

    def actor(self, name: str) -> Actor:
        """Return a worker at work."""
        one = self.people[name]
        viewer = Viewer(
            worker_id=one.id,
            discipline=one.discipline,
            team_id=one.team_id,
            today=london_day(self.now),
            now=self.now,
        )
        return Actor(viewer=viewer, name=one.name, employer=one.employer, sign_in="", csrf="")

    def worker(self, name: str) -> StaffMember:
        """Return who this is."""
        return self.people[name]


def happen(database: Database, *, keyring: Keyring, now: datetime) -> None:
    """Let it all happen, once, after the families came in."""
    council = Council(database, keyring=keyring, now=now)
    open_ways(council)
    opened = break_the_glass(council, "Ruth Calderwick", "FS-2077", "joins_family", RELATED)
    look_into(council, opened, "Ruth told me the same day. The families are related.")
    break_the_glass(council, "Owen Tregarth", "FS-2048", "on_duty", RANG)
    know_somebody(council, "Carol Winslade", "FS-2069", NEIGHBOURS)
    ask_to_open(council, "Shazia Ahmadzai", "FS-2041", TOLD)
    hold(council, "FS-2057", "A complaint is being looked into.", "The complaint was answered.")
    ask_for_roles(council)
    close(council, "FS-2063", "The goals were met. The family has who to turn to.")


def open_ways(council: Council) -> None:
    """Let those of the office reach the families that they are asked about."""
    now, today = council.now, london_day(council.now)
    signed = {"recorded_at": now, "recorded_by": IMPORTER}

    def row(name: str, reference: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
        return signed | {
            "id": new_id(),
            "family_id": council.families[reference],
            "worker_id": council.worker(name).id,
            **more,
        }

    involved = [
        row(name, reference, starts_on=today, ends_on=None, replaces_id=None)
        for name, reference in ROUND
    ]
    sampled = [
        row(
            name, reference, kind="sample", reason_code="", reason="", starts_at=now,
            ends_at=now + SAMPLE,
        )
        for name, reference in SAMPLED
    ]  # fmt: skip
    with council.database.writing(importer(today)) as session:
        session.execute(insert(Involvement), involved)
        session.execute(insert(Route), sampled)
        for one in (*involved, *sampled):
            act = "involvement_started" if one in involved else "cover_given"
            noted = audit.Act(
                chain=one["family_id"],
                act=act,
                worker_id=IMPORTER,
                discipline=IMPORTER,
                object_id=one["id"],
            )
            audit.note(session, noted, now=now)


def break_the_glass(council: Council, name: str, reference: str, code: str, words: str) -> str:
    """Let a worker open a family that is not theirs; return the id of the opening."""
    family_id, manager = council.families[reference], council.worker("Dawn Hallworth")
    opening = break_glass.Opening(id=new_id(), family_id=family_id, reason_code=code, reason=words)
    known = Known(
        family_id=family_id,
        team_id=manager.team_id,
        team_name=manager.team_name,
        closed_on=None,
    )
    break_glass.open_family(
        council.database,
        actor=council.actor(name),
        opening=opening,
        known=known,
        keyring=council.keyring,
        now=council.now,
    )
    return opening.id


def look_into(council: Council, route_id: str, words: str) -> None:
    """Let the manager find that an opening was right."""
    manager = council.actor("Dawn Hallworth")
    with council.database.writing(manager.viewer) as session:
        opened = openings.opening(session, route_id=route_id, worker_id=manager.id)
        if opened is not None:
            reviews.review(
                session,
                opened=opened,
                outcome="justified",
                words=words,
                actor=manager,
                keyring=council.keyring,
                now=council.now,
            )


def know_somebody(council: Council, name: str, reference: str, words: str) -> None:
    """Let a worker say that they know a family: it is closed to them."""
    actor = council.actor(name)
    with council.database.writing(actor.viewer) as session:
        conflicts.declare(
            session,
            family=family_file(session, family_id=council.families[reference]),
            words=words,
            actor=actor,
            keyring=council.keyring,
            now=council.now,
        )


def ask_to_open(council: Council, name: str, reference: str, words: str) -> None:
    """Let a worker ask that the newest of what they keep from somebody be opened."""
    actor = council.actor(name)
    with council.database.writing(actor.viewer) as session:
        family = family_file(session, family_id=council.families[reference])
        found = _newest_kept(session, family, actor)
        if found is not None:
            wish = Wish(
                mark=Kept(mark="team", persons=(), discipline=found.discipline),
                reason=words,
                submit_key=new_id(),
            )
            loosening.ask(session, found, wish, family=family, actor=actor, now=council.now)


def _newest_kept(session: Session, family: FamilyFile, actor: Actor) -> Found | None:
    entry_id = session.scalar(
        select(Entry.id)
        .where(
            Entry.family_id == family.id,
            Entry.recorded_by == actor.id,
            Entry.mark == "survivor_protected",
        )
        .order_by(Entry.recorded_at.desc(), Entry.id)
        .limit(1)
    )
    if entry_id is None:
        return None
    return tightening.find(session, family_id=family.id, object_id=entry_id)


def hold(council: Council, reference: str, reason: str, settled: str) -> None:
    """Let information governance hold a record, and the manager ask that it be lifted."""
    keeper, manager = council.actor("Dev Marlowick"), council.actor("Dawn Hallworth")
    laid = retention.NewHold(
        covers="family",
        reason=reason,
        review_on=london_day(council.now) + SAMPLE,
        submit_key=new_id(),
        family_id=council.families[reference],
        team_id=manager.viewer.team_id,
    )
    with council.database.writing(keeper.viewer) as session:
        retention.lay_hold(session, hold=laid, actor=keeper, now=council.now)
    with council.database.writing(manager.viewer) as session:
        for one in retention_queries.holds(retention_queries.Seen(session)).standing:
            retention.ask_lifting(
                session,
                hold=one,
                reason=settled,
                submit_key=new_id(),
                actor=manager,
                now=council.now,
            )


def ask_for_roles(council: Council) -> None:
    """Let the administrator ask for a role, and for an account for somebody new."""
    admin, ruth = council.actor("Flynn Abersoll"), council.worker("Ruth Calderwick")
    newcomer = Newcomer(
        name="Hattie Quellingham",
        discipline="recovery_worker",
        employer=ruth.employer,
        team_id=ruth.team_id,
        sign_in_name="hattie.quellingham",
    )
    with council.database.writing(admin.viewer) as session:
        roles.ask(
            session, worker_id=ruth.id, discipline="senior_practitioner",
            words="Acts up from Monday.", actor=admin, now=council.now,
        )  # fmt: skip
        roles.ask_to_join(
            session, newcomer, words="Begins on the first of the month.", issuer=None, actor=admin,
            now=council.now,
        )  # fmt: skip


def close(council: Council, reference: str, reason: str) -> None:
    """Let the manager close a family."""
    manager = council.actor("Dawn Hallworth")
    with council.database.writing(manager.viewer) as session:
        closing.change(
            session,
            family=family_file(session, family_id=council.families[reference]),
            on=london_day(council.now),
            reason=reason,
            actor=manager,
            now=council.now,
        )
