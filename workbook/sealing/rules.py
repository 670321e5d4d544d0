"""What a sealed audit log is, and how it is judged: pure, over rows and seals in order."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from workbook.audit import START, Head, is_whole
from workbook.salting import canonical

SEAL = b"workbook-checkpoint-1\0"
SLOT = b"\x02"
NODE = b"\x03"
EMPTY = b"\0" * 32
DEPTH = 12


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """One seal. `heads`: chain and last number, see `workbook.sealing.tables`.

    `id` is the beginning of the hash, which covers everything but itself and the signature.
    """

    number: int
    sealed_at: str
    sealed_by: str
    rows: int
    chains: int
    root: str
    heads: dict[str, int]
    whole: bool
    previous: str
    id: str = ""
    hash: str = ""
    signature: str = ""


class Unreadable(msgspec.Struct, frozen=True):
    """A place in the log that could not even be read."""

    place: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of the whole log found. `unsealed`: rows that no checkpoint covers yet."""

    chains: int
    rows: int
    unsealed: int
    checkpoints: int
    anchors_matched: int
    anchors: int
    first_bad: str | None


class Tree:
    """A Merkle tree over the heads of all chains, of which a few change at a time.

    A chain's slot is the first twelve bits of SHA-256 of its name; within a slot chains are
    sorted. So one more chain changes one path and not, as in a plain sorted list, everything
    to its right: a year of checkpoints is checked in one pass.
    """

    def __init__(self) -> None:
        self._slots: dict[int, dict[str, Head]] = {}
        self._nodes: dict[tuple[int, int], bytes] = {}

    @property
    def root(self) -> str:
        """Return the hash over every head."""
        return self._nodes.get((0, 0), EMPTY).hex()

    def take(self, heads: Mapping[str, Head]) -> None:
        """Put in these heads and hash again what they change."""
        slots = set()
        for chain, end in heads.items():
            slot = int.from_bytes(hashlib.sha256(chain.encode()).digest()[:2]) >> (16 - DEPTH)
            self._slots.setdefault(slot, {})[chain] = end
            slots.add(slot)
        for slot in slots:
            lines = canonical(
                [[chain, end.number, end.hash] for chain, end in sorted(self._slots[slot].items())]
            )
            self._nodes[DEPTH, slot] = hashlib.sha256(SLOT + lines).digest()
        for level in range(DEPTH - 1, -1, -1):
            slots = {slot >> 1 for slot in slots}
            for slot in slots:
                left = self._nodes.get((level + 1, 2 * slot), EMPTY)
                right = self._nodes.get((level + 1, 2 * slot + 1), EMPTY)
                self._nodes[level, slot] = hashlib.sha256(NODE + left + right).digest()


def root_of(heads: Mapping[str, Head]) -> str:
    """Return the Merkle root over these heads."""
    tree = Tree()
    tree.take(heads)
    return tree.root


def body(checkpoint: Checkpoint) -> dict[str, Any]:
    """Return what a checkpoint's hash and signature cover: everything but themselves."""
    values = msgspec.structs.asdict(checkpoint)
    return {name: values[name] for name in values if name not in {"id", "hash", "signature"}}


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> Checkpoint:
    """Return the checkpoint with its hash and signature."""
    words = SEAL + canonical(body(checkpoint))
    sealed = hashlib.sha256(words).hexdigest()
    return msgspec.structs.replace(
        checkpoint, id=sealed[:32], hash=sealed, signature=key.sign(words).hex()
    )


def is_signed(checkpoint: Checkpoint, key: Ed25519PublicKey) -> bool:
    """Say whether this key signed these words."""
    try:
        key.verify(bytes.fromhex(checkpoint.signature), SEAL + canonical(body(checkpoint)))
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True


def read_anchors(lines: Iterable[str]) -> list[tuple[int, str]]:
    """Read what is kept outside: a checkpoint's number and hash on each line.

    A line that is something else becomes an anchor that no log matches, so that it is found.
    """
    anchors = []
    for line in lines:
        parts = line.split()
        if len(parts) == 2 and parts[0].isdecimal():  # noqa: PLR2004 -- number and hash
            anchors.append((int(parts[0]), parts[1]))
        elif parts:
            anchors.append((-1, line.strip()))
    return anchors


class Judge:
    """Judges a log from its first row to its last seal, and remembers only where chains end."""

    def __init__(self, key: Ed25519PublicKey, anchors: Iterable[tuple[int, str]]) -> None:
        self._key = key
        self._anchors: dict[int, set[str]] = {}
        for number, anchored in anchors:
            self._anchors.setdefault(number, set()).add(anchored)
        self._anchored = len(self._anchors)
        self._matched = 0
        self._heads: dict[str, Head] = {}
        self._grown: set[str] = set()
        self._tree = Tree()
        self._last: Checkpoint | None = None
        self._rows = 0

    def row(self, row: Any) -> str | None:  # noqa: ANN401 -- a row of the audit log
        """Take the next row of a chain. Return what is wrong with it."""
        end = self._heads.get(row.chain, Head())
        place = f"chain {row.chain}, row {row.number}"
        if row.number != end.number + 1:
            return f"{place}: row {end.number + 1} should stand here"
        if row.previous != end.hash:
            return f"{place}: it does not follow from the row before it"
        if not is_whole(row):
            return f"{place}: it is not what was written"
        self._heads[row.chain] = Head(row.number, row.hash)
        self._grown.add(row.chain)
        self._rows += 1
        return None

    def checkpoint(self, seal: Checkpoint) -> str | None:
        """Take the next seal, after every row that it covers. Return what is wrong with it."""
        wrong = self._not_sealed(seal) or self._not_covered(seal)
        anchored = self._anchors.pop(seal.number, None)
        if wrong is None and anchored is not None and anchored != {seal.hash}:
            wrong = "the anchor outside says otherwise"
        if wrong is not None:
            return f"checkpoint {seal.number}: {wrong}"
        self._matched += anchored is not None
        self._last = seal
        self._grown.clear()
        return None

    def _not_sealed(self, seal: Checkpoint) -> str | None:
        expected = self._last.number + 1 if self._last else 1
        if seal.number != expected:
            return f"checkpoint {expected} should stand here"
        if seal.previous != (self._last.hash if self._last else START):
            return "it does not follow from the checkpoint before it"
        right = hashlib.sha256(SEAL + canonical(body(seal))).hexdigest()
        if (seal.hash, seal.id) != (right, right[:32]):
            return "it is not what was sealed"
        if not is_signed(seal, self._key):
            return "it was not signed with this key"
        return None

    def _not_covered(self, seal: Checkpoint) -> str | None:
        named = self._heads.keys() if seal.whole else self._grown
        if named != seal.heads.keys():
            return "it covers other chains than those that stand here"
        for chain, number in seal.heads.items():
            if self._heads[chain].number != number:
                return f"chain {chain} should have {number} rows here"
        self._tree.take({chain: self._heads[chain] for chain in self._grown})
        if (seal.rows, seal.chains) != (self._rows, len(self._heads)):
            return "it covers another number of rows"
        if seal.root != self._tree.root:
            return "the rows that it covers are not those that were sealed"
        return None

    def end(self) -> str | None:
        """Take the end of the log. Return what is missing from it."""
        if not self._anchors:
            return None
        missing = min(self._anchors)
        if missing < 1:
            return "an anchor cannot be read"
        return f"checkpoint {missing}: it was anchored outside and is not there"

    def report(self, first_bad: str | None) -> Report:
        """Return what was found."""
        return Report(
            chains=len(self._heads),
            rows=self._rows,
            unsealed=self._rows - (self._last.rows if self._last else 0),
            checkpoints=self._last.number if self._last else 0,
            anchors_matched=self._matched,
            anchors=self._anchored,
            first_bad=first_bad,
        )


def verify_words(report: Report) -> list[str]:
    """Say what a check found, for the command. The exit status is 1 where `first_bad` is set."""
    said = [
        f"{report.rows:,} rows in {report.chains:,} chains",
        f"{report.checkpoints:,} checkpoints, signed",
        f"{report.anchors_matched:,} of {report.anchors:,} anchors matched",
    ]
    if report.first_bad is not None:
        return [*said, f"NOT WHOLE. Stopped at the first bad place: {report.first_bad}"]
    if report.unsealed:
        said.append(f"{report.unsealed:,} rows since the last checkpoint: guarded by their chain")
    if not report.anchors:
        said.append("No anchors were given: an older copy put back would not show.")
    return [*said, "The audit log is whole."]
