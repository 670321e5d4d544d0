"""Entries with their parts, and actions, brought in as the importer does."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from tests.builders.families import NOW, TODAY, BuiltFamily
from workbook.db import Database, new_id
from workbook.entries.tables import (
    Action,
    Contribution,
    Draft,
    Entry,
    EntrySuccession,
    Ruler,
    Voice,
)
from workbook.wall.viewer import importer

Row = dict[str, Any]


def entry_row(family: BuiltFamily, **given: Any) -> Row:  # noqa: ANN401
    """Return one row of an entry; `by` is a discipline, `days_ago` when it happened."""
    by, days_ago = given.pop("by", "social_worker"), given.pop("days_ago", 1)
    moment = NOW - timedelta(days=days_ago)
    return {
        "id": new_id(),
        "recorded_at": moment,
        "recorded_by": family.workers[by],
        "family_id": family.id,
        "discipline": by,
        "employer": "Testing Council",
        "mark": "team",
        "mark_persons": [],
        "occurred_at": moment,
        "kind": "home_visit",
        "statutory_visit": False,
        "note": "A visit.",
        "present": [family.survivor],
        "children": [],
        "reveals": [],
        "headline": "",
        "event_type": "",
        "impact": "",
        "affects": [],
        "replaces_id": None,
        "withdraws": False,
        "reason": "",
        "submit_key": new_id(),
        **given,
    }


def put(database: Database, table: type[Any], *rows: Row) -> None:
    """Bring rows of one table in."""
    with database.writing(importer(TODAY)) as session:
        session.execute(insert(table), list(rows))


def an_entry(database: Database, family: BuiltFamily, **given: Any) -> str:  # noqa: ANN401
    """Add one entry and return its id. A correction ends the version it `replaces_id`."""
    row = entry_row(family, **given)
    put(database, Entry, row)
    if row["replaces_id"]:
        ended = {"replaced_id": row["replaces_id"], "by_id": row["id"]}
        put(
            database,
            EntrySuccession,
            _of(row, id=new_id(), **ended, only=("recorded_at", "recorded_by", "family_id")),
        )
    return str(row["id"])


def an_entry_with_parts(database: Database, family: BuiltFamily, **given: Any) -> str:  # noqa: ANN401
    """Add an entry in which the child speaks, both parents' rulers are read, a module grows."""
    row = entry_row(family, **given)
    put(database, Entry, row)
    put_parts(database, family, row)
    return str(row["id"])


def put_parts(database: Database, family: BuiltFamily, *entries: Row) -> None:
    """Add a voice, a ruler of each parent's and a contribution to each of these entries."""
    put(database, Voice, *(voice_row(family, row) for row in entries))
    put(
        database,
        Ruler,
        *(ruler_row(row, family.survivor, family.goal) for row in entries),
        *(ruler_row(row, family.other, family.other_goal) for row in entries),
    )
    put(database, Contribution, *(contribution_row(row) for row in entries))


def voice_row(family: BuiltFamily, entry: Row, **given: Any) -> Row:  # noqa: ANN401
    """Return a row of what the child said in an entry."""
    return _of(entry, **_part(entry), person_id=family.child, words="I like toast.",
               voice="child_own_words", how="", share_ok="yes") | given  # fmt: skip


def ruler_row(entry: Row, adult: str, goal: str, **given: Any) -> Row:  # noqa: ANN401
    """Return a row of one adult's rulers in an entry."""
    return _of(entry, **_part(entry), adult_id=adult, goal_id=goal, importance=6, confidence=4,
               readiness=None) | given  # fmt: skip


def contribution_row(entry: Row, **given: Any) -> Row:  # noqa: ANN401
    """Return a row of what an entry added to the first module."""
    return _of(entry, **_part(entry), module_key="starting", module_version=1,
               section_key="common", subject_kind="family", subject_ids=[], answers={},
               share_ok="yes") | given  # fmt: skip


def many_entries(database: Database, family: BuiltFamily, number: int) -> None:
    """Add this many entries with their parts, by every discipline, a note of 90 words each."""
    authors = [key for key in family.workers if key != "business_support"]
    rows = [
        entry_row(
            family,
            by=authors[place % len(authors)],
            days_ago=place * 0.04,
            note=f"Note {place}. " + "Both children were calm and said so in their own words. " * 9,
            headline=f"Event {place}" if place % 9 == 0 else "",
        )
        for place in range(number)
    ]
    put(database, Entry, *rows)
    put_parts(database, family, *rows)


def an_action(
    database: Database,
    family: BuiltFamily,
    *,
    text: str = "Ring the school",
    owner: str = "social_worker",
    due_on: date = TODAY,
    mark: str = "team",
) -> str:
    """Add an open action of the worker of this discipline and return its id."""
    row = {
        "id": new_id(),
        "recorded_at": NOW,
        "recorded_by": family.workers["social_worker"],
        "family_id": family.id,
        "discipline": "social_worker",
        "employer": "Testing Council",
        "mark": mark,
        "mark_persons": [],
        "entry_id": None,
        "discussion_id": None,
        "text": text,
        "owner_id": family.workers[owner],
        "owner_is_worker": True,
        "child_id": None,
        "due_on": due_on,
    }
    put(database, Action, row)
    return str(row["id"])


def a_draft(
    database: Database,
    family: BuiltFamily,
    *,
    by: str = "social_worker",
    saved_at: datetime = NOW - timedelta(hours=2),
) -> str:
    """Add a form put aside with four words in it and return its id."""
    row = {
        "id": new_id(),
        "recorded_at": saved_at,
        "recorded_by": family.workers[by],
        "family_id": family.id,
        "submit_key": new_id(),
        "fields": [["kind", "phone_call"], ["note", "Rang Ann at noon"]],
        "discarded": False,
        "replaces_id": None,
    }
    put(database, Draft, row)
    return str(row["id"])


def _part(entry: Row) -> Row:
    return {"id": new_id(), "entry_id": entry["id"]}


def _of(
    entry: Row,
    *,
    only: tuple[str, ...] = (
        "recorded_at", "recorded_by", "family_id", "discipline", "employer", "mark",
        "mark_persons", "occurred_at",
    ),
    **more: Any,  # noqa: ANN401
) -> Row:  # fmt: skip
    """Return what a part has from its entry, and more of its own."""
    return {name: entry[name] for name in only} | more
