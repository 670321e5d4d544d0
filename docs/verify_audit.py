"""Check an exported audit log without the product that wrote it.

    python verify_audit.py audit.jsonl --public-key sealing-public-key.pem --anchors anchors.txt

`audit.jsonl` is what `workbook audit export` wrote. Key and anchors should come from elsewhere:
whoever controls all three controls the answer. Ends with 0 when the log is whole, 1 when not.

What is claimed when the log is whole:
1. Every row stands in a chain (one chain for each family, one for each account, one for the
   system). A row's hash covers its content and the hash of the row before it, so no row could be
   changed, left out, put in between or moved without changing all the hashes after it.
2. A checkpoint covers the last row of every chain at one moment (a Merkle root) and the checkpoint
   before it, and is signed. So nobody without the signing key could change those hashes.
3. An anchor is a checkpoint's number and hash that was written down elsewhere at the time. So not
   even somebody with the signing key could put another log, or an older copy, in the log's place
   up to the last anchor.
Not claimed: that rows after the last checkpoint are complete. They are checked as chains only:
somebody who can write the database could write them anew or leave off the last of them.

JSON is hashed with its keys sorted, without spaces, as UTF-8. Hashes are SHA-256, signatures
Ed25519. Needs Python 3.11 and the package `cryptography`; it shares no code with the product.
"""

# ruff: noqa: INP001, T201 -- a script that stands alone and prints what it finds

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

ROW = b"workbook-audit-1\0"
CHECKPOINT = b"workbook-checkpoint-1\0"
FIRST = "0" * 64  # what stands as "the hash before" in the first row and the first checkpoint
BITS = 12  # the Merkle tree has 4,096 slots


class NotWholeError(Exception):
    """Says where it shows first that the log is not what was written."""


def sha256(*parts: bytes) -> bytes:
    """Hash these bytes."""
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value: Any) -> bytes:  # noqa: ANN401 -- any JSON
    """Write JSON in the one way in which it is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def must(holds: object, words: str) -> None:
    """Stop unless it holds."""
    if not holds:
        raise NotWholeError(words)


class MerkleTree:
    """One hash over the last row of every chain.

    A chain belongs to the slot numbered by the first 12 bits of SHA-256 of its name. A slot's hash
    covers byte 2 and its chains, sorted; a node's covers byte 3 and the two below it. What is
    empty is 32 zero bytes. Only what changed is hashed again.
    """

    def __init__(self) -> None:
        self.slots: dict[int, dict[str, tuple[int, str]]] = {}
        self.hashes: dict[tuple[int, int], bytes] = {}

    def put(self, chain: str, number: int, row_hash: str) -> None:
        """Say that a chain now ends with this row."""
        slot = int.from_bytes(sha256(chain.encode())[:2], "big") >> (16 - BITS)
        chains = self.slots.setdefault(slot, {})
        chains[chain] = (number, row_hash)
        lines = canonical([[each, *chains[each]] for each in sorted(chains)])
        self.hashes[BITS, slot] = sha256(b"\x02", lines)
        for level in range(BITS - 1, -1, -1):
            slot >>= 1
            two = (
                self.hashes.get((level + 1, each), bytes(32)) for each in (2 * slot, 2 * slot + 1)
            )
            self.hashes[level, slot] = sha256(b"\x03", *two)

    def root(self) -> str:
        """Return the hash over everything."""
        return self.hashes.get((0, 0), bytes(32)).hex()


class Log:
    """What has been read so far: where each chain ends, and the last checkpoint."""

    def __init__(self, key: Ed25519PublicKey, anchors: Iterable[tuple[int, str]]) -> None:
        self.key = key
        self.anchors: dict[int, set[str]] = {}
        for number, anchored in anchors:
            self.anchors.setdefault(number, set()).add(anchored)
        self.ends: dict[str, tuple[int, str]] = {}
        self.grown: set[str] = set()  # chains with rows since the last checkpoint
        self.tree = MerkleTree()
        self.rows = self.sealed_rows = self.checkpoints = self.matched = 0
        self.last_hash = FIRST

    def row(self, line: dict[str, Any]) -> None:
        """Check one row of a chain."""
        body = line["body"]
        number, before = self.ends.get(body["chain"], (0, FIRST))
        place = f"chain {body['chain']}, row {body['number']}"
        must(body["number"] == number + 1, f"{place} stands where row {number + 1} should")
        must(line["previous"] == before, f"{place} does not follow from the row before it")
        right = sha256(ROW, before.encode(), canonical(body)).hex()
        must(line["hash"] == right, f"{place} is not what was written")
        must(line["id"] == right[:32], f"{place} has another row's id")
        must(line["recorded_by"] == body["worker_id"], f"{place} names two authors")
        self.ends[body["chain"]] = (body["number"], right)
        self.grown.add(body["chain"])
        self.rows += 1

    def checkpoint(self, line: dict[str, Any]) -> None:
        """Check one checkpoint against all the rows read so far."""
        body, words = line["body"], CHECKPOINT + canonical(line["body"])
        number, right = body["number"], sha256(words).hex()
        place = f"checkpoint {number}"
        must(number == self.checkpoints + 1, f"{place} stands where another should")
        must(body["previous"] == self.last_hash, f"{place} does not follow from the one before it")
        must((line["hash"], line["id"]) == (right, right[:32]), f"{place} is not what was sealed")
        try:
            self.key.verify(bytes.fromhex(line["signature"]), words)
        except InvalidSignature as error:
            raise NotWholeError(f"{place} was not signed with this key") from error
        named = set(self.ends) if body["whole"] else self.grown
        must(named == set(body["heads"]), f"{place} covers other chains than stand before it")
        for chain, last in body["heads"].items():
            must(self.ends[chain][0] == last, f"{place} covers {last} rows of chain {chain}")
            self.tree.put(chain, *self.ends[chain])
        must(body["rows"] == self.rows, f"{place} covers another number of rows")
        must(body["chains"] == len(self.ends), f"{place} covers another number of chains")
        must(body["root"] == self.tree.root(), f"{place} covers other rows than stand before it")
        self.matched += number in self.anchors
        must(self.anchors.pop(number, {right}) == {right}, f"{place} is not what was anchored")
        self.checkpoints, self.last_hash, self.sealed_rows = number, right, self.rows
        self.grown = set()

    def end(self) -> None:
        """Check that nothing is missing."""
        must(not self.anchors, f"anchored and not there: {sorted(self.anchors)[:9]}")


def read_anchors(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Read "number hash" from each line."""
    for line in lines:
        parts = line.split()
        if parts:
            must(len(parts) == 2 and parts[0].isdecimal(), f"this anchor cannot be read: {line}")  # noqa: PLR2004
            yield int(parts[0]), parts[1]


def check(lines: Iterable[str], key: Ed25519PublicKey, anchors: Iterable[str]) -> Log:
    """Check a whole log, up to the first place that is wrong."""
    log = Log(key, read_anchors(anchors))
    for count, text in enumerate(lines, 1):
        try:
            line = json.loads(text)
            {"row": log.row, "checkpoint": log.checkpoint}[line["kind"]](line)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise NotWholeError(f"line {count} is not a row or a checkpoint") from error
    log.end()
    return log


def main() -> int:
    """Check the log that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("--public-key", type=Path, required=True)
    parser.add_argument("--anchors", type=Path, action="append", default=[])
    given = parser.parse_args()
    key = load_pem_public_key(given.public_key.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        parser.error("the public key is not an Ed25519 key")
    anchors = [line for path in given.anchors for line in path.read_text("utf-8").splitlines()]
    try:
        with given.log.open(encoding="utf-8") as lines:
            log = check(lines, key, anchors)
    except NotWholeError as error:
        print(f"NOT WHOLE: {error}")
        return 1
    print(f"Whole: {log.rows} rows in {len(log.ends)} chains, {log.checkpoints} checkpoints,")
    print(f"{log.matched} anchors matched, {log.rows - log.sealed_rows} rows not sealed yet.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
