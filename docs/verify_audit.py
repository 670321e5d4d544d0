"""Check an exported audit log, and the record it speaks of, without the product that wrote them.

    python verify_audit.py audit.jsonl --public-key sealing-public-key.pem --anchors anchors.txt

`workbook audit export` wrote `audit.jsonl`, `workbook audit content` the file for `--content`.
Key and anchors should come from elsewhere: whoever controls all of them controls the answer. Ends
with 0 when all is whole, 1 when not. What is claimed when it is whole:
1. Every row stands in a chain (of a family, an account, the system). Its hash covers content and
   the row before it: none could be changed, left out, put in or moved without changing all after.
2. A checkpoint covers the last row of every chain at one moment (a Merkle root) and the checkpoint
   before it, and is signed. So nobody without the signing key could change those hashes.
3. An anchor is a checkpoint's number and hash, written down elsewhere at the time. So not even
   somebody with the key could put another log, or an older copy, in its place up to there.
4. An act's detail holds a salted hash of every row of the record saved with it. So each row of
   `--content` is what was recorded, and none is missing but those an act says were destroyed.
Not claimed: that rows after the last checkpoint are complete. They are checked as chains only:
somebody who can write the database could write them anew or leave off the last of them.

JSON is hashed with sorted keys, no spaces, as UTF-8. Hashes are SHA-256, signatures Ed25519. Needs
Python 3.11 and the package `cryptography`; it shares no code with the product.
"""

# ruff: noqa: D102, D103, INP001, T201 -- a short script that stands alone and prints what it finds

import argparse
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

ROW = b"workbook-audit-1\0"
CHECKPOINT = b"workbook-checkpoint-1\0"
CONTENT = b"workbook-content-1\0"
FIRST = "0" * 64  # what stands as "the hash before" in the first row and the first checkpoint
BITS = 12  # the Merkle tree has 4,096 slots


class NotWholeError(Exception):
    """Says where it shows first that the log is not what was written."""


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value: Any) -> bytes:  # noqa: ANN401 -- any JSON
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def must(holds: object, words: str) -> None:
    if not holds:
        raise NotWholeError(words)


class MerkleTree:
    """One hash over the last row of every chain.

    A chain is in the slot numbered by the first 12 bits of SHA-256 of its name. A slot's hash has
    byte 2 and its chains, sorted; a node's byte 3 and the two below it. Empty: 32 zero bytes.
    """

    def __init__(self) -> None:
        self.slots: dict[int, dict[str, tuple[int, str]]] = {}
        self.hashes: dict[tuple[int, int], bytes] = {}

    def put(self, chain: str, number: int, row_hash: str) -> None:
        slot = int.from_bytes(sha256(chain.encode())[:2], "big") >> (16 - BITS)
        chains = self.slots.setdefault(slot, {})
        chains[chain] = (number, row_hash)
        lines = canonical([[each, *chains[each]] for each in sorted(chains)])
        self.hashes[BITS, slot] = sha256(b"\x02", lines)
        for level in range(BITS - 1, -1, -1):
            slot >>= 1
            two = (self.hashes.get((level + 1, 2 * slot + n), bytes(32)) for n in (0, 1))
            self.hashes[level, slot] = sha256(b"\x03", *two)

    def root(self) -> str:
        return self.hashes.get((0, 0), bytes(32)).hex()


class Log:
    """What has been read so far: where each chain ends, and the last checkpoint."""

    def __init__(self, key: Ed25519PublicKey, anchors: Iterable[str]) -> None:
        self.key = key
        self.anchors: dict[int, set[str]] = {}
        for parts in filter(None, map(str.split, anchors)):
            must(len(parts) == 2 and parts[0].isdecimal(), f"no anchor: {parts}")  # noqa: PLR2004
            self.anchors.setdefault(int(parts[0]), set()).add(parts[1])
        self.ends: dict[str, tuple[int, str]] = {}
        self.grown: set[str] = set()  # chains with rows since the last checkpoint
        self.tree = MerkleTree()
        self.rows = self.sealed_rows = self.checkpoints = self.matched = self.kept = 0
        self.last_hash = FIRST
        self.promised: dict[tuple[str, str], tuple[str, str]] = {}  # table and id: hash and chain
        self.covered: set[str] = set()  # chains whose content is given

    def row(self, line: dict[str, Any]) -> None:
        """Check one row of a chain."""
        body = line["body"]
        number, before = self.ends.get(chain := body["chain"], (0, FIRST))
        place = f"chain {chain}, row {body['number']}"
        follows = (body["number"], line["previous"]) == (number + 1, before)
        must(follows, f"{place} does not follow from row {number}")
        right = sha256(ROW, before.encode(), canonical(body)).hex()
        must((line["hash"], line["id"]) == (right, right[:32]), f"{place} is not what was written")
        must(line["recorded_by"] == body["worker_id"], f"{place} names two authors")
        self.ends[chain] = (number + 1, right)
        self.grown.add(chain)
        self.rows += 1
        tables = body["detail"].get("content", {})
        for key in ((table, each) for table in tables for each in tables[table]):
            if body["act"] in {"destroyed", "places_sealed"}:
                must(self.promised.pop(key, None), f"{place} destroys {key}, which was not there")
            if body["act"] != "destroyed":
                must(key not in self.promised, f"{place} says anew what was recorded of {key}")
                self.promised[key] = tables[key[0]][key[1]], chain

    def content(self, line: dict[str, Any]) -> None:
        """Check one row of the record against what its act promised."""
        key = line["content"]["table"], line["content"]["row"]["id"]
        promised, _ = self.promised.pop(key, ("", ""))
        must(promised, f"{key} was never recorded, or was destroyed")
        salted = sha256(CONTENT, bytes.fromhex(line["salt"]), canonical(line["content"]))
        must(promised == salted.hex(), f"{key} was changed")
        self.kept += 1

    def checkpoint(self, line: dict[str, Any]) -> None:
        """Check one checkpoint against all the rows read so far."""
        body, words = line["body"], CHECKPOINT + canonical(line["body"])
        number, right = body["number"], sha256(words).hex()
        place = f"checkpoint {number}"
        follows = (number, body["previous"]) == (self.checkpoints + 1, self.last_hash)
        must(follows, f"{place} does not follow from the one before it")
        must((line["hash"], line["id"]) == (right, right[:32]), f"{place} is not what was sealed")
        try:
            self.key.verify(bytes.fromhex(line["signature"]), words)
        except InvalidSignature as error:
            raise NotWholeError(f"{place} was not signed with this key") from error
        named = self.ends.keys() if body["whole"] else self.grown
        must(named == body["heads"].keys(), f"{place} covers other chains than stand before it")
        for chain, last in body["heads"].items():
            must(self.ends[chain][0] == last, f"{place} covers {last} rows of chain {chain}")
            self.tree.put(chain, *self.ends[chain])
        counted = (self.rows, len(self.ends))
        must((body["rows"], body["chains"]) == counted, f"{place} covers another number of rows")
        must(body["root"] == self.tree.root(), f"{place} covers other rows than stand before it")
        self.matched += number in self.anchors
        must(self.anchors.pop(number, {right}) == {right}, f"{place} is not what was anchored")
        self.checkpoints, self.last_hash, self.sealed_rows = number, right, self.rows
        self.grown = set()


def check(lines: Iterable[str], key: Ed25519PublicKey, anchors: Iterable[str]) -> Log:
    """Check a whole log, then content if any, up to the first place that is wrong."""
    log = Log(key, anchors)
    take = {"row": log.row, "checkpoint": log.checkpoint, "content": log.content}
    take["content_of"] = lambda line: log.covered.add(line["chain"])
    for count, text in enumerate(lines, 1):
        try:
            line = json.loads(text)
            take[line["kind"]](line)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise NotWholeError(f"line {count} is not a row or a checkpoint") from error
    must(not log.anchors, f"anchored and not there: {sorted(log.anchors)[:9]}")
    gone = [key for key, (_, chain) in log.promised.items() if chain in log.covered]
    must(not gone, f"recorded and not there: {gone[:9]}")
    return log


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("--public-key", type=Path, required=True)
    for name in ("--anchors", "--content"):
        parser.add_argument(name, type=Path, action="append", default=[])
    given = parser.parse_args()
    key = load_pem_public_key(given.public_key.read_bytes())
    anchors = "\n".join(path.read_text("utf-8") for path in given.anchors).splitlines()
    try:
        must(isinstance(key, Ed25519PublicKey), "the public key is not an Ed25519 key")
        files = (path.open(encoding="utf-8") for path in (given.log, *given.content))
        log = check((line for file in files for line in file), key, anchors)
    except NotWholeError as error:
        print(f"NOT WHOLE: {error}")
        return 1
    print(f"Whole: {log.rows} rows in {len(log.ends)} chains, {log.checkpoints} checkpoints,")
    print(f"{log.matched} anchors matched, {log.rows - log.sealed_rows} rows not sealed yet.")
    print(f"{log.kept} rows of the record are as they were recorded.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
