"""The same family as if what is kept from its readers had never existed."""

import random
from collections.abc import Callable
from pathlib import Path

import msgspec

from tests.disclosure.asking import Asked, Keys, Tally, readers_of
from tests.disclosure.oracle import Oracle
from tests.disclosure.worlds import Drawn
from tests.matrix.making import Making, Row, put
from workbook.db import Database


def compare_worlds(
    installed: Path, folder: Path, families: list[Drawn], database: Database, tally: Tally
) -> None:
    """Make a copy from each family, and from the same family without what is kept.

    The finished files must be equal byte for byte, the structures and the preview word for word.
    """
    chosen: list[tuple[Drawn, Drawn, Keys]] = []
    for drawn in families:
        chance = random.Random(drawn.id)  # noqa: S311 -- who reads
        given = [keys for keys in readers_of(drawn, chance, 3) if Oracle(drawn, keys).owed()]
        keys = chance.choice(given)
        bare, gone = without_what_is_kept(drawn, keys)
        tally.gone += gone
        chosen.append((drawn, bare, keys))
    path = folder / "bare.db"
    path.write_bytes(installed.read_bytes())
    put(f"sqlite:///{path}", *(bare.making for _, bare, _ in chosen))
    other = Database.connect(f"sqlite:///{path}")
    for drawn, bare, keys in chosen:
        whole, less = Asked(database, drawn), Asked(other, bare)
        tally.pairs += 1
        for what, one, two in (
            ("file", whole.file(keys), less.file(keys)),
            ("structure", whole.report(keys), less.report(keys)),
            ("preview", whole.preview(keys), less.preview(keys)),
        ):
            if one is None or one != two:
                tally.complaints.append(
                    f"family {drawn.id} for {keys}: the {what} tells of what is kept"
                )
    other.close()
    for left in folder.glob("bare.db*"):
        left.unlink()


def without_what_is_kept(drawn: Drawn, keys: tuple[str, ...]) -> tuple[Drawn, int]:
    """Return the family without every row that these readers may not have, and how many those are.

    What decides who a reader is stays: whom the record is kept from, homes, who works there. That
    an entry no longer stands is known to all, so the ends of entries stay too.
    """
    oracle = Oracle(drawn, keys)
    selves = {row["id"] for row in drawn.rows("family_member") if row["person_id"] in keys}
    kept: dict[str, Callable[[Row], bool]] = {
        "entry": oracle.given,
        "contribution": lambda row: oracle.given(row) and oracle.wished(row),
        "voice": lambda row: oracle.given(row) and oracle.wished(row),
        "ruler": oracle.given,
        "action": oracle.given,
        "section_summary": oracle.given,
        "relationship": oracle.may_name,
        "identifier": lambda _: False,
        "contact_detail": lambda _: False,
        # Whose copy it is stays in the family as they are, whatever is kept of them.
        "tightening": lambda row: row["object_id"] in selves,
    }
    making = Making()
    gone = 0
    for table, rows in drawn.making.rows.items():
        left = [row for row in rows if table not in kept or kept[table](row)]
        making.rows[table] = left
        gone += len(rows) - len(left)
    gone += _without_strangers(making, oracle)
    return msgspec.structs.replace(drawn, making=making), gone


def _without_strangers(making: Making, oracle: Oracle) -> int:
    """Take out people whose place in the family is kept, with all that is only about them."""
    rows = making.rows
    members = rows["family_member"]
    rows["family_member"] = [
        row for row in members if oracle.may_name(row) or row["person_id"] in oracle.persons
    ]
    gone = {row["person_id"] for row in members} - {
        row["person_id"] for row in rows["family_member"]
    }
    about = {
        "contribution": "subject_ids", "section_summary": "subject_ids", "voice": "person_id",
        "action": "child_id", "legal_stage": "child_id", "change_goal": "owner_id",
    }  # fmt: skip
    for table, column in about.items():
        rows[table] = [row for row in rows.get(table, []) if not _names(row[column], gone)]
    return len(gone)


def _names(value: object, gone: set[str]) -> bool:
    return bool(set(value) & gone) if isinstance(value, list) else value in gone
