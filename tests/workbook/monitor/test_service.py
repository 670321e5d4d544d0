"""The log is looked through once, from where it was left, and what it finds is kept once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select

from tests.builders.families import NOW, TODAY, BuiltFamily, a_family, a_team
from workbook import audit
from workbook.audit import AuditEvent
from workbook.cli import cli
from workbook.clock import london_day
from workbook.db import Database, new_id
from workbook.encryption import Keyring
from workbook.errors import BadRecordError
from workbook.families.tables import Household
from workbook.monitor import queries, service
from workbook.monitor.rules import Hours
from workbook.monitor.tables import Finding, FindingReview
from workbook.sealed_facts.service import NewFact, sealed_row
from workbook.sealed_facts.tables import SealedFact
from workbook.staff.access import Actor
from workbook.wall.viewer import Viewer, importer, monitor

HOURS = Hours.of("00:00-23:59", most_families=15)
ALWAYS = Hours.of("12:00-12:00", most_families=15)  # never open: everything is out of hours
WORKER = "Social Work Worker"
KEYS = Keyring(keys={"k1": b"k" * 32}, newest="k1", blind_key=b"b" * 32)


def opened(
    database: Database, family: BuiltFamily, worker: str, *, at: datetime = NOW, act: str = "x"
) -> None:
    with database.writing(importer(TODAY)) as session:
        done = audit.Act(chain=family.id, act=act, worker_id=worker, discipline="social_worker")
        audit.note(session, done, now=at)


def found_in(database: Database) -> list[tuple[str, str, str]]:
    with database.reading(monitor(TODAY)) as session:
        rows = session.execute(
            select(Finding.rule, Finding.family_id, Finding.worker_id).order_by(Finding.rule)
        )
        return [(row.rule, row.family_id, row.worker_id) for row in rows]


def look(database: Database, *, hours: Hours = HOURS, now: datetime = NOW) -> service.Looked:
    return service.look_through(database, keyring=KEYS, hours=hours, now=now)


def outsider(database: Database) -> str:
    return a_team(database)["social_worker"]


def test_finds_a_worker_who_does_not_work_with_the_family_once(either_database: Database) -> None:
    family = a_family(either_database, noted=True)
    snooper = outsider(either_database)
    own = family.workers["da_survivor_worker"]
    weekday = Hours.of("00:00-23:59", most_families=15)
    for worker in (snooper, snooper, own):
        opened(either_database, family, worker)

    looks = [look(either_database, hours=weekday, now=NOW + timedelta(minutes=n)) for n in (1, 2)]

    wanted = [one for one in found_in(either_database) if one[0] == "not_involved"]
    assert wanted == [("not_involved", family.id, snooper)]
    assert looks[0].found > 0
    assert looks[1].found == 0
    assert looks[1].open == looks[0].open


ELM_ROAD = "12 Elm Road, Brackwater, SW1A 1AA"


def at_elm_road(database: Database, family: BuiltFamily, *, protected: bool, sealed: bool) -> None:
    """Give a family an address, open or protected, as it was kept once or sealed."""
    own = {"family_id": family.id, "recorded_at": NOW, "recorded_by": "x"}
    home = own | {"id": new_id(), "protected": protected, "known_by": []}
    new = NewFact(kind="address", value=ELM_ROAD, household_id=home["id"], submit_key=new_id())
    with database.writing(importer(TODAY)) as session:
        session.execute(insert(Household), [home | {"address": "" if sealed else ELM_ROAD}])
        if sealed:
            row = sealed_row(KEYS, new, family_id=family.id, by="importer", now=NOW)
            session.execute(insert(SealedFact), [row])


def lives_at_elm_road(database: Database) -> None:
    with database.writing(importer(TODAY)) as session:
        service.set_home(session, name=WORKER, postcode="sw1a1aa", phone="", keyring=KEYS)


def test_finds_a_neighbour_by_hashes_alone(database: Database) -> None:
    family = a_family(database)
    at_elm_road(database, family, protected=False, sealed=False)
    lives_at_elm_road(database)
    opened(database, family, family.workers["social_worker"])
    look(database)

    same = [one for one in found_in(database) if one[0].endswith("_home")]
    assert same == [("same_home", family.id, family.workers["social_worker"])]


@pytest.mark.parametrize("sealed", [True, False])
def test_what_is_sealed_or_protected_is_compared_and_told_to_few(
    either_database: Database, *, sealed: bool
) -> None:
    family = a_family(either_database, noted=True)
    at_elm_road(either_database, family, protected=True, sealed=sealed)
    lives_at_elm_road(either_database)
    worker = family.workers["social_worker"]
    opened(either_database, family, worker)
    look(either_database)

    same = [one for one in found_in(either_database) if one[0].endswith("_home")]
    assert same == [("sealed_home", family.id, worker)]
    may = {discipline for discipline in family.workers if sees_a_finding(either_database, family,
                                                                         discipline)}  # fmt: skip
    print(f"told of a likeness to what is sealed: {sorted(may)}")
    assert may == {
        "social_worker", "team_manager", "childrens_practitioner", "da_survivor_worker",
        "privacy_monitor", "information_governance",
    }  # fmt: skip
    with either_database.reading(monitor(TODAY)) as session:
        noted = session.execute(
            select(AuditEvent.chain, AuditEvent.detail).where(AuditEvent.act == "finding_made")
        ).all()
    assert {row.chain for row in noted if "sealed_home" in str(row.detail)} == set()
    assert [row.detail for row in noted if row.chain == audit.SYSTEM] == [{}]
    assert "Elm" not in str(noted)


def sees_a_finding(database: Database, family: BuiltFamily, discipline: str) -> bool:
    viewer = Viewer(
        worker_id=family.workers[discipline], discipline=discipline, team_id=family.team_id,
        today=TODAY,
    )  # fmt: skip
    with database.reading(viewer) as session:
        return "sealed_home" in session.scalars(select(Finding.rule)).all()


def test_looking_into_what_was_found_by_what_is_sealed_is_noted_in_ones_own_chain(
    database: Database,
) -> None:
    family = a_family(database, noted=True)
    at_elm_road(database, family, protected=True, sealed=True)
    lives_at_elm_road(database)
    opened(database, family, family.workers["social_worker"])
    look(database)
    manager = Viewer(
        worker_id=family.workers["team_manager"], discipline="team_manager",
        team_id=family.team_id, today=TODAY,
    )  # fmt: skip
    actor = Actor(viewer=manager, name="x", employer="x", sign_in="x", csrf="x")
    with database.writing(manager) as session:
        found = session.scalars(select(Finding.id).where(Finding.rule == "sealed_home")).all()
        service.look_into(
            session, finding_ids=found, outcome="explained", words="x", actor=actor, now=NOW
        )
    with database.reading(monitor(TODAY)) as session:
        chains = session.scalars(
            select(AuditEvent.chain).where(AuditEvent.act == "finding_looked_into")
        ).all()
    assert chains == [manager.worker_id]


@pytest.mark.parametrize(
    ("name", "postcode", "phone"),
    [
        ("Nobody Here", "SW1A 1AA", ""),
        ("Social Work Worker", "nowhere", ""),
        ("Social Work Worker", "", "12"),
    ],
)
def test_refuses_a_home_that_cannot_be_compared(
    database: Database, name: str, postcode: str, phone: str
) -> None:
    a_family(database)
    with database.writing(importer(TODAY)) as session, pytest.raises(BadRecordError):
        service.set_home(session, name=name, postcode=postcode, phone=phone, keyring=KEYS)


def test_goes_on_from_where_it_was_left_with_an_hour_to_spare(database: Database) -> None:
    family, snooper = a_family(database), outsider(database)
    opened(database, family, snooper, at=NOW - timedelta(days=8))
    first = look(database, now=NOW)
    opened(database, family, snooper, at=NOW - timedelta(minutes=30))
    second = look(database, now=NOW + timedelta(minutes=1))

    assert (first.acts, first.found) == (0, 0)
    assert second.acts == 1


def test_each_finding_is_noted_in_the_log_of_its_family(database: Database) -> None:
    family, snooper = a_family(database), outsider(database)
    opened(database, family, snooper)
    look(database, hours=ALWAYS)

    with database.reading(monitor(TODAY)) as session:
        noted = session.execute(
            select(AuditEvent.worker_id, AuditEvent.detail)
            .where(AuditEvent.chain == family.id, AuditEvent.act == "finding_made")
        ).all()  # fmt: skip
        assert {row.detail["rule"] for row in noted} == {"not_involved", "out_of_hours"}
        assert {row.worker_id for row in noted} == {"monitor"}
        assert "content" in noted[0].detail
        assert queries.last_run(session) == NOW


def test_a_family_with_staff_in_it_tells_at_once_and_once_a_day(database: Database) -> None:
    family = a_family(database)
    with database.writing(importer(TODAY)) as session:
        service.flag_staff_family(
            session, family_id=family.id, told="Privacy Monitor Worker", now=NOW
        )
    worker = family.workers["social_worker"]
    for now in (NOW, NOW + timedelta(minutes=1)):
        service.tell_of_staff_family(database, worker_id=worker, family_id=family.id, now=now)

    assert found_in(database) == [("staff_family", family.id, worker)]


def test_only_somebody_who_looks_into_openings_is_told(database: Database) -> None:
    family = a_family(database)
    with database.writing(importer(TODAY)) as session, pytest.raises(BadRecordError):
        service.flag_staff_family(session, family_id=family.id, told="Social Work Worker", now=NOW)


def test_one_process_keeps_what_two_found(database: Database) -> None:
    family, snooper = a_family(database), outsider(database)
    opened(database, family, snooper)
    start = threading.Barrier(2)

    def both() -> None:
        start.wait()
        look(database, hours=ALWAYS)

    threads = [threading.Thread(target=both) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(found_in(database)) == len(set(found_in(database))) == 2


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-11-20 12:00", True),
        ("2026-11-20 02:59", "2026-11-20 03:01", True),
        ("2026-11-20 03:01", "2026-11-20 23:59", False),
        ("2026-11-20 03:01", "2026-11-21 02:59", False),
        ("2026-11-20 03:01", "2026-11-21 03:00", True),
        ("2026-07-01 01:30", "2026-07-01 02:30", True),
    ],
)
def test_looks_once_a_night_by_londons_clock(last: str | None, now: str, *, due: bool) -> None:
    moments = [datetime.fromisoformat(each).replace(tzinfo=UTC) if each else None
               for each in (last, now)]  # fmt: skip
    assert moments[1] is not None

    assert service.is_due(moments[0], moments[1]) is due


def test_keeps_watching_until_told_to_stop_though_a_look_fails(database: Database) -> None:
    stop, looks = threading.Event(), list[datetime]()

    def fail(now: datetime) -> None:
        looks.append(now)
        if len(looks) == 2:
            stop.set()
        raise RuntimeError

    service.keep_watching(database, look=fail, now=lambda: NOW, stop=stop, every=0.001)

    assert looks == [NOW, NOW]


def test_only_those_who_look_into_openings_decide_and_never_on_their_own(
    database: Database,
) -> None:
    family = a_family(database)
    manager, worker = family.workers["team_manager"], family.workers["social_worker"]
    for who in (manager, worker):
        opened(database, family, who)
    look(database, hours=ALWAYS)

    def decide(discipline: str, about: str) -> str:
        viewer = Viewer(
            worker_id=family.workers[discipline], discipline=discipline, team_id=family.team_id,
            today=TODAY,
        )  # fmt: skip
        with database.reading(monitor(TODAY)) as session:
            found = session.scalar(select(Finding.id).where(Finding.worker_id == about))
        row = {
            "id": f"{discipline}{about}"[:32], "family_id": family.id, "recorded_at": NOW,
            "recorded_by": viewer.worker_id, "finding_id": found, "outcome": "expected",
            "words": "x",
        }  # fmt: skip
        try:
            with database.writing(viewer) as session:
                session.execute(insert(FindingReview), [row])
        except Exception as error:  # noqa: BLE001 -- either engine's own
            return type(error).__name__
        return "kept"

    assert decide("social_worker", manager) != "kept"
    assert decide("team_manager", manager) != "kept"
    assert decide("team_manager", worker) == "kept"


def test_the_commands_flag_set_and_look(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", database_url)
    a_family(database)
    run = CliRunner().invoke
    home = run(cli, ["staff", "home", "--name", "Social Work Worker", "--postcode", "SW1A 1AA"])
    unknown = run(cli, ["staff", "family", "--family", "none", "--told", "Social Work Worker"])
    looked = run(cli, ["monitor", "run"])

    assert (home.exit_code, unknown.exit_code, looked.exit_code) == (0, 1, 0)
    assert "SW1A" not in home.output
    assert "There is no family none." in unknown.output
    assert "acts since the last look" in looked.output
    assert london_day(NOW) == TODAY
