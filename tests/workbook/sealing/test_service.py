"""Sealing as it runs: keys, anchors, five minutes, other processes, words for the command."""

import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import create_engine as plain_engine
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from tests.workbook.sealing.worlds import TODAY
from workbook import audit
from workbook.db import Database
from workbook.errors import BadRecordError
from workbook.families.tables import Family
from workbook.sealing.rules import Report, verify_words
from workbook.sealing.service import (
    ANCHORS,
    PRIVATE,
    PUBLIC,
    Anchoring,
    anchor,
    export_lines,
    keep_sealing,
    load_anchors,
    load_key,
    load_public_key,
    seal,
    verify,
)
from workbook.sealing.tables import AuditCheckpoint
from workbook.wall.viewer import doorkeeper, importer, sealer

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.generate()
VERIFIER = Path(__file__).parents[3] / "docs/verify_audit.py"


def note(database: Database, chain: str, *, now: datetime = NOW, **detail: Any) -> None:  # noqa: ANN401
    with database.writing(importer(TODAY)) as session:
        act = audit.Act(
            chain=chain, act="opened", worker_id="w", discipline="d", detail=detail
        )  # fmt: skip
        audit.note(session, act, now=now)


def checked(database: Database, anchors: list[tuple[int, str]] | None = None) -> Report:
    return verify(database, KEY.public_key(), anchors or [], today=TODAY)


def test_an_empty_log_is_whole_and_there_is_nothing_to_seal(either_database: Database) -> None:
    assert seal(either_database, KEY, NOW) is None
    assert checked(either_database).first_bad is None


def test_seals_what_was_added_and_nothing_twice(either_database: Database) -> None:
    note(either_database, "one")
    first = seal(either_database, KEY, NOW)
    assert seal(either_database, KEY, NOW) is None
    note(either_database, "two")
    second = seal(either_database, KEY, NOW)

    assert first is not None
    assert second is not None
    assert (first.number, first.rows, first.whole) == (1, 1, True)
    assert (second.number, second.rows, second.heads) == (2, 2, {"two": 1})
    assert second.previous == first.hash


@pytest.mark.parametrize(
    "now",
    [
        NOW,
        NOW.replace(microsecond=1),
        NOW.replace(microsecond=120000),
        NOW.astimezone(tz=None),
        NOW.astimezone(UTC) + timedelta(microseconds=999_999),
    ],
)
def test_moments_come_back_as_they_were_hashed(either_database: Database, now: datetime) -> None:
    note(either_database, "one", now=now)
    seal(either_database, KEY, now)

    assert checked(either_database).first_bad is None


def test_details_come_back_as_they_were_hashed(either_database: Database) -> None:
    note(
        either_database, "ø", words='‘é’ \u2028\x00\x7f"\\/😀\n', small=1e-9, large=1e22, whole=1.0,
        count=2**60, nothing=None, yes=True, pair=(1, 2), within={"b": [{}], "a": ""},
    )  # fmt: skip
    seal(either_database, KEY, NOW)

    assert checked(either_database).first_bad is None
    with either_database.reading(sealer(TODAY)) as session:
        assert audit.first_break(session, chain="ø") is None


def test_names_every_chain_once_in_a_while(database: Database) -> None:
    wholes = []
    for number in range(7):
        note(database, f"chain{number}")
        made = seal(database, KEY, NOW, whole_every=3)
        assert made is not None
        wholes.append((made.whole, len(made.heads)))

    assert wholes == [
        (True, 1), (False, 1), (False, 1), (True, 4), (False, 1), (False, 1), (True, 7),
    ]  # fmt: skip
    assert checked(database).first_bad is None


def test_processes_that_seal_at_once_leave_a_log_that_is_whole(either_database: Database) -> None:
    def work(worker: int) -> None:
        for _ in range(6):
            note(either_database, f"chain{worker}")
            seal(either_database, KEY, NOW)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(work, range(3)))
    seal(either_database, KEY, NOW)

    report = checked(either_database)
    assert (report.first_bad, report.rows, report.unsealed) == (None, 18, 0)


def test_only_the_sealer_reads_and_adds_seals_and_reads_no_family(
    either_database: Database,
) -> None:
    note(either_database, "one")
    seal(either_database, KEY, NOW)

    for viewer, seen in ((sealer(TODAY), 1), (importer(TODAY), 0), (doorkeeper(TODAY), 0)):
        with either_database.reading(viewer) as session:
            assert session.scalar(select(func.count(AuditCheckpoint.id))) == seen
            assert session.scalar(select(func.count(Family.id))) == 0


def test_the_key_is_made_once_for_one_account(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    with ThreadPoolExecutor(4) as threads:
        keys = list(threads.map(load_key, [folder] * 8))

    assert len({key.private_bytes_raw() for key in keys}) == 1
    assert stat.S_IMODE((folder / PRIVATE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    public = load_public_key(folder / PUBLIC)
    assert public.public_bytes_raw() == keys[0].public_key().public_bytes_raw()
    assert sorted(path.name for path in folder.iterdir()) == [PRIVATE, PUBLIC]


@pytest.mark.parametrize("words", [None, "", "not a key"])
def test_says_what_is_wrong_with_a_public_key(tmp_path: Path, words: str | None) -> None:
    if words is not None:
        (tmp_path / PUBLIC).write_text(words)

    with pytest.raises(BadRecordError):
        load_public_key(tmp_path / PUBLIC)


def test_anchors_go_to_a_folder_and_a_command(database: Database, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    anchoring = Anchoring(tmp_path / "anchors", f"{sys.executable} -c '{_copy(sent)}'")
    for chain in ("one", "two"):
        note(database, chain)
        made = seal(database, KEY, NOW)
        assert made is not None
        anchor(made, anchoring)

    anchors = load_anchors(tmp_path / "anchors")
    report = checked(database, anchors)
    assert sent.read_text() == (tmp_path / "anchors" / ANCHORS).read_text()
    assert (report.anchors_matched, report.anchors, report.first_bad) == (2, 2, None)


def _copy(path: Path) -> str:
    return f'import sys; open("{path}", "a").write(sys.stdin.read())'


def test_an_anchor_that_cannot_be_written_stops_nothing(database: Database, tmp_path: Path) -> None:
    note(database, "one")
    made = seal(database, KEY, NOW)
    assert made is not None
    (tmp_path / "file").touch()

    anchor(made, Anchoring(tmp_path / "file", "there-is-no-such-command"))

    assert load_anchors(tmp_path) == []


def test_seals_every_so_often_and_once_more_when_told_to_stop(
    database: Database, tmp_path: Path
) -> None:
    stop, anchoring = threading.Event(), Anchoring(tmp_path)
    note(database, "one")
    thread = threading.Thread(
        target=keep_sealing, args=(database, KEY, anchoring),
        kwargs={"now": lambda: NOW, "stop": stop, "every": 0.01},
    )  # fmt: skip
    thread.start()
    while not load_anchors(tmp_path):
        stop.wait(0.01)
    note(database, "two")
    stop.set()
    thread.join()

    report = checked(database, load_anchors(tmp_path))
    assert (report.first_bad, report.rows, report.unsealed) == (None, 2, 0)


def test_a_seal_that_fails_does_not_end_the_sealing(database: Database, tmp_path: Path) -> None:
    note(database, "one")
    stop = threading.Event()
    times = iter([None, NOW])

    def broken_clock() -> datetime:
        now = next(times)
        if now is None:
            raise RuntimeError
        stop.set()
        return now

    keep_sealing(database, KEY, Anchoring(tmp_path), now=broken_clock, stop=stop, every=0.01)

    assert len(load_anchors(tmp_path)) == 1


@pytest.mark.parametrize(
    "change",
    [
        "update audit_event__t set recorded_at = 'yesterday'",
        "update audit_event__t set detail = '{'",
        "update audit_event__t set detail = '{\"a\": NaN}'",
        "update audit_event__t set number = 'one'",
        "update audit_event__t set hash = x'00'",
        "update audit_checkpoint__t set heads = '[1]'",
        'update audit_checkpoint__t set heads = \'{"one": "x"}\'',
        "update audit_checkpoint__t set signature = 7",
        "update audit_checkpoint__t set number = 'x'",
        "update audit_checkpoint__t set root = x'ff'",
    ],
)
def test_what_no_column_can_hold_is_found_and_not_stumbled_over(
    database_url: str, change: str
) -> None:
    database = Database.connect(database_url)
    note(database, "one")
    seal(database, KEY, NOW)
    owner = plain_engine(database_url)
    with owner.begin() as connection:
        with pytest.raises(DatabaseError, match="append-only"):
            connection.execute(text(change))
        for name in connection.scalars(
            text("select name from sqlite_master where type = 'trigger'")
        ).all():
            connection.execute(text(f"drop trigger {name}"))
        connection.execute(text(change))
    owner.dispose()

    assert checked(database).first_bad is not None
    assert not _expert_says_whole(database)
    database.close()


def _expert_says_whole(database: Database) -> bool:
    from tests.workbook.sealing.worlds import EXPERT  # noqa: PLC0415

    try:
        EXPERT["check"](export_lines(database, today=TODAY), KEY.public_key(), [])
    except EXPERT["NotWholeError"]:
        return False
    return True


def test_the_stand_alone_verifier_runs_alone(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    key = load_key(folder)
    note(database, "one")
    made = seal(database, key, NOW)
    assert made is not None
    anchor(made, Anchoring(folder))
    lines = list(export_lines(database, today=TODAY))
    command = [
        sys.executable, "-I", str(VERIFIER), str(tmp_path / "audit.jsonl"),
        "--public-key", str(folder / PUBLIC), "--anchors", str(folder / ANCHORS),
    ]  # fmt: skip

    said = []
    for written in (lines, lines[:-1]):
        (tmp_path / "audit.jsonl").write_text("\n".join(written), encoding="utf-8")
        done = subprocess.run(  # noqa: S603 -- our own script
            command, capture_output=True, text=True, check=False, cwd=tmp_path
        )
        said.append((done.returncode, done.stdout.partition(":")[0]))

    assert said == [(0, "Whole"), (1, "NOT WHOLE")]
    source = VERIFIER.read_text()
    assert len(source.splitlines()) < 200
    assert "workbook." not in source.replace("`workbook ", "")


def test_the_command_says_what_was_found(database: Database) -> None:
    note(database, "one")
    made = seal(database, KEY, NOW)
    assert made is not None
    note(database, "one")

    clean = verify_words(checked(database, [(1, made.hash)]))
    wrong = verify_words(checked(database, [(2, made.hash)]))

    assert clean == [
        "2 rows in 1 chains",
        "1 checkpoints, signed",
        "1 of 1 anchors matched",
        "1 rows since the last checkpoint: guarded by their chain",
        "The audit log is whole.",
    ]
    assert "checkpoint 2: it was anchored outside and is not there" in wrong[-1]
    assert verify_words(checked(database))[-2].startswith("No anchors were given")
