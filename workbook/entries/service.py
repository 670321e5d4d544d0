"""Recording an entry with all that was written in it, once however often the form is sent."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from workbook import audit
from workbook.db import insert_rows, new_id
from workbook.entries import queries
from workbook.entries.carrying import Instead, OldParts
from workbook.entries.ground import Recording
from workbook.entries.keeping import kept_beside, laid_again
from workbook.entries.rules import SavedEntry
from workbook.entries.saving import (
    Row,
    action_row,
    carried_row,
    contribution_row,
    fields_of,
    outcome_row,
    succession_rows,
    version_row,
)
from workbook.entries.tables import (
    Action,
    ActionOutcome,
    Contribution,
    Draft,
    Entry,
    EntrySuccession,
    Ruler,
    Score,
    Voice,
)
from workbook.errors import NotFoundError, ReusedSubmitError
from workbook.families.rules import FamilyFile
from workbook.marking import service as marking
from workbook.marking.rules import Kept
from workbook.marking.service import Over
from workbook.staff.access import Actor

REUSED: Final = "Open the page again and write it there: nothing was saved this time."
NEWER: Final = "Somebody saved at the same moment. Go back and save again: your words are there."
NO_LONGER_STANDS: Final = "Read what was saved since, and say it of the newest version."


def record_entry(
    session: Session,
    *,
    family: FamilyFile,
    recording: Recording,
    actor: Actor,
    now: datetime,
    instead: Instead | None = None,
) -> str:
    """Save an entry, its parts and its audit rows in one transaction; return the entry’s id.

    `instead`: it corrects a version, takes its place and carries over what its form did not hold.
    What `family.laid` lays over that version lies over the new one too.

    One statement a table, and none to look before: whether the form was sent already is what the
    unique key says. After the error the transaction is over; ask `entry_sent` in a new one.

    Raises:
        SupersededError: the form was sent before, somebody closed an action just now, or the
            version that is corrected no longer stands.
    """
    entry_id = recording.id
    signed = {
        "family_id": family.id,
        "recorded_at": now,
        "recorded_by": actor.id,
        "discipline": actor.discipline,
        "employer": actor.employer,
    }
    marked = signed | {"mark": recording.mark, "mark_persons": list(recording.mark_persons)}
    moved: dict[str, str] = {}
    overs: list[Over] = []
    parts: list[tuple[type[Any], list[Row]]] = [
        (Entry, [marked | version_row(recording, entry_id, instead)]),
        *_parts(recording, instead, marked=marked, entry_id=entry_id, moved=moved, overs=overs),
    ]
    others: list[tuple[type[Any], list[Row]]] = [
        (EntrySuccession, succession_rows(signed, entry_id, instead)),
        (ActionOutcome, [outcome_row(signed, one) for one in recording.done]),
    ]
    for table, rows in (*parts, *others):
        if rows:
            insert_rows(session, table, rows, taken=NEWER)
    if instead is not None:
        ids = {row["id"]: moved.get(row["id"], "") for _, rows in parts for row in rows}
        overs += laid_again(family.laid, ids, before=instead.version.id, entry_id=entry_id)
    marking.lay(session, overs, family_id=family.id, actor=actor, now=now)
    act = "entry_corrected" if instead else "entry_recorded"
    acts = [(act, entry_id), *(("action_closed", one) for one in recording.done)]
    audit.note(
        session, *_acts(acts, family_id=family.id, actor=actor), now=now, after=family.chain_end
    )
    return entry_id


def entry_sent(session: Session, *, submit_key: str, entry_id: str) -> str | None:
    """Return the entry that this very form has become; None when it was not sent before.

    `entry_id` is the fingerprint of the form: with one word more it is another form.

    Raises:
        ReusedSubmitError: the form was sent before with other words.
    """
    before = queries.entry_of_form(session, submit_key=submit_key)
    if before is None:
        return None
    if before.id != entry_id:
        raise ReusedSubmitError(REUSED, entry_id=before.id)
    return before.id


def save_draft(
    session: Session,
    *,
    family: FamilyFile,
    fields: Sequence[tuple[str, str]],
    submit_key: str,
    actor: Actor,
    now: datetime,
) -> str:
    """Put a form aside as typed, in place of what was put aside of it before; return its id.

    Raises:
        SupersededError: it was put aside twice in the same moment.
    """
    before = queries.newest_draft(session, submit_key=submit_key, worker_id=actor.id)
    if before is not None and before.fields == tuple(fields):
        return before.draft_id
    row = {
        "id": new_id(),
        "family_id": family.id,
        "recorded_at": now,
        "recorded_by": actor.id,
        "submit_key": submit_key,
        "fields": [list(pair) for pair in fields],
        "discarded": False,
        "replaces_id": before.draft_id if before else None,
    }
    insert_rows(session, Draft, [row], taken=NEWER)
    acts = _acts([("draft_saved", str(row["id"]))], family_id=family.id, actor=actor)
    audit.note(session, *acts, now=now, after=family.chain_end)
    return str(row["id"])


def _parts(
    recording: Recording,
    instead: Instead | None,
    *,
    marked: Row,
    entry_id: str,
    moved: dict[str, str],
    overs: list[Over],
) -> Iterator[tuple[type[Any], list[Row]]]:
    """Yield the rows of each kind of part: what is on the form, and what is carried over.

    `moved` is told which part each row that is carried over was before, `overs` what has to be
    laid over a row beside its own mark.
    """
    of_entry = marked | {"entry_id": entry_id, "occurred_at": recording.occurred_at}
    in_action = marked | action_row(entry_id)
    old = instead.carried if instead else OldParts()
    discipline = marked["discipline"]

    def lay(row: Row, mark: str, persons: Sequence[str] = ()) -> None:
        own = Kept(mark=mark, persons=tuple(persons), discipline=discipline)
        overs.extend(kept_beside(row, discipline, recording, own))

    def carried(parts: Sequence[Any], base: Row) -> list[Row]:
        rows = [base | fields_of(one) | carried_row(recording, one) for one in parts]
        for row, one in zip(rows, parts, strict=True):
            moved[row["id"]] = one.id
            lay(row, one.mark, one.mark_persons)
        return rows

    notes = [of_entry | contribution_row(recording, one) for one in recording.notes]
    for row, note in zip(notes, recording.notes, strict=True):
        lay(row, note.mark)
    yield Contribution, notes + carried(old.contributions, of_entry)
    voices = [of_entry | fields_of(one) for one in recording.voices]
    yield Voice, voices + carried(old.voices, of_entry)
    readings = [of_entry | fields_of(one) for one in recording.readings]
    yield Ruler, readings + carried(old.rulers, of_entry)
    yield Score, carried(old.scores, of_entry)
    actions = [in_action | fields_of(one) for one in recording.actions]
    yield Action, actions + carried(old.actions, in_action)


def _acts(acts: Sequence[tuple[str, str]], *, family_id: str, actor: Actor) -> list[audit.Act]:
    return [
        audit.Act(
            chain=family_id,
            act=act,
            worker_id=actor.id,
            discipline=actor.discipline,
            object_id=object_id,
        )
        for act, object_id in acts
    ]


def withdraw_entry(
    session: Session,
    *,
    version: SavedEntry,
    reason: str,
    submit_key: str,
    family: FamilyFile,
    actor: Actor,
    now: datetime,
) -> str:
    """Take a version out of force, saying why; return the id of the version that says so.

    What it said stays readable under its history, to those who may read it. The version that
    withdraws it holds nothing of it but its mark, so that the reason is kept as close.

    Raises:
        SupersededError: this form was sent before, or the version no longer stands. The
            transaction is over; ask `queries.entry_of_form` in a new one.
    """
    own = {"family_id": family.id, "recorded_at": now, "recorded_by": actor.id}
    entry_id = new_id()
    row = own | {
        "id": entry_id,
        "discipline": actor.discipline,
        "employer": actor.employer,
        "mark": version.mark,
        "mark_persons": list(version.mark_persons),
        "occurred_at": version.occurred_at,
        "kind": version.kind,
        "statutory_visit": False,
        "note": "",
        "present": [],
        "children": [],
        "reveals": [],
        "headline": "",
        "event_type": "",
        "impact": "",
        "affects": [],
        "replaces_id": version.id,
        "withdraws": True,
        "reason": reason,
        "submit_key": submit_key,
    }
    succession = own | {"id": new_id(), "replaced_id": version.id, "by_id": entry_id}
    insert_rows(session, Entry, [row], taken=NO_LONGER_STANDS)
    insert_rows(session, EntrySuccession, [succession], taken=NO_LONGER_STANDS)
    overs = laid_again(family.laid, {entry_id: ""}, before=version.id, entry_id=entry_id)
    marking.lay(session, overs, family_id=family.id, actor=actor, now=now)
    acts = _acts([("entry_withdrawn", entry_id)], family_id=family.id, actor=actor)
    audit.note(session, *acts, now=now, after=family.chain_end)
    return entry_id


def close_action(
    session: Session,
    *,
    action_id: str,
    outcome: str,
    note: str,
    family_id: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Say what became of an action. Saying it twice records it once.

    Raises:
        NotFoundError: there is no such action in this family, or it may not be seen.
        SupersededError: somebody else said what became of it in the same moment.
    """
    found = queries.action(session, family_id=family_id, action_id=action_id)
    if found is None:
        raise NotFoundError(family_id=family_id)
    if found.outcome:
        return
    own = {"family_id": family_id, "recorded_at": now, "recorded_by": actor.id}
    row = outcome_row(own, action_id) | {"outcome": outcome, "note": note}
    insert_rows(session, ActionOutcome, [row], taken=NO_LONGER_STANDS)
    acts = _acts([("action_closed", action_id)], family_id=family_id, actor=actor)
    audit.note(session, *acts, now=now)
