"""Sealing the audit log, keeping anchors outside, checking and exporting it."""

import json
import os
import shlex
import subprocess
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import structlog
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from workbook.audit import START, content
from workbook.clock import london_day
from workbook.db import Database
from workbook.errors import BadRecordError
from workbook.sealing import queries
from workbook.sealing.rules import (
    Checkpoint,
    Judge,
    Report,
    Unreadable,
    body,
    read_anchors,
    root_of,
    signed,
)
from workbook.sealing.tables import AuditCheckpoint
from workbook.wall.viewer import SEALER, sealer

EVERY = 300.0
# One seal in so many names every chain: a day of sealing every five minutes.
WHOLE_EVERY = 288
COMMAND_SECONDS = 30
PRIVATE = "sealing-key.pem"
PUBLIC = "sealing-public-key.pem"
ANCHORS = "anchors.txt"

log = structlog.get_logger()


class Anchoring(msgspec.Struct, frozen=True):
    """Where each checkpoint's hash is put besides the database; `command` reads it as a line."""

    folder: Path
    command: str | None = None


def load_key(folder: Path) -> Ed25519PrivateKey:
    """Return the key that signs, made once, readable by the account that serves and nobody else.

    The public key is put beside it, to be given away on the first day: whoever holds both the
    database and this folder could otherwise write another log under another key.
    """
    kept = folder / PRIVATE
    if not kept.is_file():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Ed25519PrivateKey.generate()
        fresh = folder / f"{PRIVATE}.{os.getpid()}.{threading.get_ident()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(
                made.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
        # A link is made whole or not at all, so that two processes end with one key.
        with suppress(FileExistsError):
            os.link(fresh, kept)
        fresh.unlink()
    key = serialization.load_pem_private_key(kept.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise BadRecordError([f"{kept} is not an Ed25519 key."])
    (folder / PUBLIC).write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return key


def load_public_key(path: Path) -> Ed25519PublicKey:
    """Return the key that proves seals.

    Raises:
        BadRecordError: it is not there, or something else.
    """
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BadRecordError([f"There is no public key at {path}."]) from error
    if not isinstance(key, Ed25519PublicKey):
        raise BadRecordError([f"{path} is not an Ed25519 key."])
    return key


def load_anchors(folder: Path) -> list[tuple[int, str]]:
    """Return the anchors kept in a folder; none when there is no file."""
    kept = folder / ANCHORS
    return read_anchors(kept.read_text("utf-8", "replace").splitlines()) if kept.is_file() else []


def seal(
    database: Database,
    key: Ed25519PrivateKey,
    now: datetime,
    *,
    whole_every: int = WHOLE_EVERY,
) -> Checkpoint | None:
    """Sign where every chain ends. Return None when nothing was added since the last seal.

    Nothing waits for it: it reads without a lock and adds one row. When another process was
    faster, its seal stands and this one is not kept.
    """
    with database.reading(sealer(london_day(now))) as session:
        before = queries.sealed(session)
        heads = queries.heads(session)
    grown = {
        chain: end.number for chain, end in heads.items() if before.covered.get(chain) != end.number
    }
    if not grown:
        return None
    whole = before.last is None or before.since_whole + 1 >= whole_every
    checkpoint = signed(
        Checkpoint(
            number=before.last.number + 1 if before.last else 1,
            sealed_at=now.astimezone(UTC).isoformat(),
            sealed_by=SEALER,
            rows=sum(end.number for end in heads.values()),
            chains=len(heads),
            root=root_of(heads),
            heads={chain: end.number for chain, end in heads.items()} if whole else grown,
            whole=whole,
            previous=before.last.hash if before.last else START,
        ),
        key,
    )
    return checkpoint if _keep(database, checkpoint, now.astimezone(UTC)) else None


def _keep(database: Database, checkpoint: Checkpoint, now: datetime) -> bool:
    values = msgspec.structs.asdict(checkpoint)
    row = {name: values[name] for name in values if name not in {"sealed_at", "sealed_by"}}
    try:
        with database.writing(sealer(london_day(now))) as session:
            session.execute(
                insert(AuditCheckpoint),
                [row | {"recorded_at": now, "recorded_by": checkpoint.sealed_by}],
            )
    except IntegrityError:
        return False
    return True


def anchor(checkpoint: Checkpoint, anchoring: Anchoring) -> None:
    """Put a checkpoint's hash where whoever holds the database cannot change it.

    A place that cannot be reached is logged and passed over: the next anchor covers this one.
    """
    line = f"{checkpoint.number} {checkpoint.hash}\n"
    try:
        anchoring.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (anchoring.folder / ANCHORS).open("a", encoding="ascii") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        log.exception("anchor_not_written", error=type(error).__name__)
    if anchoring.command is None:
        return
    try:
        subprocess.run(  # noqa: S603 -- set by whoever runs the service; no shell reads it
            shlex.split(anchoring.command),
            input=line.encode(),
            check=True,
            capture_output=True,
            timeout=COMMAND_SECONDS,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        log.exception("anchor_command_failed", error=type(error).__name__)


def keep_sealing(
    database: Database,
    key: Ed25519PrivateKey,
    anchoring: Anchoring,
    *,
    now: Callable[[], datetime],
    stop: threading.Event,
    every: float = EVERY,
) -> None:
    """Seal every five minutes until told to stop, and then once more. Runs in its own thread.

    A seal that fails is logged and tried again in five minutes: saving never waits for it.
    """
    stopped = False
    while not stopped:
        stopped = stop.wait(every)
        try:
            made = seal(database, key, now())
            if made is not None:
                anchor(made, anchoring)
        except Exception as error:
            log.exception("sealing_failed", error=type(error).__name__)


def verify(
    database: Database,
    public_key: Ed25519PublicKey,
    anchors: Iterable[tuple[int, str]],
    *,
    today: date,
) -> Report:
    """Check every row, seal and anchor, up to the first that is wrong.

    Reads the log once and remembers where each chain ends, not its rows.
    """
    judge = Judge(public_key, anchors)
    with (
        database.reading(sealer(today)) as session,
        closing(queries.in_order(session)) as log_in_order,
    ):
        for each in log_in_order:
            try:
                if isinstance(each, Unreadable):
                    wrong: str | None = f"{each.place}: something cannot be read"
                elif isinstance(each, Checkpoint):
                    wrong = judge.checkpoint(each)
                else:
                    wrong = judge.row(each)
            except (AttributeError, TypeError, ValueError):
                wrong = "a row holds what no row can hold"
            if wrong is not None:
                return judge.report(wrong)
    return judge.report(judge.end())


def export_lines(database: Database, *, today: date) -> Generator[str, None, None]:
    """Yield the whole log as lines of JSON, in the order that `docs/verify_audit.py` reads.

    Ids only, as in the log: it may be handed to an expert of another party.
    """
    with (
        database.reading(sealer(today)) as session,
        closing(queries.in_order(session)) as log_in_order,
    ):
        for each in log_in_order:
            # What JSON cannot hold was not written by the product: shown as it is, and judged.
            yield json.dumps(_exported(each), ensure_ascii=False, default=repr)


def _exported(each: Any) -> dict[str, Any]:  # noqa: ANN401 -- a row of the log
    if isinstance(each, Unreadable):
        return {"kind": "unreadable", "place": each.place}
    if isinstance(each, Checkpoint):
        proof = {"id": each.id, "hash": each.hash, "signature": each.signature}
        return {"kind": "checkpoint", "body": body(each), **proof}
    proof = {"id": each.id, "recorded_by": each.recorded_by}
    return {"kind": "row", "body": content(each), **proof} | {
        "previous": each.previous,
        "hash": each.hash,
    }
