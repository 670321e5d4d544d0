"""Small sealed logs in real databases, read and written as the database's owner could."""

import random
import runpy
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine, event, insert, text
from sqlalchemy import create_engine as plain_engine

from workbook import audit
from workbook.db import Database
from workbook.entries.tables import Entry
from workbook.families.tables import Family
from workbook.sealing.contents import check_contents, content_lines
from workbook.sealing.rules import Report, read_anchors
from workbook.sealing.service import export_lines, seal, verify
from workbook.staff.tables import Team
from workbook.wall.viewer import importer

START = datetime(2026, 11, 20, 8, 0, 0, 7, tzinfo=UTC)
TODAY = START.date()
ACTS = ("family_opened", "entry_recorded", "entry_corrected", "document_issued", "search")
ROUNDS = 5
EXPERT = runpy.run_path(str(Path(__file__).parents[3] / "docs/verify_audit.py"))

Line = dict[str, Any]


class Log(msgspec.Struct):
    """A whole log as lines that can be changed, with the entries that it is held to.

    `sealed`: how many rows each chain has sealed.
    """

    rows: list[Line]
    seals: list[Line]
    entries: list[Line]
    anchors: list[str]
    key: Ed25519PrivateKey
    sealed: dict[str, int]


def fill(database: Database, key: Ed25519PrivateKey, chance: random.Random) -> list[str]:
    """Write and seal a log; leave some rows unsealed. Return the anchors."""
    chains = [f"family{n:026x}" for n in range(chance.randint(4, 6))] + [audit.SYSTEM]
    now, anchors = START, []
    with database.writing(importer(TODAY)) as session:
        session.execute(insert(Team), [{"id": "team", "name": "Team"}])
        for family_id in chains[:-1]:
            session.execute(insert(Family), [_family(family_id)])
            session.execute(insert(Entry), [_entry(family_id, n) for n in range(3)])
            audit.note(session, _act(chance, family_id), now=now)
    for rounds in range(ROUNDS + 1):
        for each in chains:
            acts = [_act(chance, each) for _ in range(chance.randint(1, 3))]
            now += timedelta(seconds=chance.randint(1, 40), microseconds=chance.randint(0, 9))
            with database.writing(importer(TODAY)) as session:
                audit.note(session, *acts, now=now)
        if rounds < ROUNDS:
            made = seal(database, key, now + timedelta(seconds=1))
            assert made is not None
            anchors.append(f"{made.number} {made.hash}")
    return anchors


def _act(chance: random.Random, family_id: str) -> audit.Act:
    return audit.Act(
        chain=family_id,
        act=chance.choice(ACTS),
        worker_id=f"worker{chance.randint(1, 5)}",
        discipline=chance.choice(["social_worker", "da_survivor_worker"]),
        object_id=f"{chance.getrandbits(64):x}",
        detail={"n": chance.getrandbits(40), "é": [1, None, True, {"b": "‘x’", "a": 0.25}]},
    )


def _family(family_id: str) -> Line:
    return {
        "id": family_id, "reference": family_id, "name": "Reed", "team_id": "team",
        "opened_on": TODAY, "closed_on": None, "recorded_at": START, "recorded_by": "importer",
    }  # fmt: skip


def _entry(family_id: str, number: int) -> Line:
    return {
        "id": f"entry{number:02d}{family_id[7:]}", "family_id": family_id, "recorded_at": START,
        "recorded_by": "worker1", "discipline": "social_worker", "employer": "Testing Council",
        "occurred_at": START, "kind": "home_visit", "note": f"Note {number} of {family_id}.",
        "present": ["Ann"], "children": [{"person": "Kim", "seen": True}], "reveals": [],
        "affects": [], "submit_key": f"{number}{family_id}",
    }  # fmt: skip


def load(engine: Engine, anchors: list[str], key: Ed25519PrivateKey) -> Log:
    """Read everything as the database's owner."""
    with engine.connect() as connection:
        rows, seals, entries = (
            [dict(row) for row in connection.execute(text(query)).mappings()]
            for query in (f"select * from {name}" for name in _tables(str(engine.url)))  # noqa: S608
        )
    rows.sort(key=lambda row: (row["chain"], row["number"]))
    seals.sort(key=lambda row: row["number"])
    entries.sort(key=lambda row: row["id"])
    for line in (*rows, *seals):
        for name in ("detail", "heads"):
            if isinstance(line.get(name), str):
                line[name] = msgspec.json.decode(line[name])
    sealed = {name: number for one in seals for name, number in one["heads"].items()}
    return Log(rows, seals, entries, list(anchors), key, sealed)


def open_up(engine: Engine) -> None:
    """Take away the triggers and indexes that keep even the owner from rewriting the log."""
    with engine.begin() as connection:
        for index in ("uq_audit_event_number", "uq_audit_checkpoint_number"):
            connection.execute(text(f"drop index {index}"))
        if engine.dialect.name == "sqlite":
            named = (
                "select name from sqlite_master where type = 'trigger'"
                " and (name like 'audit%' or name like 'entry%')"
            )
            for name in connection.scalars(text(named)).all():
                connection.execute(text(f"drop trigger {name}"))
            return
        guards = (
            "select tgname, tgrelid::regclass as kept from pg_trigger where not tgisinternal"
            " and tgrelid::regclass::text in ('audit_event', 'audit_checkpoint', 'entry')"
        )
        for row in connection.execute(text(guards)).all():
            connection.execute(text(f"drop trigger {row.tgname} on {row.kept}"))


def store(engine: Engine, log: Log) -> None:
    """Write everything anew as the database's owner."""
    with engine.begin() as connection:
        for table, lines in zip(
            _tables(str(engine.url)), (log.rows, log.seals, log.entries), strict=True
        ):
            connection.execute(text(f"delete from {table}"))  # noqa: S608 -- our own names
            if lines:
                named = ", ".join(lines[0])
                given = ", ".join(f":{name}" for name in lines[0])
                insert = f"insert into {table} ({named}) values ({given})"  # noqa: S608
                connection.execute(text(insert), [_written(line) for line in lines])


def _written(line: Line) -> Line:
    return {
        name: msgspec.json.encode(value).decode() if isinstance(value, dict | list) else value
        for name, value in line.items()
    }


class World(msgspec.Struct):
    """One database with a sealed log; its owner's way in; the log as it was written."""

    database: Database
    owner: Engine
    log: Log
    first: list[tuple[Report, str | None]] = []

    @classmethod
    def make(cls, url: str, seed: int) -> "World":
        """Fill the empty database at this address."""
        key = Ed25519PrivateKey.generate()
        database, owner = Database.connect(url), plain_engine(url)
        if owner.dialect.name == "sqlite":
            event.listen(owner, "connect", lambda made, _: made.execute("pragma synchronous = off"))
        anchors = fill(database, key, random.Random(seed))  # noqa: S311 -- worlds, not keys
        world = cls(database, owner, load(owner, anchors, key))
        world.first.append(world.judged(world.log))
        open_up(owner)
        return world

    def accused(self) -> list[str]:
        """Judge the log as it was written, and written back. Return what anybody says is wrong."""
        store(self.owner, self.log)
        said = [*self.first, self.judged(self.log)]
        matched = all(
            report.anchors_matched == report.checkpoints == len(self.log.anchors)
            and report.rows == len(self.log.rows) > report.unsealed > 0
            for report, _ in said
        )
        wrong = [each for report, by_expert in said for each in (report.first_bad, by_expert)]
        return [each for each in wrong if each] + ([] if matched else ["something was not read"])

    def close(self) -> None:
        """Give back every connection."""
        self.database.close()
        self.owner.dispose()

    def judged(self, log: Log) -> tuple[Report, str | None]:
        """Return what the product's verifier finds and what the stand-alone one says is wrong."""
        public = log.key.public_key()
        report = verify(self.database, public, read_anchors(log.anchors), today=TODAY)
        url = self.owner.url.render_as_string(hide_password=False)
        words = check_contents(url) if report.first_bad is None else None
        if words is not None and words.first_bad is not None:
            report = msgspec.structs.replace(report, first_bad=words.first_bad)
        with (
            closing(export_lines(self.database, today=TODAY)) as lines,
            closing(content_lines(url)) as contents,
        ):
            try:
                EXPERT["check"](chain(lines, contents), public, log.anchors)
            except EXPERT["NotWholeError"] as error:
                return report, str(error)
        return report, None

    def found(self, tamper: Callable[[Log, random.Random], None], seed: int) -> tuple[bool, bool]:
        """Tamper with a copy of the log. Return whether each verifier finds it."""
        log = self.log
        tampered = msgspec.structs.replace(
            log,
            rows=[row | {"detail": dict(row["detail"])} for row in log.rows],
            seals=[line | {"heads": dict(line["heads"])} for line in log.seals],
            entries=[dict(line) for line in log.entries],
            anchors=list(log.anchors),
        )
        tamper(tampered, random.Random(seed))  # noqa: S311 -- worlds, not keys
        assert [tampered.rows, tampered.seals, tampered.anchors, tampered.entries] != [
            log.rows, log.seals, log.anchors, log.entries,
        ]  # fmt: skip
        store(self.owner, tampered)
        report, wrong = self.judged(tampered)
        return report.first_bad is not None, wrong is not None


def moment(line: Line) -> str:
    """Return a line's time as it is hashed."""
    at = line["recorded_at"]
    if isinstance(at, str):
        at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return str(at.astimezone(UTC).isoformat())


def as_row(line: Line) -> Any:  # noqa: ANN401 -- stands in for a row of a statement
    """Return a line as the product's own hashing takes it."""
    return SimpleNamespace(**line | {"recorded_at": datetime.fromisoformat(moment(line))})


def _tables(url: str) -> tuple[str, str, str]:
    ending = "__t" if url.startswith("sqlite") else ""
    return f"audit_event{ending}", f"audit_checkpoint{ending}", f"entry{ending}"
