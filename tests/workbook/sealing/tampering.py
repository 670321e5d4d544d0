"""Ways of tampering with an audit log, by somebody who owns the database and knows the code.

Each takes a log and leaves it other than it was within what is sealed. `rehash` and `reseal` are
what such a person would do to hide it.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.workbook.sealing.worlds import Line, Log, as_row, moment
from workbook import audit
from workbook.audit import Head
from workbook.sealing.rules import Checkpoint, root_of, signed

Way = Callable[[Log, random.Random], None]
WAYS: dict[str, Way] = {}


def way(tamper: Way) -> Way:
    WAYS[tamper.__name__] = tamper
    return tamper


def pick(log: Log, chance: random.Random, *, spare: int = 0) -> Line:
    """Pick a sealed row, with at least so many sealed rows of its chain after it."""
    return chance.choice(
        [row for row in log.rows if row["number"] + spare <= log.sealed[row["chain"]]]
    )


def chain_of(log: Log, chain: str) -> list[Line]:
    return [row for row in log.rows if row["chain"] == chain]


def rehash(log: Log, chain: str) -> None:
    """Number a chain again and make every hash of it fit."""
    end = Head()
    for row in chain_of(log, chain):
        row["number"], row["previous"] = end.number + 1, end.hash
        row["recorded_by"] = row["worker_id"]
        row["hash"] = audit.link(end.hash, audit.content(as_row(row)))
        row["id"] = row["hash"][:32]
        end = Head(row["number"], row["hash"])


def reseal(log: Log, key: Ed25519PrivateKey) -> None:
    """Make every checkpoint again over the rows as they are now, signed with this key."""
    hashes = {(row["chain"], row["number"]): row["hash"] for row in log.rows}
    previous, ends = audit.START, {}
    for number, line in enumerate(log.seals, 1):
        for chain, last in list(line["heads"].items()):
            there = max((n for c, n in hashes if c == chain and n <= last), default=0)
            if there:
                line["heads"][chain] = there
                ends[chain] = Head(there, hashes[chain, there])
            else:
                del line["heads"][chain]
        line |= {
            "number": number, "previous": previous, "root": root_of(ends), "chains": len(ends),
            "rows": sum(end.number for end in ends.values()),
        }  # fmt: skip
        sign(line, key)
        previous = line["hash"]


def sign(line: Line, key: Ed25519PrivateKey) -> None:
    made = signed(checkpoint(line), key)
    line |= {"id": made.id, "hash": made.hash, "signature": made.signature}


def checkpoint(line: Line) -> Checkpoint:
    return Checkpoint(
        sealed_at=moment(line), sealed_by=line["recorded_by"], number=line["number"],
        rows=line["rows"], chains=line["chains"], root=line["root"], heads=line["heads"],
        whole=bool(line["whole"]), previous=line["previous"],
    )  # fmt: skip


def rehash_seal(line: Line) -> None:
    """Make a checkpoint's own hash fit, without the key: the old signature stays."""
    kept = line["signature"]
    sign(line, Ed25519PrivateKey.generate())
    line["signature"] = kept


def shift(line: Line) -> None:
    at = datetime.fromisoformat(moment(line)) - timedelta(days=1, microseconds=1)
    is_text = isinstance(line["recorded_at"], str)
    line["recorded_at"] = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if is_text else at


def _edits() -> None:
    """Each column of a row: as it is, with all later hashes made again, and resealed."""

    def edit(row: Line, column: str) -> None:
        if column == "recorded_at":
            shift(row)
        elif column == "detail":
            row["detail"]["n"] += 1
        else:
            row[column] = "zz" + row[column][2:]

    def plain(column: str) -> Way:
        return lambda log, chance: edit(pick(log, chance), column)

    def hidden(column: str) -> Way:
        def tamper(log: Log, chance: random.Random) -> None:
            row = pick(log, chance)
            edit(row, column)
            rehash(log, row["chain"])

        return tamper

    for column in ("worker_id", "discipline", "act", "object_id", "detail", "recorded_at"):
        WAYS[f"edit_{column}"] = plain(column)
        WAYS[f"edit_{column}_rehashed"] = hidden(column)
    for column in ("id", "recorded_by", "previous", "hash"):
        WAYS[f"edit_{column}"] = plain(column)


_edits()


@way
def edit_an_unsealed_row(log: Log, chance: random.Random) -> None:
    row = chance.choice([row for row in log.rows if row["number"] > log.sealed[row["chain"]]])
    row["worker_id"] = row["recorded_by"] = "zz"


@way
def delete_a_row(log: Log, chance: random.Random) -> None:
    log.rows.remove(pick(log, chance))


@way
def delete_a_row_rehashed(log: Log, chance: random.Random) -> None:
    row = pick(log, chance)
    log.rows.remove(row)
    rehash(log, row["chain"])


@way
def truncate_a_chain(log: Log, chance: random.Random) -> None:
    row = pick(log, chance)
    log.rows = [
        each for each in log.rows
        if each["chain"] != row["chain"] or each["number"] < row["number"]
    ]  # fmt: skip


@way
def swap_two_rows(log: Log, chance: random.Random) -> None:
    row = pick(log, chance, spare=1)
    other = next(
        each for each in chain_of(log, row["chain"]) if each["number"] == row["number"] + 1
    )
    row["number"], other["number"] = other["number"], row["number"]


@way
def swap_two_rows_rehashed(log: Log, chance: random.Random) -> None:
    row = pick(log, chance, spare=1)
    at = log.rows.index(row)
    log.rows[at], log.rows[at + 1] = log.rows[at + 1], log.rows[at]
    rehash(log, row["chain"])


@way
def insert_a_row(log: Log, chance: random.Random) -> None:
    row = pick(log, chance)
    log.rows.append(row | {"id": "f" * 32, "hash": "f" * 64, "worker_id": "zz"})


@way
def insert_a_row_rehashed(log: Log, chance: random.Random) -> None:
    row = pick(log, chance)
    log.rows.insert(log.rows.index(row), row | {"worker_id": "zz"})
    rehash(log, row["chain"])


@way
def insert_a_row_before_the_first(log: Log, chance: random.Random) -> None:
    row = pick(log, chance)
    log.rows.append(row | {"id": "f" * 32, "number": chance.choice([0, -7]), "worker_id": "zz"})


@way
def insert_a_row_far_beyond_the_last(log: Log, chance: random.Random) -> None:
    row = pick(log, chance)
    log.rows.append(row | {"id": "f" * 32, "number": 2_000_000_000, "worker_id": "zz"})


@way
def double_a_row(log: Log, chance: random.Random) -> None:
    log.rows.append(pick(log, chance) | {"id": "f" * 32})


def _move(log: Log, chance: random.Random) -> tuple[str, str]:
    row = pick(log, chance)
    left = row["chain"]
    row["chain"] = chance.choice([chain for chain in log.sealed if chain != left])
    log.rows.remove(row)
    after = [n for n, each in enumerate(log.rows) if each["chain"] == row["chain"]]
    log.rows.insert(after[min(len(after) - 1, row["number"] - 1)], row)
    return left, row["chain"]


@way
def move_a_row_to_another_family(log: Log, chance: random.Random) -> None:
    _move(log, chance)


@way
def move_a_row_to_another_family_rehashed(log: Log, chance: random.Random) -> None:
    for chain in _move(log, chance):
        rehash(log, chain)


@way
def drop_a_chain(log: Log, chance: random.Random) -> None:
    chain = pick(log, chance)["chain"]
    log.rows = [row for row in log.rows if row["chain"] != chain]


@way
def rename_a_chain_rehashed(log: Log, chance: random.Random) -> None:
    chain = pick(log, chance)["chain"]
    for row in chain_of(log, chain):
        row["chain"] = "family" + "e" * 26
    rehash(log, "family" + "e" * 26)


@way
def swap_the_rows_of_two_chains_rehashed(log: Log, chance: random.Random) -> None:
    one, other = chance.sample(sorted(log.sealed), 2)
    for row in log.rows:
        row["chain"] = {one: other, other: one}.get(row["chain"], row["chain"])
    rehash(log, one)
    rehash(log, other)


@way
def empty_the_rows(log: Log, _: random.Random) -> None:
    log.rows = []


@way
def empty_everything(log: Log, _: random.Random) -> None:
    log.rows, log.seals = [], []


def forge(log: Log, chance: random.Random, column: str) -> Line:
    """Change one column of a checkpoint."""
    line = chance.choice(log.seals)
    if column == "heads":
        line["heads"][chance.choice(sorted(line["heads"]))] -= 1
    elif column in {"rows", "chains"}:
        line[column] -= 1
    elif column == "recorded_at":
        shift(line)
    elif column == "whole":
        line["whole"] = not line["whole"]
    else:
        line[column] = ("ee" if line[column][:2] != "ee" else "00") + line[column][2:]
    return line


def _forgeries() -> None:
    """Each column of a checkpoint: as it is, and with its own hash made again."""

    def forged(column: str) -> Way:
        def tamper(log: Log, chance: random.Random) -> None:
            forge(log, chance, column)

        return tamper

    def hidden(column: str) -> Way:
        return lambda log, chance: rehash_seal(forge(log, chance, column))

    for column in ("heads", "rows", "chains", "recorded_at", "whole", "root", "previous"):
        WAYS[f"forge_checkpoint_{column}"] = forged(column)
        WAYS[f"forge_checkpoint_{column}_rehashed"] = hidden(column)
    for column in ("id", "hash", "signature", "recorded_by"):
        WAYS[f"forge_checkpoint_{column}"] = forged(column)


_forgeries()


@way
def drop_a_checkpoint(log: Log, chance: random.Random) -> None:
    log.seals.remove(chance.choice(log.seals))


@way
def drop_the_last_checkpoints(log: Log, chance: random.Random) -> None:
    del log.seals[chance.randint(1, 4) :]


@way
def drop_all_checkpoints(log: Log, _: random.Random) -> None:
    log.seals = []


@way
def drop_the_first_checkpoints_and_renumber(log: Log, _: random.Random) -> None:
    del log.seals[:2]
    for number, line in enumerate(log.seals, 1):
        line["number"] = number


@way
def reorder_checkpoints(log: Log, chance: random.Random) -> None:
    one, other = chance.sample(log.seals, 2)
    one["number"], other["number"] = other["number"], one["number"]


@way
def double_a_checkpoint(log: Log, chance: random.Random) -> None:
    log.seals.append(chance.choice(log.seals) | {"id": "f" * 32})


@way
def put_back_an_older_copy(log: Log, chance: random.Random) -> None:
    del log.seals[chance.randint(1, 4) :]
    sealed = {chain: n for line in log.seals for chain, n in line["heads"].items()}
    log.rows = [row for row in log.rows if row["number"] <= sealed.get(row["chain"], 0)]


@way
def rewrite_all_with_another_key(log: Log, chance: random.Random) -> None:
    edit_with_all_hashes(log, chance)
    reseal(log, Ed25519PrivateKey.generate())


@way
def rewrite_all_with_the_stolen_key(log: Log, chance: random.Random) -> None:
    edit_with_all_hashes(log, chance)
    reseal(log, log.key)


@way
def delete_and_reseal_with_the_stolen_key(log: Log, chance: random.Random) -> None:
    delete_a_row_rehashed(log, chance)
    reseal(log, log.key)


@way
def reseal_from_the_middle_with_the_stolen_key(log: Log, chance: random.Random) -> None:
    log.seals[chance.randint(0, 3)]["recorded_by"] = "somebody"
    reseal(log, log.key)


def edit_with_all_hashes(log: Log, chance: random.Random) -> None:
    row = pick(log, chance)
    row["worker_id"] = "zz"
    rehash(log, row["chain"])


@way
def edit_an_anchor(log: Log, chance: random.Random) -> None:
    at = chance.randrange(len(log.anchors))
    digit = log.anchors[at][-1]
    log.anchors[at] = log.anchors[at][:-1] + ("0" if digit != "0" else "1")


@way
def renumber_an_anchor(log: Log, chance: random.Random) -> None:
    at = chance.randrange(len(log.anchors))
    log.anchors[at] = f"{chance.choice([9, 0])} {log.anchors[at].split()[1]}"


@way
def add_an_anchor(log: Log, chance: random.Random) -> None:
    log.anchors.append(f"{len(log.seals) + 1} {chance.getrandbits(256):064x}")


@way
def blot_an_anchor(log: Log, chance: random.Random) -> None:
    at = chance.randrange(len(log.anchors))
    log.anchors[at] = log.anchors[at].replace(" ", "", 1)


def _of_one_family(log: Log, chance: random.Random) -> list[Line]:
    """Pick two entries of one family."""
    family = chance.choice(log.entries)["family_id"]
    return chance.sample([row for row in log.entries if row["family_id"] == family], 2)


def _word_edits() -> None:
    """Each column of an entry that says something, under the wall."""

    def edited(column: str, value: str) -> Way:
        def tamper(log: Log, chance: random.Random) -> None:
            chance.choice(log.entries)[column] = value

        return tamper

    for column, value in (
        ("note", "She said yes."), ("mark", "family_shared"), ("kind", "phone_call"),
        ("recorded_by", "worker9"), ("discipline", "team_manager"), ("headline", "More"),
        ("salt", "0f" * 16), ("reason", "Because"), ("submit_key", "another"),
    ):  # fmt: skip
        WAYS[f"edit_the_{column}_of_an_entry"] = edited(column, value)


_word_edits()


@way
def edit_when_an_entry_was_recorded(log: Log, chance: random.Random) -> None:
    shift(chance.choice(log.entries))


@way
def swap_the_words_of_two_entries(log: Log, chance: random.Random) -> None:
    one, other = _of_one_family(log, chance)
    one["note"], other["note"] = other["note"], one["note"]


@way
def swap_the_words_and_salts_of_two_entries(log: Log, chance: random.Random) -> None:
    one, other = _of_one_family(log, chance)
    for column in ("note", "salt", "submit_key"):
        one[column], other[column] = other[column], one[column]


@way
def swap_the_names_of_two_entries(log: Log, chance: random.Random) -> None:
    one, other = _of_one_family(log, chance)
    one["id"], other["id"] = other["id"], one["id"]


@way
def move_an_entry_to_another_family(log: Log, chance: random.Random) -> None:
    row = chance.choice(log.entries)
    row["family_id"] = next(
        one["family_id"] for one in log.entries if one["family_id"] != row["family_id"]
    )


@way
def drop_an_entry(log: Log, chance: random.Random) -> None:
    log.entries.remove(chance.choice(log.entries))


@way
def drop_the_entries_of_a_family(log: Log, chance: random.Random) -> None:
    family = chance.choice(log.entries)["family_id"]
    log.entries = [row for row in log.entries if row["family_id"] != family]


@way
def drop_every_entry(log: Log, _: random.Random) -> None:
    log.entries = []


@way
def plant_an_entry(log: Log, chance: random.Random) -> None:
    row = chance.choice(log.entries)
    log.entries.append(row | {"id": "f" * 32, "submit_key": "f"})


@way
def put_an_entry_in_the_place_of_another(log: Log, chance: random.Random) -> None:
    row = chance.choice(log.entries)
    row |= {"id": "f" * 32}


@way
def edit_an_entry_and_note_it_anew(log: Log, chance: random.Random) -> None:
    """Nothing that is sealed changes: one more act stands at the end of the chain."""
    row = chance.choice(log.entries)
    row["note"] = "She said yes."
    last = chain_of(log, row["family_id"])[-1]
    again = {"n": 1, "content": {"entry": {row["id"]: f"{chance.getrandbits(256):064x}"}}}
    number = last["number"] + 1
    log.rows.append(
        last | {"number": number, "previous": last["hash"], "detail": again, "id": "", "hash": ""}
    )
    rehash(log, row["family_id"])


@way
def edit_an_entry_and_its_hash_in_the_log(log: Log, chance: random.Random) -> None:
    row = chance.choice(log.entries)
    row["note"] = "She said yes."
    first = chain_of(log, row["family_id"])[0]
    held = dict(first["detail"]["content"]["entry"]) | {row["id"]: "ab" * 32}
    first["detail"]["content"] = {"entry": held}
    rehash(log, row["family_id"])
